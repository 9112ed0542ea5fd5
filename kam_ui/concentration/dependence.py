"""Region by region, product by product, salesperson by salesperson: on whom each depends most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.analysis.concentration.concentration import Concentration
from kam_core.analysis.concentration.dependence import Dimension, Part, Parts
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_ui import present, view
from kam_ui.account.named import named_table
from kam_ui.concentration.answers import parts
from kam_ui.text import language, say_core, t
from kam_ui.workings import rows_behind

MOST = 2_000  # rows on screen


def show_dependence(found: Concentration, dataset: Dataset) -> None:
    """The table of the chosen dimension; a click on a row shows the lines of its largest customer there."""
    names = {dimension: t(f"concentration.by.{dimension}") for dimension in Dimension}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{t('concentration.by.title')}**")
        chosen = st.segmented_control(
            t("concentration.by.title"),
            list(Dimension),
            default=Dimension.REGION,
            required=True,
            format_func=names.__getitem__,
            label_visibility="collapsed",
            key="concentration.by",
        )
    dimension = Dimension(chosen or Dimension.REGION)
    there = parts(view.now(), dataset, dimension, found)
    if not there.known:
        st.info(t("concentration.by.unknown", name=names[dimension]), icon=":material/info:")
        return
    part = _grid(found, there)
    if len(there.rows) > MOST:
        st.caption(t("table.more", most=MOST, rows=len(there.rows)))
    st.caption(t("concentration.by.hint"))
    if part is not None and part.largest:
        _rows(part, dimension, dataset)


def _grid(found: Concentration, there: Parts) -> Part | None:
    shown = there.rows[:MOST]
    total = found.ranking.total_units

    def percent(share: Any) -> float | None:
        return None if share is None else float(share) * 100

    rows = [
        {
            "part": part.label or t("filters.blank"),
            "value": float(part.value),
            "of_all": part.value_units / total * 100 if total > 0 else None,
            "effective": part.effective,
            "largest": part.largest_name,
            "largest_share": percent(part.largest_share),
            "level": _level(found, part),
            "lost": percent(part.lost_share) or None,  # nothing is said more clearly by a dash
        }
        for part in shown
    ]
    row = named_table(
        rows,
        [part.largest or "" for part in shown],
        f"concentration.grid.{there.dimension}",
        names="largest",
        height=min(38 * len(rows) + 40, 440),
        row_height=38,
        column_config=_columns(found, there),
        alt=t("concentration.by.alt"),
    )
    return None if row is None else shown[row]


def _level(found: Concentration, part: Part) -> str:
    level = found.limits.level(part.largest_share)
    return say_core(f"finding.concentration_level_{level}") if level else figures.NONE


def _columns(found: Concentration, there: Parts) -> dict[str, Any]:
    column, measure = st.column_config, found.ranking.scope.measure
    percents = {
        name: column.NumberColumn(t(f"concentration.column.{name}"), format="%.1f%%", help=_help(name))
        for name in ("of_all", "largest_share", "lost")
    }
    return percents | {
        "part": column.TextColumn(t(f"concentration.by.{there.dimension}"), pinned=True),
        "value": column.NumberColumn(
            t(f"measure.{measure.value}"), format="localized" if measure is Measure.QUANTITY else "accounting"
        ),
        "effective": column.NumberColumn(
            t("concentration.column.effective"), format="%.1f", help=t("concentration.column.effective_help")
        ),
        "largest": column.TextColumn(t("concentration.column.largest")),
        "level": column.TextColumn(t("concentration.column.level"), help=t("concentration.column.level_help")),
    }


def _help(name: str) -> str | None:
    return t("concentration.column.lost_help") if name == "lost" else None


def _rows(part: Part, dimension: Dimension, dataset: Dataset) -> None:
    scope = view.now().scope
    if dimension is Dimension.REGION:
        scope = replace(scope, regions=(part.key,))
    elif dimension is Dimension.PRODUCT:
        scope = replace(scope, products=(part.key,))
    rows_behind(dataset, part.largest, part.largest_name, scope)
    name, held = present.quoted(part.largest_name), figures.percent(language(), part.largest_share)
    st.caption(t("concentration.by.share", name=name, share=held))
