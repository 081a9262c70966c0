"""The files of the house as the guards see them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[3]
ROOM_FOLDERS = ("portal", "resolutions", "indicators", "projects")
ASSET_ENDINGS = (".css", ".js", ".mjs", ".svg")
TEMPLATE_ENDINGS = (".html", ".svg", ".txt")


@dataclass(frozen=True)
class Source:
    """One text file: its path below the root (with slashes) and what stands in it."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of a Python file."""
        return ast.parse(self.text, self.path)

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders and the file name."""
        return PurePosixPath(self.path).parts

    @property
    def module(self) -> str:
        """The dotted name; that of the package for an `__init__.py`."""
        parts = (*self.parts[:-1], self.parts[-1].removesuffix(".py"))
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> str:
        """The dotted name that relative imports start from."""
        return ".".join(self.parts[:-1])

    @property
    def line_count(self) -> int:
        """How many lines an editor shows."""
        return len(self.text.splitlines())

    def line_at(self, offset: int) -> int:
        """The line of a character, counted from 1."""
        return self.text.count("\n", 0, offset) + 1

    def belongs_to(self, *kinds: str) -> bool:
        """Whether this is of such a kind: `views` is views.py, all of views/ and x_views.py."""
        stem = self.parts[-1].removesuffix(".py")
        return any(kind in (stem, *self.parts[:-1]) or stem.endswith(f"_{kind}") for kind in kinds)


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """The texts of a Python file that are not docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def python_sources(root: Path = ROOT, *, migrations: bool = False) -> list[Source]:
    """The Python files of all rooms, without tests; migrations only on demand."""
    return [
        source
        for folder in ROOM_FOLDERS
        for source in _read(root, folder, (".py",))
        if "tests" not in source.parts and (migrations or "migrations" not in source.parts)
    ]


def suite_sources(root: Path = ROOT) -> list[Source]:
    """The Python files of the suite."""
    return _read(root, "tests", (".py",))


def template_sources(root: Path = ROOT) -> list[Source]:
    """Every template, of the common folder and of the rooms."""
    common = _read(root, "templates", TEMPLATE_ENDINGS)
    of_rooms = [one for folder in ROOM_FOLDERS for one in _read(root, folder, TEMPLATE_ENDINGS)]
    return common + [one for one in of_rooms if "templates" in one.parts]


def asset_sources(root: Path = ROOT) -> list[Source]:
    """Style sheets, scripts and drawings that the browser loads."""
    return _read(root, "static", ASSET_ENDINGS)


def _read(root: Path, folder: str, endings: tuple[str, ...]) -> list[Source]:
    paths = sorted(path for path in (root / folder).rglob("*") if path.suffix in endings and path.is_file())
    return [Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in paths]
