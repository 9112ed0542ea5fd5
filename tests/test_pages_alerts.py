"""The page of what has to be done, and the bell: both languages, what is done and undone, no data, a bad link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.store.alert_marks import What, mark, marked, undo
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import resources
from kam_ui.alerts import gathering
from kam_ui.text import WORDS
from kam_ui.view import View
from tests.caches import forget
from tests.season import flat, new_year, sales
from tests.side_files import sell, stock

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
LANGUAGES = ("zh", "en")
STOCK = "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,1400\n2025-12-20,C2,P1,case,4660\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    forget()
    yield resources.store()
    forget()


@pytest.fixture
def data(store: Store, tmp_path: Path) -> str:
    """C1 is late, C2 due in nine days, C3 has never reported."""
    pairs = [("C1", "P1", "case", new_year), ("C2", "P1", "case", flat), ("C3", "P1", "case", flat)]
    made = sell(store, tmp_path, sales(pairs))
    stock(store, tmp_path, made, {"stock.csv": STOCK})
    return made


def page(lang: str = "zh", name: str = "alerts", **query: str) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page(f"../pages/{name}.py")
    return at.run()


def opened(data: str, lang: str = "zh", name: str = "alerts", **query: str) -> AppTest:
    return page(lang, name, data=data, rule="count", cut="3", **query)


def said(at: AppTest) -> str:
    return str(at.session_state["kam.said"])


def table(at: AppTest) -> Any:
    return at.dataframe[0].value


def bell(at: AppTest) -> list[str]:
    return [one.proto.label for one in at.get("page_link")]


def rows_of(at: AppTest) -> list[str]:
    return [str(name) for name in table(at)["name"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_the_list_and_the_bell(data: str, lang: str) -> None:
    at = opened(data, lang)
    assert not at.exception
    assert said(at).startswith(
        "待办 3 项，涉及 3 家客户，其中 1 项已过期" if lang == "zh" else "3 things to do at 3 accounts, 1"
    )
    assert rows_of(at) == ["C3 Ltd", "C1 Ltd", "C2 Ltd"]  # the largest money first
    assert list(table(at)["waiting"])[1] == 26
    assert bell(at) == [WORDS.say(lang, "alerts.bell_n", n=3)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_data(store: Store, lang: str) -> None:  # noqa: ARG001
    at = page(lang)
    assert not at.exception and at.title[0].value == WORDS.say(lang, "empty.title") and bell(at) == []


@pytest.mark.parametrize("query", [{"kind": "none"}, {"owner": "x" * 401}, {"strange": "1"}])
def test_a_bad_link(data: str, query: dict[str, str]) -> None:
    at = opened(data, "en", **query)
    assert not at.exception and at.subheader[0].value == WORDS.say("en", "stopped.title")


def test_narrowed_by_kind_and_owner_as_the_link_says(data: str) -> None:
    at = opened(data, kind="run_out")
    assert rows_of(at) == ["C1 Ltd"] and at.query_params["kind"] == "run_out"
    at = opened(data, owner="Nobody of that name")
    assert not at.exception and at.info[0].value == WORDS.say("zh", "alerts.empty_of")


def test_the_bell_on_every_page_with_the_last_count(data: str) -> None:
    at = opened(data, name="movement")
    assert bell(at) == [WORDS.say("zh", "alerts.bell")]  # nobody waits for a count here
    at = opened(data, name="pareto")
    assert bell(at) == [WORDS.say("zh", "alerts.bell_n", n=3)]
    at.switch_page("../pages/movement.py").run()
    assert bell(at) == [WORDS.say("zh", "alerts.bell_n", n=3)]


def look(data: str) -> View:
    at = opened(data)
    found: View = at.session_state["kam.view"]
    return found


def all_of(store: Store, data: str) -> Any:
    dataset = store.open(data, principal=HOUSE)
    return gathering.todo(look(data), dataset)


def test_done_put_off_and_undone(store: Store, data: str) -> None:
    """As the buttons do it; the page shows what is left, and who did what."""
    found = all_of(store, data)
    first, second, third = found.parts.open.tasks
    dataset = store.open(data, principal=HOUSE)
    at = opened(data)
    from kam_core.analysis.alerts.sorted import marks_of
    from kam_core.store.alert_marks import Deed

    done = mark(store, data, Deed(What.DONE, marks_of(list(first.alerts)), who="李"), seen=0, principal=HOUSE)
    until = date.today() + timedelta(7)
    mark(store, data, Deed(What.SNOOZE, marks_of(list(second.alerts)), until, who="王"), seen=1, principal=HOUSE)
    at = opened(data)
    assert rows_of(at) == [third.name] and bell(at) == [WORDS.say("zh", "alerts.bell_n", n=1)]
    at.get("button_group")[0]  # the states are offered
    assert [one.who for one in marked(store, data, principal=HOUSE).history] == ["李", "王"] and done.revision == 1
    undone = next(one for one in at.button if one.key == "alerts.undo")
    undone.click().run()
    assert not at.exception and rows_of(at) == [second.name, third.name]
    assert dataset.id == data


def chosen(at: AppTest, state: str, row: int = 0) -> AppTest:
    """The list of a state with one of its rows chosen, as a tap on its card does it."""
    at.button_group(key="alerts.state").set_value(state).run()
    task = getattr(at_work(at), state).tasks[row]
    at.session_state["kam.alerts.tapped"] = (state, task.alerts[0].id)
    return at.run()


def at_work(at: AppTest) -> Any:
    view: View = at.session_state["kam.view"]
    return gathering.todo(view, resources.opened(view.data)).parts


def press(at: AppTest, key: str) -> AppTest:
    next(one for one in at.button if one.key == key).click().run()
    assert not at.exception and not at.warning
    return at


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", ["done", "snoozed"])
def test_what_was_done_or_put_off_is_taken_up_again(store: Store, data: str, lang: str, state: str) -> None:
    """The button of the row, by a named person; and the undo of that."""
    at = chosen(opened(data, lang), "open")
    assert any(one.key == "alerts.reopen" for one in at.button) is False  # nothing to take up again
    next(one for one in at.text_input if one.key == "alerts.who").set_value("李").run()
    at = press(at, "alerts.done" if state == "done" else "alerts.snooze")
    assert rows_of(at) == ["C1 Ltd", "C2 Ltd"] and bell(at) == [WORDS.say(lang, "alerts.bell_n", n=2)]
    at = chosen(at, state)
    assert rows_of(at) == ["C3 Ltd"]
    at = press(at, "alerts.reopen")
    assert bell(at) == [WORDS.say(lang, "alerts.bell_n", n=3)] and not getattr(at_work(at), state).tasks
    assert [(one.what, one.who) for one in marked(store, data, principal=HOUSE).history][1] == (What.REOPEN, "李")
    assert rows_of(opened(data, lang)) == ["C3 Ltd", "C1 Ltd", "C2 Ltd"]  # another session
    at = press(at, "alerts.undo")  # the taking up is undone
    assert bell(at) == [WORDS.say(lang, "alerts.bell_n", n=2)]


def test_on_a_phone_the_list_is_cards(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name, what, money, due day and owner of each; a tap chooses the card, one on the name opens the account."""
    from types import SimpleNamespace

    from kam_ui.alerts import tapped

    seen: dict[str, Any] = {}

    def drawn(rows: list[dict[str, Any]], named: str, on_open: Any) -> int | None:
        seen.update(rows=rows, named=named, on_open=on_open)
        return seen.pop("visit", None)

    monkeypatch.setattr(tapped, "cards", drawn)
    at = opened(data)
    first = seen["rows"][0]
    assert [row["name"] for row in seen["rows"]] == ["C3 Ltd", "C1 Ltd", "C2 Ltd"]
    assert first["product"] and first["status"]
    facts = [WORDS.say("zh", f"alerts.column.{name}") for name in ("money", "due", "owner")]
    assert [label for label, _ in first["facts"]] == facts
    late = at_work(at).open.tasks[1]
    assert seen["rows"][1]["colour"] == tapped.LATE and late.waiting == 26
    known: dict[str, Any] = {}
    monkeypatch.setattr(tapped, "st", SimpleNamespace(session_state=known))
    seen["on_open"](1)
    seen["on_open"](99)  # a card that is not there any more
    assert known == {tapped._TAPPED: ("open", late.alerts[0].id)}


