"""Evidence: files that a unit puts beside its report, and who may open them."""
