"""Investment projects, facilities and firms."""
