"""What the picture of a view shows, as plain data for the browser to draw; and the link as a QR code."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
import segno

from kam_core import figures
from kam_core.analysis.exact import share
from kam_core.charts.curve import curve
from kam_core.charts.labels import clean
from kam_core.facts import OnDay
from kam_core.report.answers.answer import Answer
from kam_core.report.markup import legible
from kam_core.report.shown import Shown
from kam_ui.text import language, say_core, t

ACCOUNTS, URGENT, POINTS = 8, 4, 240
CHART = 640  # pixels wide
_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


def drawn(shown: Shown, until: date, link: str) -> dict[str, Any]:
    """Texts and numbers of the picture. link: '' = no code to scan on it."""
    lang = language()
    day = figures.NONE if shown.data_to is None else figures.iso(shown.data_to)
    return {
        "lang": lang,
        "title": legible(f"{shown.title(lang)} · {shown.dataset.name}"),
        "sentence": legible(shown.sentence(lang)),
        **(_of_answer(shown.answer) if shown.answer else _of_ranking(shown)),
        "foot": [t("send.drawn.to", day=day), *([t("send.drawn.scan", day=figures.iso(until))] if link else [])],
        "code": [[int(cell) for cell in row] for row in segno.make(link, error="m").matrix] if link else [],
        "file": f"{say_core('report.file')}-{shown.dataset.address}-{lang}.png",
        "words": {"save": t("send.save_picture"), "hint": t("send.picture_hint"), "alt": t("send.picture")},
    }


def _of_ranking(shown: Shown) -> dict[str, Any]:
    """The curve with its line, who is urgent, and the largest accounts."""
    pareto, line = shown.pareto, curve(shown.pareto)
    kept = _kept(line["k"], pareto.k) if line["share"] else []
    return {
        "beside": "",
        "chart": {},
        "n": pareto.n,
        "k": pareto.k,
        "points": [[line["k"][i], line["share"][i]] for i in kept],
        "cut": say_core("chart.cut", k=pareto.k, share=figures.percent(language(), pareto.line.of_sales)),
        "accounts_title": t("send.drawn.accounts"),
        "accounts": _accounts(shown),
        "urgent_title": t("send.drawn.urgent"),
        "urgent": _urgent(shown),
    }


def _of_answer(answer: Answer) -> dict[str, Any]:
    """The small line and the page's own drawing: an SVG of ours, which the browser draws as a picture. A picture runs
    no script and loads nothing, and every name in it is text."""
    lang = language()
    found = _BOX.search(answer.drawing(lang))
    chart: dict[str, Any] = {}
    if found:
        wide, high = CHART, round(CHART * float(found[2]) / float(found[1]))
        sized = str(found.string).replace('width="100%"', f'width="{wide}" height="{high}"', 1)
        chart = {"svg": sized, "wide": wide, "high": high, "title": legible(answer.pictured(lang))}
    return {"beside": legible(answer.beside(lang)), "chart": chart, "points": [], "accounts": [], "urgent": []}


def _kept(counts: list[int], k: int) -> list[int]:
    """Which of the curve's points are drawn: a picture needs few, but the line's own among them."""
    spread = np.linspace(0, len(counts) - 1, min(POINTS, len(counts))).round().astype(int).tolist()
    return sorted({*spread, *(at for at, count in enumerate(counts) if count == k)})


def qr_svg(link: str) -> str:
    """The link as a QR code, dark on white whatever the theme."""
    return str(segno.make(link, error="m").svg_inline(scale=6, border=3, dark="#111", light="#fff"))


def _accounts(shown: Shown) -> list[dict[str, Any]]:
    lang, ranking = language(), shown.pareto.ranking
    top = float(ranking.values[0]) if ranking.n else 0.0
    return [
        {
            "rank": at + 1,
            "name": clean(str(ranking.names[at])),
            "value": figures.amount(lang, figures.of_units(ranking.values[at])),
            "share": figures.percent(lang, share(int(ranking.values[at]), ranking.total_units)),
            "part": max(float(ranking.values[at]) / top, 0.0) if top > 0 else 0.0,
            "key": bool(shown.pareto.key[at]),
        }
        for at in range(min(ACCOUNTS, ranking.n))
    ]


def _urgent(shown: Shown) -> list[dict[str, Any]]:
    if shown.supply is None:
        return []
    lang, outlook = language(), shown.supply.outlook

    def day(value: np.datetime64) -> str:
        return figures.show(lang, OnDay(value.astype("datetime64[D]").item(), outlook.as_of))

    found = []
    for at in shown.urgent[:URGENT]:
        left = int(outlook.days_left[at])
        found.append(
            {
                "name": clean(str(outlook.customer_names[at])),
                "run_out": t("send.drawn.run_out", day=day(outlook.run_out[at])),
                "left": t("send.drawn.late", n=-left) if left < 0 else t("send.drawn.left", n=left),
                "late": left < 0,
            }
        )
    return found
