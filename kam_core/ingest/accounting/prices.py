"""How a file writes money: an amount of its own or quantity x price, a discount in percent, a cost each or whole.

Decided once a file, by evidence from all its records, and handed to the accounting as variables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from kam_core.engine import load_sql
from kam_core.errors import NotThisTable
from kam_core.ingest.accounting.body import role_names
from kam_core.ingest.accounting.lookups import only_row
from kam_core.ingest.recipe import Mapping
from kam_core.ingest.understanding.headers import is_money_off
from kam_core.schema import Role

_EACH = re.compile(r"unit|each|per |/|单位|单价|單價|単価", re.IGNORECASE)


def decide(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, headers: dict[Role, str], file: str, *, clean: bool = False
) -> None:
    """Sets amount_from, measure, priced, discount_… and cost_is. Raises NotThisTable where nothing can be added up.

    clean: suppose that no amount is missing where there is a column of amounts.
    """
    roles = role_names(mapping) | {Role(measure) for _, _, measure in mapping.months}
    amount_from, measure = _money(roles, file, headers)
    for name, value in {"amount_from": amount_from, "measure": measure, "cost_is": "none"}.items():
        con.execute(f"SET VARIABLE {name} = $value", {"value": value})
    _say_discount(con, _PART)
    con.execute("SET VARIABLE priced = $value", {"value": _priced(con, roles, clean)})
    if Role.DISCOUNT in roles and {Role.QUANTITY, Role.UNIT_PRICE} <= roles:
        _say_discount(con, _discount(con, headers.get(Role.DISCOUNT, "")))
    if Role.COST in roles and Role.PROFIT not in roles and measure == "amount":
        con.execute("SET VARIABLE cost_is = $value", {"value": _cost(con, headers.get(Role.COST, ""), roles)})


def _money(roles: frozenset[Role], file: str, headers: dict[Role, str]) -> tuple[str, str]:
    if Role.AMOUNT in roles:
        return "amount", "amount"
    if {Role.QUANTITY, Role.UNIT_PRICE} <= roles:
        return "product", "amount"
    if Role.QUANTITY in roles:
        return "none", "quantity"
    raise NotThisTable("no_amount_column", file=file, columns=", ".join(headers.values()), flags="--map amount=…")


def _priced(con: duckdb.DuckDBPyConnection, roles: frozenset[Role], clean: bool) -> bool:
    """Prices are multiplied only where an amount is missing: that is dear over ten million records."""
    if Role.UNIT_PRICE not in roles or Role.AMOUNT not in roles:
        return Role.UNIT_PRICE in roles
    return not clean and bool(only_row(con, load_sql("ingest/amount_missing"))[0])


@dataclass(frozen=True)
class _Discount:
    """How discounts are written: a part of the price or money; 8 for 8 percent; the share off or the share paid."""

    kind: str = "part"
    scale: Decimal = Decimal(1)
    rest: bool = False


_PART = _Discount()


def _say_discount(con: duckdb.DuckDBPyConnection, found: _Discount) -> None:
    con.execute("SET VARIABLE discount_is = $value", {"value": found.kind})
    con.execute("SET VARIABLE discount_scale = $value", {"value": found.scale})
    con.execute("SET VARIABLE discount_rest = $value", {"value": found.rest})


def _discount(con: duckdb.DuckDBPyConnection, header: str) -> _Discount:
    """Percent where the column reaches beyond 1, money where it reaches beyond 100, or is called so, or shows cents.

    A column whose middle value is more than a half says what is paid, not what is taken off (折扣 0.9, 95, 8.5 折).
    """
    largest, middle, halves = only_row(con, load_sql("ingest/discount"))
    if is_money_off(header) or (largest or 0) > 100 or ((largest or 0) > 1 and (halves or 0) < 0.9):
        return _Discount("money")
    scale = Decimal(1) if (largest or 0) <= 1 else Decimal("0.01")
    if "折" in header and "%" not in header and 5 <= (middle or 0) <= 10 >= (largest or 0):
        return _Discount("part", Decimal("0.1"), True)
    return _Discount("part", scale, float(middle or 0) * float(scale) > 0.5)


def _cost(con: duckdb.DuckDBPyConnection, header: str, roles: frozenset[Role]) -> str:
    """A cost is each piece's where its header says so, or where cost x quantity stays closer to the amount."""
    if Role.QUANTITY not in roles:
        return "whole"
    if _EACH.search(header):
        return "each"
    row = only_row(con, load_sql("ingest/cost"))
    if not row or row[0] is None or row[1] is None:
        return "whole"
    return "each" if row[1] < row[0] else "whole"
