"""大客户 / Key accounts: who they are, what they bring, and where the line is drawn."""

from __future__ import annotations

import streamlit as st

from kam_ui import present, view

if not view.now().data:
    present.welcome()
    st.stop()
