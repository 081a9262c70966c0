"""The form of a report: a row for each indicator, figures read as Vietnamese officials write them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import BoundField

from indicators.actions import EntryChange, RowFault
from indicators.checks import entry_faults
from indicators.entry_inputs import (
    KINDS,
    MISSING,
    NUMBER_LABELS,
    OFFICIAL,
    QUALITIES,
    TEXTS,
    FigureField,
    decimals_of,
    fingerprint,
    number_fields,
    texts_before,
    texts_of,
)
from indicators.entry_page import EntryRow, in_sections
from indicators.keeping import UNCHANGED, keepable, previous_figures
from indicators.rules import half_up, ratio
from indicators.rules.cumulative import missing_words
from indicators.shown import shown_figure
from portal.vietnamese.numbers import write_number

# Where a fault of the actions is shown, the first field that the row has.
PLACES = {"series": TEXTS, "value": ("value", "numerator"), "reason": ("reason",), "note": ("note",)}
LONGEST_NOTE = 1000
NAMED = {"remark": "ghi chú", "note": "lý do sửa"}
WORDS = {"remark": "Ghi chú", "note": "Lý do sửa, giải trình"}


def _figures(row: Any) -> tuple[Any, ...]:
    return row.numerator, row.denominator, row.value, row.missing_reason


def _judged(row: Any) -> tuple[Any, ...]:
    return *_figures(row), row.quality


def _named(label: str, **attributes: str) -> dict[str, str]:
    return {"aria-label": label, **attributes}


class EntryRowForm:
    """The inputs of one row, for the template and for reading them back."""

    def __init__(self, form: "EntryForm", row: EntryRow) -> None:
        self.form, self.row, self.section = form, row, row.section
        self.conflict = ""

    def name(self, field: str) -> str:
        """The name of an input: "road_paved_commune-numerator"."""
        return f"{self.row.code}-{field}"

    def bound(self, field: str) -> BoundField | None:
        """The input, None where the row has none of the kind; an error is read out rather than a warning."""
        if self.name(field) not in self.form.fields:
            return None
        found = self.form[self.name(field)]
        if self.is_wrong:
            found.field.widget.attrs.pop("aria-describedby", None)
        return found

    @property
    def numerator(self) -> BoundField | None:
        """The input of the numerator."""
        return self.bound("numerator")

    @property
    def denominator(self) -> BoundField | None:
        """The input of the denominator."""
        return self.bound("denominator")

    @property
    def value(self) -> BoundField | None:
        """The input of the value or ratio itself."""
        return self.bound("value")

    @property
    def reason(self) -> BoundField | None:
        """The choice of the kind of figure, or of why there is none."""
        return self.bound("reason")

    @property
    def remark(self) -> BoundField | None:
        """The input of the note."""
        return self.bound("remark")

    @property
    def note(self) -> BoundField | None:
        """The input of why a figure is changed or odd."""
        return self.bound("note")

    @property
    def first(self) -> BoundField | None:
        """The input that a link to the row leads to."""
        return self.numerator or self.value

    @property
    def computed(self) -> str:
        """The ratio that follows from the saved parts, "" while others stand in the inputs."""
        shown = self.row.entered
        return shown.text if shown and shown.parts and not self.is_touched else ""

    @property
    def keepable(self) -> bool:
        """Whether a button offers the figure of the period before."""
        return keepable(self.row)

    @property
    def before(self) -> str:
        """The numbers of the period before as one would type them, as JSON for the scripts."""
        return json.dumps(texts_before(self.row), ensure_ascii=False, separators=(",", ":"))

    @property
    def warning(self) -> str:
        """The id of the row's warnings, which their inputs name."""
        return f"canh-bao-{self.row.code}"

    @property
    def is_wrong(self) -> bool:
        """Whether an input of the row has an error."""
        return any(self.name(field) in self.form.errors for field in TEXTS)

    @property
    def wrong(self) -> list[BoundField]:
        """The inputs with errors."""
        return [self.form[self.name(field)] for field in TEXTS if self.name(field) in self.form.errors]

    @property
    def theirs(self) -> str:
        """What the other person entered, in words."""
        shown = shown_figure(self.row.entry, self.row.indicator)
        return f"{shown.text} ({shown.parts})" if shown.parts else shown.text

    def posted(self, field: str) -> str:
        """What came back for a hidden input or a choice, "" when nothing did."""
        return str(self.form.data.get(self.name(field), ""))

    @property
    def seen_version(self) -> int:
        """The version the person has seen; the choice "mine" has seen the other's."""
        given = self.posted("theirs") if self.posted("keep") == "mine" else self.posted("version")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Names and values of the hidden inputs; an answered form keeps what it was opened with."""
        if self.form.is_bound and self.name("version") in self.form.data:
            found = [(self.name(field), self.posted(field)) for field in ("version", "seen")]
        else:
            seen = fingerprint(texts_of(self.row))
            found = [(self.name("version"), str(self.row.version)), (self.name("seen"), seen)]
        if self.has_choice:
            found.append((self.name("theirs"), str(self.row.version) if self.conflict else self.posted("theirs")))
        return found

    @property
    def has_choice(self) -> bool:
        """Whether another person's figure stands against this one."""
        return bool(self.conflict or self.posted("theirs"))

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """The two ways out of a conflict: value, words, and whether it was chosen; a new conflict asks anew."""
        kept = "" if self.conflict else self.posted("keep")
        return [
            ("mine", "Giữ số tôi nhập", kept == "mine"),
            ("theirs", f"Lấy số của đồng chí {self.row.entry.entered_by}: {self.theirs}", kept == "theirs"),
        ]

    @property
    def is_touched(self) -> bool:
        """Whether the person wants this cell written: something differs from what they were shown."""
        is_answered = self.form.is_bound and any(self.name(field) in self.form.data for field in TEXTS)
        if not is_answered or not self.row.is_writable:
            return False
        if self.posted("keep") == "theirs":
            return False
        texts = {field: self.posted(field) for field in TEXTS}
        return fingerprint(texts) != (self.posted("seen") or fingerprint(texts_of(self.row)))

    def change(self, submission_id: int) -> EntryChange:
        """The cell as the person wants it; what the form does not ask for stays as it was entered."""
        cleaned = {field: self.form.cleaned_data.get(self.name(field)) for field in TEXTS}
        has_parts = cleaned["numerator"] is not None and cleaned["denominator"] is not None
        is_sum = self.row.enters_cumulative and cleaned["value"] is not None
        own = self.row.earlier.own_of(cleaned["value"]) if is_sum else cleaned["value"]
        kind = cleaned["reason"] or ""
        change = EntryChange(
            submission_id=submission_id,
            series_id=self.row.series.pk,
            numerator=cleaned["numerator"],
            denominator=cleaned["denominator"],
            value=None if has_parts else own,
            missing_reason=kind if kind in MISSING else "",
            reason=cleaned["note"] or "",
            note=cleaned["remark"] or "",
            quality=kind if kind in QUALITIES else OFFICIAL,
            expected_version=self.seen_version,
        )
        before = previous_figures(self.row)
        if change.note == UNCHANGED and (before is None or _figures(change)[:2] != _figures(before)[:2]):
            change = replace(change, note="")  # another number is no longer the confirmed one
        if is_sum:
            return replace(change, source_text=f"{self.row.sum_name} nhập là {write_number(cleaned['value'])}")
        pending = self.row.pending
        if pending is None:
            return change
        # a number that a workbook printed beside this one belongs to that number alone
        kept = (
            ("source_text", "as_reported", "qualifier") if _figures(change) == _figures(pending) else ("source_text",)
        )
        return replace(change, **{name: getattr(pending, name) for name in kept})


