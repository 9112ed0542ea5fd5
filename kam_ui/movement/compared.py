"""Which periods are compared: the same quarter last year, the previous quarter, the last upload, or own months.

Kept in the view, so that a link says it; a choice made here is one of the offers with its months spelled out.
"""

from __future__ import annotations

import streamlit as st

from kam_core import figures
from kam_core.analysis.movement.comparisons import Compared, frozen
from kam_core.analysis.movement.periods import Months
from kam_core.errors import BadScope
from kam_core.store.dataset import Dataset
from kam_ui import present, resources, view
from kam_ui.controls import bound
from kam_ui.movement.asked import asked, offers, risk_of, uploads
from kam_ui.text import language, t

KINDS = ("year", "quarter", "upload")


def kind(dataset: Dataset, compared: Compared) -> str:
    """Which offer this is, whichever upload's list it is held against; `own` where it is none."""
    found = offers(dataset)
    for name in KINDS:
        one: Compared | None = getattr(found, name)
        if one and (one.before, one.after) == (compared.before, compared.after):
            if name == "upload" and one.known != compared.known:
                continue
            return name
    return "own"


def unknown_then(error: BadScope, compared: Compared) -> None:
    """What the upload of that time cannot show: the reason, and the way to the present data. Raises it where there is
    no such upload in play."""
    if not compared.known:
        raise error
    st.info(present.reason(error), icon=":material/history:")
    st.button(t("movement.ask_now"), type="primary", on_click=view.suppose, kwargs={"known": None})


def choose_periods(dataset: Dataset) -> None:
    """The picker, in the place of the period among the filters."""
    compared = asked(view.now())
    lang = language()
    label = t("movement.choose")
    if compared:
        months = figures.period(lang, compared.before.first, compared.before.last).replace("~", "\\~")
        label = f"{t(f'movement.kind.{kind(dataset, compared)}')} {months}"
    with st.popover(label, icon=":material/compare_arrows:"):
        found = offers(dataset)
        for name in KINDS:
            one: Compared | None = getattr(found, name)
            if one:
                _button(name, one)
        st.caption(t("movement.own"))
        if compared and dataset.manifest.first_month and dataset.manifest.last_month:
            _own(dataset, "after", compared.after)
            _own(dataset, "before", compared.before)
            _frozen(dataset, compared)


def _button(name: str, one: Compared) -> None:
    lang = language()
    spoken = " ← ".join(figures.period(lang, months.first, months.last) for months in (one.after, one.before))
    label = f"{t(f'movement.kind.{name}')}  {spoken}".replace("~", "\\~")
    risk = risk_of(one)
    fields = {"before": risk.before, "after": risk.after, "known": risk.known}
    st.button(label, width="stretch", key=f"compare.{name}", on_click=view.suppose, kwargs=fields)


def _own(dataset: Dataset, side: str, months: Months) -> None:
    there = resources.choices(dataset).months

    def changed(first: str, last: str) -> None:
        view.suppose(**{side: (first, last)}, known=None)

    left, right = st.columns(2)
    begins = sorted({*(month for month in there if month <= months.last), months.first})
    ends = sorted({*(month for month in there if month >= months.first), months.last})
    with left:
        st.selectbox(
            t(f"movement.{side}_from"), begins,
            **bound(f"{side}.first", months.first, lambda month: changed(month, months.last), among=begins),
        )  # fmt: skip
    with right:
        st.selectbox(
            t(f"movement.{side}_to"), ends,
            **bound(f"{side}.last", months.last, lambda month: changed(months.first, month), among=ends),
        )  # fmt: skip


def _frozen(dataset: Dataset, compared: Compared) -> None:
    """Whether the list before is the one of its time, where an earlier upload knew these months."""
    first = compared.known or frozen(uploads(dataset), compared.before)
    if not first or kind(dataset, compared) == "upload":
        return
    st.toggle(
        t("movement.frozen", n=first),
        help=t("movement.frozen_help"),
        **bound("known", compared.known is not None, lambda on: view.suppose(known=first if on else None)),
    )
