"""A store with a few sales, and stock files given to it as text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from kam_core.ingest.recipe import Upload
from kam_core.store import Store
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.side import SideOutcome, import_side
from kam_core.store.side_reading import SideRequest

TODAY = date(2025, 12, 26)
SALES = """客户编码,客户名称,产品编码,产品名称,日期,数量,金额
C001,华东鸿达饮品有限公司,P101,清泉天然水,2025-11-03,10,280
C001,华东鸿达饮品有限公司,P102,清泉苏打水,2025-12-03,5,260
C002,成都百川商贸有限公司,P101,清泉天然水,2025-12-04,8,224
C003,江苏同诚副食有限公司,P102,清泉苏打水,2025-12-05,2,104
"""


def write(folder: Path, name: str, content: str | bytes) -> Upload:
    """A file; text is written as UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return Upload(name, folder / name)


def sell(store: Store, folder: Path, text: str = SALES, dataset: str | None = None) -> str:
    """Import sales: the dataset's id."""
    upload = write(folder, "sales.csv", text)
    made = import_files(store, [upload], principal=HOUSE, today=TODAY, dataset=dataset).dataset
    assert made is not None
    return made.id


def stock(
    store: Store,
    folder: Path,
    dataset: str,
    files: dict[str, str | bytes],
    *,
    table: str | None = "inventory",
    sure_only: bool = False,
    **said: Any,
) -> SideOutcome:
    """Import files as a table of the dataset. Whatever becomes of them, every record is counted once."""
    uploads = tuple(write(folder, name, content) for name, content in files.items())
    request = SideRequest(uploads, HOUSE, TODAY, table, **said)
    outcome = import_side(store, request, dataset=dataset, sure_only=sure_only)
    if outcome.account:
        assert outcome.account.read == sum(tally.rows for tally in outcome.account.tallies.values())
    return outcome


def rows_of(outcome: SideOutcome, table: str = "inventory") -> list[dict[str, Any]]:
    """The table's rows in the version that was made, in file order, numbers as floats, without what is blank."""
    assert outcome.dataset is not None
    with outcome.dataset.engine.cursor(outcome.dataset.views) as cursor:
        found = cursor.sql(f"SELECT * FROM {table} ORDER BY source, line").to_arrow_table().to_pylist()
    return [
        {k: float(v) if hasattr(v, "quantize") else v for k, v in row.items() if v not in (None, "")} for row in found
    ]


def rejects_of(outcome: SideOutcome) -> list[tuple[int, str, str, str, str]]:
    """(line, state, reason, column, value) of what was set apart."""
    assert outcome.dataset is not None
    with outcome.dataset.engine.cursor(outcome.dataset.views) as cursor:
        return cursor.sql(
            'SELECT line, state, reason, "column", value FROM side_rejects ORDER BY source, line'
        ).fetchall()


def counts(outcome: SideOutcome) -> dict[str, int]:
    """The four counts that are not 0."""
    assert outcome.account is not None
    return {state.value: tally.rows for state, tally in outcome.account.tallies.items() if tally.rows}


def codes(outcome: SideOutcome) -> set[str]:
    return {notice.code for notice in outcome.notices}
