"""The charts and tables of a page's answer, as the standalone report has them."""

from __future__ import annotations

from markupsafe import Markup

from kam_core.report.answers.answer import Answer, Kind, Listing
from kam_core.report.markup import element
from kam_core.report.paper import chart, grid
from kam_core.wording import say

MOST = 500  # rows of a table; the Excel file has all of them
LOOKS = {Kind.NAME: "name", Kind.CODE: "short", Kind.TEXT: ""}  # all others are numbers


def answer_sections(answer: Answer, lang: str) -> list[Markup]:
    """Chart by chart, then table by table."""
    drawn = [_section(each.title, chart(each.figure, each.alt)) for each in answer.charts(lang)]
    return [*drawn, *(_section(each.title, *_listed(each, lang)) for each in answer.listings(lang, MOST))]


def _listed(listing: Listing, lang: str) -> list[Markup]:
    looks = [LOOKS.get(column.kind, "number") for column in listing.columns]
    rows = [listing.said(at, lang) for at in range(len(listing.rows))]
    shown = [grid([column.head for column in listing.columns], rows, looks)]
    if len(rows) < listing.n:
        shown.append(element("p", say(lang, "report.more_rows", most=len(rows), n=listing.n), class_="note"))
    return shown


def _section(heading: str, *inside: Markup) -> Markup:
    return element("section", element("h2", heading), *inside)
