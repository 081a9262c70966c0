"""`rules.py` judges without Django: neither itself nor anything of ours that it imports knows the framework."""

from collections.abc import Iterable

from tests.architecture.guards import floors, layers
from tests.architecture.guards.findings import Finding
from tests.architecture.guards.sources import Source

FRAMEWORK = frozenset({"django", "simple_history", "import_export", "django_filters", "environ", "csp", "axes"})
PURE_KIND = "rules"


def findings(sources: Iterable[Source]) -> list[Finding]:
    """Rules modules that reach the framework, each with the chain of modules that leads there."""
    house = {source.module: source for source in sources}
    found = []
    for source in house.values():
        chain = _way_to_framework(source, house) if source.belongs_to(PURE_KIND) else None
        if chain:
            found.append(Finding(source.path, chain[0].line, "purity", " → ".join(step.target for step in chain)))
    return found


def _way_to_framework(start: Source, house: dict[str, Source]) -> list[layers.Reference] | None:
    """The shortest chain of imports from the module to the framework; None if there is none."""
    queue: list[tuple[Source, list[layers.Reference]]] = [(start, [])]
    seen = {start.module}
    while queue:
        source, chain = queue.pop(0)
        for reference in layers.imports(source):
            if reference.target.split(".")[0] in FRAMEWORK:
                return [*chain, reference]
            for module in _loaded(reference.target, house, source.module):
                if module not in seen:
                    seen.add(module)
                    queue.append((house[module], [*chain, layers.Reference(module, reference.line)]))
    return None


def _loaded(dotted: str, house: dict[str, Source], importing: str) -> list[str]:
    """The modules of ours that an import runs: the module, and the packages above it that it does not live in."""
    if dotted.split(".")[0] not in floors.FIRST_PARTY:
        return []
    parts = dotted.split(".")
    names = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
    return [name for name in names if name in house and not importing.startswith(f"{name}.")]