def test_somebody_was_faster(store: Store, data: str) -> None:
    """Two sessions look at the same list; the second to undo is told, and nothing is lost."""
    from kam_core.analysis.alerts.sorted import marks_of
    from kam_core.store.alert_marks import Deed

    first = all_of(store, data).parts.open.tasks[0]
    mark(store, data, Deed(What.DONE, marks_of(list(first.alerts)), who="李"), seen=0, principal=HOUSE)
    one, other = opened(data), opened(data)
    next(button for button in one.button if button.key == "alerts.undo").click().run()
    next(button for button in other.button if button.key == "alerts.undo").click().run()
    assert not other.exception and len(other.warning) == 1
    assert len(marked(store, data, principal=HOUSE).history) == 2


def test_limits_are_set_kept_and_undone(store: Store, data: str) -> None:
    at = opened(data)
    next(one for one in at.number_input if one.key == "alerts.limit.0.order_within").set_value(5)
    next(one for one in at.text_input if one.key == "alerts.limits_who").set_value("李")
    next(one for one in at.button if one.key == "alerts.save").click().run()
    assert not at.exception and rows_of(at) == ["C3 Ltd", "C1 Ltd"]
    kept_now = marked(store, data, principal=HOUSE).limits
    assert kept_now is not None and kept_now.who == "李"
    assert rows_of(opened(data)) == ["C3 Ltd", "C1 Ltd"]  # another session
    undo(store, data, seen=1, principal=HOUSE)
    assert rows_of(opened(data)) == ["C3 Ltd", "C1 Ltd", "C2 Ltd"]


def test_limits_that_cannot_be_are_refused(store: Store, data: str) -> None:
    at = opened(data)
    next(one for one in at.number_input if one.key == "alerts.limit.0.report_age").set_value(0)
    next(one for one in at.button if one.key == "alerts.save").click().run()
    assert not at.exception and len(at.warning) == 1 and marked(store, data, principal=HOUSE).limits is None


def test_every_kind_limit_and_deed_has_its_words() -> None:
    for lang in LANGUAGES:
        for name in (name for name in AlertSettings.__dataclass_fields__ if name != "off"):
            assert WORDS.texts[lang][f"alerts.limit.{name}"]
        assert all(WORDS.texts[lang][f"alerts.what.{what.value}"] for what in What)
        from kam_core.wording import say

        assert all(say(lang, f"alert.{kind.value}") for kind in Kind)
