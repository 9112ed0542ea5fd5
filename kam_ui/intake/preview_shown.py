"""The first rows as they would be read with the mapping as it stands now."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from kam_core.errors import KamError
from kam_core.figures import exact
from kam_core.ingest.preview import Seen, preview
from kam_core.schema import State
from kam_ui import resources
from kam_ui.intake.draft import Draft
from kam_ui.text import language, say_core, t

COLUMNS = ("line", "state", "date", "customer", "customer_name", "product", "quantity", "amount", "raw")


def show_preview(draft: Draft) -> None:
    """Twenty rows: what each becomes, or why it does not count."""
    st.markdown(f"**{t('data.preview.title')}**")
    if draft.lacks or not draft.counts:
        st.caption(t("data.preview.waiting"))
        return
    try:
        seen = preview(draft.understanding, resources.store().engine, draft.job.folder / "preview", date.today())
    except KamError as error:
        with st.container(border=True):
            st.text(say_core(f"error.{error.code}", **error.facts))
        return
    table = pd.DataFrame([_row(s) for s in seen], columns=list(COLUMNS))
    empty = [c for c in COLUMNS if c not in ("line", "state") and not table[c].astype(bool).any()]
    st.dataframe(
        table.drop(columns=empty),
        hide_index=True,
        height=min(420, 38 + 35 * max(1, len(seen))),
        alt=t("data.preview.title"),
        column_config={
            c: st.column_config.Column(
                t(f"data.column.{c}"), alignment="right" if c in ("quantity", "amount") else None
            )
            for c in COLUMNS
        },
    )


def _row(seen: Seen) -> dict[str, str | int]:
    lang = language()
    counted = seen.state in (State.ACCEPTED, State.UNASSIGNED)
    return {
        "line": seen.line,
        "state": t(f"data.count.{seen.state.value}"),
        "date": seen.date.isoformat() if seen.date else "",
        "customer": seen.customer,
        "customer_name": seen.customer_name if seen.customer_name != seen.customer else "",
        "product": seen.product,
        "quantity": f"{seen.quantity.normalize():,f}" if seen.quantity is not None else "",
        "amount": exact(lang, seen.amount) if seen.amount is not None and counted else "",
        "raw": "" if counted else " · ".join(filter(None, (say_core(f"reason.{seen.reason}"), _raw(seen)))),
    }


def _raw(seen: Seen) -> str:
    return seen.raw if any(character.isalnum() for character in seen.raw) else ""
