"""数据 / Data: from any sales file to a dataset, what stands beside it, and what became of every row."""

from __future__ import annotations

import streamlit as st

from kam_ui import jobs, meters, resources, view
from kam_ui.components.sentence import sentence
from kam_ui.groups.fold import show_groups
from kam_ui.intake import (
    accounting,
    apart,
    asking,
    datasets,
    drop,
    notices,
    refusal,
    reports,
    side_account,
    tables,
    underway,
    workspace,
)
from kam_ui.send.button import send_row
from kam_ui.text import t

current = view.now()
job = jobs.find(datasets.room(), current.job, resources.principal()) if current.job else None
if job:
    standing = jobs.standing(job)
    meters.count_import(job.folder, job.round, standing.state)
    match standing.state:
        case "running":
            underway.show_underway(job)
        case "asks":
            asking.show_draft(job, standing)
        case "published":
            asking.arrive(job, standing)
        case _:
            refusal.show_refusal(job, standing)
    st.stop()

dataset = resources.opened(current.data, current.version) if current.data else None
datasets.show_undo()
if not dataset:
    sentence(t("data.drop.title"), t("data.drop.promise"))
    drop.show_drop(None)
    drop.show_sample()
    drop.show_where_to_export()
    datasets.show_deleted()
    workspace.show_workspace()
    st.stop()

send_row()
account = dataset.manifest.account
if table := tables.looked_at(dataset):
    side_account.show_first(dataset, table)
    tables.show_choice(dataset)
    side_account.show_account(dataset, table)
else:
    sentence(accounting.first_sentence(account), datasets.line(dataset))
    tables.show_choice(dataset)
    datasets.show_actions(dataset)
    accounting.show_equation(account)
    accounting.show_totals(account)
    notices.show_notices(dataset.manifest.notices)
    tables.show_stock_in_sales(dataset)
    show_groups(dataset)
    datasets.show_pointed(dataset)
    apart.show_apart(apart.of_sales(dataset))
tables.show_list(dataset)
if "inventory" in tables.there(dataset):
    reports.show_reports(current, dataset)
st.markdown(f"**{t('data.drop.newer')}**")
drop.show_drop(dataset)
tables.show_templates()
drop.show_where_to_export()
datasets.show_versions(dataset)
datasets.show_deleted()
workspace.show_workspace()
