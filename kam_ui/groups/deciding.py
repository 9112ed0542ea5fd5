"""Saving a decision from a widget: what was seen goes with it, and what goes wrong is said on the next run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from kam_core.errors import KamError
from kam_core.store import groups
from kam_core.store.dataset import Dataset
from kam_core.store.groups import Decided, Decision
from kam_ui import present, resources
from kam_ui.groups import switch
from kam_ui.text import t
from kam_ui.view import now

WHO = "groups.who"
_PROBLEM = "groups.problem"


def who_decides() -> None:
    """The name that stands in the history."""
    st.text_input(t("groups.who"), key=WHO, max_chars=80, width=240)


def save(dataset: Dataset, decision: Decision, seen: Decided) -> None:
    """From a callback: keep it, and where customers are merged on screen, merge as it is decided now."""
    said = replace(decision, who=str(st.session_state.get(WHO, "")).strip())
    store, owner = resources.store(), resources.principal()
    _try(dataset, lambda: groups.decide(store, dataset.id, said, seen=seen.revision, principal=owner))


def undo(dataset: Dataset, seen: Decided) -> None:
    """From a callback: take back one's own latest decision."""
    who = str(st.session_state.get(WHO, "")).strip()
    store, owner = resources.store(), resources.principal()
    _try(dataset, lambda: groups.undo(store, dataset.id, seen=seen.revision, principal=owner, who=who))


def show_problem() -> None:
    """What went wrong with the last decision, once."""
    problem = st.session_state.pop(_PROBLEM, None)
    if isinstance(problem, KamError):
        st.warning(present.reason(problem), icon=":material/sync_problem:")


def _try(dataset: Dataset, deed: Callable[[], object]) -> None:
    try:
        deed()
    except KamError as error:
        st.session_state[_PROBLEM] = error
        return
    if now().scope.groups:
        switch.merge(dataset.id)
