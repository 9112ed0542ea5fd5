"""The gate before all pages where logins are configured: one button in, one out."""

from __future__ import annotations

import streamlit as st

from kam_ui import who
from kam_ui.text import t


def show_login() -> None:
    """The whole page before a login; the address asked for is kept (kam_ui/web/login.py)."""
    with st.container(horizontal_alignment="center"), st.container(width=640, gap="medium"):
        st.title(t("identity.login_title"))
        st.markdown(t("identity.login_why"))
        st.button(t("identity.login"), type="primary", icon=":material/login:", on_click=st.login)


def show_logout() -> None:
    """In the sidebar of whoever is logged in."""
    if who.served() and who.person(st.user):
        st.sidebar.button(t("identity.logout"), icon=":material/logout:", on_click=st.logout)
