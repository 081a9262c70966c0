"""A report with its people, a folder for its files, and a virus scanner that answers what it is told."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.evidence.actions import Subject, attach
from portal.evidence.models import Attachment
from portal.units.models import AdminUnit
from tests.builders import make_unit, make_user
from tests.evidence.files import PDF
from tests.indicators.builders import Place, make_indicator, make_place


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    settings.CLAMD_SOCKET = ""
    return settings.EVIDENCE_DIR


@pytest.fixture
def place(db) -> Place:
    return make_place(make_unit("665", AdminUnit.Level.DISTRICT, "Huyện Đắk Song"), make_indicator())


@pytest.fixture
def neighbour(place: Place) -> User:
    return make_user(Role.CLERK, make_unit("663", AdminUnit.Level.DISTRICT, "Huyện Đắk Mil"))


@pytest.fixture
def roads(place: Place) -> Subject:
    return Subject(place.report, place.series.pk, str(place.series.indicator))


@pytest.fixture
def put(roads: Subject, place: Place) -> Callable[..., Attachment]:
    """Puts a file beside the roads of Đắk Song as its clerk."""

    def put(content: bytes = PDF, name: str = "Biên bản.pdf", subject: Subject = roads, **how) -> Attachment:
        given = {"by": place.clerk, **how}
        return attach(subject, BytesIO(content), name=name, size=len(content), **given)

    return put


class Clamd:
    """A scanner on a socket: keeps what it was sent and answers with one sentence."""

    def __init__(self, path: str, answer: bytes) -> None:
        self.answer, self.received = answer, b""
        self._link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._link.bind(path)
        self._link.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._link.accept()
            except OSError:
                return
            with client, client.makefile("rb") as lines:
                assert lines.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", lines.read(4))[0]:
                    content += lines.read(length)
                self.received = content
                client.sendall(self.answer)

    def close(self) -> None:
        """Stop listening."""
        self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()
        self._thread.join(5)


@pytest.fixture
def clamd(settings, tmp_path: Path) -> Iterator[Callable[[bytes], Clamd]]:
    """Starts a scanner with this answer and points the setting at it."""
    started: list[Clamd] = []

    def start(answer: bytes = b"stream: OK\0") -> Clamd:
        settings.CLAMD_SOCKET = str(tmp_path / f"clamd{len(started)}")
        started.append(Clamd(settings.CLAMD_SOCKET, answer))
        return started[-1]

    yield start
    for one in started:
        one.close()
