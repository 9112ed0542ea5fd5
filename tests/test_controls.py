"""A widget bound to the view starts with what the view says, in every run: the browser may miss the run that set it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

UI = Path(__file__).parent.parent / "kam_ui"
COUNTED, LISTED = {"selectbox", "radio"}, {"segmented_control", "multiselect", "pills"}


def app() -> None:
    import streamlit as st

    from kam_ui.controls import bound

    def changed(value: object) -> None:
        st.session_state["told"] = value

    options = ["a", "b", "c"]
    st.selectbox("one", options, **bound("one", "c", changed, among=options))
    st.radio("two", options, **bound("two", "b", changed, among=options))
    st.multiselect("three", options, **bound("three", ["b", "c"], changed, starts="default"))
    st.segmented_control("four", options, **bound("four", "b", changed, starts="default"))
    st.number_input("five", 0, 90, step=5, **bound("five", 30, changed))
    st.toggle("six", **bound("six", True, changed))
    st.number_input("seven", 0, 90, value=None, **bound("seven", 40, changed, starts=None))


def test_each_run_tells_the_browser_what_a_widget_starts_with() -> None:
    at = AppTest.from_function(app).run()
    for _ in range(3):
        assert not at.exception and not at.warning
        assert at.selectbox(key="pick.one").proto.default == 2
        assert at.radio(key="pick.two").proto.default == 1
        assert list(at.multiselect(key="pick.three").proto.default) == [1, 2]
        assert list(at.segmented_control(key="pick.four").proto.default) == [1]
        assert at.number_input(key="pick.five").proto.default == 30
        assert at.toggle(key="pick.six").proto.default is True
        seven = at.number_input(key="pick.seven").proto
        assert seven.set_value and seven.value == 40
        assert "told" not in at.session_state
        at.run()


def test_what_the_user_chooses_is_told() -> None:
    at = AppTest.from_function(app).run()
    at.selectbox(key="pick.one").set_value("a").run()
    assert at.session_state["told"] == "a" and at.selectbox(key="pick.one").value == "c"  # the view has the last word


def bindings() -> list[tuple[str, str, set[str]]]:
    """Where a widget is bound: the place, the widget, the keywords it is bound with."""
    found = []
    for file in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            for spread in (keyword.value for keyword in node.keywords if keyword.arg is None):
                if isinstance(spread, ast.Call) and getattr(spread.func, "id", "") == "bound":
                    given = {str(keyword.arg) for keyword in spread.keywords}
                    found.append((f"{file.relative_to(UI)}:{node.lineno}", node.func.attr, given))
    return found


@pytest.mark.parametrize(("place", "widget", "given"), bindings())
def test_each_widget_is_bound_by_the_name_of_its_start(place: str, widget: str, given: set[str]) -> None:
    if widget in COUNTED:
        assert given & {"among", "starts"}, place
    elif widget in LISTED:
        assert "starts" in given, place


def test_the_bindings_are_found() -> None:
    assert len({widget for _, widget, _ in bindings()}) >= 5 and len(bindings()) > 30
