"""The page that asks what a file leaves open: its period, names that are only near, what its columns hold."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from indicators.models import Indicator
from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.imports.offices import words
from portal.imports.offices.questions import COLUMNS, NAME, PERIOD, Question
from portal.imports.refusals import FileRefused
from portal.imports.remembered import WaitingFile
from portal.imports.waiting import DECLINED, answer, questions_of
from portal.periods.models import Period
from portal.periods.rules import codes_of_year, label

_SHOWN_PERIODS, _YEARS = 200, 6
_ROLES = (
    (words.IGNORED, "không dùng"),
    (words.UNIT, "tên đơn vị"),
    (words.UNIT_CODE, "mã đơn vị"),
    (words.INDICATOR, "tên chỉ tiêu"),
    (words.INDICATOR_CODE, "mã chỉ tiêu"),
    (words.PERIOD, "kỳ"),
    (words.MEASURE, "đơn vị tính"),
)
_PARTS = (("value", ""), ("numerator", " – tử số"), ("denominator", " – mẫu số"))


def _column_choices() -> list[Any]:
    indicators = Indicator.objects.all()
    figures = [
        (f"figure:{row.code}:{part}", f"{row.name}{ending}")
        for row in indicators
        for part, ending in (_PARTS if row.numerator_name or row.parts_unit else _PARTS[:1])
    ]
    return [("", "— chọn —"), ("Cột của bảng", list(_ROLES)), ("Số liệu của chỉ tiêu", figures)]


def _period_choices() -> list[tuple[str, str]]:
    known = {row.code: str(row) for row in Period.objects.newest_first()[:_SHOWN_PERIODS]}
    this_year = timezone.localdate().year
    calendar = {code: label(code) for year in range(this_year, this_year - _YEARS, -1) for code in codes_of_year(year)}
    return [("", "— chọn —"), *(known | {code: name for code, name in calendar.items() if code not in known}).items()]


class AnswerForm(forms.Form):
    """A field for each question."""

    def __init__(self, questions: list[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = _column_choices() if any(one.kind == COLUMNS for one in questions) else []
        periods = _period_choices() if any(one.kind == PERIOD for one in questions) else []
        for number, question in enumerate(questions):
            choices: list[Any] = {COLUMNS: columns, PERIOD: periods}.get(question.kind, list(question.choices))
            if question.kind == NAME:
                choices = [*choices, (DECLINED, "không phải – để nguyên, tôi sẽ sửa tệp")]
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=f"{question.text}",
                choices=choices,
                widget=forms.RadioSelect if question.kind == NAME else forms.Select,
                help_text=self._help(question),
                error_messages={"required": "Hãy chọn một câu trả lời.", "invalid_choice": "Không có lựa chọn này."},
            )

    @staticmethod
    def _help(question: Question) -> str:
        if question.kind == COLUMNS:
            return f"Ba dòng đầu: {' · '.join(question.samples)}"
        return f"Gặp lần đầu ở {question.place}." if question.place else ""

    @property
    def said(self) -> dict[int, str]:
        """Number of the question to the value chosen."""
        return {int(name[1:]): value for name, value in self.cleaned_data.items()}


class Questions(PermissionRequired, TemplateView):
    """One page with all questions of a file; answered once, names and columns serve every later file."""

    permission = Permission.IMPORT
    template_name = "imports/questions.html"

    def find(self) -> WaitingFile:
        """The file at the address, of its owner. Raises Http404."""
        return get_object_or_404(WaitingFile.objects.visible_to(self.request.user).with_id(self.kwargs["pk"]))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = self.find()
        return self.answer(waiting, AnswerForm(questions_of(waiting)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = self.find()
        form = AnswerForm(questions_of(waiting), request.POST)
        if not form.is_valid():
            return self.answer(waiting, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            batch = answer(waiting, form.said, by=request.user)
        except FileRefused as refused:
            return self.answer(waiting, form, status=HTTPStatus.UNPROCESSABLE_ENTITY, obstacle=str(refused))
        return redirect(batch) if batch else redirect("imports:questions", pk=waiting.pk)

    def answer(
        self, waiting: WaitingFile, form: AnswerForm, *, status: int = HTTPStatus.OK, **more: Any
    ) -> HttpResponse:
        """The page with this status."""
        above = [("Nhập từ Excel", reverse("imports:start")), (waiting.file_name, "")]
        page = {"waiting": waiting, "form": form, "breadcrumb": above, **more}
        return self.render_to_response(self.get_context_data(**page), status=status)
