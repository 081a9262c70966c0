"""Which database errors mean that the database is away or busy, and not that the code is wrong."""

from django.db import InterfaceError, OperationalError

OUTAGES = (OperationalError, InterfaceError)
# lock_timeout, serialization failure, deadlock, statement_timeout
BUSY_STATES = {"55P03", "40001", "40P01", "57014"}


def is_outage(exception: BaseException | None) -> bool:
    """Whether the database, not the code, is at fault."""
    return isinstance(exception, OUTAGES)


def is_busy(exception: BaseException | None) -> bool:
    """Return whether the database answers but others hold it: trying again soon will do."""
    if not is_outage(exception):
        return False
    state = getattr(exception.__cause__, "pgcode", None)
    return state in BUSY_STATES or "is locked" in str(exception)
