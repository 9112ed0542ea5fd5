"""What a scope can be set to: the values of each dimension, the months, and the file's whole total beside a scope's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kam_core.analysis.filters import DIMENSIONS
from kam_core.analysis.months import span
from kam_core.analysis.sales import Sales
from kam_core.schema import Measure, State


@dataclass(frozen=True)
class Choice:
    """One value of a dimension; '' = blank. For a product `value` is the key and `label` its name."""

    value: str
    label: str
    lines: int
    amount: Decimal
    quantity: Decimal


@dataclass(frozen=True)
class Choices:
    """Everything a filter offers, the largest first. A dimension with one value or none offers nothing: ()."""

    months: tuple[str, ...]  # "YYYY-MM", every one from the first to the last, in order
    measures: tuple[Measure, ...]
    regions: tuple[Choice, ...]
    products: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    types: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    units: tuple[Choice, ...]
    currencies: tuple[Choice, ...]


def choices(sales: Sales) -> Choices:
    """Two queries: one over months, one (products, categories) over the lines. Worth keeping once a version."""
    found: dict[str, list[Choice]] = {dimension: [] for dimension in DIMENSIONS.values()}
    for question in ("choices", "choices_products"):
        for row in sales.ask(question).to_pylist():
            found[row.pop("dimension")].append(Choice(**row))
    about = sales.manifest
    return Choices(
        months=span(about.first_month, about.last_month) if about.first_month and about.last_month else (),
        measures=tuple(measure for measure in Measure if measure.value in about.account.measures),
        **{name: tuple(there) if len(there) > 1 else () for name, there in _by_filter(found).items()},
    )


def _by_filter(found: dict[str, list[Choice]]) -> dict[str, list[Choice]]:
    return {name: found[dimension] for name, dimension in DIMENSIONS.items()}


@dataclass(frozen=True)
class WholeTotal:
    """All months and customers of the file, in one measure: what a total in the user's own system is compared with."""

    ranked: Decimal  # lines that count and have a customer
    unassigned: Decimal | None  # sound lines without a customer: money only, None for other measures
    lines: int
    customers: int


def whole_total(sales: Sales, measure: Measure) -> WholeTotal:
    """The whole file's total, whatever the scope."""
    row = sales.ask("totals").to_pylist()[0]
    apart = sales.manifest.account.tallies.get(State.UNASSIGNED)
    money = (apart.money if apart else Decimal(0)) if measure is Measure.AMOUNT else None
    return WholeTotal(row[measure.value], money, row["lines"], row["customers"])
