"""How fast the line follows the hand: the median time of a frame while it is dragged across the sample.

python -m benchmarks.drag        (needs Chromium; prints milliseconds; 16.7 is a screen's own pace)
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS, start

FRAMES = """() => { window.frames_ = []; let last = performance.now(); const tick = (now) => {
    window.frames_.push(now - last); last = now; requestAnimationFrame(tick) }; requestAnimationFrame(tick) }"""


def frames(address: str) -> list[float]:
    """Milliseconds between one frame and the next while the line moves from a tenth to nine tenths of the curve."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(f"{address}/pareto?data=sample-en&lang=en")
        page.wait_for_selector(".live.placed")
        box = page.locator(".over").bounding_box()
        assert box
        page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + box["height"] / 2)
        page.mouse.down()
        page.evaluate(FRAMES)
        page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2, steps=120)
        found: list[float] = page.evaluate("window.frames_.slice(2)")
        page.mouse.up()
        browser.close()
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server, process = start(Path(folder) / "store")
        try:
            found = frames(server.address)
        finally:
            process.terminate()
            process.wait(20)
    print(f"{len(found)} frames, median {statistics.median(found):.1f} ms, slowest {max(found):.1f} ms")


if __name__ == "__main__":
    main()
