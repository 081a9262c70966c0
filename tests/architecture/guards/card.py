"""The README's table of the project's words: each leads to a model, a page, a command and a test that exist."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("Word", "Model", "Page", "Command", "Test")
NOTHING = frozenset({"", "–", "—", "-"})
NAMED = re.compile(r"`([^`]+)`")

Exists = Callable[[str], bool]


@dataclass(frozen=True)
class CardRow:
    """One word and the names that its cells give, by column; an empty tuple for a cell with a dash."""

    word: str
    cells: Mapping[str, tuple[str, ...]]


def rows(markdown: str) -> list[CardRow]:
    """The rows of the first table headed by COLUMNS; a cell that names nothing and has no dash is an error."""
    lines = iter(markdown.splitlines())
    if not any(_cells(line) == list(COLUMNS) for line in lines):
        raise LookupError(f"no table headed {' | '.join(COLUMNS)}")
    next(lines, "")
    found = []
    for line in lines:
        if not line.lstrip().startswith("|"):
            break
        found.append(_row(line))
    return found


def faults(found: list[CardRow], exists: Mapping[str, Exists]) -> list[str]:
    """One sentence per name that leads nowhere, per word that leads nowhere at all and per repeated word.

    `exists` holds for each column but the first the question whether a name leads somewhere.
    """
    words = [row.word for row in found]
    return [
        *(["the table is empty"] if not found else []),
        *(f"{word}: twice" for word in sorted({word for word in words if words.count(word) > 1})),
        *(f"{row.word}: leads nowhere" for row in found if not any(row.cells.values())),
        *(
            f"{row.word}: {column.lower()} `{name}` does not exist"
            for row in found
            for column, names in row.cells.items()
            for name in names
            if not exists[column](name)
        ),
    ]


def has_test(name: str, root: Path) -> bool:
    """Whether a test stands in the suite: `tests/…/test_x.py`, or with `::test_name` one of its functions."""
    path, _, function = name.partition("::")
    file = root / path
    if not path.startswith("tests/") or not file.exists():
        return False
    if not function:
        return True
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return all(part.split("[")[0] in names for part in function.split("::"))


def _row(line: str) -> CardRow:
    word, *rest = _cells(line)
    if len(rest) != len(COLUMNS) - 1:
        raise ValueError(f"{word}: {len(rest) + 1} cells, not {len(COLUMNS)}")
    cells = {column: tuple(NAMED.findall(cell)) for column, cell in zip(COLUMNS[1:], rest, strict=True)}
    for column, cell in zip(COLUMNS[1:], rest, strict=True):
        if not cells[column] and cell not in NOTHING:
            raise ValueError(f"{word}: the cell {column} has neither a name in backticks nor a dash: {cell}")
    return CardRow(word.replace("`", "").strip("* "), cells)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.lstrip().startswith("|") else []
