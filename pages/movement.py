"""变化与风险 / Changes & risk: who entered the key accounts, who left, who rises and who slips."""

from __future__ import annotations

import streamlit as st

from kam_core.errors import BadScope
from kam_ui import present
from kam_ui.answering import answering
from kam_ui.components.sentence import sentence
from kam_ui.filters import filters
from kam_ui.movement.answer import show_upload
from kam_ui.movement.asked import answer as answer_of
from kam_ui.movement.asked import asked
from kam_ui.movement.caretakers import show_organisation
from kam_ui.movement.compared import choose_periods, unknown_then
from kam_ui.movement.drawn import show_pictures
from kam_ui.movement.how import show_how
from kam_ui.movement.listed import show_lists
from kam_ui.movement.near import show_borderline, show_silent
from kam_ui.movement.regions import show_regional
from kam_ui.tabs import tabs
from kam_ui.text import language, t

current, dataset, answer = present.begin()
filters(dataset, choose_periods)
tabs("movement")

compared = asked(current)
if compared is None:
    with answer:
        sentence(t("movement.too_short"), t("movement.too_short_why"), follows=False)
else:
    try:
        with answering(answer):
            told = answer_of(current, dataset)
    except BadScope as error:
        unknown_then(error, compared)
        st.stop()
    assert told is not None
    found = told.found
    with answer:
        sentence(told.sentence(language()), told.beside(language()), follows=False)
    show_upload(dataset, compared)
    if found.n:
        show_pictures(found)
        show_lists(found, compared, dataset)
        show_borderline(found)
show_silent(dataset)
show_regional(dataset)
show_organisation(dataset)
if compared:
    show_how(found)
