"""A figure as a page writes it: the number that the report signed, its parts, and what differs when computed again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.derive import Latest
from indicators.models import Figure, Indicator, Observation, Reading, Standing
from indicators.rules import Verdict, half_up, ratio
from indicators.rules.words import QUALIFIERS
from portal.vietnamese.numbers import write_number


@dataclass(frozen=True)
class Chip:
    """A verdict as a chip draws it, with the lines behind "vì sao"."""

    code: str
    symbol: str
    word: str
    look: str
    explanation: tuple[str, ...] = ()


def chip(verdict: Verdict) -> Chip:
    """The chip of a verdict."""
    return Chip(verdict.code, verdict.symbol, verdict.word, verdict.look, verdict.explanation)


@dataclass(frozen=True)
class ShownFigure:
    """Texts of one figure; empty where there is nothing to say. A missing figure has words and no number."""

    number: str = ""
    unit: str = ""
    parts: str = ""
    recomputed: str = ""
    missing: str = ""
    qualifier: str = ""
    kind: str = ""  # "ước" or "sơ bộ" where it is not official

    @property
    def text(self) -> str:
        """The figure with its unit: "91,37%", "hơn 39.000 người", or why there is none."""
        if not self.number:
            return self.missing
        number = f"{self.qualifier} {self.number}" if self.qualifier else self.number
        return f"{number}\u00a0{self.unit}" if self.unit else number


def shown_figure(figure: Any, indicator: Indicator, *, as_typed: bool = False) -> ShownFigure:
    """The texts of anything with the columns of a figure (observation, reading, standing, history row), or of None.

    `as_typed` keeps the decimals of a number that somebody entered: who approves 96,5% must not read 97%.
    """
    if figure is None:
        return ShownFigure(missing="Chưa có số liệu")
    computed = ratio(figure.numerator, figure.denominator, percent=indicator.is_percent)
    exact = figure.value if computed is None else computed
    printed = getattr(figure, "as_reported", None)
    main = exact if printed is None else printed
    if main is None:
        reason = Figure.Missing(figure.missing_reason).label if figure.missing_reason else "chưa có số liệu"
        return ShownFigure(missing=reason[:1].upper() + reason[1:])
    # Only beside a printed number there is something to say: a figure without one is the computed one already.
    rounded = None if computed is None or printed is None else half_up(computed, indicator.precision)
    is_entered = as_typed and (computed is None or printed is not None)
    return ShownFigure(
        number=_number(main, indicator, max(indicator.precision, decimals(main)) if is_entered else None),
        unit="" if indicator.is_percent else indicator.unit_of_measure,
        parts=_parts(figure, indicator),
        recomputed=_number(rounded, indicator) if rounded is not None and rounded != main else "",
        qualifier=QUALIFIERS.get(getattr(figure, "qualifier", ""), ""),
        kind=figure_kind(getattr(figure, "quality", "")),
    )


def figure_kind(quality: str) -> str:
    """The mark beside a figure that will be replaced; empty for an official one."""
    return {"estimate": "ước", "preliminary": "sơ bộ"}.get(quality, "")


def with_unit(value: Decimal, indicator: Indicator) -> str:
    """A number of the indicator with its unit: a target, a baseline."""
    number = _number(value, indicator)
    return number if indicator.is_percent else f"{number}\u00a0{indicator.unit_of_measure}"


def decimals(value: Decimal) -> int:
    """How many decimals a stored number needs, without the zeros that the database pads it with."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def _number(value: Decimal, indicator: Indicator, places: int | None = None) -> str:
    written = write_number(half_up(value, indicator.precision if places is None else places))
    return f"{written}{indicator.unit_of_measure}" if indicator.is_percent else written


def _parts(figure: Any, indicator: Indicator) -> str:
    if figure.numerator is None:
        return ""
    both = (figure.numerator, figure.denominator)
    places = max(decimals(part) for part in both)  # 102,51/199,70, as reports write it
    return f"{'/'.join(write_number(part, places) for part in both)} {indicator.parts_unit}".strip()


def rolled_up_from(row: Any) -> str:
    """How many units a roll-up is joined from: "tổng hợp từ 1/8 đơn vị"; empty for a unit's own figure."""
    parts_of = getattr(row, "parts_of", None)
    return "" if parts_of is None else f"tổng hợp từ {row.parts_reported}/{parts_of} đơn vị"


def judged(row: Standing | Observation | Reading) -> Latest:
    """The row as `judging.judge` reads figures; a roll-up is of its period's day and says nothing of itself."""
    observation_id = row.pk if isinstance(row, Observation) else getattr(row, "observation_ref", None)
    return Latest(
        row.series_id, row.period_id, row.period.code, getattr(row, "as_of_on", row.period.as_of_on),
        row.numerator, row.denominator, row.value, getattr(row, "as_reported", None), getattr(row, "qualifier", ""),
        getattr(row, "quality", ""), getattr(row, "missing_reason", ""), row.is_simulated, observation_id,
        getattr(row, "parts_reported", None), getattr(row, "parts_of", None),
    )  # fmt: skip
