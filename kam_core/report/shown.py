"""What one view shows, once computed: the same results feed its files, its message, its picture and its sheets.

The pages of the ranking and of the season are known here; any other brings its own answer (answers/).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from kam_core.analysis.classes import firm_wide
from kam_core.analysis.cut import Cut
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.ahead import Ahead, look_ahead
from kam_core.analysis.supply.season_supply import SupplyFinding, for_key_accounts
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.analysis.supply.status import Status
from kam_core.analysis.year_on_year import YearOnYear, year_on_year
from kam_core.errors import Mixed
from kam_core.report.answers.answer import Answer
from kam_core.report.supply_table import beside
from kam_core.report.table import ranked_table
from kam_core.store.dataset import Dataset
from kam_core.store.decided import Decided
from kam_core.wording import say

SUPPLY = "supply"  # the page whose own question is the season


@dataclass(frozen=True, eq=False)
class Shown:
    """A page of a dataset, its line drawn. `said` is the sentence where it is not made of these results."""

    page: str
    dataset: Dataset
    pareto: Pareto
    firm: Pareto | None = None
    compared: YearOnYear | None = None
    ahead: Ahead | None = None  # None: no stock says anything
    said: str = ""
    answer: Answer | None = None  # None: the page of the ranking, or of the season

    @cached_property
    def supply(self) -> SupplyFinding | None:
        """The key accounts before their season."""
        return for_key_accounts(self.ahead.outlook, self.pareto) if self.ahead else None

    @cached_property
    def table(self) -> pa.Table:
        """The ranked table of everyone, with what is known of their stock."""
        table = ranked_table(self.pareto, self.firm, self.compared)
        return beside(table, self.ahead.accounts) if self.ahead else table

    @cached_property
    def urgent(self) -> tuple[int, ...]:
        """Rows of the outlook: of each key account that runs short the product to order first, the most urgent first;
        where none runs short, of those that have to order all the same."""
        if self.supply is None:
            return ()
        if self.supply.short.n:
            return tuple(int(at) for at in self.supply.short.dry_series)
        due = self.supply.accounts.take(np.isin(self.supply.accounts.status, (Status.LATE, Status.NOW)))
        return tuple(int(at) for at in due.series)

    @property
    def data_to(self) -> date | None:
        """The last day of the sales."""
        return self.dataset.manifest.account.last_day

    @property
    def basis(self) -> Pareto:
        """The line of the period that the page looks at."""
        return self.answer.pareto if self.answer else self.pareto

    def title(self, lang: str) -> str:
        """The page's name."""
        if self.answer:
            return self.answer.title(lang)
        return say(lang, f"report.title_{SUPPLY if self.page == SUPPLY else 'pareto'}")

    def sentence(self, lang: str) -> str:
        """The answer of the page."""
        if self.answer:
            return self.answer.sentence(lang)
        if self.said:
            return self.said
        if self.page == SUPPLY and self.supply:
            return self.supply.answer.say(lang).strip()
        parts = [self.pareto.finding.say(lang)]
        if self.ahead:
            story = self.ahead.story.finding(frozenset(self.pareto.key_customers.tolist()))
            parts += [story.say(lang)] if story else []
        return say(lang, "message.space").join(parts)


def shown(
    page: str, dataset: Dataset, scope: Scope, cut: Cut, settings: SupplySettings, decided: Sequence[Decided]
) -> Shown:
    """Everything a page of this scope and cut shows. Raises BadScope, BadCut, Mixed, Busy."""
    ranking = rank(dataset, scope)
    whole = firm_wide(ranking.scope)
    firm = draw(ranking if whole == ranking.scope else rank(dataset, whole), cut)
    ahead = None
    if "inventory" in dataset.views:
        try:
            ahead = look_ahead(dataset, scope, settings, decided)
        except Mixed:  # units that must not be added: the ranking stands without the season
            ahead = None
    known = ahead if ahead and ahead.outlook.has_stock else None
    return Shown(page, dataset, draw(ranking, cut), firm, year_on_year(dataset, ranking), known)
