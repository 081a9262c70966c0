"""How much a file may be; a province's full period is about 37,000 rows of 12 columns."""

MIB = 1024 * 1024

FILE_BYTES = 20 * MIB
UNPACKED_BYTES = 200 * MIB
RATIO = 200
# Small parts of repeated text shrink a lot and harm nobody.
RATIO_MATTERS_FROM_BYTES = MIB
MEMBERS = 500

ROWS = 100_000
COLUMNS = 200
HEADER_WITHIN_ROWS = 30
LAST_ROW = ROWS + HEADER_WITHIN_ROWS
# Cells written in a whole workbook, blank ones too, and the rectangle of one sheet: calamine keeps it in memory.
CELLS = 2_000_000
AREA = 5_000_000
# "<" in all XML of a workbook, counted before any of it is parsed: 100,000 rows of 12 texts have 7.4 million.
MARKS = 8_000_000
STYLES = 65_536
CELL_CHARACTERS = 32_767

XML_DEPTH = 64
XML_TOKEN_BYTES = MIB
CHUNK_BYTES = 64 * 1024

CHILD_MEMORY_BYTES = 512 * MIB
CHILD_CPU_SECONDS = 20
CHILD_WALL_SECONDS = 30
CHILD_OUTPUT_BYTES = 64 * MIB
CHILDREN_AT_ONCE = 2
