"""The day that a page shows, from its address."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

DAY_PARAMETER = "den-ngay"


def day_in_address(request: HttpRequest) -> date:
    """The day of `?den-ngay=2023-08-30`, else today; an unreadable one counts as today."""
    try:
        return date.fromisoformat(request.GET.get(DAY_PARAMETER, ""))
    except ValueError:
        return timezone.localdate()
