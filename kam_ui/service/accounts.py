"""The key accounts one by one: how each is served, and what the sales file tells of its orders and prices."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import streamlit as st

from kam_core import figures
from kam_core.analysis.service.service import Service
from kam_core.report.service_table import OF_DELIVERIES, accounts_table
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_ui import view
from kam_ui.account.opening import fresh, open_account
from kam_ui.taken import stated, take_table
from kam_ui.text import t

MOST = 2_000  # rows on screen; the downloads hold all of them
SHARES = {"otif": "%.1f%%", "fill_rate": "%.1f%%", "price": "%+.1f%%"}
DAYS = {"promised": "day_form", "taken": "day_form", "gap": "whole_day_form"}  # shorter headers, the unit in the cell
#: pixels; together they fit beside the menu of a screen 1,440 wide
WIDTHS = {"rank": 42, "name": 134, "otif": 82, "missed": 62, "lines": 54, "fill_rate": 70, "promised": 70, "taken": 62,
          "lot": 90, "unit": 50, "gap": 76, "money": 96, "price": 96, "needs_met": 78, "value": 92}  # fmt: skip
HELPED = ("lot", "gap", "price", "needs_met", "fill_rate", "promised", "taken")
SHOWN = ("rank", "name", "otif", "missed", "lines", "fill_rate", "promised", "taken", "lot", "unit", "gap", "money",
         "price", "needs_met", "value", "customer")  # fmt: skip
SPARE = ("promised", "taken", "fill_rate", "lot", "unit", "money", "price", "needs_met", "open", "overdue")


def show_accounts(found: Service, dataset: Dataset) -> None:
    """A click on a name opens that account; on any other cell, what it needs and what is planned, below."""
    table = accounts_table(found)
    named = headers(found, table)
    shown = on_screen(named, table)
    with st.container(horizontal=True, vertical_alignment="center", key="service.tools"):
        st.markdown(f"**{t('service.accounts', n=table.num_rows)}**")
        _downloads(found, dataset, table, named)
    frame = table.slice(0, MOST).select(list(shown)).to_pandas()
    frame["value"] = frame["value"].astype(float)
    for name in SHARES.keys() & set(shown):
        frame[name] = frame[name].astype(float) * 100
    key = fresh("service.grid")

    def chosen() -> None:
        for row, column in st.session_state[key].selection.cells[:1]:
            if column != "name" and row < table.num_rows:
                view.assume(account=str(table["customer"][row]), item="")

    event = st.dataframe(
        frame,
        hide_index=True,
        height=min(36 * len(frame) + 40, 460),
        column_config=_columns(shown, found.pareto.ranking.scope.measure),
        on_select=chosen,
        selection_mode="single-cell",
        key=key,
        placeholder=figures.NONE,
        alt=t("service.accounts_alt"),
    )
    if table.num_rows > MOST:
        st.caption(t("table.more", most=MOST, rows=table.num_rows))
    st.caption(t("service.accounts_hint"))
    row, column = next(iter(event.selection.cells), (table.num_rows, ""))
    if column == "name" and row < table.num_rows:
        open_account(str(table["customer"][row]))


def headers(found: Service, table: pa.Table) -> dict[str, str]:
    """Column of the export -> its words; columns nothing is known for are left out."""
    names = ["rank", "name", "customer", *OF_DELIVERIES, "lot", "unit", "gap", "monthly", "money", "price", "needs_met",
             "value"]  # fmt: skip
    if not (found.pareto.ranking.customers != found.pareto.ranking.names).any():
        names.remove("customer")
    if found.served.scores is None:
        names = [name for name in names if name not in OF_DELIVERIES]
    known = [name for name in names if name not in SPARE or _told(table[name].to_pylist())]
    measure = t(f"measure.{found.pareto.ranking.scope.measure.value}")
    shared = {"rank": t("column.rank"), "name": t("column.name"), "customer": t("column.customer"), "value": measure}
    return {name: shared.get(name) or t(f"service.column.{name}") for name in known}


def on_screen(named: dict[str, str], table: pa.Table) -> dict[str, str]:
    """What matters first stands first; one unit stands in the header."""
    shown = {name: t(f"service.screen.{name}") if name in DAYS else named[name] for name in SHOWN if name in named}
    units = set(table["unit"].to_pylist()) - {""}
    if "lot" in shown and len(units) <= 1:
        shown.pop("unit", None)
        if units:
            shown["lot"] = t("service.column.lot_in", unit=units.pop())
    if "lot" in shown:
        shown.pop("money", None)
    return shown


def _told(values: list[Any]) -> bool:
    return any(value not in (None, "", 0) for value in values)


def _columns(named: dict[str, str], measure: Measure) -> dict[str, Any]:
    column = st.column_config
    found: dict[str, Any] = {}
    for name, header in named.items():
        more: dict[str, Any] = {"width": WIDTHS.get(name)}
        if name in HELPED:
            more["help"] = t(f"service.help.{name}")
        if name in SHARES:
            found[name] = column.NumberColumn(header, format=SHARES[name], **more)
        elif name in DAYS:
            found[name] = column.NumberColumn(header, format=t(f"service.screen.{DAYS[name]}"), **more)
        elif name == "value":
            form = "localized" if measure is Measure.QUANTITY else "%,.0f"
            found[name] = column.NumberColumn(header, format=form, **more)
        elif name in ("lot", "money"):
            found[name] = column.NumberColumn(header, format="%,.0f", **more)
        elif name == "name":
            found[name] = column.TextColumn(header, pinned=True, **more)
        else:
            found[name] = column.Column(header, **more)
    return found


def _downloads(found: Service, dataset: Dataset, table: pa.Table, named: dict[str, str]) -> None:
    facts = stated(found.pareto, dataset)
    take_table(t("service.file"), lambda: table, named, facts, dataset, key="service.take", csv=True)
