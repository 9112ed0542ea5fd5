"""What is said of one account, and which data it lacks: codes of the wording."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from kam_core.analysis.demand.forecast import Method
from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.agreement import Basis
from kam_core.analysis.supply.demand_path import Whole
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.settings import Source
from kam_core.analysis.supply.status import Status
from kam_core.facts import OnDay

TWO_YEARS = 24  # months; a season of one's own needs them
OLD = 31  # days; dealers report once a month


def sentence(
    name: str,
    status: Status,
    as_of: date,
    cover: float,
    run_out: date | None,
    order_by: date | None,
    left: int | None,
) -> Finding:
    """Until when the stock lasts and when to order."""
    facts: dict[str, Any] = {"name": name}
    if status in (Status.UNREPORTED, Status.NO_FORECAST):
        return Finding(f"account_{status}", facts)
    if run_out is None or order_by is None or left is None:
        return Finding("account_lasts", facts)
    facts |= {"cover": int(cover), "run_out": OnDay(run_out, as_of), "order_by": OnDay(order_by, as_of)}
    return (
        Finding("account_late", facts | {"late": -left}) if left < 0 else Finding("account_due", facts | {"left": left})
    )


def lacking(outlook: Outlook, rows: Whole, left_out: int) -> tuple[Finding, ...]:
    """What is not known of these series of the outlook, most telling first."""
    found: list[Finding] = []
    pairs = set(zip(outlook.customers[rows].tolist(), outlook.products[rows].tolist()))
    if pairs & set(outlook.positions.other_units):
        found.append(Finding("lacks_unit"))
    elif np.isnan(outlook.on_hand[rows]).all():
        found.append(Finding("lacks_stock"))
    if left_out:
        found.append(Finding("lacks_some_stock", {"products": left_out}))
    age = int(outlook.age[rows].max())
    if age > OLD:
        found.append(Finding("lacks_fresh_stock", {"age": age}))
    months = int(outlook.history_months[rows].max())
    if (outlook.methods[rows] == Method.NONE).all():
        found.append(Finding("lacks_forecast", {"months": max(months, 0)}))
    elif months < TWO_YEARS:
        found.append(Finding("lacks_two_years", {"months": months}))
    elif not outlook.peak.found[rows].any():
        found.append(Finding("lacks_season"))
    if (outlook.sources[rows] == Source.SELL_IN).all():
        found.append(Finding("lacks_sell_through"))
    if outlook.lead.supposed[rows].any():
        days = int(outlook.lead.production[rows[0]]), int(outlook.lead.transport[rows[0]])
        found.append(Finding("lacks_lead_time", {"production": days[0], "transport": days[1]}))
    if pairs & set(outlook.past.contradictions if outlook.past else ()):
        found.append(Finding("lacks_agreement"))
    return tuple(found)


def goes_by(outlook: Outlook, rows: Whole) -> Finding:
    """What the demand to come of these series goes by: what was agreed, and on which sheet; else what it is made of."""
    found = outlook.basis[rows]
    agreed = found[found != Basis.FORECAST]
    sources = set(outlook.sources[rows].tolist())
    source = Finding(f"source_{sources.pop() if len(sources) == 1 else 'mixed'}")
    if not len(agreed):
        return source
    sheets = set(agreed.tolist())
    by = Finding(f"agreed_by_{sheets.pop() if len(sheets) == 1 else 'several'}")
    if len(agreed) == len(rows):
        return Finding("demand_agreed", {"by": by})
    return Finding("demand_agreed_part", {"by": by, "products": len(agreed), "rest": source})
