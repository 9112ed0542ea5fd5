"""What to make when: backwards from the need, each period at most its capacity, what does not fit earlier.

Made as late as possible, so that the least stock is built ahead; what does not fit before the first period cannot be
built in time, and is said. (Anticipation stock under finite capacity.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam_core.analysis.supply.demand_path import TOLERANCE, Floats


@dataclass(frozen=True, eq=False)
class BuildPlan:
    """For p products and h periods (weeks or months), units. made + from stock + short = need + left of a last lot."""

    made: Floats  # (p, h)
    from_stock: Floats  # (p, h) the need met from the stock there is
    ahead: Floats  # (p, h) made and not yet needed at the end of each period
    short: Floats  # (p, h) what is missing in the period in which it is needed

    @property
    def unbuilt(self) -> Floats:
        """(p,) what cannot be built in time: in any period, the need so far less the capacity so far, at its worst."""
        missing: Floats = self.short.sum(axis=1)
        return missing


def build_plan(need: Floats, capacity: Floats, stock: Floats | float = 0.0, lot: Floats | float = 0.0) -> BuildPlan:
    """The plan of each product.

    need: (p, h) units that must be ready in each period. capacity: (p, h) or (h,) units that can be made in it, inf
    where there is no limit. stock: (p,) the firm's own, used first. lot: (p,) only whole ones are made, in any period;
    0 where there is none. Nothing is made for what is not needed, but the rest of a lot.
    """
    need = np.asarray(need, np.float64)
    room = np.broadcast_to(np.asarray(capacity, np.float64), need.shape)
    p, h = need.shape
    held = np.broadcast_to(np.asarray(stock, np.float64), (p,))
    through = np.minimum(np.cumsum(need, axis=1), np.maximum(held, 0.0)[:, None])
    from_stock = np.diff(through, axis=1, prepend=0.0)
    so_far = np.cumsum(need, axis=1)
    net = _without_dust(need - from_stock, so_far)
    lots = np.broadcast_to(np.asarray(lot, np.float64), (p,))[:, None]
    asked, room = _whole_lots(net, room, lots)
    made = np.zeros((p, h))
    waiting = np.zeros(p)
    for period in range(h - 1, -1, -1):
        wanted = waiting + asked[:, period]
        made[:, period] = np.minimum(room[:, period], wanted)
        waiting = wanted - made[:, period]
    ahead, short = np.zeros((p, h)), np.zeros((p, h))
    ready = np.zeros(p)
    for period in range(h):
        ready = ready + made[:, period]
        short[:, period] = np.maximum(net[:, period] - ready, 0.0)
        ready = np.maximum(ready - net[:, period], 0.0)
        ahead[:, period] = ready
    return BuildPlan(made, from_stock, ahead, _without_dust(short, so_far))


def _without_dust(quantities: Floats, so_far: Floats) -> Floats:
    """What is not there but by rounding is nothing: nobody makes a billionth of a case."""
    return np.where(quantities > TOLERANCE * so_far, quantities, 0.0)


def _whole_lots(net: Floats, room: Floats, lots: Floats) -> tuple[Floats, Floats]:
    """Need so far in lots begun, capacity in whole lots; as they are where there is no lot."""
    size = np.where(lots > 0, lots, 1.0)
    so_far = np.cumsum(net, axis=1) / size
    begun = np.diff(np.ceil(so_far - TOLERANCE * np.maximum(so_far, 1.0)), axis=1, prepend=0.0) * size
    whole = np.floor(room / size * (1 + TOLERANCE)) * size
    return np.where(lots > 0, begun, net), np.where(lots > 0, whole, room)
