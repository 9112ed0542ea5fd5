"""Sales around what was done at an account: before, during and after it, against the seasonal baseline."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from kam_core.analysis.demand.arrays import Reals
from kam_core.analysis.demand.history import By, History, history
from kam_core.analysis.demand.season import seasonal_index
from kam_core.analysis.months import YEAR, between
from kam_core.analysis.playbook.baseline import Uplift, uplift
from kam_core.analysis.playbook.ground import Deed, Ground
from kam_core.analysis.playbook.strategies import Strategy
from kam_core.errors import BadScope


class Seasons:
    """What these accounts bought, and the index of each product over everybody."""

    def __init__(self, theirs: History, whole: History, kinds: tuple[str, ...], ahead: int) -> None:
        self.kinds, self.ahead = kinds, ahead
        self.months = theirs.months
        self.begins = int(self.months[0][5:]) - 1
        found = seasonal_index(whole.values, self.begins, medial=True)
        index = np.where(found.found[:, None], found.index, 1.0)
        self.index = dict(zip(whole.products.tolist(), index))
        self.sold: dict[str, dict[str, Reals]] = defaultdict(dict)
        for customer, product, values in zip(theirs.customers, theirs.products, theirs.values):
            self.sold[customer][product] = values

    def of(self, customer: str, past: list[Deed], deeds: tuple[Deed, ...], strategy: Strategy) -> list[Uplift]:
        """The uplift of each of them that can be told; of two of the same goods in the same months, one."""
        ups: dict[tuple[str, int, int], Uplift | None] = {}
        for one in past:
            at = (one.product, *self._columns(one))
            ups[at] = self._uplift(customer, at, deeds, strategy)
        return [up for up in ups.values() if up is not None]

    def _uplift(
        self, customer: str, at: tuple[str, int, int], deeds: tuple[Deed, ...], strategy: Strategy
    ) -> Uplift | None:
        product, first, last = at
        theirs = self.sold[customer]
        if product:
            sold, index = theirs.get(product), self.index.get(product, np.ones(YEAR))
        else:  # for all it buys: its season is that of its products, each by its weight
            sold = np.sum(list(theirs.values()), axis=0) if theirs else None
            weights = np.array([max(float(values.sum()), 0.0) for values in theirs.values()])
            index = np.ones(YEAR)
            if weights.sum() > 0:
                index = np.average([self.index.get(one, np.ones(YEAR)) for one in theirs], axis=0, weights=weights)
        if sold is None:
            return None
        same = [one for one in deeds if one.kind in self.kinds and (not product or one.product in ("", product))]
        spans = [self._columns(one) for one in same]
        promoted = {month for begin, end in spans for month in range(begin, end + 1)}
        before, after = strategy.days("before"), strategy.days("after")
        return uplift(sold, index, self.begins, first, last, promoted, before, after, self.ahead)

    def _columns(self, one: Deed) -> tuple[int, int]:
        first = between(self.months[0], f"{one.date:%Y-%m}") - 1
        return first, max(first, between(self.months[0], f"{(one.until or one.date):%Y-%m}") - 1)


def seasons(ground: Ground, past: list[list[Deed]], kinds: tuple[str, ...], ahead: int = 0) -> Seasons | None:
    """Of the accounts something was done at; None where their sales tell nothing. kinds: what makes a month no ordinary
    one; ahead: months before it that are looked at too."""
    promoted = [customer for customer, theirs in zip(ground.customers, past) if theirs]
    if not promoted or not ground.has_money:
        return None
    try:
        theirs = history(ground.dataset, ground.whole, By.BOTH, ground.as_of, promoted)
        whole = history(ground.dataset, ground.whole, By.PRODUCT, ground.as_of)
    except BadScope:  # nothing sold by then, or currencies that must not be added
        return None
    return Seasons(theirs, whole, kinds, ahead) if theirs.months else None
