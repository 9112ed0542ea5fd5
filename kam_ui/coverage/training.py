"""复杂产品的培训: who at which account was trained, and how long after the launch."""

from __future__ import annotations

import streamlit as st

from kam_core import figures
from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.settings import LEVELS
from kam_core.analysis.coverage.training import Training
from kam_ui import present
from kam_ui.coverage.close_up import level_word
from kam_ui.file_offer import file_offer
from kam_ui.text import language, t

MOST = 500  # rows


def show_training(found: Coverage) -> None:
    """By product, then by account. Nothing where no activities are known: their file is offered beside the dots."""
    if not found.activities:
        return
    fold = st.expander(t("coverage.training.title"), icon=":material/school:", key="fold.training", on_change="rerun")
    if not fold.open:
        return
    with fold:
        made = found.training
        if made is None:
            file_offer("products", t("coverage.offer.products"))
            return
        st.markdown(present.quoted(made.finding.say(language())))
        if made.products:
            _products(made)
            _accounts(found, made)
        if made.begins:
            st.caption(t("coverage.training.days_means", begins=made.begins))


def _products(made: Training) -> None:
    rows = [
        {
            "product": one.name,
            "launched": one.launched,
            "buyers": one.buyers,
            "trained_buyers": one.trained_buyers,
            "share": None if one.share is None else float(one.share) * 100,
            **{level.value: one.levels[level] for level in LEVELS},
            "days": one.days,
        }
        for one in made.products
    ]
    column = st.column_config
    config = {name: column.Column(t(f"coverage.training.{name}")) for name in rows[0] if name not in set(LEVELS)}
    config |= {level.value: column.Column(t(f"coverage.level.{level.value}")) for level in LEVELS}
    config["product"] = column.TextColumn(t("coverage.training.product"), pinned=True)
    config["share"] = column.NumberColumn(t("coverage.training.share"), format="%.0f%%")
    config["days"] = column.NumberColumn(t("coverage.training.median_days"), format="%.0f")
    st.dataframe(rows, hide_index=True, column_config=config,
                 placeholder=figures.NONE, alt=t("coverage.training.products_alt"))  # fmt: skip
    st.caption(t("coverage.training.levels_mean"))


def _accounts(found: Coverage, made: Training) -> None:
    names = dict(zip(found.customers.tolist(), found.names.tolist()))
    rows = [
        {
            "name": names[one.customer],
            "product": made.names.get(one.product, one.product),
            "first": one.first,
            "days": one.days,
            "times": one.times,
            "levels": figures.names(language(), [level_word(level.value) for level in one.levels]),
            "people": figures.names(language(), one.people, most=20),
            "buys": t("coverage.training.yes") if one.buys else t("coverage.training.no"),
        }
        for one in made.trained[:MOST]
    ]
    if not rows:
        return
    st.markdown(f"**{t('coverage.training.who', n=len(made.trained))}**")
    config = {name: st.column_config.Column(t(f"coverage.training.{name}")) for name in list(rows[0])[1:]}
    config["name"] = st.column_config.TextColumn(t("coverage.column.name"), width=190, pinned=True)
    st.dataframe(rows, hide_index=True, column_config=config, height=min(36 * len(rows) + 40, 320),
                 placeholder=figures.NONE, alt=t("coverage.training.who", n=len(rows)))  # fmt: skip
