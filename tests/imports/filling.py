"""Bringing sheets in and out in tests: through the commands, which go the way of the page."""

import contextlib
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command
from openpyxl import Workbook


def sheet(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """A workbook of one sheet with the header in row 1."""
    book = Workbook()
    book.active.append(list(headers))
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def bring_in(kind: str, path: Path, *, person: str = "quantri", **options: Any) -> dict[str, Any]:
    """What `import_sheet KIND` says of the file."""
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("import_sheet", kind, str(path), person=person, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def take_out(kind: str, path: Path, **options: Any) -> Path:
    """The file that `export_sheet KIND` writes."""
    call_command("export_sheet", kind, output=str(path), stdout=io.StringIO(), **options)
    return path
