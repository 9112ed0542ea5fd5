"""问题来自哪一层: complaints and low scores, by the level they came from."""

from __future__ import annotations

import streamlit as st

from kam_core import figures
from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.problems import Problem
from kam_core.analysis.coverage.settings import LEVELS
from kam_ui import present
from kam_ui.coverage.close_up import kind_word, level_word
from kam_ui.text import language, t

MOST = 200  # rows


def show_problems(found: Coverage) -> None:
    """The sentence, the count of each level, and what was said. Nothing where no activities are known."""
    made = found.problems
    if made is None:
        return
    title = t("coverage.problems.title", n=len(made.listed))
    fold = st.expander(title, icon=":material/report:", key="fold.problems", on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.markdown(present.quoted(made.finding.say(language())))
        st.caption(t("coverage.problems.means", low=found.settings.low_score))
        if not made.listed:
            return
        counts = made.by_level
        with st.container(horizontal=True, key="coverage.problems.levels"):
            for level in (*LEVELS, None):
                if level or counts[level]:
                    label = t(f"coverage.level.{level.value}") if level else t("coverage.problems.untold")
                    st.metric(label, figures.count(language(), counts[level]), width=120)
        names = dict(zip(found.customers.tolist(), found.names.tolist()))
        rows = [_row(one, names) for one in made.listed[:MOST]]
        told = [name for name in rows[0] if any(row[name] not in ("", None) for row in rows)]
        config = {name: st.column_config.Column(t(f"coverage.close.{name}")) for name in told}
        config["name"] = st.column_config.TextColumn(t("coverage.column.name"), width=190)
        shown = [{name: row[name] for name in told} for row in rows]
        st.dataframe(shown, hide_index=True, column_config=config, height=min(36 * len(rows) + 40, 320),
                     placeholder=figures.NONE, alt=title)  # fmt: skip


def _row(one: Problem, names: dict[str, str]) -> dict[str, object]:
    return {
        "date": one.day,
        "name": names[one.customer],
        "kind": kind_word(one.kind),
        "level": level_word(one.level.value if one.level else ""),
        "contact": one.contact,
        "person": one.person,
        "score": one.score,
        "outcome": one.outcome,
        "open": t("coverage.problems.open") if one.open else "",
    }
