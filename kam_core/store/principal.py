"""Who asks, and what they may see and change. Two functions decide, and every way in calls them.

A principal is a short text: HOUSE for what the command line does, else a browser's workspace ("w-…") or a person
("u-…"). What belongs to the house is seen by all and changed by the house alone. The viewer of a share ("s-…") owns
nothing, and sees nothing but what its share opens (sharing.py).
"""

from __future__ import annotations

HOUSE = "house"
VIEWER = "s-"  # and the public id of a share


def viewing(principal: str) -> str | None:
    """The public id of the share whose viewer this is; None for everyone else."""
    return principal.removeprefix(VIEWER) if principal.startswith(VIEWER) else None


def may(principal: str, owner: str) -> bool:
    """Whether `principal` sees what belongs to `owner`: its own and the house's."""
    return viewing(principal) is None and owner in (principal, HOUSE)


def changes(principal: str, owner: str) -> bool:
    """Whether `principal` renames, deletes or adds versions to what belongs to `owner`: its own only."""
    return viewing(principal) is None and principal == owner
