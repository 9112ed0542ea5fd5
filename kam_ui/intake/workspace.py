"""The fold that keeps a workspace from getting lost: its recovery link, to be kept, and to be renewed."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from kam_ui import resources
from kam_ui.components.copy_link import copy_text
from kam_ui.text import t
from kam_ui.web.identity import WORKSPACE
from kam_ui.web.recovery import recovery_path, renewed_path
from kam_ui.web.settings import settings


def show_workspace() -> None:
    """Nothing where it is no browser's workspace: a person who logs in, or the house, cannot lose theirs."""
    workspace = resources.principal()
    if not WORKSPACE.fullmatch(workspace):
        return
    with st.expander(t("workspace.title"), icon=":material/key:"):
        st.markdown(t("workspace.means"))
        if not st.toggle(t("workspace.show"), key="data.workspace.show"):
            return
        address = _server() + recovery_path(resources.store(), workspace)
        st.code(address, language=None, wrap_lines=True)
        st.caption(t("workspace.careful"))
        copy_text(address, t("workspace.copy"), key="data.workspace.copy")
        st.button(t("workspace.renew"), icon=":material/autorenew:", key="data.workspace.renew", on_click=_renew)


def _renew() -> None:
    renewed_path(resources.store(), resources.principal())
    st.toast(t("workspace.renewed"), icon=":material/check:")


def _server() -> str:
    """Scheme and host of this server, as the operator says, else as this browser reached it."""
    reached = urlsplit(st.context.url or "")
    return settings().public_address or f"{reached.scheme}://{reached.netloc}"
