"""Units: the same product in cases and in bottles, brought to bottles where its spec says how many a case holds.

Nothing is converted that the file does not spell out (1×24, 500ml*24, 24瓶/箱); volumes in other units stay apart, and
the analysis refuses to add them.
"""

from __future__ import annotations

import re
from collections import defaultdict

import duckdb
import pyarrow as pa

from kam_core.engine import load_sql
from kam_core.errors import Notice
from kam_core.ingest.accounting.body import role_names
from kam_core.ingest.accounting.lookups import fill, only_row
from kam_core.ingest.recipe import Mapping
from kam_core.ingest.words import fold, words
from kam_core.schema import Role

_PER = re.compile(r"([0-9]{1,4})\s*([^\W\d_]+)\s*(?:/|per|每)\s*1?\s*([^\W\d_]+)")
_TIMES = re.compile(r"[×*xX✕╳]")
_COUNT = re.compile(r"([0-9]{1,4})\s*([^\W\d_]*)")
_SIZES = frozenset(
    ["ml", "l", "cl", "g", "kg", "mg", "mm", "cm", "m", "oz", "lb", "升", "毫升", "克", "千克", "公斤", "度"]
)


def convert(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> list[Notice]:
    """Fills `conversions` (product, unit -> factor, smaller unit); what to say of it, [] where nothing is converted."""
    roles = role_names(mapping)
    if not {Role.UNIT, Role.SPEC, Role.QUANTITY} <= roles or not roles & {Role.PRODUCT, Role.PRODUCT_NAME}:
        return []
    units: dict[str, set[str]] = defaultdict(set)
    specs: dict[str, set[str]] = defaultdict(set)
    for product, unit, spec in con.execute(load_sql("ingest/specs")).fetchall():
        units[product].add(unit)
        specs[product].add(spec)
    found = []
    for product, names in sorted(units.items()):
        ways = {way for spec in specs[product] if (way := between(names, spec))}
        if len(ways) == 1 and len(names) == 2:
            larger, smaller, factor = ways.pop()
            found.append((product, larger, factor, smaller))
    kinds = [("product", pa.string()), ("unit", pa.string()), ("factor", pa.int64()), ("smaller", pa.string())]
    if not fill(con, "conversions", kinds, found):
        return []
    product, larger, factor, smaller = found[0]
    (lines,) = only_row(con, load_sql("ingest/converted"))
    return [Notice("units_converted", {"lines": lines, "example": f"{product}: 1 {larger} = {factor} {smaller}"})]


def between(units: set[str], spec: str) -> tuple[str, str, int] | None:
    """(larger unit, smaller unit, how many) of two units as a spec has it; None where it does not say."""
    if len(units) != 2:
        return None
    known = {fold(unit): unit for unit in units}
    if per := _PER.search(fold(spec)):
        if per[2] in known and per[3] in known:
            return known[per[3]], known[per[2]], int(per[1])
        return None
    larger = [unit for name, unit in known.items() if name in words("units", "holding")]
    count = pieces(spec)
    if len(larger) != 1 or count is None:
        return None
    (smaller,) = units - set(larger)
    return larger[0], smaller, count


def pieces(spec: str) -> int | None:
    """How many pieces a spec packs together: 1×24 -> 24, 6*4*330ml -> 24, 500ml -> None."""
    parts = [_COUNT.fullmatch(part.strip(" ()（）")) for part in _TIMES.split(fold(spec))]
    if len(parts) < 2:
        return None
    count = 1
    for part in parts:
        if part and part[2] not in _SIZES:
            count *= int(part[1])
    return count if count > 1 else None
