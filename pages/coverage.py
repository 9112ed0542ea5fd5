"""客情 / People & service, its tab 覆盖: who is known at each level of the key accounts, and what is missing."""

from __future__ import annotations

import streamlit as st

from kam_ui import present
from kam_ui.answering import answering
from kam_ui.components.sentence import sentence
from kam_ui.coverage.answer import covered, is_open, small_line
from kam_ui.coverage.claim import show_claim
from kam_ui.coverage.dots import show_dots
from kam_ui.coverage.how import show_how
from kam_ui.coverage.problems import show_problems
from kam_ui.coverage.training import show_training
from kam_ui.coverage.visits import show_visits
from kam_ui.coverage.work import show_work
from kam_ui.file_offer import file_offer
from kam_ui.filters import filters
from kam_ui.tabs import tabs
from kam_ui.text import language, t

current, dataset, answer = present.begin()
if not is_open(dataset):
    tabs("coverage")
    file_offer("contacts", t("coverage.offer.contacts"))
    st.stop()
filters(dataset)
tabs("coverage")

with answering(answer):
    found = covered(current, dataset)

with answer:
    sentence(found.finding.say(language()), small_line(found), follows=False)
if not found.contacts:
    file_offer("contacts", t("coverage.offer.contacts"))
if found.key.any():
    left, right = st.columns([1, 1], gap="medium")
    with left:
        show_dots(found, dataset)
    with right:
        show_visits(found)
    show_work(found, dataset)
    show_training(found)
    show_problems(found)
show_how(found)
show_claim(dataset)
