"""Order lines counted together: OTIF, fill rate, lead time promised and kept. Of an account, of a class, of a month.

OTIF = lines on time and in full / lines of which both are known (that it is late, or not in full, is enough to know).
Fill rate = units delivered, no line above what was ordered / units ordered, where all are counted in one unit.
Lead time = days from the order to the promised (wanted, real) day: the mean of the lines that have all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction

import numpy as np

from kam_core.analysis.exact import Numbers
from kam_core.analysis.service.order_lines import OrderLines
from kam_core.analysis.supply.demand_path import Floats


@dataclass(frozen=True, eq=False)
class Scores:
    """k groups of lines. Counts are whole; NaN: not known."""

    lines: Numbers  # (k,) counted: due and judged
    judged: Numbers  # (k,) of them with a verdict on OTIF
    kept: Numbers  # (k,) on time and in full
    timed: Numbers  # (k,) of them with a verdict on time
    on_time: Numbers
    measured: Numbers  # (k,) of them with a verdict on quantity
    in_full: Numbers
    open: Numbers  # (k,) not yet due, and not counted
    overdue: Numbers  # (k,) past their day and not there
    fill_rate: Floats  # (k,) NaN where units differ or quantities are not told
    promised: Floats  # (k,) days from order to promise, of the lines that were delivered
    taken: Floats  # (k,) days from order to delivery, of the same lines
    wanted: Floats  # (k,) days from order to the day the customer asked for
    led: Numbers  # (k,) lines whose lead time is known

    def otif(self, at: int) -> Fraction | None:
        """The share of a group; None where no line is judged."""
        return Fraction(int(self.kept[at]), int(self.judged[at])) if self.judged[at] else None

    @property
    def otifs(self) -> Floats:
        """(k,) the shares, NaN where no line is judged."""
        return _ratio(self.kept, self.judged)

    @property
    def missed(self) -> Numbers:
        """(k,) judged and not kept."""
        missed: Numbers = self.judged - self.kept
        return missed

    def take(self, at: Numbers | slice) -> Scores:
        """The groups in these places."""
        return Scores(**{each.name: getattr(self, each.name)[at] for each in fields(self)})


def scores(lines: OrderLines, group: Numbers, k: int) -> Scores:
    """group: (n,) the group 0 … k-1 of each line, -1: none."""
    inside, counted = group >= 0, lines.counted
    timed, on_time = lines.known(0)
    measured, in_full = lines.known(1)
    failed = (timed & ~on_time) | (measured & ~in_full)
    judged = (timed & measured) | failed

    def count(which: np.typing.NDArray[np.bool_]) -> Numbers:
        return np.bincount(group[which & inside], minlength=k)

    with np.errstate(invalid="ignore"):
        sized = counted & inside & (lines.ordered > 0) & ~np.isnan(lines.delivered)
        served = np.clip(lines.delivered, 0, lines.ordered)
    filled = _ratio(_sum(served, group, sized, k), _sum(lines.ordered, group, sized, k))
    led = counted & inside & ~np.isnat(lines.done) & ~np.isnat(lines.ordered_on) & ~np.isnat(lines.promised)
    asked = counted & inside & ~np.isnat(lines.ordered_on) & ~np.isnat(lines.wanted)
    return Scores(
        lines=count(counted),
        judged=count(counted & judged),
        kept=count(counted & judged & ~failed),
        timed=count(counted & timed),
        on_time=count(counted & on_time),
        measured=count(counted & measured),
        in_full=count(counted & in_full),
        open=count(lines.open),
        overdue=count(lines.stands("overdue")),
        fill_rate=np.where(_several_units(lines, group, sized, k), np.nan, filled),
        promised=_mean_days(lines.promised, lines.ordered_on, group, led, k),
        taken=_mean_days(lines.done, lines.ordered_on, group, led, k),
        wanted=_mean_days(lines.wanted, lines.ordered_on, group, asked, k),
        led=count(led),
    )


def _sum(values: Floats, group: Numbers, which: np.typing.NDArray[np.bool_], k: int) -> Floats:
    found: Floats = np.bincount(group[which], weights=values[which], minlength=k).astype(np.float64)
    return found


def _mean_days(
    until: np.typing.NDArray[np.datetime64],
    since: np.typing.NDArray[np.datetime64],
    group: Numbers,
    which: np.typing.NDArray[np.bool_],
    k: int,
) -> Floats:
    days = np.zeros(len(until))
    days[which] = (until[which] - since[which]).astype(np.float64)
    return _ratio(_sum(days, group, which, k), np.bincount(group[which], minlength=k))


def _several_units(
    lines: OrderLines, group: Numbers, which: np.typing.NDArray[np.bool_], k: int
) -> np.typing.NDArray[np.bool_]:
    code = lines.unit_codes
    least, most = np.full(k, np.iinfo(np.int64).max), np.full(k, -1)
    np.minimum.at(least, group[which], code[which])
    np.maximum.at(most, group[which], code[which])
    return np.asarray(least < most, np.bool_)


def _ratio(part: Numbers | Floats, whole: Numbers | Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
    return found
