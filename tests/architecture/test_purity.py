"""Rules that reach Django by any way are caught."""

from tests.architecture.guards import purity
from tests.architecture.guards.sources import Source

PURE = Source("portal/periods/rules.py", "import datetime\nfrom decimal import Decimal\n")
MODELS = Source("portal/periods/models.py", "from django.db import models\n")


def ways(*sources: Source) -> list[str]:
    return [str(finding) for finding in purity.findings(sources)]


def test_rules_of_the_standard_library_are_left_alone() -> None:
    assert ways(PURE, MODELS) == []


def test_django_in_rules_is_caught_with_its_line() -> None:
    direct = Source("indicators/rules.py", "import datetime\nfrom django.utils import timezone\n")
    assert ways(direct) == ["indicators/rules.py:2: [purity] django.utils.timezone"]


def test_django_in_a_package_of_rules_is_caught() -> None:
    inner = Source("indicators/rules/verdicts.py", "def judge():\n    from django.utils import timezone\n")
    assert ways(inner) == ["indicators/rules/verdicts.py:2: [purity] django.utils.timezone"]


def test_django_behind_another_module_is_caught_with_the_way() -> None:
    indirect = Source("indicators/rules.py", "from portal.periods.models import Period\n")
    assert ways(indirect, MODELS) == ["indicators/rules.py:1: [purity] portal.periods.models → django.db.models"]


def test_django_behind_the_package_above_is_caught() -> None:
    package = Source("portal/periods/__init__.py", "from .models import Period\n")
    indirect = Source("indicators/rules.py", "from portal.periods import rules\n")
    found = ways(indirect, package, MODELS, PURE)
    assert found == ["indicators/rules.py:1: [purity] portal.periods → portal.periods.models → django.db.models"]


def test_a_circle_of_rules_ends() -> None:
    one = Source("indicators/rules.py", "from resolutions import rules\n")
    other = Source("resolutions/rules.py", "from indicators import rules\n")
    assert ways(one, other) == []
