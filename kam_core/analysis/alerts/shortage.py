"""Alerts of the season: what runs dry before goods ordered now can be there, and what has to be ordered soon.

Money: where the series runs short of a peak in reach, what is missing until that peak ends; else what it would sell in
one lead time from its run-out on. Both at its average price.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

import numpy as np

from kam_core.analysis.alerts.alert import Alert, Target
from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.accounts import live
from kam_core.analysis.supply.demand_path import Floats
from kam_core.analysis.supply.outlook import Outlook
from kam_core.facts import OnDay


def shortages(outlook: Outlook, keys: Collection[str], owners: dict[str, str], asked: AlertSettings) -> Iterator[Alert]:
    """One alert a product of these customers that is late (RUN_OUT), or due within `order_within` days (ORDER_BY)."""
    wanted, money = set(keys), _money(outlook)
    with np.errstate(invalid="ignore"):
        near = np.flatnonzero(live(outlook) & (outlook.days_left <= asked.order_within))
    for at in near.tolist():
        customer, left = str(outlook.customers[at]), int(outlook.days_left[at])
        if customer not in wanted:
            continue
        kind = Kind.RUN_OUT if left < 0 else Kind.ORDER_BY
        name, product = str(outlook.customer_names[at]), str(outlook.product_names[at])
        order_by, run_out = _day(outlook.order_by[at]), _day(outlook.run_out[at])
        facts = {
            "product": product,
            "run_out": OnDay(run_out, outlook.as_of),
            "order_by": OnDay(order_by, outlook.as_of),
        }
        days = {"late": -left} if left < 0 else {"left": left}
        season = outlook.peak.first[at]
        item = str(outlook.products[at])
        yield Alert(
            kind=kind,
            customer=customer,
            name=name,
            item=item,
            item_name=product,
            period="" if np.isnat(season) else str(season.astype("datetime64[M]")),
            money=None if np.isnan(money[at]) else Decimal(str(round(float(money[at]), 2))),
            due=order_by,
            owner=owners.get(customer, ""),
            what=Finding(f"alert_{kind.value}", facts | days),
            view=Target("supply", {"tab": "due", "account": customer, "item": item}),
            as_of=outlook.as_of,
        )


def _money(outlook: Outlook) -> Floats:
    """(n,) NaN where no price or no demand is known."""
    one_lead_time = outlook.path.between(outlook.run_out - 1, outlook.run_out - 1 + outlook.lead.days)
    with np.errstate(invalid="ignore"):
        missing = np.where(outlook.short & (outlook.gap > 0), outlook.gap, one_lead_time)
    found: Floats = missing * outlook.price
    return found


def _day(value: np.datetime64) -> date:
    found: date = value.astype("datetime64[D]").item()
    return found
