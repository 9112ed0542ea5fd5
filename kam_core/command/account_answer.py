"""What `account` answers in JSON: an account's story in plain numbers and words."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from kam_core.analysis.account.story import AccountStory
from kam_core.analysis.exact import decimal
from kam_core.command import answers
from kam_core.command.supply import row as series


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
        "people": _people(story),
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


def _people(story: AccountStory) -> dict[str, Any] | None:
    people = story.people
    if people is None:
        return None
    return {
        "contacts": people.contacts and [_days(asdict(one)) for one in people.contacts],
        "last_activity": _day(people.activities[0].date) if people.activities else None,
        "promises": [_days(asdict(one)) for one in people.promises],
    }


def _days(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _units(value: int) -> int | float:
    return answers.number(decimal(value))


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
