"""客户 / Account: one customer, from its rank and its stock to what it does not buy yet."""

from __future__ import annotations

import streamlit as st

from kam_ui import present, resources
from kam_ui.account.how import show_how, show_rows
from kam_ui.account.lists import show_products, show_regions, show_white_space
from kam_ui.account.opening import show_ways
from kam_ui.account.people import show_people
from kam_ui.account.pictures import show_mix, show_months, show_rank, show_whale
from kam_ui.account.standing import show_figures
from kam_ui.account.supply import show_supply
from kam_ui.account.telling import answer as answer_of
from kam_ui.answering import answering
from kam_ui.components.sentence import sentence
from kam_ui.filters import filters
from kam_ui.supply.selected import for_home

current, dataset, answer = present.begin()
filters(dataset)

with answering(answer):
    told = answer_of(current, dataset, for_home(current, dataset))
    if told is None:
        sentence(resources.pareto(current, dataset).finding.say(current.lang))
        st.stop()
    story = told.story

with answer:
    sentence(told.sentence(current.lang), told.beside(current.lang), follows=False)
show_ways(story)
show_figures(story)

left, right = st.columns(2, gap="large")
with left:
    show_months(story)
with right:
    show_supply(story)

if story.mix.there:
    left, right = st.columns(2, gap="large")
    with left:
        show_mix(story)
    with right:
        show_white_space(story)

show_people(story)

left, right = st.columns(2, gap="large")
with left:
    show_rank(story)
with right:
    show_regions(story)
    show_whale(story)

if story.mix.there:
    show_products(story)
show_rows(story, dataset)
show_how(story)
