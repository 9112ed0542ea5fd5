"""大客户 / Key accounts: who they are, what they bring, and where the line is drawn."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis.cut import Rule
from kam_ui import present, resources, view
from kam_ui.answering import answering
from kam_ui.components.live_cut import live_cut
from kam_ui.components.sentence import sentence
from kam_ui.filters import filters
from kam_ui.ranked import ranked
from kam_ui.register.fold import show_register
from kam_ui.supply.selected import for_home, headline
from kam_ui.workings import how_computed, professional, rows_behind

current, dataset, answer = present.begin()
filters(dataset)

with answering(answer):
    pareto = resources.pareto(current, dataset)

season = for_home(current, dataset)
with answer:
    sentence(headline(pareto, season), present.totals(pareto, dataset))
if not pareto.n:
    st.stop()

live_cut(pareto, lambda rule, value: view.change(rule=Rule(rule), cut=value), season and season.story)
present.asides(pareto)
customer = ranked(pareto, dataset, season and season.accounts)
if customer is not None:
    rows_behind(dataset, customer, present.name_of(pareto, customer))
show_register(pareto, dataset)
how_computed(pareto)
professional(pareto, dataset)
