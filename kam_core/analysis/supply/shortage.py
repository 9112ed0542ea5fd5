"""A product that will not do for everyone: who claims how much of it, from the outlook, and what there is to give.

Need is the demand from the day after as of through the end of the product's peak, or of so many days; gross, whatever
stock there is. A customer that has not reported its stock is taken, for the split alone, to last as many days as the
others do: it neither gains nor loses by keeping silent. Its run-out date stays unknown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.supply.allocation import Claim
from kam_core.analysis.supply.demand_path import DemandPath, Floats, Receipts
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.season_need import capacities, is_key, own_stock, product_peaks, sold_whole
from kam_core.analysis.supply.shipping import weeks
from kam_core.errors import BadInput
from kam_core.store.dataset import Dataset

WEEK = 7


@dataclass(frozen=True, eq=False)
class Shortage:
    """n customers with demand for one product, by key. Quantities in the unit of its sales."""

    product: str
    name: str
    unit: str
    as_of: date
    until: date  # the last day that is to be covered
    claims: tuple[Claim, ...]  # (n,) on_hand: with what arrives by then; assumed where nothing was reported
    names: Texts  # (n,)
    regions: Texts
    on_hand: Floats  # (n,) NaN: not reported
    in_transit: Floats  # (n,) what arrives until then
    path: DemandPath  # (n, months)
    coming: Receipts
    untold: tuple[str, ...]  # customers without a forecast: they claim nothing

    @property
    def reported(self) -> Flags:
        """(n,) whether the stock is known."""
        return ~np.isnan(self.on_hand)


@dataclass(frozen=True)
class Offer:
    """What there is to give. available None: nothing says it. case None: any quantity can be given."""

    available: Decimal | None
    case: Decimal | None


def shortage(outlook: Outlook, product: str, keys: Collection[str], days: int | None = None) -> Shortage:
    """The claims on `product` (a key). days: to be covered; None: until its peak ends.

    Raises BadInput for a product that nobody in the outlook buys, and without days for one without a peak.
    """
    at = np.flatnonzero(outlook.products == product)
    if not len(at):
        raise BadInput("nobody_buys_product", product=product)
    until = outlook.day + days if days is not None else _peak_ends(outlook, product)
    if np.isnat(until):
        raise BadInput("no_peak_to_cover", product=str(outlook.product_names[at[0]]))
    if until > outlook.path.last:
        raise BadInput("days_beyond_forecast", days=days, most=int((outlook.path.last - outlook.day).astype(int)))
    need = DemandPath(outlook.path.first, outlook.path.monthly[at]).between(outlook.day, until)
    untold = tuple(outlook.customer_names[at[np.isnan(need)]].tolist())
    some = np.nan_to_num(need) >= 0.0001
    at, need = at[some], need[some]
    place = np.full(outlook.n, -1)
    place[at] = np.arange(len(at))
    mine = place[outlook.coming.series] >= 0
    coming = Receipts(place[outlook.coming.series[mine]], outlook.coming.day[mine], outlook.coming.quantity[mine])
    in_transit = coming.arriving(len(at), outlook.day, until)
    span = int((until - outlook.day).astype(np.int64))
    claims = _claims(outlook, at, need, span, in_transit, is_key(outlook, keys)[at])
    first = np.flatnonzero(outlook.products == product)[0]
    return Shortage(
        product=product,
        name=str(outlook.product_names[first]),
        unit=str(outlook.units[first]),
        as_of=outlook.as_of,
        until=until.astype(date),
        claims=claims,
        names=outlook.customer_names[at],
        regions=outlook.regions[at],
        on_hand=outlook.on_hand[at],
        in_transit=in_transit,
        path=DemandPath(outlook.path.first, outlook.path.monthly[at]),
        coming=coming,
        untold=untold,
    )


def offer(dataset: Dataset, outlook: Outlook, found: Shortage) -> Offer:
    """What there is to give by the end of the days covered: own stock (or what the supply table says is available now)
    and what can be made until then. A product without a capacity is not taken to be made at all."""
    at = np.flatnonzero(outlook.products == found.product)
    product = np.zeros(outlook.n, np.int64)
    products: Texts = np.array([found.product], object)
    until = np.datetime64(found.until, "D")
    mondays = weeks(outlook.day + 1, int((until - outlook.day).astype(np.int64)) // WEEK + 2)
    room = capacities(dataset, outlook, products, product, mondays)
    case = float(room.case[0]) or float(sold_whole(outlook, (outlook.products == found.product).astype(np.int64), 2)[1])
    stock = room.stock[0] if not np.isnan(room.stock[0]) else own_stock(outlook, products, outlook.units[at[:1]])[0]
    made = room.weekly[0, mondays + (WEEK - 1) <= until].sum() if room.limited[0] else 0.0
    known = not np.isnan(stock) or bool(room.limited[0])
    whole = max(float(np.nan_to_num(stock)), 0.0) + float(made)
    return Offer(Decimal(f"{whole:.4f}") if known else None, Decimal(f"{case:.4f}") if case else None)


def _peak_ends(outlook: Outlook, product: str) -> np.datetime64:
    mine = (outlook.products == product).astype(np.int64)
    ends: np.datetime64 = product_peaks(outlook, mine, 2).ends[1]
    return ends


def _claims(
    outlook: Outlook, at: np.typing.NDArray[np.int64], need: Floats, span: int, coming: Floats, key: Flags
) -> tuple[Claim, ...]:
    held = outlook.on_hand[at] + coming
    known = ~np.isnan(held)
    lasts = held[known].sum() / need[known].sum() if known.any() else 0.0
    held = np.where(known, np.maximum(held, 0.0), need * lasts)
    found = []
    for i, one in enumerate(at):
        wanted = Decimal(f"{need[i]:.4f}")
        price = outlook.price[one]
        found.append(
            Claim(
                customer=str(outlook.customers[one]),
                demand=round(wanted / span, 10),
                on_hand=Decimal(f"{held[i]:.4f}"),
                key=bool(key[i]),
                need=wanted,
                price=None if np.isnan(price) else Decimal(f"{price:.4f}"),
            )
        )
    return tuple(found)
