"""A list of one kind of thing, without a column that says so: 投诉日期 heads complaints, 培训签到表 lists trainings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kam_core.errors import Notice
from kam_core.ingest.side.tables import SideTable


def kind_said(
    names: Sequence[str], columns: Mapping[str, int], texts: Sequence[str], table: SideTable
) -> tuple[dict[str, str], tuple[Notice, ...]]:
    """The kind of all rows by the header of their day, else by the titles and names; and what is to be said of it."""
    if "kind" not in table.columns or "kind" in columns:
        return {}, ()
    days = [names[columns[name] - 1] for name in ("date",) if name in columns]
    for text in (*days, *texts):
        if code := table.columns["kind"].codes.read(text):
            return {"kind": code}, (Notice("kind_said", {"by": text}),)
    return {}, ()
