"""What past empty shelves cost, and which months must not teach a forecast that demand was low."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kam_core.analysis.supply.demand_path import Floats

CENSORED = 0.1  # of a month without stock from which its sales say little about its demand; a setting


def lost_sales(zero_days: Floats, sound_days: Floats, sold: Floats) -> Floats:
    """(n, m) units not sold for want of stock: zero-stock days x the average of sound days.

    zero_days: (n, m) days of each month without stock; sound_days: days known to have had some; sold: units. The
    average is the month's own where it has a sound day, else that of all the months given. 0 where no day was without
    stock; NaN where there is no sound day at all to judge by.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        own = sold / sound_days
        whole = np.where(sound_days > 0, sold, 0.0).sum(axis=1) / sound_days.sum(axis=1)
    average = np.maximum(np.where(sound_days > 0, own, whole[:, None]), 0.0)
    return np.where(zero_days > 0, zero_days * average, 0.0)


def censored(zero_days: Floats, days: Floats, share: float = CENSORED) -> npt.NDArray[np.bool_]:
    """(n, m) months whose sales were cut short by empty shelves: zero-stock days are at least `share` of its days."""
    return (zero_days > 0) & (zero_days >= share * days)
