"""The small line under the answer, and what changed since the last upload."""

from __future__ import annotations

import streamlit as st

from kam_core import figures
from kam_core.analysis.cut import Cut
from kam_core.analysis.movement.comparisons import Compared
from kam_core.analysis.movement.lines import movement
from kam_core.analysis.movement.matrix import Movement, money
from kam_core.analysis.movement.periods import uncovered
from kam_core.analysis.movement.upload import SinceUpload, since_upload
from kam_core.analysis.scope import Scope
from kam_core.errors import BadScope
from kam_core.store.dataset import Dataset
from kam_ui import present, resources, view
from kam_ui.kept import kept
from kam_ui.movement.compared import kind, offers
from kam_ui.text import language, t


def small_line(found: Movement, compared: Compared, dataset: Dataset) -> str:
    """The months, whose list stands for the period before, who is new and who is gone, and what is not whole."""
    lang = language()
    after, before = (figures.period(lang, months.first, months.last) for months in (compared.after, compared.before))
    listed = t("movement.line.known", n=compared.known) if compared.known else ""
    said = [
        t("movement.line.periods", after=after, before=before, known=listed),
    ]
    if len(found.new):
        said.append(t("movement.line.new", n=len(found.new), money=money(found.now[found.new])))
    if len(found.gone):
        said.append(t("movement.line.gone", n=len(found.gone), money=money(found.was[found.gone])))
    known = resources.opened(dataset.id, compared.known) if compared.known else dataset
    short = [*uncovered(known.manifest, compared.before), *uncovered(dataset.manifest, compared.after)]
    if short:
        said.append(t("movement.line.uncovered", months=short))
    if not found.same_length:
        said.append(t("movement.line.lengths"))
    return " · ".join(said)


def show_upload(dataset: Dataset, compared: Compared) -> None:
    """Five sentences, at once where the last upload is what is compared, else behind a fold."""
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
