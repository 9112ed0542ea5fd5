"""From a file nobody has seen to the account of every row: upload, correct a role, import, read, correct again."""

from __future__ import annotations

import csv
import io
import random
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE, Server, idle

expect.set_options(timeout=PATIENCE)
FIRMS = ("华东鸿达", "江苏恒源", "<b>川渝大昌</b>", "散客", "[闽海达](http://evil.test)")


def export(difference: int = 0) -> bytes:
    """An ERP export as GBK: titles, documents that name customer and date once, a bad date, a total."""
    chance = random.Random(5)
    lines = [
        "华东饮料有限公司,,,,,,",
        "期间：2025-01 至 2025-03,,,,,,",
        "单据编号,日期,客户,往来单位,产品,数量,价税合计",
    ]
    total = 0
    for document in range(60):
        firm = chance.choice(FIRMS)
        for position in range(3):
            amount = chance.randint(100, 9999)
            total += amount
            first = f"XS{document:04d},2025-0{chance.randint(1, 3)}-{chance.randint(1, 28):02d},{firm},{firm[:2]}集团"
            lines.append(f"{first if position == 0 else ',,,'},果汁{position},{amount // 10},{amount}")
    lines.append("XS9999,2025-13-45,华东鸿达,华东集团,果汁,1,100")
    lines.append(f"合计,,,,,,{total + 100 + difference}")
    return "\r\n".join(lines).encode("gbk")


def opened(browse: Any, server: Server, query: str = "lang=zh", **options: Any) -> Page:
    page: Page = browse(f"{server.address}/data?{query}", **options)
    expect(page.get_by_test_id("stFileUploader")).to_be_visible()
    return page


def drop(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def settled(page: Page) -> None:
    idle(page)


def as_other_data(page: Page) -> None:
    """Where a dataset is open, what is dropped is to be another one."""
    settled(page)
    if page.get_by_text("Other data", exact=True).count():
        page.get_by_text("Other data", exact=True).click()
        settled(page)


def choose(page: Page, question: str, column: str) -> None:
    """Another column in answer to a question; the preview is drawn again."""
    page.get_by_role("combobox", name=question).click()
    page.get_by_role("option", name=column, exact=True).click()
    settled(page)


def sentence(page: Page) -> str:
    return page.locator(".sentence").inner_text()


def counts(page: Page) -> list[int]:
    cards = page.locator("[data-testid=stMetricValue]")
    expect(cards).to_have_count(5)
    return [int(text.replace(",", "")) for text in cards.all_inner_texts()]


def test_a_gbk_file_is_corrected_imported_and_accounted_for(server: Server, browse: Any, tmp_path: Path) -> None:
    content = export(difference=500)
    page = opened(browse, server)
    drop(page, "销售<b>明细</b>.csv", content)
    expect(page.get_by_text("与文件自带的合计不一致")).to_be_visible()
    assert re.search(r"[?&]job=", page.url)
    page.reload()  # the job is found again
    expect(page.get_by_text("与文件自带的合计不一致")).to_be_visible()
    choose(page, "哪一列算销售额？", "数量")
    choose(page, "哪一列算销售额？", "价税合计")
    page.locator("[data-testid=stExpander] summary", has_text="识别细节").click()
    expect(page.get_by_text("每一列的含义")).to_be_visible()
    expect(page.get_by_label("向下填充", exact=False)).to_be_checked()
    page.get_by_role("button", name="导入", exact=True).click()

    expect(page.locator(".sentence")).to_contain_text("计入 180 行")
    assert "500.00" in sentence(page)
    read, *parts = counts(page)
    assert read == sum(parts) == 182 and parts[:3] == [180, 0, 1]
    page.get_by_role("radio", name="有误 1").or_(page.get_by_role("button", name="有误 1")).first.click()
    settled(page)
    expect(page.get_by_role("region", name="单独列出的行，附行号和原始值")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载未计入的行").click()
    saved = tmp_path / "rejects.csv"
    taken.value.save_as(saved)
    rows = list(csv.reader(io.StringIO(saved.read_text("utf-8-sig"))))
    assert any("2025-13-45" in row for row in rows[1:])
    assert page.locator("a[href*='evil.test']").count() == 0

    page.get_by_role("button", name="改列对应").click()
    expect(page.get_by_text("哪一列是客户？").first).to_be_visible()
    choose(page, "哪一列是客户？", "往来单位")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_text("第 2 次上传").first).to_be_visible()
    assert counts(page)[0] == 182

    page.get_by_role("button", name="看大客户").click()
    expect(page).to_have_url(re.compile(r"/pareto\?data=\w+(@|%40)2&"))
    expect(page.locator(".sentence")).to_contain_text("大客户")


def test_a_sure_file_needs_no_click_and_the_next_month_neither(server: Server, browse: Any) -> None:
    first = "Date,Customer,Product,Amount\n" + "".join(f"2025-01-{d:02d},C{d % 7},P,{d}.50\n" for d in range(1, 29))
    page = opened(browse, server, "lang=en", locale="en-US")
    as_other_data(page)
    drop(page, "january.csv", first.encode())
    expect(page).to_have_url(re.compile(r"/pareto\?data=d\w+(@|%40)1&"))
    dataset = re.search(r"data=(\w+)", page.url)
    assert dataset
    page.goto(f"{server.address}/data?data={dataset[1]}&lang=en")
    drop(page, "february.csv", first.replace("2025-01", "2025-02").encode())
    expect(page).to_have_url(re.compile(rf"/pareto\?data={dataset[1]}(@|%40)2&"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("销售.csv", b""),
        ("sales.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"),
        ("a.xlsx", b"PK\x03\x04broken"),
    ],
)
def test_a_bad_file_is_refused_with_the_way_out(server: Server, browse: Any, name: str, content: bytes) -> None:
    page = opened(browse, server, "lang=zh", viewport={"width": 390, "height": 844})
    drop(page, name, content)
    expect(page.locator(".sentence")).to_have_text("这个文件用不了")
    expect(page.get_by_text("已有的数据没有变动")).to_be_visible()
    page.get_by_role("button", name="换一个文件").click()
    expect(page.get_by_test_id("stFileUploader")).to_be_visible()


def test_delete_and_bring_back(server: Server, browse: Any) -> None:
    content = "Date,Customer,Amount\n" + "".join(f"2025-03-{d:02d},K{d % 5},{d}\n" for d in range(1, 29))
    page = opened(browse, server, "lang=en", locale="en-US")
    as_other_data(page)
    drop(page, "short-lived.csv", content.encode())
    expect(page).to_have_url(re.compile(r"/pareto\?"))
    dataset = re.search(r"data=(\w+)", page.url)
    assert dataset
    page.goto(f"{server.address}/data?data={dataset[1]}&lang=en")
    page.get_by_role("button", name="Rename, delete").click()
    page.get_by_role("button", name="Delete this dataset").click()
    expect(page.get_by_text("is deleted")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(page).to_have_url(re.compile(dataset[1]))
