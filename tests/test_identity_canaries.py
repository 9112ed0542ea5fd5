"""Two people at one server, turn by turn: no name, file or note of one is ever in a message to the other.

Each has planted words ("canaries") wherever words can stand. Every message of every rerun is searched, protobuf bytes
and Arrow tables included. KAM_CANARY_RERUNS=1000 (.ci/run) takes both to every page; the usual run is short.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime import Runtime
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from kam_core.hand import HandPick
from kam_core.ingest.recipe import Upload
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import resources, who
from kam_ui.text import WORDS

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
RERUNS = int(os.environ.get("KAM_CANARY_RERUNS", "60"))
PAGES = sorted(path.stem for path in (FRAME.parent.parent / "pages").glob("*.py"))
TODAY = date(2025, 3, 15)


@dataclass
class Session:
    """One browser: who it is, the word planted in all that is its own, and its page."""

    principal: str
    canary: str
    datasets: list[Dataset] = field(default_factory=list)
    hand: str = ""
    page: AppTest = field(default_factory=lambda: AppTest.from_file(str(FRAME), default_timeout=60))
    on: str = "pareto"
    seen: Counter[str] = field(default_factory=Counter)  # page -> reruns in which its own word was there


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """All that the last run put out: each message, and each file that was laid ready to be downloaded."""
    out: list[bytes] = []
    run = LocalScriptRunner.run

    def recorded(runner: LocalScriptRunner, *args: Any, **kwargs: Any) -> Any:
        tree = run(runner, *args, **kwargs)
        events = [data["forward_msg"] for data in runner.event_data if "forward_msg" in data]
        files = Runtime.instance().media_file_mgr._storage._files_by_id.values()  # type: ignore[attr-defined]
        out[:] = [*(message.SerializeToString() for message in events), *(file.content for file in files)]
        return tree

    monkeypatch.setattr(LocalScriptRunner, "run", recorded)
    return out


def holds(sent: list[bytes], word: str) -> bool:
    return any(word.encode() in part for part in sent)


def write(path: Path, canary: str, customers: int = 6) -> Upload:
    lines = [f"Date,Customer Code,Customer Name,Region,Product,Quantity,Amount,{canary} note"]
    for month in range(1, 15):
        day = f"{2024 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}-11"
        lines += [
            f"{day},{canary}{n},{canary} Ltd {n},{canary} East,{canary} Juice,{n + 1},{100 * (n + 1)},"
            for n in range(customers)
        ]
    lines.append(f"2025-99-99,{canary}0,{canary} Ltd 0,{canary} East,{canary} Juice,1,{canary},")  # told as unreadable
    path.write_text("\n".join(lines), "utf-8")
    return Upload(path.name, path)


def imported(store: Store, upload: Upload, principal: str, name: str) -> Dataset:
    made = import_files(store, [upload], principal=principal, today=TODAY, name=name).dataset
    assert made
    return made


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    resources.store.clear()
    yield resources.store()
    resources.store.clear()


@pytest.fixture
def both(store: Store, tmp_path: Path) -> tuple[Session, Session]:
    """Two sessions with data of their own, the same bytes among them, and decisions on what is the house's."""
    ours = imported(store, write(tmp_path / "everybody.csv", "Common"), HOUSE, "Common sales")
    sessions = Session("w-anna", "QxAnnaZq"), Session("w-bert", "QxBertZq")
    for session in sessions:
        who_, word = session.principal, session.canary
        same = write(tmp_path / f"{word} file.csv", "Alike")  # bytes the other has too, under a name of one's own
        mine = imported(store, write(tmp_path / f"{word}.csv", word), who_, f"{word} sales")
        session.datasets = [mine, imported(store, same, who_, f"{word} alike"), ours]
        picks = (HandPick("Common3", True, f"{word} agreement", f"{word} boss"),)
        session.hand = store.keep_hand(ours.id, picks, principal=who_)
        agreement = Agreement("Common1", "Common Juice", "2025-05", Decimal(7), who=f"{word} boss")
        store.keep_agreed(ours.id, [agreement], principal=who_)
    return sessions


