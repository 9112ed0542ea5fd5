"""The first page: without data, with data in both languages, with a bad link, and with names that look like code."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.hand import HandPick
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import present, resources
from kam_ui.present import quoted
from kam_ui.text import WORDS
from tests.caches import forget

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
LANGUAGES = ("zh", "en")
HOSTILE = ["<script>alert(1)</script>", "**粗** $x$ :red[红] [点](http://x)", "=cmd()|'x'", '引"号,逗号', "🍺" * 30]
TODAY = date(2025, 2, 10)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    forget()
    yield resources.store()
    resources.store.clear()


@pytest.fixture
def sales(store: Store, tmp_path: Path) -> Dataset:
    """Forty customers over fourteen months, the last incomplete; two units; a region column."""
    file = tmp_path / "sales.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["日期", "客户编码", "客户名称", "区域", "单位", "数量", "金额"])
        for month in range(14):
            for i in range(40):
                name = HOSTILE[i] if i < len(HOSTILE) else f"客户{i}"
                day = f"{2024 + month // 12}-{month % 12 + 1:02d}-05"
                unit = "瓶" if i % 3 == 0 else "箱"
                writer.writerow([day, f"C{i:03d}", name, ("华东", "华南", "")[i % 3], unit, 40 - i, 1000 * (40 - i)])
    made = import_files(store, [Upload("sales.csv", file)], principal=HOUSE, today=TODAY).dataset
    assert made is not None
    return made


def page(lang: str = "zh", **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page("../pages/pareto.py").run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    """Everything that is shown as text or Markdown, the live parts' data included."""
    shown = [*at.text, *at.markdown, *at.caption, *at.title, *at.subheader, *at.success, *at.warning, *at.error]
    return "\n".join(
        [*(str(element.value) for element in shown), *(json.dumps(d, ensure_ascii=False) for d in parts(at))]
    )


def parts(at: AppTest) -> list[dict[str, Any]]:
    """The data handed to the live parts."""
    found = [element.proto for element in at.get("bidi_component")]
    return [json.loads(proto.json or proto.mixed.json) for proto in found]


def part(at: AppTest, key: str) -> dict[str, Any]:
    return next(data for data in parts(at) if key in data)


def words(lang: str, key: str, **facts: object) -> str:
    return WORDS.say(lang, key, **facts)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("store")
def test_without_data_it_says_what_it_does_and_how_to_begin(lang: str) -> None:
    at = page(lang)
    assert [element.value for element in at.title] == [words(lang, "empty.title")]
    assert {words(lang, "empty.upload"), words(lang, "empty.sample")} <= {button.label for button in at.button}
    assert at.query_params["lang"] == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_comes_first_and_the_link_spells_everything_out(sales: Dataset, lang: str) -> None:
    at = page(lang)
    assert part(at, "sentence")["sentence"] in (
        "8 家大客户（共 40 家，占客户数的 20%）带来 35.6% 的销售额。",
        "8 of 40 customers, 20%, bring 35.6% of sales.",
    )
    assert dict(at.query_params) == {
        "data": sales.address,
        "rule": "top",
        "cut": "20",
        "measure": "amount",
        "from": "2024-02",
        "to": "2025-01",
        "lang": lang,
    }
    frame = at.dataframe[0].value
    assert len(frame) == 8
    assert frame["name"].tolist()[: len(HOSTILE)] == HOSTILE


@pytest.mark.usefixtures("sales")
def test_the_line_s_numbers_are_the_server_s() -> None:
    live = part(page(rule="reach", cut="50"), "knots")
    assert (live["k"], live["n"], live["rule"], live["typed"]) == (12, 40, "reach", "50")
    assert live["knots"]["share"][-1] == 1.0


def test_the_same_link_shows_the_same_figures_in_the_other_language(sales: Dataset) -> None:
    query = {"data": sales.address, "rule": "count", "cut": "5", "region": "华东", "from": "2024-03", "to": "2024-09"}
    zh, en = (part(page(lang, **query), "knots") for lang in LANGUAGES)
    assert [zh[key] for key in ("n", "k", "knots", "peak")] == [en[key] for key in ("n", "k", "knots", "peak")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"rule": "bogus"}, "bogus"),
        ({"colour": "red"}, "colour"),
        ({"region": "火星"}, "火星"),
        ({"data": "d404"}, "d404"),
        ({"hand": "h404"}, "h404"),
        ({"from": "2031-01", "to": "2031-02"}, "2031"),
    ],
)
@pytest.mark.usefixtures("sales")
def test_a_bad_link_stops_with_the_reason_and_a_way_home(lang: str, query: dict[str, str], seen: str) -> None:
    at = page(lang, **query)
    assert [element.value for element in at.subheader] == [words(lang, "stopped.title")]
    assert seen in said(at).replace("\\", "")
    assert not at.dataframe
    next(button for button in at.button if button.label == words(lang, "stopped.home")).click().run()
    assert not at.exception
    assert at.dataframe


