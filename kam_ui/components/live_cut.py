"""The live cut line: curve, line, four numbers and what follows, moving in the browser.

The browser gets the curve as plain data and the words as templates. It tells the server once, on release, which number
was set last; the exact figures are computed again there.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import streamlit as st

from kam_core import figures
from kam_core.analysis.cut import Rule
from kam_core.analysis.department import FROM
from kam_core.analysis.exact import ONE, Numbers
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.supply.story import Story
from kam_core.charts.curve import curve
from kam_core.charts.labels import clean
from kam_core.charts.pareto import alt_text, pareto_figure
from kam_core.wording import template
from kam_ui import viewer
from kam_ui.components import mounted
from kam_ui.text import language, t, word
from kam_ui.view import cut_problem, plain
from kam_ui.web.assets import PLOTLY_ADDRESS

KEY = "live_cut"
NAMED = 1_000  # ranks whose name the browser knows
_SCRIPTS = ("figures", "curve", "drawing", "hands")


def live_cut(
    pareto: Pareto, on_cut: Callable[[Rule, Decimal], None], story: Story | None = None, *, slim: bool = False
) -> None:
    """The chart and its numbers. on_cut hears the rule and number that were set last, once, on release.

    story: who runs short, told in the sentence while the line moves. slim: small beside a table, and silent: the
    sentence of that page is another one.
    """

    if not viewer.allowed().cut:
        st.plotly_chart(
            pareto_figure(pareto, language()),
            height=260 if slim else 380,
            config={"displayModeBar": False},
            key=KEY,
            alt=alt_text(pareto, language()),
        )
        return

    def told() -> None:
        cut = st.session_state[KEY].cut
        if cut and cut.get("rule") in set(Rule) and not cut_problem(Rule(cut["rule"]), str(cut.get("value"))):
            on_cut(Rule(cut["rule"]), Decimal(cut["value"]))

    mounted("live_cut", *_SCRIPTS)(key=KEY, data=_data(pareto, story) | {"slim": slim}, on_cut_change=told)


def _data(pareto: Pareto, story: Story | None) -> dict[str, Any]:
    lang, ranking, drawn = language(), pareto.ranking, curve(pareto)
    counts = np.array(drawn["k"], np.int64)
    heads, known = _heads(pareto)
    highest = float(ranking.values[0]) / ONE
    scale, scale_word = _scale(lang, float(ranking.values[max(pareto.k - 1, 0)]) / ONE)
    total = ranking.total_units
    rule, value = pareto.cut.rule, pareto.cut.value
    typed = plain(value / scale) if rule is Rule.AT_LEAST else f"{value:,f}" if rule is Rule.COUNT else plain(value)
    return {
        "plotly": PLOTLY_ADDRESS,
        "n": pareto.n,
        "k": pareto.k,
        "rule": rule.value,
        "typed": typed,
        "has_share": total > 0,
        "rising": int(np.count_nonzero(ranking.values > 0)),
        "peak": max(drawn["share"], default=1.0),
        "lowest": float(ranking.values[-1]) / ONE,
        "leaders": min(pareto.n, 300),
        "knots": {
            "rank": drawn["k"],
            "share": drawn["share"] or [0.0] * len(counts),
            "value": drawn["value"],
            "heads": heads[counts - 1].tolist(),
            "known": known[counts - 1].tolist(),
        },
        "names": [clean(str(name)) for name in ranking.names[:NAMED]],
        "hand": [
            {"rank": at + 1, "pinned": pick.pinned, "share": float(ranking.values[at]) / total if total > 0 else 0.0}
            for at, pick in pareto.marks.items()
        ],
        "scale": scale,
        "scales": [list(step) for step in figures.STYLES[lang].scales],
        "ticks": list(figures.ticks(lang, max(highest, 0.0))),
        "threshold": FROM,
        "total": figures.amount(lang, pareto.total),
        "story": _story(pareto, story, lang),
        "words": _words(pareto, lang, scale_word),
    }


def _story(pareto: Pareto, story: Story | None, lang: str) -> dict[str, Any] | None:
    """Ranks of those that run short, the most urgent first, with what the first ones say; and who reported."""
    if story is None:
        return None
    place = pareto.ranking.position
    short = [(place[key] + 1, said) for key, said in zip(story.customers, story.first) if key in place]
    return {
        "short": [rank for rank, _ in short],
        "first": [said.say(lang) for _, said in short[:NAMED]],
        "reported": sorted(place[key] + 1 for key in story.reported if key in place),
    }


def _words(pareto: Pareto, lang: str, scale_word: str) -> dict[str, Any]:
    measure = pareto.ranking.scope.measure.value
    largest = {"largest": pareto.largest_share, "five": pareto.top_five_share}
    return {
        "sentence": template(lang, f"finding.{pareto.finding.code}"),
        "space": t("cut.space"),
        "story_short": template(lang, "finding.story_short"),
        "story_enough": template(lang, "finding.story_enough"),
        "due": template(lang, "finding.department_due"),
        "not_due": template(lang, "finding.managing_director"),
        "curve": t("cut.curve"),
        "bars": t(f"cut.bars_{measure}"),
        "heads": word(f"cut.heads_{_whose(pareto)}"),
        "largest": t("cut.largest", **largest) if pareto.share is not None and pareto.n > 1 else "",
        "count": [t("cut.count"), t("cut.count_unit")],
        "top": [t("cut.top"), "%"],
        "reach": [t(f"cut.reach_{measure}"), "%"],
        "at_least": [t(f"cut.at_least_{measure}"), scale_word],
        **{name: word(f"cut.{name}") for name in _TEMPLATES},
    }


_TEMPLATES = (
    "heading",
    "slider",
    "key",
    "other",
    "tip",
    "tip_no_share",
    "no_chart",
    "wrong_count",
    "wrong_top",
    "wrong_reach",
    "wrong_at_least",
)


def _heads(pareto: Pareto) -> tuple[Numbers, Numbers]:
    """(n,) account managers (else salespeople) among the first 1, 2, … customers, and how many of those have one."""
    ranking = pareto.ranking
    who = np.where(ranking.managers == "", ranking.salespeople, ranking.managers)
    named = who != ""
    first = np.zeros(ranking.n, np.bool_)
    first[np.unique(who, return_index=True)[1]] = True
    return np.cumsum(first & named), np.cumsum(named)


def _whose(pareto: Pareto) -> str:
    """Whom the names come from: salespeople stand in where the file names no account manager."""
    return "manager" if (pareto.ranking.managers != "").any() else "salesperson"


def _scale(lang: str, at_line: float) -> tuple[int, str]:
    """The unit a value is typed in: 万 in Chinese, K in English, none where the value at the line is smaller."""
    scale, scale_word = figures.STYLES[lang].scales[-1]
    return (scale, scale_word) if at_line >= scale else (1, "")
