"""From an outlook to the season's plan: what each customer will use and has, and what is known of each product."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.supply.capacity import Capacity, capacity
from kam_core.analysis.supply.demand_path import Days, Floats, Whole
from kam_core.analysis.supply.order_by import ClosedDays
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.peak import PeakWindow, next_peak
from kam_core.analysis.supply.planning import plan_season
from kam_core.analysis.supply.season_plan import Goods, SeasonPlan, Wants
from kam_core.analysis.supply.settings import PRODUCTION
from kam_core.analysis.supply.shipping import weeks
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset

WEEK = 7


def season_plan(dataset: Dataset, outlook: Outlook, keys: Collection[str]) -> SeasonPlan:
    """The plan of everything in the outlook, key accounts (`keys`) first. Its settings are those of the outlook.

    All customers of a product are planned through the end of its next peak, so that its months add up; a product that
    has none is not planned.
    """
    names, at, product = np.unique(outlook.products.astype(str), return_index=True, return_inverse=True)
    products: Texts = names.astype(object)
    peak = product_peaks(outlook, product, len(products))
    last = max((day for day in peak.ends if not np.isnat(day)), default=outlook.day)
    mondays = weeks(outlook.day + 1, int((last - outlook.day).astype(np.int64)) // WEEK + 2)
    closed = closed_days(outlook)
    room = capacities(dataset, outlook, products, product, mondays)
    goods = Goods(
        products=products,
        names=outlook.product_names[at],
        categories=outlook.categories[at],
        units=outlook.units[at],
        first=peak.first,
        last=peak.last,
        own_stock=own_stock(outlook, products, outlook.units[at]),
        price=_price(outlook, product, len(products)),
        step=np.where(room.case > 0, room.case, sold_whole(outlook, product, len(products))),
    )
    wants = Wants(
        customers=outlook.customers,
        customer_names=outlook.customer_names,
        regions=outlook.regions,
        product=product,
        key=is_key(outlook, keys),
        path=outlook.path,
        until=peak.ends[product],
        on_hand=outlook.on_hand,
        coming=outlook.coming,
        safety=outlook.safety,
        transport=outlook.lead.transport,
    )
    return plan_season(wants, goods, room, outlook.day, mondays, closed)


def is_key(outlook: Outlook, keys: Collection[str]) -> Flags:
    """(n,) whether a series is a key account's."""
    wanted = set(keys)
    return np.fromiter((customer in wanted for customer in outlook.customers), np.bool_, outlook.n)


def closed_days(outlook: Outlook) -> ClosedDays:
    """The closed days that count under the settings of the outlook."""
    return outlook.times.closed if outlook.settings.closed_days else ClosedDays()


def product_peaks(outlook: Outlook, product: Whole, p: int) -> PeakWindow:
    """(p,) the next peak of each product: its customers' seasonal indices, weighed by what they will buy. Who has no
    peak counts as buying evenly, so that a few of them make no season.

    product: (n,) the row of each series.
    """
    weight = _weight(outlook)
    index = np.zeros((p, outlook.demand.index.shape[1]))
    own = np.where(outlook.peak.found[:, None], outlook.demand.index, 1.0)
    np.add.at(index, product, own * weight[:, None])
    whole = np.bincount(product, weight, p)
    with np.errstate(divide="ignore", invalid="ignore"):
        return next_peak(index / whole[:, None], outlook.day, outlook.settings.peak)


def capacities(dataset: Dataset, outlook: Outlook, products: Texts, product: Whole, mondays: Days) -> Capacity:
    """What can be made of `products` by the week, from the supply table; no limit is known where there is none."""
    rows = dataset.ask("capacities").to_pylist() if "supply" in dataset.views else []
    stopped = closed_days(outlook).production
    return capacity(rows, products.tolist(), outlook.day, mondays, stopped, production_days(outlook, products, product))


def production_days(outlook: Outlook, products: Texts, product: Whole) -> Whole:
    """(p,) open days: as set, else by the supply table, else the usual ones. Where only a lead time is set, the most
    that transport leaves of it."""
    settings, times = outlook.settings, outlook.times.production
    if settings.production is not None or settings.lead_time is not None:
        found = np.zeros(len(products), np.int64)
        np.maximum.at(found, product, outlook.lead.production)
        return found
    usual = times.get("", PRODUCTION)
    return np.fromiter((times.get(name, usual) for name in products), np.int64, len(products))


def own_stock(outlook: Outlook, products: Texts, units: Texts) -> Floats:
    """(p,) the firm's own stock in the unit of its sales; NaN where none is reported in it."""
    found = np.full(len(products), np.nan)
    place = {name: at for at, name in enumerate(products.tolist())}
    for own in outlook.positions.own:
        at = place.get(own.product, -1)
        if at >= 0 and (own.unit == units[at] or not own.unit or not units[at]):
            found[at] = own.on_hand + np.nan_to_num(found[at])
    return found


def _weight(outlook: Outlook) -> Floats:
    found: Floats = np.nan_to_num(outlook.demand.forecast).sum(axis=1)
    return found


def _price(outlook: Outlook, product: Whole, p: int) -> Floats:
    """(p,) money a unit, averaged over what will be bought; NaN where no price is known."""
    weight = np.where(np.isnan(outlook.price), 0.0, _weight(outlook))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.bincount(product, np.nan_to_num(outlook.price) * weight, p) / np.bincount(product, weight, p)
    return found


def sold_whole(outlook: Outlook, product: Whole, p: int) -> Floats:
    """(p,) 1 where only whole units were ever delivered, else (and in money) 0: nobody ships a third of a case."""
    if outlook.demand.history.measure is not Measure.QUANTITY:
        return np.zeros(p)
    past = outlook.sell_in.monthly[:, :-1]
    broken = (past != np.round(past)).any(axis=1)
    return np.where(np.bincount(product, broken, p) > 0, 0.0, 1.0)
