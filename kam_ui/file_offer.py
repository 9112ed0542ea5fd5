"""One line that says which file would open what is not there, with its template and the way to where it is dropped."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kam_core.report.template import template
from kam_core.report.xlsx import MIME
from kam_ui import present, viewer
from kam_ui.text import language, t

KINDS = {"xlsx": MIME, "csv": "text/csv"}


def file_offer(table: str, why: str) -> None:
    """why: what the file of this table would show, in Markdown of ours. Nothing for who may not upload."""
    if not viewer.allowed().data:
        return
    with st.container(border=True):
        st.markdown(why)
        with st.container(horizontal=True):
            if st.button(t("offer.go"), icon=":material/upload_file:", key=f"offer.{table}"):
                present.go("data")
            for kind, mime in KINDS.items():
                st.download_button(
                    t(f"offer.template_{kind}"),
                    partial(template, table, language(), kind),
                    file_name=f"{t(f'side.template.{table}')}.{kind}",
                    mime=mime,
                    on_click="ignore",
                    type="tertiary",
                    icon=":material/download:",
                    key=f"offer.{table}.{kind}",
                )
