"""What remains when the machine fails."""
