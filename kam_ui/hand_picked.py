"""Pinned and excluded names: every firm's list has names by decree. Totals never change; the names are marked."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis.pareto import Pareto
from kam_core.analysis.pasted import match
from kam_core.hand import HandPick
from kam_core.store import earlier
from kam_core.store.dataset import Dataset
from kam_ui import resources, view, viewer
from kam_ui.text import t

LISTED = 200  # names shown of a long list


def hand_button(pareto: Pareto, dataset: Dataset) -> None:
    """Opens the dialog; says how many names are picked."""
    if not viewer.allowed().decide:
        return
    picked = len(pareto.cut.hand)
    label = t("hand.button_n", n=picked) if picked else t("hand.button")
    if st.button(label, icon=":material/push_pin:"):
        st.dialog(t("hand.title"), width="large")(_dialog)(pareto, dataset)


def _dialog(pareto: Pareto, dataset: Dataset) -> None:
    st.caption(t("hand.totals"))
    sides = {code: t(f"mark.{code}") for code in ("pinned", "excluded")}
    side = st.segmented_control(
        t("hand.side"), list(sides), default="pinned", required=True,
        format_func=sides.__getitem__, key="hand.side", label_visibility="collapsed",
    )  # fmt: skip
    text = st.text_area(t("hand.names"), placeholder=t("hand.paste"), height=140, key="hand.names")
    reason = st.text_input(t("hand.reason"), placeholder=t("hand.reason_example"), key="hand.reason", max_chars=200)
    who = st.text_input(t("hand.who"), key="hand.who", max_chars=80)
    pasted = match(dataset, text)
    if text.strip():
        st.write(t("hand.matched", n=len(pasted.found)))
        if pasted.unknown:
            st.warning(t("hand.unknown", n=len(pasted.unknown)), icon=":material/help:")
            st.text("\n".join(pasted.unknown[:LISTED]))
        if pasted.shared:
            st.info(t("hand.shared", n=len(pasted.shared)))
            st.text("\n".join(pasted.shared[:LISTED]))
    kept = _kept(pareto, dataset)
    _earlier(dataset)
    new = tuple(HandPick(key, side == "pinned", reason.strip(), who.strip()) for key, _ in pasted.found)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(t("hand.save"), type="primary", disabled=not (new or kept != pareto.cut.hand)):
            _save(dataset, kept, new)


def _kept(pareto: Pareto, dataset: Dataset) -> tuple[HandPick, ...]:
    """The names picked so far, each of which can be let go."""
    hand = pareto.cut.hand
    if not hand:
        return ()
    table = dataset.ask("every_customer")
    names = dict(zip(table["customer"].to_pylist(), table["name"].to_pylist()))
    shown = {
        pick.customer: t(
            "hand.line",
            mark=t("mark.pinned" if pick.pinned else "mark.excluded"),
            name=names.get(pick.customer, pick.customer),
            reason=pick.reason or "–",
        )
        for pick in hand
    }
    stay = st.multiselect(
        t("hand.now"),
        list(shown),
        default=list(shown),
        format_func=lambda key: shown[key],
        key=f"hand.now.{view.now().hand}",
    )
    return tuple(pick for pick in hand if pick.customer in stay)


def _earlier(dataset: Dataset) -> None:
    """The lists of before, each with who and when: back to one of them in one press."""
    lists = {
        one.address: one
        for one in earlier.hands(resources.store(), dataset.id, principal=resources.principal())
        if one.address != view.now().hand
    }
    if not lists:
        return
    with st.expander(t("hand.earlier", n=len(lists)), icon=":material/history:"):
        words = {
            address: t(
                "hand.list",
                moment=one.created[:16].replace("T", " "),
                pinned=sum(pick.pinned for pick in one.picks),
                excluded=sum(not pick.pinned for pick in one.picks),
                who=list(one.who) or "–",
            )
            for address, one in lists.items()
        }
        chosen = st.selectbox(t("hand.earlier_one"), list(lists), format_func=words.__getitem__, key="hand.earlier")
        if st.button(t("hand.take"), icon=":material/undo:", key="hand.take"):
            view.change(hand=chosen)
            st.rerun()


def _save(dataset: Dataset, kept: tuple[HandPick, ...], new: tuple[HandPick, ...]) -> None:
    picked = {pick.customer for pick in new}
    picks = (*(pick for pick in kept if pick.customer not in picked), *new)
    address = resources.store().keep_hand(dataset.id, picks, principal=resources.principal()) if picks else ""
    view.change(hand=address)
    for key in ("hand.names", "hand.reason"):
        st.session_state.pop(key, None)
    st.rerun()
