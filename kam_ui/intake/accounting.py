"""What became of every row, in rows and in money: sentence, equation, the file's own total."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from kam_core import figures
from kam_core.ingest.ledger import Account, StatedTotal
from kam_core.schema import State
from kam_ui.intake.notices import show_line
from kam_ui.text import language, t

REPEATS = ("total", "subtotal", "total_by_sum")  # reasons of skipped rows whose money stands in other rows already


def first_sentence(account: Account) -> str:
    """The first sentence of the page: how many rows count, and whether the file's own total agrees."""
    accepted = account.tallies[State.ACCEPTED].rows
    off = worst(account.totals)
    if off is not None:
        return t("data.sentence.differs", rows=accepted, difference=_exact(abs(off.stated - off.read)))
    if account.totals:
        return t("data.sentence.agrees", rows=accepted)
    void = sum(r.rows for r in account.reasons if r.state == "skipped" and r.reason == "void")
    kept_back = account.tallies[State.UNASSIGNED].rows + account.tallies[State.REJECTED].rows + void
    return (
        t("data.sentence.apart", rows=accepted, apart=kept_back) if kept_back else t("data.sentence.all", rows=accepted)
    )


def worst(totals: tuple[StatedTotal, ...]) -> StatedTotal | None:
    """The stated total that is furthest off, or None when all agree."""
    return max((s for s in totals if not s.agrees), key=lambda s: abs(s.stated - s.read), default=None)


def show_equation(account: Account) -> None:
    """read = accepted + unassigned + rejected + skipped, in rows and in money, as five cards in a row.

    The money of totals rows repeats what stands in the lines: it is said below and not added again.
    """
    again = sum((r.money for r in account.reasons if r.state == "skipped" and r.reason in REPEATS), Decimal(0))
    money = [account.tallies[state].money - (again if state is State.SKIPPED else 0) for state in State]
    whole, *parts, repeated = figures.exact_alike(language(), (sum(money, Decimal(0)), *money, again))
    with st.grid(5, min_column_width=140, gap="small"):
        _card("read", "", account.read, whole)
        for sign, state, part in zip("=+++", State, parts, strict=True):
            _card(state.value, f"{sign} ", account.tallies[state].rows, part)
    if again:
        st.caption(t("data.count.not_added", money=repeated))


def show_rows(account: Account) -> None:
    """The same without money: of a table that has none."""
    with st.grid(5, min_column_width=140, gap="small"):
        _card("read", "", account.read, means="side.count")
        for sign, state in zip("=+++", State, strict=True):
            _card(state.value, f"{sign} ", account.tallies[state].rows, means="side.count")


def _card(name: str, sign: str, rows: int, money: str | None = None, means: str = "data.count") -> None:
    st.metric(
        sign + t(f"data.count.{name}"),
        f"{rows:,}",
        delta=money,
        delta_color="off",
        delta_arrow="off",
        border=True,
        help=t(f"{means}.{name}_means"),
    )


def show_totals(account: Account) -> None:
    """Each total the file states, beside what was read: a tick, or the difference in red."""
    for stated in sorted(account.totals, key=lambda s: s.agrees)[:5]:
        facts = {"column": stated.column, "stated": _exact(stated.stated), "read": _exact(stated.read)}
        if stated.agrees:
            show_line("green", "check_circle", t("data.total.agrees", **facts))
        else:
            difference = t("data.total.difference", difference=_exact(stated.stated - stated.read))
            show_line("red", "error", t("data.total.differs", line=stated.line, **facts), difference)
    if not account.totals:
        st.caption(t("data.total.none"))


def _exact(money: Decimal) -> str:
    return figures.exact(language(), money)
