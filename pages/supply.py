"""备货 / Season supply: who runs dry before the peak, and by when to order."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis.cut import Rule
from kam_ui import present, resources, view
from kam_ui.answering import answering
from kam_ui.components.live_cut import live_cut
from kam_ui.components.sentence import sentence
from kam_ui.filters import filters
from kam_ui.supply.account import show_account
from kam_ui.supply.answer import choose_tab, small_line, spoken
from kam_ui.supply.assumptions import show_assumptions
from kam_ui.supply.due import show_due
from kam_ui.supply.goods import show_range, show_seasons
from kam_ui.supply.how import show_how
from kam_ui.supply.plan import show_plan
from kam_ui.supply.progress import show_progress
from kam_ui.supply.selected import supply
from kam_ui.supply.split import show_split

current, dataset, answer = present.begin()
filters(dataset)

with answering(answer):
    pareto = resources.pareto(current, dataset)
    found = supply(current, dataset, pareto)

with answer:
    sentence(spoken(found), small_line(found), follows=False)
if not pareto.n:
    st.stop()

keys = pareto.key_customers.tolist()
tab = choose_tab()
if tab == "plan":
    show_plan(found, keys, dataset)
    show_range(resources.ahead(current, dataset), keys)
    show_seasons(resources.ahead(current, dataset))
elif tab == "split":
    show_split(found, keys, dataset)
else:
    line, table = st.columns([1, 4], gap="medium")
    with line:
        live_cut(pareto, lambda rule, value: view.change(rule=Rule(rule), cut=value), slim=True)
    with table:
        if found.reported:
            show_due(found)
        else:
            show_progress(found)
    if current.season.account:
        show_account(found.outlook, dataset)
show_assumptions(found.outlook, dataset)
show_how(found)
