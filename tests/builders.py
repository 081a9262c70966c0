"""Small builders of the things that most tests need; figures and names are the caller's."""

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.periods.actions import ensure_period
from portal.periods.models import Period
from portal.units.actions import describe, rebuild_ancestry
from portal.units.models import OPEN_END, UNKNOWN_START, AdminUnit, Placement
from portal.workflow.models import ReportingForm, Submission
from portal.workflow.rules import State

PASSWORD = "nương-rẫy-mùa-khô-2026"
_numbers = count(1)


def make_unit(code: str, level: str, name: str, **fields: Any) -> AdminUnit:
    """A unit with its derived columns; a code used before gives it an address with its first day."""
    reused = AdminUnit.objects.with_code(code).exists()
    unit = describe(AdminUnit(code=code, level=level, name=name, **fields), reused=reused)
    unit.save()
    rebuild_ancestry()
    return unit


def place(unit: AdminUnit, under: AdminUnit, **span: date) -> Placement:
    """The unit under another for their common days, or for the given ones."""
    days = {
        "valid_from": max(unit.valid_from, under.valid_from, UNKNOWN_START),
        "valid_to": min(unit.valid_to, under.valid_to, OPEN_END),
    }
    placement = Placement.objects.create(unit=unit, parent=under, **{**days, **span})
    rebuild_ancestry()
    return placement


def make_user(role: str, unit: AdminUnit | None = None, *, password: str | None = None, **fields: Any) -> User:
    """A person of the role; only with a password can they sign in by the form."""
    names = {"username": f"{role}.{next(_numbers)}", "full_name": f"{Role(role).label} thử nghiệm"}
    user = User(role=role, unit=unit, **{**names, **fields})
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    return user


def make_form(code: str = "mac-dinh", **fields: Any) -> ReportingForm:
    """A reporting form, by default the one that holds all indicators of the unit."""
    default = {"name": "Biểu chung", "calendar": ReportingForm.Calendar.ADMINISTRATIVE, "is_default": True}
    form, _ = ReportingForm.objects.get_or_create(code=code, defaults={**default, **fields})
    return form


def make_submission(
    unit: AdminUnit, period: str | Period, state: str = State.DRAFT, *, maker: User | None = None, **fields: Any
) -> Submission:
    """The unit's report for the period in the state; beyond a draft it needs the maker who submitted it."""
    if isinstance(period, str):
        period = ensure_period(period)
    if maker is not None:
        fields = {"submitted_by": maker, "submitted_at": timezone.now(), **fields}
    form = fields.pop("form", None) or make_form()
    return Submission.objects.create(unit=unit, period=period, form=form, state=state, **fields)
