"""Models of figures: what is measured, what is wanted, what was entered, what is in force, what follows from it."""

from indicators.models.catalogue import FormIndicator, Indicator, IndicatorGroup, Series, Target
from indicators.models.derivation import Derivation, DerivationPart
from indicators.models.derived import Reading, Standing
from indicators.models.figures import Entry, Figure, Observation
from indicators.models.provenance import Comparison, ComparisonInput, Provenance, ReportedVerdict
from indicators.models.quality import Finding
from indicators.models.versions import IndicatorVersion, TargetStep

__all__ = [
    "Comparison",
    "ComparisonInput",
    "Derivation",
    "DerivationPart",
    "Entry",
    "Figure",
    "Finding",
    "FormIndicator",
    "Indicator",
    "IndicatorGroup",
    "IndicatorVersion",
    "Observation",
    "Provenance",
    "Reading",
    "ReportedVerdict",
    "Series",
    "Standing",
    "Target",
    "TargetStep",
]
