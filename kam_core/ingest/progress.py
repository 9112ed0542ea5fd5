"""How a long piece of work says where it is: a step's code and how much of that step is done, 0 to 1."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]


def silent(step: str, done: float) -> None:
    """Says nothing: for tests and for callers that do not wait."""
