"""A frozen view in the dashboard says how many days are left today, in the words of its light page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kam_core.report.light import aged
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_ui.web import passes
from tests.links import a_store, lit, send, view_of, visit
from tests.links import words as seen

LANGUAGES = ("zh", "en")
SAID: dict[str, dict[str, Any]] = {
    "movement": {"before": "2024-09:2024-11", "after": "2025-09:2025-11", "known": "now"},
    "account": {"account": "C004"},
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    with a_store(tmp_path_factory.mktemp("today")) as store:
        yield open_sample(store, "zh", HOUSE)


@pytest.fixture(autouse=True)
def the_browser_holds_every_cookie(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "holds", lambda _cookies, share_id: bool(share_id))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["pareto", "supply", "account"])
def test_both_days_are_said_of_a_frozen_view_and_not_of_one_that_follows_the_data(
    sample: Dataset, page: str, lang: str
) -> None:
    shown = view_of(sample, lang, **SAID.get(page, {}))
    share, token = send(sample, shown, page)
    told = re.search(r'<p class="aging">(.*?)</p>', lit(token, lang))
    assert told is not None, "the sample is of 2025"
    assert [seen(warning.value.replace("\\", "")) for warning in visit(share, page).warning] == [seen(told[1])]
    live, _ = send(sample, shown, page, live=True)
    assert not visit(live, page).warning


@pytest.mark.parametrize("page", ["movement", "concentration"])
def test_where_no_days_run_nothing_is_said(sample: Dataset, page: str) -> None:
    share, _ = send(sample, view_of(sample, "en", **SAID.get(page, {})), page)
    assert not visit(share, page).warning


def test_on_the_day_itself_the_sentence_says_it() -> None:
    day = date(2025, 12, 27)
    assert aged("A", 9, day, day, "en") == ""
    assert aged("A", 9, day, date(2026, 1, 1), "en") == "A: 9 days left on 27 Dec · 4 days left today"
    assert aged("", 9, day, date(2026, 1, 8), "zh") == "截至 12月27日 还剩 9 天 · 今天已晚 3 天"
