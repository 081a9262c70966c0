"""Where the bytes of evidence lie: one folder outside the static files, a random name for each file."""

import os
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK_BYTES = 256 * 1024
FILE_MODE, FOLDER_MODE = 0o640, 0o750


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The whole stream from its beginning."""
    stream.seek(0)
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def digest_of(stream: BinaryIO) -> str:
    """SHA-256 of the whole stream in hexadecimal."""
    digest = sha256()
    for chunk in chunks(stream):
        digest.update(chunk)
    return digest.hexdigest()


def keep(stream: BinaryIO) -> str:
    """Write the bytes under a new random name, safely on disk before it is returned. Raises OSError."""
    name = secrets.token_hex(16)
    folder = Path(settings.EVIDENCE_DIR)
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    try:
        with open(folder / name, "xb", opener=_private) as out:
            for chunk in chunks(stream):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        remove(name)
        raise
    return name


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, FILE_MODE)


def remove(name: str) -> None:
    """Take the bytes of a file that no row names off the disk."""
    (Path(settings.EVIDENCE_DIR) / name).unlink(missing_ok=True)


def open_kept(name: str) -> BinaryIO:
    """The bytes under the name. Raises OSError when they cannot be read."""
    return (Path(settings.EVIDENCE_DIR) / name).open("rb")
