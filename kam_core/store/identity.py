"""The last look before publication: the four counts add up, and the tables hold what the account says."""

from __future__ import annotations

from pathlib import Path

from kam_core.engine import Engine
from kam_core.errors import RowsLost
from kam_core.ingest.ledger import Account
from kam_core.store.dataset import TABLES


def check(account: Account, tables: Path, engine: Engine) -> None:
    """Raises RowsLost where rows or money would get lost between file, account and tables."""
    counted = sum(tally.rows for tally in account.tallies.values())
    if counted != account.read:
        raise RowsLost("rows_lost", what="rows", said=account.read, found=counted)
    found = engine.ask("publication", {table: tables / f"{table}.parquet" for table in TABLES}).to_pylist()[0]
    expected = {
        "lines": account.lines,
        "months_lines": found["accepted_lines"],
        "months_amount": found["accepted_amount"],
        "months_quantity": found["accepted_quantity"],
        "accounts": account.customers,
    }
    for what, said in expected.items():
        if found[what] != said:
            raise RowsLost("rows_lost", what=what, said=said, found=found[what])
