"""What became of every row, in rows and in money: sentence, equation, the file's own total, the rows set apart."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.ingest.ledger import Account, StatedTotal
from kam_core.report.rejects import rejected, rejects_csv
from kam_core.schema import State
from kam_core.store.dataset import Dataset
from kam_ui.intake.notices import show_line
from kam_ui.text import language, say_core, t

MOST = 2_000  # rows shown; the download has all
APART = ("unassigned", "rejected", "skipped", "cell")
REPEATS = ("total", "subtotal", "total_by_sum")  # reasons of skipped rows whose money stands in other rows already


def first_sentence(account: Account) -> str:
    """The first sentence of the page: how many rows count, and whether the file's own total agrees."""
    accepted = account.tallies[State.ACCEPTED].rows
    off = worst(account.totals)
    if off is not None:
        return t("data.sentence.differs", rows=accepted, difference=_exact(abs(off.stated - off.read)))
    if account.totals:
        return t("data.sentence.agrees", rows=accepted)
    void = sum(r.rows for r in account.reasons if r.state == "skipped" and r.reason == "void")
    kept_back = account.tallies[State.UNASSIGNED].rows + account.tallies[State.REJECTED].rows + void
    return (
        t("data.sentence.apart", rows=accepted, apart=kept_back) if kept_back else t("data.sentence.all", rows=accepted)
    )


def worst(totals: tuple[StatedTotal, ...]) -> StatedTotal | None:
    """The stated total that is furthest off, or None when all agree."""
    return max((s for s in totals if not s.agrees), key=lambda s: abs(s.stated - s.read), default=None)


def show_equation(account: Account) -> None:
    """read = accepted + unassigned + rejected + skipped, in rows and in money, as five cards in a row.

    The money of totals rows repeats what stands in the lines: it is said below and not added again.
    """
    again = sum((r.money for r in account.reasons if r.state == "skipped" and r.reason in REPEATS), Decimal(0))
    money = [account.tallies[state].money - (again if state is State.SKIPPED else 0) for state in State]
    whole, *parts, repeated = figures.exact_alike(language(), (sum(money, Decimal(0)), *money, again))
    with st.grid(5, min_column_width=140, gap="small"):
        _card("read", "", account.read, whole)
        for sign, state, part in zip("=+++", State, parts, strict=True):
            _card(state.value, f"{sign} ", account.tallies[state].rows, part)
    if again:
        st.caption(t("data.count.not_added", money=repeated))


def _card(name: str, sign: str, rows: int, money: str) -> None:
    st.metric(
        sign + t(f"data.count.{name}"),
        f"{rows:,}",
        delta=money,
        delta_color="off",
        delta_arrow="off",
        border=True,
        help=t(f"data.count.{name}_means"),
    )


def show_totals(account: Account) -> None:
    """Each total the file states, beside what was read: a tick, or the difference in red."""
    for stated in sorted(account.totals, key=lambda s: s.agrees)[:5]:
        facts = {"column": stated.column, "stated": _exact(stated.stated), "read": _exact(stated.read)}
        if stated.agrees:
            show_line("green", "check_circle", t("data.total.agrees", **facts))
        else:
            difference = t("data.total.difference", difference=_exact(stated.stated - stated.read))
            show_line("red", "error", t("data.total.differs", line=stated.line, **facts), difference)
    if not account.totals:
        st.caption(t("data.total.none"))


def show_set_apart(dataset: Dataset) -> None:
    """The rows set apart, by state and reason, with line numbers and raw values; and all of them to download."""
    account = dataset.manifest.account
    there = [state for state in APART if any(r.state == state and r.rows for r in account.reasons)]
    if not there:
        st.caption(t("data.apart.none"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        state = st.segmented_control(
            t("data.apart.open"), there, format_func=lambda s: _named(account, s), key="data.apart", default=None
        )
        st.download_button(
            t("data.apart.download"),
            lambda: _as_csv(dataset),
            file_name=f"{dataset.id}-{dataset.version}-{t('data.apart.file')}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    if state in there:
        _show_state(dataset, str(state))


def _named(account: Account, state: str) -> str:
    rows = sum(r.rows for r in account.reasons if r.state == state)
    return f"{t(f'data.count.{state}')} {rows:,}"


def _show_state(dataset: Dataset, state: str) -> None:
    found = [r for r in dataset.manifest.account.reasons if r.state == state]
    reasons = pd.DataFrame(
        [{"reason": say_core(f"reason.{r.reason}"), "rows": r.rows, "money": _exact(r.money)} for r in found]
    )
    st.dataframe(
        reasons,
        hide_index=True,
        alt=t("data.apart.reasons"),
        column_config={
            "reason": st.column_config.TextColumn(t("data.column.reason")),
            "rows": st.column_config.NumberColumn(t("data.column.rows"), format="localized"),
            "money": st.column_config.TextColumn(t("data.column.money"), alignment="right"),
        },
    )
    rows = rejected(dataset, states=(state,), limit=MOST).to_pylist()
    st.dataframe(
        pd.DataFrame([_shown(dataset, row) for row in rows]),
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


def _shown(dataset: Dataset, row: dict[str, Any]) -> dict[str, Any]:
    many = len(dataset.manifest.sources) > 1
    return {
        **({"where": " · ".join(filter(None, (row["file"], row["sheet"])))} if many else {}),
        "line": row["line"],
        "reason": say_core(f"reason.{row['reason']}"),
        "header": row["column"],
        "value": row["value"],
        "money": None if row["amount"] is None else _exact(row["amount"]),
        "raw": row["raw"],
    }


def _as_csv(dataset: Dataset) -> bytes:
    columns = ("file", "sheet", "line", "state", "reason", "column", "value", "amount", "raw")
    names = {"column": "header", "amount": "money"}
    reasons = {r.reason for r in dataset.manifest.account.reasons}
    words = {
        "state": {state: t(f"data.count.{state}") for state in APART},
        "reason": {reason: say_core(f"reason.{reason}") for reason in reasons},
    }
    return rejects_csv(dataset, {c: t(f"data.column.{names.get(c, c)}") for c in columns}, words)


def _exact(money: Decimal) -> str:
    return figures.exact(language(), money)
