"""Places that may break a rule of the house, each with its reason; one that nothing needs any more fails the suite."""

from tests.architecture.guards.findings import Exemption
from tests.architecture.guards.relations import Unprotected

EXEMPTIONS: tuple[Exemption, ...] = ()

# Foreign keys without PROTECT.
UNPROTECTED: tuple[Unprotected, ...] = ()
