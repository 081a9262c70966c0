"""A streaming look at a file with the standard library, before any parser of spreadsheets sees it."""

from portal.imports.preflight.facts import FileFacts, Marks, SheetFacts
from portal.imports.preflight.inspection import inspect

__all__ = ["FileFacts", "Marks", "SheetFacts", "inspect"]
