"""The frame of every HTML file we hand out: it stands alone, runs nothing but our own scripts, and asks no network.

The Content-Security-Policy in it allows the inlined scripts by their hash and nothing else, so that even a mistake in
what is shown could not fetch or run anything.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import plotly
import plotly.graph_objects as go
from markupsafe import Markup

from kam_core import figures
from kam_core.report.markup import element, joined, trusted

LOOK = Path(__file__).parent / "look"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def paper(title: str, lang: str, style: str, body: Markup, *, charts: bool = False) -> bytes:
    """A whole HTML file. style: a file of look/; charts: with plotly.js and what draws `chart` elements."""
    scripts = (_plotly(), _look("charts.js")) if charts else ()
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    policy = f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex"),
        element("title", title),
        element("style", trusted(_look(style))),
    )
    code = joined(*(element("script", trusted(script)) for script in scripts))
    whole = element("html", head, element("body", body, code), lang="zh-CN" if lang == "zh" else "en")
    return f"<!doctype html>\n{whole}\n".encode("utf-8", "replace")


def chart(figure: go.Figure, alt: str) -> Markup:
    """A live chart, its finding in words under it. Its data are data: no mark in them can end the script."""
    data = str(figure.to_json()).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    held = element("script", trusted(data), type="application/json", class_="figure")
    return element("figure", held, element("figcaption", alt))


def grid(heads: Sequence[str], rows: Sequence[Sequence[Any]], kinds: Sequence[str]) -> Markup:
    """A table; cells are texts or elements. kinds: of each column number | name | short | '', as the style has them."""
    classes = [kind or None for kind in kinds]
    head = element("tr", *(element("th", each, class_=name, scope="col") for each, name in zip(heads, classes)))
    lines = [element("tr", *(element("td", cell, class_=name) for cell, name in zip(row, classes))) for row in rows]
    table = element("table", element("thead", head), element("tbody", *lines))
    return element("div", table, class_="scroll")


def facts(pairs: Sequence[tuple[str, str]]) -> Markup:
    """Labels and their values."""
    lines = [element("tr", element("td", label), element("td", value)) for label, value in pairs]
    return element("table", element("tbody", *lines), class_="facts")


def cell(lang: str, column: str, value: Any) -> str:
    """A value as its column shows it: shares as percent, money to the cent, days written out, – where there is none."""
    if value is None or value == "":
        return figures.NONE
    if column == "year_on_year":
        return figures.change(lang, value)
    if column in ("share", "cumulative_share"):
        return figures.percent(lang, value)
    if isinstance(value, Decimal):
        return figures.exact(lang, value)
    if isinstance(value, date):
        return figures.iso(value)
    return figures.volume(lang, value) if isinstance(value, int | float) else str(value)


@functools.cache
def _plotly() -> str:
    return PLOTLY.read_text("utf-8")


@functools.cache
def _look(name: str) -> str:
    return (LOOK / name).read_text("utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
