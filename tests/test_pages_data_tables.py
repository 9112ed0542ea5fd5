"""The tables beside the sales on the data page: what is there, what became of their rows, what is asked."""

from __future__ import annotations

import csv
import io
import json
import types
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.ingest.side.sheet import SideHints
from kam_core.plain import from_plain
from kam_core.report.rejects import side_rejects_csv
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import jobs
from tests.side_files import SALES, sell, stock
from tests.test_pages_data import LANGUAGES, ended, job_that, page, store, texts, words

__all__ = ["store"]  # the fixture

STOCK = """日期,客户编码,产品编码,现有库存
2025-12-20,C001,P101,12
2025-12-20,C009,P101,3
2025-12-20,C002,P101,-4
2025-12-20,C002,P102,<b>x</b>
2025-12-20,,P102,5
"""
OWN_SHEET = "产品编码,期初库存,进货,销售,期末库存\nP101,12,5,6,11\n"


@pytest.fixture(autouse=True)
def spoken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own thread has no session: what it formats is in the language of the page."""
    if lang := getattr(request.node, "callspec", None) and request.node.callspec.params.get("lang"):
        monkeypatch.setattr("kam_ui.text.language", lambda: lang)


@pytest.fixture
def stocked(store: Store, tmp_path: Path) -> Dataset:
    made = stock(store, tmp_path, sell(store, tmp_path), {"库存<i>.csv": STOCK}).dataset
    assert made is not None
    return made


def looking_at_stock(lang: str, dataset: Dataset) -> AppTest:
    at = page(lang, data=dataset.address)
    control(at, f"data.shown.{dataset.id}").set_value("inventory").run()
    assert not at.exception
    return at


def control(at: AppTest, key: str) -> Any:
    """The segmented control of that key."""
    return next(found for found in at.get("button_group") if found.key == key)


def counts(at: AppTest) -> list[str]:
    return [metric.value for metric in at.metric]


def dropped(store: Store, dataset: str | None, **files: str) -> jobs.Job:
    """Files given to the real command line, as the drop area does; until it has answered."""
    uploads = [
        types.SimpleNamespace(name=f"{name}.csv", getbuffer=lambda text=text: memoryview(text.encode()))
        for name, text in files.items()
    ]
    job = jobs.start(store.folder / "jobs", uploads, owner=HOUSE, dataset=dataset)
    ended(job)
    return job


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sales_stay_first_and_the_table_stands_beside_them(stocked: Dataset, lang: str) -> None:
    at = page(lang, data=stocked.address)
    assert at.metric[0].delta, "the account of the sales has money"
    [listed] = [frame.value for frame in at.dataframe if "newest" in frame.value]
    assert listed.to_dict("records") == [
        {
            "table": words(lang, "side.table.inventory"),
            "rows": 3,
            "newest": "2025-12-20",
            "customers": "3",
            "imported": stocked.manifest.side["inventory"][0].created[:10],
            "files": "库存<i>.csv",
        }
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_of_a_stock_file_is_accounted_for(stocked: Dataset, lang: str) -> None:
    at = looking_at_stock(lang, stocked)
    assert counts(at) == ["5", "3", "1", "1", "0"]
    assert all(not metric.delta for metric in at.metric), "stock has no money"
    said = texts(at)
    assert "C009" in said, "a customer without sales is named"
    assert "C002 · P101 · 2025-12-20: -4" in said
    control(at, "data.apart").set_value("rejected").run()
    assert not at.exception
    [rows] = [frame.value for frame in at.dataframe if "raw" in frame.value]
    assert rows[["line", "value"]].to_dict("records") == [{"line": 5, "value": "<b>x</b>"}]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_has_stock_and_no_sales_and_the_other_way_round_is_named(stocked: Dataset, lang: str) -> None:
    at = looking_at_stock(lang, stocked)
    assert words(lang, "side.mismatch.both", strange=1, silent=1) in [fold.label for fold in at.expander]
    named = {tuple(frame.value["customer"]) for frame in at.dataframe if {"last_report", "last_sale"} & {*frame.value}}
    assert named == {("C009",), ("C003",)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_with_a_table_stays_calm(stocked: Dataset, lang: str) -> None:
    at = looking_at_stock(lang, stocked)
    folded = {
        w.key for fold in [*at.expander, *at.get("popover")] for w in [*fold.button, *fold.get("download_button")]
    }
    open_controls = [b for b in [*at.main.button, *at.main.get("download_button")] if b.key not in folded]
    kinds = [*at.main.file_uploader, *at.main.get("segmented_control"), *at.main.toggle, *at.get("popover")]
    assert len(open_controls) + len(kinds) <= 10


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_has_not_reported_gets_a_reminder(stocked: Dataset, lang: str) -> None:
    at = page(lang, data=stocked.address, rule="count", cut="3")
    at.session_state["data.reports"] = True
    at.run()
    assert not at.exception
    said = texts(at)
    assert "江苏同诚副食有限公司" in said, "the one key account without a report"
    assert "成都百川商贸有限公司" not in said


def test_what_was_set_apart_comes_as_csv(stocked: Dataset) -> None:
    taken = side_rejects_csv(stocked, "inventory", {"file": "File", "line": "Line", "value": "Value"}, {})
    rows = list(csv.reader(io.StringIO(taken.decode("utf-8-sig"))))
    assert rows == [["File", "Line", "Value"], ["库存<i>.csv", "5", "<b>x</b>"], ["库存<i>.csv", "6", ""]]


def test_what_was_set_apart_is_of_the_last_import(store: Store, stocked: Dataset, tmp_path: Path) -> None:
    later = "日期,客户编码,产品编码,现有库存\n2025-12-21,C001,P101,oops\n2025-12-21,C001,P102,1\n"
    made = stock(store, tmp_path, stocked.id, {"later.csv": later}).dataset
    assert made is not None
    rows = list(csv.reader(io.StringIO(side_rejects_csv(made, "inventory", {"value": "V"}, {}).decode("utf-8-sig"))))
    assert rows == [["V"], ["oops"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_can_be_taken_away_and_the_version_before_keeps_it(store: Store, stocked: Dataset, lang: str) -> None:
    at = looking_at_stock(lang, stocked)
    at.button(key="data.side.remove").click().run()
    assert not at.exception
    newest = store.open(stocked.id, principal=HOUSE)
    assert (newest.version, newest.manifest.side, "inventory" in newest.views) == (3, {}, False)
    assert "inventory" in store.open(stocked.id, 2, principal=HOUSE).views
    assert at.metric[0].delta, "the sales are shown again"


def test_a_sure_stock_file_is_imported_without_a_click_and_shown(store: Store, tmp_path: Path) -> None:
    dataset = sell(store, tmp_path)
    job = dropped(store, dataset, stock=STOCK)
    assert jobs.standing(job).state == "published"
    at = page("zh", job=job.id)
    assert counts(at) == ["5", "3", "1", "1", "0"]
    assert not job.folder.exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_day_and_the_dealer_are_asked_and_the_answers_import(store: Store, tmp_path: Path, lang: str) -> None:
    dataset = sell(store, tmp_path)
    job = dropped(store, dataset, 大发商行进销存=OWN_SHEET, undated="客户编码,产品编码,现有库存\nC001,P101,7\n")
    at = page(lang, job=job.id)
    assert words(lang, "side.ask.day") in texts(at) and words(lang, "side.ask.dealer") in texts(at)
    assert at.button(key="data.side.import").disabled
    at.date_input[0].set_value("2025-12-19")
    [whose] = [box for box in at.selectbox if ".dealer." in str(box.key)]
    whose.set_value("C002").run()
    at.button(key="data.side.import").click().run()
    assert not at.exception
    again = jobs.find(store.folder / "jobs", job.id, HOUSE)
    assert again is not None and again.table == "inventory"
    ended(again)
    assert jobs.standing(again).state == "published", jobs.standing(again)
    made = store.open(dataset, principal=HOUSE)
    with made.engine.cursor(made.views) as cursor:
        rows = cursor.sql("SELECT customer, date::VARCHAR, on_hand::INTEGER FROM inventory ORDER BY 1").fetchall()
    assert rows == [("C001", "2025-12-19", 7), ("C002", "2025-12-19", 11)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_taken_for_sales_can_be_called_stock_and_its_column_chosen(
    store: Store, tmp_path: Path, lang: str
) -> None:
    dataset = sell(store, tmp_path)
    job = dropped(store, dataset, odd="日期,客户编码,产品编码,盘存箱\n2025-12-20,C001,P101,12\n")
    at = page(lang, job=job.id)
    at.button(key="data.kind.inventory").click().run()
    again = jobs.find(store.folder / "jobs", job.id, HOUSE)
    assert again is not None
    ended(again)
    at.run()
    assert words(lang, "side.ask.column", column=words(lang, "side.column.on_hand")) in texts(at)
    assert at.button(key="data.side.import").disabled
    at.selectbox[0].set_value(4).run()
    at.button(key="data.side.import").click().run()
    assert not at.exception
    last = jobs.find(store.folder / "jobs", job.id, HOUSE)
    assert last is not None
    ended(last)
    assert jobs.standing(last).answer["mapping"]["on_hand"] == "盘存箱"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_stock_without_sales_is_told_that_sales_come_first(store: Store, lang: str) -> None:
    job = dropped(store, None, stock=STOCK)
    at = page(lang, job=job.id)
    assert words(lang, "data.error.side_needs_dataset", table=words(lang, "side.table.inventory")) in texts(at)
    assert "--" not in texts(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sales_file_that_holds_stock_is_read_twice_with_one_click(store: Store, tmp_path: Path, lang: str) -> None:
    both = SALES.replace("数量,金额", "数量,金额,现有库存").replace("\nC", "\r\nC").replace("280", "280,20")
    lines = [line + (",9" if line.count(",") == 6 else "") for line in both.replace("\r", "").splitlines()]
    dataset = sell(store, tmp_path, "\n".join(lines))
    at = page(lang, data=dataset)
    at.button(key="data.side.both").click().run()
    assert not at.exception
    [folder] = [p for p in (store.folder / "jobs").iterdir() if p.is_dir()]
    job = jobs.find(store.folder / "jobs", folder.name, HOUSE)
    assert job is not None
    ended(job)
    at.run()
    assert not at.exception
    assert store.open(dataset, principal=HOUSE).manifest.side.keys() == {"inventory"}
    assert "data.side.both" not in [button.key for button in page(lang, data=dataset).button]


def test_a_read_table_is_reviewed_with_what_was_said(store: Store, tmp_path: Path) -> None:
    dataset = sell(store, tmp_path)
    said = SideHints(columns={"on_hand": "现有库存"})
    made = stock(store, tmp_path, dataset, {"a.csv": STOCK}, hints=said).dataset
    assert made is not None
    assert made.manifest.side["inventory"][0].said == said
    assert made.manifest.side["inventory"][0].samples[0]["on_hand"] == ("12", "3", "-4")
    at = looking_at_stock("en", made)
    at.button(key="data.side.fix").click().run()
    assert not at.exception
    [folder] = [p for p in (store.folder / "jobs").iterdir() if p.is_dir()]
    assert from_plain(SideHints, json.loads((folder / "recipe.json").read_text("utf-8"))["hints"]) == said
    job = jobs.find(store.folder / "jobs", folder.name, HOUSE)
    assert job is not None
    ended(job)
    at.run()
    assert not at.exception
    assert words("en", "side.asking.review", table=words("en", "side.table.inventory"))
    at.button(key="data.side.import").click().run()
    job = jobs.find(store.folder / "jobs", folder.name, HOUSE)
    assert job is not None
    ended(job)
    again = store.open(dataset, principal=HOUSE)
    assert (again.version, again.manifest.side["inventory"][-1].account.lines) == (3, 3)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_templates_are_there_to_download(stocked: Dataset, lang: str) -> None:
    at = page(lang, data=stocked.address)
    keys = {button.proto.id.rpartition("-")[2] for button in at.get("download_button")}
    assert {f"data.template.{t}.{k}" for t in ("inventory", "supply") for k in ("xlsx", "csv")} <= keys


def test_replacing_is_told_to_the_command_line(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = job_that(
        store, tmp_path, monkeypatch, "import json, sys; print(json.dumps({'status': 'asks', 'w': sys.argv}))"
    )
    ended(job)
    assert "--replace" not in jobs.standing(job).answer["w"]
    gone = types.SimpleNamespace(name="a.csv", getbuffer=lambda: memoryview(b"x"))
    job = jobs.start(store.folder / "jobs", [gone], owner=HOUSE, dataset="d1", over=True)
    ended(job)
    assert "--replace" in jobs.standing(job).answer["w"]
