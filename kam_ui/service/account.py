"""One account: what it needs beside what it gets, the price it pays, the joint plan, and its own file to give back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.service.habits import prices_of
from kam_core.analysis.service.needs import Met, Need
from kam_core.analysis.service.service import Service
from kam_core.store.dataset import Dataset
from kam_ui import present, view
from kam_ui.controls import bound
from kam_ui.file_offer import file_offer
from kam_ui.service.given_back import give_back_button
from kam_ui.service.plan import show_plan
from kam_ui.text import language, say_core, t

COLOURS = {Met.MET: "green", Met.NEARLY: "orange", Met.NOT: "red", Met.UNKNOWN: "gray"}
MOST = 500  # products
TENTHS = 1_000  # what is smaller is told to a tenth


def show_account(found: Service, dataset: Dataset) -> None:
    """The account the view names, else the one that is served worst, else the first key account."""
    ranking = found.pareto.ranking
    keys = found.pareto.key_customers.tolist()
    opened = view.now().season.account
    worst = None if found.worst is None else str(ranking.customers[found.worst])
    customer = opened if opened in ranking.position else worst or (str(keys[0]) if keys else "")
    if not customer:
        return
    listed = keys if customer in keys else [customer, *keys]
    names = {key: present.name_of(found.pareto, key) for key in listed}
    with st.container(border=True, key="service.account"):
        with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
            st.selectbox(
                t("service.account.choose"),
                listed,
                format_func=lambda key: names[key] if names.get(key, key) == key else f"{names[key]} {key}",
                width=420,
                **bound("service.account", customer, lambda key: view.assume(account=key, item=""), among=listed),
            )
            give_back_button(dataset, customer, names[customer])
        if opened and opened != customer:
            st.caption(t("service.account.absent", name=present.quoted(opened)))
        left, right = st.columns(2, gap="large")
        with left:
            _needs(found, customer)
        with right:
            _prices(dataset, customer)
        show_plan(found, customer, dataset)


def _needs(found: Service, customer: str) -> None:
    st.markdown(f"**{t('service.needs.title')}**")
    if found.served.needs is None:
        file_offer("needs", t("service.offer.needs"))
        return
    said = found.served.needs.of.get(customer, ())
    if not said:
        st.caption(t("service.needs.nothing"))
        return
    rows = [_need(need) for need in said]
    st.dataframe(
        rows,
        hide_index=True,
        height="content",
        placeholder=figures.NONE,
        alt=t("service.needs.title"),
        column_config={
            "what": st.column_config.TextColumn(say_core("joint_plan.what"), width=108),
            "wanted": st.column_config.TextColumn(say_core("joint_plan.wanted"), width=84, alignment="right"),
            "got": st.column_config.TextColumn(say_core("joint_plan.got"), width=66, alignment="right"),
            "met": st.column_config.MultiselectColumn(
                say_core("joint_plan.met"),
                width=78,
                options=[say_core(f"met.{each}") for each in Met],
                color=[COLOURS[each] for each in Met],
            ),
        },
    )
    st.caption(t("service.needs.means"))


def _need(need: Need) -> dict[str, Any]:
    got = _number(need.got) if need.got is not None else None
    return {
        "what": say_core(f"need.{need.what}"),
        "wanted": _number(need.wanted),
        "got": got if need.measured or got is None or isinstance(need.got, str) else t("service.needs.said", got=got),
        "met": [say_core(f"met.{need.met}")],
    }


def _number(value: float | str) -> str:
    return (
        value if isinstance(value, str) else figures.volume(language(), round(value, 1 if abs(value) < TENTHS else 0))
    )


def _prices(dataset: Dataset, customer: str) -> None:
    st.markdown(f"**{t('service.prices.title')}**")
    table = prices_of(dataset, view.now().scope, customer)
    if not table.num_rows:
        st.caption(t("service.prices.none"))
        return
    rows = [
        {
            "product_name": row["product_name"],
            "price": row["price"],
            "usual": row["usual"],
            "against": (row["price"] / row["usual"] - 1) * 100,
            "amount": row["amount"],
        }
        for row in table.to_pylist()[:MOST]
    ]
    column = st.column_config
    st.dataframe(
        rows,
        hide_index=True,
        height=min(36 * len(rows) + 40, 250),
        alt=t("service.prices.title"),
        column_config={
            "product_name": column.TextColumn(t("service.prices.product"), width=124),
            "price": column.NumberColumn(t("service.prices.price"), format="%.2f", width=80),
            "usual": column.NumberColumn(t("service.prices.usual"), format="%.2f", width=92),
            "against": column.NumberColumn(t("service.prices.against"), format="%+.1f%%", width=66),
            "amount": column.NumberColumn(t("measure.amount"), format="%,.0f", width=84),
        },
    )
