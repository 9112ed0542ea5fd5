"""Recipes and manifests as JSON, and back the same; what comes from outside is checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.errors import BadMapping
from kam_core.ingest.recipe import Layout, Mapping, Recipe
from kam_core.ingest.recipe_json import from_json, load, to_json
from kam_core.schema import Role
from kam_core.store.manifest import Manifest
from tests.stored import write_version

words = st.text(max_size=8)
layouts = st.builds(Layout, words | st.none(), words, words, words, st.integers(0, 99), st.integers(1, 2))
mappings = st.builds(
    Mapping,
    st.dictionaries(st.sampled_from(Role), st.lists(st.integers(1, 99), min_size=1, max_size=2).map(tuple)),
    st.lists(st.tuples(st.integers(1, 9), words, words), max_size=3).map(tuple),
    st.sampled_from(["ymd", "dmy", "mdy"]),
    st.sampled_from([".", ","]),
    st.lists(st.integers(1, 9), max_size=3).map(tuple),
    st.booleans(),
    st.lists(words, max_size=3).map(tuple),
)


@given(st.lists(layouts, max_size=3).map(tuple), mappings)
def test_a_recipe_comes_back_as_it_was(layouts: tuple[Layout, ...], mapping: Mapping) -> None:
    recipe = Recipe(layouts, mapping)
    assert from_json(to_json(recipe)).recipe == recipe


def test_a_manifest_comes_back_as_it_was(tmp_path: Path) -> None:
    manifest = write_version(tmp_path / "version")
    manifest.write(tmp_path)
    assert Manifest.read(tmp_path) == manifest
    assert manifest.mapping["customer"] == "Customer"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        '{"mapping": {"roles": {"boss": [1]}}}',
        '{"mapping": {"roles": {"customer": "1"}}}',
        '{"mapping": {"roles": {"customer": [1.5]}}}',
        '{"mapping": {"fill_down": true}}',
        '{"mapping": {"group_titles": 1}}',
        '{"layouts": [{"encoding": 7}]}',
        '{"layouts": [], "more": 1}',
        "[" * 100_000,
    ],
)
def test_a_recipe_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadMapping):
        from_json(text)


def test_a_recipe_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMapping):
        load(tmp_path / "none.json")


def test_layouts_that_differ_are_decided_again() -> None:
    two = (Layout(encoding="gb18030", sheet="A", header_line=3), Layout(encoding="gb18030", sheet="B", header_line=3))
    seen = from_json(json.dumps({"layouts": [vars(one) for one in two], "mapping": {}}))
    assert (seen.layout.encoding, seen.layout.sheet, seen.layout.header_line) == ("gb18030", None, None)
    assert seen.header_line == 3
