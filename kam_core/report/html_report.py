"""A page to take away as one HTML file: the sentence, live charts, tables, how it was computed; no network at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.analysis.trace import trace
from kam_core.charts import supply as season_chart
from kam_core.charts.pareto import alt_text, pareto_figure
from kam_core.report import view_file
from kam_core.report.answer_sections import answer_sections
from kam_core.report.markup import element, joined
from kam_core.report.paper import cell, chart, facts, grid, paper
from kam_core.report.shown import SUPPLY, Shown
from kam_core.report.supply_table import supply_table
from kam_core.schema import Measure
from kam_core.wording import say

MOST = 500  # accounts listed; the Excel file has all of them
URGENT = 20
DUE = ("name", "product_name", "run_out", "order_by", "days_left", "status")
SEASON = ("name", "status", "days_left", "order_by", "run_out", "cover", "on_hand", "in_transit", "peak_need", "gap",
          "product_name", "peak")  # fmt: skip
OF_SALES = ("share", "year_on_year")
OF_STOCK = ("rolled", "demand", "cover", "run_out", "order_by", "safety", "peak", "gap")
KINDS = {"name": "name", "product_name": "name", "reason": "name"} | dict.fromkeys(
    ("customer", "status", "peak", "class", "firm_wide_class", "mark", "region", "customer_type"), "short"
)  # all others are numbers and days


def html_report(shown: Shown, lang: str, made: date) -> bytes:
    """The file in a language. made: the day that stands on it."""
    title = shown.title(lang)
    about = [shown.dataset.name, say(lang, "report.made", day=figures.iso(made))]
    if shown.data_to:
        about.insert(1, say(lang, "report.to", day=figures.iso(shown.data_to)))
    sections = answer_sections(shown.answer, lang) if shown.answer else _ranking(shown, lang)
    body = element(
        "main",
        element("p", " · ".join(about), class_="top"),
        element("h1", shown.sentence(lang)),
        element("p", shown.answer.beside(lang), class_="note") if shown.answer else None,
        element("noscript", element("p", say(lang, "report.no_script"), class_="note")),
        *sections,
        _how(shown, lang),
    )
    return paper(f"{title} · {shown.dataset.name}", lang, "report.css", body, charts=True)


def _ranking(shown: Shown, lang: str) -> list[Markup | None]:
    """The curve, the key accounts, and their season: first where the page's question is the season."""
    sections, season = [_curve(shown, lang), _accounts(shown, lang)], _season(shown, lang)
    return [*season, *sections] if shown.page == SUPPLY else [sections[0], *season[:1], sections[1], *season[1:]]


def _section(heading: str, *inside: Any) -> Markup:
    return element("section", element("h2", heading), *inside)


def _curve(shown: Shown, lang: str) -> Markup | None:
    if not shown.pareto.n:
        return None
    figure = chart(pareto_figure(shown.pareto, lang), alt_text(shown.pareto, lang))
    return _section(say(lang, "report.curve"), figure)


def _accounts(shown: Shown, lang: str) -> Markup | None:
    n = shown.pareto.key_accounts
    if not n:
        return None
    table = shown.table.filter(shown.pareto.key).slice(0, MOST)
    named = {code: word for code, word in view_file.heads(shown, lang).items() if code != "class"}
    more = element("p", say(lang, "report.more", most=MOST, n=n), class_="note") if n > MOST else None
    listed = _table(table.to_pylist(), named, shown, lang)
    return _section(say(lang, "report.accounts", n=n), listed, more)


def _season(shown: Shown, lang: str) -> list[Markup]:
    """The most urgent ones, the chart of the first, and all key accounts; nothing where no stock is known."""
    if not shown.supply or not shown.supply.accounts.n:
        return []
    words, accounts = view_file.stock_heads(lang), shown.supply.accounts
    found = []
    if first := _first(shown):
        found.append(_section(say(lang, "report.urgent"), _table(first, {c: words[c] for c in DUE}, shown, lang)))
        one = account_outlook(shown.supply.outlook, first[0]["customer"], first[0]["product"])
        drawn = chart(season_chart.projection_chart(one, lang), season_chart.alt_text(one, lang))
        found.append(_section(say(lang, "report.one", name=one.name), drawn))
    table = supply_table(accounts).slice(0, MOST).to_pylist()
    found.append(_section(say(lang, "report.supply"), _table(table, {c: words[c] for c in SEASON}, shown, lang)))
    return found


def _first(shown: Shown) -> list[dict[str, Any]]:
    """Who has to order first, each with the product that is the reason."""
    assert shown.supply is not None
    outlook, found = shown.supply.outlook, []
    for at in shown.urgent[:URGENT]:
        day = {name: getattr(outlook, name)[at].astype("datetime64[D]").item() for name in ("run_out", "order_by")}
        found.append(
            {
                "customer": str(outlook.customers[at]),
                "name": str(outlook.customer_names[at]),
                "product": str(outlook.products[at]),
                "product_name": str(outlook.product_names[at]),
                "days_left": float(outlook.days_left[at]),
                "status": str(outlook.status[at]),
                **day,
            }
        )
    return found


def _table(rows: Sequence[dict[str, Any]], named: dict[str, str], shown: Shown, lang: str) -> Markup:
    words = view_file.code_words(lang)
    quantity = shown.pareto.ranking.scope.measure is Measure.QUANTITY

    def said(row: dict[str, Any], code: str) -> Any:
        value = row[code]
        if code == "status" and value:
            return element("span", words[code][value], class_=str(value))
        if code in words:
            return words[code].get(value, "")
        if code == "value" and quantity:
            return figures.volume(lang, value)
        return cell(lang, code, value)

    lines = [[said(row, code) for code in named] for row in rows]
    return grid(list(named.values()), lines, [KINDS.get(code, "number") for code in named])


def _how(shown: Shown, lang: str) -> Markup:
    return _section(
        say(lang, "report.how"),
        *(element("p", rule) for rule in _rules(shown, lang)),
        element("h2", say(lang, "report.basis")),
        facts([(label, _plainly(lang, value)) for label, value in view_file.stated(shown, lang)]),
        element("details", element("summary", say(lang, "report.question")), *_asked(shown)),
    )


def _rules(shown: Shown, lang: str) -> list[str]:
    if shown.answer:
        return shown.answer.how(lang)
    defined = [*OF_SALES, *(OF_STOCK if shown.supply else ())]
    return [trace(shown.pareto).formula.say(lang), *(say(lang, f"definition.{code}") for code in defined)]


def _asked(shown: Shown) -> list[Markup]:
    """Each question put to the data, without its author's remarks, and its parameters."""
    made = trace(shown.pareto)
    found = []
    for sql, parameters in shown.answer.questions() if shown.answer else [(made.sql, made.parameters)]:
        asked = "\n".join(f"${name} = {value}" for name, value in parameters.items() if value not in ([], None))
        question = "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))
        found.append(element("pre", joined(*_lines(question), *_lines(asked))))
    return found


def _lines(text: str) -> list[Markup]:
    return [element("span", line, element("br")) for line in text.splitlines()]


def _plainly(lang: str, value: Any) -> str:
    return figures.percent(lang, value) if isinstance(value, float | Fraction) else cell(lang, "", value)
