"""Pages of the days off, which deadlines step over; apart from `views`, which the logging imports before any model."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.administration.forms import HolidayForm
from portal.periods.actions import HolidayRefused, add_holiday, remove_holiday
from portal.periods.models import Holiday
from portal.workflow.actions import refresh_deadlines
from portal.workflow.receipts import SentOnce, once


class HolidayPage(PermissionRequired, SentOnce, TemplateView):
    """A page about the days off, which deadlines step over."""

    permission = Permission.ADMINISTER

    def changed(self, request: HttpRequest, day: Any, said: str) -> HttpResponse:
        """What was done, how many deadlines moved with it, and back to the year."""
        moved = refresh_deadlines(by=request.user)
        messages.success(request, f"{said} Đã tính lại hạn nộp của {moved} báo cáo đang mở." if moved else said)
        return redirect(f"{reverse('administration:holidays')}?nam={day.year}")


class HolidayList(HolidayPage):
    """The days off of one year, and a form for one more."""

    template_name = "administration/holiday_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        asked = self.request.GET.get("nam", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
        years = sorted({*Holiday.objects.years(), today.year, year})
        return super().get_context_data(
            year=str(year), years=[str(one) for one in years], holidays=Holiday.objects.of_year(year),
            breadcrumb=[("Ngày nghỉ", "")], **{"form": HolidayForm(), **kwargs},
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        form = HolidayForm(request.POST)
        if form.is_valid():
            try:
                with once(request, to=request.path):
                    holiday = add_holiday(by=request.user, **form.cleaned_data)
                    return self.changed(request, holiday.day, f"Đã thêm ngày nghỉ {holiday}.")
            except HolidayRefused as refusal:
                form.add_error("day", str(refusal))
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class HolidayRemove(HolidayPage):
    """Asks, and makes the day a working day again."""

    template_name = "administration/holiday_remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        above = ("Ngày nghỉ", reverse("administration:holidays"))
        return super().get_context_data(holiday=self.holiday, breadcrumb=[above, ("Bỏ ngày nghỉ", "")], **kwargs)

    @property
    def holiday(self) -> Holiday:
        """The day off at the address."""
        found = Holiday.objects.with_id(self.kwargs["pk"]).first()
        if found is None:
            raise Http404("Không có ngày nghỉ này.")
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        holiday = self.holiday
        with once(request, to=reverse("administration:holidays")):
            said = f"{holiday} trở lại là ngày làm việc."
            remove_holiday(holiday, by=request.user)
            return self.changed(request, holiday.day, said)
