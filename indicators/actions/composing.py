"""Composing reporting forms: what a form says of itself, its indicators, and the version of the next year.

A form that reports hang on keeps its meaning: only its name is changed, everything else in its next version.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.models import FormIndicator, Indicator
from indicators.refusals import NotAllowed, Refused
from portal.accounts.roles import Permission
from portal.history.actions import Draft, recorded
from portal.history.models import Via
from portal.units.models import AdminUnit
from portal.workflow.models import FormUnit, ReportingForm, Submission

FORM_FIELDS = ("code", "name", "calendar", "frequency", "year", "level", "term_from")
ITEM_FIELDS = (
    "section", "position", "is_required", "needs_evidence", "cumulative", "entered_as", "has_estimate", "minimum",
    "maximum",
)  # fmt: skip
STEP = 10  # between the positions of two indicators, so that another fits in
IN_USE = "Biểu đã có báo cáo nên không đổi được nội dung, chỉ sửa được tên. Tạo bản năm sau rồi sửa ở bản đó."


class FormRefused(Refused):
    """A form that cannot be composed so; `field` is the input it is about, "" for the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def create_form(
    details: Mapping[str, Any], units: Iterable[AdminUnit] = (), *, by: Any, via: str = Via.FORM
) -> ReportingForm:
    """A new form of the FORM_FIELDS given, reported by a level or by the chosen units. Raises FormRefused."""
    _require(by)
    form, chosen = ReportingForm(**{name: details[name] for name in FORM_FIELDS}), list(units)
    with recorded("create_form", "workflow.ReportingForm", by=by, via=via) as event:
        _check(form, chosen)
        form.save()
        _choose(form, [unit.pk for unit in chosen], by)
        _tell(event, form, [*_values(form), [unit.pk for unit in chosen]])
    return form


def change_form(
    form: ReportingForm, details: Mapping[str, Any], units: Iterable[AdminUnit] = (), *, by: Any, via: str = Via.FORM
) -> bool:
    """Give the form other FORM_FIELDS and units; False when nothing is different. Raises FormRefused."""
    _require(by)
    wanted, chosen = {name: details[name] for name in FORM_FIELDS}, list(units)
    before = {name: getattr(form, name) for name in FORM_FIELDS}
    held = set(FormUnit.objects.of_form(form).unit_ids())
    same_units = held == {unit.pk for unit in chosen}
    if before == wanted and same_units:
        return False
    with recorded("change_form", "workflow.ReportingForm", by=by, via=via) as event:
        if {**before, "name": ""} != {**wanted, "name": ""} or not same_units:
            _refuse_used(form)
        for name, value in wanted.items():
            setattr(form, name, value)
        _check(form, chosen)
        form.save()
        if not same_units:
            for one in FormUnit.objects.of_form(form):
                one.delete()
            _choose(form, [unit.pk for unit in chosen], by)
        _tell(event, form, [*_values(form), [unit.pk for unit in chosen]])
    return True


def add_item(
    form: ReportingForm, indicator: Indicator, details: Mapping[str, Any], *, by: Any, via: str = Via.FORM
) -> FormIndicator:
    """Put the indicator on the form; without a position behind the others. Raises FormRefused."""
    _require(by)
    item = FormIndicator(form=form, indicator=indicator, **{name: details[name] for name in ITEM_FIELDS})
    with recorded("add_form_item", "workflow.ReportingForm", by=by, via=via) as event:
        _refuse_used(form)
        if FormIndicator.objects.of_form(form).of_indicator(indicator).exists():
            raise FormRefused(f"Chỉ tiêu “{indicator}” đã có trong biểu. Chọn chỉ tiêu khác.", "indicator")
        item.position = item.position or FormIndicator.objects.of_form(form).last_position() + STEP
        _check_item(item)
        item.save()
        _tell(event, form, [indicator.code, *_item_values(item)])
    return item


def change_item(item: FormIndicator, details: Mapping[str, Any], *, by: Any, via: str = Via.FORM) -> bool:
    """Give an indicator of a form other ITEM_FIELDS; False when nothing is different. Raises FormRefused."""
    _require(by)
    wanted = {name: details[name] for name in ITEM_FIELDS}
    wanted["position"] = wanted["position"] or item.position
    if all(getattr(item, name) == value for name, value in wanted.items()):
        return False
    with recorded("change_form_item", "workflow.ReportingForm", by=by, via=via) as event:
        _refuse_used(item.form)
        for name, value in wanted.items():
            setattr(item, name, value)
        _check_item(item)
        item.save()
        _tell(event, item.form, [item.indicator.code, *_item_values(item)])
    return True


