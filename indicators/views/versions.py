"""Pages of administrators on which a target or a definition is changed in time: a form, a preview, a confirmation."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from indicators import actions
from indicators.actions import Refused
from indicators.catalogue import demand_of, horizon_of, terms_in_words
from indicators.models import Indicator, Target
from indicators.rules.redefining import definition_changes
from indicators.version_forms import (
    AmendForm,
    Checked,
    PathForm,
    RedefineForm,
    amend_initial,
    path_text,
    redefine_initial,
)
from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.vietnamese.dates import write_date
from portal.workflow.receipts import SentOnce, once

CATALOGUE = ("Chỉ tiêu", "indicators:indicator_list")
CONFIRM = "confirm"


class ChangePage(PermissionRequired, SentOnce, FormView):
    """The form; when it holds, old and new side by side with one question; when that is confirmed, the change."""

    permission = Permission.ADMINISTER
    template_name = "indicators/change_form.html"
    preview_template = "indicators/change_preview.html"
    title: ClassVar[str] = ""
    button: ClassVar[str] = ""
    lead: ClassVar[str] = ""

    def form_valid(self, form: Checked) -> HttpResponse:
        context = self.get_context_data(form=form, rows=self.rows(form), warnings=getattr(form, "warnings", ()))
        if CONFIRM not in self.request.POST:
            return self.response_class(self.request, [self.preview_template], context)
        address = self.address()
        try:
            with once(self.request, to=address):
                done = self.carry_out(form)
        except Refused as refusal:
            form.refuse(refusal)
            return self.answer(form, HTTPStatus.CONFLICT)
        messages.success(self.request, done)
        return redirect(address)

    def form_invalid(self, form: Checked) -> HttpResponse:
        return self.answer(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def answer(self, form: Checked, status: HTTPStatus) -> HttpResponse:
        """The form again, with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "edit" in request.POST:
            form = self.get_form()
            form.is_valid()
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def rows(self, form: Checked) -> list[tuple[str, str, str]]:
        """Label, text before and text after of all that the preview shows."""
        raise NotImplementedError

    def carry_out(self, form: Checked) -> str:
        """Do it; the sentence that says so."""
        raise NotImplementedError

    def address(self) -> str:
        """The page that the change is seen on."""
        raise NotImplementedError


