"""Forms of what changes in time: a target by a later document, its yearly path, the definition of an indicator."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from indicators import actions
from indicators.actions import Amendment, Redefinition
from indicators.entry_inputs import FigureField, decimals_of, typed
from indicators.models import Indicator, Target
from indicators.refusals import Refused, RowFault
from indicators.rules import Finding
from indicators.rules.amending import WITHOUT_VALUE, Terms
from indicators.rules.redefining import DEFINITION_LABELS, Definition
from portal.vietnamese.dates import read_date, write_date
from portal.vietnamese.errors import ReadingError
from portal.vietnamese.numbers import AmbiguousNumber, read_decimal, write_number
from resolutions.models import Clause, Document

STEP = re.compile(r"(?:năm\s+)?(?P<year>(?:19|20)[0-9]{2})\s*(?:[:=–-]|\s)\s*(?P<value>.+)", re.IGNORECASE)
DAY_HELP = "Ngày/tháng/năm, ví dụ 1/1/2024."
PATH_HELP = "Mỗi dòng một năm, ví dụ “2024: 8,2”. Để trống nếu văn bản không giao từng năm."
DOCUMENT_HELP = "Số, ký hiệu, ví dụ 05-NQ/TU; trùng số thì thêm ngày: 05-NQ/TU@19/8/2021."


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class DocumentField(forms.CharField):
    """A document by its number; cleaned it is the document, or None for a blank."""

    def clean(self, value: Any) -> Document | None:
        text = super().clean(value)
        if not text:
            return None
        code, _, day = text.partition("@")
        found = list(Document.objects.with_code(code.strip(), _read_day(day) if day else None).for_list())
        found = found or list(Document.objects.with_slug(text).for_list())
        if not found:
            raise forms.ValidationError(
                f"Không có văn bản nào mang số, ký hiệu “{text}”. Xem lại số ở trang Văn bản; văn bản chưa có trong hệ "
                "thống thì nạp trước rồi mới dẫn."
            )
        if len(found) > 1:
            named = "; ".join(
                f"{one.code}@{write_date(one.issued_on)} {one.issuer_name}".strip() if one.issued_on else str(one.slug)
                for one in found
            )
            raise forms.ValidationError(f"Có {len(found)} văn bản mang số này. Ghi rõ một trong các văn bản: {named}.")
        return found[0]


def _read_day(text: str) -> Any:
    try:
        return read_date(text)
    except ReadingError as refusal:
        raise forms.ValidationError(refusal.message, code=refusal.code) from refusal


def document_text(document: Document | None) -> str:
    """The document as one would type it; the day tells those of one number apart."""
    if document is None:
        return ""
    return f"{document.code}@{write_date(document.issued_on)}" if document.issued_on else document.slug


class PathField(forms.CharField):
    """Yearly values, a line for each year; cleaned they are pairs of year and Decimal."""

    def __init__(self, *, decimals: int, unit: str, **options: Any) -> None:
        super().__init__(required=False, widget=_lines(5), **options)
        self.decimals, self.unit = decimals, unit

    def clean(self, value: Any) -> tuple[tuple[str, Decimal], ...]:
        lines = [(number, line.strip()) for number, line in enumerate(super().clean(value).splitlines(), 1)]
        return tuple(self._step(number, line) for number, line in lines if line)

    def _step(self, number: int, line: str) -> tuple[str, Decimal]:
        match = STEP.fullmatch(line)
        if match is None:
            raise forms.ValidationError(f"Dòng {number}: không hiểu “{line}”. Ghi năm rồi đến mức, ví dụ 2024: 8,2.")
        try:
            return match["year"], read_decimal(match["value"], decimals=self.decimals, unit=self.unit).value
        except AmbiguousNumber as question:
            whole, decimal = question.choices
            raise forms.ValidationError(
                f"Dòng {number}: “{match['value']}” là {question.written[0]} hay {question.written[1]}? "
                f"Ghi {whole:f} hoặc {write_number(decimal)}."
            ) from question
        except ReadingError as refusal:
            raise forms.ValidationError(f"Dòng {number}: {refusal.message}", code=refusal.code) from refusal


def path_text(path: Iterable[tuple[str, Decimal]]) -> str:
    """The path as one would type it."""
    return "\n".join(f"{year}: {write_number(value.normalize())}" for year, value in path)


class Checked(forms.Form):
    """A form whose fields are asked of by an action: its faults stand at the fields they are about."""

    def note(self, faults: Iterable[Finding | RowFault]) -> None:
        """Put each fault at its field, or above the form where there is none of that name."""
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, fault.message)

    def refuse(self, refusal: Refused) -> None:
        """Put what an action refused at its fields; a refusal that names none stands above the form."""
        self.note(refusal.faults)
        if not refusal.faults:
            self.add_error(None, refusal.message)


class AmendForm(Checked):
    """What a later document makes of a target."""

    document = DocumentField(label="Văn bản sửa đổi", help_text=DOCUMENT_HELP, max_length=80)
    clause = forms.CharField(
        label="Mục, khoản", required=False, max_length=20, help_text="Số mục trong văn bản, ví dụ 2.1, nếu có."
    )
    in_force_from = forms.DateField(label="Có hiệu lực từ ngày", help_text=DAY_HELP, widget=_day())
    comparator = forms.ChoiceField(label="So sánh", choices=Target.Comparator.choices)
    unit_of_measure = forms.CharField(label="Đơn vị tính", max_length=40)
    kind = forms.ChoiceField(label="Cách đánh giá", choices=Target.Kind.choices)
    horizon_from = forms.CharField(
        label="Thời hạn từ", required=False, max_length=10, help_text="Năm, ví dụ 2021; để trống nếu văn bản không nêu."
    )
    horizon_to = forms.CharField(label="Thời hạn đến", required=False, max_length=10, help_text="Năm, ví dụ 2025.")
    text = forms.CharField(label="Lời văn trong văn bản", widget=_lines())
    note = forms.CharField(label="Ghi chú", required=False, widget=_lines(2), max_length=1000)

    amendment: Amendment | None = None
    warnings: tuple[str, ...] = ()

    def __init__(self, *arguments: Any, target: Target, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.target = target
        decimals, unit = _read_with(target)
        for name, label in (("value", "Mức"), ("value_high", "Mức trên (mục tiêu trong khoảng)")):
            self.fields[name] = FigureField(label=label, decimals=decimals, unit=unit, max_length=40)
        comparator = self.data.get("comparator", target.comparator)
        self.fields["value"].required = comparator not in WITHOUT_VALUE
        self.fields["path"] = PathField(label="Lộ trình từng năm", decimals=decimals, unit=unit, help_text=PATH_HELP)
        self.order_fields(
            [
                "document",
                "clause",
                "in_force_from",
                "comparator",
                "value",
                "value_high",
                "unit_of_measure",
                "kind",
                "horizon_from",
                "horizon_to",
                "text",
                "path",
                "note",
            ]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            clause = self._clause(cleaned["document"], cleaned["clause"])
        if not self.errors:
            self.amendment = Amendment(
                _terms(cleaned), cleaned["document"], cleaned["in_force_from"], clause, cleaned["note"]
            )
            faults, warnings = actions.review_amendment(self.target, self.amendment)
            self.note(faults)
            self.warnings = tuple(warnings)
        return cleaned

    def _clause(self, document: Document, label: str) -> Clause | None:
        if not label:
            return None
        found = [one for one in Clause.objects.of_document(document) if one.label.strip(". ") == label.strip(". ")]
        if len(found) != 1:
            known = "không có" if not found else f"có {len(found)}"
            self.add_error("clause", f"Văn bản {document} {known} mục “{label}”. Ghi đúng số mục, hoặc để trống.")
            return None
        return found[0]


def _read_with(target: Target) -> tuple[int, str]:
    """Decimals and unit that the numbers of a target are read with; a target may be finer than its indicator."""
    if target.series is None:
        return 1, target.unit_of_measure
    indicator = target.series.indicator
    return decimals_of(indicator, "value"), indicator.unit_of_measure


def _terms(cleaned: dict[str, Any]) -> Terms:
    same = ("comparator", "value", "value_high", "kind", "horizon_from", "horizon_to", "text", "path")
    return Terms(unit=cleaned["unit_of_measure"], **{name: cleaned[name] for name in same})


def amend_initial(target: Target) -> dict[str, Any]:
    """The form as it opens: the target that is in force, the document left open. One query."""
    terms, (decimals, _) = actions.terms_of(target), _read_with(target)
    same = ("comparator", "kind", "horizon_from", "horizon_to", "text")
    return {
        **{name: getattr(terms, name) for name in same},
        "unit_of_measure": target.series.indicator.unit_of_measure if target.series else terms.unit,
        "value": typed(terms.value, decimals, 1),
        "value_high": typed(terms.value_high, decimals, 1),
        "path": path_text(terms.path),
    }


class PathForm(Checked):
    """What a target asks for year by year, by its own document."""

    reason = forms.CharField(
        label="Căn cứ", widget=_lines(2), max_length=1000, help_text="Mục, trang, phụ lục của văn bản có lộ trình này."
    )

    def __init__(self, *arguments: Any, target: Target, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.target = target
        decimals, unit = _read_with(target)
        self.fields["path"] = PathField(label="Lộ trình từng năm", decimals=decimals, unit=unit, help_text=PATH_HELP)
        self.order_fields(["path", "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self.note(actions.review_path(self.target, cleaned["path"]))
        return cleaned


class AboutIndicator(Checked):
    """A form about one indicator."""

    def __init__(self, *arguments: Any, indicator: Indicator, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.indicator = indicator


class RedefineForm(AboutIndicator):
    """What an indicator means from a day on."""

    document = DocumentField(label="Văn bản thay đổi", required=False, help_text=DOCUMENT_HELP, max_length=80)
    valid_from = forms.DateField(label="Áp dụng từ ngày", help_text=DAY_HELP, widget=_day())
    name = forms.CharField(label=DEFINITION_LABELS["name"], max_length=250)
    unit_of_measure = forms.CharField(label=DEFINITION_LABELS["unit_of_measure"], max_length=40)
    numerator_name = forms.CharField(label=DEFINITION_LABELS["numerator_name"], required=False, max_length=200)
    denominator_name = forms.CharField(label=DEFINITION_LABELS["denominator_name"], required=False, max_length=200)
    method = forms.CharField(label=DEFINITION_LABELS["method"], required=False, max_length=120)
    price_basis = forms.CharField(
        label=DEFINITION_LABELS["price_basis"], required=False, max_length=20,
        help_text="giá hiện hành, giá so sánh 2010…; chỉ với chỉ tiêu tính bằng tiền.",
    )  # fmt: skip
    reason = forms.CharField(label="Lý do", widget=_lines(), max_length=1000)

    redefinition: Redefinition | None = None

    def __init__(self, *arguments: Any, indicator: Indicator, **options: Any) -> None:
        super().__init__(*arguments, indicator=indicator, **options)
        unused = () if indicator.numerator_name else ("numerator_name", "denominator_name")
        for name in (*unused, *(() if indicator.is_money else ("price_basis",))):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            now = actions.definition_of(self.indicator)
            words = {name: cleaned.get(name, getattr(now, name)) for name in Definition.__slots__}
            self.redefinition = Redefinition(
                Definition(**words), cleaned["valid_from"], cleaned["reason"], cleaned["document"]
            )
            self.note(actions.review_redefinition(self.indicator, self.redefinition))
        return cleaned


def redefine_initial(indicator: Indicator) -> dict[str, Any]:
    """The form as it opens: the definition that is valid now."""
    now = actions.definition_of(indicator)
    return {name: getattr(now, name) for name in Definition.__slots__}
