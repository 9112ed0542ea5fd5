"""What changed since the last upload, in five sentences."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis.cut import Cut
from kam_core.analysis.movement.comparisons import Compared
from kam_core.analysis.movement.lines import movement
from kam_core.analysis.movement.upload import SinceUpload, since_upload
from kam_core.analysis.scope import Scope
from kam_core.errors import BadScope
from kam_core.store.dataset import Dataset
from kam_ui import present, resources, view, viewer
from kam_ui.kept import kept
from kam_ui.movement.asked import offers
from kam_ui.movement.compared import kind
from kam_ui.text import language, t


def show_upload(dataset: Dataset, compared: Compared) -> None:
    """Five sentences, at once where the last upload is what is compared, else behind a fold."""
    if not viewer.allowed().beyond:  # other periods than those that were shared
        return
    last = offers(dataset).upload
    if last is None or last.known is None:
        return
    if kind(dataset, compared) == "upload":
        st.markdown(f"**{t('movement.upload.title', n=last.known)}**")
        _told(dataset, last)
        return
    title = t("movement.upload.title", n=last.known)
    fold = st.expander(title, icon=":material/history:", key="fold.upload", on_change="rerun")
    if fold.open:
        with fold:
            _told(dataset, last)


def _told(dataset: Dataset, last: Compared) -> None:
    try:
        found = _since(dataset, last)
    except BadScope as error:  # the earlier upload had no such filter value, or no such measure
        st.info(present.reason(error), icon=":material/info:")
        return
    st.markdown("\n".join(f"1. {present.quoted(finding.say(language()))}" for finding in found.findings))


def _since(dataset: Dataset, last: Compared) -> SinceUpload:
    current = view.now()
    return kept(_changes, dataset, current.scope, resources.cut(current), last)


def _changes(dataset: Dataset, scope: Scope, cut: Cut, last: Compared) -> SinceUpload:
    then = resources.opened(dataset.id, last.known)
    return since_upload(then, dataset, scope, movement(dataset, scope, cut, last.before, last.after, then))
