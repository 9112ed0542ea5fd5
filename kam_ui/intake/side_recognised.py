"""识别细节 of a table beside the sales: each column with its meaning and samples, and correctable in place."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core.ingest.side.tables import side_table
from kam_ui.intake.notices import show_notices
from kam_ui.intake.side_draft import NONE, SideDraft, assign
from kam_ui.text import t

UNUSED = "unused"


def show_recognised(draft: SideDraft) -> None:
    """Open where that is all there is to see. Files with different columns are each shown, not to be changed here."""
    with st.expander(t("data.details.title"), icon=":material/tune:", expanded=not draft.questions):
        show_notices(draft.notices)
        for n, sheet in enumerate(draft.sheets[: 1 if draft.alike else None]):
            st.text(str(sheet["file"]))
            _show_sheet(draft, sheet, n)
        st.caption(t("side.details.change" if draft.alike else "side.details.apart"))


def _show_sheet(draft: SideDraft, sheet: dict[str, Any], n: int) -> None:
    headers = [str(header) for header in sheet["headers"]]
    holders = {place: column for column, place in draft.columns.items()} if draft.alike else _holders(sheet)
    table = pd.DataFrame(
        {
            "header": header or t("data.column.nameless", n=place),
            "samples": " · ".join(map(str, cells)),
            "role": holders.get(place, UNUSED),
        }
        for place, (header, cells) in enumerate(zip(headers, sheet["samples"]), 1)
    )
    edition = f"{draft.key}.edit.{n}.{hash(tuple(table['role']))}"

    def changed() -> None:
        for row, cells in st.session_state[edition]["edited_rows"].items():
            place, column = int(row) + 1, cells.get("role") or UNUSED
            if column == UNUSED:
                column, place = next((name for name, at in draft.columns.items() if at == place), ""), NONE
            assign(draft, column, place)

    st.data_editor(
        table,
        key=edition,
        on_change=changed,
        hide_index=True,
        num_rows="fixed",
        disabled=["header", "samples"] if draft.alike else True,
        alt=t("data.details.columns"),
        column_config={
            "header": st.column_config.TextColumn(t("data.column.header")),
            "samples": st.column_config.TextColumn(t("data.column.samples"), width="large"),
            "role": st.column_config.SelectboxColumn(
                t("data.column.role"),
                options=[UNUSED, *side_table(draft.table).columns],
                format_func=lambda code: t(f"side.column.{code}"),
                required=True,
            ),
        },
    )


def _holders(sheet: dict[str, Any]) -> dict[int, str]:
    places = {header: place for place, header in enumerate(sheet["headers"], 1)}
    return {places[header]: column for column, header in sheet["mapping"].items() if header in places}
