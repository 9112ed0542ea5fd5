"""An import that waits for a word: the questions, the rows as they would be read, the details, one button.

And its arrival: once published, the page leads on to the key accounts.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kam_core.ingest.recipe import Question
from kam_core.ingest.side.notices import stock_among
from kam_core.plain import to_plain
from kam_core.schema import State
from kam_core.store.dataset import Dataset
from kam_ui import jobs, resources, view
from kam_ui.components.sentence import sentence
from kam_ui.intake import side_account
from kam_ui.intake.accounting import first_sentence
from kam_ui.intake.datasets import open_at
from kam_ui.intake.draft import Draft, draft_of, run_again, take
from kam_ui.intake.not_sales import show_kinds
from kam_ui.intake.notices import POINTED, pointed, show_choices
from kam_ui.intake.preview_shown import show_preview
from kam_ui.intake.questions import COLUMNS, show_questions
from kam_ui.intake.recognised import show_recognised
from kam_ui.intake.side_asking import show_side_draft
from kam_ui.jobs import Job, Standing
from kam_ui.text import t

MOST = 3


def show_draft(job: Job, standing: Standing) -> None:
    """All of it, calm: what is open first, the rest under a fold. A table beside the sales asks its own questions."""
    if "table" in standing.answer:
        show_side_draft(job, standing)
        return
    draft = draft_of(job, standing)
    asked = open_questions(draft)
    missing = [question for question in asked if question.about in COLUMNS and not question.candidates]
    title = t("data.asking.title", n=len(asked)) if draft.asked else t("data.asking.review")
    title = t("data.asking.not_sales") if draft.asked and len(missing) > 1 else title
    sentence(title, " · ".join(job.names))
    show_questions(draft, asked)
    with st.container(horizontal=True):
        st.button(
            t("data.asking.import"),
            type="primary",
            icon=":material/check:",
            key="data.import",
            on_click=_import,
            args=(draft,),
            disabled=bool(draft.lacks),
            help=t(f"data.asking.lacks_{draft.lacks[0]}") if draft.lacks else None,
        )
        show_kinds(job)
        st.button(t("data.asking.cancel"), icon=":material/close:", key="data.leave", on_click=_leave, args=(job,))
    show_choices(draft.notices, draft.mapping, draft.key, lambda mapping: take(draft, mapping))
    show_preview(draft)
    show_recognised(draft)


def open_questions(draft: Draft) -> tuple[Question, ...]:
    """What the child asks; the three columns where the user came to correct. At most three."""
    asked = draft.asked
    if not asked:
        roles = draft.found.recipe.mapping.roles
        asked = tuple(Question(about, roles.get(role, ())) for about, role in COLUMNS.items())
    return asked[:MOST]


def arrive(job: Job, standing: Standing) -> None:
    """The import is published: open it, and where nothing is left to read, go on to the key accounts."""
    jobs.forget(job)
    dataset = resources.opened(str(standing.answer["dataset"]), int(standing.answer["version"]))
    if table := standing.answer.get("table"):
        side_account.arrive(dataset, str(table))
    clean = job.round == 1 and nothing_to_read(dataset)
    if clean:
        st.toast(first_sentence(dataset.manifest.account), icon=":material/check_circle:")
    open_at("pareto" if clean else "data", dataset.id, dataset.version)


def nothing_to_read(dataset: Dataset) -> bool:
    """Whether every row counts or was rightly skipped, no total differs, and no choice is left open."""
    account, said = dataset.manifest.account, dataset.manifest.notices
    if any(pointed(said, name) for name in POINTED) or stock_among(dataset.manifest.header):
        return False
    apart = account.tallies[State.UNASSIGNED].rows + account.tallies[State.REJECTED].rows + account.cells_rejected
    return not apart and all(total.agrees for total in account.totals)


def _import(draft: Draft) -> None:
    recipe = draft.understanding.recipe
    accepted = sorted({*draft.job.accepted, *(question.about for question in open_questions(draft))})
    if any(question.about == "dataset" for question in draft.asked) and draft.becomes == "dataset":
        draft = replace(draft, job=replace(draft.job, dataset=None))
    run_again(draft, {"layouts": to_plain(recipe.layouts), "mapping": to_plain(recipe.mapping), "accepted": accepted})


def _leave(job: Job) -> None:
    jobs.forget(job)
    view.change(job="")
