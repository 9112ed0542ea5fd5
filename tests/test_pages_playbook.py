"""The page of the playbook: the sentence, actions with their conflicts, the grid, one strategy; what is not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.analysis.playbook.strategies import Code, read_book
from kam_core.store.dataset import Dataset
from kam_core.store.store import Store
from kam_ui import resources
from kam_ui.text import WORDS
from tests.caches import forget
from tests.playbook_firm import HOSTILE, whole_firm
from tests.side_files import sell

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
LANGUAGES = ("zh", "en")
EVERYONE = {"rule": "count", "cut": "4"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The firm with every table, made once: the pages only look at it."""
    home = tmp_path_factory.mktemp("firm")
    whole_firm(home)
    return home


def _store(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Store:
    monkeypatch.setenv("KAM_DATA_DIR", str(folder))
    forget()
    return resources.store()


@pytest.fixture
def firm(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Dataset]:
    store = _store(monkeypatch, folder / "store")
    yield store.open(store.datasets("house")[0].id, principal="house")
    resources.store.clear()


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Store]:
    yield _store(monkeypatch, tmp_path / "store")
    resources.store.clear()


def page(lang: str = "zh", **query: str) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    for key, value in {"lang": lang, **query}.items():
        at.query_params[key] = value
    at.switch_page("../pages/playbook.py").run()
    assert not at.exception
    return at


def answer(at: AppTest) -> dict[str, Any]:
    found = [json.loads(one.proto.json or one.proto.mixed.json) for one in at.get("bidi_component")]
    return next(data for data in found if "sentence" in data)


def words(lang: str, key: str, **facts: object) -> str:
    return WORDS.say(lang, key, **facts)


def told(at: AppTest) -> str:
    return "\n".join(str(one.value) for one in [*at.text, *at.markdown, *at.caption, *at.subheader, *at.info])


def asked(at: AppTest, key: str) -> str:
    value = at.query_params[key]
    return value if isinstance(value, str) else value[0]


def frame(at: AppTest, column: str) -> Any:
    return next(one.value for one in at.dataframe if column in one.value)


def click(at: AppTest, column: str, row: int, cell: str) -> AppTest:
    grid = next(one for one in at.dataframe if column in one.value)
    key = grid.proto.id.rsplit("-", 1)[-1]
    at.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(row, cell)]}}
    return at.run()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("empty")
