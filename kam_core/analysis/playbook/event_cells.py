"""Strategy 4: events known of and supported, and what was sold before, during and after them."""

from __future__ import annotations

from typing import Any

import numpy as np

from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.around import Seasons, seasons
from kam_core.analysis.playbook.cells import Cell, State, unknown
from kam_core.analysis.playbook.ground import Deed, Ground
from kam_core.analysis.playbook.strategies import Strategy

UNUSUAL = ("event", "promotion")  # in whose months sales are no ordinary ones


def events(ground: Ground, strategy: Strategy) -> list[Cell]:
    """Supported: marked as done, closed, or with a cost. Not: marked as not done. What is not marked is not counted.

    The sales around them stand beside that and judge nothing: an event may be supported whatever it sells.
    """
    theirs = [ground.past(at, strategy.days("window"), "event") for at in range(len(ground.customers))]
    known = seasons(ground, theirs, UNUSUAL, strategy.days("ahead"))
    return [_cell(ground, at, past, known, strategy) for at, past in enumerate(theirs)]


def _cell(ground: Ground, at: int, past: list[Deed], known: Seasons | None, strategy: Strategy) -> Cell:
    helped = sum(one.done == "yes" or one.closed is not None or bool(one.cost) for one in past)
    missed = sum(one.done == "no" and one.closed is None and not one.cost for one in past)
    figures: dict[str, Any] = {"events": len(past), "helped": helped, "unhelped": missed}
    figures["planned"] = len(ground.planned(at, strategy.days("near"), "event"))
    figures |= _sales(ground, at, past, known, strategy)
    marked = helped + missed
    if not marked:
        return unknown("unmarked" if past else "unknown", **figures)
    state = State.GOOD if not missed else State.WATCH if helped else State.MISSED
    facts: dict[str, Any] = {"helped": helped, "n": marked}
    if figures["told"] and abs(figures["gain"]) > figures["noise"]:
        said = Finding("play_supported_sales", facts | {"up": f"{figures['gain'] / figures['base']:+.0%}"})
        return Cell(state, said, figures)
    return Cell(state, Finding("play_supported", facts), figures)


def _sales(ground: Ground, at: int, past: list[Deed], known: Seasons | None, strategy: Strategy) -> dict[str, Any]:
    """Of all its events that can be told, added up; None where none can."""
    ups = known.of(ground.customers[at], past, ground.deeds[at], strategy) if known and past else []
    if not ups:
        return {"told": 0 if past else None, "base": None, "lead": None, "gain": None, "dip": None, "noise": None}
    after = [one.dip for one in ups if one.dip is not None]
    return {
        "told": len(ups),
        "base": sum(one.base for one in ups),
        "lead": sum(one.lead for one in ups),
        "gain": sum(one.gain for one in ups),
        "dip": sum(after) if after else None,
        "noise": float(np.sqrt(sum(one.noise**2 for one in ups))),
    }
