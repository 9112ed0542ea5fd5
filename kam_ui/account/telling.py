"""The story of the account a view names, kept for all users; of its stock, what the cached outlook has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kam_core.analysis.account.in_season import in_season
from kam_core.analysis.account.story import AccountStory, account
from kam_core.analysis.cut import Cut
from kam_core.analysis.pareto import draw
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.ahead import Ahead
from kam_core.report.answers.account import AccountAnswer
from kam_core.store.dataset import Dataset
from kam_ui import resources
from kam_ui.kept import kept_on
from kam_ui.view import View

PAGE = AccountAnswer.page


def first_account(view: View, dataset: Dataset) -> str:
    """The customer in the first place of a view's scope: who a link means that names nobody. '' = there is none."""
    found = resources.ranking(dataset, view.scope)
    return str(found.customers[0]) if found.n else ""


def story(view: View, dataset: Dataset, customer: str, seen: Ahead | None) -> AccountStory:
    """All about one customer, by key or whole name; of its stock, what `seen` has. Raises BadScope, Mixed, Busy."""
    found = kept_on(PAGE, _story, dataset, view.scope, resources.cut(view), customer, view.season.as_of)
    if seen is None:
        return found
    agreed = resources.agreements(dataset)
    return replace(found, season=in_season(seen.outlook, seen.accounts, found.who.customer, agreed))


def answer(view: View, dataset: Dataset, seen: Ahead | None) -> AccountAnswer | None:
    """What the page answers of the account the view names; None where it names none and there is none. Raises as
    `story`."""
    customer = view.season.account or first_account(view, dataset)
    return AccountAnswer(story(view, dataset, customer, seen)) if customer else None


def _story(dataset: Dataset, scope: Scope, line: Cut, customer: str, as_of: date | None) -> AccountStory:
    return account(dataset, draw(resources.ranking(dataset, scope), line), customer, as_of)
