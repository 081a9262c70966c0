"""The kinds of sheet: what each is called, which Resource declares its columns, how it is checked and written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from import_export.resources import ModelResource

from indicators.actions import enter_rows
from indicators.models import Observation
from indicators.resources import ObservationResource
from indicators.sheets import check_rows
from indicators.sheets.definitions import IndicatorRegister
from indicators.sheets.targets import TargetRegister
from indicators.sheets.template import choice_lists, prefilled
from portal.accounts.sheet import UserRegister, prepare_passwords
from portal.imports.headers import Column, Layout
from portal.units.agency_sheet import AgencyRegister
from portal.units.columns import FigureWidget
from portal.units.models import AdminUnit
from portal.units.registers import Register
from portal.units.resources import UnitResource
from portal.units.sheets import check_unit_rows, enter_unit_rows
from projects.sheet import ProjectRegister
from resolutions.sheets import DocumentRegister, TaskRegister


@dataclass(frozen=True)
class SheetKind:
    """A kind of sheet. `check(rows, by=…)` gives rows and faults; `apply(rows, by=…, …)` writes them.

    `figures()` are the records that go out, `prefilled(unit, period)` those a sheet to fill in starts with, `lists()`
    what its cells can be chosen from. `file_name` has no accents. `prepare(rows, by=…)` does before the transaction
    what takes long; `apply` is given its result.
    """

    code: str
    label: str
    file_name: str
    resource: type[ModelResource]
    check: Callable[..., Any]
    apply: Callable[..., Any]
    figures: Callable[[], Any]
    prefilled: Callable[[Any, Any], Any]
    lists: Callable[[], Any]
    one_of: tuple[tuple[str, ...], ...] = ()
    prepare: Callable[..., Any] | None = None

    @property
    def holds_figures(self) -> bool:
        """Whether rows are figures of a report, which wait for approval, or records, which hold at once."""
        return self.resource is ObservationResource

    @property
    def columns(self) -> dict[str, Any]:
        """Fields of the resource by name, in the order of the sheet."""
        fields = self.resource().fields
        return {name: fields[name] for name in self.resource._meta.export_order}

    @property
    def numbers(self) -> frozenset[str]:
        """The columns that hold figures; the others hold text, which a spreadsheet must not take for anything else."""
        return frozenset(name for name, column in self.columns.items() if isinstance(column.widget, FigureWidget))

    def chosen(self, *, unit: Any = None, period: Any = None) -> Any:
        """The records that go out, of one unit, of one period, or all; what belongs to neither goes out whole."""
        found = self.figures()
        found = found.of_unit(unit) if unit and hasattr(found, "of_unit") else found
        return found.of_period(period) if period and hasattr(found, "of_period") else found

    @property
    def layout(self) -> Layout:
        """What a table of this kind must have, for the search of its header."""
        columns = self.columns
        return Layout(
            tuple(Column(one.column_name, one.aliases, one.required) for one in columns.values()),
            tuple(tuple(columns[name].column_name for name in group) for group in self.one_of),
        )


def _records(
    code: str, label: str, file_name: str, register: type[Register], prepare: Callable[..., Any] | None = None
) -> SheetKind:
    """A kind whose rows are records: the register says all about it."""
    return SheetKind(
        code=code,
        label=label,
        file_name=file_name,
        resource=register.resource,
        check=register.check_rows,
        apply=register.enter_rows,
        figures=register.for_export,
        prefilled=lambda unit, period: (),
        lists=register.choices,
        prepare=prepare,
    )


_KINDS = (
    SheetKind(
        code="observations",
        label="Số liệu chỉ tiêu",
        file_name="so-lieu-chi-tieu",
        resource=ObservationResource,
        check=check_rows,
        apply=enter_rows,
        figures=Observation.objects.for_export,
        prefilled=prefilled,
        lists=choice_lists,
        one_of=(("numerator", "denominator"), ("value",), ("missing_reason",)),
    ),
    SheetKind(
        code="units",
        label="Danh mục đơn vị hành chính",
        file_name="don-vi-hanh-chinh",
        resource=UnitResource,
        check=check_unit_rows,
        apply=enter_unit_rows,
        figures=AdminUnit.objects.for_export,
        prefilled=lambda unit, period: (),
        lists=lambda: (),
    ),
    _records("agencies", "Danh mục cơ quan", "co-quan", AgencyRegister),
    _records("users", "Tài khoản", "tai-khoan", UserRegister, prepare_passwords),
    _records("documents", "Sổ văn bản", "van-ban", DocumentRegister),
    _records("indicators", "Danh mục chỉ tiêu", "chi-tieu", IndicatorRegister),
    _records("targets", "Mục tiêu của văn bản", "muc-tieu", TargetRegister),
    _records("tasks", "Nhiệm vụ", "nhiem-vu", TaskRegister),
    _records("projects", "Danh mục dự án", "du-an", ProjectRegister),
)
KINDS: dict[str, SheetKind] = {kind.code: kind for kind in _KINDS}


class UnknownKind(LookupError):
    """There is no such kind of sheet; the message lists those there are."""


def kind_of(code: str) -> SheetKind:
    """The kind with this code. Raises UnknownKind."""
    if code not in KINDS:
        raise UnknownKind(f"Không có loại dữ liệu “{code}”. Các loại: {', '.join(KINDS)}.")
    return KINDS[code]
