"""What an account would have bought without a promotion: its own level times the season of the product.

level: the mean, over the months before, of what was sold over the seasonal index (months of any promotion of the same
goods left out, at least half of them needed); the index: of everybody's sales of the product, by ratio to the moving
average (analysis/demand/season.py), 1 where there is no season. Baseline of a month = level x index. The uplift of a
promotion is what was sold over the baseline in its months, the dip what was missing in the months after it: buying
ahead shows as an uplift that the dip takes back. By chance alone a month differs from its baseline by `noise`, the root
mean square of the months before; the sum of k months by noise x sqrt(k).

Source: S. Neslin, Sales Promotion (2002), chapters 3 and 4 (baseline, post-promotion dip, forward buying).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from kam_core.analysis.demand.arrays import Reals
from kam_core.analysis.months import YEAR


@dataclass(frozen=True)
class Uplift:
    """Of one promotion, in the unit of the sales. dip None: the months after are not over."""

    months: int
    base: float  # what was to be expected in its months
    gain: float  # sold beyond that
    dip: float | None  # of the months after; below 0: less than expected
    noise: float  # how much `gain` would differ from 0 by chance
    lead: float = 0.0  # sold beyond the baseline in the months ahead of it, where those are looked at

    @property
    def net(self) -> float:
        """The gain, the dip counted."""
        return self.gain + (self.dip or 0.0)


def uplift(
    sold: Reals,
    index: Reals,
    begins: int,
    first: int,
    last: int,
    promoted: Collection[int],
    before: int = YEAR,
    after: int = 2,
    ahead: int = 0,
) -> Uplift | None:
    """sold: (m,) whole months; index: (12,) January first; begins: place in the year of column 0; first, last: columns
    of the promotion's first and last month; promoted: columns of every promotion of these goods; ahead:
    months right before it that are looked at too, and are no ordinary ones: goods for an event are bought before it.

    None where the promotion is not over, the months before are too few, or nothing was sold in them.
    """
    if not 0 <= first <= last < len(sold):
        return None
    season = index[(begins + np.arange(len(sold))) % YEAR]
    early = [at for at in range(max(first - ahead, 0), first) if at not in promoted]
    months = range(max(first - ahead - before, 0), first - ahead)
    usual = [at for at in months if at not in promoted and season[at] > 0]
    if len(usual) < max(before // 2, 1):
        return None
    level = float(np.mean(sold[usual] / season[usual]))
    if level <= 0:
        return None
    base = level * season
    noise = float(np.sqrt(np.mean((sold[usual] - base[usual]) ** 2)))
    during = slice(first, last + 1)
    behind = [at for at in range(last + 1, last + 1 + after) if at not in promoted]
    over = last + after < len(sold)
    return Uplift(
        months=last - first + 1,
        base=float(base[during].sum()),
        gain=float((sold[during] - base[during]).sum()),
        dip=float((sold[behind] - base[behind]).sum()) if over else None,
        noise=noise * float(np.sqrt(last - first + 1)),
        lead=float((sold[early] - base[early]).sum()),
    )
