"""The analyses of concentration over 50,000 customers with 48 months and 400 products, each cold.

python -m benchmarks.concentration [CUSTOMERS]     writes its rows into docs/benchmarks.md, below the other tables
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.clock import first_and_again
from benchmarks.movement import MONTHS, sales
from benchmarks.page import measured
from kam_core.analysis.concentration.concentration import Concentration, concentration
from kam_core.analysis.concentration.dependence import Dimension, dependence
from kam_core.analysis.concentration.disclosure import Standard, disclosure
from kam_core.analysis.concentration.loss import rehearse
from kam_core.analysis.concentration.over_time import over_time
from kam_core.analysis.cut import Cut
from kam_core.analysis.months import default_scope
from kam_core.analysis.scope import Scope
from kam_core.store.dataset import Dataset
from kam_core.store.store import Store

HEAD = "## Concentration"
PRODUCTS = 400


def shown(dataset: Dataset, scope: Scope) -> Concentration:
    """The ranking and the regions, with all that the sentence and the experts' fold say of them."""
    found = concentration(dataset, scope)
    assert found.finding and found.hhi and found.gini and found.hardest_hit
    return found


def measure(count: int) -> dict[str, str]:
    """What is measured, with its value: the first time, in a process that has answered nothing yet, and again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = sales(folder, Store(folder / "store"), count, PRODUCTS)
        scope = default_scope(dataset)
        found = {
            "customers": f"{count:,}",
            "months": str(MONTHS),
            "products": str(PRODUCTS),
            "lines": f"{dataset.manifest.account.lines:,}",
        }
        found |= first_and_again({"ranking, regions, sentence, Gini and HHI": lambda: shown(dataset, scope)})
        largest = shown(dataset, scope).ranking.customers[:5].tolist()
        works: dict[str, Callable[[], object]] = {
            "shares over time": lambda: over_time(dataset, scope).finding,
            "by product": lambda: dependence(dataset, scope, Dimension.PRODUCT, largest),
            "by salesperson": lambda: dependence(dataset, scope, Dimension.SALESPERSON, largest),
            "loss of the first five rehearsed": lambda: rehearse(dataset, scope, Cut(), largest).finding,
            "paragraph for the annual report": lambda: disclosure(dataset, scope, Standard.IFRS),
        }
        return found | first_and_again(works)


def main() -> None:
    aim = "The page's analysis is to take ≤ 1 s cold. By `python -m benchmarks.concentration`."
    measured(HEAD, aim, measure, 50_000)


if __name__ == "__main__":
    main()
