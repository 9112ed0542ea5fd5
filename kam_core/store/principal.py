"""Who asks, and what they may see. One function decides, and every way in calls it.

A principal is a short text: HOUSE for what the command line and a single-workspace server do, else a workspace or a
person. What belongs to the house is seen by all.
"""

from __future__ import annotations

HOUSE = "house"


def may(principal: str, owner: str) -> bool:
    """Whether `principal` sees and changes what belongs to `owner`."""
    return owner in (principal, HOUSE)
