"""货不够怎么分: what there is of one product, shared out by four rules side by side; the chosen split to take away."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import streamlit as st

from kam_core import figures
from kam_core.analysis.supply.allocation import AllocationRule
from kam_core.analysis.supply.comparison import Comparison, compare
from kam_core.analysis.supply.season_supply import SupplyFinding
from kam_core.analysis.supply.shortage import offer, shortage
from kam_core.charts.season_plan import rules_alt, rules_figure
from kam_core.errors import BadInput
from kam_core.report.allocation import COLUMNS, split_csv, split_table, split_xlsx
from kam_core.report.xlsx import MIME
from kam_core.store.dataset import Dataset
from kam_ui import present, view, viewer
from kam_ui.controls import bound
from kam_ui.file_names import in_file_name
from kam_ui.supply.plan import show_sheet
from kam_ui.text import language, say_core, t

MOST = 1e15


def show_split(found: SupplyFinding, keys: Sequence[str], dataset: Dataset) -> None:
    """One product, what is available of it, the rules compared, and the split by the chosen one."""
    left, right = st.columns(2, gap="medium")
    with left:
        product = _product(found)
    if not product:
        return
    try:
        claims = shortage(found.outlook, product, keys)
    except BadInput as error:
        st.info(present.reason(error), icon=":material/info:")
        return
    offered = offer(dataset, found.outlook, claims)
    with right:
        available = _available(offered.available and offered.available // 1, claims.unit)
    if available is None:
        st.info(t("supply.split.type_it"), icon=":material/edit:")
        return
    compared = compare(claims, available, offered.case)
    st.markdown(present.quoted(compared.finding.say(language())))
    silent = int((~claims.reported).sum())
    if silent:
        st.caption(say_core("notice.claims_unreported", count=silent, customers=len(claims.claims)))
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.plotly_chart(
            rules_figure(compared, language()).update_layout(legend_y=1.2, xaxis_automargin=True, title_text=""),
            height=300,
            config={"displayModeBar": False},
            key="split.chart",
            alt=rules_alt(compared, language()),
        )
    with right:
        _rules(compared)
    _chosen(compared)


def _product(found: SupplyFinding) -> str:
    """The product of the view, else the one key accounts lack most of."""
    outlook, opened = found.outlook, view.now().season
    money = np.nan_to_num(outlook.gap * np.nan_to_num(outlook.price, nan=1.0))
    names = dict(zip(outlook.products.tolist(), outlook.product_names.tolist()))
    lacking = {key: float(money[outlook.products == key].sum()) for key in names}
    order = sorted(names, key=lambda key: (-lacking[key], key))
    if not order:
        return ""
    chosen = opened.item if opened.item in names else order[0]
    st.selectbox(
        t("supply.split.product"),
        order,
        format_func=lambda key: f"{names.get(key, key)} {key}".strip(),
        **bound("split.item", chosen, lambda key: view.assume(item=key), among=order),
    )
    return chosen


def _available(known: Decimal | None, unit: str) -> Decimal | None:
    """What was typed, else what stock and capacity say."""
    said = view.now().season.available

    def typed(value: float | None) -> None:
        view.assume(available=None if value is None else Decimal(str(round(value, 4))))

    from_data = t("supply.split.from_data", n=figures.volume("", known)) if known is not None else None
    st.number_input(
        t("supply.split.available", unit=unit),
        min_value=0.0,
        max_value=MOST,
        value=None,  # so that it can be cleared
        step=1.0,
        format="%.12g",
        placeholder=from_data,
        disabled=not viewer.allowed().settings,
        **bound("split.available", None if said is None else float(said), typed, starts=None),
    )
    return known if said is None else said


def _rules(compared: Comparison) -> None:
    """The four rules side by side."""
    lang = language()
    names = {rule: say_core(f"rule.{rule.value}") for rule in AllocationRule}
    st.radio(
        t("supply.split.rule"),
        list(names),
        format_func=names.__getitem__,
        horizontal=True,
        disabled=not viewer.allowed().settings,
        **bound(
            "split.rule", view.now().season.allocation, lambda rule: view.assume(allocation=rule), among=list(names)
        ),
    )
    rows = [
        {
            t("supply.split.rule"): names[rule],
            t("supply.split.allocated"): figures.volume(lang, outcome.allocation.allocated),
            t("supply.split.left_over"): figures.volume(lang, outcome.allocation.left_over),
            t("supply.split.key_short"): f"{outcome.key.short} / {outcome.key.customers}",
            t("supply.split.other_short"): f"{outcome.others.short} / {outcome.others.customers}",
            t("supply.split.first_out"): figures.show(lang, outcome.key.first_out),
            t("supply.split.at_risk"): figures.amount(lang, outcome.at_risk),
        }
        for rule, outcome in compared.outcomes.items()
    ]
    st.dataframe(rows, hide_index=True, height="content", alt=t("supply.split.rules_alt"))
    st.caption(t("supply.split.adds_up"))


def _chosen(compared: Comparison) -> None:
    """Who gets what by the chosen rule, to look at and to take away."""
    lang, rule = language(), view.now().season.allocation
    outcome, claims = compared.outcomes[rule], compared.shortage
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{say_core(f'rule.{rule.value}')}** · {present.quoted(outcome.allocation.finding.say(lang))}")
        with st.container(horizontal=True, width="content"):
            for kind, mime, made in (("xlsx", MIME, split_xlsx), ("csv", "text/csv", split_csv)):
                viewer.download(
                    t(f"supply.split.{kind}"),
                    lambda made=made: made(claims, outcome, lang),  # type: ignore[misc]
                    file_name=f"{t('supply.split.file')}-{in_file_name(claims.product)}-{rule.value}.{kind}",
                    mime=mime,
                    icon=":material/download:",
                    on_click="ignore",
                )
    show_sheet(split_table(claims, outcome), list(COLUMNS), t("supply.split.alt"))
