"""The small table of a shortage: customer, daily demand, stock on hand, key account or not. Read like any other file.

Encoding, dialect and sheet are decided as for a sales file; a cell that cannot be used is named with its line, column
and value. Stock that is not written is not known, and never taken for none.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kam_core.analysis.supply.allocation import Claim
from kam_core.engine import Engine
from kam_core.errors import BadInput, Notice
from kam_core.ingest.numbers import parse_number
from kam_core.ingest.read import read
from kam_core.ingest.recipe import Source, Upload
from kam_core.ingest.understanding.decimal_mark import decide
from kam_core.ingest.understanding.evidence import Row, look, read_records
from kam_core.ingest.understanding.headers import key as folded
from kam_core.ingest.words import fold, words

HEADERS = {  # the first of each is its documented name
    "customer": (
        "customer",
        "customer_id",
        "dealer",
        "account",
        "客户",
        "客户名称",
        "客户编码",
        "经销商",
        "经销商名称",
    ),
    "daily_demand": (
        "daily_demand",
        "demand",
        "demand_per_day",
        "日需求",
        "日需求量",
        "日均需求",
        "日均需求量",
        "日均销量",
    ),
    "on_hand": ("on_hand", "stock", "stock_on_hand", "inventory", "现有库存", "库存", "库存数量", "现有数量"),
    "key": ("key", "key_account", "is_key", "大客户", "是否大客户", "重点客户", "是否重点客户"),
}
NEEDED = ("customer", "daily_demand", "on_hand")
HEAD = 20  # records among which the header is looked for
DIGITS = 11  # before the point: what a JSON number carries together with four decimals
PLACES = 10  # behind it
YES = frozenset(map(fold, ("1", "yes", "y", "true", "t", "x", "是", "对", "√", "✓", "大客户", "key")))
NO = frozenset(map(fold, ("", "0", "no", "n", "false", "f", "否", "不是", "×", "-", "其他客户", "other")))


@dataclass(frozen=True)
class _Table:
    """One source with its header found."""

    file: str
    columns: dict[str, int]  # what it is -> 0-based column
    names: Row  # the headers as they are written
    lines: Sequence[int]
    rows: Sequence[Row]
    mark: str  # the decimal mark

    def text(self, row: Row, name: str) -> str:
        at = self.columns.get(name)
        return (row[at] or "").strip() if at is not None else ""

    def quantity(self, line: int, row: Row, name: str) -> Decimal:
        """The cell as a quantity from 0. Raises BadInput."""
        text = self.text(row, name)
        place = {"file": self.file, "line": str(line), "column": self.names[self.columns[name]]}
        if not text:
            raise BadInput("claim_cell_empty", **place)
        value = parse_number(text, self.mark)
        if value is None or value < 0:
            raise BadInput("claim_no_quantity", value=text, **place)
        if value.adjusted() >= DIGITS or -int(value.normalize().as_tuple().exponent) > PLACES:
            raise BadInput("claim_too_large", value=text, digits=DIGITS, places=PLACES, **place)
        return value

    def is_key(self, line: int, row: Row) -> bool:
        """Whether the row is marked as a key account. Raises BadInput for what is neither yes nor no."""
        text = self.text(row, "key")
        if fold(text) not in YES | NO:
            column = self.names[self.columns["key"]]
            raise BadInput("claim_no_mark", file=self.file, line=str(line), column=column, value=text)
        return fold(text) in YES


def read_claims(path: Path, days: int | None) -> tuple[list[Claim], list[Notice]] | None:
    """The claims of a file, in its order, and what should be known of the reading; None where it is no such table.

    days: how many days of demand each is to be given at most (its need); None: no limit.
    Raises BadInput with file, line, column and value for a cell that cannot be used, and for a customer that stands in
    two rows; UnreadableFile for bytes that are no table.
    """
    with tempfile.TemporaryDirectory() as room:
        work = Path(room).resolve()
        engine = Engine([work, path.resolve().parent])
        sources, notices = read([Upload(path.name, path.resolve())], work / "records", engine)
        found = next((table for source in sources if (table := _table(source, engine))), None)
    return None if found is None else (_claims(found, days, notices), notices)


def _table(source: Source, engine: Engine) -> _Table | None:
    head_lines, head = read_records(source, engine, 0, HEAD)
    for line, row in zip(head_lines, head):
        there = [folded(cell or "") for cell in row]
        columns = {
            name: there.index(word)
            for name, known in HEADERS.items()
            if (word := next((folded(k) for k in known if folded(k) in there), None)) is not None
        }
        if all(name in columns for name in NEEDED):
            lines, rows = read_records(source, engine, line + 1, source.count)
            evidence = [look(rows[:2000], column) for column in range(len(row))]
            mark = decide(rows, evidence, source.layout.delimiter)
            return _Table(source.file, columns, row, lines, rows, mark)
    return None


def _claims(table: _Table, days: int | None, notices: list[Notice]) -> list[Claim]:
    claims: list[Claim] = []
    seen: dict[str, int] = {}
    for line, row in zip(table.lines, table.rows):
        if not any((cell or "").strip() for cell in row):
            continue
        customer = table.text(row, "customer")
        if not customer:
            raise BadInput("claim_no_customer", file=table.file, line=str(line))
        if fold(customer) in words("total", "grand", "part"):
            notices.append(Notice("claim_total", {"file": table.file, "line": str(line), "value": customer}))
            continue
        if customer in seen:
            raise BadInput("claim_twice", file=table.file, first=str(seen[customer]), line=str(line), customer=customer)
        seen[customer] = line
        demand = table.quantity(line, row, "daily_demand")
        on_hand = table.quantity(line, row, "on_hand")
        need = None if days is None else demand * days
        claims.append(Claim(customer, demand, on_hand, table.is_key(line, row), need))
    if not claims:
        raise BadInput("no_rows", file=table.file)
    return claims
