"""People of Đắk Song, of its neighbour and of the province, signed in on the demo data."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.evidence.models import EvidenceFile
from portal.imports.models import ImportBatch
from tests.architecture.conftest import attached, handed_in

__all__ = ["attached", "handed_in"]


@pytest.fixture
def client_of(handed_in: ImportBatch, attached: EvidenceFile) -> Callable[..., Client]:
    """Makes a client for a user name; options go to Client."""

    def sign_in(username: str, **options: bool) -> Client:
        client = Client(**options)
        client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def clerk(client_of: Callable[..., Client]) -> Client:
    """The clerk of Đắk Song."""
    return client_of("canbo.daksong")


@pytest.fixture
def neighbour(client_of: Callable[..., Client]) -> Client:
    """The clerk of Đắk Mil, the next district."""
    return client_of("canbo.dakmil")


@pytest.fixture
def viewer(client_of: Callable[..., Client]) -> Client:
    """Who looks at the whole province, but not at drafts."""
    return client_of("lanhdao.tinh")


@pytest.fixture
def leader(client_of: Callable[..., Client]) -> Client:
    """The leader of Đắk Song."""
    return client_of("lanhdao.daksong")


@pytest.fixture
def neighbours_leader(handed_in: ImportBatch) -> User:
    """A leader of Đắk Mil, whom the demo data do not have."""
    unit = User.objects.get(username="canbo.dakmil").unit
    return User.objects.create(username="lanhdao.dakmil", full_name="Lãnh đạo Đắk Mil", role=Role.LEADER, unit=unit)
