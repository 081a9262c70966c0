"""What was answered once and serves later files: names confirmed, columns of a layout."""

import json
from typing import Any

from django.db import transaction

from portal.imports.offices.questions import Answers
from portal.imports.remembered import ColumnLayout, NameAlias, fingerprint_of


def aliases_of() -> dict[tuple[str, str], str]:
    """All names that people confirmed. One query."""
    return {(row.subject, row.key): row.code for row in NameAlias.objects.all()}


def remembered_columns(fingerprint: str) -> dict[str, str]:
    """What the columns of this layout were said to be; {} for an unknown one. One query."""
    found = ColumnLayout.objects.of_fingerprint(fingerprint)
    return dict(found.columns) if found else {}


def remember(confirmed: dict[str, str], answers: Answers, *, fingerprint: str, by: Any, name: str = "") -> None:
    """Keep names that were confirmed (key "unit:xa a" to code) and the columns that were named."""
    for key, code in confirmed.items():
        subject, _, text = key.partition(":")
        NameAlias.objects.update_or_create(subject=subject, key=text, defaults={"code": code, "confirmed_by": by})
    if answers.columns and fingerprint:
        ColumnLayout.objects.update_or_create(
            fingerprint=fingerprint_of(fingerprint),
            defaults={"columns": answers.columns, "name": name[:120], "made_by": by},
        )


class LayoutsRefused(ValueError):
    """The text is no list of layouts; the message is for people."""


def layouts_as_json() -> str:
    """All layouts and confirmed names, for another installation; no figures and no people. Two queries."""
    layouts = [
        {"name": row.name, "fingerprint": row.fingerprint, "columns": row.columns} for row in ColumnLayout.objects.all()
    ]
    names = [{"subject": row.subject, "key": row.key, "code": row.code} for row in NameAlias.objects.all()]
    return json.dumps({"layouts": layouts, "names": names}, ensure_ascii=False, indent=2, sort_keys=True)


@transaction.atomic
def take_layouts(text: str, *, by: Any) -> tuple[int, int]:
    """Keep the layouts and names of such a text, all or none; how many of each. Raises LayoutsRefused."""
    try:
        said = json.loads(text)
        layouts = [_layout(one) for one in said["layouts"]]
        names = [_name(one) for one in said["names"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LayoutsRefused("Tệp không phải danh sách bố cục do hệ thống xuất ra. Hãy xuất lại rồi nhập.") from error
    for fingerprint, name, columns in layouts:
        kept = {"name": name, "columns": columns, "made_by": by}
        ColumnLayout.objects.update_or_create(fingerprint=fingerprint, defaults=kept)
    for subject, key, code in names:
        kept = {"code": code, "confirmed_by": by}
        NameAlias.objects.update_or_create(subject=subject, key=key, defaults=kept)
    return len(layouts), len(names)


def _layout(said: dict[str, Any]) -> tuple[str, str, dict[str, str]]:
    fingerprint, name, columns = said["fingerprint"], said["name"], said["columns"]
    texts = [fingerprint, name, *columns, *columns.values()]
    if len(fingerprint) != 64 or len(name) > 120 or not all(isinstance(one, str) and len(one) <= 600 for one in texts):
        raise ValueError("no layout")
    return fingerprint, name, dict(columns)


def _name(said: dict[str, Any]) -> tuple[str, str, str]:
    subject, key, code = said["subject"], said["key"], said["code"]
    if subject not in NameAlias.Subject.values or not (0 < len(key) <= 300 and 0 < len(code) <= 60):
        raise ValueError("no name")
    return subject, key, code
