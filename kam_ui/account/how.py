"""怎么算的 of an account: what each figure means, the lines it is made of, and the questions put to the data."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis.account.story import AccountStory
from kam_core.analysis.account.workings import parameters, workings
from kam_core.store.dataset import Dataset
from kam_ui.text import t
from kam_ui.workings import question, rows_behind


def show_rows(story: AccountStory, dataset: Dataset) -> None:
    """The lines that sum to its figure."""
    if story.rank is None:
        return
    fold = st.expander(t("account.rows"), icon=":material/list:", key="fold.account_rows", on_change="rerun")
    if fold.open:
        with fold:
            rows_behind(dataset, story.who.customer, story.who.name)


def show_how(story: AccountStory) -> None:
    """Sentence and question, figure by figure."""
    fold = st.expander(t("how.title"), icon=":material/functions:", key="fold.account_how", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for working in workings(story):
            st.markdown(t(f"account.how.{working.code}"))
            with st.popover(t("account.how.sql"), type="tertiary"):
                question(working.sql, parameters(story))
        st.markdown(t("account.how.profit"))
