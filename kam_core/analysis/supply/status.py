"""One word a series: what is to be done, the most pressing first. The rules stand here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kam_core.analysis.supply.demand_path import Floats


class Status(StrEnum):
    """From the most to the least pressing; the order is the severity."""

    LATE = "late"  # the last safe order date has passed
    NOW = "now"  # it is at most `now` days away
    SOON = "soon"  # it is at most `soon` days away
    UNREPORTED = "unreported"  # nobody reported the stock: unknown, never zero
    NO_FORECAST = "no_forecast"  # too little history to say what will be needed
    OVERSTOCK = "overstock"  # the stock outlasts what is reasonable
    NO_SEASON = "no_season"  # nothing is due and there is no peak to prepare for
    ENOUGH = "enough"  # it lasts, by what is known today


SEVERITY = tuple(Status)


@dataclass(frozen=True)
class Limits:
    """Settings of the status."""

    now: int = 14  # days
    soon: int = 30  # days
    cover: float = 5.0  # months of forward cover from which stock is called too much


def statuses(
    on_hand: Floats,
    forecast_known: npt.NDArray[np.bool_],
    days_left: Floats,
    cover: Floats,
    season: npt.NDArray[np.bool_],
    limits: Limits = Limits(),
) -> npt.NDArray[np.object_]:
    """(n,) the Status of each series, by the first rule that holds, in this order:

    unreported: on_hand is NaN · no_forecast: not forecast_known · late: days_left < 0 · now: <= limits.now ·
    soon: <= limits.soon · overstock: forward cover (months, inf where it outlasts the forecast) >= limits.cover ·
    no_season: no peak found · else enough. days_left: NaN where nothing runs out within the forecast.
    """
    with np.errstate(invalid="ignore"):
        rules = [
            (np.isnan(on_hand), Status.UNREPORTED),
            (~forecast_known, Status.NO_FORECAST),
            (days_left < 0, Status.LATE),
            (days_left <= limits.now, Status.NOW),
            (days_left <= limits.soon, Status.SOON),
            (cover >= limits.cover, Status.OVERSTOCK),
            (~season, Status.NO_SEASON),
        ]
    found = np.full(len(on_hand), Status.ENOUGH, object)
    for holds, status in reversed(rules):
        found[holds] = status
    return found


def severity(found: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """(n,) 0 for the most pressing status: sort by this, then by days left."""
    place = {status: at for at, status in enumerate(SEVERITY)}
    return np.array([place[status] for status in found], np.int64)
