"""The strategy's one testable claim: do accounts sell more after training than accounts that had none?

A difference in differences. Of each account, the sales of the `span` whole months before the month of its first
training and of those after it are divided by the same months a year earlier, which takes out its own season; the change
of that ratio is set against the mean change of the accounts never trained, in the same months. Ratios are compared as
logarithms, so that a doubling and a halving weigh alike; the means are geometric.

Source: J. Angrist and J.-S. Pischke, Mostly Harmless Econometrics (2009), chapter 5. The interval is the percentile
bootstrap over accounts, trained and untrained drawn apart (B. Efron and R. Tibshirani, An Introduction to the
Bootstrap, 1993, chapter 13). It is no proof of a cause: who is trained was not drawn by lot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from kam_core.analysis import filters
from kam_core.analysis.coverage.deeds import has_activities
from kam_core.analysis.exact import ONE, ten_thousandths, texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import YEAR, between, shift
from kam_core.analysis.sales import Beside
from kam_core.analysis.scope import Scope

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Trial:
    """span: whole months on each side; least: accounts each group needs; interval: what it holds, of `draws` draws."""

    span: int = 3
    least: int = 10
    interval: float = 0.95
    draws: int = 2000


@dataclass(frozen=True)
class Growth:
    """Sales over the same months a year earlier, the geometric mean of a group: 1.08 is 8 % more."""

    before: float
    after: float


@dataclass(frozen=True)
class Effect:
    """effect, low, high: shares (0.042 is 4.2 % more than the untrained); None where a group is too small."""

    trial: Trial
    trained: int  # accounts compared
    untrained: int
    left_out: int  # trained accounts that cannot be compared: months missing, or nothing sold in some of them
    with_training: Growth | None
    without: Growth | None
    effect: float | None
    low: float | None
    high: float | None

    @property
    def finding(self) -> Finding:
        """What the comparison says, or that it cannot say anything."""
        facts: dict[str, Any] = {"trained": self.trained, "untrained": self.untrained, "span": self.trial.span}
        if self.effect is None or self.low is None or self.high is None:
            return Finding("effect_too_few", facts | {"least": self.trial.least, "left_out": self.left_out})
        facts |= {"effect": abs(self.effect), "low": self.low, "high": self.high}
        if self.low <= 0 <= self.high:
            return Finding("effect_unclear", facts)
        return Finding("effect_more" if self.effect > 0 else "effect_less", facts)


def training_effect(dataset: Beside, scope: Scope, as_of: date, seed: int, trial: Trial | None = None) -> Effect | None:
    """The claim, tried on every customer in the filters of a scope, whose period is not looked at.

    seed: of the draws, so that the same data say the same. None without a list of activities. Raises BadScope, Mixed.
    """
    if not has_activities(dataset):
        return None
    trial = trial or Trial()
    scope = filters.resolve(dataset, replace(scope, first=None, last=None))
    filters.refuse_mixtures(dataset, scope)
    dataset = dataset.merged(scope.groups)
    table = dataset.ask("first_trainings", as_of=as_of)
    first = dict(zip(texts(table["customer"]).tolist(), table["first"].to_pylist()))
    begins, ends = dataset.manifest.first_month, dataset.manifest.last_complete_month
    over = shift(f"{as_of + timedelta(1):%Y-%m}", -1)  # the last month that is over on that day
    months = between(begins, min(ends, over)) if begins and ends else 0
    customers, sold = _monthly(dataset, scope, months)
    month = np.array([between(begins or "", f"{first[c]:%Y-%m}") - 1 if c in first else -1 for c in customers], int)
    return compare(sold, month, np.array([c in first for c in customers], bool), seed, trial)


def compare(sold: Floats, month: Places, trained: npt.NDArray[np.bool_], seed: int, trial: Trial) -> Effect:
    """sold: (n, m) whole months one after the other; month: (n,) the column of an account's first training."""
    columns = np.unique(month[trained])
    columns = columns[(columns >= trial.span + YEAR) & (columns + trial.span < sold.shape[1])]
    before, after = (_ratio(sold, columns, at, trial.span) for at in (-trial.span, 1))
    change = after - before  # (n, k) logarithms, NaN where something is missing
    own = np.searchsorted(columns, month) if len(columns) else np.zeros(len(month), int)
    mine = np.flatnonzero(trained & np.isin(month, columns))
    theirs = np.flatnonzero(~trained & ~np.isnan(change).all(axis=1)) if len(columns) else np.zeros(0, int)
    met = ~np.isnan(change[theirs]).all(axis=0)  # months in which anybody untrained can be compared
    mine = mine[met[own[mine]] & ~np.isnan(change[mine, own[mine]])] if len(mine) else mine
    n, others = len(mine), len(theirs)
    if min(n, others) < trial.least:
        return Effect(trial, n, others, int(trained.sum()) - n, None, None, None, None, None)
    weights = np.bincount(own[mine], minlength=len(columns)) / n
    used = weights > 0
    without = [float(np.exp(weights[used] @ np.nanmean(side[theirs][:, used], axis=0)))
               for side in (_told(before, change), _told(after, change))]  # fmt: skip
    with_training = [float(np.exp(side[mine, own[mine]].mean())) for side in (before, after)]
    drawn = _draws(change[mine, own[mine]], own[mine], change[theirs], seed, trial)
    edge = (1 - trial.interval) / 2
    low, high = np.exp(np.quantile(drawn, [edge, 1 - edge])) - 1
    made = with_training[1] / with_training[0] / (without[1] / without[0]) - 1
    return Effect(
        trial,
        n,
        others,
        int(trained.sum()) - n,
        Growth(*with_training),
        Growth(*without),
        made,
        float(low),
        float(high),
    )


