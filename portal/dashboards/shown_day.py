"""The day that a page shows (domain.md 5): it picks tree, periods, targets and lateness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from indicators.models import Observation
from portal.units.days import DAY_PARAMETER
from portal.units.models import AdminUnit, Ancestry
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


def shown_day(params: Mapping[str, str], user: Any) -> ShownDay:
    """The day of the address, else the latest that has figures in the person's scope. At most one query."""
    asked, wants_today = params.get(DAY_PARAMETER, "").strip(), params.get(TODAY_PARAMETER) == "1"
    days = [] if asked or wants_today else Observation.objects.cut_off_days(unit_ids=scope_of(user))
    chosen = choose_day(
        asked=asked, wants_today=wants_today, latest=days[0] if days else None, today=timezone.localdate()
    )
    if not chosen.problem or wants_today:
        return chosen
    days = Observation.objects.cut_off_days(unit_ids=scope_of(user))
    settled = choose_day(asked="", wants_today=False, latest=days[0] if days else None, today=timezone.localdate())
    return ShownDay(settled.on, settled.is_today, settled.reason, f"{chosen.problem} {_instead(settled)}")


def _instead(day: ShownDay) -> str:
    return f"Trang hiện số liệu đến {write_date(day.on)}."


def day_of_unit(params: Mapping[str, str], user: Any, unit: AdminUnit) -> ShownDay:
    """The shown day for the page of one unit. At most one query."""
    day = shown_day(params, user)
    return fit_to_unit(day, valid_from=unit.valid_from, valid_to=unit.valid_to, today=timezone.localdate())


def scope_of(user: Any) -> Any:
    """Units whose figures open the person's pages: None for the whole province, else the own ones and all below."""
    if user.is_province_wide:
        return None
    return Ancestry.objects.filter(ancestor__in=user.home_unit_ids).values("descendant")
