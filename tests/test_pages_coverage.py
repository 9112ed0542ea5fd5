"""The page of coverage: the sentence, the dots, the work list and the folds in both languages; what is not there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kam_core import figures
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import resources
from kam_ui.text import WORDS
from tests.caches import forget
from tests.side_files import stock

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
LANGUAGES = ("zh", "en")
TODAY = date(2025, 7, 3)
HEAD = ["日期", "客户编码", "客户名称", "产品编码", "客户经理", "金额"]
HOSTILE = "**粗** <b>$x$</b> :red[红]"
FOLDS = ("training", "problems", "coverage_how", "claim")
LEVELS = ("决策层", "中层", "一线", "仓管员")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    forget()
    yield resources.store()
    forget()


def table(rows: list[list[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


@pytest.fixture
def sales(store: Store, tmp_path: Path) -> Dataset:
    """Ten customers, eighteen months to June 2025; C00 is the largest, with a name that would like to be markup."""
    file = tmp_path / "sales.csv"
    rows = [
        [f"{2024 + m // 12}-{m % 12 + 1:02d}-10", f"C{i:02}", HOSTILE if i == 0 else f"客户{i}", f"P{i % 2}",
         ("王强", "李娜")[i % 2], 100 * (10 - i)]
        for m in range(18)
        for i in range(10)
    ]  # fmt: skip
    file.write_text(table([HEAD, *rows]), "utf-8")
    made = import_files(store, [Upload(file.name, file)], principal=HOUSE, today=TODAY).dataset
    assert made is not None
    return made


def beside(store: Store, folder: Path, dataset: Dataset, name: str, rows: list[list[Any]]) -> Dataset:
    made = stock(store, folder, dataset.id, {f"{name}.csv": table(rows)}, table=name).dataset
    assert made is not None
    return made


def contacts(store: Store, folder: Path, sales: Dataset) -> Dataset:
    """C00 has no warehouse keeper, C01 is whole, C02 in no list."""
    people = [["C00", f"人{level}", level] for level in LEVELS[:3]] + [["C01", f"甲{level}", level] for level in LEVELS]
    return beside(store, folder, sales, "contacts", [["客户编码", "联系人", "层级"], *people])


def activities(store: Store, folder: Path, sales: Dataset) -> Dataset:
    """All of C01 was seen in June, of C00 the boss; somebody at C01 was trained on P1, at C00 complained."""
    seen = [["2025-06-10", "C01", "拜访", level, "赵六", "", ""] for level in LEVELS]
    seen += [
        ["2025-06-11", "C00", "拜访", "决策层", "钱七", "", ""],
        ["2025-01-11", "C00", "拜访", "一线", "赵六", "", ""],
    ]
    seen += [
        ["2025-06-12", "C01", "培训", "一线", "赵六", "P1", ""],
        ["2025-06-13", "C00", "投诉", "一线", "", "", "发货晚"],
    ]
    head = ["日期", "客户编码", "类型", "对方层级", "我方人员", "产品编码", "结果"]
    return beside(store, folder, sales, "activities", [head, *seen])


@pytest.fixture
def people(store: Store, tmp_path: Path, sales: Dataset) -> Dataset:
    contacts(store, tmp_path, sales)
    goods = [["产品编码", "上市日期", "复杂产品"], ["P0", "2025-02-01", "是"], ["P1", "2025-02-01", "是"]]
    beside(store, tmp_path, sales, "products", goods)
    return activities(store, tmp_path, sales)


def page(lang: str = "zh", **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page("../pages/coverage.py").run()
    assert not at.exception
    return at


def answer(at: AppTest) -> dict[str, Any]:
    found = [json.loads(one.proto.json or one.proto.mixed.json) for one in at.get("bidi_component")]
    return next(data for data in found if "sentence" in data)


def words(lang: str, key: str, **facts: object) -> str:
    return WORDS.say(lang, key, **facts)


def told(at: AppTest) -> str:
    return "\n".join(str(one.value) for one in [*at.text, *at.markdown, *at.caption, *at.subheader, *at.info])


def unfold(at: AppTest, *folds: str) -> AppTest:
    for fold in folds:
        at.session_state[f"fold.{fold}"] = True
    at.run()
    assert not at.exception
    return at


def work(at: AppTest) -> list[tuple[str, str]]:
    """(customer, what is missing) of the work list."""
    frame = next(one.value for one in at.dataframe if "lack" in one.value)
    return list(zip(frame["name"], frame["lack"]))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("store")
def test_without_data_it_says_how_to_begin(lang: str) -> None:
    assert [one.value for one in page(lang).title] == [words(lang, "empty.title")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("sales")
def test_without_a_list_of_people_one_line_says_which_file_opens_it(lang: str) -> None:
    at = page(lang)
    assert words(lang, "coverage.offer.contacts") in told(at)
    assert words(lang, "offer.template_xlsx") in [one.label for one in at.get("download_button")]
    assert not at.dataframe and not [one for one in at.get("bidi_component") if "sentence" in (one.proto.json or "")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_comes_first_and_the_link_spells_everything_out(people: Dataset, lang: str) -> None:
    at = page(lang, rule="count", cut="3")
    assert answer(at)["sentence"] in (
        f"3 家大客户里，1 家没有仓管员联系人，近 12 个整月买了 1.2万；最大的是【{HOSTILE}】。",
        "No warehouse keeper is known at 1 of 3 key accounts; they bought 12K in the last 12 complete months, "
        f"and {HOSTILE} bought the most.",
    )
    assert words(lang, "coverage.line.warehouse", n=1) in answer(at)["beside"]
    assert dict(at.query_params) == {
        "data": people.address,
        "rule": "count",
        "cut": "3",
        "measure": "amount",
        "from": "2024-07",
        "to": "2025-06",
        "stale": "90",
        "lang": lang,
    }
    assert HOSTILE not in told(at)


def test_the_work_list_is_sorted_by_money_and_filtered_by_owner(people: Dataset) -> None:
    at = page(rule="count", cut="3")
    assert people.version == 4
    assert work(at) == [
        (HOSTILE, "没有仓管员联系人"),
        (HOSTILE, "中层没有联系过"),
        (HOSTILE, "一线已 153 天没联系"),
        (HOSTILE, "没人受过培训：P0"),
        ("客户2", "没有登记任何联系人"),
        ("客户2", "没人受过培训：P0"),
    ]
    at.selectbox(key="pick.owner").set_value("王强").run()
    assert at.query_params["owner"] == "王强" and len(work(at)) == 6
    at = page(rule="count", cut="3", owner="李娜")  # looks after C01, where nothing is missing
    assert words("zh", "coverage.work.nothing") in told(at) and at.query_params["owner"] == "李娜"
    fewer = page(rule="count", cut="3", stale="200")
    assert (HOSTILE, "一线已 153 天没联系") not in work(fewer)
    fewer.number_input(key="pick.stale").set_value(100).run()
    assert fewer.query_params["stale"] == "100" and (HOSTILE, "一线已 153 天没联系") in work(fewer)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("people")
def test_the_folds_tell_training_problems_the_claim_and_the_sums(lang: str) -> None:
    at = unfold(page(lang, rule="count", cut="3"), *FOLDS)
    said = told(at)
    assert words(lang, "coverage.claim.no_proof").replace("\n", "") in said
    trained = next(one.value for one in at.dataframe if "trained_buyers" in one.value)
    assert list(zip(trained["product"], trained["buyers"], trained["trained_buyers"])) == [("P0", 2, 0), ("P1", 1, 1)]
    assert [one.value for one in at.metric] == ["0", "0", "1", "0"]
    problems = next(one.value for one in at.dataframe if "outcome" in one.value)
    assert list(problems["outcome"]) == ["发货晚"] and list(problems["open"]) == [words(lang, "coverage.problems.open")]
    counted = next(one.value for one in at.dataframe if words(lang, "coverage.state.nobody") in one.value)
    assert list(counted[words(lang, "coverage.state.nobody")]) == [0, 0, 0, 1]
    assert list(counted.sum(axis=1, numeric_only=True)) == [6] * 4  # the states of a level are the key accounts
    assert any("contact_levels" in one.value or "FROM contacts" in one.value for one in at.code)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_contacts_alone_tell_who_is_missing_and_what_activities_would_add(
    store: Store, tmp_path: Path, sales: Dataset, lang: str
) -> None:
    contacts(store, tmp_path, sales)
    at = unfold(page(lang, rule="count", cut="3"), *FOLDS)
    assert words(lang, "coverage.offer.activities") in told(at)
    assert words(lang, "coverage.claim.no_activities") in told(at)
    assert {lack for _, lack in work(at)} == {
        words(lang, "coverage.lack.nobody", level=words(lang, "coverage.level.warehouse")),
        words(lang, "coverage.lack.no_contacts"),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_activities_alone_ask_for_the_contacts(store: Store, tmp_path: Path, sales: Dataset, lang: str) -> None:
    activities(store, tmp_path, sales)
    at = unfold(page(lang, rule="count", cut="3"), *FOLDS)
    assert words(lang, "coverage.offer.contacts") in told(at)
    assert words(lang, "coverage.offer.products") in told(at)


@pytest.mark.usefixtures("people")
def test_no_key_account_no_dots() -> None:
    at = page(rule="count", cut="0")
    assert answer(at)["sentence"] == "线上没有大客户，谈不上覆盖。" and not at.dataframe


@pytest.mark.parametrize("query", [{"stale": "0"}, {"stale": "abc"}, {"owner": "x" * 401}, {"region": "月球"}])
@pytest.mark.usefixtures("people")
def test_a_link_that_cannot_be_shown_says_so(query: dict[str, str]) -> None:
    assert [one.value for one in page(**query).subheader] == [words("zh", "stopped.title")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("people")
def test_a_click_opens_the_rows_behind(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = st.dataframe

    def clicked(*shown: Any, **said: Any) -> Any:
        event = drawn(*shown, **said)
        row = SimpleNamespace(selection=SimpleNamespace(cells=[(0, "lack")]))
        return row if str(said.get("key")).startswith("coverage.work") else event

    monkeypatch.setattr(st, "dataframe", clicked)
    at = page(lang, rule="count", cut="3")
    tables = [one.value for one in at.dataframe]
    listed = next(one for one in tables if "contact" in one and "date" not in one)
    assert list(listed["contact"]) == ["人决策层", "人中层", "人一线"]
    assert list(listed["level"]) == [
        words(lang, f"coverage.level.{level}") for level in ("decision", "middle", "front")
    ]
    done = next(one for one in tables if "kind" in one)
    assert list(done["kind"]) == [words(lang, f"coverage.kind.{kind}") for kind in ("complaint", "visit", "visit")]
    assert next(one for one in tables if "amount" in one)["amount"].sum() == 12_000  # what the money is the sum of


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("people")
def test_on_a_phone_the_work_list_is_cards(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same gaps in the same order, each with its money; a tap opens what is behind it."""
    from kam_ui.coverage import work_cards

    seen: dict[str, Any] = {}

    def drawn(rows: list[dict[str, Any]], named: str, on_open: Any) -> None:
        seen.update(rows=rows, named=named)
        if "tap" in seen:
            on_open(seen.pop("tap"))

    monkeypatch.setattr(work_cards, "cards", drawn)
    at = page(lang, rule="count", cut="3")
    assert [(row["name"], row["product"]) for row in seen["rows"]] == work(at)[: work_cards.MOST]
    frame = next(one.value for one in at.dataframe if "lack" in one.value)
    shown = [row["facts"][0][1] for row in seen["rows"]]
    assert shown == [figures.amount(lang, value) for value in frame["value"]][: work_cards.MOST]
    before = len(at.dataframe)
    seen["tap"] = 0
    at.run()
    assert not at.exception and len(at.dataframe) > before  # its contacts, activities and sales


def test_the_menu_names_it_only_where_a_list_of_people_is(
    store: Store, tmp_path: Path, sales: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, seen = st.Page, {}

    def noted(*file: Any, **said: Any) -> Any:
        seen[said["url_path"]] = said.get("visibility", "visible")
        return made(*file, **said)

    monkeypatch.setattr(st, "Page", noted)
    page()
    assert seen["coverage"] == "hidden" and seen["pareto"] == "visible"
    contacts(store, tmp_path, sales)
    page()
    assert seen["coverage"] == "visible"
