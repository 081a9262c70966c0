"""Saying how an indicator follows from others; what hangs on it is derived again in the same transaction."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import derive
from indicators.models import Derivation, DerivationPart, Indicator
from indicators.refusals import NotAllowed, Refused
from indicators.rules.derivations import Measure, Operation, Sources, Wanted, check, check_weight
from portal.accounts.roles import Permission
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via

NOT_YOURS = "Tài khoản này không được đặt cách tính chỉ tiêu. Việc này của quản trị."
NOT_WEIGHTED = (
    "“{name}” không tổng hợp bằng bình quân gia quyền nên không có quyền số. Chỉ tiêu chưa có số liệu thì đổi cách "
    "tổng hợp bằng mẫu “Danh mục chỉ tiêu” trước."
)


def define_derivation(
    wanted: Wanted, *, by: Any, explanation: str = "", document: Any = None, via: str = Via.FORM
) -> Derivation:
    """Define or change how an indicator follows from others, and derive all its readings again. One event.

    Raises NotAllowed for anyone but the administrator, and Refused with all reasons; then nothing is changed. The
    lock comes first: two circles closed from both ends must see each other, and no observation is written here.
    """
    _refuse_others(by)
    with transaction.atomic():
        at = take_write_lock()
        indicators, known = _known()
        _refuse(check(wanted, _measures(indicators), known))
        made = _stored(wanted, indicators, by=by, explanation=explanation.strip(), document=document)
        operands = [indicators[code].pk for code in wanted.operands]
        derive.refresh_indicator(made.pk, operands, on=timezone.localdate(at))
        write_event(_event("define_derivation", made.indicator, by, via, [wanted.operation, wanted.parts]), at=at)
    return made


def review_derivation(wanted: Wanted) -> list[str]:
    """Why define_derivation() would refuse, as sentences, without writing. Two queries."""
    indicators, known = _known()
    return check(wanted, _measures(indicators), known)


def review_weight(indicator: Indicator, code: str) -> list[str]:
    """Why set_weight() would refuse the weight of this code, as sentences, without writing. Two queries."""
    if indicator.unit_rollup != Indicator.UnitRollup.WEIGHTED:
        return [NOT_WEIGHTED.format(name=indicator.name)]
    indicators, known = _known()
    return check_weight(indicator.code, code, _measures(indicators), known)


def set_weight(indicator: Indicator, weight: Indicator, *, by: Any, via: str = Via.FORM) -> Indicator:
    """Say which indicator weighs the means of this one over units, and take them again. One event.

    Raises NotAllowed for anyone but the administrator, and Refused for another roll-up or a circle.
    """
    _refuse_others(by)
    with transaction.atomic():
        at = take_write_lock()
        indicators, known = _known()
        _refuse(check_weight(indicator.code, weight.code, _measures(indicators), known))
        if indicators[indicator.code].unit_rollup != Indicator.UnitRollup.WEIGHTED:
            raise Refused(NOT_WEIGHTED.format(name=indicator.name))
        changed = _saved(indicators[indicator.code], by, weight=indicators[weight.code])
        derive.refresh_indicator(changed.pk, [weight.pk], on=timezone.localdate(at))
        write_event(_event("set_weight", changed, by, via, [weight.code]), at=at)
    return changed


def _refuse_others(by: Any) -> None:
    if not by.may(Permission.ADMINISTER):
        raise NotAllowed(NOT_YOURS)


def _refuse(reasons: Sequence[str]) -> None:
    if reasons:
        raise Refused(" ".join(reasons))


def _known() -> tuple[dict[str, Indicator], Sources]:
    """All indicators by code, and what each already follows from. Two queries."""
    indicators = {one.code: one for one in Indicator.objects.all()}
    sources: dict[str, list[str]] = {}
    terms: dict[str, list[str]] = {}
    for code, operation, operand in Derivation.objects.operands():
        sources.setdefault(code, []).append(operand)
        if operation == Operation.SUM:
            terms.setdefault(code, []).append(operand)
    codes = {one.pk: code for code, one in indicators.items()}
    for code, one in indicators.items():
        if one.unit_rollup == Indicator.UnitRollup.WEIGHTED and one.weight_id:
            sources.setdefault(code, []).append(codes[one.weight_id])
    return indicators, Sources(sources, terms)


def _measures(indicators: dict[str, Indicator]) -> dict[str, Measure]:
    return {
        code: Measure(code, one.name, one.unit_of_measure, one.kind, one.price_basis)
        for code, one in indicators.items()
    }


def _stored(
    wanted: Wanted, indicators: dict[str, Indicator], *, by: Any, explanation: str, document: Any
) -> Derivation:
    indicator = indicators[wanted.indicator]
    found = Derivation.objects.of_indicator(indicator.pk).first() or Derivation(indicator=indicator)
    made = _saved(found, by, operation=wanted.operation, explanation=explanation, document=document)
    held = {part.position: part for part in made.parts.all()}
    for part in held.values():
        part._history_user = by
        part.delete()  # its versions stay in row history; an operand may move to another place
    for position, (role, code) in enumerate(wanted.parts):
        part = DerivationPart(derivation=made)
        _saved(part, by, operand=indicators[code], role=role, position=position)
    return made


def _saved(row: Any, by: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(row, name, value)
    row._history_user = by
    row.save()
    return row


def _event(verb: str, indicator: Indicator, by: Any, via: str, values: list[Any]) -> Draft:
    return Draft(
        verb=verb, subject_type="indicators.Indicator", by=by, via=via, subject_id=indicator.pk,
        subject_text=str(indicator), rows=1, values=[[indicator.pk, *values]],
    )  # fmt: skip
