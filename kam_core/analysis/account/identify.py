"""Which customer is meant: by its id, else by its whole name. Nothing is guessed; the nearest are named."""

from __future__ import annotations

import difflib

from kam_core.analysis.filters import nearest
from kam_core.analysis.sales import Sales
from kam_core.errors import BadScope

NAMED = 3
FAINT = 0.2  # a likeness so small that it is only named where nothing is nearer


def customer_of(sales: Sales, wanted: str) -> str:
    """The key of the customer with this id or exactly this name, whatever the scope.

    Raises BadScope: unknown_account with the three nearest, shared_name with the ids where several bear it.
    """
    table = sales.ask("every_customer")
    keys, names = table["customer"].to_pylist(), table["name"].to_pylist()
    if wanted in set(keys):
        return wanted
    found = [key for key, name in zip(keys, names) if name == wanted]
    if len(found) == 1:
        return str(found[0])
    if found:
        raise BadScope("shared_name", value=wanted, ids=tuple(found[:NAMED]))
    there = [text for text in dict.fromkeys((*names, *keys)) if text]
    near = [*nearest(wanted, there, NAMED), *difflib.get_close_matches(wanted, there, NAMED, FAINT), *there]
    raise BadScope("unknown_account", value=wanted, near=tuple(dict.fromkeys(near))[:NAMED] or "–")
