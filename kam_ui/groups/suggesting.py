"""The suggestions, one after another: who may be one, why, what they bring; and yes, no, or others of them."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.analysis.groups.suggested import Likelihood, Suggestion, suggestions
from kam_core.analysis.scope import Scope
from kam_core.store.dataset import Dataset
from kam_core.store.groups import Decided, Decision, What
from kam_ui import view
from kam_ui.groups.deciding import save
from kam_ui.text import language, t

LISTED = 200  # of the overview
MONEY = {"quantity": "localized"}  # how a column of this measure is written; money otherwise
_AT, _FOUND = "groups.at", "groups.found"
COLOURS: dict[str, Literal["green", "blue", "gray"]] = {
    "given": "green",
    "strong": "green",
    "likely": "blue",
    "possible": "gray",
}


def pending(dataset: Dataset, decided: Decided) -> list[Suggestion]:
    """What nobody has decided yet: not rejected, and not one group already."""
    return [
        one
        for one in _found(dataset)
        if not decided.rejected(one.keys) and len({decided.of.get(key, key) for key in one.keys}) > 1
    ]


def show_suggestions(dataset: Dataset, there: list[Suggestion], decided: Decided) -> None:
    """One suggestion to decide on, and the list of all."""
    if not there:
        st.success(t("groups.none"), icon=":material/done_all:")
        return
    at = min(int(st.session_state.get(_AT, 0)), len(there) - 1)
    with st.container(border=True):
        _one(dataset, there[at], decided, t("groups.place", at=at + 1, of=len(there)))
        _turn(at, len(there))
    given = [one for one in there if one.likelihood is Likelihood.GIVEN]
    if len(given) > 1:
        of = {key: one.name for one in given for key in one.keys}
        st.button(
            t("groups.all_given", n=len(given)),
            icon=":material/done_all:",
            on_click=save,
            args=(dataset, Decision(What.CONFIRM, of), decided),
        )
    _overview(there)


def likelihood(one: Suggestion) -> str:
    """How sure it is, in words."""
    return t(f"groups.likelihood.{one.likelihood.value}")


def _found(dataset: Dataset) -> tuple[Suggestion, ...]:
    """Kept with the session: names are read once for a version and period."""
    scope = view.now().scope
    asked = (dataset.address, scope.measure, scope.first, scope.last)
    kept = st.session_state.get(_FOUND)
    if not kept or kept[0] != asked:
        kept = (asked, suggestions(dataset, Scope(scope.measure, scope.first, scope.last)))
        st.session_state[_FOUND] = kept
    found: tuple[Suggestion, ...] = kept[1]
    return found


def _one(dataset: Dataset, one: Suggestion, decided: Decided, place: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(likelihood(one), color=COLOURS[one.likelihood.value])
        st.caption(place)
    st.text(one.reason.say(language()))
    st.dataframe(
        pd.DataFrame(
            {
                "name": member.name,
                "customer": member.customer,
                "region": member.region or figures.NONE,
                "value": float(member.value),
                "group": decided.of.get(member.customer, ""),
            }
            for member in one.members
        ),
        hide_index=True,
        height=min(38 + 35 * len(one.members), 300),
        alt=t("groups.members"),
        column_config=_columns(any(decided.of.get(key) for key in one.keys)),
    )
    names = {member.customer: member.name for member in one.members}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    chosen = left.multiselect(
        t("groups.members"),
        list(names),
        default=list(names),
        format_func=lambda key: names[key],
        key=f"groups.members.{one.id}",
    )
    name = right.text_input(t("groups.name"), value=one.name, max_chars=200, key=f"groups.name.{one.id}")
    joined = Decision(What.CONFIRM, {key: name.strip() or one.name for key in chosen})
    with st.container(horizontal=True):
        st.button(
            t("groups.confirm"),
            type="primary",
            icon=":material/merge:",
            key="groups.confirm",
            disabled=len(chosen) < 2,
            on_click=save,
            args=(dataset, joined, decided),
        )
        st.button(
            t("groups.reject"),
            icon=":material/close:",
            key="groups.reject",
            on_click=save,
            args=(dataset, Decision(What.REJECT, apart=one.keys), decided),
        )


def _columns(grouped: bool) -> dict[str, Any]:
    column = st.column_config
    measure = view.now().scope.measure.value
    named: dict[str, Any] = {
        "name": column.TextColumn(t("column.name")),
        "customer": column.TextColumn(t("column.customer")),
        "region": column.TextColumn(t("column.region")),
        "value": column.NumberColumn(t(f"measure.{measure}"), format=MONEY.get(measure, "accounting")),
    }
    return named | {"group": column.TextColumn(t("groups.now")) if grouped else None}


def _turn(at: int, n: int) -> None:
    def to(place: int) -> None:
        st.session_state[_AT] = place

    with st.container(horizontal=True):
        for code, place, last in (("before", at - 1, at == 0), ("next", at + 1, at + 1 >= n)):
            key = f"groups.{code}"
            st.button(t(key), key=key, disabled=last, on_click=to, args=(place,), type="tertiary")


def _overview(there: list[Suggestion]) -> None:
    lang, measure = language(), view.now().scope.measure.value
    st.dataframe(
        pd.DataFrame(
            {
                "name": one.name,
                "sure": likelihood(one),
                "members": figures.names(lang, [member.name for member in one.members], most=4),
                "n": len(one.members),
                "value": float(one.value),
            }
            for one in there[:LISTED]
        ),
        hide_index=True,
        height=min(38 + 35 * len(there), 320),
        alt=t("groups.suggested"),
        column_config={
            "name": st.column_config.TextColumn(t("groups.name")),
            "sure": st.column_config.TextColumn(t("groups.sure")),
            "members": st.column_config.TextColumn(t("groups.members"), width="large"),
            "n": st.column_config.NumberColumn(t("groups.count")),
            "value": st.column_config.NumberColumn(t(f"measure.{measure}"), format=MONEY.get(measure, "accounting")),
        },
    )
