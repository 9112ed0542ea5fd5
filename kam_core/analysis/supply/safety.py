"""Stock against uncertainty: safety stock, reorder point, reasonable stock, and the service they give.

P. L. King, Crack the Code: Understanding safety stock and mastering its equations, APICS magazine, July/August 2011.
σ is the spread of the forecast's error once the season is taken out; the season itself would inflate it.
Demand, its spread and the lead time are all in the same period: per month and months, or per day and days.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from kam_core.analysis.supply.demand_path import DemandPath, Floats, Whole

NORMAL = NormalDist()
MONTH = 365.25 / 12  # days
CYCLE = 1.0  # months between two orders


def z_value(service: float) -> float:
    """The factor of a cycle service level, 0 < service < 1: 90, 95, 99 % are 1.28, 1.64, 2.33. ValueError beyond."""
    if not 0 < service < 1:
        raise ValueError(f"a service level lies between 0 and 1, not at {service}")
    return NORMAL.inv_cdf(service)


def lead_time_spread(
    sigma: Floats, lead_time: Floats | float, demand: Floats | float = 0.0, lead_time_sigma: Floats | float = 0.0
) -> Floats:
    """(n,) σ of demand over the lead time: √(LT·σ² + D²·σ_LT²). King 2011."""
    found: Floats = np.sqrt(lead_time * np.square(sigma) + np.square(demand) * np.square(lead_time_sigma))
    return found


def safety_stock(
    sigma: Floats,
    lead_time: Floats | float,
    service: float,
    demand: Floats | float = 0.0,
    lead_time_sigma: Floats | float = 0.0,
) -> Floats:
    """(n,) units: z·√(LT·σ² + D²·σ_LT²), which is z·σ·√LT where the lead time is certain; at least 0. King 2011.

    Raises ValueError for a service level outside 0..1.
    """
    return np.maximum(z_value(service) * lead_time_spread(sigma, lead_time, demand, lead_time_sigma), 0.0)


def reorder_point(demand: Floats, lead_time: Floats | float, safety: Floats | float) -> Floats:
    """(n,) units at which an order has to go out: D·LT + safety stock."""
    return demand * lead_time + safety


@dataclass(frozen=True, eq=False)
class ReasonableStock:
    """From-to, units. Below `least` an order should be on its way; above `most` it is more than one order brings."""

    least: Floats
    most: Floats


def reasonable_stock(
    demand: Floats, lead_time: Floats | float, safety: Floats | float, cycle: Floats | float
) -> ReasonableStock:
    """Min-max stock: the reorder point, and that plus the demand of one order cycle (same period as the lead time)."""
    least = reorder_point(demand, lead_time, safety)
    return ReasonableStock(least, least + demand * cycle)


def reasonable_at(path: DemandPath, as_of: np.datetime64, lead_days: Whole, safety: Floats) -> ReasonableStock:
    """Min-max stock on a day where demand has a season: the demand that follows it over the lead time (n,) + safety
    stock, and that plus the demand of the order cycle after. With the same demand every day, as reasonable_stock."""
    ends = as_of + lead_days
    least = path.between(as_of, ends) + safety
    return ReasonableStock(least, least + path.between(ends, ends + round(CYCLE * MONTH)))


def fill_rate(spread: Floats, safety: Floats, lot: Floats) -> Floats:
    """(n,) share of demand served from stock: 1 - σ_LT·L(z)/Q, with z = safety / σ_LT and the normal loss L.

    spread: (n,) σ_LT; lot: (n,) units of one order, above 0. Within 0..1. Chopra and Meindl, Supply Chain Management.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(spread > 0, safety / spread, np.where(safety >= 0, np.inf, -np.inf))
    density = np.exp(-0.5 * np.square(z)) / math.sqrt(2 * math.pi)
    tail = np.vectorize(lambda value: 0.5 * math.erfc(value / math.sqrt(2)), otypes=[np.float64])(z)
    with np.errstate(invalid="ignore"):
        missing = np.where(spread > 0, spread * density - safety * tail, np.maximum(-safety, 0.0))
    return np.clip(1 - missing / lot, 0.0, 1.0)
