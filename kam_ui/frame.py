"""The main script: page list, sidebar and gate around whatever page the address names."""

from __future__ import annotations

import streamlit as st

from kam_core.errors import KamError
from kam_ui import controls, gate, present, view, who
from kam_ui.movement import compared
from kam_ui.text import t

PAGES = (
    ("pareto", ":material/groups:"),
    ("supply", ":material/inventory_2:"),
    ("movement", ":material/swap_vert:"),
    ("data", ":material/table_view:"),
)
BEHIND = ("concentration",)  # pages of the same menu entry as another (risk_tabs.py)


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

pages = [st.Page(way_home, title=t("app.title"), url_path="home", default=True, visibility="hidden")]
for name, icon in PAGES:
    if (present.PAGES / f"{name}.py").exists():
        pages.append(st.Page(present.PAGES / f"{name}.py", title=t(f"nav.{name}"), url_path=name, icon=icon))
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
