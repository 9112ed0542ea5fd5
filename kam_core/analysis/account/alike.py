"""Who is like an account: of its type and region, of its size, and buying much the same.

The mixes of two accounts are held side by side by their percentage similarity: the sum over the products of the smaller
of the two shares, 1 where they buy in the same proportions, 0 where they share no product (Renkonen 1938; one less the
Bray-Curtis dissimilarity of shares). The nearest of them are the neighbours of user-based collaborative filtering
(Herlocker et al. 1999, who find 20 to 50 to be enough).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kam_core.analysis import filters
from kam_core.analysis.exact import Flags, Numbers, Texts, texts
from kam_core.analysis.ranking import Ranking
from kam_core.analysis.sales import Sales

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Kind(StrEnum):
    """What the accounts compared have in common with it beside what they buy. A code under `[alike]` in the wording."""

    TYPE_AND_REGION = "type_and_region"
    TYPE = "type"
    REGION = "region"
    SIZE = "size"


@dataclass(frozen=True)
class Likeness:
    """Settings: who counts as alike."""

    band: float = 3.0  # at most three times as large, at least a third
    wide: float = 10.0  # the band where too few are in the narrow one
    enough: int = 10  # fewer than these say nothing of what is usual
    most: int = 20  # neighbours
    pool: int = 200  # whose mixes are looked at: the nearest in size
    overlap: float = 0.25  # of the mix that has to be the same


@dataclass(frozen=True, eq=False)
class Alike:
    """k look-alikes, the most alike first, and what they bought in the scope."""

    kind: Kind
    band: float  # the size band that was used
    customers: Texts  # (k,) keys
    names: Texts
    overlap: Floats  # (k,) share of the mix that is the same, 0 … 1
    products: Texts  # (q,) bought by any of them, by key
    product_names: Texts
    categories: Texts
    bought: Texts  # (q,) "YYYY-MM", the last month any of them bought it; '' = none
    shares: Floats  # (k, q) of what each buys, 0 … 1


def alike(sales: Sales, ranking: Ranking, at: int, rule: Likeness = Likeness()) -> Alike | None:
    """The look-alikes of the customer at 0-based rank `at`; None where fewer than `enough` are.

    From one query over the lines of at most `pool` customers: of its type and region within the size band first, then,
    while these are too few, of its type alone, of its type in the wide band, of any type in the wide band.
    """
    kinds, level = _levels(ranking, at, rule)
    near = np.abs(
        np.log(np.where(ranking.values > 0, ranking.values, 1).astype(float) / max(int(ranking.values[at]), 1))
    )
    candidates = np.flatnonzero(level < len(kinds))
    pool = candidates[np.lexsort((candidates, near[candidates], level[candidates]))][: rule.pool]
    if len(pool) < rule.enough:
        return None
    baskets = _baskets(sales, ranking, np.append(pool, at))
    mine, theirs = baskets.shares[-1], baskets.shares[:-1]
    overlap = np.minimum(theirs, mine).sum(axis=1)
    fits: Flags = overlap >= rule.overlap
    for reach, (kind, band) in enumerate(kinds):
        found = np.flatnonzero(fits & (level[pool] <= reach))
        if len(found) >= rule.enough:
            nearest = found[np.argsort(-overlap[found], kind="stable")][: rule.most]
            bought = (theirs[nearest] > 0).any(axis=0)
            return Alike(
                kind=kind,
                band=band,
                customers=ranking.customers[pool[nearest]],
                names=ranking.names[pool[nearest]],
                overlap=overlap[nearest],
                products=baskets.products[bought],
                product_names=baskets.names[bought],
                categories=baskets.categories[bought],
                bought=baskets.last_of(pool[nearest])[bought],
                shares=theirs[nearest][:, bought],
            )
    return None


def _levels(ranking: Ranking, at: int, rule: Likeness) -> tuple[list[tuple[Kind, float]], Whole]:
    """What is asked of look-alikes, strictest first; (n,) the strictest each customer meets, beyond the last: none."""
    mine = max(int(ranking.values[at]), 0)
    values = ranking.values
    others = (values > 0) & (np.arange(ranking.n) != at) & (mine > 0)
    typed, placed = ranking.types[at] != "", ranking.regions[at] != ""
    same_type, same_region = ranking.types == ranking.types[at], ranking.regions == ranking.regions[at]
    everyone = np.ones(ranking.n, np.bool_)
    steps: list[tuple[Kind, float, Flags]] = []
    if typed and placed:
        steps.append((Kind.TYPE_AND_REGION, rule.band, same_type & same_region))
    if typed:
        steps += [(Kind.TYPE, rule.band, same_type), (Kind.TYPE, rule.wide, same_type)]
    elif placed:
        steps.append((Kind.REGION, rule.band, same_region))
    steps += [(Kind.SIZE, rule.band, everyone)] if not typed else []
    steps.append((Kind.SIZE, rule.wide, everyone))
    level = np.full(ranking.n, len(steps))
    for place in range(len(steps) - 1, -1, -1):
        _, band, same = steps[place]
        level[others & same & _within(values, mine, band)] = place
    return [(kind, band) for kind, band, _ in steps], level


def _within(values: Numbers, mine: int, band: float) -> Flags:
    found: Flags = np.asarray((values >= mine / band) & (values <= mine * band), np.bool_)
    return found


@dataclass(frozen=True, eq=False)
class _Baskets:
    """Shares of each customer's purchases by product, and when each was last bought."""

    products: Texts
    names: Texts
    categories: Texts
    shares: Floats  # (customers, products)
    last: Texts  # (customers, products) "YYYY-MM", '' = never
    row: dict[int, int]  # rank -> row

    def last_of(self, ranks: Whole) -> Texts:
        """(q,) the last month any of these customers bought each product."""
        rows = self.last[[self.row[int(rank)] for rank in ranks]]
        return np.array([max(column) for column in rows.T], object)


def _baskets(sales: Sales, ranking: Ranking, ranks: Whole) -> _Baskets:
    scope = ranking.scope
    row = {int(rank): place for place, rank in enumerate(ranks)}
    place_of = {str(ranking.customers[rank]): place for rank, place in row.items()}
    asked = {"measure": scope.measure.value, "customers": list(place_of), **filters.line_parameters(scope)}
    table = sales.ask("peer_products:lines", **asked)
    products, column, inverse = np.unique(texts(table["product"]).astype(str), return_index=True, return_inverse=True)
    rows = np.array([place_of[customer] for customer in table["customer"].to_pylist()], np.int64)
    value = np.maximum(table["value"].to_numpy(), 0.0)
    bought, last = np.zeros((len(ranks), len(products))), np.full((len(ranks), len(products)), "", object)
    bought[rows, inverse], last[rows, inverse] = value, texts(table["bought"])
    whole = bought.sum(axis=1, keepdims=True)
    return _Baskets(
        products=products.astype(object),
        names=texts(table["name"])[column],
        categories=texts(table["category"])[column],
        shares=np.divide(bought, whole, out=np.zeros_like(bought), where=whole > 0),
        last=last,
        row=row,
    )
