"""Where two strategies pull against each other: an action that ought not to be done before the other side is seen.

Stock that nobody reported raises no flag, and neither does an account the customer list is silent about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

import numpy as np

from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.ground import Deed, Ground
from kam_core.analysis.supply.accounts import live
from kam_core.analysis.supply.status import Status

MONTH = 30  # days a promotion lasts where its end is not noted


class Against(StrEnum):
    """What an action meets with."""

    OVERSTOCKED = "overstocked"  # near a rebate tier, and its stock is already too much
    THIN = "thin"  # a promotion or event is booked, and its stock does not last until it is over
    NO_STOCK = "no_stock"  # a trial is planned, and there is none of the product
    LATE_PAYER = "late_payer"  # first in allocation, and over its credit


@dataclass(frozen=True)
class Conflict:
    """against: of what kind; said: with its figures."""

    against: Against
    said: Finding


def overstocked(ground: Ground, at: int, wanted: float, least: float) -> Conflict | None:
    """Of what the account still buys, so much lies above what is reasonable that it is `least` percent or more of the
    money that is wanted of it; also where the price is not known."""
    outlook, rows = ground.outlook, ground.goods(at)
    if outlook is None or not len(rows):
        return None
    much = rows[(outlook.status[rows] == Status.OVERSTOCK) & live(outlook)[rows]]
    if not len(much):
        return None
    worth = outlook.overstock[much] * outlook.price[much]
    facts = {"n": len(much), "product": str(outlook.product_names[much[int(np.argmax(np.nan_to_num(worth)))]])}
    known = worth[~np.isnan(worth)]
    if len(known) and known.sum() < wanted * least / 100:
        return None
    if not len(known):
        return Conflict(Against.OVERSTOCKED, Finding("conflict_overstocked", facts))
    return Conflict(Against.OVERSTOCKED, Finding("conflict_overstocked_money", facts | {"money": whole(known.sum())}))


def thin(ground: Ground, at: int, plan: Deed) -> Conflict | None:
    """Of the goods of a promotion, or of any where it names none, the first to run dry before it is over."""
    outlook, rows = ground.outlook, ground.goods(at)
    if outlook is None or not len(rows):
        return None
    rows = rows[outlook.products[rows] == plan.product] if plan.product else rows[live(outlook)[rows]]
    ends = np.datetime64(plan.until or plan.date + timedelta(MONTH), "D")
    dry = rows[outlook.run_out[rows] <= ends]
    if not len(dry):
        return None
    first = dry[int(np.argmin(outlook.run_out[dry]))]
    day: date = outlook.run_out[first].item()
    facts = {"product": str(outlook.product_names[first]), "run_out": day}
    return Conflict(Against.THIN, Finding("conflict_thin", facts))


def no_stock(ground: Ground, at: int, plan: Deed) -> Conflict | None:
    """None of the product in our own stock as reported, nor at the account; or none there, and ours not reported."""
    outlook = ground.outlook
    if outlook is None or not plan.product:
        return None
    ours = [one.on_hand for one in outlook.positions.own if one.product == plan.product]
    rows = ground.goods(at)
    rows = rows[outlook.products[rows] == plan.product]
    theirs = [float(each) for each in outlook.on_hand[rows] if not np.isnan(each)]
    coming = float(np.nansum(outlook.in_transit[rows])) if len(rows) else 0.0
    if sum(theirs) + coming > 0 or sum(ours) > 0 or not (ours or theirs):
        return None
    return Conflict(Against.NO_STOCK, Finding("conflict_no_stock", {"product": plan.product_name}))


@dataclass(frozen=True)
class Credit:
    """What an account owes. overdue: owed beyond what was sold to it within its term, so at least that is late."""

    receivable: float
    term: float | None  # days
    limit: float | None
    overdue: float | None


def credit(ground: Ground) -> dict[str, Credit]:
    """Of the accounts the customer list says it of. Receivables and sales are taken to be both with tax, or both
    without; the receivable to be that of the day."""
    if not (ground.has("customers") and ground.has_money):
        return {}
    rows = ground.ask("credit", among=list(ground.customers), as_of=ground.as_of).to_pylist()
    return {
        row["customer"]: Credit(
            row["receivable"],
            row["term"],
            row["credit_limit"],
            None if row["term"] is None else max(row["receivable"] - max(row["within_term"], 0.0), 0.0),
        )
        for row in rows
    }


def late_payer(known: Credit | None) -> Conflict | None:
    """Over its credit term or its credit limit."""
    if known is None:
        return None
    if known.overdue:
        facts = {"overdue": whole(known.overdue), "term": int(known.term or 0)}
        return Conflict(Against.LATE_PAYER, Finding("conflict_over_term", facts))
    if known.limit and known.receivable > known.limit:
        facts = {"owed": whole(known.receivable), "limit": whole(known.limit)}
        return Conflict(Against.LATE_PAYER, Finding("conflict_over_limit", facts))
    return None


def whole(money: float) -> Decimal:
    """Money to be read, without cents."""
    return Decimal(round(float(money)))
