"""Units and indicators by code or by name, on the period's day; what is only near is proposed, never taken."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from portal.vietnamese.names import clean, fold, unit_key

UNIT, INDICATOR = "unit", "indicator"
_LEVEL = re.compile(r"(?:tinh|huyen|thi xa|thanh pho|thi tran|xa|phuong|dac khu) (?=.)")
_NEAR, _PROPOSED, _FEWEST_WORDS = 0.75, 5, 2
# Looking for what is near takes milliseconds a text: past so many different texts a file has other troubles.
NEAR_SEARCHES = 100


@dataclass(frozen=True)
class Proposal:
    """A thing that may be meant: its code and how people call it."""

    code: str
    name: str


@dataclass(frozen=True)
class Match:
    """The outcome of a search: the `code` found, or what is near, or neither."""

    code: str = ""
    near: tuple[Proposal, ...] = ()


@dataclass(frozen=True)
class Alias:
    """A written name that people confirmed once: its kind, its folded form and the code it stands for."""

    subject: str
    key: str
    code: str


@dataclass
class Names:
    """All units and indicators by their names. `aliases` maps (subject, folded text) to a confirmed code."""

    units: Iterable[Any]
    indicators: Iterable[Any]
    aliases: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _searches: list[int] = field(default_factory=lambda: [NEAR_SEARCHES])
    _by_day: dict[date | None, "_UnitsOfDay"] = field(default_factory=dict)
    _known: dict[tuple[str, str, date | None], Match] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._units = list(self.units)
        self._codes = {row.code: row for row in self.indicators}
        self._names: dict[str, list[Any]] = {}
        for row in self._codes.values():
            self._names.setdefault(fold(row.name), []).append(row)

    def unit_code(self, text: str) -> str:
        """The code of the one unit that has exactly this name on some day, "" where none or several have it."""
        if None not in self._by_day:
            self._by_day[None] = _UnitsOfDay(self._units, None)
        key = ("exact", text, None)
        if key not in self._known:
            self._known[key] = self._by_day[None].find(clean(text), [0])
        return self._known[key].code

    def unit(self, text: str, day: date | None) -> Match:
        """The unit of that code or name on the day."""
        return self._remembered(UNIT, text, day, self._unit)

    def indicator(self, text: str) -> Match:
        """The indicator of that code or name."""
        return self._remembered(INDICATOR, text, None, self._indicator)

    def indicator_of(self, code: str) -> Any:
        """The indicator with the code, None where there is none."""
        return self._codes.get(code)

    def _remembered(self, subject: str, text: str, day: date | None, search: Any) -> Match:
        tidy = clean(text)
        key = (subject, tidy, day)
        if key not in self._known:
            confirmed = self.aliases.get((subject, alias_key(subject, tidy)))
            self._known[key] = Match(confirmed) if confirmed else search(tidy, day)
        return self._known[key]

    def _unit(self, text: str, day: date | None) -> Match:
        if day not in self._by_day:
            self._by_day[day] = _UnitsOfDay(self._units, day)
        return self._by_day[day].find(text, self._searches)

    def _indicator(self, text: str, day: date | None) -> Match:
        if text in self._codes:
            return Match(text)
        key = fold(text)
        found = self._names.get(key, [])
        if len(found) == 1:
            return Match(found[0].code)
        if not found and len(key.split()) >= _FEWEST_WORDS and _may_search(self._searches):
            found = self._near(key)
        return Match(near=tuple(Proposal(row.code, row.name) for row in found[:_PROPOSED]))

    def _near(self, key: str) -> list[Any]:
        """Indicators whose names hold all the words in their order, or look alike."""
        words = f" {key} "
        holding = [name for name in self._names if words in f" {name} "]
        names = holding or get_close_matches(key, self._names, n=_PROPOSED, cutoff=_NEAR)
        return [row for name in names for row in self._names[name]]


class _UnitsOfDay:
    """Units that exist on a day, by the keys of their names."""

    def __init__(self, units: list[Any], day: date | None) -> None:
        there = [unit for unit in units if day is None or unit.is_valid_on(day)]
        self._codes = {unit.code for unit in units}
        self._whole: dict[str, list[Any]] = {}
        self._bare: dict[str, list[Any]] = {}
        for unit in there:
            for key in {unit_key(text) for text in (unit.name, *unit.aliases)}:
                self._whole.setdefault(key, []).append(unit)
                self._bare.setdefault(_LEVEL.sub("", key, count=1), []).append(unit)
        self._gone: dict[str, list[Any]] = {}
        for unit in units:
            self._gone.setdefault(unit_key(unit.name), []).append(unit)

    def find(self, text: str, searches: list[int]) -> Match:
        """The unit of a code or name, or those that are near."""
        if text in self._codes:
            return Match(text)
        key = unit_key(text)
        found = self._whole.get(key) or self._bare.get(key) or []
        if not found and key in self._gone:
            return Match(self._gone[key][0].code)  # the check of the rows says when it existed
        found = list({unit.pk: unit for unit in found}.values())
        if len(found) == 1:
            return Match(found[0].code)
        if not found and _may_search(searches):
            found = self._near(key)
        return Match(near=tuple(Proposal(unit.code, unit.titled) for unit in found[:_PROPOSED]))

    def _near(self, key: str) -> list[Any]:
        bare = _LEVEL.sub("", key, count=1)
        names = get_close_matches(bare, self._bare, n=_PROPOSED, cutoff=_NEAR)
        near = {unit.pk: unit for name in names for unit in self._bare[name]}
        # the same type of unit first: a commune was not meant where a town is written
        return sorted(near.values(), key=lambda unit: -SequenceMatcher(None, key, unit_key(unit.name)).ratio())


def _may_search(searches: list[int]) -> bool:
    searches[0] -= 1
    return searches[0] >= 0


def alias_key(subject: str, text: str) -> str:
    """The form in which a confirmed name is kept."""
    return unit_key(text) if subject == UNIT else fold(text)
