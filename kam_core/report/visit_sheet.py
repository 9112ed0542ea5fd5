"""The visit sheet: one page about one account, to print and take along, with room for what is said there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.supply.account_outlook import AccountOutlook
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.analysis.supply.season_sheet import SeasonSheet, season_sheet
from kam_core.analysis.visit import Visit
from kam_core.errors import BadScope
from kam_core.report.markup import element
from kam_core.report.paper import facts, grid, paper
from kam_core.report.season_sheet import sheet_cell
from kam_core.report.shown import Shown
from kam_core.report.year_bars import year_bars
from kam_core.schema import Measure
from kam_core.store.agreed import Agreement
from kam_core.wording import say

PRODUCTS, AGREED, LINES = 7, 5, 9  # rows that leave room on the page


def visit_sheet(shown: Shown, visit: Visit, agreements: Iterable[Agreement], lang: str, made: date) -> bytes:
    """The sheet as an HTML file that prints on one A4 page.

    visit: the account's year. agreements: those that stand for the dataset. made: the day that stands on it. Raises
    BadScope for a customer without sales in the view.
    """
    ranking, dataset = shown.pareto.ranking, shown.dataset
    at = ranking.position.get(visit.customer)
    if at is None:
        raise BadScope("unknown_customer", value=visit.customer)
    name = str(ranking.names[at])
    code = element("small", f" {_say(lang, 'id')} {visit.customer}") if name != visit.customer else None
    last = figures.NONE if shown.data_to is None else figures.iso(shown.data_to)
    period = figures.period(lang, ranking.scope.first, ranking.scope.last)
    foot = _say(lang, "footer", dataset=dataset.name, day=last, period=period, made=figures.iso(made))
    left = element("div", *_sales(visit, lang))
    page = element(
        "main",
        element("p", _say(lang, "title"), class_="kind"),
        element("h1", name, code),
        element("p", *_about(shown, at, lang), class_="about"),
        element("div", left, element("div", *_products(visit, lang)), class_="two"),
        *_supply(shown, visit.customer, tuple(agreements), lang),
        element("h2", f"{_say(lang, 'notes')} · {_say(lang, 'promised')}"),
        element("div", *(element("div") for _ in range(LINES)), class_="lines"),
        element("footer", foot),
        class_="page",
    )
    return paper(f"{_say(lang, 'title')} · {name}", lang, "sheet.css", page)


def _about(shown: Shown, at: int, lang: str) -> list[Any]:
    pareto, ranking = shown.pareto, shown.pareto.ranking
    part = figures.percent(lang, shown.table["share"][at].as_py())
    said = [
        _say(lang, "rank", rank=at + 1, customers=pareto.n),
        _say(lang, "share", share=part),
    ]
    kind, region = str(ranking.types[at]), str(ranking.regions[at])
    who = str(ranking.managers[at]) or str(ranking.salespeople[at])
    named = (("type", kind), ("region", region), ("manager", who))
    said += [f"{_say(lang, word)} {value}" for word, value in named if value]
    return [element("b", _say(lang, "key" if pareto.key[at] else "other")), *(f" · {part}" for part in said)]


def _sales(visit: Visit, lang: str) -> list[Markup]:
    full, measure = _full(visit), _measure(visit.scope.measure, lang)
    whole = len(visit.months) == 12
    head = _say(lang, "sales" if whole else "some_months", measure=measure, n=len(visit.months))
    before = visit.total_before
    against = (
        _say(lang, "no_before")
        if before is None
        else _say(lang, "against", before=full(lang, before), change=figures.change(lang, visit.change))
    )
    return [
        element("h2", head),
        element("p", full(lang, visit.total), class_="big"),
        element("p", against, class_="note"),
        year_bars(visit.months, visit.now, visit.before, measure, lang),
    ]


def _products(visit: Visit, lang: str) -> list[Any]:
    full = figures.volume if visit.scope.measure is Measure.QUANTITY else figures.amount
    rows = []
    for bought in visit.products[:PRODUCTS]:
        change = None if not bought.before or bought.before <= 0 else bought.now / bought.before - 1
        before = figures.NONE if bought.before is None else full(lang, bought.before)
        rows.append([bought.name, full(lang, bought.now), before, figures.change(lang, change)])
    heads = [_say(lang, code) for code in ("product", "now", "before", "change")]
    rest = len(visit.products) - PRODUCTS
    more = element("p", _say(lang, "rest", n=rest), class_="note") if rest > 0 else None
    return [element("h2", _say(lang, "products")), grid(heads, rows, ["name", "number", "number", "number"]), more]


def _supply(shown: Shown, customer: str, agreements: tuple[Agreement, ...], lang: str) -> list[Markup]:
    """Status and agreed quantities side by side, under one sentence."""
    one = sheet = None
    if shown.ahead:
        try:
            one = account_outlook(shown.ahead.outlook, customer)
            sheet = season_sheet(shown.ahead.outlook, customer, agreements)
        except BadScope:  # nothing of it in the scope of the outlook
            one = None
    if one is None or sheet is None:
        return [element("h2", _say(lang, "supply")), element("p", _say(lang, "no_supply"), class_="note")]
    status = element("div", facts(_standing(one, lang)))
    agreed = element("div", element("p", _say(lang, "season"), class_="note"), *_agreed(sheet, lang))
    return [
        element("h2", _say(lang, "supply")),
        element("p", one.finding.say(lang), class_="said"),
        element("div", status, agreed, class_="two"),
    ]


def _standing(one: AccountOutlook, lang: str) -> list[tuple[str, str]]:
    def much(value: float) -> str:
        if not np.isfinite(value):
            return figures.NONE
        shown = figures.amount(lang, round(value)) if one.money else figures.volume(lang, round(value))
        return f"{shown} {one.unit}".strip() if not one.money else shown

    def day(value: date | None) -> str:
        return figures.NONE if value is None else figures.iso(value)

    cover = _say(lang, "days", n=int(one.cover_days)) if np.isfinite(one.cover_days) else figures.NONE
    peak = figures.NONE if one.peak_first is None else figures.period(lang, one.peak_first, one.peak_last)
    given = {
        "status": say(lang, f"status.{one.status}"),
        "on_hand": much(one.on_hand),
        "in_transit": much(one.in_transit),
        "cover": cover,
        "run_out": day(one.run_out),
        "order_by": day(one.order_by),
        "peak": peak,
        "peak_need": much(one.peak_need),
        "gap": much(one.gap),
    }
    heads = {"on_hand": _say(lang, "on_hand"), "in_transit": _say(lang, "in_transit")}
    return [(heads.get(code) or say(lang, f"sheet.column.{code}"), value) for code, value in given.items()]


def _agreed(sheet: SeasonSheet, lang: str) -> list[Any]:
    """The products with the largest need first, and where nothing is agreed yet an empty cell to write in."""
    if not len(sheet.products):
        return [element("p", _say(lang, "nothing_agreed"), class_="note")]
    first = np.argsort(-np.nan_to_num(sheet.ours), kind="stable")[:AGREED]
    rows = []
    for at in first.tolist():
        ours, agreed = (sheet_cell(sheet, at, code) for code in ("ours", "agreed"))
        said = [figures.NONE if ours is None else figures.volume(lang, round(ours))]
        said.append("" if agreed is None else figures.volume(lang, agreed))
        rows.append([str(sheet.names[at]), _peak(sheet, at), *said])
    heads = [_say(lang, "product"), *(say(lang, f"sheet.column.{code}") for code in ("peak",)), _say(lang, "ours")]
    heads.append(say(lang, "sheet.column.agreed"))
    rest = len(sheet.products) - len(first)
    more = element("p", _say(lang, "more_products", n=rest), class_="note") if rest > 0 else None
    return [grid(heads, rows, ["name", "short", "number", "number"]), more]


def _peak(sheet: SeasonSheet, at: int) -> str:
    """2026-05–07: the year of the last month only where it is another one."""
    first, last = str(sheet.peak_first[at]), str(sheet.peak_last[at])
    return first if first == last else f"{first}–{last[5:] if last[:4] == first[:4] else last}"


def _full(visit: Visit) -> Any:
    return figures.volume if visit.scope.measure is Measure.QUANTITY else figures.exact


def _measure(measure: Measure, lang: str) -> str:
    return say(lang, f"sheet.column.value_{measure.value}")


def _say(lang: str, code: str, **given: Any) -> str:
    return say(lang, f"visit.{code}", **given)
