"""The room's own addresses, and Đắk Song with its people."""

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import AdminUnit
from tests.builders import PASSWORD, make_unit, make_user


@pytest.fixture(autouse=True)
def _own_addresses(settings) -> None:
    settings.ROOT_URLCONF = "tests.accounts.addresses"
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def dak_song(db) -> AdminUnit:
    return make_unit("665", AdminUnit.Level.DISTRICT, "Huyện Đắk Song")


@pytest.fixture
def clerk(dak_song: AdminUnit) -> User:
    return make_user(Role.CLERK, dak_song, username="canbo.daksong", full_name="Nguyễn Văn An", password=PASSWORD)


@pytest.fixture
def admin_user(db) -> User:
    return make_user(Role.ADMIN, username="quantri", full_name="Trần Thị Bình", password=PASSWORD)


@pytest.fixture
def browser(clerk: User) -> Client:
    """A browser in which the clerk has signed in by the form."""
    client = Client()
    response = client.post("/dang-nhap/", {"username": "canbo.daksong", "password": PASSWORD})
    assert response.status_code == 302
    return client
