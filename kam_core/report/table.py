"""The ranked table: every customer of the scope in rank order, as the one tidy table screen and exports share.

Codes, not words, stand in its cells (`class`: key | other, `mark`: pinned | excluded | ''); whoever shows it brings the
words of its language.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kam_core.analysis.classes import firm_wide_key
from kam_core.analysis.exact import Flags, Numbers, decimals
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.year_on_year import YearOnYear

#: Column -> Arrow type. value is the net measure; share and cumulative_share are shares of 1 (null without a positive
#: total), year_on_year a change of 1 (null where there was nothing to compare with).
COLUMNS = {
    "rank": pa.int64(),
    "customer": pa.string(),
    "name": pa.string(),
    "customer_type": pa.string(),
    "region": pa.string(),
    "value": pa.decimal128(38, 4),
    "share": pa.float64(),
    "cumulative_share": pa.float64(),
    "year_on_year": pa.float64(),
    "class": pa.string(),
    "firm_wide_class": pa.string(),
    "mark": pa.string(),
    "reason": pa.string(),
    "who": pa.string(),
}


def ranked_table(pareto: Pareto, firm: Pareto | None = None, compared: YearOnYear | None = None) -> pa.Table:
    """One row a customer. firm: the same cut drawn on the whole firm; without it that column is null."""
    ranking, n = pareto.ranking, pareto.n
    total = ranking.total_units
    mark, reason, who = (np.full(n, "", object) for _ in range(3))
    for at, pick in pareto.marks.items():
        mark[at], reason[at], who[at] = "pinned" if pick.pinned else "excluded", pick.reason, pick.who
    columns = {
        "rank": np.arange(1, n + 1),
        "customer": ranking.customers,
        "name": ranking.names,
        "customer_type": ranking.types,
        "region": ranking.regions,
        "value": decimals(ranking.values),
        "share": _shares(ranking.values, total),
        "cumulative_share": _shares(ranking.cumulative, total),
        "year_on_year": _changes(compared, n),
        "class": _classes(pareto.key),
        "firm_wide_class": pa.nulls(n) if firm is None else _classes(firm_wide_key(ranking, firm)),
        "mark": mark,
        "reason": reason,
        "who": who,
    }
    arrays = [pa.array(columns[name], kind) if name != "value" else columns[name] for name, kind in COLUMNS.items()]
    return pa.Table.from_arrays(
        [array.cast(kind) for array, kind in zip(arrays, COLUMNS.values())], names=list(COLUMNS)
    )


def selected(table: pa.Table, side: str = "all", search: str = "") -> pa.Table:
    """The rows of one side (key | other | all) whose name, id, type or region holds `search`, whatever its case."""
    keep = None if side == "all" else pc.equal(table["class"], side)
    wanted = search.strip()
    if wanted:
        texts = [table[name] for name in ("customer", "name", "customer_type", "region")]
        hits = [pc.match_substring(text, wanted, ignore_case=True) for text in texts]
        found = pc.or_(pc.or_(hits[0], hits[1]), pc.or_(hits[2], hits[3]))
        keep = found if keep is None else pc.and_(keep, found)
    return table if keep is None else table.filter(keep)


def _shares(values: Numbers, total: int) -> pa.Array:
    return pa.array((values / total).astype(np.float64)) if total > 0 else pa.nulls(len(values))


def _changes(compared: YearOnYear | None, n: int) -> pa.Array:
    if compared is None:
        return pa.nulls(n)
    had = np.asarray(compared.before > 0, np.bool_)
    base = np.where(had, compared.before, 1).astype(np.float64)
    return pa.array(compared.now.astype(np.float64) / base - 1, mask=~had)


def _classes(key: Flags) -> pa.Array:
    return pa.array(np.where(key, "key", "other").astype(object), pa.string())