def remove_item(item: FormIndicator, *, by: Any, via: str = Via.FORM) -> None:
    """Take an indicator off a form that no report hangs on; figures stay where they are. Raises FormRefused."""
    _require(by)
    with recorded("remove_form_item", "workflow.ReportingForm", by=by, via=via) as event:
        _refuse_used(item.form)
        _tell(event, item.form, [item.indicator.code])
        item.delete()


def next_version(form: ReportingForm, *, by: Any, via: str = Via.FORM) -> ReportingForm:
    """The form of the year after: a copy with its indicators and units, that may be changed. Raises FormRefused."""
    _require(by)
    if form.year is None:
        raise FormRefused("Biểu này dùng cho mọi năm nên không có bản năm sau.")
    with recorded("next_form_version", "workflow.ReportingForm", by=by, via=via) as event:
        details = {name: getattr(form, name) for name in FORM_FIELDS}
        made = ReportingForm(**{**details, "year": form.year + 1}, is_default=form.is_default, version_before=form)
        _check(made, list(FormUnit.objects.of_form(form)))
        made.save()
        _choose(made, FormUnit.objects.of_form(form).unit_ids(), by)
        items = list(FormIndicator.objects.of_form(form).for_page())
        for item in items:
            kept = {name: getattr(item, name) for name in ITEM_FIELDS}
            FormIndicator(form=made, indicator=item.indicator, **kept).save()
        event.rows = len(items)
        _tell(event, made, _values(made))
    return made


def _require(by: Any) -> None:
    if not by.may(Permission.ADMINISTER):
        raise NotAllowed("Chỉ quản trị lập và sửa biểu báo cáo.")


def _choose(form: ReportingForm, unit_ids: Iterable[int], by: Any) -> None:
    made = FormUnit.objects.bulk_create(FormUnit(form=form, unit_id=pk) for pk in unit_ids)
    FormUnit.history.bulk_history_create(made, default_user=by)


def _refuse_used(form: ReportingForm) -> None:
    if Submission.objects.of_form(form).exists():
        raise FormRefused(IN_USE)


def _check(form: ReportingForm, units: list[Any]) -> None:
    """The form against the others and against itself."""
    held = {one.year: one for one in ReportingForm.objects.versions_of(form.code) if one.pk != form.pk}
    if form.year in held:
        when = f"cho năm {form.year}" if form.year else "cho mọi năm"
        message = f"Mã biểu {form.code} {when} đã được dùng cho “{held[form.year]}”. Chọn mã hoặc năm khác."
        raise FormRefused(message, "code")
    if form.level and units:
        raise FormRefused("Đã chọn cấp báo cáo thì không chọn từng đơn vị. Bỏ một trong hai.", "units")
    if not form.level and not units and not form.is_default:
        raise FormRefused("Chọn cấp báo cáo, hoặc chọn từng đơn vị báo cáo biểu này.", "level")
    if form.term_from and form.year and form.term_from > form.year:
        message = f"Năm đầu nhiệm kỳ {form.term_from} sau năm áp dụng {form.year}. Nhập năm bằng hoặc sớm hơn."
        raise FormRefused(message, "term_from")
    needs_term = form.pk and any(item.cumulative == "term" for item in FormIndicator.objects.of_form(form))
    if needs_term and not form.term_from:
        raise FormRefused("Biểu có cột lũy kế từ đầu nhiệm kỳ. Nhập năm đầu nhiệm kỳ.", "term_from")


def _check_item(item: FormIndicator) -> None:
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        raise FormRefused("Mức thấp nhất lớn hơn mức cao nhất. Sửa một trong hai mức.", "minimum")
    if item.enters_cumulative and not item.cumulative:
        raise FormRefused("Muốn nhập số lũy kế thì chọn cột lũy kế từ đầu năm hoặc từ đầu nhiệm kỳ.", "entered_as")
    if item.cumulative and item.indicator.kind != Indicator.Kind.FLOW:
        message = "Chỉ chỉ tiêu tính phần phát sinh trong kỳ mới cộng lũy kế được. Chọn “không có”."
        raise FormRefused(message, "cumulative")
    if item.cumulative == FormIndicator.Cumulative.TERM and not item.form.term_from:
        raise FormRefused("Biểu chưa có năm đầu nhiệm kỳ. Nhập năm đó ở phần thông tin của biểu trước.", "cumulative")


def _tell(event: Draft, form: ReportingForm, values: list[Any]) -> None:
    event.subject_id, event.subject_text = form.pk, f"{form.code} {form.year or ''}".strip()
    event.values.append(values)


def _values(form: ReportingForm) -> list[str]:
    return [str(getattr(form, name)) for name in FORM_FIELDS]


def _item_values(item: FormIndicator) -> list[str]:
    return [str(getattr(item, name)) for name in ITEM_FIELDS]
