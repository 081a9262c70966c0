"""The day that a page shows, from its address."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

DAY_PARAMETER = "den-ngay"
TODAY_PARAMETER = "hom-nay"


def day_asked(request: HttpRequest) -> date | None:
    """The day of `?den-ngay=2023-08-30`, today for `?hom-nay=1`; None when neither can be read."""
    try:
        return date.fromisoformat(request.GET.get(DAY_PARAMETER, ""))
    except ValueError:
        return timezone.localdate() if request.GET.get(TODAY_PARAMETER) == "1" else None


def day_in_address(request: HttpRequest) -> date:
    """The day of the address, else today."""
    return day_asked(request) or timezone.localdate()


def address_of_today(request: HttpRequest) -> str:
    """The query of the same page as of today, the filters kept."""
    kept = request.GET.copy()
    kept.pop(DAY_PARAMETER, None)
    kept[TODAY_PARAMETER] = "1"
    return f"?{kept.urlencode()}"