class OfTarget(ChangePage):
    """A change of one target."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "target": self.target}

    @property
    def target(self) -> Target:
        """The target of the address. One query."""
        if not hasattr(self, "_target"):
            self._target = Target.objects.visible_to(self.request.user).with_id(self.kwargs["pk"]).first()
        if self._target is None:
            raise Http404("Không có mục tiêu này.")
        return self._target

    def address(self) -> str:
        """The page of the series, else of the document."""
        return self.target.series.get_absolute_url() if self.target.series else self.target.document.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series = self.target.series
        trail = [(CATALOGUE[0], reverse(CATALOGUE[1]))]
        if series:
            trail += [(series.indicator.name, series.indicator.get_absolute_url()), (series.unit.name, self.address())]
        newer = getattr(self.target, "replaced_by", None)
        return super().get_context_data(
            about=f"{series.indicator} – {self.target.unit}" if series else str(self.target.unit),
            target=self.target,
            now=f"{demand_of(self.target)}, {horizon_of(self.target)}, theo {self.target.document}",
            newer=newer,
            newer_url=newer and reverse("indicators:target_amend", args=[newer.pk]),
            back=self.address(),
            breadcrumb=[*trail, (self.title, "")],
            **kwargs,
        )


class TargetAmend(OfTarget):
    """A later document amends a target."""

    form_class = AmendForm
    title = "Sửa mục tiêu theo văn bản"
    button = "Ghi mục tiêu mới"
    lead = "Mục tiêu cũ được giữ nguyên: những ngày trước ngày có hiệu lực vẫn đánh giá theo mục tiêu cũ."

    def get_initial(self) -> dict[str, Any]:
        return amend_initial(self.target)

    def rows(self, form: AmendForm) -> list[tuple[str, str, str]]:
        """The old target and the new one."""
        target, new = self.target, form.amendment
        day = target.in_force_from
        found = [
            ("Văn bản", str(target.document), str(new.document)),
            ("Mục, khoản", str(target.clause or ""), str(new.clause or "")),
            ("Có hiệu lực từ", write_date(day) if day else "không rõ", write_date(new.in_force_from)),
        ]
        old, wanted = terms_in_words(actions.terms_of(target)), terms_in_words(new.terms)
        return found + [(label, old[label], wanted[label]) for label in old]

    def carry_out(self, form: AmendForm) -> str:
        """Amend the target."""
        made = actions.amend_target(self.target, form.amendment, by=self.request.user)
        return f"Đã ghi mục tiêu mới theo {made.document}, có hiệu lực từ {write_date(made.in_force_from)}."


class TargetPath(OfTarget):
    """The yearly values that a target's own document gives."""

    form_class = PathForm
    title = "Lộ trình từng năm"
    button = "Ghi lộ trình"
    lead = "Mức từng năm mà văn bản giao mục tiêu này ghi; chưa đến hạn thì đánh giá theo mức của năm."

    def get_initial(self) -> dict[str, Any]:
        return {"path": path_text(actions.terms_of(self.target).path)}

    def rows(self, form: PathForm) -> list[tuple[str, str, str]]:
        """Each year before and after."""
        old, new = dict(actions.terms_of(self.target).path), dict(form.cleaned_data["path"])
        words = [{year: text.partition(": ")[2] for year, text in _years(path)} for path in (old, new)]
        return [(f"Năm {year}", *(one.get(year, "") for one in words)) for year in sorted({*old, *new})]

    def carry_out(self, form: PathForm) -> str:
        """Write the path."""
        actions.set_path(
            self.target, form.cleaned_data["path"], reason=form.cleaned_data["reason"], by=self.request.user
        )
        return "Đã ghi lộ trình từng năm của mục tiêu."


def _years(path: dict[str, Any]) -> list[tuple[str, str]]:
    return [(text[:4], text) for text in path_text(path.items()).splitlines()]


class OfIndicator(ChangePage):
    """A change of one indicator."""

    @property
    def indicator(self) -> Indicator:
        """The indicator of the address. One query."""
        if not hasattr(self, "_indicator"):
            found = Indicator.objects.visible_to(self.request.user).by_code(self.kwargs["code"])
            self._indicator = found.first()
        if self._indicator is None:
            raise Http404("Không có chỉ tiêu này.")
        return self._indicator

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "indicator": self.indicator}

    def address(self) -> str:
        """The page of the indicator."""
        return self.indicator.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = [(CATALOGUE[0], reverse(CATALOGUE[1])), (self.indicator.name, self.address()), (self.title, "")]
        return super().get_context_data(about=self.indicator.name, back=self.address(), breadcrumb=trail, **kwargs)


class Redefine(OfIndicator):
    """An indicator gets another definition from a day on."""

    form_class = RedefineForm
    title = "Đổi định nghĩa chỉ tiêu"
    button = "Ghi định nghĩa mới"
    lead = "Định nghĩa cũ được giữ lại cho số liệu trước ngày áp dụng; số liệu hai bên không so trực tiếp với nhau."

    def get_initial(self) -> dict[str, Any]:
        return redefine_initial(self.indicator)

    def rows(self, form: RedefineForm) -> list[tuple[str, str, str]]:
        """What changes of the definition, from when and why."""
        change, since = form.redefinition, self.indicator.defined_from
        return [
            ("Áp dụng từ", write_date(since) if since else "từ đầu", write_date(change.valid_from)),
            *definition_changes(actions.definition_of(self.indicator), change.definition),
            ("Văn bản thay đổi", "", str(change.document or "")),
            ("Lý do", "", change.reason),
        ]

    def carry_out(self, form: RedefineForm) -> str:
        """Redefine the indicator."""
        made = actions.redefine(self.indicator, form.redefinition, by=self.request.user)
        return f"Đã ghi định nghĩa áp dụng từ {write_date(made.valid_from)}; định nghĩa cũ được giữ lại."
