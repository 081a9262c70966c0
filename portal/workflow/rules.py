"""The states of a submission and who may move it, as a table; how far a deadline may be moved; pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a unit's report stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    RECEIVED = "received"
    LOCKED = "locked"


class Move(StrEnum):
    """What can be done to a report."""

    SUBMIT = "submit"
    RECALL = "recall"
    RETURN = "return"
    APPROVE = "approve"
    RECEIVE = "receive"
    SEND_BACK = "send_back"
    REOPEN = "reopen"
    UNLOCK = "unlock"
    LOCK = "lock"


STATE_WORDS = {
    State.DRAFT: "Đang nhập",
    State.SUBMITTED: "Đã nộp, chờ duyệt",
    State.RETURNED: "Bị trả lại",
    State.APPROVED: "Đã duyệt",
    State.RECEIVED: "Cấp trên đã tiếp nhận",
    State.LOCKED: "Đã khóa",
}


@dataclass(frozen=True)
class Transition:
    """One allowed move: from which states, to which, by whom, and what it needs."""

    sources: frozenset[State]
    target: State
    permission: str
    needs_reason: bool = False
    maker_may: bool = True


TRANSITIONS: dict[Move, Transition] = {
    Move.SUBMIT: Transition(frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED, "enter"),
    Move.RECALL: Transition(frozenset({State.SUBMITTED}), State.DRAFT, "enter"),
    Move.RETURN: Transition(frozenset({State.SUBMITTED}), State.RETURNED, "approve", needs_reason=True),
    Move.APPROVE: Transition(frozenset({State.SUBMITTED}), State.APPROVED, "approve", maker_may=False),
    Move.RECEIVE: Transition(frozenset({State.APPROVED}), State.RECEIVED, "receive"),
    Move.SEND_BACK: Transition(frozenset({State.APPROVED}), State.RETURNED, "receive", needs_reason=True),
    Move.REOPEN: Transition(frozenset({State.APPROVED, State.RECEIVED}), State.DRAFT, "approve", needs_reason=True),
    Move.UNLOCK: Transition(frozenset({State.LOCKED}), State.DRAFT, "receive", needs_reason=True),
    Move.LOCK: Transition(frozenset({State.RECEIVED}), State.LOCKED, "receive"),
}

# Cells can be written in these states only.
WRITABLE = frozenset({State.DRAFT, State.RETURNED})


class IllegalMove(Exception):
    """The move is not allowed; the message is a sentence for people."""


def check_move(move: Move, state: State, *, reason: str = "", is_maker: bool = False) -> State:
    """The state after the move. Raises IllegalMove in Vietnamese when the table does not allow it."""
    transition = TRANSITIONS[move]
    if state not in transition.sources:
        raise IllegalMove(f"Báo cáo đang ở trạng thái “{STATE_WORDS[state]}”, không thể {MOVE_WORDS[move]}.")
    if transition.needs_reason and not reason.strip():
        raise IllegalMove(f"Cần ghi rõ lý do khi {MOVE_WORDS[move]} báo cáo.")
    if is_maker and not transition.maker_may:
        raise IllegalMove("Người nộp số liệu không được tự duyệt số liệu của mình. Cần lãnh đạo khác của đơn vị duyệt.")
    return transition.target


MOVE_WORDS = {
    Move.SUBMIT: "nộp",
    Move.RECALL: "thu hồi",
    Move.RETURN: "trả lại",
    Move.APPROVE: "duyệt",
    Move.RECEIVE: "tiếp nhận",
    Move.SEND_BACK: "trả lại",
    Move.REOPEN: "mở lại",
    Move.UNLOCK: "mở khóa",
    Move.LOCK: "khóa",
}

# A report that is still to be handed in, or handed in and not decided on yet, may be given more time.
EXTENDABLE = frozenset({State.DRAFT, State.RETURNED, State.SUBMITTED})
# More is a slip of the year, or a matter of the reporting form.
LONGEST_EXTENSION = timedelta(days=366)


def extension_fault(state: State, due_on: date | None, until_on: date, reason: str, today: date) -> str:
    """Why the deadline may not be moved to this day, in Vietnamese; "" when it may."""
    if state not in EXTENDABLE:
        return f"Báo cáo đang ở trạng thái “{STATE_WORDS[state]}”, không cần gia hạn."
    if due_on is not None and until_on <= due_on:
        return f"Hạn mới phải sau hạn hiện nay ({_written(due_on)})."
    if until_on < today:
        return f"Hạn mới {_written(until_on)} đã qua. Chọn ngày từ hôm nay ({_written(today)}) trở đi."
    if until_on - max(due_on or today, today) > LONGEST_EXTENSION:
        return "Hạn mới cách hạn hiện nay hơn một năm. Kiểm tra lại năm."
    return "" if reason.strip() else "Cần ghi rõ lý do gia hạn."


# Whoever reopens a report says until when; a report that stands open for months is one that nobody answers for.
REOPENED_FOR = timedelta(days=14)
LONGEST_REOPENING = timedelta(days=92)
# The level above waits for these in vain: only they can be let off by name.
WAIVABLE = frozenset({State.DRAFT, State.RETURNED})
# A report in one of these is in the hands of the level above: its period may be closed.
SETTLED = frozenset({State.RECEIVED, State.LOCKED})


def reopening_fault(until_on: date, today: date) -> str:
    """Why a report may not stay open until this day, in Vietnamese; "" when it may."""
    if until_on < today:
        return f"Hạn mở lại {_written(until_on)} đã qua. Chọn ngày từ hôm nay ({_written(today)}) trở đi."
    if until_on - today > LONGEST_REOPENING:
        return f"Hạn mở lại cách hôm nay quá {LONGEST_REOPENING.days} ngày. Chọn ngày gần hơn."
    return ""


def waiver_fault(state: State, reason: str) -> str:
    """Why a report may not be waived, in Vietnamese; "" when it may."""
    if state not in WAIVABLE:
        return f"Báo cáo đang ở trạng thái “{STATE_WORDS[state]}” nên không cần miễn."
    return "" if reason.strip() else "Cần ghi rõ lý do miễn báo cáo."


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
