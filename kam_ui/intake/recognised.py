"""识别细节: everything that was understood about the file, and correctable in place."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from kam_core.schema import Role
from kam_ui.intake.draft import Draft, assign, bound, correct, read_again
from kam_ui.intake.notices import pointed, show_notices
from kam_ui.intake.questions import ORDERS, header
from kam_ui.text import t

ENCODINGS = (
    "utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "cp1252", "cp437", "cp850", "shift_jis", "euc_kr", "latin-1"
)  # fmt: skip
DELIMITERS = (",", ";", "\t", "|", "fixed")
NO_ROLE = "unused"
WORDS = ("returns", "void", "gifts", "nobody")  # lists of values in the mapping, edited alike
SHOWN_OF = {"returns": Role.DOCUMENT_TYPE, "void": Role.STATUS, "gifts": Role.GIFT}


def show_recognised(draft: Draft) -> None:
    """The fold: how the bytes were read, how values are written, and what each column means."""
    fold = st.expander(t("data.details.title"), icon=":material/tune:", on_change="rerun", key=f"{draft.key}.fold")
    if not fold.open:
        return
    with fold:
        show_notices(draft.notices)
        _show_columns(draft)
        _show_values(draft)
        _show_layout(draft)


def _show_columns(draft: Draft) -> None:
    st.markdown(f"**{t('data.details.columns')}**")
    table = pd.DataFrame(
        {
            "position": c.position,
            "header": header(c),
            "samples": " · ".join(c.samples),
            "role": (draft.holder(c.position) or NO_ROLE),
        }
        for c in draft.found.columns
    )
    edition = f"{draft.key}.columns.{hash(tuple(table['role']))}"

    def changed() -> None:
        for row, cells in st.session_state[edition]["edited_rows"].items():
            role = cells.get("role") or NO_ROLE
            assign(draft, draft.found.columns[int(row)].position, None if role == NO_ROLE else Role(role), alone=False)

    st.data_editor(
        table,
        key=edition,
        on_change=changed,
        hide_index=True,
        num_rows="fixed",
        height=min(460, 38 + 35 * len(table)),
        disabled=["position", "header", "samples"],
        alt=t("data.details.columns"),
        column_config={
            "position": st.column_config.NumberColumn("#", width="small"),
            "header": st.column_config.TextColumn(t("data.column.header")),
            "samples": st.column_config.TextColumn(t("data.column.samples"), width="large"),
            "role": st.column_config.SelectboxColumn(
                t("data.column.role"),
                options=[NO_ROLE, *(role.value for role in Role)],
                format_func=lambda code: t(f"data.role.{code}"),
                required=True,
            ),
        },
    )
    st.caption(t("data.details.columns_hint"))
    roles = draft.mapping.roles
    if Role.AMOUNT not in roles and Role.QUANTITY in roles and Role.UNIT_PRICE in roles:
        st.caption(t("data.details.product" if Role.DISCOUNT not in roles else "data.details.discounted"))


def _show_values(draft: Draft) -> None:
    mapping = draft.mapping
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            t("data.details.date_order"),
            ORDERS,
            format_func=lambda order: t(f"data.order.{order}"),
            required=True,
            **bound(
                draft, "order", mapping.date_order, lambda order: correct(draft, date_order=order), starts="default"
            ),
        )
        st.segmented_control(
            t("data.details.decimal"),
            (".", ","),
            format_func={".": "1,234.50", ",": "1.234,50"}.__getitem__,
            required=True,
            **bound(draft, "decimal", mapping.decimal, lambda mark: correct(draft, decimal=mark), starts="default"),
        )
        if draft.found.recipe.mapping.fill_down:
            found = draft.found.recipe.mapping.fill_down
            st.toggle(
                t("data.details.fill_down"),
                **bound(
                    draft, "fill", bool(mapping.fill_down), lambda on: correct(draft, fill_down=found if on else ())
                ),
            )
    for name in WORDS:
        offered = list(dict.fromkeys((*getattr(mapping, name), *_seen(draft, name))))
        if offered:
            st.multiselect(
                t(f"data.details.{name}"),
                offered,
                accept_new_options=True,
                **bound(draft, name, list(getattr(mapping, name)), _list_changed(draft, name), starts="default"),
            )


def _list_changed(draft: Draft, name: str) -> Callable[[list[str]], None]:
    return lambda chosen: correct(draft, **{name: tuple(chosen)})


def _seen(draft: Draft, name: str) -> tuple[str, ...]:
    """Values of the file that could stand in this list: what was pointed out, and samples of the column they are of."""
    holding = SHOWN_OF.get(name)
    samples = [c.samples for c in draft.found.columns if holding and draft.holder(c.position) is holding]
    return (*pointed(draft.notices, name), *(value for values in samples for value in values))


def _show_layout(draft: Draft) -> None:
    st.markdown(f"**{t('data.details.layout')}**")
    st.dataframe(
        pd.DataFrame(
            {
                "file": source.file,
                "sheet": source.layout.sheet or "–",
                "encoding": source.layout.encoding or "–",
                "delimiter": _shown(source.layout.delimiter or ""),
                "header_line": source.layout.header_line,
                "records": source.count,
            }
            for source in draft.found.sources
        ),
        hide_index=True,
        alt=t("data.details.layout"),
        column_config={
            name: st.column_config.Column(t(f"data.column.{name}"))
            for name in ("file", "sheet", "encoding", "delimiter", "header_line")
        }
        | {"records": st.column_config.NumberColumn(t("data.column.records"), format="localized")},
    )
    first = draft.found.sources[0].layout
    with st.form(f"{draft.key}.layout", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        said: dict[str, str | int | None] = {}
        if first.encoding:
            options = list(dict.fromkeys((first.encoding, *ENCODINGS)))
            said["encoding"] = st.selectbox(t("data.column.encoding"), options, width=160)
        if first.delimiter:
            marks = list(dict.fromkeys((first.delimiter, *DELIMITERS)))
            said["delimiter"] = st.selectbox(t("data.column.delimiter"), marks, format_func=_shown, width=160)
        if first.sheet:
            said["sheet"] = st.text_input(t("data.column.sheet"), first.sheet, width=160)
        line = st.number_input(t("data.column.header_line"), 0, None, first.header_line or 0, width=160)
        if st.form_submit_button(t("data.details.read_again"), icon=":material/refresh:"):
            same = line == (first.header_line or 0) and any(said[k] != getattr(first, k) for k in said)
            read_again(draft, **said, header_line=None if same else int(line))
            st.rerun()


def _shown(delimiter: str) -> str:
    return {"\t": "TAB", "fixed": t("data.details.fixed"), "": "–"}.get(delimiter, delimiter)
