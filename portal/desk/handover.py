"""What hangs on units and agencies that end, and whom each thing is handed to; listed before, recorded after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from indicators.models import Series, Target
from portal.accounts.models import User
from portal.periods.rules import partial_end
from portal.units.models import AdminUnit, Agency
from portal.units.planning import BodyPlan, Plan
from portal.workflow.models import Submission
from portal.workflow.rules import State
from resolutions.models import Task
from resolutions.progress import task_rows
from resolutions.rules import TaskState

DONE = frozenset({TaskState.DONE, TaskState.DONE_ON_TIME, TaskState.DONE_LATE})
OPEN_REPORTS = (State.DRAFT, State.SUBMITTED, State.RETURNED)
NOBODY = ("", "Không bàn giao")
PROVINCE = ("", "Chuyên viên cấp tỉnh xử lý")
KIND_WORDS = {
    "series": "Chỉ tiêu phải báo cáo",
    "task": "Nhiệm vụ chưa hoàn thành",
    "target": "Mục tiêu định lượng còn hạn",
    "report": "Báo cáo đang làm dở",
    "user": "Tài khoản",
    "owner": "Chỉ tiêu phụ trách",
    "lead": "Nhiệm vụ chủ trì, phối hợp chưa hoàn thành",
}


@dataclass(frozen=True)
class Item:
    """One thing to hand over: `proposed` is one of the `options` (key, name); the key "" hands it to nobody."""

    kind: str
    id: int
    text: str
    holder: int
    holder_name: str
    options: tuple[tuple[str, str], ...]
    proposed: str

    @property
    def name(self) -> str:
        """Name of its field in the form."""
        return f"giao-{self.kind}-{self.id}-{self.holder}"

    @property
    def kind_name(self) -> str:
        """What kind of thing it is, as people read it."""
        return KIND_WORDS[self.kind]


@dataclass(frozen=True)
class Choice:
    """To whom the things of one unit or agency may go, and to whom they go unless somebody chooses otherwise."""

    name: str
    options: tuple[tuple[str, str], ...]
    proposed: str


def items(plan: Plan | BodyPlan) -> list[Item]:
    """Everything that hangs on what the plan ends, by kind. At most nine queries."""
    return list(_of_units(plan) if isinstance(plan, Plan) else _of_agencies(plan))


def chosen(listed: Iterable[Item], answers: Mapping[str, str]) -> list[tuple[Item, str]]:
    """Each thing with the key of whom it goes to: as answered, else as proposed; an unknown answer is the proposal."""
    return [
        (item, answers[item.name] if answers.get(item.name) in dict(item.options) else item.proposed) for item in listed
    ]


def _of_units(plan: Plan) -> Iterator[Item]:
    ended = list(plan.ended)
    choices = _unit_choices(plan)
    counts = Series.objects.of_units(ended).entered().counts_by_unit()
    for unit, count in counts.items():
        yield _item("series", unit, f"{count} chỉ tiêu", choices, unit)
    today = timezone.localdate()
    for row in task_rows(Task.objects.of_units(ended), today):
        if row.state.code not in DONE:
            yield _item("task", row.task.pk, row.task.text, choices, row.task.unit_id)
    for target in Target.objects.of_units(ended).numeric().lasting_on(plan.effective_on).named():
        if _is_open(target, plan.effective_on):
            yield _item("target", target.pk, f"{target.series.indicator}: {target.text}", choices, target.unit_id)
    for report in Submission.objects.of_units(ended).in_states(*OPEN_REPORTS).for_page():
        text = f"{report.period} – {report.get_state_display().lower()}"
        yield _item("report", report.pk, text, choices, report.unit_id, nobody=PROVINCE)
    for user in User.objects.working_at(ended):
        yield _item("user", user.pk, f"{user} ({user.get_role_display()})", choices, user.unit_id)


def _is_open(target: Target, day: date) -> bool:
    return not target.horizon_to or partial_end(target.horizon_to) >= day


def _unit_choices(plan: Plan) -> dict[int, Choice]:
    names = {new.code: new.name for new in plan.born}
    known = [one.successor for one in plan.successions] + [ref for one in plan.successions for ref, _ in one.heirs]
    units = AdminUnit.objects.in_bulk([*plan.ended, *(ref for ref in known if isinstance(ref, int))])
    choices = {}
    for pk in plan.ended:
        rows = [one for one in plan.successions if one.predecessor == pk]
        refs = [one.successor for one in rows if one.successor is not None] or [
            ref for one in rows for ref, _ in one.heirs
        ]
        options = tuple((_key(ref), names[ref] if isinstance(ref, str) else units[ref].name) for ref in refs)
        whole = [one for one in rows if one.kind in ("merged", "renamed")]
        choices[pk] = Choice(units[pk].name, options, options[0][0] if whole else "")
    return choices


def _of_agencies(plan: BodyPlan) -> Iterator[Item]:
    ended = [pk for change in plan.changes for pk in change.agencies]
    choices = _agency_choices(plan)
    for agency, count in Series.objects.counts_by_owner(ended).items():
        yield _item("owner", agency, f"{count} chỉ tiêu", choices, agency)
    involved = Task.objects.involving(ended)
    open_tasks = {
        row.task.pk: row.task for row in task_rows(involved, timezone.localdate()) if row.state.code not in DONE
    }
    for task, agency in Task.objects.agencies_of(open_tasks, ended):
        yield _item("lead", task, open_tasks[task].text, choices, agency)
    for user in User.objects.working_for(ended):
        yield _item("user", user.pk, f"{user} ({user.get_role_display()})", choices, user.agency_id)


def _agency_choices(plan: BodyPlan) -> dict[int, Choice]:
    wanted = [pk for change in plan.changes for pk in (*change.agencies, change.into) if pk]
    bodies = Agency.objects.in_bulk(wanted)
    choices = {}
    for change in plan.changes:
        options: tuple[tuple[str, str], ...] = ()
        if change.into is not None:
            options = ((str(change.into), bodies[change.into].name),)
        elif change.name:
            options = ((_key(change.name), change.name),)
        for pk in change.agencies:
            choices[pk] = Choice(bodies[pk].name, options, options[0][0] if options else "")
    return choices


def _key(ref: int | str) -> str:
    """The key of an option: an id, or the code of what begins with the arrangement."""
    return f"moi:{ref}" if isinstance(ref, str) else str(ref)


def _item(
    kind: str, pk: int, text: str, choices: Mapping[int, Choice], holder: int, nobody: tuple[str, str] = NOBODY
) -> Item:
    choice = choices[holder]
    return Item(kind, pk, text, holder, choice.name, (*choice.options, nobody), choice.proposed)


def in_kinds(listed: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """The things under the name of their kind, in the order of KIND_WORDS."""
    return [
        (word, found) for kind, word in KIND_WORDS.items() if (found := [item for item in listed if item.kind == kind])
    ]


def receiver(key: str, born: Mapping[str, int]) -> int | None:
    """The id behind the key of an option; None for nobody."""
    return born[key.removeprefix("moi:")] if key.startswith("moi:") else int(key) if key else None


def words(key: str, item: Item) -> str:
    """Whom the key names."""
    return dict(item.options)[key]


Handed = dict[str, Any]
