"""客户版: one account and nobody else, in the page, in what the server sends, and in the results it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kam_core import figures
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.errors import UnknownShare
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_ui import keeper, resources, who
from kam_ui.shared import PAGES, shared
from kam_ui.web import passes
from tests.links import PHONE, a_store, browser, cells, heading, lit, send, view_of, visit, wire
from tests.links import words as seen
from tests.test_shares_light import BOUND, check_plain

LANGUAGES = ("zh", "en")
ALL = sorted(path.stem for path in (Path(__file__).parent.parent / "pages").glob("*.py"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    with a_store(tmp_path_factory.mktemp("customer")) as store:
        yield open_sample(store, "zh", HOUSE)


@pytest.fixture(scope="module")
def others(sample: Dataset) -> set[str]:
    """The names and codes of everybody but C004, that are no part of its own."""
    ranking = resources.ranking(sample, view_of(sample).scope)
    own = str(ranking.names[ranking.position["C004"]])
    names = {str(text) for column in (ranking.customers, ranking.names) for text in column}
    return {name for name in names if name not in own and name != "C004"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_the_accounts_alone(sample: Dataset, others: set[str], page: str, lang: str) -> None:
    """Whatever page was on screen, and whoever that page spoke of."""
    view = view_of(sample, lost=["C001", "C017"], account="C001", region=[])
    share, token = send(sample, view, page, account="C004", export=True)
    text = lit(token, lang)
    check_plain(text)
    assert len(text.encode()) <= BOUND
    one = account_outlook(resources.ahead(view_of(sample), sample).outlook, "C004")
    assert heading(text) == " ".join(one.finding.say(lang).split())
    assert "<svg" in text and 'class="button"' not in text and "<thead><tr><th" in text
    assert not re.search(r"<thead><tr>(<th[^>]*></th>)+</tr>", text), "a row of names that are none"
    assert {name for name in others if name in seen(text) or name in text} == set()
    pareto = resources.pareto(view_of(sample), sample)
    for figure in (figures.exact(lang, pareto.total), figures.amount(lang, pareto.total), f"{pareto.n}",
                   figures.percent(lang, pareto.share)):  # fmt: skip
        assert figure not in seen(text.split("</style>")[1].split("<h2>")[0])
    assert share.account == "C004"


def test_its_stock_rows_are_the_outlooks(sample: Dataset) -> None:
    _, token = send(sample, view_of(sample), account="C004")
    outlook = resources.ahead(view_of(sample), sample).outlook
    mine = outlook.customers == "C004"
    shown = {row[0].split(" 截至")[0].rsplit(" ", 1)[0]: row for row in cells(lit(token)) if len(row) == 6}
    names = set(outlook.product_names[mine].tolist())
    assert len(shown) > 5
    for row in shown.values():
        (name,) = [name for name in names if row[0].startswith(name) and row[0][len(name) :][:1] in (" ", "")]
        at = int(np.flatnonzero(mine & (outlook.product_names == name))[0])
        if np.isfinite(outlook.on_hand[at]):
            assert row[1].split()[0] == figures.volume("zh", round(outlook.on_hand[at]))


def test_it_leads_into_no_dashboard(sample: Dataset, monkeypatch: pytest.MonkeyPatch, others: set[str]) -> None:
    share, token = send(sample, view_of(sample), "supply", account="C004")
    visitor = browser()
    answer = visitor.get(f"/s/{token}", user_agent=PHONE)
    assert answer.cookies == [] and share.id not in answer.text
    monkeypatch.setattr(passes, "holds", lambda *_: True)  # even with a cookie
    for page in ALL:
        at = visit(share, page, data=sample.address, account="C001")
        assert not at.get("download_button")
        sent = wire(at)
        assert {name for name in others if len(name) > 4 and name in sent} == set() and "C004" not in sent


def test_no_result_but_the_accounts_own_is_given(sample: Dataset) -> None:
    share, _ = send(sample, view_of(sample), account="C004")
    view = view_of(sample)
    with who.acting(share.principal):
        for attempt in (
            lambda: resources.pareto(view, sample),
            lambda: resources.ahead(view, sample),
            lambda: resources.compared(sample, view.scope),
            lambda: resources.whole(sample, view.scope.measure),
        ):
            with pytest.raises(UnknownShare):
                attempt()
        one, goods = keeper.own_account(shared(share).view, sample, share)
    held = "\n".join(_texts(one) + _texts(goods))
    outlook = resources.ahead(view, sample).outlook
    others = set(outlook.customers.tolist() + outlook.customer_names.tolist()) - {"C004", one.name}
    assert {name for name in others if name in held} == set()


def _texts(thing: Any) -> list[str]:
    found = []
    for value in vars(thing).values():
        found += [str(each) for each in value] if isinstance(value, tuple | np.ndarray) else [str(value)]
    return found


def test_an_account_without_sales_in_the_scope_is_no_link(sample: Dataset) -> None:
    _, token = send(sample, view_of(sample), account="nobody")
    assert browser().get(f"/s/{token}").body == browser().get("/s/unknown").body
