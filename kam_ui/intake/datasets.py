"""What is kept: its uploads one after another, its name, and taking it away with a way back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.ingest.recipe import Mapping
from kam_core.plain import to_plain
from kam_core.store.dataset import Dataset
from kam_core.store.sample import SAMPLES
from kam_ui import jobs, present, resources, view
from kam_ui.intake.notices import show_choices
from kam_ui.text import language, t

MOST = 50  # deleted datasets listed, the newest first
_DELETED = "data.deleted"


def room() -> Path:
    """Where the jobs of this server are kept."""
    return resources.store().folder / "jobs"


def own(dataset: Dataset | None) -> Dataset | None:
    """The dataset, unless it is a sample or not one's own to change: then it takes no newer file, no other name."""
    if dataset is None or dataset.id in SAMPLES:
        return None
    return dataset if resources.store().changes(dataset.id, principal=resources.principal()) else None


def open_at(page: str, dataset_id: str, version: int | None = None) -> None:
    """Look at this dataset from here on, on that page."""
    view.choose(dataset_id, version)
    address = f"{dataset_id}@{version}" if version else dataset_id
    st.switch_page(present.PAGES / f"{page}.py", query_params={"data": address, "lang": language()})


def line(dataset: Dataset) -> str:
    """What it is called, which upload this is, of which day, and what it holds."""
    said = dataset.manifest
    facts = {"version": dataset.version, "day": said.created[:10], "customers": said.account.customers}
    return (
        dataset.name
        + " · "
        + t("data.line.imported", period=figures.period(language(), said.first_month, said.last_month), **facts)
    )


def show_versions(dataset: Dataset) -> None:
    """第 N 次上传, the newest first."""
    kept = resources.store().versions(dataset.id, principal=resources.principal())
    with st.expander(t("data.versions.title", n=len(kept)), icon=":material/history:"):
        st.dataframe(
            pd.DataFrame(
                {
                    "upload": t("data.versions.upload", n=version.version),
                    "when": version.created[:16].replace("T", " "),
                    "period": " – ".join(filter(None, version.period)),
                    "rows": version.rows,
                    "customers": version.customers,
                }
                for version in kept
            ),
            hide_index=True,
            alt=t("data.versions.title", n=len(kept)),
            column_config={
                "upload": st.column_config.TextColumn(t("data.column.upload")),
                "when": st.column_config.TextColumn(t("data.column.when")),
                "period": st.column_config.TextColumn(t("data.column.period")),
                "rows": st.column_config.NumberColumn(t("data.column.rows"), format="localized"),
                "customers": st.column_config.NumberColumn(t("data.column.customers"), format="localized"),
            },
        )
        for original in dataset.manifest.originals:
            st.text(t("data.versions.original", file=original.name, sha=original.sha256[:12]))


def show_actions(dataset: Dataset) -> None:
    """On to the key accounts; correct the mapping from the kept original; rename or delete."""
    with st.container(horizontal=True):
        show_onward()
        if own(dataset) is None:
            return
        st.button(t("data.next.fix"), icon=":material/tune:", key="data.fix", on_click=_correct, args=(dataset,))
        with st.popover(t("data.manage.title"), icon=":material/more_horiz:"):
            st.text_input(t("data.manage.name"), value=dataset.name, max_chars=200, key=f"data.name.{dataset.id}")
            st.button(t("data.manage.rename"), key="data.rename", on_click=_rename, args=(dataset,))
            st.button(
                t("data.manage.delete"), icon=":material/delete:", key="data.delete", on_click=_delete, args=(dataset,)
            )


def show_onward() -> None:
    """The way to what all this is for."""
    if st.button(t("data.next.onward"), type="primary", icon=":material/groups:", key="data.onward"):
        present.go("pareto")


def show_undo() -> None:
    """The way back for what was just deleted."""
    gone = st.session_state.get(_DELETED)
    if gone:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.text(t("data.manage.deleted", name=gone[1]), width="stretch")
            st.button(t("data.manage.undo"), icon=":material/undo:", key="data.undo", on_click=_undo, args=(gone[0],))


def show_deleted() -> None:
    """What was deleted within the last month, each with its way back, whoever deleted it in whichever window."""
    gone = resources.store().datasets(resources.principal(), deleted=True)
    if not gone:
        return
    with st.expander(t("data.manage.gone", n=len(gone)), icon=":material/delete_history:"):
        for info in gone[:MOST]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(info.name, width="stretch")
                st.caption((info.deleted or "")[:10], width="content")
                key = f"data.restore.{info.id}"
                st.button(t("data.manage.undo"), icon=":material/undo:", key=key, on_click=_undo, args=(info.id,))


def _rename(dataset: Dataset) -> None:
    name = str(st.session_state[f"data.name.{dataset.id}"]).strip()
    if name:
        resources.store().rename(dataset.id, name, principal=resources.principal())


def _delete(dataset: Dataset) -> None:
    resources.store().delete(dataset.id, principal=resources.principal())
    st.session_state[_DELETED] = (dataset.id, dataset.name)
    view.forget()


def _undo(dataset_id: str) -> None:
    resources.store().undelete(dataset_id, principal=resources.principal())
    st.session_state.pop(_DELETED, None)
    view.choose(dataset_id)


def show_pointed(dataset: Dataset) -> None:
    """What looks like no customer or no valid document, taken out with one click: the next version has it apart."""
    if own(dataset) is not None:
        about = dataset.manifest
        show_choices(
            about.notices, about.recipe.mapping, "data.take", lambda longer: _read_kept(dataset, longer, None, False)
        )


def _correct(dataset: Dataset) -> None:
    """Show how the kept original was read, to be corrected and imported as the next version."""
    known = ["total"] if any(not total.agrees for total in dataset.manifest.account.totals) else []
    _read_kept(dataset, dataset.manifest.recipe.mapping, known, True)


def _read_kept(dataset: Dataset, mapping: Mapping, accepted: list[str] | None, review: bool) -> None:
    layouts = to_plain(dataset.manifest.recipe.layouts)
    recipe = {"layouts": layouts, "mapping": to_plain(mapping), "accepted": accepted, "review": review}
    kept = resources.store().uploads(dataset.id, dataset.version, principal=resources.principal())
    job = jobs.adopt(room(), kept, owner=resources.principal(), dataset=dataset.id, recipe=recipe)
    view.change(job=job.id)
