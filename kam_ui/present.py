"""Designed states and the common ways of showing a result. Data values go to the screen as text, never as Markdown."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kam_core import figures
from kam_core.analysis import months
from kam_core.analysis.pareto import Pareto
from kam_core.errors import KamError, UnknownShare
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_core.wording import say
from kam_ui import meters, resources, view, viewer
from kam_ui.alerts import bell_place
from kam_ui.send.button import send_button
from kam_ui.text import language, t
from kam_ui.view import View

ICON = (Path(__file__).parent / "web" / "icon.svg").read_text("utf-8")
PAGES = Path(__file__).parent.parent / "pages"
ELSEWHERE = ("unknown_dataset", "unknown_hand_list")  # not here, or another workspace's: nobody is told which
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)


def quoted(text: str) -> str:
    """A value from a file, safe inside Markdown and labels: every mark that could mean something is escaped.

    A bare address would become a link even so: a joiner without width keeps it text.
    """
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub("\u2060", " ".join(text.split())))


def reason(error: KamError) -> str:
    """What went wrong, in this session's language, values quoted."""
    facts = {
        k: quoted(v) if isinstance(v, str) else [quoted(str(part)) for part in v] if isinstance(v, tuple) else v
        for k, v in error.facts.items()
    }
    return say(language(), f"error.{error.code}", **facts)


def stopped(error: KamError) -> None:
    """The whole page when what was asked cannot be shown: the reason, and a way home."""
    with st.container(border=True):
        st.subheader(t("stopped.title"))
        st.markdown(reason(error))
        if error.code in ELSEWHERE:
            st.markdown(t("identity.elsewhere"))
        if not isinstance(error, UnknownShare):  # a link that is over leads nowhere
            st.button(t("stopped.home"), type="primary", icon=":material/home:", on_click=view.forget)


def broken(error: Exception) -> bool:
    """A defect of ours: the log has the traceback, the page a sentence in the user's language."""
    meters.BROKEN.inc()
    logging.getLogger("kam").error("a page failed", exc_info=error)
    st.error(t("stopped.broken"), title=t("stopped.title"), icon=":material/error:")
    return True


def go(page: str) -> None:
    """On to another page, with the same view: its address is whole at once, so that Back leads here."""
    said = [(key, value) for key, values in view.address(page).items() for value in values]
    st.switch_page(PAGES / f"{page}.py", query_params=said)


def welcome() -> None:
    """The first page while there is no dataset: what this does, that nothing leaves, and two ways in."""
    with st.container(horizontal_alignment="center"), st.container(width=640, gap="medium"):
        st.title(t("empty.title"))
        st.markdown(t("empty.body"))
        st.caption(t("empty.safe"))
        with st.container(horizontal=True):
            if st.button(t("empty.upload"), type="primary", icon=":material/upload_file:"):
                go("data")
            st.button(
                t("empty.sample"),
                icon=":material/play_arrow:",
                on_click=view.choose,
                args=("sample" if language() == "zh" else "sample-en",),
            )
        st.caption(t("empty.sample_hint"))


def begin() -> tuple[View, Dataset, DeltaGenerator]:
    """How a page of figures begins: the view, its dataset, and the place for the answer, above all that follows.

    Without a dataset there is the welcome, and nothing after it.
    """
    current = view.now()
    if not current.data:
        welcome()
        st.stop()
    dataset = resources.opened(current.data, current.version)
    status(dataset)
    return current, dataset, st.container()


def status(dataset: Dataset) -> None:
    """One quiet line: how far the data reach, which upload, whether it agrees with the file's own total; and Send."""
    if not viewer.allowed().beyond:
        return  # the line above a viewer's page says how far the data reach
    day = dataset.manifest.account.last_day
    parts = [t("status.until", day=day) if day else "", t("status.upload", n=dataset.version), checked(dataset)]
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="status_line"
    ):
        st.caption(" · ".join(part for part in parts if part), width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            bell_place.hang(dataset.address)
            send_button()


def checked(dataset: Dataset) -> str:
    """Whether what was read agrees with the totals the file states."""
    stated = dataset.manifest.account.totals
    if not stated:
        return t("status.no_total")
    return t("status.agrees") if all(total.agrees for total in stated) else f":red[{t('status.differs')}]"


def totals(pareto: Pareto, dataset: Dataset) -> str:
    """The period's total beside the whole file's, so that it can be held against the user's own system."""
    lang, scope = language(), pareto.ranking.scope
    full = in_full(scope.measure)
    facts = {
        "period": figures.period(lang, scope.first, scope.last),
        "measure": t(f"measure.{scope.measure.value}"),
        "total": full(lang, pareto.total),
    }
    said = [t("totals.scope", **facts)]
    if viewer.allowed().beyond:
        whole = resources.whole(dataset, scope.measure)
        said = [t("totals.both", **facts, whole=full(lang, whole.ranked))]
        if whole.unassigned:
            said.append(t("totals.unassigned", money=full(lang, whole.unassigned)))
    looked_at, about = months.period(dataset, scope), dataset.manifest
    if looked_at and looked_at.incomplete:
        said.append(t("totals.incomplete", months=list(looked_at.incomplete)))
    elif about.last_month and about.last_complete_month and scope.last == about.last_complete_month < about.last_month:
        said.append(t("totals.left_out", month=about.last_month))
    return " ".join(said)


def in_full(measure: Measure) -> Callable[[str, Decimal], str]:
    """How a figure of this measure is written out: money to the cent, a quantity without."""
    return figures.volume if measure is Measure.QUANTITY else figures.exact


def asides(pareto: Pareto) -> None:
    """What one should know about this curve: values below zero, names by decree."""
    if pareto.beyond_all:
        st.caption(t("asides.beyond_all"))
    if pareto.added or pareto.removed:
        st.caption(t("asides.hand", pinned=len(pareto.added), excluded=len(pareto.removed), k=pareto.k))
    if pareto.unneeded:
        st.caption(t("asides.unneeded", n=len(pareto.unneeded)))


def name_of(pareto: Pareto, customer: str) -> str:
    """How a customer is shown."""
    return str(pareto.ranking.names[pareto.ranking.position[customer]])
