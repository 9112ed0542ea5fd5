"""Customers of a scope ranked by their net value, largest first: what every cut is drawn on.

The order is by value descending, ties by customer key as text (bytewise). Every customer with at least one accepted
line in the scope is in it, also those at or below zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.exact import Numbers, Texts, decimal, running_sum, ten_thousandths, texts
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope


@dataclass(frozen=True, eq=False)
class Ranking:
    """Parallel columns of n customers in rank order; compare rankings by their scope and dataset, not by value."""

    scope: Scope  # as resolved: products by key
    customers: Texts  # (n,) keys
    names: Texts  # (n,) how they are shown
    values: Numbers  # (n,) net measure in ten-thousandths
    lines: Numbers  # (n,) accepted lines in scope
    returns: Numbers  # (n,) the negative amounts in scope, in ten-thousandths, at most 0
    managers: Texts  # (n,) account manager, '' where unknown
    salespeople: Texts  # (n,) '' where unknown
    types: Texts  # (n,) '' where unknown
    regions: Texts  # (n,) where most of its lines are, '' where unknown
    question: str  # the name of the SQL file that was asked
    parameters: dict[str, Any] = field(default_factory=dict)  # and what it was asked with

    @property
    def n(self) -> int:
        """Customers in scope."""
        return len(self.customers)

    @cached_property
    def cumulative(self) -> Numbers:
        """(n,) value of the first 1, 2, … n customers, in ten-thousandths."""
        return running_sum(self.values)

    @property
    def total_units(self) -> int:
        """The total in ten-thousandths."""
        return int(self.cumulative[-1]) if self.n else 0

    @property
    def total(self) -> Decimal:
        """The net measure of all ranked customers."""
        return decimal(self.total_units)

    @cached_property
    def position(self) -> dict[str, int]:
        """Customer key -> 0-based rank."""
        return dict(zip(self.customers.tolist(), range(self.n)))


def rank(sales: Sales, scope: Scope) -> Ranking:
    """The ranking of a scope, from one query: over months, or over lines where products or categories are chosen.

    Raises BadScope (a month, filter value or measure the dataset does not have) and Mixed (units or currencies in
    scope that must not be added in silence, with what each amounts to, so that one can be chosen).
    """
    scope = filters.resolve(sales, scope)
    filters.refuse_mixtures(sales, scope)
    question = filters.over("ranking", scope)
    parameters = {"measure": scope.measure.value, **filters.parameters(scope)}
    return _ranking(scope, question, parameters, sales.ask(question, **parameters))


def _ranking(scope: Scope, question: str, parameters: dict[str, Any], table: pa.Table) -> Ranking:
    return Ranking(
        scope=scope,
        customers=texts(table["customer"]),
        names=texts(table["name"]),
        values=ten_thousandths(table["value"]),
        lines=table["lines"].to_numpy(),
        returns=ten_thousandths(table["returns"]),
        managers=texts(table["manager"]),
        salespeople=texts(table["salesperson"]),
        types=texts(table["customer_type"]),
        regions=texts(table["region"]),
        question=question,
        parameters=parameters,
    )
