"""Asking a virus scanner: clamd's INSTREAM over its socket. Without an answer a file counts as not scanned."""

import logging
import socket
import struct
import time
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings

from portal.evidence.storage import chunks

logger = logging.getLogger(__name__)
LONGEST_ANSWER = 4096
DEFAULT_PORT = 3310


@dataclass(frozen=True)
class Scan:
    """What the scanner said; `is_answered` is False when there is none or it did not say anything usable."""

    is_answered: bool = False
    finding: str = ""  # the name of what was found; "" for a clean file


def scan(stream: BinaryIO) -> Scan:
    """Have the whole stream scanned. Takes at most settings.CLAMD_TIMEOUT seconds, raises nothing."""
    if not settings.CLAMD_SOCKET:
        return Scan()
    try:
        answer = _ask(stream, until=time.monotonic() + settings.CLAMD_TIMEOUT)
    except (OSError, ValueError) as error:
        logger.warning("clamd at %s gives no answer: %s", settings.CLAMD_SOCKET, error)
        return Scan()
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return Scan(is_answered=True)
    if said.endswith(" FOUND"):
        return Scan(is_answered=True, finding=said.removesuffix(" FOUND").strip() or "?")
    logger.warning("clamd at %s answers %r", settings.CLAMD_SOCKET, answer[:200])
    return Scan()


def _ask(stream: BinaryIO, *, until: float) -> str:
    with _connect(until) as link:
        _send(link, b"zINSTREAM\0", until)
        for chunk in chunks(stream):
            _send(link, struct.pack("!L", len(chunk)) + chunk, until)
        _send(link, struct.pack("!L", 0), until)
        answer = b""
        while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
            link.settimeout(_left(until))
            part = link.recv(1024)
            if not part:
                break
            answer += part
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _connect(until: float) -> socket.socket:
    """The socket of the setting: a path, or host:port."""
    address = settings.CLAMD_SOCKET
    if "/" in address:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_left(until))
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host or address, int(port) if host else DEFAULT_PORT), timeout=_left(until))


def _send(link: socket.socket, data: bytes, until: float) -> None:
    link.settimeout(_left(until))
    link.sendall(data)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for scanning is over")
    return left
