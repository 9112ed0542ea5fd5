"""From a messy list of contacts to a gap that is worked off: in the sentence, the grid, the work list and the bell."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from kam_core.store.sample import FOLDER
from tests.journeys.conftest import PATIENCE, Server
from tests.journeys.test_upload import counts, drop, opened, settled

expect.set_options(timeout=PATIENCE)
HEAD = "客户名称,联系人,职务,部门,手机,邮箱,最近跟进,备注"
TITLES = ("总经理", "采购部经理", "门店导购", "仓库主管")  # one of each level


def sales() -> tuple[bytes, list[str]]:
    """The sample's sales as a Chinese system writes them; and the names of its customers, the most money first."""
    text = gzip.decompress((FOLDER / "sales-zh.csv.gz").read_bytes()).decode("utf-8-sig")
    sold: Counter[str] = Counter()
    codes: dict[str, set[str]] = {}
    rows = [row for row in csv.DictReader(io.StringIO(text)) if re.fullmatch(r"2025-\d\d-\d\d", row["日期"])]
    for row in rows:
        codes.setdefault(row["客户名称"], set()).add(row["客户编码"])
        sold[row["客户名称"]] += int(float(row["价税合计"].replace(",", "") or 0))
    named = [name for name, _ in sold.most_common() if len(codes[name]) == 1]
    return text.encode("gb18030"), named


def people(firms: list[str], without: tuple[str, ...] = ()) -> bytes:
    """A CRM's export with everybody's four levels, but for the keeper of the warehouse at some; and what is messy."""
    lines = ["某某饮品有限公司客户联系人,,,,,,,", "导出时间：2025-12-26,,,,,,,", HEAD]
    for n, firm in enumerate(firms):
        for level, title in enumerate(TITLES):
            if level < 3 or firm not in without:
                lines.append(f"{firm},联系人{n}-{level},{title},部门,1380000{n:04d},x@y.cn,2025-12-0{level + 1},")
    lines += [",没有公司的人,采购,,,,,", "查无此店商行,王五,店长,,,,,", "共计,,,,,,,"]
    return "\r\n".join(lines).encode("gb18030")


def bell(page: Page) -> int:
    """The count beside the bell, once nothing runs any more."""
    settled(page)
    link = page.get_by_role("link", name=re.compile(r"待办 \d+"))
    expect(link).to_be_visible()
    found = re.search(r"待办 (\d+)", link.inner_text())
    assert found
    return int(found[1])


def table_of(page: Page, key: str, folder: Path) -> list[dict[str, str]]:
    """A table of the page, as it is taken away as Excel."""
    with page.expect_download() as taken:
        page.locator(f".st-key-{key.replace('.', '-')}-excel").get_by_role("button").click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    head = next(n for n, row in enumerate(rows) if "客户" in row)
    return [dict(zip(map(str, rows[head]), map(str, row))) for row in rows[head + 1 :]]


def test_from_a_contacts_upload_to_a_worked_off_gap(server: Server, browse: Any, tmp_path: Path) -> None:
    sold, firms = sales()
    first, second = firms[0], firms[3]
    page = opened(browse, server)
    drop(page, "销售明细.csv", sold)
    expect(page).to_have_url(re.compile(r"/pareto\?data=d\w+"))
    found = re.search(r"data=(\w+)", page.url)
    assert found
    data = f"{server.address}/data?data={found[1]}&lang=zh"

    # every record of the list ends in one of the counts, and who is not known is named
    page.goto(data)
    drop(page, "客户联系人.csv", people(firms, without=(first, second)))
    there = 4 * len(firms) - 2
    expect(page.locator(".sentence")).to_have_text(f"联系人表：计入 {there + 1:,} 行，另有 1 行未计入")
    assert counts(page) == [there + 3, there + 1, 0, 1, 1]
    expect(page.get_by_text("1 家客户（1 行）在本数据集里没有销售：查无此店商行")).to_be_visible()
    expect(page.get_by_text(re.compile(rf"{there + 1:,} 人没有写层级，按职务判断"))).to_be_visible()

    # the sentence names the worst gap, the list begins with it, the bell counts it
    page.goto(f"{server.address}/pareto?data={found[1]}&lang=zh")
    before = bell(page)
    page.get_by_role("link", name="客情").click()
    said = page.locator(".sentence")
    expect(said).to_contain_text("2 家没有仓管员联系人")
    expect(said).to_contain_text(f"最大的是【{first}】")
    settled(page)
    work = table_of(page, "coverage.take.work", tmp_path)
    assert [(row["客户"], row["层级"]) for row in work[:2]] == [(first, "仓管员"), (second, "仓管员")]
    grid = table_of(page, "coverage.take.dots", tmp_path)
    assert [row["客户"] for row in grid if row["仓管员"] == "无人"] == [first, second]

    # a visit to the first one's keeper closes one gap: somebody is known there
    page.goto(data)
    visits = f"拜访日期,拜访人,客户名称,拜访类型,拜访对象,对象职务\n2025-12-20,徐静,{first},上门走访,老周,库管\n"
    drop(page, "拜访记录.csv", visits.encode("gb18030"))
    expect(page.locator(".sentence")).to_have_text("活动表：计入 1 行，全部读到 ✓")
    page.goto(f"{server.address}/coverage?data={found[1]}&lang=zh")
    expect(said).to_contain_text("1 家没有仓管员联系人")
    expect(said).to_contain_text(f"最大的是【{second}】")
    page.goto(f"{server.address}/pareto?data={found[1]}&lang=zh")
    assert bell(page) == before - 1

    # the list of contacts with the second one's keeper closes the other
    page.goto(data)
    drop(page, "客户联系人.csv", people(firms, without=(first,)))
    expect(page.locator(".sentence")).to_have_text(f"联系人表：计入 {there + 2:,} 行，另有 1 行未计入")
    page.goto(f"{server.address}/coverage?data={found[1]}&lang=zh")
    expect(said).not_to_contain_text("没有仓管员联系人")
    settled(page)
    grid = table_of(page, "coverage.take.dots", tmp_path)
    assert len(grid) > 10 and not [row for row in grid if row["仓管员"] == "无人"]
    page.goto(f"{server.address}/pareto?data={found[1]}&lang=zh")
    assert bell(page) == before - 2
