"""The states of a cell on screen: a sign, a word and a colour, so that nothing hangs on colour."""

from __future__ import annotations

from kam_core.analysis.playbook.cells import State
from kam_ui.text import t

SIGNS = {State.GOOD: "✓", State.WATCH: "!", State.MISSED: "✗", State.NOTHING: "–", State.UNKNOWN: "?"}
COLOURS = {
    State.GOOD: "#bfe3d5",
    State.WATCH: "#f8e3ad",
    State.MISSED: "#f4bfa3",
    State.NOTHING: "#f3f6f8",
    State.UNKNOWN: "#e6e9eb",
}
INK = "#1c2730"


def state_word(state: State) -> str:
    """Its sign and word."""
    return f"{SIGNS[state]} {t(f'playbook.state.{state.value}')}"


def styled(state: State) -> str:
    """The CSS of a cell in that state."""
    return f"background-color: {COLOURS[state]}; color: {INK}"
