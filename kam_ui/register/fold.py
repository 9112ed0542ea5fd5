"""The fold 大客户名册 under the table: the list as decided, beside the line of today; who changes hands; approving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import pyarrow as pa
import streamlit as st

from kam_core import figures
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.register import Comparison, Handover, compare, drawn, handover
from kam_core.errors import KamError
from kam_core.report.register_book import COMPARED, HANDED, compared_table, handed_table, register_xlsx
from kam_core.report.xlsx import MIME
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_core.store.register import Register, approve, registers, restore
from kam_ui import present, resources, viewer
from kam_ui.account.named import named_table
from kam_ui.taken import stated
from kam_ui.text import language, say_core, t

MOST = 2_000  # rows on screen; the workbook holds all of them
CODES = {"place": ("both", "register", "cut"), "case": ("without", "small")}
MONEY = ("value", "now", "then")
_PROBLEM = "register.problem"


def show_register(pareto: Pareto, dataset: Dataset) -> None:
    """Worked out when it is opened; not there for who may not decide."""
    if not viewer.allowed().decide:
        return
    fold = st.expander(t("register.title"), icon=":material/verified:", key="fold.register", on_change="rerun")
    if not fold.open:
        return
    with fold:
        kept = registers(resources.store(), dataset.id, principal=resources.principal())
        problem = st.session_state.pop(_PROBLEM, None)
        if isinstance(problem, KamError):
            st.warning(present.reason(problem), icon=":material/sync_problem:")
        hands = handover(pareto, _managers(dataset))
        if kept:
            _show_kept(kept, pareto, dataset, hands)
        else:
            st.text(t("register.none"))
        _show_handover(hands, pareto.ranking.scope.measure is Measure.QUANTITY)
        _show_approval(pareto, dataset, len(kept))


def _show_kept(kept: tuple[Register, ...], pareto: Pareto, dataset: Dataset, hands: Handover) -> None:
    numbers = {register.number: _named(register) for register in reversed(kept)}
    chosen = kept[-1]
    if len(kept) > 1:
        key = f"register.number.{len(kept)}"  # a new one is looked at first
        number = st.selectbox(t("register.version"), list(numbers), format_func=numbers.__getitem__, key=key)
        chosen = kept[number - 1]
    else:
        st.text(_named(chosen))
    if chosen.note:
        st.text(chosen.note)
    if chosen.number != kept[-1].number:
        _show_restoring(chosen, dataset, len(kept))
    found = compare(chosen, pareto, dataset.grouping)
    st.text(found.finding.say(language()))
    if not found.alike:
        st.caption(t("register.other_scope"))
    quantity = pareto.ranking.scope.measure is Measure.QUANTITY
    _table(compared_table(found), COMPARED, "compared", quantity)
    _download(found, hands, pareto, dataset)


def _show_restoring(chosen: Register, dataset: Dataset, seen: int) -> None:
    """An earlier register made the present one again."""
    with st.popover(t("register.restore", n=chosen.number), icon=":material/undo:"):
        st.text_input(t("register.who"), key="register.restored_by", max_chars=80)

        def back() -> None:
            store, owner = resources.store(), resources.principal()
            who = str(st.session_state["register.restored_by"])
            try:
                restore(store, dataset.id, chosen.number, day=date.today(), who=who, seen=seen, principal=owner)
            except KamError as error:
                st.session_state[_PROBLEM] = error

        st.button(t("register.restore_now"), key="register.restore", on_click=back)


def _named(register: Register) -> str:
    facts = {"n": register.number, "day": figures.iso(register.day), "accounts": len(register.entries)}
    return t("register.named", who=register.who, **facts)


def _show_handover(hands: Handover, quantity: bool) -> None:
    st.markdown(f"**{t('register.handover')}**")
    st.text(hands.finding.say(language()))
    if hands.without or (hands.known and hands.small):
        _table(handed_table(hands), HANDED, "handover", quantity)


def _show_approval(pareto: Pareto, dataset: Dataset, seen: int) -> None:
    """The present cut made the register."""
    with st.popover(t("register.approve", n=pareto.key_accounts), icon=":material/approval:"):
        st.caption(t("register.approve_means"))
        st.text_input(t("register.who"), key="register.who", max_chars=80)
        st.text_input(t("register.note"), key="register.note", max_chars=200, placeholder=t("register.note_example"))

        def save() -> None:
            who, note = str(st.session_state["register.who"]), str(st.session_state["register.note"])
            made = drawn(pareto, day=date.today(), who=who, note=note, version=dataset.version)
            try:
                approve(resources.store(), dataset.id, made, seen=seen, principal=resources.principal())
            except KamError as error:
                st.session_state[_PROBLEM] = error

        st.button(t("register.save"), type="primary", key="register.save", on_click=save)


def _managers(dataset: Dataset) -> Mapping[str, str]:
    """Customer -> account manager, where the firm's own list of customers is there."""
    if "customers" not in dataset.views:
        return {}
    table = dataset.ask("account_managers")
    return dict(zip(table["customer"].to_pylist(), table["manager"].to_pylist()))


def _table(table: pa.Table, columns: tuple[str, ...], which: Literal["compared", "handover"], quantity: bool) -> None:
    frame = table.slice(0, MOST).to_pandas()
    for code, values in CODES.items():
        if code in frame:
            frame[code] = frame[code].map({value: say_core(f"register.{code}_{value}") for value in values})
    for name in MONEY:
        if name in frame:
            frame[name] = frame[name].astype(float)
    shown = [name for name in columns if name in ("rank", "name", *MONEY, *CODES) or (frame[name] != "").any()]
    written: Literal["localized", "accounting"] = "localized" if quantity else "accounting"
    config: dict[str, Any] = {
        name: st.column_config.NumberColumn(say_core(f"register.{name}"), format=written)
        if name in MONEY
        else st.column_config.Column(say_core(f"register.{name}"))
        for name in shown
    }
    named_table(
        frame[shown],
        frame["customer"].tolist(),
        f"register.{which}",
        height=min(38 + 35 * max(len(frame), 1), 380),
        alt=t(f"register.{which}"),
        column_config=config,
    )


def _download(found: Comparison, hands: Handover, pareto: Pareto, dataset: Dataset) -> None:
    said = stated(pareto, dataset)
    st.download_button(
        t("register.excel"),
        lambda: register_xlsx(found, hands, said, language()),
        file_name=f"{t('register.file')}-{found.register.number}-{dataset.address}.xlsx",
        mime=MIME,
        icon=":material/download:",
        on_click="ignore",
        key="register.excel",
    )