def test_a_version_that_is_not_there_is_told(sales: Dataset) -> None:
    assert sales.id in said(page(data=f"{sales.id}@99"))


@pytest.mark.usefixtures("sales")
def test_different_units_are_not_added_in_silence() -> None:
    at = page("zh", measure="quantity")
    assert words("zh", "mixed.units") in [element.value for element in at.subheader]
    assert not at.dataframe
    at.button(key="mixed.箱").click().run()
    assert at.query_params["unit"] == "箱"
    assert at.dataframe


@pytest.mark.usefixtures("sales")
def test_a_filter_changes_the_link_and_the_figures() -> None:
    at = page("en")
    at.multiselect(key="pick.regions").select("华东").run()
    assert at.query_params["region"] == "华东"
    assert part(at, "knots")["n"] == 14
    assert "firm_wide_class" in at.dataframe[0].value


def test_names_pinned_by_hand_are_marked_and_totals_stay(sales: Dataset, store: Store) -> None:
    before = part(page(), "knots")
    hand = store.keep_hand(sales.id, (HandPick("C039", True, "集团协议", "老板"),), principal=HOUSE)
    at = page(hand=hand)
    after = part(at, "knots")
    assert after["total"] == before["total"]
    assert [(pick["rank"], pick["pinned"]) for pick in after["hand"]] == [(40, True)]
    frame = at.dataframe[0].value
    assert (len(frame), frame["mark"].iloc[-1], frame["reason"].iloc[-1]) == (9, "指定", "集团协议")


@pytest.mark.usefixtures("sales")
def test_searching_finds_a_name_as_text() -> None:
    at = page()
    at.segmented_control(key="table.side").set_value("all").run()
    at.text_input(key="table.search").set_value(HOSTILE[1]).run()
    assert at.dataframe[0].value["customer"].tolist() == ["C001"]


@pytest.mark.usefixtures("sales")
def test_the_language_switch_changes_the_words_and_nothing_else() -> None:
    at = page("zh", rule="count", cut="7")
    before, figures = dict(at.query_params), part(at, "knots")["knots"]
    at.segmented_control(key="pick.lang").set_value("en").run()
    assert dict(at.query_params) == before | {"lang": "en"}
    assert part(at, "knots")["knots"] == figures
    assert part(at, "sentence")["sentence"].startswith("7 of 40 customers")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("sales")
def test_the_folds_open_to_formula_inputs_and_question(lang: str) -> None:
    at = page(lang, rule="count", cut="7")
    at.session_state["fold.how"] = True
    at.session_state["fold.expert"] = True
    at.run()
    assert not at.exception
    assert any("FROM months" in code.value for code in at.code)
    assert words(lang, "expert.take", n=16) in [button.label for button in at.button]


def test_values_are_quoted_where_markdown_is_read() -> None:
    assert present.quoted("a*b_[c](d) $x$ :red[e] <b> `f` #g\nh") == (
        r"a\*b\_\[c\]\(d\) \$x\$ \:red\[e\] \<b\> \`f\` \#g h"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_totals_are_written_out_and_the_page_stays_calm(sales: Dataset, lang: str) -> None:
    at = page(lang, data=sales.address)
    beside = part(at, "sentence")["beside"]
    assert "9,840,000.00" in beside and "11,480,000.00" in beside
    folds = [*at.main.expander, *at.main.get("popover")]
    folded = [w for fold in folds for kind in ("download_button", "button") for w in fold.get(kind)]
    row = [*at.main.button, *at.main.get("download_button"), *at.main.get("button_group"), *at.main.get("text_input")]
    assert len(at.main.get("popover")) + len(row) - len(folded) <= 10


@pytest.mark.usefixtures("store")
def test_where_there_is_nothing_there_is_no_link_to_copy() -> None:
    assert not any("path" in data for data in parts(page()))


def test_a_value_in_markdown_is_no_link_and_no_mark() -> None:
    said = quoted("![a](http://evil.example/x.png) www.evil.example me@evil.example **b**")
    assert not re.search(r"://|www\.|@\w|(?<!\\)[*\[\]()!]", said)
