"""The bar under the header: which unit, which resolution, which day."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from portal.dashboards.documents import Resolutions
from portal.dashboards.places import Places
from portal.dashboards.shown_day import TODAY_PARAMETER, ShownDay
from portal.units.days import DAY_PARAMETER
from portal.units.models import AdminUnit

UNIT_PARAMETER = "don-vi"
RESOLUTION_PARAMETER = "nq"
INDENT = "\u2003"


class ContextForm(forms.Form):
    """Selects whose choice lives in the address; the day is carried along."""

    def __init__(self, places: Places, resolutions: Resolutions, params: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(auto_id="boi-canh-%s", **kwargs)
        units = list(_unit_choices(places))
        self.fields[UNIT_PARAMETER] = forms.ChoiceField(label="Đơn vị", choices=units, initial=places.unit.slug)
        documents = [("", "Tất cả"), *((one.slug, one.code or one.title) for one in resolutions.choices)]
        chosen = resolutions.chosen.slug if resolutions.chosen else ""
        self.fields[RESOLUTION_PARAMETER] = forms.ChoiceField(label="Nghị quyết", choices=documents, initial=chosen)
        for name in (DAY_PARAMETER, TODAY_PARAMETER):
            if params.get(name):
                self.fields[name] = forms.CharField(widget=forms.HiddenInput, initial=params[name])


def _unit_choices(places: Places) -> Iterable[tuple[str, str]]:
    """From the top: those above, then the unit among its neighbours with those below it."""
    for depth, unit in enumerate(places.above):
        yield _choice(unit, depth)
    depth = len(places.above)
    for unit in places.beside or (places.unit,):
        yield _choice(unit, depth)
        if unit.pk == places.unit.pk:
            yield from (_choice(child, depth + 1) for child in places.below)


def _choice(unit: AdminUnit, depth: int) -> tuple[str, str]:
    return unit.slug, f"{INDENT * depth}{unit.name}"


def day_params(params: Any, day: ShownDay) -> dict[str, str]:
    """Parameters of the same page as of today; empty when today is shown."""
    if day.is_today:
        return {}
    kept = {name: value for name, value in params.items() if name not in (DAY_PARAMETER, UNIT_PARAMETER)}
    return {**kept, TODAY_PARAMETER: "1"}
