"""Who asks, and what they may see and change. Two functions decide, and every way in calls them.

A principal is a short text: HOUSE for what the command line does, else a browser's workspace ("w-…") or a person
("u-…"). What belongs to the house is seen by all and changed by the house alone.
"""

from __future__ import annotations

HOUSE = "house"


def may(principal: str, owner: str) -> bool:
    """Whether `principal` sees what belongs to `owner`: its own and the house's."""
    return owner in (principal, HOUSE)


def changes(principal: str, owner: str) -> bool:
    """Whether `principal` renames, deletes or adds versions to what belongs to `owner`: its own only."""
    return principal == owner
