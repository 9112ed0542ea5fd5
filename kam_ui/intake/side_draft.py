"""The draft of a table beside the sales: what the child understood, and what the user has answered since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from kam_core.errors import Notice
from kam_core.ingest.side.sheet import SideHints
from kam_core.ingest.side.tables import side_table
from kam_core.plain import from_plain, to_plain
from kam_ui import jobs, view
from kam_ui.controls import shows
from kam_ui.jobs import Job, Standing
from kam_ui.text import t

NONE = 0  # no column at all


@dataclass(frozen=True)
class SideDraft:
    """One job that waits. sheets: as the child answered: file, headers, samples, mapping, dealer, questions."""

    job: Job
    table: str
    sheets: tuple[dict[str, Any], ...]
    said: SideHints  # what was told in earlier rounds
    questions: frozenset[str]  # what is open: column | stock_date | dealer | date_order
    notices: tuple[Notice, ...]

    @property
    def key(self) -> str:
        return f"data.side.{self.job.id}.{self.job.round}"

    def asked(self, about: str) -> bool:
        """Whether this is open."""
        return about in self.questions

    def asking(self, about: str) -> list[dict[str, Any]]:
        """The sheets that leave this open."""
        return [sheet for sheet in self.sheets if any(question["about"] == about for question in sheet["questions"])]

    def called(self, position: int) -> str:
        """A column of the first sheet for a person: its header, else its place."""
        return str(self.sheets[0]["headers"][position - 1]) or t("data.column.nameless", n=position)

    @property
    def alike(self) -> bool:
        """Whether all sheets have the same columns, so that what is said of one holds for all."""
        return len({tuple(sheet["headers"]) for sheet in self.sheets}) == 1

    @property
    def columns(self) -> dict[str, int]:
        """Column -> its position (from 1) in the first sheet, with the user's corrections."""
        headers = self.sheets[0]["headers"]
        found = {
            column: headers.index(header) + 1 if header in headers else int(header)
            for column, header in self.sheets[0]["mapping"].items()
            if header in headers or (header.isdigit() and int(header) <= len(headers))
        }
        kept: dict[str, int] = st.session_state.get(f"{self.key}.columns", found)
        return kept

    @property
    def missing(self) -> list[tuple[str, ...]]:
        """The groups of needed columns of which there is none yet."""
        return [group for group in side_table(self.table).all_needs if not set(group) & self.columns.keys()]

    def answer(self, name: str) -> Any:
        """What the user has answered so far, or None."""
        return st.session_state.get(f"{self.key}.{name}")


def side_draft(job: Job, standing: Standing) -> SideDraft:
    """The draft of a job that asks."""
    answer = standing.answer
    return SideDraft(
        job,
        str(answer["table"]),
        tuple(answer["sheets"]),
        from_plain(SideHints, answer["said"]),
        frozenset(str(question["about"]) for question in answer["questions"]),
        tuple(from_plain(Notice, notice) for notice in answer["notices"]),
    )


def assign(draft: SideDraft, column: str, position: int) -> None:
    """From a widget's callback: this column of the table is that column of the file; position 0: there is none."""
    kept = {name: place for name, place in draft.columns.items() if name != column and place != position}
    st.session_state[f"{draft.key}.columns"] = {**kept, column: position} if position else kept


def bound(draft: SideDraft, name: str, value: Any, changed: Callable[[Any], None], **start: Any) -> dict[str, Any]:
    """The arguments that make a widget show `value` and hand a new one to `changed`; start: see `controls.shows`."""
    return shows(f"{draft.key}.{name}", value, changed, **start)


def send(draft: SideDraft, days: date | None, order: str | None, dealers: dict[str, str]) -> None:
    """Set the child to work with what was answered; the page then shows it under way."""
    said = SideHints(
        columns=_columns(draft),
        no_header=draft.said.no_header,
        dates=order or draft.said.dates,
        day=days or draft.said.day,
        dealers={**draft.said.dealers, **dealers},
    )
    job = jobs.again(draft.job, {"hints": to_plain(said)}, table=draft.table)
    view.change(job=job.id)


def _columns(draft: SideDraft) -> dict[str, str]:
    """Every column of the table with its place or '' for none, where the user has changed one; else as said before."""
    if f"{draft.key}.columns" not in st.session_state:
        return dict(draft.said.columns)
    headers, now = draft.sheets[0]["headers"], draft.columns
    return {
        column: _written(headers, now[column]) if column in now else "" for column in side_table(draft.table).columns
    }


def _written(headers: list[str], position: int) -> str:
    """A column as `--map` takes it: its header, or its position where the header is blank or stands there twice."""
    header = headers[position - 1]
    return header if header and headers.count(header) == 1 else str(position)
