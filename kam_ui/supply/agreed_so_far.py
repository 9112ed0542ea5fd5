"""What was agreed before of a product and season: by whom, when, and back to it; nobody is written over unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from kam_core import figures
from kam_core.errors import KamError
from kam_core.store.agreed import Agreement, Place, counting, undoable
from kam_core.store.dataset import Dataset
from kam_ui import by_whom, present, resources
from kam_ui.text import language, t

SHOWN = 5
_PROBLEM = "agree.problem"


def latest(said: Sequence[Agreement], where: Place) -> int:
    """The id of the last that was said of a place; 0 where nothing was."""
    return max((one.id for one in said if one.place == where), default=0)


def keep(dataset: Dataset, agreement: Agreement, seen: int) -> None:
    """From a callback: keep it, unless somebody has said another since `seen`."""
    signed = replace(agreement, who=by_whom.name())
    try:
        resources.store().keep_agreed(
            dataset.id, [signed], principal=resources.principal(), seen={agreement.place: seen}
        )
    except KamError as error:
        st.session_state[_PROBLEM] = error


def show_problem() -> None:
    """What went wrong last, once."""
    problem = st.session_state.pop(_PROBLEM, None)
    if isinstance(problem, KamError):
        st.warning(present.reason(problem), icon=":material/sync_problem:")


def show_undo(dataset: Dataset, said: Sequence[Agreement], where: Place, seen: int) -> None:
    """Take back one's own latest."""
    mine = undoable(said, where, resources.principal())
    if mine is None:
        return
    back = Agreement(*where, None, undone=mine.id)
    label = t("supply.agree.undo", quantity=_number(mine.agreed))
    st.button(label, type="tertiary", icon=":material/undo:", key="agree.undo", on_click=keep,
              args=(dataset, back, seen))  # fmt: skip


def show_history(said: Sequence[Agreement], where: Place) -> None:
    """The last few, the latest first."""
    counts = {one.id for one in counting(said)}
    mine = [one for one in said if one.place == where and not one.undone]
    lines = [
        t(
            "supply.agree.said" if one.id in counts else "supply.agree.undone",
            moment=one.moment[:16].replace("T", " "),
            who=one.who or figures.NONE,
            agreed=_number(one.agreed),
            theirs=_number(one.theirs),
        )
        for one in reversed(mine[-SHOWN:])
    ]
    if lines:
        st.text("\n".join(lines))


def _number(value: Decimal | None) -> str:
    return figures.NONE if value is None else figures.volume(language(), value)
