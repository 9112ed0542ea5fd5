"""待补的事: what is missing at whom, the most money at stake first, of everybody or of one account manager."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.settings import LEVELS
from kam_core.analysis.coverage.work import LACKS, Lack
from kam_core.analysis.exact import ONE
from kam_core.report.coverage_table import work_table
from kam_core.store.dataset import Dataset
from kam_ui import view
from kam_ui.account.named import named_table
from kam_ui.controls import bound
from kam_ui.coverage.answer import facts
from kam_ui.coverage.close_up import show_account
from kam_ui.coverage.work_cards import work_cards
from kam_ui.movement.drawn import number_format
from kam_ui.taken import take_table
from kam_ui.text import t

MOST = 500  # rows
NAME = 160  # pixels


def show_work(found: Coverage, dataset: Dataset) -> None:
    """The list, whose it is, and what stands behind the row that is clicked."""
    work, owner = found.work, view.now().people.owner
    rows = work.of(owner)
    st.markdown(f"**{t('coverage.work.title', n=len(rows))}**")
    with st.container(horizontal=True, vertical_alignment="bottom", key="coverage.work.tools"):
        _choose_owner(found, owner)
        headers = {name: t(f"coverage.column.{name}", n=found.months) for name in
                   ("customer", "name", "owner", "lack", "level", "product", "days", "value")}  # fmt: skip
        words = {
            "lack": {lack.value: t(f"coverage.lack_is.{lack.value}") for lack in LACKS},
            "level": {level.value: t(f"coverage.level.{level.value}") for level in LEVELS},
        }
        take_table(t("coverage.file.work"), lambda: work_table(found, rows), headers, facts(found, dataset), dataset,
                   key="coverage.take.work", words=words)  # fmt: skip
    if not len(rows):
        st.info(t("coverage.work.nothing"), icon=":material/task_alt:")
        return
    shown = rows[:MOST]
    config = {
        "name": st.column_config.TextColumn(t("coverage.column.name"), width=NAME, pinned=True),
        "lack": st.column_config.TextColumn(t("coverage.column.lack")),
        "value": st.column_config.NumberColumn(
            t("coverage.column.value", n=found.months), format=number_format(found.year.measure)
        ),
        "owner": st.column_config.TextColumn(t("coverage.column.owner")),
    }
    columns = {
        "name": found.names[work.at[shown]],
        "lack": [_said(found, int(row)) for row in shown],
        "value": (work.money[shown] / ONE).astype(float),
        "owner": work.owners[shown],
    }
    tapped = work_cards(found, rows, lambda row: _said(found, row))
    with st.container(key="work_wide"):
        chosen = named_table(
            columns,
            found.customers[work.at[shown]].tolist(),
            f"coverage.work.{hash((owner, found.settings.stale, len(rows)))}",
            column_config=config,
            height=min(36 * len(shown) + 40, 420),
            alt=t("coverage.work.alt"),
        )
    chosen = tapped if chosen is None else chosen
    if len(rows) > MOST:
        st.caption(t("table.more", most=MOST, rows=len(rows)))
    st.caption(t("coverage.work.click"))
    if chosen is not None:
        show_account(found, int(work.at[shown[chosen]]), dataset)


def _choose_owner(found: Coverage, owner: str | None) -> None:
    owners = {one.name: one for one in found.work.by_owner}
    labels = {
        name: t("coverage.work.owner", name=name or t("coverage.work.nobody"), accounts=one.accounts, n=one.gaps,
                money=one.money)
        for name, one in owners.items()
    }  # fmt: skip
    options = list(owners) if owner is None or owner in owners else [*owners, owner]
    st.selectbox(
        t("coverage.column.owner"),
        options,
        format_func=lambda name: labels.get(name) or name,
        placeholder=t("coverage.work.everyone"),
        width=320,
        index=None,
        **bound("owner", owner, lambda name: view.attend(owner=name), starts=None),
    )


def _said(found: Coverage, row: int) -> str:
    """What is missing, in words; of a level out of touch also for how long."""
    work = found.work
    lack, level, days = work.lack(row), work.level(row), int(work.days[row])
    if lack is Lack.UNTRAINED:
        names = found.training.names if found.training else {}
        return t("coverage.lack.untrained", product=names.get(work.products[row], str(work.products[row])))
    if level is None:
        return t(f"coverage.lack.{lack.value}")
    code = "never" if lack is Lack.STALE and days < 0 else lack.value
    return t(f"coverage.lack.{code}", level=t(f"coverage.level.{level.value}"), days=days)
