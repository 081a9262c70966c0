"""Signed-in people for the tables of access and of query budgets."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client

from tests.architecture.access_table import COPIED, USERNAMES


@pytest.fixture
def signed_in(demo: None) -> Callable[[str], Client]:
    """Makes a client for a role of the access table."""

    def sign_in(role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(_person(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def _person(role: str) -> AbstractBaseUser:
    people = get_user_model()._default_manager
    if role in USERNAMES:
        return people.get(username=USERNAMES[role])
    copy = people.get(username=USERNAMES[COPIED[role]])
    copy.pk, copy._state.adding, copy.username, copy.role = None, True, f"thu.{role}", role
    copy.save()
    return copy
