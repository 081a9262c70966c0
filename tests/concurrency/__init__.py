"""Several people at once, on both engines."""
