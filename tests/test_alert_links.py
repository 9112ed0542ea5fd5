"""Every kind of alert leads to a view in which its account, and what it is about, is really seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.analysis.alerts.alert import Alert
from kam_core.analysis.alerts.settings import Kind
from kam_core.store.store import Store
from kam_ui import resources, view
from kam_ui.alerts import gathering
from kam_ui.text import WORDS
from tests.caches import forget
from tests.season import MONTHS, flat, new_year, sales
from tests.side_files import sell, stock

LINE = {"rule": "count", "cut": "3"}
FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
STOCK = "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,1400\n2025-12-20,C2,P1,case,4660\n"
PEOPLE = "customer code,contact,title\nC1,Lin,Owner\nC1,Wang,Store keeper\nC1,Li,Buyer\nC1,Zhao,Clerk\nC2,Ann,Owner\n"
DEEDS = "date,customer code,type,by,outcome,due date,done\n2025-11-03,C1,visit,Xu,send samples,2025-12-01,no\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """C1 is late and was promised something, C2 is due and knows one person, C3 never reported, C4 went quiet."""
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    forget()
    store: Store = resources.store()
    pairs = [("C1", "P1", "case", new_year), ("C2", "P1", "case", flat), ("C3", "P1", "case", flat)]
    text = sales(pairs)
    text += "".join(f"C4,C4 Ltd,P1,P1 name,case,East,{month}-10,4000,8000\n" for month in MONTHS if month < "2025-09")
    made = sell(store, tmp_path, text)
    stock(store, tmp_path, made, {"stock.csv": STOCK})
    stock(store, tmp_path, made, {"people.csv": PEOPLE}, table="contacts")
    stock(store, tmp_path, made, {"deeds.csv": DEEDS}, table="activities")
    yield made
    forget()


def opened(lang: str, page: str, query: dict[str, str]) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=90)
    for key, value in {"lang": lang, **query}.items():
        at.query_params[key] = value
    at.switch_page(f"../pages/{page}.py")
    return at.run()


def texts(at: AppTest) -> str:
    """Everything that is written on a page: its sentence, its texts and the cells of its tables."""
    parts = [str(at.session_state["kam.said"]) if "kam.said" in at.session_state else ""]
    parts += [str(one.value) for kind in (at.markdown, at.text, at.title, at.subheader, at.caption) for one in kind]
    parts += [frame.value.to_string() for frame in at.dataframe]
    return "\n".join(parts).replace("\\", "")


def alerts(data: str) -> dict[Kind, Alert]:
    at = opened("en", "alerts", {**LINE, "data": data})
    assert not at.exception
    now: view.View = at.session_state["kam.view"]
    found: Any = gathering.todo(now, resources.opened(data)).parts.open
    first: dict[Kind, Alert] = {}
    for one in found.listed:
        first.setdefault(one.kind, one)
    return first


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_kind_leads_to_a_view_that_shows_it(data: str, lang: str) -> None:
    found = alerts(data)
    assert set(found) == set(Kind)
    for kind, one in found.items():
        at = opened(lang, one.view.page, {**LINE, "data": data, **one.view.query})
        assert not at.exception, kind
        assert WORDS.say(lang, "stopped.title") not in [head.value for head in at.subheader], kind
        assert one.name in texts(at), kind
        for name, value in one.view.query.items():
            assert at.query_params[name] in (value, [value]), (kind, name)
    lacking = found[Kind.NOBODY]
    at = opened(lang, lacking.view.page, {**LINE, "data": data, **lacking.view.query})
    rows = next(frame.value for frame in at.dataframe if "lack" in frame.value)
    assert lacking.name in set(rows["name"])  # in the list of work, not only among the dots
    promised = found[Kind.PROMISE]
    assert "send samples" in texts(opened(lang, promised.view.page, {**LINE, "data": data, **promised.view.query}))
