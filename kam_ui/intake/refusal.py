"""A file that cannot be used: what is wrong, where, and the way out. What was there before is untouched."""

from __future__ import annotations

import streamlit as st

from kam_ui import jobs, view
from kam_ui.components.sentence import sentence
from kam_ui.intake.not_sales import show_kinds
from kam_ui.jobs import Job, Standing
from kam_ui.text import WORDS, language, say_core, t

#: The file can be read, and is perhaps another table than it was taken for.
OTHER_KIND = ("no_needed_columns", "no_amount_column", "nothing_counted", "no_side_table", "side_nothing_counted")


def show_refusal(job: Job, standing: Standing) -> None:
    """The reason in the page's language. It may quote the file, so it is text, never Markdown."""
    why = "unexpected" if standing.code == "unexpected" else standing.state
    sentence(t(f"data.refusal.{why}"), " · ".join(job.names))
    with st.container(border=True):
        if standing.state != "cancelled":
            st.text(_sentence(standing))
        st.caption(t("data.refusal.untouched"))
        with st.container(horizontal=True):
            another = t("data.refusal.another")
            st.button(another, type="primary", icon=":material/upload_file:", on_click=_put_away, args=(job,))
            if standing.state == "refused" and standing.code in OTHER_KIND:
                show_kinds(job)


def _sentence(standing: Standing) -> str:
    """Where the core's sentence speaks of the command line, the screen has one of its own."""
    if f"data.error.{standing.code}" in WORDS.texts[language()]:
        facts = {k: t(f"side.table.{v}") if k == "table" else v for k, v in standing.facts.items()}
        return t(f"data.error.{standing.code}", **facts)
    if standing.code:
        try:
            return say_core(f"error.{standing.code}", **standing.facts)
        except (KeyError, IndexError):
            pass
    return standing.sentence or t("data.refusal.lost_why")


def _put_away(job: Job) -> None:
    jobs.forget(job)
    view.change(job="")
