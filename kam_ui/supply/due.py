"""谁先断货: the accounts, the most urgent first. A table where there is room for one, cards on a phone."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.analysis.supply.season_supply import SupplyFinding
from kam_core.analysis.supply.status import Status
from kam_core.report.supply_table import supply_table
from kam_ui import view
from kam_ui.account.opening import fresh, open_account
from kam_ui.components.cards import cards
from kam_ui.supply.statuses import COLOURS, status_column, status_word
from kam_ui.text import language, t

MOST = 2_000  # rows on screen
CARDS = 20
QUANTITIES = ("on_hand", "in_transit", "peak_need", "gap")
ORDER = ("name", "customer", "status", "days_left", "order_by", "run_out", "cover", *QUANTITIES, "product_name", "peak",
         "backward")  # fmt: skip


def show_due(found: SupplyFinding) -> None:
    """The accounts of the cut. A click opens one below, with its most urgent product; on its name, its page."""
    accounts = found.accounts
    table = supply_table(accounts).slice(0, MOST).to_pandas()
    _cards(table)
    with st.container(key="due_wide"):
        _grid(table)
    if accounts.n > MOST:
        st.caption(t("table.more", most=MOST, rows=accounts.n))
    units = {unit for unit in accounts.unit.tolist() if unit}
    said = t("supply.due.unit", unit=units.pop()) if len(units) == 1 else t("supply.due.units")
    st.caption(f"{said} {t('supply.due.click')}")


def _grid(table: pd.DataFrame) -> None:
    opened = view.now().season
    shown = table[[name for name in ORDER if name != "customer" or not (table["customer"] == table["name"]).all()]]
    shown = shown.assign(status=table["status"].map(lambda code: [status_word(code)]))
    key = fresh(f"due.{hash((tuple(table['customer']), tuple(table['product'])))}")

    def chosen() -> None:
        selection = st.session_state[key].selection
        rows = selection.rows or [row for row, column in selection.cells if column != "name"]
        if not rows:
            view.assume(account="", item="")
        elif rows[0] < len(table):
            view.assume(account=str(table["customer"][rows[0]]), item=str(table["product"][rows[0]]))

    event = st.dataframe(
        shown,
        hide_index=True,
        height=min(38 * len(shown) + 40, 520),
        row_height=38,
        column_config=_columns(),
        on_select=chosen,
        selection_mode=["single-row", "single-cell"],
        selection_default={"selection": {"rows": table.index[table["customer"] == opened.account].tolist()[:1]}},
        key=key,
        placeholder=figures.NONE,
        alt=t("supply.due.alt"),
    )
    named = next((row for row, column in event.selection.cells if column == "name"), len(table))
    if named < len(table):
        open_account(str(table["customer"][named]))


def _columns() -> dict[str, Any]:
    column = st.column_config
    named = {name: t(f"supply.column.{name}") for name in ORDER}
    found: dict[str, Any] = {
        name: column.NumberColumn(named[name], format="localized", width=70) for name in QUANTITIES
    }
    found |= {name: column.DateColumn(named[name], format="MM-DD", width=78) for name in ("run_out", "order_by")}
    found |= {
        "name": column.TextColumn(named["name"], pinned=True, width=150),
        "customer": column.TextColumn(named["customer"], width=62),
        "product_name": column.TextColumn(named["product_name"], help=t("supply.column.product_help"), width=130),
        "peak": column.TextColumn(named["peak"], width=110),
        "cover": column.NumberColumn(named["cover"], format="%d", width=70, help=t("supply.column.cover_help")),
        "backward": column.NumberColumn(named["backward"], format="%.1f", help=t("supply.column.backward_help")),
        "days_left": column.NumberColumn(
            named["days_left"], format="%d", width=70, help=t("supply.column.days_left_help")
        ),
        "status": status_column(named["status"], width=104),
    }
    return found


def _cards(table: pd.DataFrame) -> None:
    lang = language()

    def day(value: Any) -> str:
        return figures.NONE if pd.isna(value) else figures.day(lang, value)

    rows = [
        {
            "name": row["name"],
            "product": row["product_name"],
            "status": status_word(row["status"]),
            "colour": COLOURS[Status(row["status"])],
            "facts": [
                [t("supply.column.run_out"), day(row["run_out"])],
                [t("supply.column.order_by"), day(row["order_by"])],
                [
                    t("supply.column.days_left"),
                    figures.NONE if pd.isna(row["days_left"]) else f"{row['days_left']:.0f}",
                ],
            ],
        }
        for row in table.head(CARDS).to_dict("records")
    ]

    def opened(at: int) -> None:
        if 0 <= at < len(table):
            view.assume(account=str(table["customer"][at]), item=str(table["product"][at]))

    visited = cards(rows, t("supply.due.alt"), opened)
    if visited is not None and visited < len(table):
        open_account(str(table["customer"][visited]))
