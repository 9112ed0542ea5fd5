"""A click on a name, anywhere: the page of that account. And the way from one to the next in rank."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis.account.story import AccountStory
from kam_ui import present, view
from kam_ui.text import t

_OPENED = "kam.accounts_opened"


def fresh(key: str) -> str:
    """The key of a table whose names open accounts. The browser remembers what was selected in it: under the same key
    the way back would lead to the account again."""
    return f"{key}.{st.session_state.get(_OPENED, 0)}"


def open_account(customer: str) -> None:
    """On to the page of a customer, with the same view. Not from a callback."""
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1
    view.assume(account=customer, item="")
    present.go("account")


def show_ways(story: AccountStory) -> None:
    """Previous and next in rank, and back to the list."""
    with st.container(horizontal=True, vertical_alignment="center", key="account_ways"):
        for name, customer, icon in (
            ("previous", story.previous, ":material/chevron_left:"),
            ("next", story.following, ":material/chevron_right:"),
        ):
            st.button(
                t(f"account.{name}"),
                key=f"account.{name}",
                icon=icon,
                type="tertiary",
                disabled=customer is None,
                on_click=view.assume,
                kwargs={"account": customer, "item": ""},
            )
        if st.button(t("account.list"), key="account.list", icon=":material/groups:", type="tertiary"):
            present.go("pareto")
