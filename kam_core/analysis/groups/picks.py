"""Names pinned or excluded by hand, where customers are merged: a pick of a member is a pick of its group."""

from __future__ import annotations

from dataclasses import replace

from kam_core.hand import HandPick
from kam_core.store.grouping import Grouping


def merged_picks(picks: tuple[HandPick, ...], grouping: Grouping | None) -> tuple[HandPick, ...]:
    """The same picks by the keys customers stand under; of a group once each way, in the order of its members' picks.

    A group with a pinned and an excluded member is pinned: who is key by decree does not leave for another's sake.
    """
    if grouping is None:
        return picks
    found: dict[str, HandPick] = {}
    for pick in picks:
        moved = replace(pick, customer=grouping.merged(pick.customer))
        before = found.get(moved.customer)
        if before is None or (moved.pinned and not before.pinned):
            found[moved.customer] = moved
    return tuple(found.values())
