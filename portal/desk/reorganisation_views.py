"""Pages of arrangements: the list, a form for each kind, the preview with its one confirmation, the result."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import DetailView, FormView, ListView, View

from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.desk import reorganisation
from portal.desk.reorganisation_forms import FORMS, ArrangementForm
from portal.units import actions
from portal.units.models import Reorganisation
from portal.workflow.receipts import SentOnce, once

LIST = ("Sắp xếp đơn vị, cơ quan", "desk:reorganisation_list")


class ReorganisationList(PermissionRequired, ListView):
    """All arrangements, the newest first, and the way to a new one."""

    permission = Permission.ADMINISTER
    template_name = "desk/reorganisation_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return Reorganisation.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [(word, form.title) for word, form in FORMS.items()]
        return super().get_context_data(kinds=kinds, breadcrumb=[(LIST[0], "")], **kwargs)


class ReorganisationNew(PermissionRequired, SentOnce, FormView):
    """Describe an arrangement; nothing but its description is kept."""

    permission = Permission.ADMINISTER
    template_name = "desk/reorganisation_form.html"

    def get_form_class(self) -> type[ArrangementForm]:
        if self.kwargs["kind"] not in FORMS:
            raise Http404("Không có cách sắp xếp này.")
        return FORMS[self.kwargs["kind"]]

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("don-vi", "")
        return {"unit": asked, "units_": asked}

    def form_valid(self, form: ArrangementForm) -> HttpResponse:
        with once(self.request, to=reverse("desk:reorganisation_list")):
            one = actions.draw_up(form.plan, form.heading, by=self.request.user)
        return redirect("desk:reorganisation", pk=one.pk)

    def form_invalid(self, form: ArrangementForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.get_form_class()
        trail = [(LIST[0], reverse(LIST[1])), (form.title, "")]
        return super().get_context_data(kind=form, breadcrumb=trail, **kwargs)


class ReorganisationDetail(PermissionRequired, SentOnce, DetailView):
    """A planned arrangement with all that it will do and its confirmation; once carried out, what it did."""

    permission = Permission.ADMINISTER
    template_name = "desk/reorganisation_detail.html"
    context_object_name = "one"

    def get_queryset(self) -> Any:
        return Reorganisation.objects.visible_to(self.request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = one = self.get_object()
        address = reverse("desk:reorganisation", args=[one.pk])
        try:
            with once(request, to=address):
                reorganisation.carry_out(one, answers=request.POST, by=request.user)
        except actions.ReorganisationRefused as refused:
            context = self.get_context_data(refused=refused.reasons)
            return self.render_to_response(context, status=HTTPStatus.CONFLICT)
        messages.success(request, f"Đã thực hiện: {one.title}.")
        return redirect(address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one: Reorganisation = self.object
        is_planned = one.state == Reorganisation.State.PLANNED
        return super().get_context_data(
            preview=reorganisation.preview(one) if is_planned else None,
            handed=one.done.get("handed", ()),
            breadcrumb=[(LIST[0], reverse(LIST[1])), (one.title, "")],
            **kwargs,
        )


class ReorganisationStep(PermissionRequired, SentOnce, View):
    """A button of the page of an arrangement; refused with the reasons on that page."""

    permission = Permission.ADMINISTER
    done = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = Reorganisation.objects.visible_to(request.user).numbered(pk).first()
        if one is None:
            raise Http404("Không có lần sắp xếp này.")
        try:
            with once(request, to=self.address(one)):
                self.take(one)
        except actions.ReorganisationRefused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
            return redirect("desk:reorganisation", pk=pk)
        messages.success(request, f"{self.done}: {one.title}.")
        return redirect(self.address(one))

    def take(self, one: Reorganisation) -> None:
        """What the button does."""
        raise NotImplementedError

    def address(self, one: Reorganisation) -> str:
        """Where the button leads."""
        return reverse("desk:reorganisation", args=[one.pk])


class ReorganisationUndo(ReorganisationStep):
    """Take an arrangement back."""

    done = "Đã hoàn tác"

    def take(self, one: Reorganisation) -> None:
        """Undo it with all that was handed over."""
        reorganisation.take_back(one, by=self.request.user)


class ReorganisationDiscard(ReorganisationStep):
    """Take a planned arrangement off the list."""

    done = "Đã bỏ bản dự kiến"

    def take(self, one: Reorganisation) -> None:
        """Forget the plan."""
        reorganisation.discard(one, by=self.request.user)

    def address(self, one: Reorganisation) -> str:
        """Back to the list: there is nothing left to show."""
        return reverse("desk:reorganisation_list")
