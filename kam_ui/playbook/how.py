"""怎么算的: each strategy's rule with its limits, how actions and conflicts are made, and the questions to the data.

And the files that would tell more: a line each.
"""

from __future__ import annotations

import streamlit as st

from kam_core import figures
from kam_core.analysis.playbook.playbook import Playbook
from kam_core.engine import load_sql
from kam_ui.file_offer import file_offer
from kam_ui.playbook.answer import titled
from kam_ui.text import language, t
from kam_ui.workings import question

STEPS = ("states", "unknown", "money", "uplift", "pace", "conflicts", "own")


def show_offers(found: Playbook) -> None:
    """Which file opens which strategies."""
    lang = language()
    for table, strategies in found.opens.items():
        named = figures.names(lang, [one.say("short", lang) for one in strategies], most=len(strategies))
        file_offer(table, t(f"playbook.offer.{table}", strategies=named))


def show_how(found: Playbook) -> None:
    """Rules, and the SQL."""
    fold = st.expander(t("how.title"), icon=":material/functions:", key="fold.playbook_how", on_change="rerun")
    if not fold.open:
        return
    with fold:
        lang = language()
        for step in STEPS:
            st.markdown(t(f"playbook.how.{step}"))
        rows = [
            {
                t("playbook.column.strategy"): titled(column.strategy),
                t("playbook.how.source"): t(f"playbook.source.{'book' if column.strategy.book else 'practice'}"),
                t("playbook.how.measure"): column.strategy.say("measure", lang),
                t("playbook.how.judged"): column.strategy.say("judged", lang),
            }
            for column in found.columns
        ]
        st.dataframe(rows, hide_index=True, alt=t("playbook.how.rules_alt"))
        st.caption(t("how.sql"))
        for name, asked in found.questions:
            question(load_sql(name), {each: _short(value) for each, value in asked.items()})


def _short(value: object) -> object:
    """A list of many names by its first ones."""
    return figures.names(language(), [str(one) for one in value]) if isinstance(value, list) else value
