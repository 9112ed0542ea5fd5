"""Cores of names that go together though they are not the same: a slip of one letter, a branch that begins with one.

Cores meet in blocks, never each with each: slips where leaving out a letter makes both the same, branches by the
beginnings of their names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA

from kam_core.analysis.groups.names import NameParts

MOST = 12  # cores that meet in one place and are still looked at
SPELT = {True: 4, False: 8}  # characters of a core, Chinese or not, from which one may be a slip
BEGINS = {True: 3, False: 5}  # from which a branch may begin with it


def joined(blocks: Mapping[str, Sequence[NameParts]]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Core -> why, and the other cores that go with it: slips of one letter, and branches that begin with it."""
    chinese = {core: names[0].chinese for core, names in blocks.items()}
    taken: set[str] = set()
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for core, others in _slips(blocks, chinese).items():
        if core not in taken and taken.isdisjoint(others):
            found[core] = ("like_core", others)
            taken |= {core, *others}
    for core, others in _begun(blocks, chinese).items():
        free = tuple(other for other in others if other not in taken)
        if core not in taken and free:
            found[core] = ("branch_of", free)
            taken |= {core, *free}
    return found | {core: ("same_core", ()) for core in blocks if core not in taken}


def _slips(blocks: Mapping[str, Sequence[NameParts]], chinese: Mapping[str, bool]) -> dict[str, tuple[str, ...]]:
    """The commoner core -> those that differ from it by one letter behind the first half. Two meet where leaving out
    a letter makes both the same."""
    meeting: dict[str, list[str]] = defaultdict(list)
    for core in blocks:
        if len(core) >= SPELT[chinese[core]]:
            for at in range(len(core) // 2, len(core)):
                meeting[core[:at] + core[at + 1 :]].append(core)
            meeting[core].append(core)
    found: dict[str, set[str]] = defaultdict(set)
    for cores in meeting.values():
        if 1 < len(cores) <= MOST:
            first, *rest = sorted(set(cores), key=lambda core: (-len(blocks[core]), core))
            found[first] |= {other for other in rest if _is_slip(first, other, chinese[first])}
    return {core: tuple(sorted(others)) for core, others in sorted(found.items()) if others}


def _is_slip(one: str, other: str, chinese: bool) -> bool:
    """One character written wrong; of letters: one left out, one too many, or two exchanged (another letter in its
    place is another name: Tonglong and Tongrong)."""
    if OSA.distance(one, other, score_cutoff=1) != 1:
        return False
    return chinese or len(one) != len(other) or sorted(one) == sorted(other)


def _begun(blocks: Mapping[str, Sequence[NameParts]], chinese: Mapping[str, bool]) -> dict[str, tuple[str, ...]]:
    """A core -> the cores of branches that begin with it."""
    found: dict[str, list[str]] = defaultdict(list)
    for core, names in blocks.items():
        if not all(name.branch and not name.trade for name in names):
            continue
        for end in range(BEGINS[chinese[core]], len(core)):
            start = core[:end].strip()
            if start in blocks and chinese[start] == chinese[core] and (chinese[core] or core[end] == " "):
                found[start].append(core)
                break
    return {core: tuple(sorted(others)) for core, others in sorted(found.items())}
