"""变化与风险 / Changes & risk, its tab 客户集中度: whom the firm depends on, and what losing someone would take."""

from __future__ import annotations

import streamlit as st

from kam_ui import present, resources
from kam_ui.answering import answering
from kam_ui.components.sentence import sentence
from kam_ui.concentration.answers import concentrated, moved
from kam_ui.concentration.dependence import show_dependence
from kam_ui.concentration.disclosed import show_disclosure
from kam_ui.concentration.expert import show_expert, show_how
from kam_ui.concentration.over_time import show_over_time
from kam_ui.concentration.rehearsal import show_rehearsal
from kam_ui.filters import filters
from kam_ui.tabs import tabs
from kam_ui.text import language, t

current, dataset, answer = present.begin()
filters(dataset)
tabs("concentration")

with answering(answer):
    pareto = resources.pareto(current, dataset)
    found = concentrated(current, dataset)
    shares = moved(current, dataset)

with answer:
    small = t("cut.space").join([shares.finding.say(language()), present.totals(pareto, dataset)])
    sentence(found.finding.say(language()), small, follows=False)
if not pareto.n:
    st.stop()

show_over_time(shares)
show_dependence(found, dataset)
show_rehearsal(found, dataset)
show_disclosure(found, dataset)
show_how(found, shares)
show_expert(found, dataset)
