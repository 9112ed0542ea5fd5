"""客情 / People & service, its tab 服务: how far key accounts get what they ordered and what they want."""

from __future__ import annotations

from kam_ui import present
from kam_ui.answering import answering
from kam_ui.components.sentence import sentence
from kam_ui.filters import filters
from kam_ui.service.account import show_account
from kam_ui.service.accounts import show_accounts
from kam_ui.service.answer import show_offers, show_settings, small_line
from kam_ui.service.answers import serving
from kam_ui.service.how import show_how
from kam_ui.service.passed_over import show_passed_over
from kam_ui.service.trend import show_trend
from kam_ui.tabs import tabs
from kam_ui.text import language

current, dataset, answer = present.begin()
filters(dataset)
tabs("service")

with answering(answer):
    found = serving(current, dataset)

with answer:
    sentence(found.finding.say(language()), small_line(found), follows=False)
show_offers(dataset)
if found.pareto.key_accounts:
    show_trend(found)
    show_accounts(found, dataset)
    show_passed_over(found, dataset)
    show_account(found, dataset)
show_settings(found)
show_how(found)
