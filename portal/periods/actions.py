"""Making and closing periods."""

from datetime import date

from portal.periods.models import Period
from portal.periods.rules import parse

# Of two periods that end on one day the longer is the later figure: the year stands behind its December.
LENGTH_RANK = {
    kind: rank for rank, kind in enumerate(["month", "quarter", "half", "nine_months", "year", "span", "campaign"])
}


def position(kind: str, as_of_on: date) -> int:
    """Sorting number of a period: by cut-off day, then by length."""
    return as_of_on.toordinal() * 10 + LENGTH_RANK[kind]


def ensure_period(code: str) -> Period:
    """The period with this calendar code, made when it does not exist. Raises rules.UnknownPeriod."""
    found = Period.objects.by_code(code)
    if found:
        return found
    made = unsaved_period(code)
    made.save()
    return made


def unsaved_period(code: str) -> Period:
    """What the period with this calendar code would be; nothing is written. Raises rules.UnknownPeriod."""
    span = parse(code)
    return Period(
        code=code,
        kind=span.kind,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        as_of_on=span.as_of_on,
        position=position(span.kind, span.as_of_on),
    )


def ensure_campaign(*, code: str, name: str, starts_on: date | None, ends_on: date, as_of_on: date) -> Period:
    """The period of a campaign, made when it does not exist."""
    made, _ = Period.objects.get_or_create(
        code=code,
        defaults={
            "kind": Period.Kind.CAMPAIGN,
            "name": name,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "as_of_on": as_of_on,
            "position": position(Period.Kind.CAMPAIGN, as_of_on),
        },
    )
    return made
