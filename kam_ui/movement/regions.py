"""区域大客户: key in a region though small in the firm, and the reverse; how much each region hangs on its largest."""

from __future__ import annotations

import streamlit as st

from kam_core import figures
from kam_core.analysis.cut import Cut
from kam_core.analysis.exact import ONE
from kam_core.analysis.movement.matrix import At
from kam_core.analysis.movement.regional import Regional, regional
from kam_core.analysis.scope import Scope
from kam_core.charts.movement import REGIONS, regional_alt, regional_figure
from kam_core.store.dataset import Dataset
from kam_ui import present, resources, view, viewer
from kam_ui.account.named import named_table
from kam_ui.kept import kept
from kam_ui.movement.drawn import PLAIN, number_format
from kam_ui.text import language, t

MOST = 200  # rows
NAME = 200  # pixels


def show_regional(dataset: Dataset) -> None:
    """The map of regions × classes, the two lists, and the dependence of each region."""
    if not viewer.allowed().beyond or not resources.choices(dataset).regions:  # it holds regions against the firm
        return
    fold = st.expander(t("movement.regional.title"), icon=":material/map:", key="fold.regional", on_change="rerun")
    if not fold.open:
        return
    with fold:
        current, lang = view.now(), language()
        found = kept(_regional, dataset, current.scope, resources.cut(current))
        if found is None:
            st.text(t("movement.regional.none"))
            return
        st.markdown(present.quoted(found.finding.say(lang)))
        months = figures.period(lang, current.scope.first, current.scope.last)
        st.caption(t("movement.scope_months", months=months).replace("~", "\\~"))
        height = 64 + 46 * min(len(found.regions), REGIONS)
        figure = regional_figure(found, lang).update_layout(dragmode=False)
        st.plotly_chart(figure, height=height, config=PLAIN, key="regional.map", alt=regional_alt(found, lang))
        if len(found.regions) > REGIONS:
            st.caption(t("movement.regional.more", most=REGIONS, n=len(found.regions)))
        _dependence(found)
        _people(found, found.only_in_region, "region")
        _people(found, found.only_in_firm, "firm")


def _regional(dataset: Dataset, scope: Scope, cut: Cut) -> Regional | None:
    return regional(dataset, scope, cut)


def _dependence(found: Regional) -> None:
    rows = [
        {
            "region": region.name or t("filters.blank"),
            "customers": region.customers,
            "key_accounts": region.key_accounts,
            "total": float(region.total),
            "share": _percent(region.share),
            "largest": region.largest,
            "largest_share": _percent(region.largest_share),
        }
        for region in found.regions
    ]
    column = st.column_config
    config = {name: column.Column(t(f"movement.regional.{name}")) for name in rows[0]}
    for name in ("share", "largest_share"):
        config[name] = column.NumberColumn(t(f"movement.regional.{name}"), format="%.1f%%")
    config["total"] = column.NumberColumn(
        t("movement.regional.total"), format=number_format(found.firm.ranking.scope.measure)
    )
    largest = found.customers[found.rank == 0].tolist()  # one a region, in their order
    alt = t("movement.regional.alt")
    named_table(rows, largest, "movement.regional.regions", names="largest", column_config=config, alt=alt)


def _people(found: Regional, at: At, which: str) -> None:
    st.markdown(f"**{t(f'movement.regional.only_{which}', n=len(at))}**")
    if not len(at):
        return
    shown = at[:MOST]
    rows = {
        "name": found.names[shown],
        "region": [found.regions[i].name or t("filters.blank") for i in found.at[shown]],
        "there": (found.values[shown] / ONE).astype(float),
        "rank": found.rank[shown] + 1,
        "firm_rank": found.firm_rank[shown] + 1,
    }
    column = st.column_config
    config = {name: column.Column(t(f"movement.regional.{name}")) for name in rows if name != "name"}
    form = number_format(found.firm.ranking.scope.measure)
    config |= {
        "name": column.TextColumn(t("column.name"), width=NAME),
        "there": column.NumberColumn(t("movement.regional.there"), format=form),
    }
    customers, alt = found.customers[shown].tolist(), t(f"movement.regional.only_{which}", n=len(at))
    named_table(rows, customers, f"movement.regional.{which}", column_config=config, alt=alt)


def _percent(share: object) -> float | None:
    return None if share is None else float(share) * 100  # type: ignore[arg-type]
