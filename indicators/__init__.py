"""Indicators, targets and figures: from an entry to a standing."""
