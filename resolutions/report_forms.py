"""The forms of the blocks of a report: one line for each task, one for each difficulty, read as officials write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from portal.units.models import Agency
from resolutions.actions import ObstacleChange, ProgressChange
from resolutions.models import Obstacle, TaskUpdate
from resolutions.refusals import LineFault
from resolutions.reporting import TaskLine
from resolutions.rules import LONGEST_WORDS

EMPTY_LINES = 2
STATES = [("", "Không nêu"), *((value, label.capitalize()) for value, label in TaskUpdate.State.choices)]
CAUSES = [("", "Chưa xác định"), *((value, label.capitalize()) for value, label in Obstacle.CauseType.choices)]


class PercentField(forms.CharField):
    """A whole number of percent, with or without the sign; None when nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=10, **kwargs)

    def clean(self, value: Any) -> int | None:
        """The number. Raises ValidationError with the value and the remedy."""
        text = super().clean(value).removesuffix("%").strip()
        if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
            raise forms.ValidationError(f"“{text}” không phải là tiến độ. Nhập số nguyên từ 0 đến 100, ví dụ 70.")
        return int(text) if text else None


def _words(label: str, named: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "aria-label": f"{label}: {named}", "maxlength": LONGEST_WORDS})
    return forms.CharField(label=label, required=False, widget=widget)


def _choice(label: str, named: str, choices: Sequence[tuple[Any, str]]) -> forms.ChoiceField:
    widget = forms.Select(attrs={"aria-label": f"{label}: {named}"})
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=widget)


class LinesForm(forms.Form):
    """A form of lines: the inputs of each begin with its name, and its hidden version says what was seen."""

    def add_version(self, line: str, version: int) -> None:
        """The version that the line shows; after a refusal it is the one that stands now."""
        self.fields[f"{line}-version"] = forms.IntegerField(
            required=False, min_value=0, max_value=2**31 - 1, initial=version, widget=forms.HiddenInput
        )

    def of_line(self, line: str) -> dict[str, BoundField]:
        """The inputs of a line by their short names."""
        return {name.removeprefix(f"{line}-"): self[name] for name in self.fields if name.startswith(f"{line}-")}

    def typed(self, line: str) -> dict[str, Any]:
        """What was typed into a line, by the short names."""
        start = f"{line}-"
        return {name.removeprefix(start): value for name, value in self.cleaned_data.items() if name.startswith(start)}

    def refuse(self, message: str, faults: Iterable[LineFault]) -> None:
        """Show why an action refused, each fault at its field."""
        listed = list(faults)
        for fault in listed:
            name = f"{fault.line}-{fault.field}"
            self.add_error(name if name in self.fields else None, fault.message)
        if not listed:
            self.add_error(None, message)

    def seen_now(self, versions: Mapping[str, int]) -> None:
        """Let the hidden versions name what stands now, so that sending again replaces what was shown."""
        sent = self.data.copy()
        for line, version in versions.items():
            if f"{line}-version" in sent:
                sent[f"{line}-version"] = str(version)
        self.data = sent


@dataclass(frozen=True)
class ProgressRow:
    """A task with its inputs, empty for a task of another office."""

    line: TaskLine
    inputs: dict[str, BoundField]

    @property
    def has_errors(self) -> bool:
        """Whether one of the inputs is wrong."""
        return any(one.errors for one in self.inputs.values())


