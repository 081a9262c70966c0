"""Workbooks coming in: a look at the file, cells read in a child process, rows checked, previewed and applied."""
