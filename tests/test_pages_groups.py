"""Merging on screen: suggestions decided, undone and applied to every page, in both languages; links that say so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.figures import show
from kam_core.ingest.recipe import Upload
from kam_core.store import groups
from kam_core.store.dataset import Dataset
from kam_core.store.groups import Decision, What
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from tests.test_pages_pareto import FRAME, LANGUAGES, TODAY, page, part, said, store, words

__all__ = ["store"]  # the fixture

NAMES = ("陇上商贸有限公司", "陇上食品（北京）有限公司", "别家商贸有限公司", "[点](http://x)另一家")


@pytest.fixture
def sales(store: Store, tmp_path: Path) -> Dataset:
    """Four customers, two of which share a name, over three months."""
    file = tmp_path / "sales.csv"
    rows = [f"2024-{m:02d}-05,C{i},{name},{100 * (4 - i)}" for m in (10, 11, 12) for i, name in enumerate(NAMES)]
    file.write_text("日期,客户编码,客户名称,金额\n" + "\n".join(rows) + "\n", "utf-8")
    made = import_files(store, [Upload("sales.csv", file)], principal=HOUSE, today=TODAY).dataset
    assert made is not None
    return made


def data_page(lang: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page("../pages/data.py").run()
    assert not at.exception
    return opened(at)


def opened(at: AppTest) -> AppTest:
    at.session_state["fold.groups"] = True
    at.run()
    assert not at.exception
    return at


def merged(store: Store, dataset: Dataset) -> str:
    of = {"C0": "陇上", "C1": "陇上"}
    groups.decide(store, dataset.id, Decision(What.CONFIRM, of), seen=0, principal=HOUSE)
    return groups.freeze(store, dataset.id, principal=HOUSE).address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_suggestion_is_confirmed_and_undone(store: Store, sales: Dataset, lang: str) -> None:
    at = data_page(lang, data=sales.id)
    sentence = words(lang, "groups.sentence", suggested=1, value=show(lang, Decimal(2100)), groups=0, customers=0)
    assert sentence in said(at)  # (400 + 300) in each of three months
    at.text_input(key="groups.who").set_value("Li Wei")
    at.button(key="groups.confirm").click().run()
    assert not at.exception
    there = groups.decided(store, sales.id, principal=HOUSE)
    assert there.groups == {"陇上": ("C0", "C1")}
    assert there.history[0].who == "Li Wei"
    assert words(lang, "groups.none") in said(at)
    at.button(key="groups.undo").click().run()
    assert groups.decided(store, sales.id, principal=HOUSE).groups == {}
    at.button(key="groups.reject").click().run()
    assert not at.exception
    assert words(lang, "groups.none_left", groups=0, customers=0) in said(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_other_tabs(store: Store, sales: Dataset, lang: str) -> None:
    merged(store, sales)
    at = data_page(lang, data=sales.id)
    for tab in ("standing", "history", "list"):
        at.segmented_control(key="groups.tab").set_value(tab).run()
        assert not at.exception, tab
    at.text_area(key="groups.text").set_value("C2\t别家系\nC3\t别家系\nnobody\tX").run()
    assert words(lang, "groups.listed", customers=2, groups=1) in said(at)
    assert "nobody" in said(at)
    at.button(key="groups.upload").click().run()
    assert set(groups.decided(store, sales.id, principal=HOUSE).groups) == {"陇上", "别家系"}
    at.segmented_control(key="groups.tab").set_value("standing").run()
    at.selectbox(key="groups.chosen").set_value("陇上").run()
    at.button(key="groups.dissolve").click().run()
    assert not at.exception
    assert set(groups.decided(store, sales.id, principal=HOUSE).groups) == {"别家系"}


def test_who_was_faster_is_named(store: Store, sales: Dataset) -> None:
    at = data_page("en", data=sales.id)
    other = Decision(What.CONFIRM, {"C2": "Others", "C3": "Others"}, who="Wang Fang")
    groups.decide(store, sales.id, other, seen=0, principal=HOUSE)
    at.button(key="groups.confirm").click().run()
    assert not at.exception
    assert "Wang Fang" in said(at)
    assert set(groups.decided(store, sales.id, principal=HOUSE).groups) == {"Others"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_switch_merges_the_first_page_and_its_link(store: Store, sales: Dataset, lang: str) -> None:
    address = merged(store, sales)
    at = page(lang, data=sales.id)
    assert "groups" not in at.query_params
    assert part(at, "names")["names"][0] == NAMES[0]
    at.toggle(key="pick.groups").set_value(True).run()
    assert not at.exception
    assert at.query_params["groups"] in (address, [address])
    assert part(at, "names")["names"][0] == "陇上"
    assert words(lang, "groups.merged", customers=2, groups=1) in said(at)
    at.toggle(key="pick.groups").set_value(False).run()
    assert "groups" not in at.query_params


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_keeps_the_list_it_was_made_with(store: Store, sales: Dataset, lang: str) -> None:
    address = merged(store, sales)
    groups.undo(store, sales.id, seen=1, principal=HOUSE)
    at = page(lang, data=sales.id, groups=address)
    assert at.query_params["groups"] in (address, [address])
    assert part(at, "names")["names"][0] == "陇上"
    assert words(lang, "groups.renew") in [button.label for button in at.button]


@pytest.mark.parametrize("address", ["gffffffffffffffffffff", "on", "g1", "h0123456789abcdef0123"])
def test_an_unknown_list_stops_and_is_never_ignored(sales: Dataset, address: str) -> None:
    at = page("en", data=sales.id, groups=address)
    assert words("en", "stopped.title") in said(at)
    assert address in said(at).replace("\\", "")


def test_off_is_understood(sales: Dataset) -> None:
    at = page("en", data=sales.id, groups="off")
    assert not [element for element in at.subheader if element.value == words("en", "stopped.title")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_register_is_approved_and_compared(sales: Dataset, lang: str) -> None:
    at = page(lang, data=sales.id, rule="count", cut="2")
    at.session_state["fold.register"] = True
    at.run()
    assert not at.exception
    assert words(lang, "register.none") in said(at)
    at.button(key="register.save").click().run()  # nobody decided it
    assert not at.exception and words(lang, "register.none") in said(at)
    at.text_input(key="register.who").set_value("[Li](http://x)")
    at.button(key="register.save").click().run()
    assert not at.exception
    assert words(lang, "register.none") not in said(at)
    later = page(lang, data=sales.id, rule="count", cut="3")
    later.session_state["fold.register"] = True
    later.run()
    assert not later.exception
    shown = [frame.value for frame in later.dataframe]
    assert any("place" in frame and len(frame) == 3 for frame in shown)
