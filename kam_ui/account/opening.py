"""A click on a name, anywhere: the page of that account. And the way from one to the next in rank."""

from __future__ import annotations

from datetime import date

import streamlit as st

from kam_core.analysis.account.story import AccountStory
from kam_ui import present, view, viewer
from kam_ui.send.files import sheet_of
from kam_ui.send.showing import on_screen
from kam_ui.text import language, say_core, t

PAGE = "account"
_OPENED = "kam.accounts_opened"


def fresh(key: str) -> str:
    """The key of a table whose names open accounts. The browser remembers what was selected in it: under the same key
    the way back would lead to the account again."""
    return f"{key}.{st.session_state.get(_OPENED, 0)}"


def may_open() -> bool:
    """Whether this session may go from account to account; the viewer of a share sees at most the shared one's page."""
    return viewer.allowed().pages is None


def open_account(customer: str) -> None:
    """On to the page of a customer, with the same view. Not from a callback.

    A viewer of a share stays where it is: that page looks beyond what was shared.
    """
    if not may_open():
        return
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1
    view.assume(account=customer, item="")
    present.go(PAGE)


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
                disabled=customer is None or not may_open(),
                on_click=view.assume,
                kwargs={"account": customer, "item": ""},
            )
        if st.button(t("account.list"), key="account.list", icon=":material/groups:", type="tertiary"):
            present.go("pareto")
        _sheet(story)


def _sheet(story: AccountStory) -> None:
    """The visit sheet: one page to print and take along. None for who bought nothing in the view."""
    shown = on_screen() if story.rank else None
    if shown is None:
        return
    lang, today = language(), date.today()
    viewer.download(
        t("account.sheet"),
        lambda: sheet_of(shown, story.who.customer, lang, today),
        file_name=f"{say_core('visit.file')}-{story.rank:04d}-{lang}.html",
        mime="text/html",
        icon=":material/print:",
        on_click="ignore",
        key="account.sheet",
        type="tertiary",
    )
