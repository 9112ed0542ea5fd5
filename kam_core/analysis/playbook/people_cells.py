"""Strategies 2, 5, 7 and 10: who is known and seen, what they say of our people, and what was promised to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from kam_core.analysis.coverage.grid import grid
from kam_core.analysis.coverage.settings import LEVELS, STATES, CoverageSettings
from kam_core.analysis.coverage.settings import State as LevelState
from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.cells import Cell, State, unknown
from kam_core.analysis.playbook.ground import Deed, Ground
from kam_core.analysis.playbook.strategies import Strategy


def people(ground: Ground, strategy: Strategy) -> list[Cell]:
    """By the four levels of the coverage."""
    if not (ground.has("contacts") or ground.has("activities")):
        return [unknown() for _ in ground.customers]
    settings = CoverageSettings(stale=strategy.days("stale"))
    states = grid(ground.dataset, np.array(ground.customers, object), ground.as_of, settings).states
    return [_covered([STATES[int(one)] for one in line]) for line in states]


def _covered(levels: list[LevelState]) -> Cell:
    figures: dict[str, Any] = {level.value: state.value for level, state in zip(LEVELS, levels)}
    nobody, stale = levels.count(LevelState.NOBODY), levels.count(LevelState.STALE)
    if nobody:
        return Cell(State.MISSED, Finding("play_levels_missing", {"n": nobody}), figures)
    if stale:
        return Cell(State.WATCH, Finding("play_levels_stale", {"n": stale}), figures)
    if LevelState.UNKNOWN in levels:
        return unknown(**figures)
    return Cell(State.GOOD, Finding("play_levels_all"), figures)


def senior(ground: Ground, strategy: Strategy) -> list[Cell]:
    """Senior visits, and visits of one of our decision makers."""
    days, found = strategy.days("days"), []
    noted = "senior" in ground.kinds or any(_is_senior(one) for deeds in ground.deeds for one in deeds)
    reaches = noted and ground.noted_since(days, *ground.kinds)
    for deeds in ground.deeds:
        past = [one.date for one in deeds if _is_senior(one) and one.date <= ground.as_of]
        recent = sum(day > ground.as_of - timedelta(days) for day in past)
        last = max(past, default=None)
        figures: dict[str, Any] = {"visits": recent, "last": last}
        if recent >= strategy.days("least"):
            found.append(Cell(State.GOOD, Finding("play_times", {"n": recent}), figures))
        elif not reaches:
            found.append(unknown(**figures | {"visits": None}))
        else:
            said = Finding("play_none") if last is None else Finding("play_ago", {"n": (ground.as_of - last).days})
            found.append(Cell(State.MISSED, said, figures))
    return found


def _is_senior(one: Deed) -> bool:
    return one.kind == "senior" or (one.kind == "visit" and one.by_level == "decision")


def opinion(ground: Ground, strategy: Strategy) -> list[Cell]:
    """The mean of what they scored in the window, and complaints that are neither closed nor done."""
    return [_heard(ground.as_of, deeds, strategy) for deeds in ground.deeds]


def _heard(as_of: date, deeds: tuple[Deed, ...], strategy: Strategy) -> Cell:
    since = as_of - timedelta(strategy.days("window"))
    past = [one for one in deeds if one.date <= as_of]
    scores = [one.score for one in past if one.score is not None and one.date > since]
    complaints = [one for one in past if one.kind == "complaint" and (one.date > since or one.open_on(as_of))]
    open_ones = [one for one in complaints if one.open_on(as_of)]
    mean = sum(scores) / len(scores) if scores else None
    oldest = max(((as_of - one.date).days for one in open_ones), default=None)
    figures: dict[str, Any] = {
        "score": mean,
        "scores": len(scores),
        "complaints": len(complaints),
        "open": len(open_ones),
    }
    figures |= {"oldest": oldest}
    if mean is None and not complaints:
        return unknown(**figures)
    facts: dict[str, Any] = {"score": f"{mean:.1f}" if mean is not None else "", "n": len(open_ones)}
    said = Finding("play_open_complaints" if open_ones else "play_score" if mean is not None else "play_closed", facts)
    bad = (mean is not None and mean <= strategy.limit("low")) or (oldest or 0) > strategy.days("open")
    fair = not open_ones and (mean is None or mean >= strategy.limit("fair"))
    return Cell(State.MISSED if bad else State.GOOD if fair else State.WATCH, said, figures)


def promises(ground: Ground, strategy: Strategy) -> list[Cell]:
    """What was promised, with the day it was due, and the forum."""
    days = strategy.days("window")
    held = ground.noted_since(0, "forum")
    return [_kept(ground, at, days, held) for at in range(len(ground.customers))]


def _kept(ground: Ground, at: int, days: int, held: bool) -> Cell:
    as_of, since = ground.as_of, ground.as_of - timedelta(days)
    promised = [one for one in ground.deeds[at] if one.due is not None and one.date <= as_of]
    overdue = [one for one in promised if one.due and one.due < as_of and one.open_on(as_of)]
    promised = [one for one in promised if one.date > since or one in overdue]
    kept = [one for one in promised if not one.open_on(as_of)]
    late = [one for one in kept if one.due and one.closed and one.closed > one.due]
    came = bool(ground.past(at, days, "forum"))
    figures: dict[str, Any] = {"promised": len(promised), "kept": len(kept), "late": len(late), "overdue": len(overdue)}
    figures["forum"] = ("yes" if came else "no") if held else None
    if not promised and not held:
        return unknown(**figures)
    if overdue:
        return Cell(State.MISSED, Finding("play_overdue", {"n": len(overdue)}), figures)
    away = held and not came
    said = Finding("play_away" if away else "play_came")
    if promised:
        said = Finding("play_kept", {"kept": len(kept), "n": len(promised)})
    return Cell(State.WATCH if away or late else State.GOOD, said, figures)
