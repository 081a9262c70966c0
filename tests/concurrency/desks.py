"""People at their desks: pages opened and forms sent, as a browser would."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from portal.accounts.models import User
from tests.indicators.builders import Place
from tests.indicators.test_entry_pages import Inputs


class Desk:
    """A signed-in person before the report of a place; counts the answers by their status."""

    def __init__(self, person: User, place: Place) -> None:
        self.address = f"/nhap-lieu/{place.unit.code}/{place.period.code}/"
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        self.answers: dict[int, int] = {}

    def read(self, page: str = "") -> dict[str, str]:
        """What the inputs of the page hold, the hidden ones too."""
        return Inputs(self._counted(self.client.get(self.address + page, secure=True)).content.decode()).values

    def send(self, page: str = "", **typed: Any) -> HttpResponse:
        """The answer to a form."""
        return self._counted(self.client.post(self.address + page, typed, secure=True))

    def look(self, address: str) -> HttpResponse:
        """The answer to a page somewhere else."""
        return self._counted(self.client.get(address, secure=True))

    def _counted(self, answer: HttpResponse) -> HttpResponse:
        self.answers[answer.status_code] = self.answers.get(answer.status_code, 0) + 1
        return answer
