"""The day that a page shows (domain.md 5): it picks tree, periods, targets and lateness."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from portal.units.days import DAY_PARAMETER
from portal.units.models import AdminUnit
from portal.vietnamese.dates import write_date

TODAY_PARAMETER = "hom-nay"
BECAUSE_ASKED = "theo ngày được chọn"
BECAUSE_LATEST = "ngày chốt số liệu gần nhất"
BECAUSE_ENDED = "ngày cuối cùng đơn vị hoạt động"
BECAUSE_EMPTY = "chưa có số liệu đã duyệt"
BECAUSE_TODAY = "hôm nay"


@dataclass(frozen=True)
class ShownDay:
    """The day, why it was taken, and what to say when the address asks for a day that cannot be read."""

    on: date
    is_today: bool
    reason: str
    problem: str = ""

    @property
    def query(self) -> str:
        """What a link carries so that the next page shows the same day."""
        return f"{DAY_PARAMETER}={self.on.isoformat()}"


def choose_day(*, asked: str, wants_today: bool, latest: date | None, today: date) -> ShownDay:
    """The day asked for, else today when wanted, else the latest day that has figures, else today. Pure."""
    problem = ""
    if asked:
        try:
            on = date.fromisoformat(asked)
        except ValueError:
            problem = f"Không hiểu ngày “{asked}”. Hãy viết như {DAY_PARAMETER}=2023-08-30."
        else:
            return ShownDay(on, on == today, BECAUSE_ASKED)
    if wants_today:
        return ShownDay(today, True, BECAUSE_TODAY, problem)
    if latest is None:
        return ShownDay(today, True, BECAUSE_EMPTY, problem)
    on = min(latest, today)
    return ShownDay(on, on == today, BECAUSE_LATEST, problem)


def fit_to_unit(day: ShownDay, *, valid_from: date, valid_to: date, today: date) -> ShownDay:
    """The same day, unless it was not asked for and the unit did not exist on it: then a day on which it did. Pure."""
    if day.reason != BECAUSE_LATEST or valid_from <= day.on < valid_to:
        return day
    if day.on < valid_from:
        return ShownDay(max(today, valid_from), today >= valid_from, BECAUSE_TODAY, day.problem)
    return ShownDay(date.fromordinal(valid_to.toordinal() - 1), False, BECAUSE_ENDED, day.problem)


def needs_latest(params: Mapping[str, str]) -> bool:
    """Whether the address leaves it to the latest day with figures."""
    return _choice(params, None).reason == BECAUSE_EMPTY


def shown_day(params: Mapping[str, str], latest: date | None) -> ShownDay:
    """The day of the address, else the latest that has figures; a day that cannot be read is named."""
    day = _choice(params, latest)
    if not day.problem or day.reason == BECAUSE_TODAY:
        return day
    return replace(day, problem=f"{day.problem} Trang hiện số liệu đến {write_date(day.on)}.")


def _choice(params: Mapping[str, str], latest: date | None) -> ShownDay:
    return choose_day(
        asked=params.get(DAY_PARAMETER, "").strip(),
        wants_today=params.get(TODAY_PARAMETER) == "1",
        latest=latest,
        today=timezone.localdate(),
    )


def day_of_unit(params: Mapping[str, str], latest: date | None, unit: AdminUnit) -> ShownDay:
    """The shown day for the page of one unit."""
    day = shown_day(params, latest)
    return fit_to_unit(day, valid_from=unit.valid_from, valid_to=unit.valid_to, today=timezone.localdate())
