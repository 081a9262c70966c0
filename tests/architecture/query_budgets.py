"""How many queries each page may take; a rise shows in the diff."""

from tests.architecture.guards.budgets import Budget

BUDGETS: tuple[Budget, ...] = ()