class ProgressForm(LinesForm):
    """The tasks of a report with words, a percentage and a state each."""

    def __init__(self, lines: Sequence[TaskLine], data: Any = None) -> None:
        super().__init__(data)
        self.lines = lines
        for line in lines:
            if line.is_writable:
                self._add(line)

    def _add(self, line: TaskLine) -> None:
        name, named, here = line.name, line.row.task.text[:120], line.here
        self.fields[f"{name}-words"] = _words("Tình hình thực hiện", named)
        self.fields[f"{name}-percent"] = PercentField(
            label="Tiến độ %",
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "aria-label": f"Tiến độ %: {named}", "size": 4}
            ),
        )
        self.fields[f"{name}-state"] = _choice("Trạng thái", named, STATES)
        self.add_version(name, line.version)
        if here:
            told = {"words": here.narrative, "percent": here.percent, "state": here.state}
            self.initial |= {f"{name}-{field}": value for field, value in told.items()}

    @property
    def rows(self) -> list[ProgressRow]:
        """The tasks in their order."""
        return [ProgressRow(line, self.of_line(line.name)) for line in self.lines]

    def changes(self) -> list[ProgressChange]:
        """What was typed; a line that shows what is approved already, unchanged, asks for nothing."""
        found = []
        for line in self.lines:
            typed = self.typed(line.name)
            if not typed or (line.draft is None and line.here and not self._differs(line, typed)):
                continue
            found.append(
                ProgressChange(
                    line.row.task.pk, typed["words"].strip(), typed["percent"], typed["state"], typed["version"] or 0
                )
            )
        return found

    @staticmethod
    def _differs(line: TaskLine, typed: Mapping[str, Any]) -> bool:
        here = line.here
        return (here.narrative, here.percent, here.state) != (typed["words"], typed["percent"], typed["state"])


@dataclass(frozen=True)
class ObstacleRow:
    """A difficulty with its inputs; `obstacle` is None for a line still to be written."""

    name: str
    obstacle: Obstacle | None
    inputs: dict[str, BoundField]


class ObstacleForm(LinesForm):
    """The difficulties and recommendations of a report, and empty lines for more. One query, for who may answer."""

    def __init__(self, obstacles: Sequence[Obstacle], agencies: Iterable[Agency], data: Any = None) -> None:
        super().__init__(data)
        to = [("", "Chưa xác định"), *((agency.pk, str(agency)) for agency in agencies)]
        self.lines: list[tuple[str, Obstacle | None]] = [(f"kk-{one.pk}", one) for one in obstacles]
        self.lines += [(f"kk-moi-{number}", None) for number in range(1, EMPTY_LINES + 1)]
        for number, (name, obstacle) in enumerate(self.lines, 1):
            self._add(name, f"dòng {number}", obstacle, to)

    def _add(self, name: str, named: str, row: Obstacle | None, to: Sequence[tuple[Any, str]]) -> None:
        self.fields[f"{name}-text"] = _words("Khó khăn, vướng mắc", named)
        self.fields[f"{name}-cause"] = _choice("Nguyên nhân", named, CAUSES)
        self.fields[f"{name}-recommendation"] = _words("Kiến nghị", named)
        known = {pk for pk, _ in to}
        also = (
            [(row.addressed_to_id, str(row.addressed_to))] if row and row.addressed_to_id not in {None, *known} else []
        )
        self.fields[f"{name}-to"] = _choice("Cơ quan trả lời", named, [*to, *also])
        self.add_version(name, row.version if row and row.is_draft else 0)
        if row:
            told = {"text": row.text, "cause": row.cause_type, "recommendation": row.recommendation}
            told["to"] = row.addressed_to_id or ""
            self.initial |= {f"{name}-{field}": value for field, value in told.items()}

    @property
    def rows(self) -> list[ObstacleRow]:
        """The lines in their order."""
        return [ObstacleRow(name, obstacle, self.of_line(name)) for name, obstacle in self.lines]

    def changes(self) -> list[ObstacleChange]:
        """What was typed; an empty new line asks for nothing."""
        found = []
        for name, row in self.lines:
            typed = self.typed(name)
            text, recommendation = typed["text"].strip(), typed["recommendation"].strip()
            if row is None and not (text or recommendation or typed["cause"] or typed["to"]):
                continue
            found.append(
                ObstacleChange(
                    line=name,
                    text=text,
                    cause_type=typed["cause"],
                    recommendation=recommendation,
                    addressed_to_id=int(typed["to"]) if typed["to"] else None,
                    obstacle_id=row.pk if row else None,
                    expected_version=typed["version"] or 0,
                )
            )
        return found
