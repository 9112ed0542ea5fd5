"""The main script: page list, sidebar and gate around whatever page the address names."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from kam_core.errors import KamError
from kam_ui import controls, gate, people_tabs, present, view, who
from kam_ui.movement import compared
from kam_ui.text import t

PAGES = (
    ("pareto", ":material/groups:"),
    ("supply", ":material/inventory_2:"),
    ("movement", ":material/swap_vert:"),
    ("coverage", ":material/diversity_3:"),
    ("data", ":material/table_view:"),
)
BEHIND = ("concentration", "service", "playbook")  # pages of the same menu entry as another (risk_tabs, people_tabs)


def way_home() -> None:
    """The bare address shows the first page."""
    st.switch_page(pages[1])


problem: KamError | None = None
who.keep_apart()
try:
    view.arrive(compared.offer)
except KamError as error:
    problem = error
st.set_page_config(page_title=t("app.title"), page_icon=present.ICON, layout="wide")

hidden = () if people_tabs.has_people() else people_tabs.TABS
pages = [st.Page(way_home, title=t("app.title"), url_path="home", default=True, visibility="hidden")]
for name, icon in PAGES:
    if (present.PAGES / f"{name}.py").exists():
        file, title = present.PAGES / f"{name}.py", t(f"nav.{name}")
        seen: Literal["hidden", "visible"] = "hidden" if name in hidden else "visible"
        pages.append(st.Page(file, title=title, url_path=name, icon=icon, visibility=seen))
for name in BEHIND:
    if (present.PAGES / f"{name}.py").exists():
        title = t(f"nav.{name}")
        pages.append(st.Page(present.PAGES / f"{name}.py", title=title, url_path=name, visibility="hidden"))
page = st.navigation(pages)

if problem:
    if problem.code == who.NOT_LOGGED_IN:
        gate.show_login()
    else:
        present.stopped(problem)
    st.stop()

view.spell(page.url_path)
controls.sidebar(page.url_path)
gate.show_logout()
try:
    page.run()
except KamError as error:
    present.stopped(error)
