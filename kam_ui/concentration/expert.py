"""专业指标 and 怎么算的 of the page: the Lorenz curve, Gini and HHI; the limits; formulas, inputs and questions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.concentration.concentration import Concentration, rounded
from kam_core.analysis.concentration.over_time import SharesOverTime
from kam_core.analysis.exact import decimal
from kam_core.analysis.finding import Finding
from kam_core.charts.concentration import lorenz_alt, lorenz_figure
from kam_core.engine import load_sql
from kam_core.store.dataset import Dataset
from kam_ui import view, viewer
from kam_ui.concentration.answers import rehearsed
from kam_ui.controls import bound
from kam_ui.risk import Risk
from kam_ui.text import language, t
from kam_ui.workings import question

STEPS = ("share", "effective", "gini", "over_time", "hit", "loss")
NAMES = ("moderate", "elevated", "high", "top_five")


def show_expert(found: Concentration, dataset: Dataset) -> None:
    """What a director does not ask for; beside the HHI, that after the rehearsed loss."""
    fold = st.expander(t("expert.title"), icon=":material/query_stats:", key="fold.inequality", on_change="rerun")
    if not fold.open or found.hhi is None or found.gini is None:
        return
    with fold:
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.plotly_chart(
                lorenz_figure(found, language()),
                height=320,
                config={"displayModeBar": False},
                key="concentration.lorenz",
                alt=lorenz_alt(found, language()),
            )
        with right:
            st.metric(t("concentration.expert.gini"), f"{float(found.gini):.3f}")
            st.metric(t("concentration.expert.hhi"), _in_both_scales(found.hhi))
            after = rehearsed(view.now(), dataset).hhi[1] if view.now().risk.lost else None
            if after:
                st.caption(t("concentration.expert.hhi_after", hhi=_in_both_scales(after)))
            st.metric(t("concentration.expert.effective"), f"{float(1 / found.hhi):,.1f}")
            if found.left_out:
                st.caption(t("concentration.expert.left_out", n=found.left_out))
        _limits()


def _in_both_scales(hhi: Fraction) -> str:
    """From 0 to 1, and from 0 to 10,000 as competition offices write it."""
    return f"{float(hhi):.4f} ({float(hhi) * 10_000:,.0f})"


def _limits() -> None:
    """From which shares on a dependence is called moderate, elevated, high; each bound to the view."""
    if not viewer.allowed().settings:
        return
    st.caption(t("concentration.limits.hint"))
    now = view.now().risk.limits
    for at, (column, name) in enumerate(zip(st.columns(4), NAMES)):
        low = float(now[at - 1]) + 0.1 if name in ("elevated", "high") else 0.1
        high = float(now[at + 1]) - 0.1 if name in ("moderate", "elevated") else 100.0

        def changed(value: float, at: int = at) -> None:
            limits = [*view.now().risk.limits]
            limits[at] = Decimal(str(round(value, 2)))
            view.suppose(limits=tuple(limits))

        with column:
            st.number_input(
                t(f"concentration.limits.{name}"),
                min_value=min(low, float(now[at])),
                max_value=max(high, float(now[at])),
                step=1.0,
                format="%.4g",
                **bound(f"limits.{name}", float(now[at]), changed),
            )
    if now != Risk().limits:
        fields: dict[str, Any] = {"limits": Risk().limits}
        st.button(t("concentration.limits.usual"), type="tertiary", on_click=view.suppose, kwargs=fields)


def show_how(found: Concentration, shares: SharesOverTime) -> None:
    """Formulas, the figures that went into the sentence, and what the database was asked."""
    fold = st.expander(t("how.title"), icon=":material/functions:", key="fold.concentration_how", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for step in STEPS:
            st.markdown(t(f"concentration.how.{step}"))
        if found.hhi is not None and found.effective is not None:
            facts = {
                "customers": len(found.positive),
                "hhi": f"{float(found.hhi):.6f}",
                "effective": rounded(found.effective),
                "left_out": found.left_out,
            }
            st.text(Finding("concentration_formula", facts).say(language()))
        rows = [
            {t("how.input"): t(f"concentration.input.{code}"), t("how.value"): _exactly(v)} for code, v in _in(found)
        ]
        right = st.column_config.TextColumn(alignment="right")
        st.dataframe(rows, hide_index=True, width=520, alt=t("how.inputs_alt"), column_config={t("how.value"): right})
        st.caption(t("concentration.how.rows"))
        st.caption(t("how.sql"))
        for asked in (found.ranking, found.regions, shares):
            if asked.question:
                question(load_sql(asked.question), asked.parameters)


def _in(found: Concentration) -> list[tuple[str, Any]]:
    ranking = found.ranking
    sums: list[tuple[str, Any]] = [("customers", ranking.n), ("total", ranking.total)]
    for k in (1, 5, 10, 20):
        if k <= ranking.n:
            sums.append((f"top_{k}", decimal(int(ranking.cumulative[k - 1]))))
            sums.append((f"share_{k}", found.top(k)))
    hit = found.hardest_hit
    return [*sums, *([("hit_value", hit.value), ("hit_lost", hit.lost), ("hit_share", hit.lost_share)] if hit else [])]


def _exactly(value: Any) -> str:
    if isinstance(value, Fraction):
        return figures.percent(language(), value, digits=4)
    return figures.exact(language(), value) if isinstance(value, Decimal) else figures.show(language(), value)
