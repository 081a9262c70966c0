"""What spans subjects: my work, registers counted from projects, demo data."""
