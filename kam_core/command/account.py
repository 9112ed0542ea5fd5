"""`account`: all about one customer, by id or by whole name."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from kam_core.analysis.account.identify import customer_of
from kam_core.analysis.account.story import AccountStory, account
from kam_core.analysis.exact import decimal
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.supply.foresight import last_known_day, outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.command import answers, table, wishes
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.pareto import warn
from kam_core.command.source import open_source
from kam_core.command.stock_file import with_stock
from kam_core.command.supply import row as series
from kam_core.errors import Mixed
from kam_core.figures import NONE, amount, percent
from kam_core.store.agreed import quantities
from kam_core.store.dataset import Dataset
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 10  # products in the table for reading


def run(asked: argparse.Namespace) -> None:
    """Find the customer, tell its story, and answer with the figures or a few lines."""
    lang = asked.lang or chosen(())
    cut, scope, who = wishes.cut(asked), wishes.scope(asked), wishes.principal(asked)
    store = Store()
    dataset = with_stock(store, open_source(store, asked, lang), asked)
    customer = customer_of(dataset, asked.customer)
    agreed = store.agreed(dataset.id, principal=who) if "inventory" in dataset.views and not asked.inventory else ()
    seen = _outlook(dataset, asked, quantities(agreed))
    pareto = draw(rank(dataset, scope), cut)
    story = account(dataset, pareto, customer, asked.as_of or last_known_day(dataset), seen, agreed)
    warn(dataset, lang)
    if asked.json:
        answers.give(answered(story, lang))
    else:
        _print(story, lang)


def _outlook(dataset: Dataset, asked: argparse.Namespace, agreed: dict[Any, Any]) -> Outlook | None:
    """Everyone's outlook where somebody has reported a stock; none where units must not be added."""
    if "inventory" not in dataset.views:
        return None
    try:
        seen = outlook(dataset, wishes.filters_alone(asked), wishes.supply(asked), agreed)
    except Mixed:
        return None
    return seen if seen.has_stock else None


def answered(story: AccountStory, lang: str) -> dict[str, Any]:
    """Everything in plain numbers; null: unknown, or not in the file."""
    ranking, who = story.pareto.ranking, story.who
    return {
        "customer": who.customer,
        "name": who.name,
        "type": who.customer_type,
        "region": who.region,
        "manager": who.manager,
        "salesperson": who.salesperson,
        "finding": story.finding.say(lang),
        "measure": ranking.scope.measure.value,
        "from": story.months.months[0] if story.months.months else None,
        "to": story.months.months[-1] if story.months.months else None,
        "customers": story.pareto.n,
        "rank": story.rank,
        "value": answers.number(story.value),
        "share": answers.share(story.share),
        "key": story.key,
        "picked": None if story.mark is None else "pinned" if story.mark.pinned else "excluded",
        "previous": story.previous,
        "next": story.following,
        "year_on_year": answers.share(story.months.change),
        "months": _months(story),
        "standing": _standing(story),
        "products": _products(story),
        "white_space": _white_space(story, lang),
        "regions": [{"region": one.region, "value": _units(one.value)} for one in story.months.regions],
        "returns": {
            "returned": _units(-story.months.returned),
            "share": answers.share(story.months.returns),
            "share_before": answers.share(story.months.returns_before),
            "firm_share": answers.share(story.firm_returns),
        },
        "profit": _profit(story),
        "orders": {
            "last": _day(story.rhythm.last),
            "days_since": story.rhythm.since,
            "in_a_year": story.rhythm.orders,
            "usual_gap": story.rhythm.usual,
            "long_gap": story.rhythm.long,
            "silent": story.rhythm.silent,
        },
        "supply": _supply(story),
    }


def _months(story: AccountStory) -> list[dict[str, Any]]:
    found = story.months
    columns = zip(found.months, found.value, found.before, found.known, found.complete)
    return [
        {"month": month, "value": _units(now), "year_earlier": _units(was) if known else None, "complete": bool(whole)}
        for month, now, was, known, whole in columns
    ]


def _standing(story: AccountStory) -> list[dict[str, Any]]:
    return [
        {
            "from": one.first,
            "to": one.last,
            "rank": one.rank,
            "customers": one.customers,
            "value": None if one.value is None else answers.number(one.value),
            "share": answers.share(one.share),
            "key": one.key,
        }
        for one in story.standing.stands
    ]


def _products(story: AccountStory) -> list[dict[str, Any]]:
    mix = story.mix
    return [
        {"product": product, "name": name, "value": _units(value), "compared": _units(now), "year_earlier": _units(was)}
        for product, name, value, now, was in zip(mix.products, mix.names, mix.value, mix.now, mix.before)
    ]


def _white_space(story: AccountStory, lang: str) -> dict[str, Any]:
    found = story.white_space
    return {
        "finding": found.finding.say(lang),
        "alike": [] if found.alike is None else found.alike.customers.tolist(),
        "kind": None if found.alike is None else found.alike.kind.value,
        "products": [
            {
                "product": gap.product,
                "name": gap.name,
                "buyers": gap.buyers,
                "worth": answers.number(gap.worth),
                "bought_once": gap.once,
            }
            for gap in found.gaps
        ],
    }


def _profit(story: AccountStory) -> dict[str, Any] | None:
    whale = story.whale
    if whale is None:
        return None
    return {
        "profit": None if whale.profit is None else answers.number(whale.profit),
        "rank": whale.rank,
        "share": answers.share(whale.share),
        "margin": answers.share(whale.margin),
        "firm_margin": answers.share(whale.firm_margin),
        "earning_customers": whale.earning,
        "peak": answers.share(whale.peak),
    }


def _supply(story: AccountStory) -> dict[str, Any] | None:
    season = story.season
    if season is None:
        return None
    agreed = [
        {"product": one.product, "season": one.season, "agreed": answers.number(one.agreed)}
        for one in season.agreed
        if one.agreed is not None
    ]
    rows = [series(season.outlook, int(at)) for at in season.rows]
    return {"as_of": season.outlook.as_of.isoformat(), "status": str(season.account.status[0]), "rows": rows,
            "agreed": agreed}  # fmt: skip


def _print(story: AccountStory, lang: str) -> None:
    print(one_line(story.finding.say(lang)))
    if story.mix.there:
        print(one_line(story.white_space.finding.say(lang)))
    lines = [
        [table.cell(str(name)), amount(lang, decimal(value)), _share(value, story, lang), amount(lang, decimal(was))]
        for name, value, was in list(zip(story.mix.names, story.mix.value, story.mix.before))[:SHOWN]
    ]
    if lines and story.mix.there:
        print()
        heads = [say(lang, f"table.{name}") for name in ("product", "value", "share", "year_earlier")]
        table.show([heads, *lines], left=(0,))
    rest = len(story.mix.products) - len(lines)
    if rest > 0:
        print(say(lang, "table.more_series", rest=rest))


def _share(value: int, story: AccountStory, lang: str) -> str:
    return percent(lang, decimal(value) / story.value) if story.value > 0 else NONE


def _units(value: int) -> int | float:
    return answers.number(decimal(value))


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
