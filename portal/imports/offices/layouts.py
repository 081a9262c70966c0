"""What was answered once and serves later files: names confirmed, columns of a layout."""

from typing import Any

from portal.imports.offices.questions import Answers
from portal.imports.remembered import ColumnLayout, NameAlias, fingerprint_of


def aliases_of() -> dict[tuple[str, str], str]:
    """All names that people confirmed. One query."""
    return {(row.subject, row.key): row.code for row in NameAlias.objects.all()}


def remembered_columns(fingerprint: str) -> dict[str, str]:
    """What the columns of this layout were said to be; {} for an unknown one. One query."""
    found = ColumnLayout.objects.of_fingerprint(fingerprint)
    return dict(found.columns) if found else {}


def remember(confirmed: dict[str, str], answers: Answers, *, fingerprint: str, by: Any) -> None:
    """Keep names that were confirmed (key "unit:xa a" to code) and the columns that were named."""
    for key, code in confirmed.items():
        subject, _, text = key.partition(":")
        NameAlias.objects.update_or_create(subject=subject, key=text, defaults={"code": code, "confirmed_by": by})
    if answers.columns and fingerprint:
        ColumnLayout.objects.update_or_create(
            fingerprint=fingerprint_of(fingerprint), defaults={"columns": answers.columns, "made_by": by}
        )
