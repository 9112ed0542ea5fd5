"""The list as cards, on a phone: a tap on the name opens the account, one beside it chooses the card for a deed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kam_core import figures
from kam_core.analysis.alerts.tasks import Task
from kam_ui.account.opening import open_account
from kam_ui.components.cards import cards
from kam_ui.text import language, say_core, t

MOST = 50  # cards; the rest by kind and owner
LATE, OPEN = "#c0392b", "#8a94a0"
_TAPPED = "kam.alerts.tapped"


def tapped(tasks: Sequence[Task], state: str) -> list[Task]:
    """The task whose card was tapped last, while it is in the list; and the cards themselves."""
    shown = tasks[:MOST]

    def chosen(at: int) -> None:
        if 0 <= at < len(shown):
            st.session_state[_TAPPED] = (state, shown[at].alerts[0].id)

    if len(tasks) > MOST:
        with st.container(key="cards_more"):
            st.caption(t("table.more", most=MOST, rows=len(tasks)))
    visited = cards([_card(one) for one in shown], t("alerts.alt"), chosen)
    if visited is not None and visited < len(shown):
        open_account(shown[visited].customer)
    known = st.session_state.get(_TAPPED)
    return [one for one in shown if known == (state, one.alerts[0].id)]


def _card(one: Task) -> dict[str, object]:
    lang = language()
    said = one.what.say(lang)
    return {
        "name": one.name,
        "product": said[:1].upper() + said[1:],
        "status": say_core(f"alert.{one.kind.value}"),
        "colour": LATE if one.waiting else OPEN,
        "facts": [
            [t("alerts.column.money"), figures.NONE if one.money is None else figures.amount(lang, one.money)],
            [t("alerts.column.due"), figures.day(lang, one.due) if one.due else figures.NONE],
            [t("alerts.column.owner"), one.owner or figures.NONE],
        ],
    }
