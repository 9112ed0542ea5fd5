"""客情 / People & service, its tab 打法: what is done at each key account, and what comes next."""

from __future__ import annotations

from kam_ui import present
from kam_ui.answering import answering
from kam_ui.components.sentence import sentence
from kam_ui.filters import filters
from kam_ui.playbook.acting import show_actions
from kam_ui.playbook.answer import played, small_line
from kam_ui.playbook.details import show_details
from kam_ui.playbook.grid import show_grid
from kam_ui.playbook.how import show_how, show_offers
from kam_ui.tabs import tabs
from kam_ui.text import language

current, dataset, answer = present.begin()
filters(dataset)
tabs("playbook")

with answering(answer):
    found = played(current, dataset)

with answer:
    sentence(found.finding.say(language()), small_line(found), follows=False)
if found.told:
    show_actions(found, dataset)
    show_grid(found, dataset)
    show_details(found)
show_offers(found)
show_how(found)
