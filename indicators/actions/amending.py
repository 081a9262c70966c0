"""Targets in time: a later document amends one, and the years of its path are filled in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import bulk, derive
from indicators.models import Target, TargetStep
from indicators.refusals import NotAllowed, Refused, RowFault
from indicators.rules import Finding
from indicators.rules.amending import Setting, Terms, amendment_faults, amendment_warnings, path_faults
from portal.accounts.roles import Permission
from portal.history.actions import recorded, take_write_lock
from portal.history.models import Via
from portal.vietnamese.dates import write_date
from resolutions.models import Clause, Document

SENTENCE = "Mục tiêu mới chưa ghi được: còn mục cần sửa."


@dataclass(frozen=True)
class Amendment:
    """What a later document makes of a target, from which day on; `note` is for people."""

    terms: Terms
    document: Document
    in_force_from: date
    clause: Clause | None = None
    note: str = ""


def terms_of(target: Target) -> Terms:
    """What the target asks for, as rules read it. One query."""
    path = TargetStep.objects.of_target(target).values_list("period_code", "value")
    return Terms(
        target.comparator, target.value, target.value_high, target.unit_of_measure or _unit(target), target.kind,
        target.horizon_from, target.horizon_to, target.text, tuple(path),
    )  # fmt: skip


def _unit(target: Target) -> str:
    return target.series.indicator.unit_of_measure if target.series else ""


def review_amendment(target: Target, amendment: Amendment) -> tuple[list[Finding], list[str]]:
    """What keeps the amendment from being written, and what is odd about it. Nothing is written. Two queries."""
    document = amendment.document
    at = Setting(
        _unit(target) or target.unit_of_measure, str(document), document.issued_on, document.term_from,
        document.term_to, terms_of(target), target.in_force_from,
    )  # fmt: skip
    faults = list(amendment_faults(amendment.terms, amendment.in_force_from, at))
    if amendment.clause and amendment.clause.document_id != document.pk:
        message = f"Mục, khoản được chọn không thuộc văn bản {document}. Chọn lại mục của văn bản này, hoặc để trống."
        faults.append(Finding("clause", "clause_of_other_document", message))
    faults += _taken(target)
    return faults, list(amendment_warnings(amendment.terms, at))


def _taken(target: Target) -> Iterable[Finding]:
    newer = Target.objects.amending(target).first()
    if newer:
        message = (
            f"Mục tiêu này đã được thay từ {write_date(newer.in_force_from)} theo {newer.document}. "
            "Tải lại trang và sửa mục tiêu đang có hiệu lực."
        )
        yield Finding("target", "already_replaced", message)


def amend_target(target: Target, amendment: Amendment, *, by: Any, via: str = Via.FORM) -> Target:
    """Put the amendment in force beside the old target, which stays; the standing of its series is judged anew.

    Raises NotAllowed for whoever does not administer, Refused with the faults by field. One transaction, one event.
    """
    _refuse_others(by)
    with transaction.atomic():
        bulk.lock_rows(Target, [target.pk])
        faults, _ = review_amendment(target, amendment)
        _refuse(target, faults)
        with recorded(
            "amend_target", "indicators.Target", by=by, via=via, reason=amendment.note, unit_id=target.unit_id, rows=1,
        ) as event:  # fmt: skip
            made = _amended(target, amendment)
            _save(made, by, amendment.note)
            _write_path(made, amendment.terms.path, by, amendment.note)
            _judge_anew(target)
            event.subject_id, event.subject_text = made.pk, made.text
            event.values = [[target.pk, made.pk, *_words(amendment.terms), amendment.in_force_from.isoformat()]]
    return made


def _amended(target: Target, amendment: Amendment) -> Target:
    terms = amendment.terms
    return Target(
        series=target.series, unit_id=target.unit_id, document=amendment.document, comparator=terms.comparator,
        value=terms.value, value_high=terms.value_high, unit_of_measure=terms.unit, kind=terms.kind,
        horizon_from=terms.horizon_from, horizon_to=terms.horizon_to, text=terms.text.strip(),
        is_primary=target.is_primary, in_force_from=amendment.in_force_from, clause=amendment.clause,
        replaces=target, note=amendment.note,
    )  # fmt: skip


def _words(terms: Terms) -> list[str]:
    return [str(one) for one in (terms.comparator, terms.value, terms.value_high, terms.unit, terms.kind, *terms.path)]


def review_path(target: Target, path: Sequence[tuple[str, Decimal]]) -> list[Finding]:
    """What keeps the yearly values from being written. Two queries."""
    now = terms_of(target)
    wanted = Terms(**{name: getattr(now, name) for name in Terms.__slots__ if name != "path"}, path=tuple(path))
    faults = [*path_faults(wanted), *_taken(target)]
    if not faults and sorted(path) == sorted(now.path):
        faults.append(
            Finding("path", "unchanged", "Lộ trình không có gì thay đổi. Sửa ít nhất một năm, hoặc quay lại.")
        )
    return faults


def set_path(target: Target, path: Sequence[tuple[str, Decimal]], *, reason: str, by: Any, via: str = Via.FORM) -> None:
    """Write what the target asks for year by year, in place of what was written before.

    For the yearly values that the target's own document gives; values of a later document come with `amend_target`.
    """
    _refuse_others(by)
    with transaction.atomic():
        bulk.lock_rows(Target, [target.pk])
        faults = review_path(target, path)
        if not reason.strip():
            message = "Chưa có lý do hoặc căn cứ. Ghi mục, trang của văn bản có lộ trình này."
            faults.append(Finding("reason", "reason_missing", message))
        _refuse(target, faults)
        with recorded(
            "set_path", "indicators.Target", by=by, via=via, reason=reason, unit_id=target.unit_id,
            subject_id=target.pk, subject_text=target.text, rows=len(path),
            values=[[target.pk, year, str(value)] for year, value in path],
        ):  # fmt: skip
            _write_path(target, path, by, reason)
            _judge_anew(target)


def _write_path(target: Target, path: Iterable[tuple[str, Decimal]], by: Any, reason: str) -> None:
    held = {step.period_code: step for step in TargetStep.objects.of_target(target)}
    wanted = dict(path)
    for year, value in sorted(wanted.items()):
        step = held.get(year) or TargetStep(target=target, period_code=year)
        if step.value != value:
            step.value = value
            _save(step, by, reason)
    for year in held.keys() - wanted.keys():
        held[year]._history_user, held[year]._change_reason = by, reason
        held[year].delete()


def _refuse_others(by: Any) -> None:
    if not by.may(Permission.ADMINISTER):
        raise NotAllowed("Chỉ quản trị ghi mục tiêu của văn bản. Liên hệ quản trị hệ thống để sửa.")


def _refuse(target: Target, faults: Sequence[Finding]) -> None:
    if faults:
        rows = tuple(RowFault(target.series_id or 0, one.field, one.code, one.message) for one in faults)
        raise Refused(faults[0].message if len(faults) == 1 else SENTENCE, rows)


def _save(row: Any, by: Any, reason: str) -> None:
    row._history_user, row._change_reason = by, reason
    row.save()


def _judge_anew(target: Target) -> None:
    if target.series_id:
        derive.write_standings([target.series_id], on=timezone.localdate(take_write_lock()))
