"""The demo data: fixtures/demo as rows of every room, one module per subject; demo.py puts them together."""
