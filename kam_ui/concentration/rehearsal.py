"""流失推演: some customers are taken away, and what that does is said, counted and drawn."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.concentration.concentration import Concentration, rounded
from kam_core.analysis.concentration.freed import Freed
from kam_core.analysis.concentration.loss import Loss
from kam_core.analysis.finding import Finding
from kam_core.analysis.ranking import Ranking
from kam_core.charts.concentration import hollow_alt, hollow_figure
from kam_core.charts.pareto import alt_text, pareto_figure
from kam_core.store.dataset import Dataset
from kam_ui import present, view, viewer
from kam_ui.concentration.answers import rehearsed
from kam_ui.controls import bound
from kam_ui.text import language, t

OFFERED = 500  # customers to pick from, the first in rank: more make the list slow
NAMED = 20


def show_rehearsal(found: Concentration, dataset: Dataset) -> None:
    """Who is taken away, and the result. Who looks through a link sees the rehearsal that was shared, if any."""
    may_pick = viewer.allowed().settings
    if not may_pick and not view.now().risk.lost:
        return
    with st.container(border=True, key="rehearsal"):
        st.subheader(t("concentration.loss.title"))
        st.caption(t("concentration.loss.hint"))
        if may_pick:
            _pick(found.ranking)
        if view.now().risk.lost:
            loss = rehearsed(view.now(), dataset)
            st.markdown(f"**{present.quoted(loss.finding.say(language()))}**")
            if loss.absent:
                st.caption(t("concentration.loss.absent", names=[present.quoted(key) for key in loss.absent]))
            if loss.lost:
                _figures(loss)
                _hollow(loss)
                _after(loss)
                _freed(loss.freed)


def _pick(ranking: Ranking) -> None:
    lost = list(view.now().risk.lost)
    offered = list(dict.fromkeys([*ranking.customers[:OFFERED].tolist(), *lost]))
    place = ranking.position

    def shown(key: str) -> str:
        name = str(ranking.names[place[key]]) if key in place else key
        return name if name == key else f"{name} {key}"

    left, right = st.columns([5, 2], vertical_alignment="bottom")
    with left:
        st.multiselect(
            t("concentration.loss.pick"),
            offered,
            format_func=shown,
            placeholder=t("concentration.loss.placeholder"),
            select_all=False,
            help=t("concentration.loss.pick_help", n=OFFERED) if ranking.n > OFFERED else None,
            **bound("risk.lost", lost, lambda keys: view.suppose(lost=tuple(keys)), starts="default"),
        )
    with right, st.container(horizontal=True):
        for k in (1, 5):
            keys = tuple(str(key) for key in ranking.customers[:k])
            label = t("concentration.loss.largest") if k == 1 else t("concentration.loss.first", n=k)
            st.button(label, on_click=view.suppose, kwargs={"lost": keys}, key=f"loss.first.{k}")


def _figures(loss: Loss) -> None:
    lang = language()
    before, after = (rounded(one) if one else None for one in loss.effective)
    measure = loss.before.ranking.scope.measure.value
    shown = {
        t(f"measure.{measure}"): (figures.amount(lang, -loss.value), figures.change(lang, -(loss.share or 0), 1)),
        t("concentration.loss.effective"): (_arrow(before, after), None),
        t("concentration.loss.key_share"): (
            f"{figures.percent(lang, loss.before.share)} → {figures.percent(lang, loss.after.share)}",
            None,
        ),
        t("concentration.loss.fill"): (figures.show(lang, loss.fill), None),
    }
    if loss.profit is not None:
        shown[t("concentration.loss.profit")] = (figures.amount(lang, -loss.profit), None)
    if loss.receivable is not None:
        shown[t("concentration.loss.receivable")] = (figures.amount(lang, loss.receivable), None)
    with st.container(horizontal=True, gap="large", key="loss.figures"):
        for name, (value, delta) in shown.items():
            st.metric(name, value, delta, width="content")
    missing = [
        t(f"concentration.loss.{name}")
        for name, known in (("profit", loss.profit), ("receivable", loss.receivable))
        if known is None
    ]
    if missing:
        st.caption(t("concentration.loss.unknown", names=missing))


def _arrow(before: Any, after: Any) -> str:
    return f"{figures.show(language(), before)} → {figures.show(language(), after)}"


def _hollow(loss: Loss) -> None:
    columns = st.columns(max(len(loss.parts), 1), gap="medium")
    for place, parts in zip(columns, loss.parts):
        with place:
            st.markdown(f"**{t(f'concentration.loss.hollow_{parts.dimension}')}**")
            drawn = [part for part in parts.hollowed if part.lost_share is not None]
            if not drawn:
                st.caption(t("concentration.loss.nothing"))
                continue
            st.plotly_chart(
                hollow_figure(parts, language()),
                height=min(34 * len(drawn) + 60, 330),
                config={"displayModeBar": False},
                key=f"loss.hollow.{parts.dimension}",
                alt=hollow_alt(parts, language()),
            )


def _after(loss: Loss) -> None:
    lang, names, place = language(), loss.after.ranking.names, loss.after.ranking.position
    st.markdown(f"**{t('concentration.loss.after')}**")
    st.text(loss.after.finding.say(lang))
    for code, keys in (("entered", loss.entered), ("left", loss.left)):
        if keys:
            listed = figures.names(lang, [str(names[place[key]]) for key in keys], most=NAMED)
            st.text(t(f"concentration.loss.{code}", n=len(keys), names=listed))
    if loss.after.n:
        st.plotly_chart(
            pareto_figure(loss.after, lang).update_layout(xaxis_title_text=""),
            height=280,
            config={"displayModeBar": False},
            key="loss.pareto",
            alt=alt_text(loss.after, lang),
        )


def _freed(freed: Freed | None) -> None:
    if freed is None or not freed.goods:
        return
    lang = language()
    st.markdown(f"**{t('concentration.loss.freed')}**")
    for one in freed.units:
        facts = {
            "monthly": figures.volume(lang, round(one.monthly)),
            "unit": one.unit or t("concentration.loss.units"),
            "at_them": figures.volume(lang, round(one.at_them)),
            "on_the_way": figures.volume(lang, round(one.on_the_way)),
        }
        stocked = one.at_them or one.on_the_way
        st.text(Finding("freed_unit" if stocked else "freed_unit_only", facts).say(lang))
    rows = [
        {
            "name": goods.name,
            "unit": goods.unit,
            "monthly": round(goods.monthly, 1),
            "share": None if goods.share is None else goods.share * 100,
            "of_capacity": None if goods.of_capacity is None else goods.of_capacity * 100,
            "own_stock": goods.own_stock,
        }
        for goods in freed.goods
    ]
    columns = {
        name: rows_ for name, rows_ in _freed_columns().items() if any(row[name] not in (None, "") for row in rows)
    }
    st.dataframe(
        [{name: row[name] for name in columns} for row in rows],
        hide_index=True,
        height=min(36 * len(rows) + 40, 320),
        column_config=columns,
        placeholder=figures.NONE,
        alt=t("concentration.loss.freed"),
        key="loss.freed",
    )
    st.caption(t("concentration.loss.freed_hint", months=freed.months))


def _freed_columns() -> dict[str, Any]:
    column = st.column_config
    named = {
        name: t(f"concentration.loss.column.{name}")
        for name in ("name", "unit", "monthly", "share", "of_capacity", "own_stock")
    }
    return {
        "name": column.TextColumn(named["name"], pinned=True),
        "unit": column.TextColumn(named["unit"]),
        "monthly": column.NumberColumn(named["monthly"], format="localized"),
        "share": column.NumberColumn(named["share"], format="%.1f%%"),
        "of_capacity": column.NumberColumn(named["of_capacity"], format="%.1f%%"),
        "own_stock": column.NumberColumn(named["own_stock"], format="localized"),
    }
