"""Formats of dates and numbers, read by Django through FORMAT_MODULE_PATH."""
