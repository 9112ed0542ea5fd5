"""The people of an account: open promises first, then who is known there, and what was done lately."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.account.people import Activity, People
from kam_core.analysis.account.story import AccountStory
from kam_ui import present, viewer
from kam_ui.text import WORDS, language, t

LATELY = 8  # activities


def show_people(story: AccountStory) -> None:
    """Nothing where the data hold neither contacts nor activities, and for who looks through a link: it shows figures,
    not people."""
    people = story.people
    if people is None or not viewer.allowed().beyond:
        return
    st.markdown(f"**{t('account.people')}**")
    for one in people.promises:
        late = one.due is not None and one.due < people.as_of
        said = t("account.promise_late" if late else "account.promise", due=one.due, what=present.quoted(_what(one)))
        st.markdown(f":orange[{said}]" if late else said)
    if people.contacts is not None:
        _contacts(people)
    if people.activities:
        rows = [
            {"date": one.date, "kind": _word("kind", one.kind), "by": one.by, "contact": one.contact,
             "what": one.outcome or one.product_name}
            for one in people.activities[:LATELY]
        ]  # fmt: skip
        _table(rows, "activities")


def _contacts(people: People) -> None:
    if not people.contacts:
        st.caption(t("account.nobody_known"))
        return
    rows = [
        {"contact": one.contact, "level": _word("level", one.level), "title": one.title, "touched": one.touched}
        for one in people.contacts
    ]
    _table(rows, "contacts")


def _what(one: Activity) -> str:
    return " · ".join(part for part in (_word("kind", one.kind), one.outcome, one.product_name, one.by) if part)


def _word(of: str, code: str) -> str:
    """The word of a code; what the file says where it is none of ours."""
    return WORDS.texts[language()].get(f"account.{of}.{code}", code)


def _table(rows: list[dict[str, Any]], key: str) -> None:
    kept = [name for name in rows[0] if any(row[name] not in ("", None) for row in rows)]
    st.dataframe(
        [{name: row[name] for name in kept} for row in rows],
        hide_index=True,
        height=min(35 * len(rows) + 38, 330),
        placeholder=figures.NONE,
        column_config={name: st.column_config.Column(t(f"account.column.{name}")) for name in kept},
        alt=t(f"account.{key}_alt"),
        key=f"account.{key}",
    )
