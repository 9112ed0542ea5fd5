"""Where files come in: one drop area, the sample one click away, and where to find such a file in the common ERPs."""

from __future__ import annotations

import streamlit as st

from kam_core.store.dataset import Dataset
from kam_ui import jobs, resources, view
from kam_ui.intake.datasets import open_at, own, room
from kam_ui.text import language, t

LARGEST = 200  # megabytes a file, by browser; the command line takes more
SYSTEMS = ("kingdee", "yonyou", "grasp", "sap", "sheet")
_TURN = "data.drop.turn"  # counts up so that a used uploader gives its memory back


def show_drop(current: Dataset | None) -> None:
    """The drop area. What is dropped is imported at once; where a dataset is open it becomes its next version."""
    target, over = None, False
    if (known := own(current)) is not None:
        again = st.segmented_control(
            t("data.drop.becomes"),
            ("version", "dataset"),
            format_func=lambda code: t(f"data.drop.{code}", n=known.version + 1),
            default="version",
            required=True,
            key="data.drop.target",
        )
        target = known.id if again == "version" else None
        if target and known.manifest.side:
            over = st.toggle(t("data.drop.over"), key="data.drop.over")
    turn = st.session_state.setdefault(_TURN, 0)
    files = st.file_uploader(
        t("data.drop.label"),
        accept_multiple_files=True,
        key=f"data.drop.{turn}",
        max_upload_size=LARGEST,
    )
    st.caption(t("data.drop.kinds", largest=LARGEST))
    if files:
        st.session_state[_TURN] = turn + 1
        job = jobs.start(room(), files, owner=resources.principal(), dataset=target, over=over)
        view.change(job=job.id)
        st.rerun()


def show_sample() -> None:
    """A believable drinks maker, without a file of one's own."""
    if st.button(t("data.drop.sample"), icon=":material/play_arrow:", key="data.sample"):
        with st.spinner(t("data.drop.sample_made")):
            open_at("pareto", "sample" if language() == "zh" else "sample-en")


def show_where_to_export() -> None:
    """What the file should hold and where the common systems give it out."""
    with st.expander(t("data.export.title"), icon=":material/help:"):
        st.markdown(t("data.export.wanted"))
        for system in SYSTEMS:
            st.markdown(f"- {t(f'data.export.{system}')}")
