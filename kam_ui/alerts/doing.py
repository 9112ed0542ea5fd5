"""Doing something about alerts from a widget: what was seen goes with it; what goes wrong is said on the next run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from kam_core.analysis.alerts.kept import limits
from kam_core.analysis.alerts.settings import AlertSettings
from kam_core.analysis.alerts.sorted import marks_of
from kam_core.analysis.alerts.tasks import Task
from kam_core.errors import KamError
from kam_core.store import alert_marks
from kam_core.store.alert_marks import Deed, Marked, What
from kam_core.store.dataset import Dataset
from kam_ui import present, resources
from kam_ui.by_whom import name

_PROBLEM = "alerts.problem"


def do(dataset: Dataset, what: What, tasks: Sequence[Task], seen: Marked, until: date | None = None) -> None:
    """From a callback: keep it for all alerts of these tasks."""
    marks = marks_of([one for task in tasks for one in task.alerts])
    _try(lambda: _mark(dataset, Deed(what, marks, until, who=name()), seen))


def set_limits(dataset: Dataset, made: Callable[[], AlertSettings], seen: Marked) -> None:
    """From a callback: keep the limits. made: may raise BadInput."""
    _try(lambda: _mark(dataset, limits(made(), name()), seen))


def undo(dataset: Dataset, seen: Marked) -> None:
    """From a callback: take back one's own latest deed."""
    store, owner = resources.store(), resources.principal()
    _try(lambda: alert_marks.undo(store, dataset.id, seen=seen.revision, principal=owner, who=name()))


def show_problem() -> None:
    """What went wrong last, once."""
    problem = st.session_state.pop(_PROBLEM, None)
    if isinstance(problem, KamError):
        st.warning(present.reason(problem), icon=":material/sync_problem:")


def _mark(dataset: Dataset, deed: Deed, seen: Marked) -> Marked:
    owner = resources.principal()
    return alert_marks.mark(resources.store(), dataset.id, deed, seen=seen.revision, principal=owner)


def _try(deed: Callable[[], object]) -> None:
    try:
        deed()
    except KamError as error:
        st.session_state[_PROBLEM] = error
