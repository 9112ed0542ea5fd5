"""The sentence of the supply page, the small line that says what it rests on, and what is looked at below."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kam_core import figures
from kam_core.analysis.supply.season_supply import SupplyFinding
from kam_ui import view, viewer
from kam_ui.controls import bound
from kam_ui.season import TABS
from kam_ui.text import language, t


def spoken(found: SupplyFinding) -> str:
    """The answer, without what the small line says."""
    return found.answer.say(language()).strip()


def small_line(found: SupplyFinding) -> str:
    """Stock to which day, rolled forward to which, how many have reported, and what demand is made of."""
    lang, outlook = language(), found.outlook
    known = outlook.reported[~np.isnat(outlook.reported)]
    said = [t("supply.line.as_of", as_of=figures.iso(outlook.as_of))]
    if len(known):
        newest = figures.iso(known.max().astype("datetime64[D]").item())
        said = [t("supply.line.stock", stock=newest, as_of=figures.iso(outlook.as_of))]
        said.append(t("supply.line.reported", key_accounts=found.key_accounts, reported=found.reported))
        if found.unreported.n:
            said.append(t("supply.line.unreported", unreported=found.unreported.n))
    said.append(found.made_of.say(lang))
    return " · ".join(said)


def choose_tab() -> str:
    """Who runs dry first, the plan, or the shortage: as the view says."""
    if not viewer.allowed().settings:
        return view.now().season.tab
    names = {tab: t(f"supply.tab.{tab}") for tab in TABS}
    st.segmented_control(
        t("supply.tab.label"),
        TABS,
        format_func=names.__getitem__,
        required=True,
        label_visibility="collapsed",
        **bound("supply.tab", view.now().season.tab, lambda tab: view.assume(tab=tab), starts="default"),
    )
    return view.now().season.tab
