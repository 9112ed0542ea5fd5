"""A share link to the ranking or the season at once: the sentence, the curve, who orders first, the key accounts.

The same results as on the owner's page, put down as plain HTML. A link to the supply page tells the season first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.exact import share
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.supply.accounts import Accounts
from kam_core.analysis.supply.ahead import Ahead, headline
from kam_core.analysis.supply.season_supply import SupplyFinding, for_key_accounts
from kam_core.analysis.supply.status import Status
from kam_core.analysis.trace import trace
from kam_core.charts.labels import clean
from kam_core.report.answers.answer import Due
from kam_core.report.curve_svg import curve_svg
from kam_core.report.light import Head, Leaf, aging, joined, left_of, put, row, section, small, table, way_on
from kam_core.schema import Measure
from kam_core.wording import say

CARDS, CARDS_AT_HOME = 20, 8
FIRST = 20  # key accounts in the first table
MOST_BYTES = 190_000  # of further key accounts: the page stays below 300 KB whatever they are called
URGENT = (Status.LATE, Status.NOW, Status.SOON)

Facts = Sequence[tuple[str, str]]  # what was looked at, in words


def ranking_leaf(
    pareto: Pareto, season: Ahead | None, until: date, onward: str, facts: Facts, lang: str, *, supply: bool = False
) -> Leaf:
    """The page of a view. season: None where there is nothing to say of it. supply: the season comes first."""
    found = for_key_accounts(season.outlook, pareto) if season else None
    first, rest = _accounts(pareto, found, lang)
    sentences = [finding.say(lang) for finding in headline(pareto, season)]
    lead = found.answer.say(lang).strip() if found and supply else say(lang, "light.space").join(sentences)
    second = sentences[0] if found and supply else ""
    picture = joined([curve_svg(pareto, lang), small(say(lang, "light.above", key_total=_short(lang, pareto.key_total),
                                                         total=_short(lang, pareto.total)))])  # fmt: skip
    urgent = _urgent(found, CARDS if supply else CARDS_AT_HOME, lang) if found else Markup()
    parts = [
        put("<h1>{text}</h1>", text=lead),
        _aging(found) if found else Markup(),
        *([urgent, put('<p class="lead">{text}</p>', text=second), picture] if supply else [picture, urgent]),
        section(say(lang, "light.accounts"), first),
        way_on(onward, lang),
        section(say(lang, "light.rest"), rest),
        section(say(lang, "light.how"), _how(pareto, found, facts, lang)),
    ]
    title = say(lang, "light.title_supply" if supply else "light.title")
    return Leaf(f"{title} · {say(lang, 'light.until', day=figures.iso(until))}", joined(parts))


def _aging(found: SupplyFinding) -> Markup:
    due = due_of(found)
    return aging(due.name, due.left, due.as_of) if due else Markup()


def due_of(found: SupplyFinding) -> Due | None:
    """How long the first of the sentence has left."""
    outlook, at = found.outlook, found.first
    if at is None:
        return None
    return Due(clean(str(outlook.customer_names[at])), int(outlook.days_left[at]), outlook.as_of)


def _urgent(found: SupplyFinding, most: int, lang: str) -> Markup:
    accounts = found.accounts
    due = accounts.take(np.isin(accounts.status, URGENT) & ~np.isnan(accounts.days_left))
    if not due.n:
        return Markup()
    cards = [_card(due, at, found.outlook.as_of, lang) for at in range(min(due.n, most))]
    more = small(say(lang, "light.urgent_more", n=due.n - most)) if due.n > most else Markup()
    listed = put('<ul class="cards">{cards}</ul>', cards=joined(cards))
    return section(say(lang, "light.urgent"), listed, more)


def _card(accounts: Accounts, at: int, as_of: date, lang: str) -> Markup:
    left, status = int(accounts.days_left[at]), str(accounts.status[at])
    facts = [
        (say(lang, "table.run_out"), _day(lang, accounts.run_out[at])),
        (say(lang, "table.order_by"), _day(lang, accounts.order_by[at])),
        (say(lang, "table.product"), clean(str(accounts.product_names[at]))),
    ]
    return put(
        '<li class="card {kind}"><span class="status">{status}</span><b>{name}</b> <span class="left">{left}</span> '
        '<span class="facts">{facts}</span></li>',
        kind=status,
        status=say(lang, f"status.{status}"),
        name=clean(str(accounts.names[at])),
        left=left_of(left, as_of),
        facts=" · ".join(f"{name} {value}" for name, value in facts),
    )


def _accounts(pareto: Pareto, found: SupplyFinding | None, lang: str) -> tuple[Markup, Markup]:
    """The first key accounts, and the others as far as they fit."""
    measure = pareto.ranking.scope.measure
    heads = [
        Head(say(lang, "table.rank"), number=True),
        Head(say(lang, "table.customer")),
        Head(say(lang, f"light.{measure.value}"), number=True),
        Head(say(lang, "table.share"), number=True),
        Head(say(lang, "table.cumulative_share"), number=True, wide=True),
    ]
    if found:
        heads += [Head(say(lang, "table.order_by"), number=True), Head(say(lang, "table.status"), wide=True)]
    place = {key: at for at, key in enumerate(found.accounts.customers.tolist())} if found else {}
    rows: list[Markup] = []
    room = MOST_BYTES
    for at in np.flatnonzero(pareto.key).tolist():
        made = row(heads, _cells(pareto, at, found, place, lang))
        room -= len(made.encode()) if len(rows) >= FIRST else 0
        if room < 0:
            break
        rows.append(made)
    said = say(lang, "light.more", shown=len(rows), n=pareto.key_accounts) if len(rows) < pareto.key_accounts else ""
    return table(heads, rows[:FIRST]), joined([table(heads, rows[FIRST:]), small(said)])


def _cells(
    pareto: Pareto, at: int, found: SupplyFinding | None, place: Mapping[str, int], lang: str
) -> list[str | Markup]:
    ranking = pareto.ranking
    customer, name = str(ranking.customers[at]), clean(str(ranking.names[at]))
    marked = at in pareto.marks and pareto.marks[at].pinned
    small = " · ".join(
        [
            *([clean(customer)] if customer != ranking.names[at] else []),
            *([say(lang, "light.pinned")] if marked else []),
        ]
    )
    full = figures.volume if ranking.scope.measure is Measure.QUANTITY else figures.exact
    cells: list[str | Markup] = [
        f"{at + 1}",
        put('{name} <span class="small">{small}</span>', name=name, small=small) if small else name,
        full(lang, figures.of_units(ranking.values[at])),
        figures.percent(lang, share(int(ranking.values[at]), ranking.total_units)),
        figures.percent(lang, pareto.cumulative_share(at + 1)),
    ]
    if found:
        row_of = place.get(customer)
        accounts = found.accounts
        cells += [
            figures.NONE if row_of is None else _day(lang, accounts.order_by[row_of]),
            "" if row_of is None else say(lang, f"status.{accounts.status[row_of]}"),
        ]
    return cells


def _how(pareto: Pareto, found: SupplyFinding | None, facts: Facts, lang: str) -> Markup:
    said = [trace(pareto).formula.say(lang), " · ".join(f"{name} {value}" for name, value in facts)]
    if found:
        known = found.outlook.reported[~np.isnat(found.outlook.reported)]
        if len(known):
            newest = figures.iso(known.max().astype("datetime64[D]").item())
            said.append(say(lang, "light.reported", day=newest, as_of=figures.iso(found.outlook.as_of)))
        said += [each.say(lang) for name in ("open", "source") if (each := found.finding.facts.get(name))]
    return joined(small(text) for text in said)


def _short(lang: str, value: object) -> str:
    return figures.show(lang, value)


def _day(lang: str, day: np.datetime64) -> str:
    return figures.NONE if np.isnat(day) else figures.day(lang, day.astype("datetime64[D]").item())
