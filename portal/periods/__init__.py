"""Reporting periods, calendars and deadlines."""
