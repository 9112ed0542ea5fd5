"""拜访去了哪一层: where each of our people's visits really go."""

from __future__ import annotations

import streamlit as st

from kam_core import figures
from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.settings import LEVELS
from kam_core.analysis.coverage.visits import Visits
from kam_core.charts.coverage import PEOPLE, visits_alt, visits_figure
from kam_ui import present
from kam_ui.file_offer import file_offer
from kam_ui.movement.drawn import PLAIN
from kam_ui.text import language, t

ROW, HEAD = 30, 72  # pixels


def show_visits(found: Coverage) -> None:
    """The sentence, a bar a person, and all of them in a table."""
    st.markdown(f"**{t('coverage.visits.title')}**")
    made = found.visits
    if made is None:
        file_offer("activities", t("coverage.offer.activities"))
        return
    if not made.visitors:
        st.caption(t("coverage.visits.none", since=made.since))
        return
    lang = language()
    st.markdown(present.quoted(made.finding.say(lang)))
    figure = visits_figure(made, lang).update_layout(dragmode=False)
    height = HEAD + ROW * min(len(made.visitors), PEOPLE)
    st.plotly_chart(figure, height=height, config=PLAIN, key="coverage.visits", alt=visits_alt(made, lang))
    st.caption(t("coverage.visits.means", since=made.since))
    with st.popover(t("coverage.visits.all", n=len(made.visitors)), type="tertiary", icon=":material/table_rows:"):
        _table(made)


def _table(made: Visits) -> None:
    rows = [
        {
            "person": one.name or figures.NONE,
            "only_share": None if one.only_share is None else float(one.only_share) * 100,
            "visits": one.visits,
            "customers": one.customers,
            **{level.value: one.met[level] for level in LEVELS},
            "only_decision": one.only_decision,
            "below": one.below,
            "unread": one.unread,
        }
        for one in made.visitors
    ]
    of_level = {level.value: st.column_config.Column(t(f"coverage.level.{level.value}")) for level in LEVELS}
    others = [name for name in rows[0] if name not in of_level]
    config = of_level | {name: st.column_config.Column(t(f"coverage.visits.{name}")) for name in others}
    config["only_share"] = st.column_config.NumberColumn(t("coverage.visits.only_share"), format="%.0f%%")
    st.dataframe(rows, hide_index=True, column_config=config, placeholder=figures.NONE, alt=t("coverage.visits.title"))
