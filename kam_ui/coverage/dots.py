"""四层: the four dots of the key accounts, the most money at stake first."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.grid import Counts
from kam_core.analysis.coverage.settings import LEVELS, STATES, State
from kam_core.charts.coverage import dots_alt, dots_figure
from kam_core.report.coverage_table import dots_table
from kam_core.store.dataset import Dataset
from kam_ui import view
from kam_ui.controls import bound
from kam_ui.coverage.answer import facts
from kam_ui.movement.drawn import PLAIN
from kam_ui.people import MOST_STALE
from kam_ui.taken import take_table
from kam_ui.text import language, t

FIRST, MOST = 15, 200  # accounts at first, and when all are asked for
ROW, HEAD = 34, 60  # pixels
SHOWN = (State.NOBODY, State.STALE, State.UNKNOWN)


def show_dots(found: Coverage, dataset: Dataset) -> None:
    """Those a state is chosen for, else all; each with its sign, its words and its colour."""
    there = {state.value: found.at(state) for state in SHOWN if found.count(state)}
    there["all"] = _everyone(found)
    st.markdown(f"**{t('coverage.dots.title')}**")
    with st.container(horizontal=True, vertical_alignment="center", key="coverage.dots.tools"):
        chosen = st.segmented_control(
            t("coverage.dots.label"),
            list(there),
            default=_first(found, there),
            required=True,
            format_func={name: t(f"coverage.dots.{name}", n=len(at)) for name, at in there.items()}.__getitem__,
            key="coverage.dots",
            label_visibility="collapsed",
            wrap=True,
        )
        with st.popover(t("coverage.dots.stale_is", n=found.settings.stale), type="tertiary", icon=":material/tune:"):
            st.number_input(
                t("coverage.dots.days"),
                min_value=1,
                max_value=MOST_STALE,
                step=10,
                **bound("stale", found.settings.stale, lambda days: view.attend(stale=int(days))),
            )
        _downloads(found, dataset)
    at = there[chosen or "all"]
    whole = len(at) > FIRST and st.toggle(t("coverage.dots.whole", n=min(len(at), MOST)), key="coverage.dots.whole")
    shown, lang = at[: MOST if whole else FIRST], language()
    figure = dots_figure(found, shown, lang).update_layout(dragmode=False)
    st.plotly_chart(
        figure, height=HEAD + ROW * len(shown), config=PLAIN, key="coverage.grid", alt=dots_alt(found, lang)
    )
    st.caption(t("coverage.dots.signs", days=found.settings.stale))


def _everyone(found: Coverage) -> Counts:
    key = np.flatnonzero(found.key)
    return key[np.array(sorted(range(len(key)), key=lambda i: -int(found.money[key[i]])), np.int64)]


def _first(found: Coverage, there: dict[str, Counts]) -> str:
    """What the sentence speaks of."""
    worst = found.worst
    return worst[0].value if worst and worst[0].value in there else "all"


def _downloads(found: Coverage, dataset: Dataset) -> None:
    levels = {level.value: t(f"coverage.level.{level.value}") for level in LEVELS}
    headers = {name: t(f"coverage.column.{name}", n=found.months) for name in ("customer", "name", "owner", "value")}
    for level, word in levels.items():
        headers |= {level: word, f"{level}_last": t("coverage.column.last", level=word)}
    states = {state.value: t(f"coverage.state.{state.value}") for state in STATES}
    words: dict[str, Any] = dict.fromkeys(levels, states)
    take_table(t("coverage.file.dots"), lambda: dots_table(found, _everyone(found)), headers, facts(found, dataset),
               dataset, key="coverage.take.dots", words=words)  # fmt: skip
