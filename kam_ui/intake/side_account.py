"""A table beside the sales: what became of its rows, what should be known of it, how its columns were read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from kam_core.analysis.stock_mismatches import StockMismatches, Unmatched
from kam_core.figures import NONE, names
from kam_core.plain import to_plain
from kam_core.schema import State
from kam_core.store.dataset import Dataset
from kam_core.store.manifest import SideImport
from kam_core.store.side_removal import remove_side
from kam_ui import jobs, resources, view
from kam_ui.components.sentence import sentence
from kam_ui.intake import accounting, apart
from kam_ui.intake.datasets import open_at, own, room, show_onward
from kam_ui.intake.notices import show_line, show_notices
from kam_ui.text import language, t

MOST = 500  # customers listed


def show_first(dataset: Dataset, table: str) -> None:
    """The first sentence of the page: how many rows of this table count."""
    last = dataset.manifest.side[table][-1]
    sentence(_first_sentence(last, table), _line(dataset, last))


def show_account(dataset: Dataset, table: str) -> None:
    """The account of the last import of this table, what should be known of it, and how it was read."""
    last = dataset.manifest.side[table][-1]
    _show_actions(dataset, table)
    accounting.show_rows(last.account)
    show_notices(last.notices)
    if table == "inventory":
        _show_mismatches(resources.mismatches(dataset))
    apart.show_apart(apart.of_side(dataset, table))
    _show_recognised(last)


def _first_sentence(last: SideImport, table: str) -> str:
    account = last.account
    kept_back = account.tallies[State.UNASSIGNED].rows + account.tallies[State.REJECTED].rows
    facts = {"table": t(f"side.table.{table}"), "rows": account.tallies[State.ACCEPTED].rows}
    return t("side.sentence.apart", apart=kept_back, **facts) if kept_back else t("side.sentence.all", **facts)


def _line(dataset: Dataset, last: SideImport) -> str:
    parts = [dataset.name, names(language(), [original.name for original in last.originals], 3)]
    parts.append(t("side.line.imported", day=last.created[:10]))
    if last.account.last_day:
        parts.append(t("side.line.newest", day=last.account.last_day))
    if last.account.customers:
        parts.append(t("side.line.customers", n=last.account.customers))
    return " · ".join(parts)


def _show_actions(dataset: Dataset, table: str) -> None:
    with st.container(horizontal=True):
        show_onward()
        if own(dataset) is None:
            return
        about = (dataset, table)
        st.button(t("data.next.fix"), icon=":material/tune:", key="data.side.fix", on_click=_correct, args=about)
        with st.popover(t("side.remove.title"), icon=":material/delete:"):
            st.text(t("side.remove.means", table=t(f"side.table.{table}")))
            st.button(t("side.remove.do"), key="data.side.remove", on_click=_remove, args=about)


def _correct(dataset: Dataset, table: str) -> None:
    """Show how the kept originals of its last import were read, to be corrected and imported once more."""
    kept = resources.store().uploads(dataset.id, dataset.version, principal=resources.principal(), table=table)
    recipe = {"hints": to_plain(dataset.manifest.side[table][-1].said), "review": True}
    job = jobs.adopt(room(), kept, owner=resources.principal(), dataset=dataset.id, recipe=recipe, table=table)
    view.change(job=job.id)


def _remove(dataset: Dataset, table: str) -> None:
    made = remove_side(resources.store(), table, dataset=dataset.id, principal=resources.principal())
    view.choose(made.id, made.version)


def arrive(dataset: Dataset, table: str) -> None:
    """The import of a table is published: show what became of its rows."""
    st.session_state[chosen(dataset.id)] = table
    open_at("data", dataset.id, dataset.version)


def chosen(dataset_id: str) -> str:
    """Where the session keeps which table of a dataset is looked at."""
    return f"data.shown.{dataset_id}"


def _show_mismatches(found: StockMismatches) -> None:
    """Customers with stock and no sales, and with sales and no stock: counted, and named in a fold."""
    strange, silent = found.without_sales, found.without_stock
    if not strange and not silent:
        show_line("green", "check_circle", t("side.mismatch.none"))
        return
    one = "strange" if strange else "silent"
    title = (
        t("side.mismatch.both", strange=len(strange), silent=len(silent))
        if strange and silent
        else t(f"side.mismatch.{one}", n=len(strange or silent))
    )
    with st.expander(title, icon=":material/person_search:"):
        _show_unmatched(strange, "strange", "last_report")
        _show_unmatched(silent, "silent", "last_sale")


def _show_unmatched(customers: Sequence[Unmatched], side: str, last: str) -> None:
    if not customers:
        return
    st.markdown(f"**{t(f'side.mismatch.{side}', n=len(customers))}**")
    st.caption(t(f"side.mismatch.{side}_means"))
    st.dataframe(
        pd.DataFrame(
            {"name": one.name, "customer": one.customer, last: one.last.isoformat() if one.last else NONE}
            for one in customers[:MOST]
        ),
        hide_index=True,
        height=min(320, 38 + 35 * len(customers)),
        alt=t(f"side.mismatch.{side}", n=len(customers)),
        column_config={
            "name": st.column_config.TextColumn(t("data.column.customer")),
            "customer": st.column_config.TextColumn(t("column.customer")),
            last: st.column_config.TextColumn(t(f"side.column.{last}")),
        },
    )
    if len(customers) > MOST:
        st.caption(t("data.apart.more", most=MOST))


def _show_recognised(last: SideImport) -> None:
    """识别细节: of each file the columns that were used, with samples."""
    with st.expander(t("data.details.title"), icon=":material/tune:"):
        rows = []
        for n, (source, mapping) in enumerate(zip(last.sources, last.mappings, strict=True)):
            samples = last.samples[n] if n < len(last.samples) else {}
            where = " · ".join(filter(None, (source.file, source.sheet)))
            for column, header in mapping.items():
                meaning = t(f"side.column.{column}")
                shown = " · ".join(samples.get(column, ()))
                rows.append({"where": where, "header": header, "samples": shown, "role": meaning})
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            alt=t("data.details.columns"),
            column_config={
                name: st.column_config.TextColumn(t(f"data.column.{name}"))
                for name in ("where", "header", "samples", "role")
            },
        )
