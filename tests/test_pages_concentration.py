"""The page of concentration: in both languages, with a rehearsal from a link, without data, and with a bad link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import resources
from kam_ui.present import quoted
from kam_ui.risk import Risk
from kam_ui.view import View
from tests.caches import forget
from tests.side_files import sell, stock
from tests.test_pages_pareto import FRAME, LANGUAGES, part, said, words

HOSTILE = "<script>alert(1)</script> **x**"
CUSTOMERS = "客户编码,客户名称,应收款\nC00,x,500\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    forget()
    yield resources.store()
    resources.store.clear()


@pytest.fixture
def sales(store: Store, tmp_path: Path) -> Dataset:
    """Thirty customers over two years, in two regions, with products, salespeople and gross profit."""
    lines = ["日期,客户编码,客户名称,区域,业务员,产品编码,产品名称,单位,数量,金额,毛利"]
    for month in range(24):
        for i in range(30):
            day = f"{2024 + month // 12}-{month % 12 + 1:02d}-05"
            name = HOSTILE if i == 0 else f"客户{i}"
            where, who, what = ("华东", "华南")[i % 2], ("李", "王", "赵")[i % 3], f"P{i % 4}"
            worth = 900 if i == 0 else 40 - i
            lines.append(f"{day},C{i:02d},{name},{where},{who},{what},产品{what},箱,{worth},{worth * 10},{worth}")
    data = sell(store, tmp_path, "\n".join(lines) + "\n")
    stock(store, tmp_path, data, {"customers.csv": CUSTOMERS}, table="customers")
    return store.open(data, None, principal=HOUSE)


def page(lang: str = "zh", **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page("../pages/concentration.py").run()
    assert not at.exception
    return at


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("store")
def test_without_data_it_says_what_to_do(lang: str) -> None:
    assert words(lang, "empty.title") in said(page(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_comes_first_and_says_what_the_analysis_says(sales: Dataset, lang: str) -> None:
    at = page(lang, data=sales.address)
    sentence = str(part(at, "sentence")["sentence"])
    assert HOSTILE in sentence  # as text: the part shows no markup
    assert {"zh": "相当于只有 3.2 家", "en": "equivalent of 3.2 equal"}[lang] in sentence  # 1625² / 830,155
    assert {"zh": "失去它，华东少", "en": "takes 华东 down"}[lang] in sentence
    assert not any("<script>" in str(m.value) for m in at.markdown)
    for word in ("concentration.by.title", "concentration.loss.title", "disclosure.title"):
        assert words(lang, word) in said(at) + str([e.label for e in at.expander])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_with_lost_customers_opens_their_rehearsal(sales: Dataset, lang: str) -> None:
    at = page(lang, data=sales.address, lost=["C00", "C03"])
    assert at.multiselect(key="pick.risk.lost").value == ["C00", "C03"]
    shown = said(at)
    assert {"zh": "失去这 2 家，销售额少", "en": "Customers lost: 2"}[lang] in shown.replace("\\", "")
    names = [metric.label for metric in at.metric]
    for word in ("profit", "receivable", "effective", "fill"):
        assert words(lang, f"concentration.loss.{word}") in names
    assert [m.value for m in at.metric if m.label == words(lang, "concentration.loss.receivable")] == ["500"]
    assert at.query_params["lost"] == ["C00", "C03"]


def test_picking_customers_goes_into_the_link_and_back(sales: Dataset) -> None:
    at = page(data=sales.address)
    at.button(key="loss.first.5").click().run()
    assert len(at.query_params["lost"]) == 5
    at.multiselect(key="pick.risk.lost").set_value(["C07"]).run()
    assert at.query_params["lost"] in ("C07", ["C07"])
    at.multiselect(key="pick.risk.lost").set_value([]).run()
    assert "lost" not in at.query_params
    assert not at.exception


def test_customers_without_sales_in_the_filters_are_named(sales: Dataset) -> None:
    at = page("en", data=sales.address, lost=["C00", "nobody"])
    assert words("en", "concentration.loss.absent", names=["nobody"]) in said(at)


def test_the_settings_move_their_numbers(sales: Dataset) -> None:
    low = page("en", data=sales.address, limits="60:70:80:90")
    assert "(low)" in str(part(low, "sentence")["sentence"])
    assert "(high)" in str(part(page("en", data=sales.address), "sentence")["sentence"])
    quarters = page("en", data=sales.address, window="3")
    assert quarters.query_params["window"] in ("3", ["3"])


def test_the_link_of_the_page_spells_out_its_settings(sales: Dataset) -> None:
    at = page(data=sales.address)
    assert {"window", "limits", "disclosure"} <= set(at.query_params)
    view = View(sales.id, sales.version, risk=replace(Risk(), lost=("C00",)))
    assert parse_qs(view.link("concentration").partition("?")[2])["lost"] == ["C00"]


@pytest.mark.parametrize("query", [{"window": "5"}, {"lost": ""}, {"limits": "1:2"}, {"disclosure": "moon"}])
def test_a_bad_link_stops_with_the_reason(sales: Dataset, query: dict[str, str]) -> None:
    at = page("en", data=sales.address, **query)
    assert words("en", "stopped.title") in said(at)
    assert next(iter(query)) in said(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_folds_open_without_harm(sales: Dataset, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from kam_ui.concentration import disclosed, expert

    class Open:
        open = True

        def __enter__(self) -> None: ...
        def __exit__(self, *_: object) -> None: ...

    for module in (disclosed, expert):
        monkeypatch.setattr(module.st, "expander", lambda *_, **__: Open())
    at = page(lang, data=sales.address, disclosure="ifrs")
    shown = "\n".join(str(text.value) for text in at.text)
    assert "报告期（2024-12 至 2025-11）前五名客户销售额合计" in shown
    assert "In the reporting period" in shown
    assert words(lang, "concentration.expert.gini") in [metric.label for metric in at.metric]
    after = words(lang, "concentration.expert.hhi_after", hhi="")
    assert after not in said(at)  # nobody is lost yet
    assert after in said(page(lang, data=sales.address, lost="C00"))
    assert any("SELECT" in str(code.value) for code in at.code)


def test_nothing_above_zero_and_a_single_customer_are_said(store: Store, tmp_path: Path) -> None:
    data = sell(store, tmp_path, "日期,客户编码,金额\n2025-01-05,C1,-5\n2025-02-05,C2,-7\n")
    assert "谈不上" in str(part(page(data=data), "sentence")["sentence"])
    other = sell(store, tmp_path, "日期,客户编码,金额\n2025-01-05,C1,5\n2025-02-05,C1,7\n")
    at = page(data=other, lost=["C1"])
    assert "只有一家客户" in str(part(at, "sentence")["sentence"])


def test_a_row_shows_the_lines_that_sum_to_its_largest_customer(
    sales: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kam_ui.concentration import dependence

    monkeypatch.setattr(dependence, "_grid", lambda _, there: there.rows[0])
    at = page("en", data=sales.address)
    shown = said(at)
    assert words("en", "rows.sum", n=12, measure=words("en", "measure.amount"), total="108,000.00") in shown
    held = words("en", "concentration.by.share", name=quoted(HOSTILE), share="72.0%")  # 9,000 of 12,500 a month in 华东
    assert held in shown and f"{HOSTILE} is" not in "".join(str(each.value) for each in at.caption)
