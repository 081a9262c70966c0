"""What the tests of faults use."""

from tests.concurrency.committed import _no_flush, committed

__all__ = ["_no_flush", "committed"]
