"""Measuring the portal against itself and its peers: every goal is a ratio of two things timed in one run."""

from portal.administration.bench.goals import Result
from portal.administration.bench.run import run
from portal.administration.bench.sizes import SCALES, Sizes

__all__ = ["SCALES", "Result", "Sizes", "run"]
