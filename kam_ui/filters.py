"""The row of filters above the curve: period, measure, region, product, and the rest behind one fold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from kam_core import figures
from kam_core.analysis import months
from kam_core.analysis.choices import Choice, Choices
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_ui import resources, view, viewer
from kam_ui.controls import bound
from kam_ui.groups.switch import has_switch, show_switch
from kam_ui.present import quoted
from kam_ui.text import language, t

MORE = ("types", "departments", "channels", "units", "currencies")
SHOWN = 2  # names a button shows before it counts


def filters(dataset: Dataset, period: Callable[[Dataset], None] | None = None) -> None:
    """All of them, each bound to the view; a dimension the file does not have is not there.

    period: what stands in the place of the period, where a page looks at other months.
    """
    scope = view.now().scope
    if not viewer.allowed().filters:
        _said(scope, with_period=period is None)
        return
    offered = resources.choices(dataset)
    with st.container(horizontal=True, gap="small", key="filters"):
        if period:
            period(dataset)
        else:
            _period(dataset, offered, scope)
        _measure(dataset, offered, scope)
        if offered.regions:
            _folded("regions", offered, scope, ("regions",), ":material/location_on:")
        if offered.products or offered.categories:
            _folded("products", offered, scope, ("categories", "products"), ":material/inventory_2:")
        if any(getattr(offered, name) for name in MORE) or has_switch(dataset):
            _folded("more", offered, scope, MORE, ":material/filter_alt:", dataset)
        if _narrowed(scope):
            st.button(t("filters.clear"), type="tertiary", on_click=_clear, args=(scope,))


def _said(scope: Scope, with_period: bool) -> None:
    """The scope in words, for who cannot choose another; without its period where the page looks at other months."""
    measure = t(f"measure.{scope.measure.value}")
    months = figures.period(language(), scope.first, scope.last)
    words = t("viewer.scope", period=months, measure=measure) if with_period else measure
    chosen = [
        f"{t(f'filters.{field}')} {', '.join(value or t('filters.blank') for value in values)}"
        for field in view.FILTERS.values()
        if (values := getattr(scope, field))
    ]
    st.caption(quoted(" · ".join([words, *chosen])))


def choose_part(mixed: Mixed) -> None:
    """Units or currencies that must not be added: one has to be chosen, and what there is of each is said."""
    if not viewer.allowed().filters:
        raise mixed
    what = "units" if mixed.code == "mixed_units" else "currencies"
    with st.container(border=True):
        st.subheader(t(f"mixed.{what}"))
        st.write(t("mixed.why"))
        for part in mixed.facts["parts"]:
            name = quoted(part.name) or t("filters.blank")
            label = t("mixed.part", name=name, value=part.value, lines=part.lines)
            st.button(label, key=f"mixed.{part.name}", on_click=view.narrow, kwargs={what: (part.name,)})


def _period(dataset: Dataset, offered: Choices, scope: Scope) -> None:
    usual = months.default_scope(dataset)
    whole = (dataset.manifest.first_month, dataset.manifest.last_month)
    there = offered.months
    chosen = (scope.first, scope.last)
    usual_name = "filters.usual" if (usual.first, usual.last) != whole else "filters.whole"
    name = t(usual_name) if chosen == (usual.first, usual.last) else t("filters.whole") if chosen == whole else ""
    label = " ".join(part for part in (name, figures.period(language(), *chosen)) if part)
    with st.popover(_plain(label), icon=":material/calendar_month:"):
        if usual_name == "filters.usual":
            _period_button(t("filters.usual"), usual.first, usual.last)
        _period_button(t("filters.whole"), *whole)
        ends = [month for month in there if month >= (scope.first or "")]
        begins = [month for month in there if month <= (scope.last or "9999-12")]
        st.selectbox(
            t("filters.from"), begins, **bound("from", scope.first, lambda m: view.narrow(first=m), among=begins)
        )
        st.selectbox(t("filters.to"), ends, **bound("to", scope.last, lambda m: view.narrow(last=m), among=ends))
        incomplete = months.period(dataset, Scope(scope.measure, *whole))
        if incomplete and incomplete.incomplete:
            st.caption(t("filters.incomplete", months=", ".join(incomplete.incomplete)))


def _period_button(name: str, first: str | None, last: str | None) -> None:
    label = _plain(f"{name} {figures.period(language(), first, last)}")
    st.button(label, width="stretch", on_click=view.narrow, kwargs={"first": first, "last": last})


def _measure(dataset: Dataset, offered: Choices, scope: Scope) -> None:
    tax = dataset.manifest.recipe.mapping.tax
    shown = {measure: t(f"measure.{measure.value}") for measure in offered.measures}
    if tax and Measure.AMOUNT in shown:
        shown[Measure.AMOUNT] += t(f"measure.{tax}")

    def changed(measure: Measure) -> None:
        view.narrow(measure=measure)

    with st.popover(shown[scope.measure], icon=":material/payments:"):
        st.radio(
            t("filters.measure"),
            offered.measures,
            format_func=shown.__getitem__,
            **bound("measure", scope.measure, changed, among=offered.measures),
        )
        missing = [measure for measure in Measure if measure not in offered.measures]
        if missing:
            st.caption(t("filters.no_measure", names=[t(f"measure.{measure.value}") for measure in missing]))


def _folded(
    name: str, offered: Choices, scope: Scope, fields: Sequence[str], icon: str, switched: Dataset | None = None
) -> None:
    chosen = [
        _shown(choice)
        for field in fields
        for choice in getattr(offered, field)
        if choice.value in getattr(scope, field)
    ] + ([t("groups.on")] if switched and scope.groups else [])
    label = t(f"filters.{name}_all")
    if chosen:
        names = figures.names(language(), [quoted(text) for text in chosen[:SHOWN]])
        label = names if len(chosen) <= SHOWN else t("filters.several", names=names, n=len(chosen))
    with st.popover(label, icon=icon):
        for field in fields:
            if there := getattr(offered, field):
                _multiple(field, there, getattr(scope, field))
        if switched and has_switch(switched):
            show_switch(switched)


def _multiple(field: str, there: Sequence[Choice], chosen: tuple[str, ...]) -> None:
    labels = {choice.value: _shown(choice) for choice in there}

    def changed(values: list[str]) -> None:
        view.narrow(**{field: tuple(values)})

    st.multiselect(
        t(f"filters.{field}"),
        list(labels),
        format_func=lambda value: labels.get(value, value),
        placeholder=t("filters.everything"),
        select_all=False,
        **bound(field, list(chosen), changed, starts="default"),
    )


def _shown(choice: Choice) -> str:
    return choice.label or choice.value or t("filters.blank")


def _plain(label: str) -> str:
    return label.replace("~", "\\~")


def _narrowed(scope: Scope) -> bool:
    return any(getattr(scope, field) for field in view.FILTERS.values())


def _clear(scope: Scope) -> None:
    view.change(scope=Scope(scope.measure, scope.first, scope.last, groups=scope.groups))
