"""Planning an arrangement: what ends, begins and moves, where everything stands after it, and what forbids it; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from portal.units.planning.changes import (
    OPEN_END,
    Became,
    Change,
    Dissolve,
    Establish,
    Land,
    Merge,
    Move,
    NewUnit,
    Opened,
    Plan,
    Ref,
    Rename,
    Split,
    Unit,
)
from portal.units.rules import Span, closure

RANKS = {"province": 0, "district": 1, "commune": 2}
WHOLE = Decimal(1)
LISTED = 5  # names in one sentence; the rest is counted


def plan(changes: Iterable[Change], land: Land, *, effective_on: date, legal_basis: str) -> Plan:
    """The plan of the changes, with a sentence for everything that forbids it."""
    planner = _Planner(land, effective_on)
    listed = tuple(changes)
    planner.general(listed, legal_basis)
    for change in listed:
        planner.read(change)
    planner.check_targets()
    if not planner.faults:
        planner.place()
    if not planner.faults:
        planner.check_tree()
    return planner.plan(listed, legal_basis)


@dataclass
class _Planner:
    """Collects what changes, then where everything stands; every fault is a sentence."""

    land: Land
    day: date
    ended: dict[int, Ref | None] = field(default_factory=dict)
    born: dict[str, NewUnit] = field(default_factory=dict)
    moved: dict[int, Ref] = field(default_factory=dict)
    below_to: dict[int, Ref] = field(default_factory=dict)
    successions: list[Became] = field(default_factory=list)
    targets: list[Ref] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, text: str) -> None:
        """Note a fault once."""
        if text not in self.faults:
            self.faults.append(text)

    def general(self, changes: Sequence[Change], legal_basis: str) -> None:
        """What holds for every arrangement."""
        if not changes:
            self.fault("Chưa chọn đơn vị nào để sắp xếp.")
        if not legal_basis.strip():
            self.fault("Thiếu căn cứ: ghi số, ký hiệu văn bản quyết định việc sắp xếp.")
        elif len(legal_basis) > 60:
            self.fault("Căn cứ dài quá 60 ký tự: chỉ ghi số, ký hiệu văn bản.")

    def read(self, change: Change) -> None:
        """Note what one change ends, begins and moves."""
        match change:
            case Rename():
                self._rename(change)
            case Merge():
                self._merge(change)
            case Dissolve():
                if self._end(change.unit, None, change.below_to):
                    self.targets += [heir for heir, _ in change.heirs]
                    self.successions.append(Became(change.unit, None, "dissolved", heirs=change.heirs))
            case Move():
                if self._takes_part(change.unit):
                    self.moved[change.unit] = change.parent
                    self.targets.append(change.parent)
            case Split():
                self._split(change)
            case Establish():
                self._begin(change.unit)

    def _rename(self, change: Rename) -> None:
        old = self.land.units.get(change.unit)
        if old is None or not self._takes_part(change.unit):
            self._unknown(change.unit)
            return
        parent = change.parent if change.parent is not None else self._parent_of(change.unit)
        new = NewUnit(change.code or old.code, change.name, change.level or old.level, parent)
        if (new.code, new.name, new.level) == (old.code, old.name, old.level):
            self.fault(f"{old.name}: tên, mã và cấp mới giống hệt tên, mã và cấp cũ.")
        self._begin(new)
        self._become(change.unit, new.code, "renamed")

    def _merge(self, change: Merge) -> None:
        into = change.into
        if isinstance(into, NewUnit):
            if len(set(change.units)) < 2:
                self.fault("Sáp nhập thành đơn vị mới cần ít nhất hai đơn vị.")
            self._begin(into)
        elif not change.units:
            self.fault("Chưa chọn đơn vị nào để sáp nhập.")
        ref = into.code if isinstance(into, NewUnit) else into
        for unit in change.units:
            if unit == into:
                self.fault(f"{self._name(unit)} không thể sáp nhập vào chính nó.")
            elif self._takes_part(unit):
                self._become(unit, ref, "merged")

    def _split(self, change: Split) -> None:
        shares = [portion.share for portion in change.portions]
        if len(shares) < 2:
            self.fault("Chia tách cần ít nhất hai đơn vị nhận.")
        known = [share for share in shares if share is not None]
        if known and (len(known) < len(shares) or sum(known) != WHOLE or min(known) <= 0):
            self.fault(f"Tỷ phần của {self._name(change.unit)} phải lớn hơn 0 và cộng lại đúng bằng 1.")
        if not self._end(change.unit, None, change.below_to):
            return
        for portion in change.portions:
            new = isinstance(portion.to, NewUnit)
            if new:
                self._begin(portion.to)
            ref = portion.to.code if new else portion.to
            self.targets.append(ref)
            self.successions.append(Became(change.unit, ref, "split", portion.share, portion.basis))

    def _become(self, unit: int, successor: Ref, kind: str) -> None:
        self.ended[unit] = successor
        self.targets.append(successor)
        self.successions.append(Became(unit, successor, kind, WHOLE))

    def _end(self, unit: int, successor: Ref | None, below_to: Ref | None) -> bool:
        if not self._takes_part(unit):
            return False
        self.ended[unit] = successor
        if below_to is not None:
            self.below_to[unit] = below_to
            self.targets.append(below_to)
        return True

    def _unknown(self, unit: int) -> None:
        if unit not in self.land.units:
            self.fault(f"Không có đơn vị nào mang số hiệu {unit} trong hệ thống.")

    def _takes_part(self, pk: int) -> bool:
        """Whether the unit can be arranged on the day, and only once."""
        unit = self.land.units.get(pk)
        if unit is None:
            self._unknown(pk)
            return False
        if pk in self.ended or pk in self.moved:
            self.fault(f"{unit.name} (mã {unit.code}) xuất hiện hai lần trong cùng một lần sắp xếp.")
            return False
        if self.day <= unit.valid_from:
            self.fault(f"{unit.name} chỉ hoạt động từ ngày {_on(unit.valid_from)}, sau ngày hiệu lực {_on(self.day)}.")
            return False
        if unit.valid_to != OPEN_END:
            self.fault(f"{unit.name} đã kết thúc hoạt động từ ngày {_on(unit.valid_to)}, không sắp xếp thêm được.")
            return False
        return True

    def _begin(self, new: NewUnit) -> None:
        if not new.name.strip() or len(new.name) > 120:
            self.fault("Tên đơn vị mới cần có và dài tối đa 120 ký tự.")
        if not new.code.isalnum() or len(new.code) > 10:
            self.fault(f"Mã “{new.code}” không đúng: mã gồm chữ số, tối đa 10 ký tự.")
        if new.level not in RANKS:
            self.fault(f"{new.name}: chưa chọn cấp.")
        elif new.level != "province" and new.parent is None:
            self.fault(f"{new.name}: chưa chọn đơn vị cấp trên.")
        if new.code in self.born:
            self.fault(f"Hai đơn vị mới cùng mang mã {new.code}.")
        if new.parent is not None:
            self.targets.append(new.parent)
        self.born[new.code] = new

    def check_targets(self) -> None:
        """Units that others join or stand under exist on the day; codes are free; nothing becomes itself again."""
        same = [unit for unit in self.land.units.values() if unit.code in self.born]
        for unit in same:
            self._check_code(self.born[unit.code], unit)
        if self._succession_cycles():
            return
        joined = {one.successor for one in self.successions} | set(self.below_to.values())
        joined |= {heir for one in self.successions for heir, _ in one.heirs}
        for ref in dict.fromkeys(self.targets):
            unit = self.land.units.get(ref) if isinstance(ref, int) else None
            if isinstance(ref, str):
                if ref not in self.born:
                    self.fault(f"Lần sắp xếp này không lập đơn vị nào mang mã {ref}.")
            elif unit is None:
                self._unknown(ref)
            elif not unit.valid_from <= self.day < unit.valid_to:
                self.fault(f"{unit.name} (mã {unit.code}) không tồn tại vào ngày {_on(self.day)}.")
            elif ref in self.ended and ref in joined:
                self.fault(f"{unit.name} cũng kết thúc trong lần sắp xếp này, không thể tiếp nhận đơn vị khác.")

    def _check_code(self, new: NewUnit, unit: Unit) -> None:
        end = self.day if unit.id in self.ended else unit.valid_to
        if unit.valid_from < new.valid_to and end > self.day:
            self.fault(f"Mã {new.code} đang được {unit.name} sử dụng vào ngày {_on(self.day)}.")

    def _succession_cycles(self) -> bool:
        after: dict[Ref, list[Ref]] = {}
        for old, new in [*self.land.became, *((one.predecessor, one.successor) for one in self.successions)]:
            if new is not None:
                after.setdefault(old, []).append(new)
        found = [way for one in self.successions if (way := _way_back(one.predecessor, after))]
        for way in found[:1]:
            self.fault(f"Vòng lặp sắp xếp: {' → '.join(self._name(ref) for ref in way)}.")
        return bool(found)

    def place(self) -> None:
        """End the places of what ends or moves, and begin those of what comes after."""
        homeless: dict[int, list[str]] = {}
        for one in self.land.places:
            gone, orphan = one.unit in self.ended, one.parent in self.ended
            if one.valid_to <= self.day or not (gone or orphan or one.unit in self.moved):
                continue
            if one.valid_from > self.day:
                self.fault(f"{self._name(one.unit)} đã có thay đổi cấp trên từ ngày {_on(one.valid_from)}.")
                continue
            # a place of the same day, of an earlier arrangement, would end before it began
            (self.cut if one.valid_from < self.day else self.dropped).append(one.id)
            if gone or one.unit in self.moved:
                continue
            home = self._home(one.parent)
            if home is None:
                homeless.setdefault(one.parent, []).append(self._name(one.unit))
            else:
                self._open(one.unit, home, one.valid_to)
        for parent, names in homeless.items():
            self.fault(
                f"Sau ngày {_on(self.day)} còn {len(names)} đơn vị trực thuộc {self._name(parent)} "
                f"({_listed(names)}): cần chọn đơn vị cấp trên mới cho các đơn vị này."
            )
        self._place_new()

    def _place_new(self) -> None:
        for unit, parent in [*self.moved.items(), *((new.code, new.parent) for new in self.born.values())]:
            if parent is None:
                continue
            home = self._home(parent)
            if home is None:
                self.fault(f"{self._name(parent)} kết thúc trong lần sắp xếp này, không thể là cấp trên.")
                continue
            end = self.born[unit].valid_to if isinstance(unit, str) else self.land.units[unit].valid_to
            if RANKS.get(self._level(home), 0) >= RANKS.get(self._level(unit), 3):
                self.fault(f"{self._name(home)} không ở cấp cao hơn {self._name(unit)}.")
            self._open(unit, home, end)

    def _open(self, unit: Ref, parent: Ref, until: date) -> None:
        end = self.born[parent].valid_to if isinstance(parent, str) else self.land.units[parent].valid_to
        self.opened.append(Opened(unit, parent, self.day, min(until, end)))

    def _home(self, parent: Ref) -> Ref | None:
        """The unit that stands in the parent's place after the day: itself, its successor, or the one chosen."""
        if isinstance(parent, int) and parent in self.ended:
            return self.below_to.get(parent, self.ended[parent])
        return parent

    def _parent_of(self, unit: int) -> int | None:
        return next(
            (one.parent for one in self.land.places if one.unit == unit and one.valid_from <= self.day < one.valid_to),
            None,
        )

    def check_tree(self) -> None:
        """Nothing stands above itself on any day."""
        numbers = {code: -place for place, code in enumerate(self.born, 1)}
        days = [
            (one.id, one.valid_from, self.day if one.id in self.ended else one.valid_to)
            for one in self.land.units.values()
        ]
        days += [(numbers[new.code], self.day, new.valid_to) for new in self.born.values()]
        cut = set(self.cut)
        spans = [
            Span(one.parent, one.unit, one.valid_from, self.day if one.id in cut else one.valid_to)
            for one in self.land.places
            if one.id not in self.dropped
        ]
        spans += [
            Span(numbers.get(one.parent, one.parent), numbers.get(one.unit, one.unit), one.valid_from, one.valid_to)
            for one in self.opened
        ]
        try:
            closure(days, spans)
        except ValueError:
            names = [self._name(unit) for unit in self.moved] or [new.name for new in self.born.values()]
            self.fault(f"{_listed(names)} không thể trực thuộc một đơn vị nằm dưới chính nó.")

    def plan(self, changes: tuple[Change, ...], legal_basis: str) -> Plan:
        """Everything that was found; with faults only those."""
        bare = Plan(changes, self.day, legal_basis.strip(), faults=tuple(self.faults))
        if self.faults:
            return bare
        joined = [one.successor for one in self.successions if isinstance(one.successor, int)]
        return replace(
            bare,
            ended=tuple(self.ended),
            born=tuple(self.born.values()),
            cut=tuple(self.cut),
            dropped=tuple(self.dropped),
            opened=tuple(self.opened),
            successions=tuple(self.successions),
            touched=tuple(dict.fromkeys([*self.ended, *self.moved, *joined])),
        )

    def _name(self, ref: Ref) -> str:
        if isinstance(ref, str):
            return self.born[ref].name if ref in self.born else ref
        return self.land.units[ref].name if ref in self.land.units else str(ref)

    def _level(self, ref: Ref) -> str:
        return self.born[ref].level if isinstance(ref, str) else self.land.units[ref].level


def _way_back(start: Ref, after: Mapping[Ref, Sequence[Ref]]) -> list[Ref]:
    """The way along which a unit becomes itself again; empty where there is none."""
    ways: list[list[Ref]] = [[start]]
    seen: set[Ref] = set()
    while ways:
        way = ways.pop()
        for ref in after.get(way[-1], ()):
            if ref == start:
                return [*way, ref]
            if ref not in seen:
                seen.add(ref)
                ways.append([*way, ref])
    return []


def _on(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - LISTED
    return ", ".join(names[:LISTED]) + (f" và {rest} đơn vị khác" if rest > 0 else "")
