"""The guards themselves: pure functions from sources to findings."""
