"""What the cells of a column look like: a sample of the records, and what each column's values can be read as."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kam_core.engine import Engine
from kam_core.ingest.days import parse_date
from kam_core.ingest.numbers import parse_number
from kam_core.ingest.recipe import Source

Row = tuple[str | None, ...]

HEAD = 1500  # records read from the top: enough for titles, headers and whole documents
BLOCKS, BLOCK = 6, 150  # and from further down
CELLS = 400_000  # of a very wide table fewer records are read


@dataclass(frozen=True)
class Sample:
    """Records of one source: the head without a gap, then blocks from further down."""

    lines: tuple[int, ...]
    rows: tuple[Row, ...]
    head: int  # how many of them are the head

    def after(self, line: int) -> Sample:
        """The part behind a line."""
        first = next((i for i, at in enumerate(self.lines) if at > line), len(self.lines))
        return Sample(self.lines[first:], self.rows[first:], max(0, self.head - first))


def sample(source: Source, engine: Engine) -> Sample:
    """The head of a source and a few blocks from further down, in file order."""
    most = max(20, min(HEAD, CELLS // max(1, source.width)))
    lines, rows = read_records(source, engine, 0, most)
    head = len(rows)
    if source.count > head and rows:
        per_record = max(1.0, lines[-1] / head)
        step = max(1, (source.count - head) // (BLOCKS + 1))
        for n in range(1, BLOCKS + 1):
            start = max(lines[-1] + 1, int((head + n * step) * per_record))
            more_lines, more = read_records(source, engine, start, min(BLOCK, most))
            lines, rows = lines + more_lines, rows + more
    return Sample(tuple(lines), tuple(rows), head)


def read_records(source: Source, engine: Engine, start: int, limit: int) -> tuple[list[int], list[Row]]:
    """At most `limit` records from line `start` on: their lines and their cells."""
    table = engine.ask("ingest/records_from", {"records": source.records}, start=start, limit=limit)
    cells = [table.column(f"c{n}").to_pylist() for n in range(1, source.width + 1)]
    return table.column("line").to_pylist(), list(zip(*cells)) if cells else [() for _ in range(table.num_rows)]


@functools.lru_cache(maxsize=100_000)
def number(text: str) -> Decimal | None:
    """The number a cell means under either decimal mark."""
    return parse_number(text, ".")


@functools.lru_cache(maxsize=100_000)
def kind(text: str) -> str:
    """number | date | text: what one cell looks like by itself; plain digits are a number, though they may be a day."""
    if parse_number(text, ".") is not None or parse_number(text, ",") is not None:
        return "number"
    return "date" if parse_date(text) is not None else "text"


@dataclass(frozen=True)
class Evidence:
    """What the sampled values of one column can be. Shares are of the filled cells, 0..1."""

    filled: int
    rows: int
    numbers: float
    whole: float  # numbers without a fraction
    dates: float
    shown_dates: float  # dates that are not mere digits
    months: float  # 1..12, 3月, March
    years: float  # 1990..2069
    share: float  # numbers from 0 to 1
    codes: float  # one word with a digit in it, no ideographs: an id rather than a name
    distinct: int
    samples: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return self.filled == 0


NOTHING = Evidence(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ())

_YEAR = re.compile(r"(?:FY)?\s*(?:19[89]|20[0-6])[0-9](?:\.0|\s*年度?)?")
_CODE = re.compile(r"[A-Za-z0-9_./#\-]*[0-9][A-Za-z0-9_./#\-]*")


def look(rows: Sequence[Row], column: int) -> Evidence:
    """The evidence of one column (0-based) of sampled data rows."""
    counts = Counter(row[column] for row in rows if row[column] is not None)
    values = {v: n for v, n in counts.items() if v}
    filled = sum(values.values())
    if not filled:
        return NOTHING
    tally: Counter[str] = Counter()
    for value, n in values.items():
        amount = number(value)
        if amount is not None or kind(value) == "number":
            tally["numbers"] += n
            if amount is not None:
                tally["whole"] += n * (amount == amount.to_integral_value())
                tally["share"] += n * (0 <= amount <= 1)
        day = parse_date(value)
        if day is not None:
            tally["dates"] += n
            tally["shown_dates"] += n * (not value.replace(".", "").isdigit())
        tally["years"] += n * bool(_YEAR.fullmatch(value))
        tally["months"] += n * is_month_word(value)
        tally["codes"] += n * bool(_CODE.fullmatch(value))
    part = {name: tally[name] / filled for name in tally}
    return Evidence(
        filled=filled,
        rows=len(rows),
        numbers=part.get("numbers", 0.0),
        whole=part.get("whole", 0.0),
        dates=part.get("dates", 0.0),
        shown_dates=part.get("shown_dates", 0.0),
        months=part.get("months", 0.0),
        years=part.get("years", 0.0),
        share=part.get("share", 0.0),
        codes=part.get("codes", 0.0),
        distinct=len(values),
        samples=tuple(list(values)[:5]),
    )


def is_month_word(text: str) -> bool:
    """1..12, 3月, March: a month without its year."""
    bare = re.fullmatch(r"(?:m|p|period)?\s*0*([1-9]|1[0-2])\s*(?:月份?)?(?:\.0)?", text.strip().lower())
    return bool(bare) or (not any(c.isdigit() for c in text) and parse_date(f"2000 {text}") is not None)


def one_name_each(rows: Sequence[Row], key: int, value: int) -> float:
    """The share of different values of column `key` that go with one value of column `value` only."""
    seen: dict[str, set[str | None]] = {}
    for row in rows:
        if row[key]:
            seen.setdefault(str(row[key]), set()).add(row[value])
    return sum(len(v) == 1 for v in seen.values()) / len(seen) if seen else 0.0


def product_agrees(rows: Sequence[Row], quantity: int, price: int, amount: int, *, at_most: bool = False) -> float:
    """The share of rows in which quantity x price is the amount, to 1 % or two cents; trivial rows are left out.

    `at_most`: the amount may be smaller too, as it is after a discount.
    """
    sound = tried = 0
    for row in rows:
        q, p, a = (number(row[c] or "") for c in (quantity, price, amount))
        if q is None or p is None or a is None or q in (0, 1) or p in (0, 1):
            continue
        tried += 1
        near = abs(abs(q * p) - abs(a)) <= max(abs(a) / 100, Decimal("0.02"))
        sound += near or (at_most and abs(p) < abs(a) < abs(q * p))
    return sound / tried if tried >= 3 else 0.0
