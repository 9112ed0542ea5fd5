"""待补的事 on a phone: a card a gap, with its money; the name opens the account, the card what stands behind it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kam_core import figures
from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.grid import Counts
from kam_core.analysis.coverage.work import Lack
from kam_core.analysis.exact import decimal
from kam_ui.account.opening import open_account
from kam_ui.components.cards import cards
from kam_ui.text import language, t

MOST = 30  # cards
MISSING, OTHER = "#c0392b", "#8a94a0"
_TAPPED = "kam.coverage.tapped"


def work_cards(found: Coverage, rows: Counts, said: Callable[[int], str]) -> int | None:
    """The cards of the first of these rows of the work list; the place in `rows` of the one tapped last.

    said: what is missing in a row, in words.
    """
    work, lang = found.work, language()
    shown = [int(row) for row in rows[:MOST]]
    drawn = [
        {
            "name": str(found.names[work.at[row]]),
            "product": said(row),
            "status": str(work.owners[row]),
            "colour": MISSING if work.lack(row) is Lack.NOBODY else OTHER,
            "facts": [
                [t("coverage.column.value", n=found.months), figures.amount(lang, decimal(int(work.money[row])))]
            ],
        }
        for row in shown
    ]

    def tapped(at: int) -> None:
        if 0 <= at < len(shown):
            st.session_state[_TAPPED] = _called(found, shown[at])

    visited = cards(drawn, t("coverage.work.alt"), tapped)
    if visited is not None and visited < len(shown):
        open_account(str(found.customers[work.at[shown[visited]]]))
    known = st.session_state.get(_TAPPED)
    return next((at for at, row in enumerate(shown) if known == _called(found, row)), None)


def _called(found: Coverage, row: int) -> tuple[str, int, int, str]:
    """What tells one gap from the next, in whatever order they stand."""
    work = found.work
    return str(found.customers[work.at[row]]), int(work.lacks[row]), int(work.levels[row]), str(work.products[row])
