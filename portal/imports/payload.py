"""The rows of a batch as one text: as they were read, for confirming, and as they were understood, for showing."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

RawRow = tuple[int, Mapping[str, Any]]


class PreviewRow(NamedTuple):
    """A row as the preview shows it; `now` and `before` as the kind of sheet compares them, `before` None if new."""

    number: int
    status: str
    unit_id: int
    indicator_id: int
    period_code: str
    now: list[Any]
    before: list[Any] | None


def pack(rows: Sequence[RawRow], understood: Sequence[Any]) -> str:
    """Both kinds of rows; numbers and days are marked, so that they come back as what they were."""
    return json.dumps(
        {
            "rows": [[number, {name: _packed(value) for name, value in cells.items()}] for number, cells in rows],
            "understood": [_preview(row) for row in understood],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _preview(row: Any) -> list[Any]:
    # what is unchanged stands in the portal already: one of the two will do
    before = None if row.status != "changed" else [_packed(value) for value in row.before]
    return [row.number, row.status, *row.place, [_packed(value) for value in row.now], before]


def _packed(value: Any) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return {"d": value.isoformat()} if isinstance(value, date) else {"n": str(value)}


def raw_rows(payload: str) -> list[RawRow]:
    """The rows as they were read."""
    rows = json.loads(payload)["rows"]
    return [(number, {name: _unpacked(value) for name, value in cells.items()}) for number, cells in rows]


def preview_rows(payload: str, status: str) -> list[PreviewRow]:
    """The rows of one status, still packed: only those of one page are worth unpacking."""
    return [PreviewRow(*row) for row in json.loads(payload)["understood"] if row[1] == status]


def unpacked(row: PreviewRow) -> PreviewRow:
    """The row with its figures as numbers."""
    before = None if row.before is None else [_unpacked(value) for value in row.before]
    return row._replace(now=[_unpacked(value) for value in row.now], before=before)


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return Decimal(value["n"]) if "n" in value else date.fromisoformat(value["d"])
