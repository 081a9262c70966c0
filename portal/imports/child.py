"""The child process that lets calamine at a workbook: `python -I child.py MEMORY CPU ROWS FILE SHEET…`.

It knows neither Django nor the portal (-I keeps the checkout off its path), opens no file for writing, and prints JSON
lines: `{"sheet": name}`, then `[row, [cell…]]` for each row from the first used one on, blank ends cut off. A cell is
null, text, true or false, a number as calamine has it, or `{"date": "2021-08-19"}`.
"""

import datetime
import json
import math
import sys

MEMORY_EXHAUSTED, NOT_READABLE, LONG_CELL = 3, 4, 5
_CELL_CHARACTERS = 32_767
_EXACT_WHOLE = 10**15


def limit(memory_bytes: int, cpu_seconds: int) -> None:
    """Bind this process; Windows has no such limits, there only wall time and the size of the output count."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # The soft limit ends the process by SIGXCPU, which its parent can tell from other ends.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def written(value: object) -> object:
    """A cell of calamine as JSON can carry it without losing a digit."""
    if value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime.datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, str):
        if len(value) > _CELL_CHARACTERS:
            sys.exit(LONG_CELL)
        return value
    return str(value)


def _number(value: int | float) -> object:
    if not math.isfinite(value):
        return str(value)
    return int(value) if value == int(value) and abs(value) < _EXACT_WHOLE else value


def emit(file: str, row_limit: int, sheets: list[str]) -> None:
    """Write the sheets to standard output; a `row_limit` of 0 means all rows."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(file) as workbook:
        for name in sheets:
            _line({"sheet": name})
            sheet = workbook.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            first_row, first_column = sheet.start
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                if row_limit and number > row_limit:
                    break
                if number <= first_row:
                    continue
                # calamine leaves out the blank columns before the first used one, but not the rows.
                _line([number, _trimmed([""] * first_column + cells)])


def _trimmed(cells: list[object]) -> list[object]:
    row = [written(cell) for cell in cells]
    while row and row[-1] is None:
        row.pop()
    return row


def _line(content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")


def main(arguments: list[str]) -> int:
    """Run with the arguments of the command line; the exit code says what went wrong."""
    memory, cpu, rows, file, *sheets = arguments
    limit(int(memory), int(cpu))
    try:
        emit(file, int(rows), sheets)
        sys.stdout.buffer.flush()
    except MemoryError:
        return MEMORY_EXHAUSTED
    except SystemExit:
        raise
    # A panic inside calamine arrives as a BaseException that is no Exception.
    except BaseException:
        return NOT_READABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
