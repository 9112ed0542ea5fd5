"""The draft of an import: what the child understood, and what the user has changed of it since."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from kam_core.errors import Notice
from kam_core.ingest.ledger import Account
from kam_core.ingest.recipe import Mapping, Question, Recipe
from kam_core.ingest.understand import Understanding
from kam_core.plain import from_plain, to_plain
from kam_core.schema import Role
from kam_ui import jobs, view
from kam_ui.controls import shows
from kam_ui.jobs import Job, Standing


@dataclass(frozen=True)
class Draft:
    """One job that waits for an answer."""

    job: Job
    found: Understanding  # as the child left it
    asked: tuple[Question, ...]  # what is open, the doubts of counting included
    notices: tuple[Notice, ...]
    account: Account | None  # None where nothing could be counted yet
    mapping: Mapping  # with the user's corrections

    @property
    def understanding(self) -> Understanding:
        """What was found, with the corrected mapping."""
        return replace(self.found, recipe=Recipe(self.found.recipe.layouts, self.mapping))

    @property
    def key(self) -> str:
        return f"data.draft.{self.job.id}.{self.job.round}"

    @property
    def becomes(self) -> str:
        """`version` of the dataset the job names, or a `dataset` of its own: chosen where the columns differ."""
        return str(st.session_state.get(f"{self.key}.becomes", "dataset"))

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is still missing without which nothing can be counted."""
        had = {"customer": self.mapping.group_titles, "date": bool(self.mapping.months)}
        wanted = {"customer": Role.CUSTOMER, "date": Role.DATE}
        named = Role.CUSTOMER_NAME in self.mapping.roles
        return tuple(
            about
            for about, role in wanted.items()
            if role not in self.mapping.roles and not had[about] and not (about == "customer" and named)
        )

    @property
    def counts(self) -> bool:
        """Whether there is anything to add up."""
        return bool(self.mapping.months) or any(r in self.mapping.roles for r in (Role.AMOUNT, Role.QUANTITY))

    def holder(self, position: int) -> Role | None:
        """The role a column plays in the corrected mapping."""
        return next((role for role, places in self.mapping.roles.items() if position in places), None)


def draft_of(job: Job, standing: Standing) -> Draft:
    """The draft of a job that asks. Corrections live in the session, until the next round."""
    found = from_plain(Understanding, json.loads((job.work / "understanding.json").read_text("utf-8")))
    key = f"data.draft.{job.id}.{job.round}"
    mapping = st.session_state.setdefault(key, found.recipe.mapping)
    asked = tuple(from_plain(Question, question) for question in standing.answer["questions"])
    notices = tuple(from_plain(Notice, notice) for notice in standing.answer["notices"])
    counted = standing.answer["account"]
    return Draft(job, found, asked, notices, from_plain(Account, counted) if counted else None, mapping)


def correct(draft: Draft, **fields: Any) -> None:
    """From a widget's callback: the same mapping with these fields changed."""
    st.session_state[draft.key] = replace(st.session_state[draft.key], **fields)


def take(draft: Draft, mapping: Mapping) -> None:
    """From a widget's callback: this mapping from here on."""
    st.session_state[draft.key] = mapping


def assign(draft: Draft, position: int, role: Role | None, *, alone: bool = True) -> None:
    """From a widget's callback: this column plays this role; `alone`: in place of the columns that did.

    Where those stand only on a document's first line, so does the new one. A column that is free again goes back to
    the role it was found in, so that a choice can be taken back.
    """
    mapping: Mapping = st.session_state[draft.key]
    followed = alone and role is not None and set(mapping.roles.get(role, ())) & set(mapping.fill_down)
    fill_down = (*mapping.fill_down, position) if followed else mapping.fill_down
    roles = {r: tuple(p for p in places if p != position) for r, places in mapping.roles.items()}
    if role is not None:
        roles[role] = (position,) if alone else (*roles.get(role, ()), position)
    kept = {r: places for r, places in roles.items() if places}
    for freed in set(mapping.roles.get(role, ()) if alone and role else ()) - {position}:
        found = next((r for r, places in draft.found.recipe.mapping.roles.items() if places == (freed,)), None)
        if found and found not in kept:
            kept[found] = (freed,)
    correct(draft, roles=kept, fill_down=tuple(dict.fromkeys(fill_down)))


def bound(draft: Draft, name: str, value: Any, changed: Callable[[Any], None], **start: Any) -> dict[str, Any]:
    """The arguments that make a widget show `value` and hand a new one to `changed`; start: see `controls.shows`."""
    return shows(f"{draft.key}.{name}", value, changed, **start)


def read_again(draft: Draft, **layout: Any) -> None:
    """Read the bytes anew with these fields of the layout, understand the columns anew, and show it."""
    first = replace(draft.found.sources[0].layout, **layout)
    run_again(draft, {"layouts": [to_plain(first)], "review": True})


def run_again(draft: Draft, recipe: dict[str, Any]) -> None:
    """Set the child to work with a recipe; the page then shows it under way."""
    job = jobs.again(draft.job, recipe)
    view.change(job=job.id)
