"""The rows set apart at import: by state and reason, with line numbers and raw values, and all of them to download."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from kam_core import figures
from kam_core.ingest.ledger import Account
from kam_core.report.rejects import rejected, rejects_csv, side_rejected, side_rejects_csv
from kam_core.store.dataset import Dataset
from kam_ui.text import language, say_core, t

MOST = 2_000  # rows shown; the download has all
STATES = ("unassigned", "rejected", "skipped", "cell")
CSV = ("file", "sheet", "line", "state", "reason", "column", "value", "amount", "raw")
CALLED = {"column": "header", "amount": "money"}  # column of the CSV -> its word on the screen, where that is another

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Apart:
    """What was set apart in one import: its account, and how the rows and the CSV of all of them are had."""

    account: Account
    rows: Callable[[str, int], pa.Table]  # of a state, at most so many
    csv: Callable[[Mapping[str, str], Words], bytes]
    file: str  # the download's name
    several: bool  # files or sheets
    money: bool = True


def of_sales(dataset: Dataset) -> Apart:
    """Of the sales of a version."""
    return Apart(
        dataset.manifest.account,
        lambda state, most: rejected(dataset, states=(state,), limit=most),
        lambda headers, words: rejects_csv(dataset, headers, words),
        f"{dataset.id}-{dataset.version}-{t('data.apart.file')}.csv",
        len(dataset.manifest.sources) > 1,
    )


def of_side(dataset: Dataset, table: str) -> Apart:
    """Of the last import of a table beside the sales."""
    last = dataset.manifest.side[table][-1]
    return Apart(
        last.account,
        lambda state, most: side_rejected(dataset, table, states=(state,), limit=most),
        lambda headers, words: side_rejects_csv(dataset, table, headers, words),
        f"{dataset.id}-{dataset.version}-{t(f'side.table.{table}')}-{t('data.apart.file')}.csv",
        len(last.sources) > 1,
        money=False,
    )


def show_apart(apart: Apart) -> None:
    """The choice of a state, its reasons and rows; the download beside it."""
    there = [state for state in STATES if any(r.state == state and r.rows for r in apart.account.reasons)]
    if not there:
        st.caption(t("data.apart.none"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        state = st.segmented_control(
            t("data.apart.open"), there, format_func=lambda s: _named(apart.account, s), key="data.apart", default=None
        )
        st.download_button(
            t("data.apart.download"),
            lambda: _as_csv(apart),
            file_name=apart.file,
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    if state in there:
        _show_state(apart, str(state))


def _named(account: Account, state: str) -> str:
    rows = sum(r.rows for r in account.reasons if r.state == state)
    return f"{t(f'data.count.{state}')} {rows:,}"


def _show_state(apart: Apart, state: str) -> None:
    found = [r for r in apart.account.reasons if r.state == state]
    money = [{"money": _exact(r.money)} if apart.money else {} for r in found]
    reasons = [{"reason": say_core(f"reason.{r.reason}"), "rows": r.rows, **sums} for r, sums in zip(found, money)]
    st.dataframe(
        pd.DataFrame(reasons),
        hide_index=True,
        alt=t("data.apart.reasons"),
        column_config={
            "reason": st.column_config.TextColumn(t("data.column.reason")),
            "rows": st.column_config.NumberColumn(t("data.column.rows"), format="localized"),
            "money": st.column_config.TextColumn(t("data.column.money"), alignment="right"),
        },
    )
    rows = apart.rows(state, MOST).to_pylist()
    st.dataframe(
        pd.DataFrame([_shown(apart, row) for row in rows]),
        hide_index=True,
        height=min(420, 38 + 35 * len(rows)),
        alt=t("data.apart.rows"),
        column_config={
            name: st.column_config.Column(
                t(f"data.column.{name}"),
                width="large" if name == "raw" else None,
                alignment="right" if name == "money" else None,
            )
            for name in ("where", "line", "reason", "header", "value", "money", "raw")
        },
    )
    if sum(r.rows for r in found) > MOST:
        st.caption(t("data.apart.more", most=MOST))


def _shown(apart: Apart, row: dict[str, Any]) -> dict[str, Any]:
    money = row.get("amount")
    return {
        **({"where": " · ".join(filter(None, (row["file"], row["sheet"])))} if apart.several else {}),
        "line": row["line"],
        "reason": say_core(f"reason.{row['reason']}"),
        "header": row["column"],
        "value": row["value"],
        **({"money": None if money is None else _exact(money)} if apart.money else {}),
        "raw": row["raw"],
    }


def _as_csv(apart: Apart) -> bytes:
    columns = [column for column in CSV if apart.money or column != "amount"]
    reasons = {r.reason for r in apart.account.reasons}
    words = {
        "state": {state: t(f"data.count.{state}") for state in STATES},
        "reason": {reason: say_core(f"reason.{reason}") for reason in reasons},
    }
    return apart.csv({c: t(f"data.column.{CALLED.get(c, c)}") for c in columns}, words)


def _exact(money: Decimal) -> str:
    return figures.exact(language(), money)
