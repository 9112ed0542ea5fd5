"""Stock dropped onto a dataset: from a GBK file of the dealers' reports to who has none, and a template to fill in."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from kam_core.store.sample import FOLDER
from tests.journeys.conftest import PATIENCE, Server
from tests.journeys.test_upload import counts, drop, opened, settled

expect.set_options(timeout=PATIENCE)


def sample(name: str) -> bytes:
    """A file of the sample as a Chinese system writes it."""
    return gzip.decompress((FOLDER / name).read_bytes()).decode("utf-8-sig").encode("gb18030")


def test_a_gbk_stock_file_lands_beside_its_sales(server: Server, browse: Any, tmp_path: Path) -> None:
    page = opened(browse, server)
    drop(page, "经销商库存.csv", sample("inventory-zh.csv.gz"))
    expect(page.get_by_text("请先放销售文件")).to_be_visible()
    page.get_by_role("button", name="换一个文件").click()
    drop(page, "销售明细.csv", sample("sales-zh.csv.gz"))
    expect(page).to_have_url(re.compile(r"/pareto\?data=d\w+"))
    dataset = re.search(r"data=(\w+)", page.url)
    assert dataset

    page.goto(f"{server.address}/data?data={dataset[1]}&lang=zh")
    expect(page.get_by_text("放进新的销售文件，或库存")).to_be_visible()
    drop(page, "经销商库存.csv", sample("inventory-zh.csv.gz"))
    expect(page.locator(".sentence")).to_have_text("库存表：计入 3,420 行，全部读到 ✓")
    expect(page).to_have_url(re.compile(rf"/data\?data={dataset[1]}(@|%40)2&"))
    assert counts(page) == [3420, 3420, 0, 0, 0]

    fold = page.locator("summary", has_text="有销售、没有库存")
    fold.click()
    expect(page.get_by_text("没报不等于零")).to_be_visible()
    page.locator("summary", has_text="谁还没报库存").click()
    expect(page.get_by_role("button", name="复制催报文字")).to_be_visible()
    expect(page.get_by_text("您好！为了在旺季前安排好备货和发运")).to_be_visible()
    page.get_by_role("button", name="复制催报文字").click()
    expect(page.get_by_text("已复制。").or_(page.get_by_text("文字已选中"))).to_be_visible()

    page.locator("summary", has_text=re.compile("模板$")).click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV", exact=True).first.click()
    saved = tmp_path / "template.csv"
    taken.value.save_as(saved)
    header, *_ = csv.reader(saved.read_text("utf-8-sig").splitlines())
    assert taken.value.suggested_filename == "库存模板.csv" and {"现有库存", "客户编码", "产品编码"} <= {*header}

    page.get_by_role("radio", name="销售").or_(page.get_by_role("button", name="销售", exact=True)).first.click()
    settled(page)
    expect(page.locator(".sentence")).to_contain_text("计入 44,375 行")
