"""Raw SQL lives in few places; the database drivers in none."""

import ast
from collections.abc import Iterator

from tests.architecture.guards.findings import Finding
from tests.architecture.guards.sources import Source

# Where SQL may stand, and what for. A folder ends in a slash.
PLACES = {
    "indicators/derive.py": "readings and standings are derived by set-based statements",
    "indicators/derive/": "the same, as a package",
    "indicators/bulk.py": "one wide door: 100,000 rows by one JSON parameter per statement",
    "indicators/bulk/": "the same, as a package",
    "indicators/known.py": "figures as known on a past day: the newest history row of each cell",
    "indicators/migrations/0002_history_key.py": "an index on a history table, which no model of ours declares",
    "indicators/backdrop.py": "what thousands of series are judged by, with one JSON parameter per statement",
    "portal/administration/bench/": "raw writing is what writing is measured against; EXPLAIN counts pages",
    "portal/notices/actions.py": "the bell is counted by the statement that keeps it",
    "portal/history/": "the shim for both engines, the write lock, the triggers' migrations",
    "portal/administration/views.py": "readyz asks the database whether it is there",
    "portal/administration/checks.py": "PRAGMAs and triggers are read back",
}
RAW_CALLS = frozenset({"cursor", "raw", "extra", "executescript", "RawSQL", "RunSQL"})
DRIVERS = frozenset({"psycopg", "psycopg2", "sqlite3"})


def raw_sql(source: Source) -> Iterator[Finding]:
    """Statements outside the places that may hold them; migrations count."""
    if any(source.path == place or (place.endswith("/") and source.path.startswith(place)) for place in PLACES):
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)) if name in RAW_CALLS:
                yield Finding(source.path, node.lineno, "raw-sql", f"{name}( outside the places for SQL")


def drivers(source: Source) -> Iterator[Finding]:
    """Imports of a database driver: the ORM's connection is the only way in."""
    for node in ast.walk(source.tree):
        for name in _imported(node):
            if name.split(".")[0] in DRIVERS:
                yield Finding(source.path, node.lineno, "driver", f"imports {name}")


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
    return []
