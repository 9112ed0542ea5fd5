"""Strategy 6: what promotions brought over the seasonal baseline, and what the months after took back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from kam_core.analysis.demand.arrays import Reals
from kam_core.analysis.demand.history import By, History, history
from kam_core.analysis.demand.season import seasonal_index
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import YEAR, between
from kam_core.analysis.playbook.baseline import Uplift, uplift
from kam_core.analysis.playbook.cells import Cell, State, unknown
from kam_core.analysis.playbook.ground import Deed, Ground
from kam_core.analysis.playbook.strategies import Strategy
from kam_core.errors import BadScope


def promotions(ground: Ground, strategy: Strategy) -> list[Cell]:
    """The promotions of the window added up, account by account."""
    days = strategy.days("window")
    theirs = [ground.past(at, days, "promotion") for at in range(len(ground.customers))]
    noted = ground.noted_since(days, "promotion")
    known = _seasons(ground, theirs)
    found = []
    for at, past in enumerate(theirs):
        figures: dict[str, Any] = {"promotions": len(past), "cost": _cost(past)}
        if not past:
            found.append(Cell(State.NOTHING, Finding("play_no_promotion"), figures) if noted else unknown(**figures))
            continue
        ups = known.of(ground.customers[at], past, ground.deeds[at], strategy) if known else []
        found.append(_cell(ups, figures) if ups else unknown("no_baseline", **figures))
    return found


def _cell(ups: list[Uplift], figures: dict[str, Any]) -> Cell:
    base, gain = sum(one.base for one in ups), sum(one.gain for one in ups)
    noise = float(np.sqrt(sum(one.noise**2 for one in ups)))
    over = [one.dip for one in ups if one.dip is not None]
    dip = sum(over) if over else None
    figures |= {"told": len(ups), "base": base, "gain": gain, "dip": dip, "noise": noise}
    if abs(gain) <= noise:
        return Cell(State.WATCH, Finding("play_no_uplift"), figures)
    facts = {"up": f"{gain / base:+.0%}", "dip": "" if dip is None else f"{dip / base:+.0%}"}
    said = Finding("play_uplift" if dip is None else "play_uplift_dip", facts)
    if gain < 0:
        return Cell(State.MISSED, said, figures)
    return Cell(State.GOOD if gain + (dip or 0.0) > noise else State.WATCH, said, figures)


def _cost(past: list[Deed]) -> float | None:
    costs = [one.cost for one in past if one.cost is not None]
    return sum(costs) if costs else None


class _Seasons:
    """What the promoted accounts bought, and the index of each product over everybody."""

    def __init__(self, theirs: History, whole: History) -> None:
        self.months = theirs.months
        self.begins = int(self.months[0][5:]) - 1
        found = seasonal_index(whole.values, self.begins, medial=True)
        index = np.where(found.found[:, None], found.index, 1.0)
        self.index = dict(zip(whole.products.tolist(), index))
        self.sold: dict[str, dict[str, Reals]] = defaultdict(dict)
        for customer, product, values in zip(theirs.customers, theirs.products, theirs.values):
            self.sold[customer][product] = values

    def of(self, customer: str, past: list[Deed], deeds: tuple[Deed, ...], strategy: Strategy) -> list[Uplift]:
        """The uplift of each promotion that can be told; of two of the same goods in the same months, one."""
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
        same = [one for one in deeds if one.kind == "promotion" and (not product or one.product in ("", product))]
        spans = [self._columns(one) for one in same]
        promoted = {month for begin, end in spans for month in range(begin, end + 1)}
        before, after = strategy.days("before"), strategy.days("after")
        return uplift(sold, index, self.begins, first, last, promoted, before, after)

    def _columns(self, one: Deed) -> tuple[int, int]:
        first = between(self.months[0], f"{one.date:%Y-%m}") - 1
        return first, max(first, between(self.months[0], f"{(one.until or one.date):%Y-%m}") - 1)


def _seasons(ground: Ground, past: list[list[Deed]]) -> _Seasons | None:
    promoted = [customer for customer, theirs in zip(ground.customers, past) if theirs]
    if not promoted or not ground.has_money:
        return None
    try:
        theirs = history(ground.dataset, ground.whole, By.BOTH, ground.as_of, promoted)
        whole = history(ground.dataset, ground.whole, By.PRODUCT, ground.as_of)
    except BadScope:  # nothing sold by then, or currencies that must not be added
        return None
    return _Seasons(theirs, whole) if theirs.months else None
