"""Saving single cells of a report while they are being typed: each is answered for itself."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from indicators.actions import NotAllowed, Refused, record
from indicators.entry_inputs import TEXTS, fingerprint, texts_of
from indicators.entry_page import EntryRow, with_entries
from indicators.forms import EntryForm, EntryRowForm
from indicators.shown import shown_figure
from indicators.views.entry import ReportPage
from portal.accounts.roles import Permission
from portal.history.models import Via

MOST_CELLS = 500
HALF = re.compile("[\ud800-\udfff]")  # half of a character: JSON can spell it, no database can store it
ANOTHER_PERSON = (
    "Trình duyệt đang đăng nhập bằng tài khoản khác với người mở trang này. "
    "Số liệu chưa được ghi; tải lại trang rồi nhập lại."
)
UNREADABLE = "Không đọc được nội dung gửi lên. Tải lại trang rồi nhập lại."
FOREIGN = "Chỉ tiêu này không thuộc phần nhập của đồng chí trong báo cáo."


class Unreadable(ValueError):
    """The request's body is not what the grid sends."""


class EntryCells(ReportPage):
    """PATCH {"person": 7, "cells": {"road_paved_commune": {"version": 3, "numerator": "103,10", …}}}.

    A text that is not sent stays as it is saved. Answers 200 with {"at", "cells": {code: answer}}, an answer being
    "saved" with the new version, "refused" with sentences by field, or "conflict" with who entered what and when.
    400 for a body of another shape; 409 when the report takes nothing now, or takes it from somebody else.
    """

    permission = Permission.ENTER
    http_method_names = ["patch"]

    def patch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = self.report  # a stranger gets 404 before anything is read
        try:
            person, cells = asked(request.body)
        except Unreadable:
            return answer({"message": UNREADABLE}, HTTPStatus.BAD_REQUEST)
        if person != request.user.pk:
            return answer({"message": ANOTHER_PERSON}, HTTPStatus.CONFLICT)
        rows = [row for row in self.rows if row.code in cells and row.is_writable]
        try:
            found = self.store(EntryForm(rows, as_posted(rows, cells)))
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except Refused as refusal:
            return answer({"message": refusal.message}, HTTPStatus.CONFLICT)
        foreign = {code: {"state": "refused", "errors": {"": [FOREIGN]}} for code in cells if code not in found}
        return answer({"at": f"{timezone.localtime():%H:%M}", "report": report.pk, "cells": found | foreign})

    def store(self, form: EntryForm) -> dict[str, dict[str, Any]]:
        """Write what can be written: a cell that is refused holds up no other. Raises Refused for the whole report."""
        form.full_clean()
        waiting = {one.row.series.pk: one.change(self.report.pk) for one in form.touched() if not one.is_wrong}
        while waiting:
            try:
                record(waiting.values(), by=self.request.user, via=Via.GRID)
                break
            except Refused as refusal:
                wrong = {fault.series_id for fault in refusal.faults} & waiting.keys()
                if not wrong:
                    raise
                form.refuse(refusal.faults)
                waiting = {series: change for series, change in waiting.items() if series not in wrong}
        after = with_entries([one.row for one in form.rows], self.report)
        return {row.code: told(one, row) for one, row in zip(form.rows, after, strict=True)}


def asked(body: bytes) -> tuple[int, dict[str, dict[str, Any]]]:
    """Who sends, and the cells by code; Unreadable for anything else."""
    try:
        sent = json.loads(body)
        person, cells = sent["person"], sent["cells"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable from error
    if (
        type(person) is not int
        or not isinstance(cells, dict)
        or len(cells) > MOST_CELLS
        or not all(map(_is_cell, cells.values()))
    ):
        raise Unreadable
    return person, cells


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or type(cell.get("version")) is not int:
        return False
    return all(isinstance(text := cell.get(name, ""), str) and not HALF.search(text) for name in TEXTS)


def as_posted(rows: list[EntryRow], cells: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The cells as the form would post them, all of them touched."""
    posted: dict[str, str] = {}
    for row in rows:
        cell = cells[row.code]
        texts = texts_of(row) | {name: cell[name] for name in TEXTS if name in cell}
        posted |= {f"{row.code}-{name}": text for name, text in texts.items()}
        posted |= {f"{row.code}-version": str(cell["version"]), f"{row.code}-seen": "typed"}
    return posted


def told(one: EntryRowForm, row: EntryRow) -> dict[str, Any]:
    """What the person learns of a cell; `row` holds it as it stands now."""
    if one.conflict and row.entry is not None:
        return {
            "state": "conflict",
            "by": str(row.entry.entered_by),
            "at": f"{timezone.localtime(row.entry.entered_at):%H:%M}",
            "shown": _shown(row.entry, row),
            **_standing(row),
        }
    if one.is_wrong:
        errors = {name: one.form.errors.get(one.name(name)) for name in TEXTS}
        return {"state": "refused", "errors": {name: list(found) for name, found in errors.items() if found}}
    return {"state": "saved", **_standing(row)}


def _standing(row: EntryRow) -> dict[str, Any]:
    texts = texts_of(row)
    return {
        "version": row.version,
        "seen": fingerprint(texts),
        "texts": texts,
        "computed": row.entered.text if row.entered and row.entered.parts else "",
        "filled": row.entered is not None,
        "warnings": [{"field": found.field, "message": found.message} for found in row.oddities],
    }


def _shown(entry: Any, row: EntryRow) -> str:
    figure = shown_figure(entry, row.indicator)
    return f"{figure.text} ({figure.parts})" if figure.parts else figure.text


def answer(content: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    """JSON that no cache keeps."""
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store, private"})
