"""A scope, checked against a dataset and turned into the parameters of a question.

Nothing is guessed: a name the dataset does not have is refused, naming the nearest ones it does have; units and
currencies that must not be added are refused with what there is of each.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.errors import BadScope, Mixed
from kam_core.schema import Measure

#: A filter of the scope and the dimension it chooses from.
DIMENSIONS = {
    "regions": "region",
    "products": "product",
    "categories": "category",
    "types": "customer_type",
    "departments": "department",
    "channels": "channel",
    "units": "unit",
    "currencies": "currency",
}


@dataclass(frozen=True)
class Part:
    """One of several units (or currencies) in scope: how much of it there is, and on how many lines."""

    name: str  # '' = blank
    value: Decimal
    lines: int


def from_lines(scope: Scope) -> bool:
    """Whether the scope can only be answered from the lines: months do not know products."""
    return bool(scope.products or scope.categories)


def over(question: str, scope: Scope) -> str:
    """The question, asked of the scope's months where they know enough, else of its lines."""
    return f"{question}:{'lines' if from_lines(scope) else 'months'}"


def parameters(scope: Scope) -> dict[str, Any]:
    """The `$` parameters that ranking, mixture and rows share: two dates or NULL, and lists of text.

    Where the scope merges customers, the address of its groups beside them: a dataset's `ask` takes it.
    """
    return _asked(scope, DIMENSIONS if from_lines(scope) else DIMENSIONS.keys() - {"products", "categories"})


def line_parameters(scope: Scope) -> dict[str, Any]:
    """The same for a question that is always asked of the lines."""
    return _asked(scope, DIMENSIONS)


def _asked(scope: Scope, lists: Container[str]) -> dict[str, Any]:
    asked: dict[str, Any] = {"first": first_day(scope.first), "last": first_day(scope.last), **merging(scope)}
    return asked | {name: list(getattr(scope, name)) for name in DIMENSIONS if name in lists}


def merging(scope: Scope) -> dict[str, str]:
    """The address of the scope's groups, as `ask` takes it; nothing where every customer is for itself."""
    return {"groups": scope.groups} if scope.groups else {}


def first_day(month: str | None) -> date | None:
    """The first day of "YYYY-MM". Raises BadScope("bad_month")."""
    if month is None:
        return None
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, re.ASCII) or month < "0001":
        raise BadScope("bad_month", value=month)
    return date(int(month[:4]), int(month[5:]), 1)


def resolve(sales: Sales, scope: Scope) -> Scope:
    """The scope with products by key, after checking that the dataset has its measure, period and every filter value.

    A product may be given by its name. Raises BadScope.
    """
    _check_measure(sales, scope.measure)
    _check_period(sales, scope)
    found: dict[str, Any] = {
        name: known(sales, dimension, getattr(scope, name))
        for name, dimension in DIMENSIONS.items()
        if getattr(scope, name)
    }
    return replace(scope, **found) if found else scope


def known(sales: Sales, dimension: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """The keys of the wanted values of a dimension, in their order, once each. Raises BadScope("unknown_…")."""
    question = "known_products" if dimension in ("product", "category") else "known"
    table = sales.ask(question, dimension=dimension, wanted=list(wanted))
    keys: dict[str, list[str]] = {}
    for value, key in zip(table["wanted"].to_pylist(), table["value"].to_pylist()):
        keys.setdefault(value, []).append(key)
    for value in wanted:
        if value not in keys:
            raise BadScope(f"unknown_{dimension}", value=value, near=tuple(near(sales, dimension, value)) or "–")
    return tuple(dict.fromkeys(key for value in wanted for key in keys[value]))


def near(sales: Sales, dimension: str, value: str, most: int = 5) -> list[str]:
    """Values of the dimension that look like `value`, the nearest first; without a likeness, the largest ones."""
    question = "choices_products" if dimension in ("product", "category") else "choices"
    table = sales.ask(question)
    rows = zip(table["dimension"].to_pylist(), table["value"].to_pylist(), table["label"].to_pylist())
    there = list(dict.fromkeys(text for name, key, label in rows if name == dimension for text in (key, label) if text))
    return nearest(value, there, most) or there[:most]


def nearest(value: str, there: Sequence[str], most: int) -> list[str]:
    """Texts that look like `value` or hold it, the nearest first."""
    folded = {text.casefold(): text for text in reversed(there)}
    alike = [folded[text] for text in difflib.get_close_matches(value.casefold(), folded, most, 0.6)]
    holding = [text for text in there if value and value.casefold() in text.casefold()]
    return list(dict.fromkeys(alike + holding))[:most]


def refuse_mixtures(sales: Sales, scope: Scope) -> None:
    """Raises Mixed where the measure would add different units, or different currencies, that nobody has chosen."""
    what = "unit" if scope.measure is Measure.QUANTITY else "currency"
    chosen = scope.units if what == "unit" else scope.currencies
    there = sales.manifest.account.units if what == "unit" else sales.manifest.account.currencies
    if chosen or not any(there):
        return
    table = sales.ask(over("mixture", scope), **parameters(scope))
    sums: dict[str, Part] = {}
    for row in table.to_pylist():
        before = sums.get(row[what], Part(row[what], Decimal(0), 0))
        sums[row[what]] = Part(row[what], before.value + row[scope.measure.value], before.lines + row["lines"])
    parts = tuple(part for part in sums.values() if part.value)
    blank_counts = what == "unit"  # pieces may be anything; money left blank is in the one currency there is
    if len([part for part in parts if part.name or blank_counts]) > 1:
        listed = ", ".join(f"{part.name or '(?)'} {part.value.normalize():,f}" for part in parts)
        raise Mixed("mixed_units" if what == "unit" else "mixed_currencies", parts=parts, listed=listed)


def _check_measure(sales: Sales, measure: Measure) -> None:
    there = sales.manifest.account.measures
    if measure.value not in there:
        raise BadScope(f"no_{measure.value}")


def _check_period(sales: Sales, scope: Scope) -> None:
    first, last = first_day(scope.first), first_day(scope.last)
    if first and last and first > last:
        raise BadScope("period_backwards", first=scope.first, last=scope.last)
    begins, ends = first_day(sales.manifest.first_month), first_day(sales.manifest.last_month)
    if begins and ends and ((first and first > ends) or (last and last < begins)):
        raise BadScope(
            "outside_period",
            first=scope.first or sales.manifest.first_month,
            last=scope.last or sales.manifest.last_month,
            begins=sales.manifest.first_month,
            ends=sales.manifest.last_month,
        )
