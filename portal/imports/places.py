"""Where a cell stands, as Excel writes it."""

from portal.imports.limits import COLUMNS


def column_letter(number: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# The columns that are taken in, letters to number.
COLUMN_NUMBERS = {column_letter(number): number for number in range(1, COLUMNS + 1)}


def spans(numbers: list[int]) -> str:
    """Ascending numbers in a few words: "3–5, 9"; past six groups the rest is counted."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == groups[-1][1] + 1:
            groups[-1][1] = number
        else:
            groups.append([number, number])
    shown = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in groups[:6])
    rest = sum(last - first + 1 for first, last in groups[6:])
    return f"{shown} và {rest} dòng khác" if rest else shown
