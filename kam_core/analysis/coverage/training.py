"""Who was trained on the complex products: at which account, at which level, how long after the launch.

An account counts for a product when it bought it in the last twelve complete months. The days from launch to training
are told where the launch lies within the time activities are known of: an earlier training would stand in no list.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np
import pyarrow as pa

from kam_core.analysis import filters
from kam_core.analysis.coverage.deeds import has_activities, of_activities
from kam_core.analysis.coverage.settings import LEVELS, Level
from kam_core.analysis.exact import Texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.sales import Beside
from kam_core.analysis.scope import Scope


@dataclass(frozen=True)
class Trained:
    """One account's training on one product: the first day and everyone listed since."""

    customer: str
    product: str
    first: date
    days: int | None  # from launch to the first day, negative where it came before; None: cannot be told
    times: int
    levels: tuple[Level, ...]  # reached, from the top
    people: tuple[str, ...]  # named in the list
    buys: bool  # it bought the product in the months looked at


@dataclass(frozen=True)
class Product:
    """One complex product: how many of the accounts that buy it have somebody trained."""

    product: str
    name: str
    launched: date | None
    buyers: int
    trained_buyers: int
    levels: dict[Level, int]  # accounts with somebody of the level trained
    days: float | None  # median from launch to an account's first training; None: cannot be told of any

    @property
    def share(self) -> Fraction | None:
        """trained_buyers / buyers."""
        return Fraction(self.trained_buyers, self.buyers) if self.buyers else None


@dataclass(frozen=True)
class Training:
    """Complex products that were bought or trained, the most buyers without training first."""

    products: tuple[Product, ...]
    trained: tuple[Trained, ...]  # by customer and product
    untrained: tuple[tuple[str, str], ...]  # (customer, product) bought, nobody trained
    complex: int  # products the list calls complex
    begins: date | None  # the first day activities are known of

    @property
    def names(self) -> dict[str, str]:
        """Product key -> how it is shown."""
        return {one.product: one.name for one in self.products}

    @property
    def finding(self) -> Finding:
        """How much of what asks for training has had it, and the product that lacks most."""
        asking = sum(one.buyers for one in self.products)
        if not self.complex:
            return Finding("training_no_complex", {})
        if not asking:
            return Finding("training_nobody_buys", {"complex": self.complex})
        facts = {"asking": asking, "trained": sum(one.trained_buyers for one in self.products)}
        first = self.products[0]
        lacking = first.buyers - first.trained_buyers
        if not lacking:
            return Finding("training_whole", facts)
        return Finding("training", facts | {"product": first.name, "lacking": lacking, "buyers": first.buyers})


def training(dataset: Beside, scope: Scope, customers: Texts, as_of: date) -> Training | None:
    """The training of these customers, in the months and filters of `scope`, already resolved.

    None where there is no list of products, or none of activities. Raises Busy.
    """
    if "products" not in dataset.views or not has_activities(dataset):
        return None
    goods = {row["product"]: row for row in dataset.ask("complex_products").to_pylist()}
    asked = {"among": customers.tolist(), "wanted": list(goods)}
    lists = {"products": list(scope.products), "categories": list(scope.categories)}
    bought = dataset.ask("buyers:lines", **asked, **lists, **filters.parameters(scope))
    buyers = set(zip(*(column.to_pylist() for column in bought.columns)))
    begins = dataset.ask("activities_begin")["first"][0].as_py()
    told = dataset.ask(of_activities("trainings", dataset), as_of=as_of, **asked)
    trained = _trained(told, {name: row["launched"] for name, row in goods.items()}, begins, buyers)
    if scope.products or scope.categories:  # of the goods looked at only
        trained = tuple(one for one in trained if one.product in {product for _, product in buyers})
    done = {(one.customer, one.product) for one in trained}
    looked_at = {product for _, product in buyers | done}
    products = [
        _product(row, [one for one in trained if one.product == name], {c for c, p in buyers if p == name})
        for name, row in goods.items()
        if name in looked_at
    ]
    products.sort(key=lambda one: (one.trained_buyers - one.buyers, one.product))
    return Training(tuple(products), trained, tuple(sorted(buyers - done)), len(goods), begins)


def _trained(
    table: pa.Table, launched: dict[str, date | None], begins: date | None, buyers: set[tuple[str, str]]
) -> tuple[Trained, ...]:
    """The rows, ordered by customer and product, one a training."""
    found: dict[tuple[str, str], Trained] = {}
    for row in table.to_pylist():
        at = (row["customer"], row["product"])
        launch = launched[row["product"]]
        days = (row["date"] - launch).days if launch and begins and launch >= begins else None
        was = found.get(at) or Trained(*at, row["date"], days, 0, (), (), at in buyers)
        reached = {*was.levels, *(level for level in LEVELS if level == row["level"])}
        people = (*was.people, row["contact"]) if row["contact"] and row["contact"] not in was.people else was.people
        levels = tuple(level for level in LEVELS if level in reached)
        found[at] = replace(was, times=was.times + 1, levels=levels, people=people)
    return tuple(found.values())


def _product(row: dict[str, object], trained: list[Trained], buyers: set[str]) -> Product:
    days = [one.days for one in trained if one.days is not None]
    return Product(
        product=str(row["product"]),
        name=str(row["name"]),
        launched=row["launched"],  # type: ignore[arg-type]
        buyers=len(buyers),
        trained_buyers=sum(one.customer in buyers for one in trained),
        levels={level: sum(level in one.levels for one in trained) for level in LEVELS},
        days=float(np.median(days)) if days else None,
    )
