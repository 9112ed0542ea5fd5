"""The tables of a dataset: its sales and what stands beside them. Which one is looked at, and what there is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.figures import NONE, iso, names
from kam_core.ingest.side.notices import stock_among
from kam_core.report.template import EXAMPLES, template
from kam_core.side_schema import SIDE_TABLES
from kam_core.store.dataset import Dataset
from kam_ui import jobs, resources, view
from kam_ui.file_offer import KINDS
from kam_ui.intake.datasets import own, room
from kam_ui.intake.notices import in_words, show_line
from kam_ui.intake.side_account import chosen
from kam_ui.text import language, t


def there(dataset: Dataset) -> list[str]:
    """The tables beside the sales of this version, in the usual order."""
    return [table for table in SIDE_TABLES if dataset.manifest.side.get(table)]


def looked_at(dataset: Dataset) -> str | None:
    """The table beside the sales whose account is looked at; None: the sales."""
    table = st.session_state.get(chosen(dataset.id))
    if table in there(dataset):
        return str(table)
    st.session_state.pop(chosen(dataset.id), None)
    return None


def show_choice(dataset: Dataset) -> None:
    """Sales, stock, supply …: the account of which one is shown."""
    beside = there(dataset)
    if beside:
        st.session_state.setdefault(chosen(dataset.id), "sales")
        st.segmented_control(
            t("side.choice"),
            ["sales", *beside],
            format_func=lambda table: t(f"side.table.{table}"),
            required=True,
            label_visibility="collapsed",
            key=chosen(dataset.id),
        )


def show_list(dataset: Dataset) -> None:
    """Every table beside the sales: rows, newest day, customers, when it came and from which files."""
    beside = resources.beside(dataset)
    if not beside:
        return
    st.markdown(f"**{t('side.list.title')}**")
    st.dataframe(
        pd.DataFrame(
            {
                "table": t(f"side.table.{held.name}"),
                "rows": held.rows,
                "newest": iso(held.newest) if held.newest else NONE,
                "customers": f"{held.customers:,}" if held.customers else NONE,
                "imported": held.imported,
                "files": names(language(), held.files),
            }
            for held in beside
        ),
        hide_index=True,
        alt=t("side.list.title"),
        column_config={
            "table": st.column_config.TextColumn(t("side.list.table")),
            "rows": st.column_config.NumberColumn(t("data.column.rows"), format="localized"),
            "newest": st.column_config.TextColumn(t("side.list.newest")),
            "customers": st.column_config.TextColumn(t("data.column.customers"), alignment="right"),
            "imported": st.column_config.TextColumn(t("side.list.imported")),
            "files": st.column_config.TextColumn(t("data.column.file"), width="large"),
        },
    )


def show_stock_in_sales(dataset: Dataset) -> None:
    """Where the sales file holds stock too: one click has the same file read as stock."""
    known = {original.sha256 for one in dataset.manifest.side.get("inventory", ()) for original in one.originals}
    found = stock_among(dataset.manifest.header)
    if own(dataset) is None or not found or any(o.sha256 in known for o in dataset.manifest.originals):
        return
    show_line("orange", "info", in_words(found[0]))
    label = t("side.stock_in_sales")
    st.button(label, icon=":material/inventory_2:", key="data.side.both", on_click=_read_as_stock, args=(dataset,))


def _read_as_stock(dataset: Dataset) -> None:
    who = resources.principal()
    kept = resources.store().uploads(dataset.id, dataset.version, principal=who)
    job = jobs.adopt(room(), kept, owner=who, dataset=dataset.id, recipe={}, table="inventory")
    view.change(job=job.id)


def show_templates() -> None:
    """Tables to fill in, with the headers that are understood, for Excel and as CSV."""
    lang = language()
    with st.expander(t("side.template.title"), icon=":material/description:"):
        st.caption(t("side.template.means"))
        for table in EXAMPLES:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(t(f"side.template.{table}"), width=140)
                for kind, mime in KINDS.items():
                    st.download_button(
                        t(f"side.template.{kind}"),
                        template(table, lang, kind),
                        file_name=f"{t(f'side.template.{table}')}.{kind}",
                        mime=mime,
                        icon=":material/download:",
                        key=f"data.template.{table}.{kind}",
                        on_click="ignore",
                    )
