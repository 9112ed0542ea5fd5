"""The small line under the sentence, the settings behind it, and what is missing to say more."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from kam_core import figures
from kam_core.analysis.service.service import Service
from kam_core.analysis.service.settings import Against
from kam_core.store.dataset import Dataset
from kam_ui import view, viewer
from kam_ui.controls import bound
from kam_ui.file_offer import file_offer
from kam_ui.service.asked import MOST_LATE, MOST_SHORT, Asked
from kam_ui.text import language, t


def small_line(found: Service) -> str:
    """Which lines are counted, which are not, and by which day."""
    known, told = found.served, found.served.scores
    if known.lines is None or told is None:
        return t("service.line.sales", period=_period(found))
    first = figures.iso(known.first) if known.first else "…"
    facts = {"first": first, "until": figures.iso(known.until), "lines": int(told.lines.sum())}
    said = [t(f"service.line.due_{known.settings.against}", **facts)]
    if open_lines := int(told.open.sum()):
        said.append(t("service.line.open", n=open_lines))
    if found.left_out:
        said.append(t("service.line.left_out", n=found.left_out))
    if known.lines.by_shipping:
        said.append(t("service.line.by_shipping"))
    return " · ".join(said)


def _period(found: Service) -> str:
    scope = found.pareto.ranking.scope
    return figures.period(language(), scope.first, scope.last)


def show_offers(dataset: Dataset) -> None:
    """The one file that would open the rest of the page."""
    if "deliveries" not in dataset.views:
        file_offer("deliveries", t("service.offer.deliveries"))


def show_settings(found: Service) -> None:
    """What counts as on time and in full: one folded line, and the settings behind it."""
    if found.served.lines is None:
        return
    now = view.now().service
    line = t(
        "service.assume.line",
        against=t(f"service.assume.{now.against}"),
        late=now.late_days,
        short=view.plain(now.short),
    )
    if not viewer.allowed().settings:
        st.caption(line)
        return
    with st.expander(line, icon=":material/tune:", key="fold.service_assume"):
        left, middle, right = st.columns(3)
        with left:
            names = {each: t(f"service.assume.{each}") for each in Against}
            st.radio(
                t("service.assume.against"),
                list(Against),
                format_func=names.__getitem__,
                horizontal=True,
                **bound(
                    "service.against", now.against, lambda each: view.serve(against=Against(each)), among=list(Against)
                ),
            )
        with middle:
            st.number_input(
                t("service.assume.late_days"),
                min_value=0,
                max_value=MOST_LATE,
                step=1,
                **bound("service.late_days", now.late_days, lambda days: view.serve(late_days=int(days))),
            )
        with right:
            st.number_input(
                t("service.assume.short"),
                min_value=0.0,
                max_value=float(MOST_SHORT),
                step=1.0,
                format="%.4g",
                **bound("service.short", float(now.short), lambda share: view.serve(short=_percent(share))),
            )
        if now != Asked():
            st.button(
                t("supply.assume.usual"), type="tertiary", icon=":material/undo:", on_click=view.change,
                kwargs={"service": Asked()}, key="service.usual",
            )  # fmt: skip


def _percent(share: float) -> Decimal:
    return Decimal(str(round(share, 2)))
