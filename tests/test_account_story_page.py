"""The account's page: in both languages, with stock and without, for customers of all kinds; bad links; odd names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.ingest.recipe import Upload
from kam_core.report.shown import Shown
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_ui import resources, viewer
from kam_ui.account.opening import may_open
from kam_ui.send.files import sheet_of
from kam_ui.shared import OF_SCOPE, PAGES
from kam_ui.text import WORDS
from tests.caches import forget

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
LANGUAGES = ("zh", "en")
WITH, WITHOUT = "sample@2", "sample@1"  # the sample's sales alone are its first version
HOSTILE = "<img src=x onerror=alert(1)> [a](http://x.y) **b** $x$ :red[z]"


@pytest.fixture(scope="module", autouse=True)
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A store with the Chinese sample, its stock and its supply."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAM_DATA_DIR", str(tmp_path_factory.mktemp("account") / "store"))
        forget()
        open_sample(resources.store(), "zh", HOUSE)
        yield
        forget()


def page(lang: str = "zh", name: str = "account", data: str = WITH, **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=120)
    for key, value in {"lang": lang, "data": data, **query}.items():
        at.query_params[key] = value
    at.switch_page(f"../pages/{name}.py").run()
    assert not at.exception
    return at


def sentence(at: AppTest) -> str:
    found = [element.proto for element in at.get("bidi_component")]
    said = [json.loads(proto.json or proto.mixed.json) for proto in found]
    return str(next(one["sentence"] for one in said if "sentence" in one))


def words(lang: str, key: str, **facts: object) -> str:
    return WORDS.say(lang, key, **facts)


def told(at: AppTest) -> str:
    shown = [*at.text, *at.markdown, *at.caption, *at.subheader, *at.info]
    return "\n".join(str(element.value) for element in shown)


def _view(at: AppTest) -> Any:
    return at.session_state["kam.view"]


def charts(at: AppTest) -> int:
    return len(at.get("plotly_chart"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_the_figures_and_the_pictures(lang: str) -> None:
    at = page(lang, account="C001")
    said = sentence(at)
    assert "华东鸿达" in said and "11.3%" in said and ("断货" in said if lang == "zh" else "runs dry" in said)
    assert [metric.label for metric in at.metric][1] == words(lang, "account.last_order")
    assert charts(at) == 5  # months, stock, mix, rank, whale
    assert at.query_params["account"] == "C001" and "tab" not in at.query_params


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_stock_it_says_what_one_file_would_add(lang: str) -> None:
    at = page(lang, data=WITHOUT, account="C001")
    assert words(lang, "account.no_stock") in told(at) and charts(at) == 4
    assert "断货" not in sentence(at) and "runs dry" not in sentence(at)


def test_one_walks_from_rank_to_rank_and_a_link_that_names_nobody_means_the_first() -> None:
    at = page()
    assert "第 1 名" in sentence(at)
    assert at.button(key="account.previous").disabled
    at.button(key="account.next").click().run()
    assert "第 2 名" in sentence(at) and not at.exception
    second = at.query_params["account"]
    at.button(key="account.previous").click().run()
    assert "第 1 名" in sentence(at) and at.query_params["account"] != second


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_folds_open(lang: str) -> None:
    at = page(lang, account="C030")
    for fold in ("fold.alike", "fold.products", "fold.dates", "fold.account_rows", "fold.account_how"):
        at.session_state[fold] = True
    at.run()
    assert not at.exception
    assert words(lang, "account.how.white_space") in told(at)
    tables = [element.value for element in at.dataframe]
    assert any({"name", "customer", "overlap"} <= set(table) for table in tables)
    assert any({"product_name", "value", "before"} <= set(table) for table in tables)
    assert any({"worth", "buyers"} <= set(table) for table in tables)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_account_stops_and_names_the_nearest(lang: str) -> None:
    at = page(lang, account="华东鸿答饮品有限公司")
    assert [element.value for element in at.subheader] == [words(lang, "stopped.title")]
    assert "华东鸿达饮品有限公司" in told(at)
    assert "华东鸿达" in sentence(page(lang, account="华东鸿达饮品有限公司"))  # a whole name will do


@pytest.mark.parametrize("query", [{"account": ""}, {"account": ["C001", "C002"]}, {"accounts": "C001"}])
def test_a_bad_link_stops(query: dict[str, Any]) -> None:
    assert [element.value for element in page(**query).subheader] == [words("zh", "stopped.title")]


def test_it_is_in_no_menu_and_stays_calm() -> None:
    at = page(account="C001")
    assert len([*at.main.get("popover"), *at.main.get("button_group"), *at.main.expander]) <= 10


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "query",
    [
        {"measure": "quantity"},
        {"measure": "profit"},
        {"from": "2025-12", "to": "2025-12"},
        {"from": "2022-01", "to": "2022-02"},
        {"product": "P101"},
        {"region": "西北"},
    ],
)
def test_every_scope_has_a_page(lang: str, query: dict[str, str]) -> None:
    assert sentence(page(lang, account="C001", **query)).strip()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_stay_text_and_a_plain_file_is_enough(lang: str, tmp_path: Path) -> None:
    file = tmp_path / f"hostile-{lang}.csv"
    cell = '"' + HOSTILE + '"'
    months = [f"2024-{month:02}-05" for month in range(1, 13)]
    lines = [f"{cell},{day},{cell},10" for day in months] + [f"B{n},{months[0]},{cell},9" for n in range(12)]
    file.write_text("customer,date,product,amount\n" + "\n".join(lines) + "\n", "utf-8")
    made = import_files(resources.store(), [Upload(file.name, file)], principal=HOUSE, today=date(2025, 1, 10)).dataset
    assert made is not None
    at = page(lang, data=made.address, account=HOSTILE)
    assert HOSTILE in sentence(at)  # as plain text of a part of ours
    assert HOSTILE not in told(at)
    drawn = "".join(element.proto.spec for element in at.get("plotly_chart"))
    assert "<img" not in drawn.replace("\\u003c", "<")


def test_no_data_is_welcomed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "listing", lambda: ())
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at.query_params["lang"] = "en"
    at.switch_page("../pages/account.py").run()
    assert not at.exception
    assert words("en", "empty.title") in [title.value for title in at.title]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_is_known_there_and_what_is_open(lang: str) -> None:
    full = resources.store().open("sample", principal=HOUSE)
    assert {"contacts", "activities"} <= set(full.views)
    at = page(lang, data=full.address, account="C001")
    assert words(lang, "account.people") in told(at)
    tables = [element.value for element in at.dataframe]
    contacts = next(table for table in tables if {"contact", "level"} <= set(table) and "touched" in table)
    assert set(contacts["level"]) <= {
        words(lang, f"account.level.{code}") for code in ("decision", "middle", "front", "warehouse")
    }
    assert words(lang, "account.people") not in told(
        page(lang, data=WITHOUT, account="C001")
    )  # before those tables came


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_visit_sheet_is_one_click_away(lang: str) -> None:
    at = page(lang, account="C001")
    assert words(lang, "account.sheet") in [button.label for button in at.get("download_button")]
    shown = Shown("pareto", dataset := resources.opened("sample", 2), resources.pareto(_view(at), dataset))
    made = sheet_of(shown, "C001", lang, date(2025, 12, 26)).decode()
    assert "华东鸿达" in made


@pytest.mark.parametrize("pages", [OF_SCOPE, PAGES])
def test_a_viewer_of_a_share_goes_from_no_account_to_another(
    pages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = viewer.Allowed(data=False, filters=False, beyond=False, send=False, pages=pages)
    monkeypatch.setattr(viewer, "allowed", lambda: allowed)
    assert not may_open()