def test_without_data_it_says_how_to_begin(lang: str) -> None:
    assert [one.value for one in page(lang).title] == [words(lang, "empty.title")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sales_alone_say_that_nothing_can_be_told_and_which_files_would(
    lang: str, empty: Store, tmp_path: Path
) -> None:
    sell(empty, tmp_path)
    at = page(lang)
    assert answer(at)["sentence"].startswith(
        {"zh": "1 家大客户的 10 条打法都还看不出", "en": "None of the 10 strategies can be told"}[lang]
    )
    assert not at.dataframe
    labels = [one.label for one in at.get("download_button")]
    assert labels.count(words(lang, "offer.template_xlsx")) == 5


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("firm")
def test_the_sentence_comes_first_with_its_conflict(lang: str) -> None:
    at = page(lang, **EVERYONE)
    assert (
        answer(at)["sentence"]
        == {
            "zh": "先做这件：【C1 Ltd】按季节进度还差 459 到返利门槛（11.2万）；但库存偏高（1 个产品），多出 14.8万，"
            "先别劝它进货。共有 4 件事与别的打法相冲突，先看清再做。",
            "en": "First, C1 Ltd: 459 short of the rebate tier (112K) at its seasonal pace; but: overstocked by 148K "
            "(1 products): do not push. 4 actions conflict with another strategy: look before you act.",
        }[lang]
    )
    said = told(at)
    assert words(lang, "playbook.grid.click") in said
    assert HOSTILE not in said  # a name of the data is in tables only


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("firm")
def test_the_grid_says_each_state_with_a_sign_and_words(lang: str) -> None:
    grid = frame(page(lang, **EVERYONE), Code.SENIOR.value)
    assert list(grid) == ["name", *(one.code.value for one in read_book())]
    assert list(grid["name"]) == [f"C{n} Ltd" for n in range(1, 5)]
    assert list(grid["senior"]) == {"zh": ["✓ 1 次", *["✗ 没有过"] * 3], "en": ["✓ 1×", *["✗ never"] * 3]}[lang]
    assert list(grid["opinion"])[2:] == {"zh": ["? 不明"] * 2, "en": ["? unknown"] * 2}[lang]


@pytest.mark.usefixtures("firm")
def test_actions_are_parted_by_their_money_and_carry_their_conflict() -> None:
    at = page("en", **EVERYONE)
    own = frame(at, "what")
    assert list(own["name"]) == ["C1 Ltd"] and own["conflict"][0].startswith("⚠ Overstocked")
    at.segmented_control(key="playbook.act").set_value("conflicts").run()
    assert not at.exception
    conflicts = frame(at, "what")
    assert list(conflicts["name"]) == ["C1 Ltd", "C2 Ltd", "C2 Ltd", "C3 Ltd"]
    assert all(one.startswith("⚠ ") for one in conflicts["conflict"])
    at.segmented_control(key="playbook.act").set_value("year").run()
    assert any(HOSTILE in one for one in frame(at, "what")["what"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("firm")
def test_every_strategy_shows_its_rule_and_figures(lang: str) -> None:
    for one in read_book():
        at = page(lang, strategy=one.code.value, **EVERYONE)
        assert asked(at, "strategy") == one.code.value
        said = told(at)
        assert one.say("judged", lang) in said and one.say("measure", lang) in said
        assert words(lang, f"playbook.source.{'book' if one.book else 'practice'}") in said
        figures = frame(at, "state")
        assert len(figures) == 4 and "customer" not in figures


@pytest.mark.usefixtures("firm")
def test_a_click_on_a_cell_opens_that_strategy_and_one_on_a_name_the_account() -> None:
    at = click(page("en", **EVERYONE), "senior", 1, "rewards")
    assert not at.exception and asked(at, "strategy") == "rewards"
    assert list(frame(at, "state")["target"])[:2] == [100_000, 60_000]
    at = click(page("en", **EVERYONE), "senior", 1, "name")
    assert not at.exception and asked(at, "account") == "C2"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("firm")
def test_how_it_is_computed_shows_rules_and_questions(lang: str) -> None:
    at = page(lang, **EVERYONE)
    at.session_state["fold.playbook_how"] = True
    at.run()
    assert not at.exception
    rules = frame(at, words(lang, "playbook.how.judged"))
    assert len(rules) == 10
    asked = "\n".join(one.value for one in at.code)
    for relation in ("FROM activities", "FROM targets", "FROM customers", "FROM products"):
        assert relation in asked


@pytest.mark.usefixtures("firm")
def test_no_key_account_no_playbook() -> None:
    at = page("zh", rule="count", cut="0")
    assert answer(at)["sentence"] == "线上没有大客户，谈不上打法。" and not at.dataframe


@pytest.mark.parametrize("query", [{"strategy": "nonsense"}, {"strategy": ""}, {"region": "月球"}])
@pytest.mark.usefixtures("firm")
def test_a_link_that_cannot_be_shown_says_so(query: dict[str, str]) -> None:
    assert [one.value for one in page(**query).subheader] == [words("zh", "stopped.title")]


def test_a_broken_book_of_ones_own_says_which_file(firm: Dataset, folder: Path) -> None:
    own = folder / "store" / "playbook.toml"
    own.write_text("[[strategy]]\n", "utf-8")
    try:
        at = page("en", **EVERYONE)
        assert [one.value for one in at.subheader] == [words("en", "stopped.title")] and "playbook.toml" in told(at)
    finally:
        own.unlink()
    assert firm.id
