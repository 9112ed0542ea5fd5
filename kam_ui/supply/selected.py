"""What the pages take from the cached outlook: nothing here is computed anew when the line moves."""

from __future__ import annotations

from kam_core.analysis.pareto import Pareto
from kam_core.analysis.supply import ahead
from kam_core.analysis.supply.ahead import Ahead
from kam_core.analysis.supply.season_supply import SupplyFinding, for_key_accounts
from kam_core.errors import Mixed
from kam_core.store.dataset import Dataset
from kam_ui import resources
from kam_ui.text import language, t
from kam_ui.view import View


def for_home(view: View, dataset: Dataset) -> Ahead | None:
    """Everyone before the season; None where no stock says anything, or where units must not be added."""
    if "inventory" not in dataset.views:
        return None
    try:
        found = resources.ahead(view, dataset)
    except Mixed:
        return None
    return found if found.outlook.has_stock else None


def supply(view: View, dataset: Dataset, pareto: Pareto) -> SupplyFinding:
    """The key accounts of a cut before their season. Raises BadScope, Mixed, Busy."""
    return for_key_accounts(resources.ahead(view, dataset).outlook, pareto)


def headline(pareto: Pareto, season: Ahead | None) -> str:
    """The answer, and where stock is known what the season says of these key accounts."""
    return t("cut.space").join(finding.say(language()) for finding in ahead.headline(pareto, season))
