"""What was decided: the groups as they stand, to be changed or dissolved; a list from a sheet; and the history."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.analysis.groups.listed import Listed, listed, pairs_of_file, pasted_pairs
from kam_core.analysis.pasted import Finder, match
from kam_core.errors import KamError
from kam_core.store.dataset import Dataset
from kam_core.store.groups import Decided, Decision, What
from kam_ui import present
from kam_ui.groups.deciding import save, undo
from kam_ui.text import language, t

LARGEST = 5  # megabytes of a list
LISTED = 200


def show_standing(dataset: Dataset, decided: Decided) -> None:
    """The groups; one of them to be changed."""
    if not decided.groups:
        st.caption(t("groups.nothing"))
        return
    names = Finder(dataset.apart).names
    st.dataframe(
        pd.DataFrame(
            {"group": group, "n": len(keys), "members": figures.names(language(), [names.get(k, k) for k in keys], 6)}
            for group, keys in decided.groups.items()
        ),
        hide_index=True,
        height=min(38 + 35 * len(decided.groups), 300),
        alt=t("groups.standing"),
        column_config={
            "group": st.column_config.TextColumn(t("groups.name")),
            "n": st.column_config.NumberColumn(t("groups.count")),
            "members": st.column_config.TextColumn(t("groups.members"), width="large"),
        },
    )
    group = st.selectbox(t("groups.change"), list(decided.groups), key="groups.chosen")
    members = decided.groups[group]
    place = f"{decided.revision}.{group}"
    stay = st.multiselect(
        t("groups.members"),
        list(members),
        default=list(members),
        format_func=lambda key: names.get(key, key),
        key=f"groups.stay.{place}",
    )
    more = st.text_input(t("groups.add"), placeholder=t("groups.add_hint"), key=f"groups.add.{place}")
    name = st.text_input(t("groups.name"), value=group, max_chars=200, key=f"groups.rename.{place}").strip() or group
    found = match(dataset.apart, more)
    if found.unknown:
        st.warning(t("hand.unknown", n=len(found.unknown)), icon=":material/help:")
        st.text("\n".join(found.unknown[:LISTED]))
    of = dict.fromkeys(members, "") | dict.fromkeys([*stay, *(key for key, _ in found.found)], name)
    with st.container(horizontal=True):
        same = of == dict.fromkeys(members, group)
        arguments = (dataset, Decision(What.EDIT, of), decided)
        st.button(t("groups.save"), type="primary", key="groups.edit", disabled=same, on_click=save, args=arguments)
        gone = (dataset, Decision(What.DISSOLVE, dict.fromkeys(members, "")), decided)
        st.button(t("groups.dissolve"), icon=":material/call_split:", key="groups.dissolve", on_click=save, args=gone)


def show_list(dataset: Dataset, decided: Decided) -> None:
    """Paste or upload customer and group; what will be merged, and what matched nobody."""
    st.caption(t("groups.list_means"))
    text = st.text_area(t("groups.paste"), placeholder=t("groups.paste_hint"), height=120, key="groups.text")
    kinds = ["csv", "txt", "xlsx", "xls"]
    file = st.file_uploader(t("groups.file"), type=kinds, max_upload_size=LARGEST, key="groups.file")
    pairs = pasted_pairs(text)
    if file is not None:
        with tempfile.TemporaryDirectory() as room:
            path = Path(room) / "list"
            path.write_bytes(file.getvalue())
            try:
                pairs = pairs_of_file(path, file.name)
            except KamError as error:
                st.error(present.reason(error))
    if not pairs:
        return
    found = listed(dataset.apart, pairs)
    st.text(t("groups.listed", customers=len(found.of), groups=found.groups))
    _told(found)
    said = (dataset, Decision(What.UPLOAD, found.of), decided)
    st.button(
        t("groups.take_list"), type="primary", key="groups.upload", disabled=not found.of, on_click=save, args=said
    )


def show_history(decided: Decided) -> None:
    """Every decision, the latest first, and the way back."""
    if not decided.history:
        st.caption(t("groups.nothing"))
        return
    lang = language()
    st.dataframe(
        pd.DataFrame(
            {
                "moment": one.moment[:16].replace("T", " "),
                "who": one.who or figures.NONE,
                "what": t(f"groups.what.{one.what.value}"),
                "about": figures.names(lang, one.about, 6) or figures.NONE,
            }
            for one in reversed(decided.history[-LISTED:])
        ),
        hide_index=True,
        alt=t("groups.history"),
        column_config={
            "moment": st.column_config.TextColumn(t("groups.moment")),
            "who": st.column_config.TextColumn(t("groups.who")),
            "what": st.column_config.TextColumn(t("groups.deed")),
            "about": st.column_config.TextColumn(t("groups.about"), width="large"),
        },
    )


def show_undo(dataset: Dataset, decided: Decided) -> None:
    """Undo, saying what."""
    last = decided.undoable
    if last is None:
        return
    what = t(f"groups.what.{last.what.value}")
    label = t("groups.undo", what=what, about=present.quoted(figures.names(language(), last.about, 2)))
    st.button(label, icon=":material/undo:", key="groups.undo", on_click=undo, args=(dataset, decided), type="tertiary")


def _told(found: Listed) -> None:
    for names, key in ((found.unknown, "hand.unknown"), (found.shared, "hand.shared"), (found.twice, "groups.twice")):
        if names:
            st.caption(t(key, n=len(names)))
            st.text("\n".join(names[:LISTED]))