def turn(session: Session, other: Session, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> str:
    """One interaction of one session: another page, another dataset, another cut, or an address of the other's."""
    monkeypatch.setattr(who, "principal", lambda: session.principal)
    at = session.page
    what = chance.choice(["page", "cut", "data", "again", "again", "language", "hand", "foreign", "foreign hand"])
    dataset = chance.choice(session.datasets)
    lang = chance.choice(("zh", "en"))
    match what:
        case "page":
            session.on = chance.choice(PAGES)
            at.switch_page(f"../pages/{session.on}.py")
        case "cut":
            at.query_params["cut"] = str(chance.randint(1, 99))
        case "data":
            at.query_params.clear()
            at.query_params.update({"data": dataset.address, "lang": lang})
        case "language":
            at.query_params["lang"] = lang
        case "hand":
            at.query_params.clear()
            at.query_params.update({"data": session.datasets[2].address, "hand": session.hand, "lang": lang})
        case "foreign":
            at.query_params.clear()
            at.query_params.update({"data": chance.choice(other.datasets[:2]).address, "lang": "en"})
        case "foreign hand":
            at.query_params.clear()
            at.query_params.update({"data": session.datasets[2].address, "hand": other.hand, "lang": "en"})
    at.run()
    return what


def test_no_message_to_one_holds_a_word_of_the_other(
    both: tuple[Session, Session], sent: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(20250315)
    for session in both:
        session.page.switch_page("../pages/pareto.py")
    for n in range(RERUNS):
        session, other = both if n % 2 else both[::-1]
        what = turn(session, other, chance, monkeypatch)
        assert sent and not session.page.exception, (n, what)
        assert not holds(sent, other.canary), f"rerun {n} ({what}): a word of {other.principal} reached the other"
        session.seen[session.on] += holds(sent, session.canary)
        if what == "foreign":
            assert WORDS.say("en", "identity.elsewhere") in [m.value for m in session.page.markdown], (n, what)
        if what.startswith("foreign"):
            session.page.query_params.clear()
            session.page.query_params.update({"data": session.datasets[0].address, "lang": "en"})
    assert all(session.seen.total() > RERUNS / 8 for session in both), "their own words reach them: the search can find"
    if RERUNS >= 1000:
        assert all(session.seen[page] for session in both for page in PAGES), [session.seen for session in both]


def test_a_foreign_address_and_an_unknown_one_look_the_same(
    both: tuple[Session, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bert = both
    monkeypatch.setattr(who, "principal", lambda: bert.principal)
    shown = []
    for data in (anna.datasets[0].id, "dzzzzzzzzzz"):
        at = AppTest.from_file(str(FRAME), default_timeout=60)
        at.query_params.update({"data": data, "lang": "en"})
        at.switch_page("../pages/pareto.py").run()
        shown.append(str([e.value for e in (*at.subheader, *at.markdown)]).replace(data, "-"))
        assert not at.selectbox, "nothing of a dataset is offered"
    assert shown[0] == shown[1] and "/s/" in shown[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_session_that_comes_to_be_somebody_else_s_begins_anew(
    both: tuple[Session, Session], sent: list[bytes], monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    anna, bert = both
    monkeypatch.setattr(who, "principal", lambda: anna.principal)
    at = anna.page
    at.query_params.update({"data": anna.datasets[0].address, "lang": lang})
    at.switch_page("../pages/pareto.py").run()
    assert holds(sent, anna.canary)
    monkeypatch.setattr(who, "principal", lambda: bert.principal)
    at.run()
    assert not holds(sent, anna.canary)
    assert "kam.view" not in at.session_state or at.session_state["kam.view"].data != anna.datasets[0].id
