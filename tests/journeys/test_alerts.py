"""From the bell to a piece of work that is done, and back."""

from __future__ import annotations

from typing import Any

from tests.journeys.conftest import PATIENCE, Server

CHECK, HEAD, ROW = 16, 38, 35  # pixels: the middle of the boxes, the head and a row of the table


def test_done_and_undone(server: Server, browse: Any) -> None:
    page = browse(f"{server.address}/pareto?data=sample&lang=zh")
    bell = page.get_by_role("link", name="待办 35")
    bell.wait_for(timeout=PATIENCE)
    bell.click()
    page.get_by_text("待办 35 项").wait_for(timeout=PATIENCE)
    assert "/alerts?" in page.url
    grid = page.locator("[data-testid=stDataFrame]").first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": CHECK, "y": HEAD + ROW // 2})
    page.get_by_label("您的姓名").fill("李经理")
    done = page.get_by_role("button", name="标为已处理（1）")
    done.click(timeout=PATIENCE)
    page.get_by_text("待办 34 项").wait_for(timeout=PATIENCE)
    page.get_by_role("link", name="待办 34").wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="撤销：已处理").click(timeout=PATIENCE)
    page.get_by_text("待办 35 项").wait_for(timeout=PATIENCE)
    page.get_by_text("处理记录").first.click()
    page.locator("[data-testid=stExpander] [data-testid=stDataFrame]").first.wait_for(timeout=PATIENCE)
