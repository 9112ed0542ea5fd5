"""An import on its way: what it is doing, how far it is, and a button that stops it."""

from __future__ import annotations

import streamlit as st

from kam_ui import jobs, view
from kam_ui.components.sentence import sentence
from kam_ui.jobs import Job
from kam_ui.text import say_core, t


def show_underway(job: Job) -> None:
    """The progress bar, until the child is done; then the page is drawn again."""
    sentence(t("data.job.title"), " · ".join(job.names))
    _watch(job)
    if st.button(t("data.job.cancel"), icon=":material/close:", key="data.cancel"):
        jobs.cancel(job)
        view.change(job="")
        st.toast(t("data.job.cancelled"), icon=":material/check:")
        st.rerun()


@st.fragment(run_every="0.5s")
def _watch(job: Job) -> None:
    if jobs.standing(job).state != "running":
        st.rerun()
    seen = jobs.progress(job)
    st.progress(seen.done, text=_doing(seen.step))


def _doing(step: str) -> str:
    try:
        return say_core(f"step.{step}")
    except KeyError:  # before its first word, or in the middle of a longer step
        return t("data.job.working")
