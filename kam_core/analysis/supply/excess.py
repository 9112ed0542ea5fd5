"""Too much stock, and stock that rises faster than it sells. An observation, never an accusation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kam_core.analysis.supply.demand_path import Floats


def overstock(on_hand: Floats, demand: Floats, safety: Floats | float = 0.0) -> Floats:
    """(n,) units above what the coming months and the safety stock take, at least 0.

    demand: (n,) units of as many months as stock may reasonably last (DemandPath.between). NaN where unknown.
    """
    return np.maximum(on_hand - demand - safety, 0.0)


def sell_through(opening: Floats, sell_in: Floats, returns: Floats | float, closing: Floats) -> Floats:
    """(n,) what the dealer sold on between two stock reports: opening + sell-in - returns - closing, units.

    returns: what came back, as a positive number. Below zero the reports contradict the deliveries: it is left so, for
    the caller to name. NaN where a report is missing.
    """
    return opening + sell_in - returns - closing


def contradicts(implied: Floats) -> npt.NDArray[np.bool_]:
    """(n,) the implied sell-through is below zero: the two reports and the deliveries cannot all be right."""
    return implied < 0


def sell_in_ratio(sell_in: Floats, sold: Floats) -> Floats:
    """(n,) sell-in / sell-through; inf where goods went in and none were sold on, NaN where neither or unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sold < 0, np.nan, sell_in / sold)


def outruns(cover_before: Floats, cover_now: Floats, sell_in: Floats, sold: Floats) -> npt.NDArray[np.bool_]:
    """(n,) the stock rises faster than it sells: its cover has risen, and sell-in / sell-through is above 1.

    Covers in the same unit. False where anything is unknown, and where both covers outlast the forecast.
    """
    with np.errstate(invalid="ignore"):
        rises: npt.NDArray[np.bool_] = (cover_now > cover_before) & (sell_in_ratio(sell_in, sold) > 1)
    return rises
