"""Who asks, and what they may see. One function decides, and every way in calls it.

A principal is a short text: HOUSE for what the command line and a single-workspace server do, else a workspace or a
person. What belongs to the house is seen by all, but for the viewer of a share: it owns nothing, and sees nothing but
what its share opens (sharing.py).
"""

from __future__ import annotations

HOUSE = "house"
VIEWER = "s-"  # and the public id of a share


def viewing(principal: str) -> str | None:
    """The public id of the share whose viewer this is; None for everyone else."""
    return principal.removeprefix(VIEWER) if principal.startswith(VIEWER) else None


def may(principal: str, owner: str) -> bool:
    """Whether `principal` sees and changes what belongs to `owner`."""
    return viewing(principal) is None and owner in (principal, HOUSE)
