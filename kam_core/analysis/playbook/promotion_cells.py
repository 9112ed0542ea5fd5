"""Strategy 6: what promotions brought over the seasonal baseline, and what the months after took back."""

from __future__ import annotations

from typing import Any

import numpy as np

from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.around import seasons
from kam_core.analysis.playbook.baseline import Uplift
from kam_core.analysis.playbook.cells import Cell, State, unknown
from kam_core.analysis.playbook.ground import Deed, Ground
from kam_core.analysis.playbook.strategies import Strategy


def promotions(ground: Ground, strategy: Strategy) -> list[Cell]:
    """The promotions of the window added up, account by account."""
    days = strategy.days("window")
    theirs = [ground.past(at, days, "promotion") for at in range(len(ground.customers))]
    noted = ground.noted_since(days, "promotion")
    known = seasons(ground, theirs, ("promotion",))
    found = []
    for at, past in enumerate(theirs):
        figures: dict[str, Any] = {"promotions": len(past), "cost": _cost(past)}
        if not past:
            found.append(Cell(State.NOTHING, Finding("play_no_promotion"), figures) if noted else unknown(**figures))
            continue
        ups = known.of(ground.customers[at], past, ground.deeds[at], strategy) if known else []
        found.append(_cell(ups, figures) if ups else unknown("no_baseline", **figures))
    return found


def _cell(ups: list[Uplift], figures: dict[str, Any]) -> Cell:
    base, gain = sum(one.base for one in ups), sum(one.gain for one in ups)
    noise = float(np.sqrt(sum(one.noise**2 for one in ups)))
    over = [one.dip for one in ups if one.dip is not None]
    dip = sum(over) if over else None
    figures |= {"told": len(ups), "base": base, "gain": gain, "dip": dip, "noise": noise}
    if abs(gain) <= noise:
        return Cell(State.WATCH, Finding("play_no_uplift"), figures)
    facts = {"up": f"{gain / base:+.0%}", "dip": "" if dip is None else f"{dip / base:+.0%}"}
    said = Finding("play_uplift" if dip is None else "play_uplift_dip", facts)
    if gain < 0:
        return Cell(State.MISSED, said, figures)
    return Cell(State.GOOD if gain + (dip or 0.0) > noise else State.WATCH, said, figures)


def _cost(past: list[Deed]) -> float | None:
    costs = [one.cost for one in past if one.cost is not None]
    return sum(costs) if costs else None
