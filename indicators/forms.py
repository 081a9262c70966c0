"""The form of a report: a row for each indicator, figures read as Vietnamese officials write them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from indicators.actions import EntryChange, RowFault
from indicators.checks import entry_faults
from indicators.entry_page import EntryRow, in_sections
from indicators.models import Figure, Indicator
from indicators.rules import half_up, ratio
from indicators.shown import shown_figure
from portal.vietnamese.numbers import AmbiguousNumber, ReadingError, read_decimal, write_number

PARTS_DECIMALS = 2  # parts are lengths, areas, money: a dot with three digits behind it is asked about
NUMBER_LABELS = {"numerator": "Tử số", "denominator": "Mẫu số", "value": "Giá trị"}
TEXTS = ("numerator", "denominator", "value", "reason", "note")
MISSING = [("", "–"), *((code, str(label).capitalize()) for code, label in Figure.Missing.choices)]
# Where a fault of the actions is shown, the first field that the row has.
PLACES = {"series": TEXTS, "value": ("value", "numerator"), "reason": ("reason",), "note": ("note",)}
STATED = "stated"
LONGEST_NOTE = 1000
KEPT = ("source_text", "note")  # of a pending entry whose number changes


class FigureField(forms.CharField):
    """A figure as text; cleaned it is a Decimal, or None for a blank."""

    def __init__(self, *, decimals: int, unit: str, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.decimals, self.unit = decimals, unit

    def clean(self, value: str | None) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_decimal(text, decimals=self.decimals, unit=self.unit).value
        except AmbiguousNumber as question:
            raise forms.ValidationError(_asked(text, question), code=question.code) from question
        except ReadingError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal


def _asked(text: str, question: AmbiguousNumber) -> str:
    thousands, decimal = question.choices
    return (
        f"“{text}” là {question.written[0]} (dấu chấm phân cách hàng nghìn) hay {question.written[1]} "
        f"(dấu phẩy thập phân)? Ghi {thousands:f} hoặc {write_number(decimal)}."
    )


def typed(value: Decimal | None, decimals: int, places: int) -> str:
    """The figure as one would type it, so that it is read back as the same: 84.053 only where it is no question.

    A figure with decimals gets `places` of them at least: 103,10 beside 110,43.
    """
    if value is None:
        return ""
    needed = max(0, -int(value.normalize().as_tuple().exponent))
    text = write_number(value, max(needed, places) if needed else 0)
    try:
        read_decimal(text, decimals=decimals)
    except AmbiguousNumber:
        return text.replace(".", "")
    return text


def number_fields(indicator: Indicator) -> tuple[str, ...]:
    """Which numbers are asked for; where the parts are not stated, the ratio itself may be entered instead."""
    if not indicator.has_parts or not indicator.denominator_name:
        return ("value",)
    return (
        ("numerator", "denominator") if indicator.parts_certainty == STATED else ("numerator", "denominator", "value")
    )


def decimals_of(indicator: Indicator, name: str) -> int:
    """The decimals that a number is read with: a share can always have some, a count only what it declares."""
    if name != "value":
        return PARTS_DECIMALS
    return max(indicator.precision, 1) if indicator.is_percent else indicator.precision


def places_of(indicator: Indicator, name: str) -> int:
    """The decimals that a number is written with, where it has any."""
    return indicator.precision if name == "value" else PARTS_DECIMALS


def texts_of(row: EntryRow) -> dict[str, str]:
    """What the inputs of the row hold before anyone types."""
    figure, pending = row.shows, row.pending
    numbers = {
        name: typed(getattr(figure, name, None), decimals_of(row.indicator, name), places_of(row.indicator, name))
        for name in NUMBER_LABELS
    }
    return {
        **{name: text for name, text in numbers.items() if name in number_fields(row.indicator)},
        "reason": figure.missing_reason if figure else "",
        "note": pending.reason if pending else "",
    }


def _figures(row: Any) -> tuple[Any, ...]:
    return row.numerator, row.denominator, row.value, row.missing_reason


def _named(label: str, **attributes: str) -> dict[str, str]:
    return {"aria-label": label, **attributes}


def fingerprint(texts: Mapping[str, str]) -> str:
    """Short digest of a row's texts: a row that comes back as it was shown was not touched."""
    joined = "\x1f".join((texts.get(name) or "").replace("\r\n", "\n").strip() for name in TEXTS)
    return hashlib.blake2s(joined.encode(), digest_size=6).hexdigest()


