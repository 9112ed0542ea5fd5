"""A table to take away: as Excel with a second sheet that says what it is of, and as CSV where that is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import streamlit as st

from kam_core import figures
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.scope import Scope
from kam_core.report.csv import to_csv
from kam_core.report.statement import statement
from kam_core.report.xlsx import MIME, to_xlsx
from kam_core.store.dataset import Dataset
from kam_ui import viewer
from kam_ui.text import language, say_core, t

Facts = Sequence[tuple[str, Any]]


def take_table(
    title: str,
    table: Callable[[], pa.Table],
    headers: Mapping[str, str],
    facts: Facts,
    dataset: Dataset,
    *,
    key: str,
    words: Mapping[str, Mapping[str, str]] | None = None,
    sheet: str = "",
    csv: bool = False,
) -> None:
    """The buttons, for who may take figures away; the table is made when one is pressed.

    title: of the file, and of the sheet where that has no other name. headers: column -> its words, in order.
    facts: what the table is of. words: column -> code -> words of the codes in it.
    """
    if not viewer.allowed().export:
        return
    name = f"{title}-{dataset.address}-{language()}"
    viewer.download(
        t("table.excel"),
        lambda: to_xlsx(table(), headers, facts, (sheet or title, t("table.about")), words),
        file_name=f"{name}.xlsx",
        mime=MIME,
        icon=":material/download:",
        on_click="ignore",
        key=f"{key}.excel",
    )
    if csv:
        with st.popover(t("table.other_format"), type="tertiary", icon=":material/more_horiz:"):
            viewer.download(
                "CSV",
                lambda: to_csv(table(), headers, words),
                file_name=f"{name}.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"{key}.csv",
            )


def stated(pareto: Pareto, dataset: Dataset) -> list[tuple[str, Any]]:
    """The facts of a view with its line, in words."""
    facts = statement(pareto, dataset.name, dataset.address, dataset.manifest.created)
    return [(say_core(f"statement.{code}"), in_words(code, value)) for code, value in facts]


def in_words(code: str, value: Any) -> Any:
    """A fact of a statement (report/statement.py), in words where it is a code."""
    if code == "rule":
        return say_core(f"cut_rule.{value}")
    return t(f"measure.{value}") if code == "measure" else value


def stated_year(dataset: Dataset, as_of: date, key_accounts: int, year: Scope, *more: tuple[str, Any]) -> Facts:
    """The facts of a list of key accounts on a day; year: the months their money is of."""
    return [
        (say_core("statement.dataset"), dataset.name),
        (say_core("statement.version"), dataset.address),
        (t("table.as_of"), as_of),
        *more,
        (say_core("statement.key_accounts"), key_accounts),
        (say_core("statement.measure"), t(f"measure.{year.measure.value}")),
        (t("table.months"), figures.period(language(), year.first, year.last)),
    ]
