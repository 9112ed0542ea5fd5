"""怎么算的 and 专业指标: how a figure came about, and what stands behind the line."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import figures
from kam_core.analysis.cut import Rule
from kam_core.analysis.flips import Flip
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.scope import Scope
from kam_core.analysis.trace import MOST_ROWS, rows_of, trace
from kam_core.store.dataset import Dataset
from kam_ui import present, resources, view, viewer
from kam_ui.text import language, t

NUMBERS = {"quantity": "localized", "amount": "accounting", "profit": "accounting"}


def rows_behind(dataset: Dataset, customer: str, name: str, scope: Scope | None = None) -> None:
    """The lines of one customer that sum to its figure; in the view's scope unless another is given."""
    scope = scope or view.now().scope
    rows = rows_of(dataset, scope, customer)
    with st.container(border=True):
        st.text(t("rows.title", name=name if name == customer else f"{name} {customer}"))
        total = present.in_full(scope.measure)(language(), rows.total)
        st.caption(t("rows.sum", n=rows.count, measure=t(f"measure.{scope.measure.value}"), total=total))
        if rows.count > MOST_ROWS:
            st.caption(t("rows.more", most=MOST_ROWS))
        frame = rows.table.to_pandas()
        files = [source.file for source in dataset.manifest.sources]
        frame["source"] = [files[index] if index < len(files) else "" for index in frame["source"]]
        empty = [column for column in frame if frame[column].isna().all() or (frame[column] == "").all()]
        nameless = len(files) == 1 or not viewer.allowed().data  # a file's name is no figure of the scope
        spare = {"value", *({"source"} if nameless else ()), *_twice(frame)}
        frame = frame.drop(columns=[*empty, *(spare & set(frame) - set(empty))])
        for column in NUMBERS:
            if column in frame:
                frame[column] = frame[column].astype(float)
        config = {
            column: st.column_config.NumberColumn(t(f"rows.{column}"), format=NUMBERS[column])
            if column in NUMBERS
            else st.column_config.Column(t(f"rows.{column}"))
            for column in frame
        }
        st.dataframe(
            frame, hide_index=True, column_config=config, height=min(36 * len(frame) + 40, 360), alt=t("rows.alt")
        )


def _twice(frame: pd.DataFrame) -> tuple[str, ...]:
    """The product's name where the file has none but the product itself."""
    return ("product_name",) if (frame["product_name"] == frame["product"]).all() else ()


def how_computed(pareto: Pareto) -> None:
    """Formula, inputs, the question put to the data."""
    fold = st.expander(t("how.title"), icon=":material/functions:", key="fold.how", on_change="rerun")
    if not fold.open:
        return
    with fold:
        made = trace(pareto)
        st.text(made.formula.say(language()))
        rows = [{t("how.input"): t(f"input.{code}"), t("how.value"): _exactly(value)} for code, value in made.inputs]
        right = st.column_config.TextColumn(alignment="right")
        st.dataframe(rows, hide_index=True, width=460, alt=t("how.inputs_alt"), column_config={t("how.value"): right})
        st.caption(t("how.rows"))
        st.caption(t("how.sql"))
        question(made.sql, made.parameters)


def question(sql: str, parameters: Mapping[str, Any]) -> None:
    """What the database was asked, and with what."""
    st.code(_question(sql), language="sql")
    asked = {name: value for name, value in parameters.items() if value not in ([], None)}
    if asked:
        st.code("\n".join(f"${name} = {value}" for name, value in asked.items()), language=None)


def professional(pareto: Pareto, dataset: Dataset) -> None:
    """The suggested cut, and who would have changed sides in the last four quarters."""
    if not viewer.allowed().beyond:  # it looks at other quarters
        return
    fold = st.expander(t("expert.title"), icon=":material/query_stats:", key="fold.expert", on_change="rerun")
    if not fold.open:
        return
    with fold:
        current = view.now()
        suggestion = resources.suggestion(dataset, current.scope)
        if suggestion:
            st.text(suggestion.reason.say(language()))
            fields = {"rule": Rule.COUNT, "cut": Decimal(suggestion.count)}
            st.button(t("expert.take", n=suggestion.count), on_click=view.change, kwargs=fields)
        else:
            st.text(t("expert.no_suggestion"))
        found = resources.flips(dataset, current.scope, pareto.cut)
        if not found.quarters:
            st.text(t("expert.no_flips"))
            return
        st.text(t("expert.flips", n=found.count, quarters=len(found.quarters), window=found.window))
        st.dataframe([_quarter(flip) for flip in found.quarters], hide_index=True, alt=t("expert.flips_alt"))


def _quarter(flip: Flip) -> dict[str, Any]:
    lang = language()
    return {
        t("expert.quarter"): figures.period(lang, flip.first, flip.last),
        t("expert.key_accounts"): flip.key_accounts,
        t("expert.entered"): figures.names(lang, [flip.names[key] for key in flip.entered], most=20) or figures.NONE,
        t("expert.left"): figures.names(lang, [flip.names[key] for key in flip.left], most=20) or figures.NONE,
    }


def _question(sql: str) -> str:
    """The SQL without its author's remarks, which are in one language only."""
    return "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))


def _exactly(value: Any) -> str:
    if isinstance(value, Fraction):
        return f"{figures.percent(language(), value, digits=4)}"
    return figures.exact(language(), value) if isinstance(value, Decimal) else figures.show(language(), value)
