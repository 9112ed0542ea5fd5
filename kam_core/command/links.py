"""The address of a view in the dashboard, every value spelled out, for what leaves the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlencode

from kam_core.analysis.months import spelled
from kam_core.analysis.pareto import Pareto
from kam_core.store.dataset import Dataset

FILTERS = {"region": "regions", "product": "products", "category": "categories", "unit": "units",
           "currency": "currencies"}  # fmt: skip


def link(dataset: Dataset, pareto: Pareto, page: str, lang: str, query: Mapping[str, str] | None = None) -> str:
    """Path and query of a page in the cut and scope of `pareto`, after the server's address where it has one."""
    scope = spelled(dataset, pareto.ranking.scope)
    said: dict[str, str | tuple[str, ...]] = {
        "data": dataset.address,
        "rule": pareto.cut.rule.value,
        "cut": f"{pareto.cut.value.normalize():f}",
        "measure": scope.measure.value,
    }
    said |= {key: month for key, month in (("from", scope.first), ("to", scope.last)) if month}
    said |= {key: values for key, attribute in FILTERS.items() if (values := getattr(scope, attribute))}
    said |= {**(query or {}), "lang": lang}
    return f"{public()}/{page}?{urlencode(said, doseq=True)}"


def public() -> str:
    """KAM_PUBLIC_ADDRESS, '' where there is none."""
    return os.environ.get("KAM_PUBLIC_ADDRESS", "").strip().rstrip("/")
