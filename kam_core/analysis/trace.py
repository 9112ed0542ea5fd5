"""How a figure is computed: the formula, its inputs, the question with its parameters, and the lines that sum to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.cut import Rule
from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.engine import load_sql
from kam_core.errors import BadScope

MOST_ROWS = 2_000


@dataclass(frozen=True)
class Trace:
    """formula: the sentence of the rule with its numbers; inputs: the named scalars that went in and came out."""

    formula: Finding
    inputs: tuple[tuple[str, Any], ...]  # (code under [input] in the wording, value)
    question: str  # the SQL file's name
    sql: str
    parameters: dict[str, Any]


def trace(pareto: Pareto) -> Trace:
    """How the share of the key accounts was computed."""
    ranking, cut = pareto.ranking, pareto.cut
    value: Any = cut.value / 100 if cut.rule in (Rule.TOP, Rule.REACH) else cut.value
    value = int(value) if cut.rule is Rule.COUNT else float(value) if cut.rule in (Rule.TOP, Rule.REACH) else value
    formula = Finding(f"formula_{cut.rule.value}", {"value": value, "customers": pareto.n, "k": pareto.k})
    inputs = (
        ("customers", pareto.n),
        ("above_line", pareto.k),
        ("pinned", len(pareto.added)),
        ("excluded", len(pareto.removed)),
        ("key_accounts", pareto.key_accounts),
        ("key_total", pareto.key_total),
        ("total", pareto.total),
        ("share", pareto.share),
    )
    return Trace(formula, inputs, ranking.question, load_sql(ranking.question), dict(ranking.parameters))


@dataclass(frozen=True, eq=False)
class Rows:
    """The lines behind one customer's value, the latest first: at most `limit` of `count`, which sum to `total`."""

    table: pa.Table  # source, line, date, product, product_name, order, quantity, amount, profit, value …
    count: int
    total: Decimal


def rows_of(sales: Sales, scope: Scope, customer: str, limit: int = MOST_ROWS) -> Rows:
    """The lines of one customer within the scope. Raises BadScope, also where the customer has none."""
    scope = filters.resolve(sales, scope)
    everything = {"products": list(scope.products), "categories": list(scope.categories)}
    parameters = {"measure": scope.measure.value, **everything, **filters.parameters(scope)}
    table = sales.ask("rows_of:lines", customer=customer, limit=limit, **parameters)
    if table.num_rows == 0:
        raise BadScope("unknown_customer", value=customer)
    return Rows(table.drop_columns(["count", "total"]), table["count"][0].as_py(), table["total"][0].as_py())
