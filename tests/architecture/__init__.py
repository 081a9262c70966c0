"""Guards of the house: what they look at, and each of them shown to fail on a deliberate violation."""