class EntryRowForm:
    """The inputs of one row, for the template and for reading them back."""

    def __init__(self, form: "EntryForm", row: EntryRow) -> None:
        self.form, self.row, self.section = form, row, row.section
        self.conflict = ""

    def name(self, field: str) -> str:
        """The name of an input: "road_paved_commune-numerator"."""
        return f"{self.row.code}-{field}"

    def bound(self, field: str) -> BoundField | None:
        """The input, None where the row has none of the kind."""
        return self.form[self.name(field)] if self.name(field) in self.form.fields else None

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
        """The choice of why there is no figure."""
        return self.bound("reason")

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
        change = EntryChange(
            submission_id=submission_id,
            series_id=self.row.series.pk,
            numerator=cleaned["numerator"],
            denominator=cleaned["denominator"],
            value=None if has_parts else cleaned["value"],
            missing_reason=cleaned["reason"] or "",
            reason=cleaned["note"] or "",
            quality=self.row.shows.quality if self.row.shows else Figure.Quality.OFFICIAL,
            expected_version=self.seen_version,
        )
        pending = self.row.pending
        if pending is None:
            return change
        # a number that a workbook printed beside this one belongs to that number alone
        kept = ("source_text", "note", "as_reported", "qualifier") if _figures(change) == _figures(pending) else KEPT
        return replace(change, **{name: getattr(pending, name) for name in kept})


class EntryForm(forms.Form):
    """All rows of a report; only rows that the person touched are read, and written."""

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
    def pending(self) -> list[EntryRowForm]:
        """Rows with a figure on its way."""
        return [one for one in self.rows if one.row.pending and one.row.is_writable]

    def _add_fields(self, one: EntryRowForm) -> None:
        indicator, texts = one.row.indicator, texts_of(one.row)
        for name in number_fields(indicator):
            unit = indicator.unit_of_measure if name == "value" else indicator.parts_unit
            label = "Tỷ lệ" if name == "value" and indicator.is_percent else NUMBER_LABELS[name]
            self.fields[one.name(name)] = FigureField(
                decimals=decimals_of(indicator, name),
                unit=unit,
                label=f"{label}: {indicator}",
                widget=forms.TextInput(attrs=_named(f"{label}: {indicator}", inputmode="decimal", autocomplete="off")),
            )
        label = f"Lý do chưa có số liệu: {indicator}"
        choice = forms.Select(attrs=_named(label))
        self.fields[one.name("reason")] = forms.ChoiceField(choices=MISSING, required=False, label=label, widget=choice)
        label = f"Lý do sửa, giải trình: {indicator}"
        text = forms.TextInput(attrs=_named(label, autocomplete="off") | {"class": "text"})
        self.fields[one.name("note")] = forms.CharField(
            max_length=LONGEST_NOTE, required=False, label=label, widget=text
        )
        self.initial |= {one.name(name): text for name, text in texts.items()}

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
        change = one.change(0)
        self.refuse(entry_faults(change, one.row.series))
        stated = self.cleaned_data.get(one.name("value"))
        computed = ratio(change.numerator, change.denominator, percent=one.row.indicator.is_percent)
        places = one.row.indicator.precision
        if stated is not None and computed is not None and half_up(computed, places) != half_up(stated, places):
            written = write_number(half_up(computed, places))
            message = (
                f"Tỷ lệ {write_number(stated)} khác tỷ lệ tính từ tử số và mẫu số ({written}). Xóa ô này hoặc sửa lại."
            )
            self.add_error(one.name("value"), forms.ValidationError(message, code="ratio_differs"))
        if one.row.current is None or one.row.pending is not None:
            return
        if change.is_empty:
            message = "Số đã duyệt không xóa bằng cách để trống. Nhập số mới hoặc chọn lý do chưa có số liệu."
            self.add_error(
                one.name(number_fields(one.row.indicator)[0]), forms.ValidationError(message, code="emptied")
            )
        elif change.reason and _figures(change) == _figures(one.row.current):
            message = "Có lý do sửa nhưng số liệu chưa đổi. Sửa số liệu hoặc xóa lý do."
            self.add_error(one.name("note"), forms.ValidationError(message, code="nothing_changed"))

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
