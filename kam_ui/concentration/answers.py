"""The results of the page, each remembered under what it was asked with."""

from __future__ import annotations

from fractions import Fraction

from kam_core.analysis.concentration.concentration import Concentration, concentration
from kam_core.analysis.concentration.dependence import Dimension, Parts, dependence
from kam_core.analysis.concentration.disclosure import Disclosure, Standard, disclosure
from kam_core.analysis.concentration.limits import Limits
from kam_core.analysis.concentration.loss import Loss, rehearse
from kam_core.analysis.concentration.over_time import SharesOverTime, over_time
from kam_core.analysis.cut import Cut
from kam_core.analysis.scope import Scope
from kam_core.report.answers.concentration import ConcentrationAnswer
from kam_core.store.dataset import Dataset
from kam_ui import resources
from kam_ui.kept import kept, kept_on
from kam_ui.risk import Risk
from kam_ui.view import View

PAGE = ConcentrationAnswer.page


def limits(risk: Risk) -> Limits:
    """The limits of a view, as an analysis takes them."""
    moderate, elevated, high, top_five = (Fraction(limit) / 100 for limit in risk.limits)
    return Limits(moderate, elevated, high, top_five)


def concentrated(view: View, dataset: Dataset) -> Concentration:
    """The figures of the view's scope. Raises BadScope, Mixed, Busy."""
    return kept_on(PAGE, _concentration, dataset, view.scope, limits(view.risk))


def _concentration(dataset: Dataset, scope: Scope, limits: Limits) -> Concentration:
    return concentration(dataset, scope, limits, resources.ranking(dataset, scope))


def moved(view: View, dataset: Dataset) -> SharesOverTime:
    """The shares over time, in the windows of the view."""
    return kept_on(PAGE, over_time, dataset, view.scope, view.risk.window)


def parts(view: View, dataset: Dataset, dimension: Dimension, found: Concentration) -> Parts:
    """One dimension, with what the largest customer of all brings there."""
    if dimension is Dimension.REGION:
        return found.regions
    return kept_on(PAGE, dependence, dataset, view.scope, dimension, tuple(found.ranking.customers[:1].tolist()))


def rehearsed(view: View, dataset: Dataset) -> Loss:
    """What is left without the customers the view takes away."""
    return kept_on(PAGE, _rehearsal, dataset, view.scope, resources.cut(view), view.risk.lost)


def _rehearsal(dataset: Dataset, scope: Scope, cut: Cut, lost: tuple[str, ...]) -> Loss:
    return rehearse(dataset, scope, cut, lost, resources.ranking(dataset, scope))


def answer(view: View, dataset: Dataset) -> ConcentrationAnswer:
    """What the page answers, with the loss the view rehearses. Raises BadScope, Mixed, Busy."""
    loss = rehearsed(view, dataset) if view.risk.lost else None
    found, shares = concentrated(view, dataset), moved(view, dataset)
    return ConcentrationAnswer(resources.pareto(view, dataset), found, shares, loss if loss and loss.lost else None)


def disclosed(view: View, dataset: Dataset) -> Disclosure | None:
    """The paragraph on major customers, of the whole firm: not for the viewer of a share."""
    return kept(disclosure, dataset, view.scope, Standard(view.risk.disclosure))
