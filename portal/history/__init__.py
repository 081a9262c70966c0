"""The ledger: who did what, when and why; below every other room."""
