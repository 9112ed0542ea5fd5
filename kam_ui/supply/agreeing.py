"""备货确认单: our figure, the customer's, and the agreed one, which then takes the forecast's place in the plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import streamlit as st

from kam_core import figures
from kam_core.analysis.supply.account_outlook import AccountOutlook
from kam_core.analysis.supply.agreement import Basis
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.season_sheet import SeasonSheet, season_sheet
from kam_core.report.season_sheet import COLUMNS, season_sheet_xlsx, sheet_cell
from kam_core.report.xlsx import MIME
from kam_core.store import earlier
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset
from kam_ui import by_whom, resources, viewer
from kam_ui.components.print_sheet import print_sheet
from kam_ui.file_names import in_file_name
from kam_ui.supply.agreed_so_far import keep, latest, show_history, show_problem, show_undo
from kam_ui.text import language, say_core, t

MOST = 1e13  # what an agreement holds
SHOWN = ("product_name", "peak", "ours", "theirs", "agreed", "least", "most", "order_by")


def show_agreement(outlook: Outlook, one: AccountOutlook, dataset: Dataset) -> None:
    """One product: the figures to be agreed on; all of them: the sheet. And the sheet to print and to send."""
    if not viewer.allowed().decide:
        return
    sheet = season_sheet(outlook, one.customer, resources.agreements(dataset))
    st.markdown(f"**{t('supply.agree.title')}**")
    at = sheet.products.tolist().index(one.product) if one.product in sheet.products else -1
    if at >= 0:
        _figures(sheet, at, dataset)
    elif one.product:
        st.caption(t("supply.agree.no_peak"))
    else:
        _whole(sheet)
    if not len(sheet.products):
        return
    with st.container(horizontal=True):
        viewer.download(
            t("supply.agree.excel"),
            lambda: season_sheet_xlsx(sheet, language()),
            file_name=f"{t('supply.agree.file')}-{in_file_name(sheet.customer)}.xlsx",
            mime=MIME,
            icon=":material/download:",
            on_click="ignore",
        )
        print_sheet(_printed(sheet), t("supply.agree.print"))
    st.caption(t("supply.agree.no_prices"))


def _figures(sheet: SeasonSheet, at: int, dataset: Dataset) -> None:
    product, season = str(sheet.products[at]), str(sheet.peak_first[at])
    unit = str(sheet.units[at])
    ours = figures.volume(language(), round(float(sheet.ours[at]))) if np.isfinite(sheet.ours[at]) else figures.NONE
    st.text(t("supply.agree.ours", peak=_peak(sheet, at), ours=ours, unit=unit))
    where = (sheet.customer, product, season)
    said = earlier.agreements(resources.store(), dataset.id, principal=resources.principal())
    last = latest(said, where)
    place = f"{'.'.join(where)}.{last}"  # what somebody else has said meanwhile is shown, not written over
    show_problem()
    boxes = dict(zip(("theirs", "agreed"), st.columns([1, 1, 2])))
    for name, beside in boxes.items():
        value, key = getattr(sheet, {"agreed": "on_sheet"}.get(name, name))[at], f"agree.{name}.{place}"
        if key not in st.session_state:
            st.session_state[key] = float(value) if np.isfinite(value) else None
        beside.number_input(
            t(f"supply.agree.{name}", unit=unit),
            min_value=0.0,
            max_value=MOST,
            value=None,  # so that it can be cleared
            step=1.0,
            format="%.10g",
            key=key,
        )
    if said_of_it := _counts(sheet, at):
        st.caption(said_of_it)

    def save() -> None:
        given = {name: _decimal(st.session_state[f"agree.{name}.{place}"]) for name in boxes}
        keep(dataset, Agreement(*where, given["agreed"], _whole_units(sheet.ours[at]), given["theirs"]), last)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        by_whom.ask(t("supply.agree.who"), "agree.who")
        st.button(t("supply.agree.save"), type="primary", on_click=save, help=t("supply.agree.save_help"))
        show_undo(dataset, said, where, last)
    show_history(said, where)


def _counts(sheet: SeasonSheet, at: int) -> str:
    """Which of the two sheets counts in the plan; '' where the forecast does."""
    basis = str(sheet.basis[at])
    if basis == Basis.FORECAST:
        return ""
    if basis == Basis.SEASON:
        return t("supply.agree.counts")
    return t(f"supply.agree.counts_{basis}", need=figures.volume(language(), round(float(sheet.need[at]))))


def _whole(sheet: SeasonSheet) -> None:
    lines = range(len(sheet.products))
    rows: list[dict[str, Any]] = [{code: sheet_cell(sheet, at, code) for code in SHOWN} for at in lines]
    for row in rows:  # limits are no promise to the case
        row |= {code: round(row[code]) for code in ("least", "most") if row[code] is not None}
    if not rows:
        st.caption(t("supply.agree.no_peak"))
        return
    number = ("ours", "theirs", "agreed", "least", "most")
    st.dataframe(
        rows,
        hide_index=True,
        height=min(36 * len(rows) + 40, 420),
        placeholder=figures.NONE,
        alt=t("supply.agree.title"),
        column_config={
            code: st.column_config.NumberColumn(_word(code), format="localized")
            if code in number
            else st.column_config.TextColumn(_word(code))
            for code in SHOWN
        },
    )
    st.caption(t("supply.agree.one_by_one"))


def _printed(sheet: SeasonSheet) -> dict[str, object]:
    """The sheet as texts, for the printer."""
    lang = language()

    def text(at: int, code: str) -> str:
        value = sheet_cell(sheet, at, code)
        if isinstance(value, float):
            return figures.percent(lang, value, 0) if code == "trend" else figures.volume(lang, round(value))
        return "" if value is None else str(value)

    facts = {
        "customer": sheet.customer,
        "as_of": figures.iso(sheet.as_of),
        "service": figures.percent(lang, sheet.service_level, 0),
    }
    return {
        "title": say_core("season_sheet.title", name=sheet.name),
        "facts": [f"{_word(code)}: {value}" for code, value in facts.items()],
        "heads": [_word(code) for code in COLUMNS],
        "rows": [[text(at, code) for code in COLUMNS] for at in range(len(sheet.products))],
        "note": _word("note"),
        "agreement": _word("agreement"),
        "sides": [_word("us"), _word("them")],
    }


def _word(code: str) -> str:
    return say_core(f"season_sheet.{code}")


def _peak(sheet: SeasonSheet, at: int) -> str:
    return str(sheet_cell(sheet, at, "peak"))


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 4)))


def _whole_units(value: float) -> Decimal | None:
    return Decimal(round(float(value))) if np.isfinite(value) else None
