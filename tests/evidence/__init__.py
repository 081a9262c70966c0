"""Evidence files."""
