"""Pages of reporting forms: composing one, its indicators, the next year's version, opening the reports of a period."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from indicators.actions import (
    FormRefused,
    add_item,
    change_form,
    change_item,
    create_form,
    next_version,
    open_reports,
    preview_reports,
    remove_item,
)
from indicators.entry_inputs import typed
from indicators.models import FormIndicator
from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.administration.composing import DetailsOfForm, ItemForm, NewItemForm, PeriodForm
from portal.workflow.models import FormUnit, ReportingForm, Submission
from portal.workflow.receipts import SentOnce, once

LIST = ("Biểu báo cáo", "administration:forms")


class FormPages(PermissionRequired, SentOnce, TemplateView):
    """A page about reporting forms, for administrators."""

    permission = Permission.ADMINISTER
    title = ""

    @property
    def reporting_form(self) -> ReportingForm:
        """The form at the address, read once."""
        if not hasattr(self, "_found"):
            self._found = ReportingForm.objects.with_id(self.kwargs["pk"])
        if self._found is None:
            raise Http404("Không có biểu này.")
        return self._found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = [(LIST[0], reverse(LIST[1]))]
        if "pk" in self.kwargs:
            form, own = self.reporting_form, reverse("administration:form", args=[self.kwargs["pk"]])
            kwargs["reporting_form"] = form
            trail.append((form.code, own if self.title else ""))
        return super().get_context_data(breadcrumb=[*trail, *([(self.title, "")] if self.title else [])], **kwargs)

    def sent(self, form: Any, act: Callable[[], Any], to: str, said: Callable[[Any], str]) -> HttpResponse:
        """What the action answers: on to `to` with a sentence, or the page again with the refusal at its input."""
        if form is None or form.is_valid():
            try:
                with once(self.request, to=to):
                    done = act()
                messages.success(self.request, said(done))
                return redirect(to)
            except FormRefused as refusal:
                if form is None:
                    messages.error(self.request, refusal.message)
                    return redirect(reverse("administration:form", args=[self.kwargs["pk"]]))
                self.__dict__.pop("_found", None)
                form.refuse(refusal)
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class FormList(FormPages):
    """All forms with their versions."""

    template_name = "administration/forms.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(forms=ReportingForm.objects.counted(), **kwargs)


class NewForm(FormPages):
    """A form more."""

    template_name = "administration/form_new.html"
    title = "Lập biểu"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": DetailsOfForm(), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DetailsOfForm(request.POST)

        def act() -> ReportingForm:
            return create_form(form.cleaned_data, form.cleaned_data["units"], by=request.user)

        return self.sent(
            form, act, reverse(LIST[1]), lambda made: f"Đã lập biểu {made.code}. Mở biểu để thêm chỉ tiêu."
        )


class FormPage(FormPages):
    """One form: its indicators, and what it says of itself."""

    template_name = "administration/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.reporting_form
        return super().get_context_data(
            items=FormIndicator.objects.of_form(form).for_page(), units=FormUnit.objects.of_form(form),
            is_used=Submission.objects.of_form(form).exists(), **{"form": DetailsOfForm(held=form), **kwargs},
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = DetailsOfForm(request.POST, held=self.reporting_form)

        def act() -> bool:
            return change_form(self.reporting_form, form.cleaned_data, form.cleaned_data["units"], by=request.user)

        return self.sent(form, act, request.path, lambda is_new: "Đã lưu biểu." if is_new else "Không có gì thay đổi.")


class NextVersion(FormPages):
    """Copies the form for the year after."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        to = reverse(LIST[1])
        act = lambda: next_version(self.reporting_form, by=request.user)  # noqa: E731
        return self.sent(None, act, to, lambda made: f"Đã tạo bản năm {made.year} của biểu {made.code}.")


class NewItem(FormPages):
    """One indicator more on a form."""

    template_name = "administration/form_item.html"
    title = "Thêm chỉ tiêu"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": NewItemForm(), **kwargs})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, to = NewItemForm(request.POST), reverse("administration:form", args=[pk])

        def act() -> FormIndicator:
            return add_item(self.reporting_form, form.cleaned_data["indicator"], form.cleaned_data, by=request.user)

        return self.sent(form, act, to, lambda item: f"Đã thêm “{item.indicator}” vào biểu.")


class ItemPage(FormPages):
    """One indicator of a form: its place, columns and limits, or taking it off."""

    template_name = "administration/form_item.html"
    title = "Chỉ tiêu"

    @property
    def item(self) -> FormIndicator:
        """The indicator at the address."""
        found = FormIndicator.objects.of_form(self.reporting_form).with_id(self.kwargs["item"])
        if found is None:
            raise Http404("Không có chỉ tiêu này trong biểu.")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.item
        form = ItemForm(initial={name: getattr(item, name) for name in ItemForm.base_fields} | _limits(item))
        return super().get_context_data(**{"form": form, **kwargs, "item": item})

    def post(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        held, to = self.item, reverse("administration:form", args=[pk])
        if request.POST.get("action") == "remove":
            act = lambda: remove_item(held, by=request.user)  # noqa: E731
            return self.sent(None, act, to, lambda _: f"Đã bỏ “{held.indicator}” khỏi biểu.")
        form = ItemForm(request.POST)

        def change() -> bool:
            return change_item(held, form.cleaned_data, by=request.user)

        return self.sent(form, change, to, lambda is_new: "Đã lưu." if is_new else "Không có gì thay đổi.")


def _limits(item: FormIndicator) -> dict[str, str]:
    return {name: typed(getattr(item, name), 4, 0) for name in ("minimum", "maximum")}


class OpenReports(FormPages):
    """Choosing a period, a look at what would be opened, and opening it."""

    template_name = "administration/form_open.html"
    title = "Mở báo cáo của kỳ"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {"period": self.request.GET.get("ky", "")} if "ky" in self.request.GET else None
        form = kwargs.pop("form", None) or PeriodForm(asked, of=self.reporting_form)
        found = None
        if form.is_bound and form.is_valid():
            try:
                found = preview_reports(self.reporting_form, form.cleaned_data["period"])
            except FormRefused as refusal:
                form.refuse(refusal)
        period = form.cleaned_data.get("period") if form.is_bound and form.is_valid() else None
        return super().get_context_data(form=form, preview=found, period=period, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = PeriodForm(request.POST, of=self.reporting_form)

        def act() -> Any:
            return open_reports(self.reporting_form, form.cleaned_data["period"], by=request.user)

        to = f"{request.path}?ky={request.POST.get('period', '')[:30]}"
        return self.sent(form, act, to, lambda found: f"Đã mở {len(found.new)} báo cáo mới.")
