"""What an analysis needs of a dataset: one immutable version of sales that answers questions and describes itself.

`kam_core.store.Dataset` is one; a test's small stand-in is another.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from kam_core.ingest.ledger import Account


class Described(Protocol):
    """The part of a manifest that analyses read. Months are "YYYY-MM", None where there is none."""

    @property
    def first_month(self) -> str | None: ...
    @property
    def last_month(self) -> str | None: ...
    @property
    def last_complete_month(self) -> str | None: ...
    @property
    def account(self) -> Account: ...


class Sales(Protocol):
    """A dataset: `ask` answers `kam_core/sql/<question>.sql` over its lines, months, accounts and rejects."""

    @property
    def manifest(self) -> Described: ...
    def ask(self, question: str, **parameters: Any) -> pa.Table: ...


class Beside(Sales, Protocol):
    """Sales with tables beside them: `views` names those that are there.

    merged: the same, whose answers see the members of each group as one customer; '' = as it is.
    """

    @property
    def views(self) -> Mapping[str, Path]: ...
    def merged(self, groups: str) -> Beside: ...
