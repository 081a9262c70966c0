"""When a report's people are reminded, and of what they hear at once; pure."""

from dataclasses import dataclass
from datetime import date

# Days before the deadline, the earliest first; and the first day after it.
STEPS_BEFORE = (7, 3, 1)
OVERDUE_STEP = "T+1"


@dataclass(frozen=True)
class Step:
    """One reminder of a report: its name, and how many days are left (below 0: past)."""

    name: str
    days_left: int

    @property
    def is_overdue(self) -> bool:
        """Whether the deadline is over."""
        return self.days_left < 0


def step_on(due_on: date, today: date) -> Step | None:
    """The last reminder that has come by the day, None while it is too early.

    A day on which the command did not run loses no reminder: the step holds until the next one.
    """
    left = (due_on - today).days
    if left < 0:
        return Step(OVERDUE_STEP, left)
    reached = [days for days in STEPS_BEFORE if left <= days]
    return Step(f"T-{min(reached)}", left) if reached else None


def reminder(title: str, due_text: str, step: Step) -> str:
    """The sentence of a reminder about a report."""
    if step.is_overdue:
        return f"{title}: quá hạn nộp {-step.days_left} ngày (hạn {due_text})."
    if not step.days_left:
        return f"{title}: hôm nay là hạn nộp ({due_text})."
    return f"{title}: còn {step.days_left} ngày đến hạn nộp {due_text}."


def polite_request(*, unit: str, period: str, due_text: str, days_late: int, address: str) -> str:
    """A text to send by hand (Zalo, e-mail) that asks a unit for its report."""
    late = f" (đã quá hạn {days_late} ngày)" if days_late else ""
    due = f", hạn nộp {due_text}{late}" if due_text else ""
    return (
        f"Kính gửi {unit},\n"
        f"Đề nghị quý đơn vị nhập và nộp báo cáo {period}{due}.\n"
        f"Đường dẫn: {address}\n"
        "Nếu có vướng mắc, xin phản hồi để cùng tháo gỡ. Trân trọng cảm ơn."
    )
