"""How much one upload may ask of the machine. Beyond these a file is refused with a sentence, never half read.

They are wide enough for every honest sales file seen, and each stands for a way a small file can become a large one.
"""

from __future__ import annotations

COLUMNS = 2_000  # a table with more is not one table: usually the wrong delimiter or a transposed sheet
ROWS = 50_000_000  # lines of one text file, rows of one Parquet file: a few kilobytes of it can claim billions
LINE_BYTES = 8 << 20  # one line of text; a whole file without line ends is no table
RECORD_LINES = 200  # physical lines one quoted cell may span before its quote counts as unbalanced

MEMBERS = 200  # files in one archive
UNPACKED_BYTES = 8 << 30  # what an archive may grow to
RATIO = 200  # unpacked / packed; text shrinks 5 to 40 times, a bomb 1,000 times
RATIO_FROM = 64 << 20  # … asked only from this size on: a small file may shrink as it likes

SHEET_CELLS = 40_000_000  # rows x columns of one sheet: the workbook reader holds a sheet in memory whole
