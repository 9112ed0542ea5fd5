"""The main script: page list, sidebar and gate around whatever page the address names."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from kam_core.errors import KamError, UnknownShare
from kam_ui import controls, gate, menu, meters, present, shared, tabs, today, view, viewer, who
from kam_ui.alerts import bell
from kam_ui.movement import asked
from kam_ui.text import t

PAGES = (
    ("pareto", ":material/groups:"),
    ("supply", ":material/inventory_2:"),
    ("movement", ":material/swap_vert:"),
    ("coverage", ":material/diversity_3:"),
    ("data", ":material/table_view:"),
)
#: in no menu: tabs of another entry (menu.py), and what a click on a name, or on the bell, opens
BEHIND = ("concentration", "account", "service", "playbook", "alerts")


def way_home() -> None:
    """The bare address shows the first page."""
    st.switch_page(pages[1])


problem: KamError | None = None
bounds: shared.Shared | None = None
may_see: tuple[str, ...] = (*(name for name, _ in PAGES), *BEHIND)
who.keep_apart()
view.greet()
try:
    bounds = viewer.bounds()
    may_see = viewer.allowed().pages or may_see
    view.arrive(asked.offer, bounds)
except KamError as error:
    problem = error
st.set_page_config(page_title=t("app.title"), page_icon=present.ICON, layout="wide")

hidden = () if tabs.has_people() else menu.TABS["people"]
pages = [st.Page(way_home, title=t("app.title"), url_path="home", default=True, visibility="hidden")]
for name, icon in PAGES:
    if name in may_see and (present.PAGES / f"{name}.py").exists():
        file, title = present.PAGES / f"{name}.py", t(f"nav.{name}")
        seen: Literal["hidden", "visible"] = "hidden" if name in hidden else "visible"
        pages.append(st.Page(file, title=title, url_path=name, icon=icon, visibility=seen))
for name in BEHIND:
    if name in may_see and (present.PAGES / f"{name}.py").exists():
        here: Literal["hidden", "visible"] = "visible" if bounds and bounds.page == name else "hidden"  # its way back
        pages.append(st.Page(present.PAGES / f"{name}.py", title=t(f"nav.{name}"), url_path=name, visibility=here))
closed = isinstance(problem, UnknownShare)
page = st.navigation(pages, position="hidden" if closed else "sidebar")

if problem:
    if problem.code == who.NOT_LOGGED_IN:
        gate.show_login()
    else:
        present.stopped(problem)
    st.stop()

view.spell(page.url_path)
controls.sidebar(page.url_path)
gate.show_logout()
place = viewer.show_bar(bounds) if bounds else None
try:
    with meters.page_run(page.url_path):
        page.run()
    if bounds and place:
        today.show_today(bounds, page.url_path, place)
    bell.ring(page.url_path)
except KamError as error:
    present.stopped(viewer.told(error))
