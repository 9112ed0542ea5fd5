"""线边客户 and 久未下单: who is near the line, held by the margin below it, and who has gone quiet."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import streamlit as st

from kam_core.analysis.borderline import Near
from kam_core.analysis.exact import ONE
from kam_core.analysis.movement.buffer import Buffer, buffer
from kam_core.analysis.movement.matrix import Movement
from kam_core.analysis.movement.silence import Silence, silence
from kam_core.analysis.supply.foresight import last_known_day
from kam_core.store.dataset import Dataset
from kam_ui import present, view, viewer
from kam_ui.account.named import named_table
from kam_ui.controls import bound
from kam_ui.kept import kept
from kam_ui.movement.drawn import number_format
from kam_ui.text import language, t

MOST = 200  # rows
NAME = 200  # pixels


def show_borderline(found: Movement) -> None:
    """Who is near the line of this period, and the money to cross it."""
    margin = view.now().risk.margin
    made = buffer(found, Fraction(margin) / 100)
    title = t("movement.near.title", n=len(made.near), held=len(made.held))
    fold = st.expander(title, icon=":material/align_vertical_center:", key="fold.near", on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.markdown(present.quoted(made.finding.say(language())))
        st.number_input(
            t("movement.near.margin"),
            min_value=0,
            max_value=90,
            step=5,
            width=220,
            help=t("movement.near.margin_help"),
            disabled=not viewer.allowed().settings,
            **bound("margin", int(margin), lambda value: view.suppose(margin=Decimal(value))),
        )
        if made.line is not None and made.out is not None:
            st.caption(t("movement.near.lines", line=made.line, out=made.out))
        if len(made.near):
            _near(made)


def _near(made: Buffer) -> None:
    held = {one.customer for one in made.held}
    rows = [
        {
            "name": one.name,
            "value": float(one.value),
            "side": t("class.key" if one.key else "movement.near.held" if one.customer in held else "class.other"),
            "gap": float(max(one.gap, Decimal(0))) if not one.key else None,
            "room": _room(one, made) if one.key or one.customer in held else None,
        }
        for one in made.near[:MOST]
    ]
    column = st.column_config
    measure = made.movement.after.ranking.scope.measure
    form = number_format(measure)
    config = {
        "name": column.TextColumn(t("column.name"), width=NAME, pinned=True),
        "value": column.NumberColumn(t(f"measure.{measure.value}"), format=form),
        "side": column.TextColumn(t("movement.near.side")),
        "gap": column.NumberColumn(t("movement.near.gap"), format=form),
        "room": column.NumberColumn(t("movement.near.room"), format=form),
    }
    customers = [one.customer for one in made.near[:MOST]]
    named_table(rows, customers, "movement.near", column_config=config, alt=t("movement.near.alt"))


def _room(one: Near, made: Buffer) -> float | None:
    """How much less it may buy before it drops out."""
    return round(float(one.value - made.out), 2) if made.out is not None and one.value >= made.out else None


def show_silent(dataset: Dataset) -> None:
    """Who has not ordered for longer than its own usual gap, the largest money first."""
    as_of = last_known_day(dataset)
    if as_of is None or not viewer.allowed().beyond:  # it looks at all the months there are
        return
    found = kept(silence, dataset, view.now().scope, as_of)
    title = t("movement.silent.title", n=found.n)
    fold = st.expander(title, icon=":material/notifications_paused:", key="fold.silent", on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.markdown(present.quoted(found.finding.say(language())))
        habit = found.habit
        st.caption(
            t(
                "movement.silent.rule",
                orders=habit.orders,
                share=Fraction(habit.quantile).limit_denominator(100),
                times=str(int(habit.times)),
                least=habit.least,
                lost=found.lost,
                year=habit.lost,
            )
        )
        if found.n:
            _silent(found)


def _silent(found: Silence) -> None:
    frame = pd.DataFrame(
        {
            "name": found.names,
            "value": (found.value / ONE).astype(float),
            "days": found.days,
            "usual": found.usual,
            "longest": found.longest,
            "last": found.last,
            "orders": found.orders,
            "manager": found.managers,
        }
    ).head(MOST)
    if not (found.managers != "").any():
        frame = frame.drop(columns="manager")
    column = st.column_config
    config = {str(name): column.Column(t(f"movement.silent.{name}")) for name in frame}
    config |= {
        "name": column.TextColumn(t("column.name"), width=NAME, pinned=True),
        "value": column.NumberColumn(t("movement.silent.value"), format=number_format(view.now().scope.measure)),
        "last": column.DateColumn(t("movement.silent.last")),
    }
    customers = found.customers[:MOST].tolist()
    named_table(frame, customers, "movement.silent", column_config=config, alt=t("movement.silent.alt"))
