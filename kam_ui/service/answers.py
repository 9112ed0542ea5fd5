"""The results of the page, remembered under what they were asked with: nothing is computed anew when the line moves."""

from __future__ import annotations

from datetime import date

from kam_core.analysis.scope import Scope
from kam_core.analysis.service.joint_plan import JointPlan, joint_plan
from kam_core.analysis.service.service import Served, Service, drawn, served
from kam_core.analysis.service.settings import ServiceSettings
from kam_core.analysis.supply.foresight import last_known_day
from kam_core.store.dataset import Dataset
from kam_core.store.joint_plans import Plan, plans
from kam_ui import resources
from kam_ui.kept import kept
from kam_ui.view import View


def serving(view: View, dataset: Dataset) -> Service:
    """The view's cut drawn on what is known. Raises BadScope, Mixed, Busy."""
    return drawn(known(view, dataset), resources.pareto(view, dataset))


def known(view: View, dataset: Dataset) -> Served:
    """Every customer of the view's scope as it is served, wherever the line is."""
    day = view.season.as_of or last_known_day(dataset) or dataset.manifest.today
    return kept(_served, dataset, view.scope, day, view.service.settings)


def _served(dataset: Dataset, scope: Scope, day: date, settings: ServiceSettings) -> Served:
    return served(dataset, resources.ranking(dataset, scope), day, settings)


def kept_plans(dataset: Dataset, customer: str) -> tuple[Plan, ...]:
    """Every joint plan of an account this principal meets, the latest last."""
    return plans(resources.store(), dataset.id, customer, principal=resources.principal())


def planned(view: View, dataset: Dataset, found: Service, customer: str, plan: Plan | None) -> JointPlan:
    """The joint plan of an account as it stands. Raises BadScope for one without sales."""
    demand = resources.ahead(view, dataset).outlook.demand
    return joint_plan(dataset, view.scope, demand, customer, found.served.needs, plan)
