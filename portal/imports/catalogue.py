"""The kinds of sheet: what each is called, which Resource declares its columns, how it is checked and written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from import_export.resources import ModelResource

from indicators.actions import enter_rows
from indicators.models import Observation
from indicators.resources import ObservationResource
from indicators.sheets import check_rows
from portal.imports.headers import Column, Layout


@dataclass(frozen=True)
class SheetKind:
    """A kind of sheet. `check(rows, by=…)` gives rows, faults and warnings; `apply(rows, by=…, …)` writes them."""

    code: str
    label: str
    resource: type[ModelResource]
    check: Callable[..., Any]
    apply: Callable[..., Any]
    figures: Callable[[], Any]
    one_of: tuple[tuple[str, ...], ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """Fields of the resource by name, in the order of the sheet."""
        fields = self.resource().fields
        return {name: fields[name] for name in self.resource._meta.export_order}

    @property
    def layout(self) -> Layout:
        """What a table of this kind must have, for the search of its header."""
        columns = self.columns
        return Layout(
            tuple(Column(one.column_name, one.aliases, one.required) for one in columns.values()),
            tuple(tuple(columns[name].column_name for name in group) for group in self.one_of),
        )


KINDS: dict[str, SheetKind] = {
    "observations": SheetKind(
        code="observations",
        label="Số liệu chỉ tiêu",
        resource=ObservationResource,
        check=check_rows,
        apply=enter_rows,
        figures=Observation.objects.for_export,
        one_of=(("numerator", "denominator"), ("value",), ("missing_reason",)),
    ),
}


class UnknownKind(LookupError):
    """There is no such kind of sheet; the message lists those there are."""


def kind_of(code: str) -> SheetKind:
    """The kind with this code. Raises UnknownKind."""
    if code not in KINDS:
        raise UnknownKind(f"Không có loại dữ liệu “{code}”. Các loại: {', '.join(KINDS)}.")
    return KINDS[code]
