"""What can be made of each product by the week: the capacities of the supply file, spread over the days worked on.

A day counts by the most exact thing said of it: what is available of that month, the capacity of that month, the
capacity of every month, the capacity of a week. Of a product of which nothing is said the capacity has no limit known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from kam_core.analysis.exact import Flags
from kam_core.analysis.supply.demand_path import Days, Floats, Whole

WEEK = 7
MAKING = {"capacity", "weekly_capacity"}


@dataclass(frozen=True, eq=False)
class Capacity:
    """For p products and h weeks, units."""

    weekly: Floats  # (p, h) inf where no limit is known
    limited: Flags  # (p,) the supply file says how much
    stock: Floats  # (p,) said to be available now, whatever the month; NaN where it is not said
    lot: Floats  # (p,) only whole ones are made: the lot, else the case; 0 where neither is said
    case: Floats  # (p,) 0 where it is not said
    production: Whole  # (p,) open days from the order to the finished goods


def capacity(
    rows: Iterable[Mapping[str, Any]],
    products: Sequence[str],
    as_of: np.datetime64,
    mondays: Days,
    stopped: Iterable[date] = (),
    production: Whole | int = 0,
) -> Capacity:
    """The capacities of `products`, in their order.

    rows: of sql/capacities.sql; a later row of the same product and month wins. stopped: days on which nothing is made:
    a week with some makes that much less; the capacity of a month is spread over its other days. production: (p,) open
    days from the order to the finished goods. Nothing ordered after as_of is ready before these are over: until then
    the capacity is 0.
    """
    said = _Said(rows)
    days = np.arange(mondays[0], mondays[-1] + WEEK)
    calendar = np.busdaycalendar("1111111", np.array(sorted(stopped), "datetime64[D]"))
    open_days = np.is_busday(days, busdaycal=calendar)
    takes = np.broadcast_to(np.asarray(production, np.int64), (len(products),))
    earliest = np.maximum(np.busday_offset(np.full(len(takes), as_of), takes, "forward", busdaycal=calendar), as_of + 1)
    daily = np.zeros((len(products), len(days)))
    for at, product in enumerate(products):
        daily[at] = np.where(open_days, said.daily(product, days, calendar), 0.0)
        daily[at, days < earliest[at]] = 0.0
    weekly = daily.reshape(len(products), -1, WEEK).sum(axis=2)
    limited = np.array([said.limits(p) for p in products], np.bool_)
    case = np.array([said.of(p, "case_size", 0.0) for p in products], np.float64)
    lot = np.array([said.of(p, "lot", 0.0) for p in products], np.float64)
    too_large = lot > np.max(weekly, axis=1, initial=0.0)  # a lot no week can make would never be made
    lot = np.where((lot > 0) & ~too_large, lot, case)
    stock = np.array([said.of(p, "available", np.nan) for p in products], np.float64)
    return Capacity(weekly, limited, stock, lot, case, takes)


class _Said:
    """What the rows say: product -> month ('' = whatever the month) -> figures; a product '' stands for every one."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.figures: dict[str, dict[str, dict[str, float]]] = {}
        for row in rows:
            month = f"{row['month']:%Y-%m}" if row["month"] else ""
            said = {k: max(float(v), 0.0) for k, v in row.items() if k not in ("product", "month") and v is not None}
            self.figures.setdefault(row["product"], {}).setdefault(month, {}).update(said)

    def of(self, product: str, name: str, usual: float) -> float:
        """A figure that holds whatever the month."""
        everyone = self.figures.get("", {}).get("", {})
        return self.figures.get(product, {}).get("", {}).get(name, everyone.get(name, usual))

    def limits(self, product: str) -> bool:
        """Whether anything says how much can be made."""
        months = self.figures.get(product, {})
        return any(MAKING & figures.keys() for figures in months.values()) or any(
            "available" in figures for month, figures in months.items() if month
        )

    def daily(self, product: str, days: Days, calendar: Any) -> Floats:
        """(len(days),) units that can be made on each day if it is open."""
        months = self.figures.get(product, {})
        plain = months.get("", {})
        usual = plain.get("weekly_capacity", 0.0 if self.limits(product) else np.inf)
        found = np.full(len(days), usual / WEEK)
        of_days = days.astype("datetime64[M]")
        for month in np.unique(of_days):
            own = months.get(str(month), {})
            made = own.get("available", own.get("capacity", plain.get("capacity")))
            if made is not None:
                opens, ends = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
                count = np.busday_count(opens, ends, busdaycal=calendar)
                found[of_days == month] = made / count if count else 0.0
            elif "weekly_capacity" in own:
                found[of_days == month] = own["weekly_capacity"] / WEEK
        return found
