"""All guards of files over the real house."""

from collections.abc import Callable
from functools import cache

from tests.architecture.guards import layers, markup, purity, rules, sizes, sources, sql
from tests.architecture.guards.findings import Finding


def _python_rules() -> list[Finding]:
    return [finding for rule in rules.RULES.values() for source in sources.python_sources() for finding in rule(source)]


def _sizes() -> list[Finding]:
    return sizes.findings(
        sources.python_sources() + sources.suite_sources() + sources.template_sources() + sources.asset_sources()
    )


def _sql_of_migrations() -> list[Finding]:
    migrations = [one for one in sources.python_sources(migrations=True) if "migrations" in one.parts]
    return [finding for source in migrations for finding in sql.raw_sql(source)]


GUARDS: dict[str, Callable[[], list[Finding]]] = {
    "imports point down": lambda: layers.findings(sources.python_sources()),
    "rules know no Django": lambda: purity.findings(sources.python_sources()),
    "Python obeys the house rules": _python_rules,
    "migrations hold no raw SQL": _sql_of_migrations,
    "templates and assets obey the house rules": lambda: markup.findings(
        sources.template_sources() + sources.asset_sources()
    ),
    "files are small and well named": _sizes,
}


@cache
def findings(guard: str) -> tuple[Finding, ...]:
    """What one guard finds in the house, exempted or not."""
    return tuple(GUARDS[guard]())
