"""When reports are due, and how a unit is given more time."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.accounts.roles import Role
from portal.history.models import Event
from portal.periods.actions import ensure_campaign, ensure_period, fill_holidays
from portal.periods.models import DeadlineLength, Holiday
from portal.periods.rules import overdue_days
from portal.workflow.actions import MOVED_MEANWHILE, extend_deadline, refresh_deadlines
from portal.workflow.deadlines import cut_off_of, deadline_of
from portal.workflow.models import Extension, ReportingForm, Submission
from portal.workflow.rules import IllegalMove, State
from tests.builders import make_form, make_submission, make_unit, make_user

pytestmark = pytest.mark.django_db

ADMINISTRATIVE, STATISTICAL = ReportingForm.Calendar.ADMINISTRATIVE, ReportingForm.Calendar.STATISTICAL
REASON = "Địa bàn bị ngập, đường vào xã chia cắt"


@pytest.fixture(autouse=True)
def _days_off():
    fill_holidays([2023, 2026, 2027])


@pytest.fixture
def commune():
    return make_unit("24718", "commune", "Xã Đắk Song")


def form(calendar):
    return make_form(code=calendar, calendar=calendar)


@pytest.mark.parametrize(
    ("calendar", "code", "level", "due"),
    [
        # the cut-off of 14/2/2026 lies before Tết: 16 to 20/2 are off
        (ADMINISTRATIVE, "2026-02", "commune", "2026-02-24"),
        (ADMINISTRATIVE, "2026-02", "district", "2026-02-27"),
        (ADMINISTRATIVE, "2026-02", "province", "2026-03-04"),
        (STATISTICAL, "2026-02", "commune", "2026-03-03"),
        # Tết 2027: 4 to 10/2 are off
        (STATISTICAL, "2027-01", "commune", "2027-02-02"),
        (STATISTICAL, "2027-01", "district", "2027-02-12"),
        (STATISTICAL, "2027-01", "province", "2027-02-17"),
        # the end of the year: 1/1/2027 is off, a Friday
        (STATISTICAL, "2026", "commune", "2027-01-05"),
        (STATISTICAL, "2026", "province", "2027-01-13"),
        (ADMINISTRATIVE, "2026", "commune", "2026-12-16"),
        (ADMINISTRATIVE, "2026-H1", "commune", "2026-06-16"),
    ],
)
def test_a_deadline_is_the_cut_off_of_the_calendar_and_working_days_by_level(calendar, code, level, due):
    unit = make_unit("1", level, "Đơn vị thử")
    assert deadline_of(form(calendar), ensure_period(code), unit) == date.fromisoformat(due)


def test_communes_are_due_before_districts_before_the_province():
    period, levels = ensure_period("2026-02"), ("commune", "district", "province")
    days = [deadline_of(form(ADMINISTRATIVE), period, make_unit(level, level, level)) for level in levels]
    assert days == sorted(set(days))


def test_a_campaign_is_cut_off_on_its_own_day_by_every_calendar():
    campaign = ensure_campaign(
        code="SK05-NQTU-2023", name="Sơ kết", starts_on=None, ends_on=date(2023, 8, 30), as_of_on=date(2023, 8, 30)
    )
    district = make_unit("665", "district", "Huyện Đắk Song")
    for calendar in ReportingForm.Calendar:
        assert cut_off_of(form(calendar), campaign) == date(2023, 8, 30)
        assert deadline_of(form(calendar), campaign, district) == date(2023, 9, 8)  # 1 and 4/9 are off


def test_lengths_that_administrators_keep_go_before_the_defaults(commune):
    DeadlineLength.objects.create(level="commune", working_days=4)
    assert deadline_of(form(STATISTICAL), ensure_period("2026"), commune) == date(2027, 1, 7)


def test_without_the_days_off_the_deadline_would_fall_into_tet():
    """Negative control: Tết is data, not code."""
    Holiday.objects.all().delete()
    unit = make_unit("1", "commune", "Đơn vị thử")
    assert deadline_of(form(ADMINISTRATIVE), ensure_period("2026-02"), unit) == date(2026, 2, 17)


@pytest.fixture
def report(commune) -> Submission:
    return make_submission(commune, "2026", due_on=timezone.localdate())


@pytest.fixture
def reviewer():
    return make_user(Role.REVIEWER)


def later(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_a_reviewer_gives_one_unit_more_time_and_both_days_are_kept(report, reviewer):
    before = report.due_on
    extension = extend_deadline(report, until_on=later(5), by=reviewer, reason=f" {REASON} ")
    report.refresh_from_db()
    assert (report.due_on, extension.due_before, extension.reason) == (later(5), before, REASON)
    event = Event.objects.order_by("-position").first()
    assert (event.verb, event.subject_id, event.person_id, event.reason) == ("extend", report.pk, reviewer.pk, REASON)
    assert (Extension.history.count(), report.history.count()) == (1, 2)
    assert report.history.first().due_on == later(5)


def test_the_extension_expires_at_the_end_of_its_day(report, reviewer):
    extend_deadline(report, until_on=later(5), by=reviewer, reason=REASON)
    assert report not in Submission.objects.overdue_on(later(5))
    assert report in Submission.objects.overdue_on(later(6))
    assert (overdue_days(report.due_on, later(5)), overdue_days(report.due_on, later(6))) == (0, 1)


def test_without_the_extension_the_report_would_be_late(report):
    """Negative control of the test before."""
    assert report in Submission.objects.overdue_on(later(5))


def test_the_latest_extension_counts(report, reviewer):
    extend_deadline(report, until_on=later(5), by=reviewer, reason=REASON)
    extend_deadline(report, until_on=later(9), by=reviewer, reason=REASON)
    report.refresh_from_db()
    assert report.due_on == later(9)
    assert [one.until_on for one in Extension.objects.of_submission(report)] == [later(9), later(5)]


@pytest.mark.parametrize(
    ("days", "reason", "why"),
    [(0, REASON, "phải sau hạn"), (-3, REASON, "phải sau hạn"), (500, REASON, "hơn một năm"), (5, "  ", "lý do")],
)
def test_an_extension_that_gives_no_time_or_no_reason_is_refused(report, reviewer, days, reason, why):
    with pytest.raises(IllegalMove, match=why):
        extend_deadline(report, until_on=later(days), by=reviewer, reason=reason)
    report.refresh_from_db()
    assert (report.due_on, Extension.objects.count(), Event.objects.filter(verb="extend").count()) == (later(0), 0, 0)


def test_a_day_that_is_past_gives_no_time(report, reviewer):
    Submission.objects.update(due_on=later(-30))
    report.refresh_from_db()
    with pytest.raises(IllegalMove, match="đã qua"):
        extend_deadline(report, until_on=later(-1), by=reviewer, reason=REASON)


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.VIEWER, Role.UNIT_ADMIN])
def test_nobody_but_reviewer_and_administrator_gives_more_time(report, commune, role):
    with pytest.raises(IllegalMove, match="không được gia hạn"):
        extend_deadline(report, until_on=later(5), by=make_user(role, commune), reason=REASON)
    extend_deadline(report, until_on=later(5), by=make_user(Role.ADMIN), reason=REASON)
    assert Extension.objects.count() == 1


@pytest.mark.parametrize("state", [State.APPROVED, State.RECEIVED, State.LOCKED])
def test_a_report_that_is_in_needs_no_more_time(report, reviewer, state):
    Submission.objects.update(state=state)
    with pytest.raises(IllegalMove, match="không cần gia hạn"):
        extend_deadline(report, until_on=later(5), by=reviewer, reason=REASON)


def test_a_closed_period_gives_no_more_time(report, reviewer):
    report.period.is_closed = True
    report.period.save()
    with pytest.raises(IllegalMove, match="đã khóa"):
        extend_deadline(report, until_on=later(5), by=reviewer, reason=REASON)


def test_of_two_reviewers_who_saw_the_same_deadline_one_succeeds(report, reviewer):
    stale = Submission.objects.get(pk=report.pk)
    extend_deadline(report, until_on=later(5), by=reviewer, reason=REASON)
    with pytest.raises(IllegalMove, match=MOVED_MEANWHILE):
        extend_deadline(stale, until_on=later(9), by=reviewer, reason=REASON)
    assert Extension.objects.count() == 1


def test_a_day_off_more_moves_open_deadlines_and_takes_no_granted_day_back(commune, reviewer):
    open_report = make_submission(commune, "2026", due_on=date(2027, 1, 5), form=form(STATISTICAL))
    received = make_submission(commune, "2026-12", State.DRAFT, due_on=date(2027, 1, 5), form=form(STATISTICAL))
    Submission.objects.filter(pk=received.pk).update(state=State.RECEIVED)
    granted = make_submission(commune, "2026-Q4", due_on=date(2027, 1, 5), form=form(STATISTICAL))
    Extension.objects.create(
        submission=granted, until_on=date(2027, 1, 20), reason=REASON, granted_by=reviewer, granted_at=timezone.now()
    )
    Submission.objects.filter(pk=granted.pk).update(due_on=date(2027, 1, 20))
    Holiday.objects.create(day=date(2027, 1, 4), name="Nghỉ bù")
    assert refresh_deadlines(by=reviewer) == 1
    days = dict(Submission.objects.values_list("pk", "due_on"))
    assert (days[open_report.pk], days[received.pk], days[granted.pk]) == (
        date(2027, 1, 6), date(2027, 1, 5), date(2027, 1, 20)
    )  # fmt: skip
    assert refresh_deadlines(by=reviewer) == 0
