"""The outlook account by account: each stands where its most urgent product stands.

Quantities are added where all an account sells is counted in one unit; money is added always. An account of which no
product was reported is unreported, never at zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from kam_core.analysis.demand.forecast import Method
from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.supply.demand_path import Days, Floats, Months, Whole
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.status import severity


@dataclass(frozen=True, eq=False)
class Accounts:
    """k accounts. products … status are those of the most urgent product; the rest is over all live products, those it
    has not stopped buying. Sums are NaN where units differ (unit ''), or where nothing is known."""

    customers: Texts
    names: Texts
    regions: Texts
    series: Whole  # (k,) row of the most urgent product in the outlook
    dry_series: Whole  # row of the most urgent of those that run short, -1: none does
    products: Texts
    product_names: Texts
    cover_days: Floats
    cover_months: Floats
    backward_months: Floats
    run_out: Days
    peak_first: Months
    peak_last: Months
    order_by: Days
    ship_by: Days
    days_left: Floats
    status: npt.NDArray[np.object_]
    live: Whole  # products
    reported: Whole  # products of them whose stock is known
    short: Whole  # products of them that run dry before a peak in reach is over
    age: Whole  # days since the oldest report that counts; -1: none
    unit: Texts
    on_hand: Floats
    in_transit: Floats
    peak_need: Floats  # of the peaks in reach
    gap: Floats  # of the products that run short
    gap_money: Floats
    overstock: Floats
    outruns: Flags  # any product's
    lost_money: Floats  # sales lost in the last 12 months for want of stock

    @property
    def n(self) -> int:
        """Accounts."""
        return len(self.customers)

    def take(self, at: Whole | Flags) -> Accounts:
        """The accounts in these rows, in this order."""
        return Accounts(**{each.name: getattr(self, each.name)[at] for each in fields(self)})

    @property
    def by_urgency(self) -> Whole:
        """Rows sorted by days left, where nothing is due by severity, the larger gap in money first; then by key."""
        left = np.where(np.isnan(self.days_left), np.inf, self.days_left)
        money = -np.nan_to_num(self.gap_money)
        found: Whole = np.lexsort((self.customers.astype(str), money, severity(self.status), left))
        return found


def by_account(outlook: Outlook, keys: Sequence[str] | None = None) -> Accounts:
    """The accounts of these customers, in their order; of everyone, by key, where None. Who has no line in the scope of
    the outlook is left out. One pass over all series, so that another cut costs a selection."""
    if not outlook.n:
        return _nobody()
    starts = np.flatnonzero(np.append(True, outlook.customers[1:] != outlook.customers[:-1]))
    accounts = _all(outlook, starts)
    if keys is None:
        return accounts
    place = {customer: at for at, customer in enumerate(accounts.customers.tolist())}
    return accounts.take(np.array([place[key] for key in keys if key in place], np.int64))


def live(outlook: Outlook) -> Flags:
    """(n,) the account still buys it, or still holds some."""
    ended = outlook.methods == Method.ENDED
    with np.errstate(invalid="ignore"):
        found: Flags = ~ended | (outlook.on_hand > 0)
    return found


def _all(outlook: Outlook, starts: Whole) -> Accounts:
    counts = np.diff(np.append(starts, outlook.n))
    owner = np.repeat(np.arange(len(starts)), counts)
    alive, known = live(outlook), ~np.isnan(outlook.on_hand)
    short = alive & outlook.short
    left = np.where(np.isnan(outlook.days_left), np.inf, outlook.days_left)
    money = outlook.gap * outlook.price
    order = np.lexsort((-np.nan_to_num(money), severity(outlook.status), left, ~known, ~alive, owner))
    lead = order[starts]
    dry = short & known
    first_dry = np.lexsort((-np.nan_to_num(money), left, ~dry, owner))[starts]

    def added(values: Floats, which: Flags) -> Floats:
        """Sums of what is known, NaN where nothing is."""
        use = which & ~np.isnan(values)
        some = np.add.reduceat(use.astype(np.int64), starts)
        sums = np.add.reduceat(np.where(use, values, 0.0), starts)
        return np.where(some > 0, sums, np.nan)

    def counted(which: Flags) -> Whole:
        found: Whole = np.add.reduceat(which.astype(np.int64), starts)
        return found

    several = counted(alive & (outlook.units != outlook.units[lead][owner])) > 0
    unit = np.where(several, "", outlook.units[lead]).astype(object)

    def in_unit(values: Floats, which: Flags) -> Floats:
        return np.where(several, np.nan, added(values, which))

    return Accounts(
        customers=outlook.customers[lead],
        names=outlook.customer_names[lead],
        regions=outlook.regions[lead],
        series=lead,
        dry_series=np.where(dry[first_dry], first_dry, -1),
        products=outlook.products[lead],
        product_names=outlook.product_names[lead],
        cover_days=outlook.cover_days[lead],
        cover_months=outlook.cover_months[lead],
        backward_months=outlook.backward_months[lead],
        run_out=outlook.run_out[lead],
        peak_first=outlook.peak.first[lead],
        peak_last=outlook.peak.last[lead],
        order_by=outlook.order_by[lead],
        ship_by=outlook.ship_by[lead],
        days_left=outlook.days_left[lead],
        status=outlook.status[lead],
        live=counted(alive),
        reported=counted(alive & known),
        short=counted(dry),
        age=np.maximum.reduceat(np.where(alive, outlook.age, -1), starts),
        unit=unit,
        on_hand=in_unit(outlook.on_hand, alive),
        in_transit=in_unit(outlook.in_transit, alive),
        peak_need=in_unit(outlook.peak_need, alive & outlook.in_reach),
        gap=in_unit(outlook.gap, dry),
        gap_money=added(money, dry),
        overstock=in_unit(outlook.overstock, alive),
        outruns=counted(alive & outlook.outruns) > 0,
        lost_money=added(outlook.lost * outlook.price, alive),
    )


def _nobody() -> Accounts:
    kinds = {"Texts": object, "Floats": np.float64, "Whole": np.int64, "Flags": np.bool_, "Days": "datetime64[D]",
             "Months": "datetime64[M]"}  # fmt: skip
    return Accounts(**{each.name: np.zeros(0, kinds.get(str(each.type), object)) for each in fields(Accounts)})
