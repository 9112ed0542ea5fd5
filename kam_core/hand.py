"""A hand-picked name: a customer put among the key accounts, or taken out, by decree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HandPick:
    """A customer put in or taken out by decree."""

    customer: str
    pinned: bool  # True: in; False: out
    reason: str = ""
    who: str = ""
