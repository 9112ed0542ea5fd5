"""The sentence about an account: its rank, its share, the change on last year, and when it runs dry. Codes only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.status import Status
from kam_core.facts import OnDay

if TYPE_CHECKING:
    from kam_core.analysis.account.in_season import InSeason
    from kam_core.analysis.account.story import AccountStory


def sentence(story: AccountStory) -> Finding:
    """The answer of the account's page."""
    measure = story.pareto.ranking.scope.measure.value
    facts: dict[str, Any] = {"name": story.who.name, "supply": supply_part(story.season)}
    if story.rank is None:
        last = story.rhythm.last
        return Finding("account_silent", facts | {"last": last}) if last else Finding("account_nowhere", facts)
    facts |= {"rank": story.rank, "customers": story.pareto.n, "change": _change(story)}
    if story.share is None:
        return Finding(f"account_no_share_{measure}", facts | {"value": story.value})
    return Finding(f"account_{measure}", facts | {"share": story.share})


def _change(story: AccountStory) -> Finding:
    change = story.months.change
    if change is None:
        return Finding("said_nothing")
    if abs(change) * 1000 < 5:  # under half a percent, shown as nothing
        return Finding("account_level")
    return Finding("account_up" if change > 0 else "account_down", {"change": float(round(abs(change), 2))})


def supply_part(season: InSeason | None) -> Finding:
    """When its most urgent product runs dry, and by when to order; that nobody reported its stock; or nothing."""
    if season is None or not season.outlook.has_stock:
        return Finding("said_nothing")
    one = season.account
    if one.status[0] == Status.UNREPORTED:
        return Finding("account_part_unreported")
    run_out, order_by, left = one.run_out[0], one.order_by[0], one.days_left[0]
    if np.isnat(run_out) or np.isnat(order_by) or np.isnan(left):
        return Finding("account_part_lasts" if one.reported[0] else "said_nothing")
    facts = {
        "product": str(one.product_names[0]),
        "run_out": _on(run_out, season.outlook.as_of),
        "order_by": _on(order_by, season.outlook.as_of),
    }
    if left < 0:
        return Finding("account_part_late", facts | {"late": -int(left)})
    return Finding("account_part_due", facts | {"left": int(left)})


def _on(day: np.datetime64, seen_from: date) -> OnDay:
    return OnDay(day.astype("datetime64[D]").item(), seen_from)
