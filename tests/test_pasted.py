"""A pasted list: matched by id, by name, by name however it is spaced; what matched nothing is told."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from kam_core.analysis.pasted import entries, match


class Named:
    """Only what matching asks of a dataset."""

    manifest: Any = None

    def ask(self, question: str, **_: Any) -> pa.Table:
        assert question == "every_customer"
        keys, names = ["C1", "C2", "C3", "C4"], ["华东鸿达", "ABC Trading", "同名", "同名"]
        return pa.table({"customer": keys, "name": names})


def test_entries_are_lines_and_cells_without_repeats() -> None:
    assert entries(' C1 \r\n"华东鸿达"\tC2\n\nC1；x') == ("C1", "华东鸿达", "C2", "x")


def test_each_entry_is_found_or_told() -> None:
    pasted = match(Named(), "C1\nａｂｃ trading\n同名\n没有这家")
    assert pasted.found == (("C1", "华东鸿达"), ("C2", "ABC Trading"), ("C3", "同名"), ("C4", "同名"))
    assert (pasted.unknown, pasted.shared) == (("没有这家",), ("同名",))
