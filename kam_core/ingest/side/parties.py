"""Rows joined to the customers and products that have sales: by code, else by name; what is unknown keeps its own."""

from __future__ import annotations

import numpy as np

from kam_core.ingest.side.body import Cells, Flags
from kam_core.ingest.side.known import Party


def join(codes: Cells, names: Cells, party: Party) -> tuple[Cells, Cells, Flags]:
    """(keys, names, known) of each row; a row without code and name stays blank and counts as known."""
    seen: dict[tuple[str, str], tuple[str, str, bool]] = {}
    for pair in zip(codes, names):
        if pair not in seen:
            seen[pair] = party.resolve(*pair) if any(pair) else ("", "", True)
    found = [seen[pair] for pair in zip(codes, names)]
    keys, shown = np.empty(len(found), object), np.empty(len(found), object)
    keys[:], shown[:] = [key for key, _, _ in found], [name for _, name, _ in found]
    return keys, shown, np.array([known for _, _, known in found], bool)
