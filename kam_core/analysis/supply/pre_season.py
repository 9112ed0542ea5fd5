"""Pre-season progress of each account (备货进度): the answer where no stock is reported.

Deliveries of all its products together, in units where there is one unit, else in money at average prices. Its season
is that of its products, weighed by what it buys of them; where they have none together, that of the whole firm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.supply.demand_path import Days, DemandPath, Floats, Months, Whole
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.peak import next_peak
from kam_core.analysis.supply.progress import pre_season_progress, trend

YEAR = 12
LEAST = 13  # months of sales, so that there is a stage of last year to compare with


@dataclass(frozen=True, eq=False)
class PreSeason:
    """k accounts. NaN where there is nothing to compare: too little history, or the pre-season has not begun."""

    customers: Texts
    names: Texts
    unit: Texts  # '' where several: then quantities are money
    so_far: Floats  # bought since the pre-season began
    expected: Floats  # at the same stage of last year x trend
    share: Floats  # so far / expected
    trend: Floats  # last 12 months / the 12 before
    begins: Days  # first day of the pre-season
    peak_first: Months
    peak_last: Months
    history_months: Whole
    firm_wide: Flags  # its season is that of the whole firm

    @property
    def n(self) -> int:
        """Accounts."""
        return len(self.customers)

    @property
    def told(self) -> Flags:
        """(k,) long enough a customer to be told something."""
        return np.asarray(self.history_months >= LEAST, np.bool_)

    @property
    def behind(self) -> Flags:
        """(k,) bought less than at the same stage of last year x trend."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.share < 1, np.bool_)


def pre_season(outlook: Outlook, keys: Sequence[str]) -> PreSeason:
    """The progress of these customers, in their order; who has no line in the outlook's scope is left out."""
    owner = {key: at for at, key in enumerate(dict.fromkeys(outlook.customers.tolist()))}
    kept = [key for key in keys if key in owner]
    row = np.fromiter((owner[key] for key in outlook.customers.tolist()), np.int64, outlook.n)
    n, months = len(owner), outlook.sell_in.monthly.shape[1]
    several = _mixed(outlook.units, row, n)
    weight = np.where(several[row], np.nan_to_num(outlook.price), 1.0)
    bought = outlook.sell_in.monthly * weight[:, None]
    monthly = np.zeros((n, months))
    np.add.at(monthly, row, bought)
    index, firm_wide = _index(outlook, bought, row, n)
    peak = next_peak(index, outlook.day, outlook.settings.peak)
    history = np.zeros(n, np.int64)
    np.maximum.at(history, row, outlook.history_months)
    past = monthly[:, :-1]
    growth = trend(past[:, -YEAR:].sum(axis=1), past[:, -2 * YEAR : -YEAR].sum(axis=1))
    growth = np.where(history >= 2 * YEAR, growth, 1.0)
    found = pre_season_progress(DemandPath(outlook.sell_in.first, monthly), peak, outlook.day, growth)
    begun = found.begins <= outlook.day
    sound = begun & (history >= LEAST)
    names = dict(zip(outlook.customers.tolist(), outlook.customer_names.tolist()))
    everyone = PreSeason(
        customers=np.array([*owner, None], object)[:-1],
        names=np.array([*(names[key] for key in owner), None], object)[:-1],
        unit=_units(outlook.units, row, several),
        so_far=np.where(sound, found.so_far, np.nan),
        expected=np.where(sound, found.expected, np.nan),
        share=np.where(sound, found.share, np.nan),
        trend=np.where(history >= LEAST, growth, np.nan),
        begins=found.begins,
        peak_first=peak.first,
        peak_last=peak.last,
        history_months=history,
        firm_wide=firm_wide,
    )
    at = np.array([owner[key] for key in kept], np.int64)
    return PreSeason(**{each.name: getattr(everyone, each.name)[at] for each in fields(everyone)})


def _mixed(units: Texts, row: Whole, n: int) -> Flags:
    kinds = set(zip(row.tolist(), units.tolist()))
    return np.bincount(np.array([at for at, _ in kinds], np.int64), minlength=n) > 1


def _units(units: Texts, row: Whole, several: Flags) -> Texts:
    found = np.full(len(several), "", object)
    found[row] = units
    found[several] = ""
    return found


def _index(outlook: Outlook, bought: Floats, row: Whole, n: int) -> tuple[Floats, Flags]:
    """(n, 12) each account's season: its products' indices, weighed by the last year's purchases."""
    size = bought[:, :-1][:, -YEAR:].sum(axis=1)[:, None]
    weighed, sizes = np.zeros((n, YEAR)), np.zeros((n, 1))
    np.add.at(weighed, row, outlook.demand.index * size)
    np.add.at(sizes, row, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(sizes > 0, weighed / sizes, np.nan)
        firm = weighed.sum(axis=0) / sizes.sum()
    has = next_peak(own, outlook.day, outlook.settings.peak).found
    return np.where(has[:, None], own, firm), ~has
