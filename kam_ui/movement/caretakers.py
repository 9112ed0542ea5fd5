"""谁来管大客户: the managing director with a visiting rhythm, or a department with its workload."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kam_core import figures
from kam_core.analysis.exact import ONE
from kam_core.analysis.movement.organisation import Organisation, Rhythm, organisation
from kam_core.store.dataset import Dataset
from kam_ui import present, resources, view, viewer
from kam_ui.account.named import named_table
from kam_ui.controls import bound
from kam_ui.movement.drawn import number_format
from kam_ui.risk import MOST_THRESHOLD
from kam_ui.text import language, t

MOST = 500  # rows
NAME = 200  # pixels


def show_organisation(dataset: Dataset) -> None:
    """The advice, the loads of the managers, and each account with its rhythm."""
    current, lang = view.now(), language()
    fold = st.expander(t("movement.care.title"), icon=":material/badge:", key="fold.care", on_change="rerun")
    if not fold.open:
        return
    with fold:
        rhythm = replace(Rhythm(), threshold=current.risk.threshold)
        found = organisation(resources.pareto(current, dataset), rhythm)
        st.markdown(present.quoted(found.finding.say(lang)))
        months = figures.period(lang, current.scope.first, current.scope.last)
        st.caption(t("movement.scope_months", months=months).replace("~", "\\~"))
        st.number_input(
            t("movement.care.threshold"),
            min_value=1,
            max_value=MOST_THRESHOLD,
            step=1,
            width=220,
            help=t("movement.care.threshold_help"),
            disabled=not viewer.allowed().settings,
            **bound("threshold", rhythm.threshold, lambda value: view.suppose(threshold=int(value))),
        )
        if not len(found.customers):
            return
        if found.due and any(load.name for load in found.loads):
            _loads(found)
        _accounts(found)
        first, second, last = rhythm.steps
        st.caption(
            t("movement.care.rule", first=first[0], often=first[1], second=second[0], then=second[1], rest=last[1],
              most=rhythm.most)
        )  # fmt: skip


def _loads(found: Organisation) -> None:
    rows = {
        t("movement.care.head"): [load.name or t("movement.care.nobody") for load in found.loads],
        t("movement.care.accounts"): [load.accounts for load in found.loads],
        t("movement.care.visits"): [load.visits for load in found.loads],
        t("movement.care.money"): [float(load.money) for load in found.loads],
        t("movement.care.over"): [_over(load.name, load.over) for load in found.loads],
    }
    config = {
        t("movement.care.money"): st.column_config.NumberColumn(
            format=number_format(found.pareto.ranking.scope.measure)
        )
    }
    st.dataframe(rows, hide_index=True, column_config=config,
                 alt=t("movement.care.loads_alt"))  # fmt: skip


def _over(name: str, over: int) -> str:
    return t("movement.care.over_by", n=over) if name and over else ""


def _accounts(found: Organisation) -> None:
    rows = {
        "rank": range(1, len(found.customers[:MOST]) + 1),
        "name": found.names[:MOST],
        "value": (found.values[:MOST] / ONE).astype(float),
        "rhythm": [_rhythm(visits) for visits in found.visits[:MOST].tolist()],
    }
    if (found.heads != "").any():
        rows["head"] = found.heads[:MOST]
    column = st.column_config
    form = number_format(found.pareto.ranking.scope.measure)
    config = {
        "rank": column.Column(t("column.rank")),
        "name": column.TextColumn(t("column.name"), width=NAME),
        "value": column.NumberColumn(t("movement.care.value"), format=form),
        "rhythm": column.TextColumn(t("movement.care.rhythm")),
        "head": column.TextColumn(t("movement.care.head")),
    }
    customers = found.customers[:MOST].tolist()
    named_table(rows, customers, "movement.care", column_config=config, alt=t("movement.care.accounts_alt"))


def _rhythm(visits: int) -> str:
    months, rest = divmod(12, visits)
    if rest or not months:
        return t("movement.care.times", n=visits)
    return t("movement.care.monthly") if months == 1 else t("movement.care.every", n=months)
