"""Pages of standing in: a leader names who signs "KT.", from when to when, and takes it back."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from portal.accounts.access import PermissionRequired
from portal.accounts.actions import AccountRefused
from portal.accounts.deputies import end_mandate, name_deputy
from portal.accounts.models import Deputy, User
from portal.accounts.roles import Role
from portal.notices.actions import Message, tell
from portal.notices.models import Notice
from portal.vietnamese.dates import write_date
from portal.workflow.receipts import SentOnce, once

DAY = {"inputmode": "numeric", "autocomplete": "off"}


class DeputyForm(forms.Form):
    """Who stands in, from when to when, and why."""

    deputy = forms.ModelChoiceField(label="Người ký thay", queryset=User.objects.none(), empty_label="Chọn người")
    from_on = forms.DateField(label="Từ ngày", help_text="Ngày/tháng/năm.", widget=forms.TextInput(attrs=DAY))
    to_on = forms.DateField(label="Đến hết ngày", help_text="Ngày/tháng/năm.", widget=forms.TextInput(attrs=DAY))
    reason = forms.CharField(label="Lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, leader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = User.objects.possible_deputies_of(leader)


class LeadersOnly(PermissionRequired, SentOnce):
    """Only who leads a unit names a deputy; a deputy cannot hand the mandate on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and request.user.role != Role.LEADER:
            raise PermissionDenied("Chỉ lãnh đạo đơn vị được giao người ký thay.")
        return super().dispatch(request, *args, **kwargs)


class Deputies(LeadersOnly, TemplateView):
    """The mandates that the leader gave, and a form for the next one."""

    template_name = "desk/deputies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        known = {"form": DeputyForm(leader=user), "mandates": Deputy.objects.visible_to(user)}
        return super().get_context_data(breadcrumb=[("Ký thay", "")], **{**known, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DeputyForm(request.POST, leader=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            with once(request, to=reverse("desk:deputies")):
                made = name_deputy(by=request.user, **form.cleaned_data)
                tell([Message(made.deputy, Notice.Kind.DEPUTY, _told(made), reverse("desk:inbox"))], at=made.named_at)
        except AccountRefused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.CONFLICT)
        messages.success(request, f"Đã giao {made.deputy} ký thay {_span(made)}.")
        return redirect("desk:deputies")


class DeputyEnd(LeadersOnly, View):
    """Taking a mandate back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mandate = Deputy.objects.visible_to(request.user).with_id(kwargs["pk"]).first()
        if mandate is None:
            raise Http404("Không có việc giao ký thay này.")
        try:
            with once(request, to=reverse("desk:deputies")), transaction.atomic():
                ended = end_mandate(mandate, by=request.user)
                text = f"{ended.leader} thôi giao đồng chí ký thay."
                tell([Message(ended.deputy, Notice.Kind.DEPUTY, text, reverse("desk:my_work"))], at=ended.ended_at)
        except AccountRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"Đã thôi giao {mandate.deputy} ký thay.")
        return redirect("desk:deputies")


def _span(mandate: Deputy) -> str:
    return f"từ {write_date(mandate.from_on)} đến hết {write_date(mandate.to_on)}"


def _told(mandate: Deputy) -> str:
    return f"{mandate.leader} giao đồng chí duyệt báo cáo, ký thay (KT.) {_span(mandate)}: {mandate.reason}"
