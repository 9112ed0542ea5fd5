"""A link opens to the figures its owner saw, to the cent: for every key of a view, in both languages, and later too."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core import figures
from kam_core.analysis.exact import decimal
from kam_core.analysis.supply.ahead import headline
from kam_core.analysis.supply.allocation import AllocationRule
from kam_core.analysis.supply.season_supply import for_key_accounts
from kam_core.charts.labels import clean
from kam_core.hand import HandPick
from kam_core.schema import Measure
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.wording import say
from kam_ui import resources
from kam_ui.link import FILTERS, View
from kam_ui.season import TABS
from kam_ui.shared import Shared, shared
from tests.links import a_store, cells, heading, lit, send, view_of
from tests.side_files import sell, stock

REGIONS, GOODS, KINDS = ("East", "South", ""), ("P1", "P2", "P3"), ("dealer", "agent")
HEADERS = [
    "date", "customer code", "customer name", "customer type", "region", "sales department", "channel",
    "product code", "product name", "category", "unit", "currency", "quantity", "amount", "profit",
]  # fmt: skip


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    """Twenty-four customers over twenty-six months with every dimension a view can filter by, and their stock."""
    folder = tmp_path_factory.mktemp("figures")
    with a_store(folder) as store:
        made = sell(store, folder, _sales())
        stock(store, folder, made, {"stock.csv": _stock()})
        yield store.open(made, principal=HOUSE)


def _sales() -> str:
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(HEADERS)
    for month in range(26):
        day = f"{2023 + (month + 10) // 12}-{(month + 10) % 12 + 1:02d}-10"
        for i in range(24):
            good, much = GOODS[(i + month) % 3], (25 - i) * (3 if month % 12 == 2 else 1)
            who = [day, f"C{i:02d}", f"客户 & <{i}>", KINDS[i % 2], REGIONS[i % 3], f"D{i % 2}", f"H{i % 2}"]
            what = [good, f"{good} name", f"K{good[1]}", "case", "CNY", much]
            write.writerow([*who, *what, f"{much * 7.35 + i / 100:.2f}", f"{much * 1.01:.2f}"])
    return out.getvalue()


def _stock() -> str:
    rows = [f"2025-12-20,C{i:02d},{good},{10 + 5 * i},case" for i in range(20) for good in GOODS[: 1 + i % 3]]
    return "\n".join(["date,customer code,product code,on hand,unit", *rows]) + "\n"


months = st.integers(0, 25).map(lambda n: f"{2023 + (n + 10) // 12}-{(n + 10) % 12 + 1:02d}")
cuts = st.one_of(
    st.tuples(st.sampled_from(["top", "reach"]), st.decimals(0, 100, places=2)),
    st.tuples(st.just("count"), st.integers(0, 30)),
    st.tuples(st.just("at_least"), st.decimals(-100, 20_000, places=2)),
)
HAND = st.sampled_from(["", "pinned"])


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


@st.composite
def addresses(draw: st.DrawFn) -> dict[str, Any]:
    """What an address can say, every key of it; the two months in order."""
    first, last = sorted((draw(months), draw(months)))
    rule, cut = draw(cuts)
    said: dict[str, Any] = {
        "rule": rule, "cut": f"{cut}", "measure": draw(st.sampled_from(Measure)).value, "from": first, "to": last,
        "region": draw(some(*REGIONS)), "product": draw(some(*GOODS)), "category": draw(some("K1", "K2", "K3")),
        "type": draw(some(*KINDS)), "department": draw(some("D0", "D1")), "channel": draw(some("H0", "H1")),
        "unit": draw(some("case")), "currency": draw(some("CNY")),
        "as_of": draw(st.dates(date(2025, 12, 1), date(2026, 1, 15))).isoformat(),
        "service_level": f"{draw(st.integers(50, 99))}", "lead_time": draw(st.sampled_from(["data", "0", "21"])),
        "peak": draw(st.sampled_from(["1.1", "1.2", "1.5"])), "lunar": draw(st.sampled_from(["on", "off"])),
        "closed_days": draw(st.sampled_from(["on", "off"])), "tab": draw(st.sampled_from(TABS)),
        "available": draw(st.sampled_from(["data", "120"])), "allocation": draw(st.sampled_from(AllocationRule)).value,
        "account": "C01", "item": draw(st.sampled_from(GOODS)),
    }  # fmt: skip
    return {key: value for key, value in said.items() if value != []}


@given(addresses())
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_key_that_the_shared_pages_spell_is_generated(sales: Dataset, said: dict[str, Any]) -> None:
    spelled = set(view_of(sales, **said).query("supply")) | set(FILTERS)
    assert spelled <= {*said, *FILTERS, "data", "lang"}


@given(addresses(), HAND, st.sampled_from(["pareto", "supply"]), st.sampled_from(["zh", "en"]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_link_opens_to_the_owners_figures(
    sales: Dataset, said: dict[str, Any], hand: str, page: str, lang: str
) -> None:
    view = view_of(sales, lang, **said)
    if hand:
        picks = (HandPick("C20", True, "decree"), HandPick("C00", False))
        view = replace(view, hand=resources.store().keep_hand(sales.id, picks, principal=HOUSE))
    share, token = send(sales, view, page)
    opened = shared(share)
    assert opened.dataset == sales
    assert _same(opened, view, page)
    pareto, ahead = resources.pareto(view, sales), resources.ahead(view, sales)
    text = lit(token, lang)
    full = figures.volume if view.scope.measure is Measure.QUANTITY else figures.exact
    ranking = pareto.ranking
    expected = [
        (f"{at + 1}", clean(str(ranking.names[at])), full(lang, decimal(ranking.values[at])))
        for at in np.flatnonzero(pareto.key).tolist()
    ]
    assert [
        (row[0], row[1].split(f" {key}")[0], row[2]) for row, key in zip(cells(text), pareto.key_customers)
    ] == expected
    found = for_key_accounts(ahead.outlook, pareto)
    home = say(lang, "light.space").join(each.say(lang) for each in headline(pareto, ahead))
    assert heading(text) == seen_text(found.answer.say(lang) if page == "supply" else home)


def seen_text(text: str) -> str:
    return " ".join(text.split())


def _same(opened: Shared, view: View, page: str) -> bool:
    """The same view; a link of the first page says nothing of what is opened on the other."""
    if page == "supply":
        return opened.view == view
    bare = replace(view, season=opened.view.season)
    return opened.view == bare and opened.view.season.settings == view.season.settings


def test_the_figures_are_the_same_when_time_has_gone_on(sales: Dataset, tmp_path: Path) -> None:
    store = resources.store()
    view = view_of(sales)
    _, token = send(sales, view, "supply")
    live, following = send(sales, view, "supply", live=True)
    before = lit(token, "en")
    assert _same_figures(lit(following, "en"), before)
    agreed = [Agreement(f"C{i:02d}", good, f"{year}-01", Decimal(9_999)) for i in range(24) for good in GOODS
              for year in (2026, 2027)]  # fmt: skip
    store.keep_agreed(sales.id, agreed, principal=HOUSE)
    sell(store, tmp_path, _sales().replace("C00", "C99"), dataset=sales.id)
    store.rename(sales.id, "another name", principal=HOUSE)
    assert lit(token, "en") == before
    after = lit(following, "en")
    assert "C99" in after and "C00" not in after and not _same_figures(after, before)
    assert shared(live).dataset.version == store.open(sales.id, principal=HOUSE).version


def test_a_live_link_follows_the_usual_period_and_keeps_a_chosen_one(sales: Dataset, tmp_path: Path) -> None:
    store = resources.store()
    base = store.open(sales.id, principal=HOUSE)
    usual, _ = send(base, view_of(base), live=True)
    chosen, _ = send(base, view_of(base, **{"from": "2024-03", "to": "2024-08"}), live=True)
    longer = _sales() + _sales().splitlines()[-1].replace("2025-12-10", "2026-01-10") + "\n"
    sell(store, tmp_path, longer, dataset=sales.id)
    newest = store.open(sales.id, principal=HOUSE)
    assert newest.version > base.version
    opened = shared(usual)
    assert opened.dataset == newest and opened.view == replace(view_of(newest), lang="zh")
    assert (shared(chosen).view.scope.first, shared(chosen).view.scope.last) == ("2024-03", "2024-08")


def _same_figures(text: str, other: str) -> bool:
    return heading(text) == heading(other) and cells(text) == cells(other)
