"""The ranked table under the curve: who is on which side, found by name, taken away as CSV or Excel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import streamlit as st

from kam_core import figures
from kam_core.analysis.borderline import borderline
from kam_core.analysis.classes import firm_wide
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.supply.accounts import Accounts
from kam_core.analysis.supply.status import SEVERITY
from kam_core.report.supply_table import ON_HOME, beside
from kam_core.report.table import ranked_table, selected
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_ui import resources, view, viewer
from kam_ui.account.opening import fresh, open_account
from kam_ui.hand_picked import hand_button
from kam_ui.supply.statuses import status_column, status_word
from kam_ui.taken import stated, take_table
from kam_ui.text import t

MOST = 2_000  # rows on screen; the downloads hold all of them
PERCENT = ("share", "cumulative_share", "year_on_year")
WIDE = {"rank": 50, "name": 190, "mark": 92, "reason": 140}  # pixels; the other columns fit their cells


def ranked(pareto: Pareto, dataset: Dataset, accounts: Accounts | None = None) -> str | None:
    """The table and its tools. A click on a name opens that account; any other cell: returns the customer of its row.

    accounts: what is known of everyone's stock; without it those columns are grey.
    """
    firm = resources.firm(view.now(), dataset) if viewer.allowed().beyond else None
    table = ranked_table(pareto, firm, resources.compared(dataset, view.now().scope))
    if accounts:
        table = beside(table, accounts)
    near = {at.customer for at in borderline(pareto)}
    sides = {
        "key": t("table.key", n=pareto.key_accounts),
        "other": t("table.other", n=pareto.n - pareto.key_accounts),
        "all": t("table.all", n=pareto.n),
    }
    if near:
        sides["near"] = t("table.near", n=len(near))
    with st.container(horizontal=True, vertical_alignment="center", key="table_tools"):
        side = st.segmented_control(
            t("table.side"),
            list(sides),
            default="key",
            required=True,
            format_func=sides.__getitem__,
            key="table.side",
            label_visibility="collapsed",
            wrap=True,
        )
        search = st.text_input(
            t("table.search"),
            placeholder=t("table.search"),
            label_visibility="collapsed",
            key="table.search",
            width=160,
        )
        hand_button(pareto, dataset)
        _downloads(pareto, dataset, table)
    shown = selected(table, side if side in ("key", "other") else "all", search)
    if side == "near":
        shown = shown.filter(pa.compute.is_in(shown["customer"], pa.array(list(near), pa.string())))
    chosen = _grid(pareto, shown)
    if shown.num_rows > MOST:
        st.caption(t("table.more", most=MOST, rows=shown.num_rows))
    if pareto.absent:
        st.caption(t("table.absent", n=len(pareto.absent)))
    st.caption(t("table.click") if accounts else f"{t('table.click')} {t('table.stock_hint')}")
    return chosen


def headers(pareto: Pareto) -> dict[str, str]:
    """Column -> its words; columns the file has nothing for are left out."""
    measure = pareto.ranking.scope.measure.value
    ranking = pareto.ranking
    found = {"rank": t("column.rank"), "name": t("column.name")}
    if (ranking.customers != ranking.names).any():
        found["customer"] = t("column.customer")
    found["value"] = t(f"measure.{measure}")
    for name in ("share", "cumulative_share", "year_on_year"):
        found[name] = t(f"column.{name}")
    if pareto.marks:
        found["mark"] = t("column.mark")
    if any(pick.reason for pick in pareto.marks.values()):
        found["reason"] = t("column.reason")
    if (ranking.types != "").any():
        found["customer_type"] = t("column.customer_type")
    if (ranking.regions != "").any():
        found["region"] = t("column.region")
    if firm_wide(ranking.scope) == ranking.scope or not viewer.allowed().beyond:
        found["class"] = t("column.only_class")
    else:
        found |= {"class": t("column.class"), "firm_wide_class": t("column.firm_wide_class")}
    return found


def columns_of(pareto: Pareto, table: pa.Table) -> dict[str, str]:
    """`headers`, and those of the stock where the table has it."""
    named = headers(pareto)
    if not set(ON_HOME) <= set(table.column_names):
        return named
    front = list(named)[: list(named).index("year_on_year") + 1]  # urgent things stand before what a customer is
    return {name: named[name] for name in front} | {name: t(f"column.{name}") for name in ON_HOME} | named


def code_words() -> dict[str, dict[str, str]]:
    """The words of the codes in the table's cells."""
    classes = {"key": t("class.key"), "other": t("class.other")}
    return {
        "class": classes,
        "firm_wide_class": classes,
        "mark": {"pinned": t("mark.pinned"), "excluded": t("mark.excluded"), "": ""},
        "status": {status: status_word(status) for status in SEVERITY},
    }


def _grid(pareto: Pareto, table: pa.Table) -> str | None:
    words, named = code_words(), columns_of(pareto, table)
    frame = table.slice(0, MOST).select(list(named)).to_pandas()
    for column, spoken in words.items():
        if column in frame:
            frame[column] = frame[column].map(spoken)
    frame["value"] = frame["value"].astype(float)
    for column in PERCENT:
        frame[column] = frame[column].astype(float) * 100
    for column in ON_HOME:
        if column not in frame:
            frame[column] = None  # missing values are shown grey
    frame["status"] = frame["status"].map(lambda word: [word] if word else [])
    if not len(frame):
        st.info(t("table.nobody"), icon=":material/search_off:")
        return None
    event = st.dataframe(
        frame,
        hide_index=True,
        height=min(38 * len(frame) + 37, 569),
        row_height=38,
        column_config=_columns(named, pareto.ranking.scope.measure),
        on_select="rerun",
        selection_mode="single-cell",
        key=fresh("table.grid"),
        placeholder=figures.NONE,
        alt=t("table.alt"),
    )
    row, column = next(iter(event.selection.cells), (table.num_rows, ""))
    if row >= table.num_rows:
        return None
    customer = str(table["customer"][row])
    if column == "name":
        open_account(customer)
    return customer


def _columns(named: Mapping[str, str], measure: Measure) -> dict[str, Any]:
    column = st.column_config
    found: dict[str, Any] = {}
    for name, header in named.items():
        if name in PERCENT:
            found[name] = column.NumberColumn(header, format="%+.0f%%" if name == "year_on_year" else "%.1f%%")
        elif name == "value":
            form = "localized" if measure is Measure.QUANTITY else "accounting"
            found[name] = column.NumberColumn(header, format=form)
        elif name == "rank":
            found[name] = column.NumberColumn(header, width=WIDE[name])
        else:
            found[name] = column.TextColumn(header, width=WIDE.get(name))
    return found | _stock_columns(named)


def _stock_columns(named: Mapping[str, str]) -> dict[str, Any]:
    column = st.column_config
    if not set(ON_HOME) <= set(named):
        return {name: column.TextColumn(t(f"column.{name}"), help=t("table.stock_hint")) for name in ON_HOME}
    return {
        "cover": column.NumberColumn(named["cover"], format="%d"),
        "run_out": column.DateColumn(named["run_out"], format="MM-DD"),
        "order_by": column.DateColumn(named["order_by"], format="MM-DD"),
        "status": status_column(named["status"]),
    }


def _downloads(pareto: Pareto, dataset: Dataset, table: pa.Table) -> None:
    take_table(
        t("table.file"),
        lambda: table,
        columns_of(pareto, table),
        stated(pareto, dataset),
        dataset,
        key="table.take",
        words=code_words(),
        sheet=t("table.sheet"),
        csv=True,
    )
