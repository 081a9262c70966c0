"""Reporting forms and the states of a submission."""
