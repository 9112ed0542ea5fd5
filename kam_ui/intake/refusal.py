"""A file that cannot be used: what is wrong, where, and the way out. What was there before is untouched."""

from __future__ import annotations

import streamlit as st

from kam_ui import jobs, view
from kam_ui.components.sentence import sentence
from kam_ui.jobs import Job, Standing
from kam_ui.text import say_core, t


def show_refusal(job: Job, standing: Standing) -> None:
    """The reason in the page's language. It may quote the file, so it is text, never Markdown."""
    why = "unexpected" if standing.code == "unexpected" else standing.state
    sentence(t(f"data.refusal.{why}"), " · ".join(job.names))
    with st.container(border=True):
        if standing.state != "cancelled":
            st.text(_sentence(standing))
        st.caption(t("data.refusal.untouched"))
        st.button(
            t("data.refusal.another"), type="primary", icon=":material/upload_file:", on_click=_put_away, args=(job,)
        )


def _sentence(standing: Standing) -> str:
    if standing.code:
        try:
            return say_core(f"error.{standing.code}", **standing.facts)
        except (KeyError, IndexError):
            pass
    return standing.sentence or t("data.refusal.lost_why")


def _put_away(job: Job) -> None:
    jobs.forget(job)
    view.change(job="")