class EntryForm(forms.Form):
    """All rows of a report; only rows that the person touched are read, and written."""

    unchanged = UNCHANGED

    def __init__(self, rows: Sequence[EntryRow], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.rows = [EntryRowForm(self, row) for row in rows]
        for one in self.rows:
            if one.row.is_writable:
                self._add_fields(one)

    @classmethod
    def as_saved(cls, rows: Sequence[EntryRow]) -> "EntryForm":
        """The form answered with what is saved, so that faults of the whole report can stand at its fields."""
        texts = {f"{row.code}-{field}": text for row in rows for field, text in texts_of(row).items()}
        form = cls(rows, texts)
        form.full_clean()
        return form

    @property
    def sections(self) -> list[tuple[str, list[EntryRowForm]]]:
        """Rows under the titles of their sections."""
        return in_sections(self.rows)

    @property
    def filled(self) -> int:
        """How many rows have a figure, or the reason why there is none."""
        return sum(bool(one.row.entered) for one in self.rows)

    @property
    def keepable(self) -> bool:
        """Whether a row can take over the figure of the period before."""
        return any(one.keepable for one in self.rows)

    @property
    def pending(self) -> list[EntryRowForm]:
        """Rows with a figure on its way."""
        return [one for one in self.rows if one.row.pending and one.row.is_writable]

    def _add_fields(self, one: EntryRowForm) -> None:
        indicator = one.row.indicator
        odd = {found.field for found in one.row.oddities}
        for name in number_fields(indicator):
            unit = indicator.unit_of_measure if name == "value" else indicator.parts_unit
            label = one.row.sum_name if one.row.enters_cumulative else NUMBER_LABELS[name]
            label = "Tỷ lệ" if name == "value" and indicator.is_percent else label
            decimals = decimals_of(indicator, name)
            attrs = {"inputmode": "decimal", "autocomplete": "off", "data-decimals": str(decimals), "data-unit": unit}
            if name in odd:
                attrs["aria-describedby"] = one.warning
            widget = forms.TextInput(attrs=_named(f"{label}: {indicator}", **attrs))
            self.fields[one.name(name)] = FigureField(
                decimals=decimals, unit=unit, label=f"{label}: {indicator}", widget=widget
            )
        label = f"Loại số liệu: {indicator}"
        choice = forms.Select(attrs=_named(label))
        self.fields[one.name("reason")] = forms.ChoiceField(choices=KINDS, required=False, label=label, widget=choice)
        for name, words in WORDS.items():
            label = f"{words}: {indicator}"
            text = forms.TextInput(attrs=_named(label, autocomplete="off") | {"class": "text"})
            self.fields[one.name(name)] = forms.CharField(
                max_length=LONGEST_NOTE, required=False, label=label, widget=text
            )
        self.initial |= {one.name(name): text for name, text in texts_of(one.row).items()}

    def clean(self) -> dict[str, Any]:
        """Judges touched rows only: what another has meanwhile made of the rest is none of this person's business."""
        for one in self.rows:
            if not one.is_touched:
                for field in TEXTS:
                    self._errors.pop(one.name(field), None)
            elif not one.is_wrong:
                self._check(one)
        return self.cleaned_data

    def _check(self, one: EntryRowForm) -> None:
        """What only the whole row tells, and what the actions would pass over in silence."""
        stated = self.cleaned_data.get(one.name("value"))
        if one.row.enters_cumulative and stated is not None and one.row.earlier.missing:
            message = missing_words(one.row.earlier.missing, stated)
            self.add_error(one.name("value"), forms.ValidationError(message, code="earlier_missing"))
            return
        change = one.change(0)
        self.refuse(entry_faults(change, one.row.series, one.row.item))
        computed = ratio(change.numerator, change.denominator, percent=one.row.indicator.is_percent)
        places = one.row.indicator.precision
        if stated is not None and computed is not None and half_up(computed, places) != half_up(stated, places):
            written = write_number(half_up(computed, places))
            message = (
                f"Tỷ lệ {write_number(stated)} khác tỷ lệ tính từ tử số và mẫu số ({written}). Xóa ô này hoặc sửa lại."
            )
            self.add_error(one.name("value"), forms.ValidationError(message, code="ratio_differs"))
        if one.row.pending is None:
            self._check_unwritten(one, change)

    def _check_unwritten(self, one: EntryRowForm, change: EntryChange) -> None:
        """Of a cell with nothing on its way: words alone change nothing, and emptying withdraws nothing."""
        current = one.row.current
        words = [name for name, text in (("note", change.reason), ("remark", change.note)) if text]
        if current is not None and change.is_empty:
            message = "Số đã duyệt không xóa bằng cách để trống. Nhập số mới hoặc chọn lý do chưa có số liệu."
            name = one.name(number_fields(one.row.indicator)[0])
            self.add_error(name, forms.ValidationError(message, code="emptied"))
        elif words and change.is_empty:
            message = "Lời ghi được lưu cùng với số liệu. Nhập số hoặc chọn loại số liệu, hoặc xóa lời ghi."
            self.add_error(one.name(words[0]), forms.ValidationError(message, code="words_alone"))
        elif words and current is not None and _judged(change) == _judged(current):
            message = f"Có {NAMED[words[0]]} nhưng số liệu chưa đổi. Sửa số liệu hoặc xóa {NAMED[words[0]]}."
            self.add_error(one.name(words[0]), forms.ValidationError(message, code="nothing_changed"))

    def touched(self) -> list[EntryRowForm]:
        """Rows that the person wants written."""
        return [one for one in self.rows if one.is_touched]

    def changes(self, submission_id: int) -> list[EntryChange]:
        """The touched cells of a valid form."""
        return [one.change(submission_id) for one in self.touched()]

    def refuse(self, faults: Iterable[RowFault]) -> None:
        """Show what the actions found at the inputs it is about."""
        by_series = {one.row.series.pk: one for one in self.rows}
        for fault in faults:
            one = by_series.get(fault.series_id)
            places = PLACES.get(fault.field, (fault.field,))
            names = [one.name(place) for place in places if one and one.name(place) in self.fields]
            if one and fault.code == "conflict":
                one.conflict = fault.message
            self.add_error(names[0] if names else None, forms.ValidationError(fault.message, code=fault.code))
