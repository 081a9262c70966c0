"""Django's administration shows every row and changes none."""

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.accounts.models import User
from portal.history.admin import ReadOnlyAdmin
from resolutions.models import Document

FOREIGN = ("auth", "axes", "sessions", "contenttypes")


def registered() -> list[ModelAdmin]:
    return [
        page
        for model, page in admin.site._registry.items()
        if model._meta.app_label not in FOREIGN and model is not User
    ]


@pytest.fixture
def superuser(demo: None) -> Client:
    person = User.objects.create_superuser("sieu.quan.tri", password=None)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("page", registered(), ids=lambda page: page.model._meta.label)
def test_no_row_can_be_added_changed_or_deleted(page):
    request = RequestFactory().get("/admin/")
    request.user = User(is_superuser=True, is_staff=True)
    assert isinstance(page, ReadOnlyAdmin)
    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


@pytest.mark.parametrize("page", registered(), ids=lambda page: page.model._meta.label)
def test_every_list_opens(superuser, page):
    address = reverse(f"admin:{page.model._meta.app_label}_{page.model._meta.model_name}_changelist")
    assert superuser.get(address, secure=True).status_code == 200


def test_sending_a_change_is_refused_and_changes_nothing(superuser):
    document = Document.objects.get(slug="05-nq-tu-2021")
    address = reverse("admin:resolutions_document_change", args=[document.pk])
    assert superuser.post(address, {"title": "Khác"}, secure=True).status_code == 403
    document.refresh_from_db()
    assert document.title.startswith("Phát triển công nghiệp")
