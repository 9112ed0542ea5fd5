"""Everything that is drawn from an outlook once, whatever the cut: its accounts, their story, the plan, the seasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.accounts import Accounts, by_account
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.season_need import season_plan
from kam_core.analysis.supply.season_plan import SeasonPlan
from kam_core.analysis.supply.seasons import Seasons, seasons
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.analysis.supply.story import Story, story
from kam_core.store.dataset import Dataset
from kam_core.store.decided import Decided


@dataclass(frozen=True, eq=False)
class Ahead:
    """An outlook; the rest is made of it when it is first asked for. A cut selects from all of it."""

    dataset: Dataset
    outlook: Outlook

    @cached_property
    def accounts(self) -> Accounts:
        """Everyone's, by key."""
        return by_account(self.outlook)

    @cached_property
    def story(self) -> Story:
        """What the season adds to the headline."""
        return story(self.outlook, self.accounts)

    @cached_property
    def plan(self) -> SeasonPlan:
        """What has to be built; nobody comes first yet."""
        return season_plan(self.dataset, self.outlook, ())

    @cached_property
    def seasons(self) -> Seasons:
        """Which products have a season."""
        settings = self.outlook.settings
        return seasons(self.dataset, self.outlook.scope, self.outlook.as_of, settings.lunar, settings.peak)


def look_ahead(dataset: Dataset, scope: Scope, settings: SupplySettings, decided: Sequence[Decided]) -> Ahead:
    """The outlook of a scope, with what was agreed. Raises as `outlook` does."""
    return Ahead(dataset, outlook(dataset, scope, settings, decided))


def headline(pareto: Pareto, season: Ahead | None) -> tuple[Finding, ...]:
    """The first page's answer, and where stock is known what the season says of these key accounts."""
    short = season.story.finding(frozenset(pareto.key_customers.tolist())) if season else None
    return (pareto.finding, short) if short else (pareto.finding,)
