"""Which demand a series is forecast from: sell-out, else implied sell-through, else sell-in.

Dealers load up before consumers buy, so stock held against a sell-in forecast mixes two seasons: what dealers sold on
comes first wherever it reaches back far enough. Where it does not reach back two years, deliveries stand for the months
before: in the long run as much is delivered as is sold on, and a history that begins late has no season.
"""

from __future__ import annotations

import numpy as np

from kam_core.analysis.demand.history import History, made_of
from kam_core.analysis.exact import Texts
from kam_core.analysis.supply.past_stock import PastStock
from kam_core.analysis.supply.settings import Source

ENOUGH = 12  # months covered from which a better source is taken of itself
FEWEST = 3  # and where it was asked for: without three there is no forecast
OWN = 24  # and from which it is known what the season of the better source is
RECENT = 3  # months at the end of the history, one of which it must reach


def demand_history(sell_in: History, past: PastStock | None, wanted: Source | None) -> tuple[History, Texts]:
    """The history demand is forecast from, and the Source of each series (n,). wanted None: the best there is.

    A series that has too little of the wanted source stays with its deliveries. Months with empty shelves say nothing.
    """
    sources = np.full(sell_in.n, Source.SELL_IN, object)
    if past is None:
        return sell_in, sources
    values, so_far = sell_in.values.copy(), sell_in.so_far.copy()
    unknown = past.empty.copy()
    for source, found in ((Source.SELL_OUT, past.sell_out), (Source.IMPLIED, past.implied)):
        if wanted not in (None, source):
            continue
        covered = ~np.isnan(found)
        enough = covered.sum(axis=1) >= (ENOUGH if wanted is None else FEWEST)
        take = enough & covered[:, -RECENT:].any(axis=1) & (sources == Source.SELL_IN)
        sources[take] = source
        begun = np.cumsum(covered, axis=1) > 0
        own = begun | (covered.sum(axis=1) >= OWN)[:, None]
        values[take] = np.where(own[take], np.nan_to_num(found[take]), values[take])
        unknown[take] |= ~covered[take] & begun[take]
        so_far[take] = 0.0
    if not unknown.any() and (sources == Source.SELL_IN).all():
        return sell_in, sources
    made = made_of(
        values,
        sell_in.months,
        by=sell_in.by,
        measure=sell_in.measure,
        as_of=sell_in.as_of,
        so_far=so_far,
        customers=sell_in.customers,
        products=sell_in.products,
        customer_names=sell_in.customer_names,
        product_names=sell_in.product_names,
        categories=sell_in.categories,
        units=sell_in.units,
    )
    return made.censored(unknown) if unknown.any() else made, sources
