"""A list of groups as people have it, pasted or in a file: customer, group. Who matched nobody is told."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kam_core.analysis.pasted import Finder
from kam_core.analysis.sales import Sales
from kam_core.engine import Engine
from kam_core.errors import BadInput
from kam_core.ingest.read import read
from kam_core.ingest.recipe import Upload
from kam_core.ingest.understanding.evidence import read_records
from kam_core.ingest.understanding.headers import key as folded

CUSTOMER = ("customer", "customer code", "customer name", "dealer", "客户", "客户编码", "客户名称", "经销商", "名称")
GROUP = ("group", "customer group", "controller", "集团", "客户集团", "控制人", "实际控制人", "合并为", "合并后名称")
HEAD = 20  # rows among which a header is looked for
MOST = 100_000  # rows of one list

Pair = tuple[str, str]


@dataclass(frozen=True)
class Listed:
    """of: customer key -> group. unknown: what stands in the list and is no customer. shared: names of several
    customers, all of whom are in `of`. twice: customers the list puts in two groups; the last one counts."""

    of: dict[str, str]
    unknown: tuple[str, ...]
    shared: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def groups(self) -> int:
        """How many groups it names."""
        return len(set(self.of.values()))


def listed(sales: Sales, pairs: Iterable[Pair]) -> Listed:
    """The list, its customers found among those of the dataset."""
    finder = Finder(sales)
    of: dict[str, str] = {}
    unknown: list[str] = []
    shared: list[str] = []
    twice: list[str] = []
    for customer, group in pairs:
        keys = finder.keys(customer)
        if not keys:
            unknown.append(customer)
        if len(keys) > 1:
            shared.append(customer)
        for key in keys:
            if of.get(key, group) != group:
                twice.append(key)
            of[key] = group
    return Listed(of, *(tuple(dict.fromkeys(names)) for names in (unknown, shared, twice)))


def pasted_pairs(text: str) -> list[Pair]:
    """Customer and group of each line as it is pasted or typed: two cells, split by a tab, a semicolon or a comma."""
    rows = [[cell.strip().strip('"').strip() for cell in _split(line)] for line in text.splitlines() if line.strip()]
    return _pairs(rows)


def pairs_of_file(path: Path, name: str) -> list[Pair]:
    """The same of a CSV file or a workbook; columns by their headers, else the first two.

    Raises UnreadableFile, and BadInput where there are no two columns.
    """
    with tempfile.TemporaryDirectory() as room:
        work = Path(room).resolve()
        engine = Engine([work, path.resolve().parent])
        sources, _ = read([Upload(name, path.resolve())], work / "records", engine)
        for source in sources:
            _, rows = read_records(source, engine, 0, min(source.count, MOST))
            found = _pairs([[(cell or "").strip() for cell in row] for row in rows])
            if found:
                return found
    raise BadInput("groups_no_list", file=name)


def _split(line: str) -> list[str]:
    for mark in ("\t", ";", "；", ",", "，"):
        if mark in line:
            return re.split(re.escape(mark), line, maxsplit=0 if mark == "\t" else 1)
    return [line]


def _pairs(rows: Sequence[Sequence[str]]) -> list[Pair]:
    begins, columns = 0, (0, 1)
    for at, row in enumerate(rows[:HEAD]):
        heads = [folded(cell) for cell in row]
        found = [next((heads.index(w) for w in map(folded, words) if w in heads), None) for words in (CUSTOMER, GROUP)]
        if found[0] is not None and found[1] is not None:
            begins, columns = at + 1, (found[0], found[1])
            break
    both = ((row[columns[0]], row[columns[1]]) for row in rows[begins:MOST] if len(row) > max(columns))
    return [(customer, " ".join(group.split())) for customer, group in both if customer and group.strip()]
