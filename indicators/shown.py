"""A figure as a page writes it: the number that the report signed, its parts, and what differs when computed again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.derive import Latest
from indicators.models import Figure, Indicator, Observation, Standing
from indicators.rules import half_up, ratio
from indicators.rules.words import QUALIFIERS
from portal.vietnamese.numbers import write_number


@dataclass(frozen=True)
class ShownFigure:
    """Texts of one figure; empty where there is nothing to say. A missing figure has words and no number."""

    number: str = ""
    unit: str = ""
    parts: str = ""
    recomputed: str = ""
    missing: str = ""
    qualifier: str = ""

    @property
    def text(self) -> str:
        """The figure with its unit: "91,37%", "hơn 39.000 người", or why there is none."""
        if not self.number:
            return self.missing
        number = f"{self.qualifier} {self.number}" if self.qualifier else self.number
        return f"{number}\u00a0{self.unit}" if self.unit else number


def shown_figure(figure: Any, indicator: Indicator) -> ShownFigure:
    """The texts of anything with the columns of a figure (observation, reading, standing, history row), or of None."""
    if figure is None:
        return ShownFigure(missing="Chưa có số liệu")
    computed = ratio(figure.numerator, figure.denominator, percent=indicator.is_percent)
    exact = figure.value if computed is None else computed
    printed = getattr(figure, "as_reported", None)
    main = exact if printed is None else printed
    if main is None:
        reason = Figure.Missing(figure.missing_reason).label if figure.missing_reason else "chưa có số liệu"
        return ShownFigure(missing=reason[:1].upper() + reason[1:])
    rounded = None if computed is None else half_up(computed, indicator.precision)
    return ShownFigure(
        number=_number(main, indicator),
        unit="" if indicator.is_percent else indicator.unit_of_measure,
        parts=_parts(figure, indicator),
        recomputed=_number(rounded, indicator) if rounded is not None and rounded != main else "",
        qualifier=QUALIFIERS.get(getattr(figure, "qualifier", ""), ""),
    )


def with_unit(value: Decimal, indicator: Indicator) -> str:
    """A number of the indicator with its unit: a target, a baseline."""
    number = _number(value, indicator)
    return number if indicator.is_percent else f"{number}\u00a0{indicator.unit_of_measure}"


def _number(value: Decimal, indicator: Indicator) -> str:
    written = write_number(half_up(value, indicator.precision))
    return f"{written}{indicator.unit_of_measure}" if indicator.is_percent else written


def _parts(figure: Any, indicator: Indicator) -> str:
    if figure.numerator is None:
        return ""
    numbers = (write_number(part.normalize()) for part in (figure.numerator, figure.denominator))
    return f"{'/'.join(numbers)} {indicator.parts_unit}".strip()


def judged(row: Standing | Observation) -> Latest:
    """The row as `judging.judge` reads figures."""
    is_own = isinstance(row, Observation)
    observation_id = row.pk if is_own else row.observation_ref
    return Latest(
        row.series_id, row.period_id, row.period.code, row.as_of_on, row.numerator, row.denominator, row.value,
        row.as_reported, row.qualifier, row.quality, row.missing_reason, row.is_simulated, observation_id,
        None if is_own else row.parts_reported, None if is_own else row.parts_of,
    )  # fmt: skip