def _ratio(sold: Floats, columns: Places, at: int, span: int) -> Floats:
    """(n, k) logarithm of the sales of `span` months from column + at on, over those a year earlier."""
    through = np.concatenate([np.zeros((len(sold), 1)), np.cumsum(sold, axis=1)], axis=1)
    now, then = (through[:, begin + span] - through[:, begin] for begin in (columns + at, columns + at - YEAR))
    ratio = np.full(now.shape, np.nan)
    np.divide(now, then, out=ratio, where=(now > 0) & (then > 0))
    found: Floats = np.log(ratio)
    return found


def _told(side: Floats, change: Floats) -> Floats:
    """One side of the change, without the accounts whose other side is missing."""
    return np.where(np.isnan(change), np.nan, side)


def _draws(mine: Floats, own: Places, theirs: Floats, seed: int, trial: Trial) -> Floats:
    """Differences of logarithms, one a draw; accounts of both groups are drawn anew, with replacement."""
    rng = np.random.default_rng(seed)
    known = ~np.isnan(theirs)
    filled, known_count = np.where(known, theirs, 0.0), known.astype(float)
    found = np.empty(trial.draws)
    for draw in range(trial.draws):
        times = np.bincount(rng.integers(len(theirs), size=len(theirs)), minlength=len(theirs)).astype(float)
        counted = times @ known_count
        mean = np.divide(times @ filled, counted, out=np.full(len(counted), np.nan), where=counted > 0)
        chosen = rng.integers(len(mine), size=len(mine))
        differences = mine[chosen] - mean[own[chosen]]
        told = ~np.isnan(differences)  # of a month in which nobody was drawn to compare with, nothing can be said
        found[draw] = differences[told].mean() if told.any() else np.nan
    return found[~np.isnan(found)]


def _monthly(dataset: Beside, scope: Scope, months: int) -> tuple[list[str], Floats]:
    """Customers in order of their keys, and what they bought in each of the whole months from the first on."""
    asked = {"measure": scope.measure.value, "first_month": filters.first_day(dataset.manifest.first_month)}
    table = dataset.ask(filters.over("monthly_values", scope), **asked, **filters.parameters(scope))
    keys, place = np.unique(texts(table["customer"]).astype(str), return_inverse=True)
    column = table["month"].to_numpy()
    sold = np.zeros((len(keys), max(months, 0)))
    whole = column < months
    sold[place[whole], column[whole]] = ten_thousandths(table["value"])[whole].astype(float) / ONE
    return keys.tolist(), sold
