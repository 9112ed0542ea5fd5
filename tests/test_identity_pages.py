"""What the pages show a workspace: its recovery link, the house's data without the means to change it, the gate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.errors import KamError
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import resources, who
from kam_ui.text import WORDS
from kam_ui.web import recovery
from kam_ui.web.identity import new_workspace
from kam_ui.web.settings import settings
from tests.stored import publish_small

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
LANGUAGES = ("zh", "en")
MINE = new_workspace()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KAM_PUBLIC_ADDRESS", "https://kam.example.com")
    settings.cache_clear()
    resources.store.clear()
    yield resources.store()
    resources.store.clear()
    settings.cache_clear()


def page(lang: str, name: str = "data", **query: str) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at.query_params.update({"lang": lang, **query})
    at.switch_page(f"../pages/{name}.py").run()
    assert not at.exception
    return at


def link_of(store: Store, at: AppTest) -> str | None:
    address = at.code[0].value
    assert address.startswith("https://kam.example.com/workspace/")
    return recovery.recovered(store, address.rpartition("/")[2])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_recovery_link_is_shown_when_asked_for_and_renewed(
    store: Store, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(who, "principal", lambda: MINE)
    at = page(lang)
    assert WORDS.say(lang, "workspace.title") in [fold.label for fold in at.expander]
    assert not at.code
    at.toggle(key="data.workspace.show").set_value(True).run()
    old = at.code[0].value
    assert link_of(store, at) == MINE
    at.button(key="data.workspace.renew").click().run()
    assert not at.exception and [toast.value for toast in at.toast] == [WORDS.say(lang, "workspace.renewed")]
    assert link_of(store, at) == MINE and at.code[0].value != old
    assert recovery.recovered(store, old.rpartition("/")[2]) is None


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("principal", [HOUSE, "u-" + "0" * 32])
def test_who_cannot_lose_a_workspace_needs_no_link(monkeypatch: pytest.MonkeyPatch, principal: str) -> None:
    monkeypatch.setattr(who, "principal", lambda: principal)
    assert WORDS.say("en", "workspace.title") not in [fold.label for fold in page("en").expander]


def test_the_house_s_data_are_shown_without_the_means_to_change_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, mine = publish_small(store), publish_small(store, owner=MINE)
    means = {"data.fix", "data.rename", "data.delete"}
    for principal, dataset, changes in ((HOUSE, ours, True), (MINE, ours, False), (MINE, mine, True)):
        monkeypatch.setattr(who, "principal", lambda principal=principal: principal)
        at = page("en", data=dataset.address)
        assert len(at.metric) == 5
        assert ({button.key for button in at.button} >= means) is changes
        targets = [c for c in at.get("button_group") if WORDS.say("en", "data.drop.becomes") in str(c.proto)]
        assert bool(targets) is changes


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["pareto", "supply", "data"])
def test_a_browser_that_is_nobody_sees_why_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, lang: str, name: str
) -> None:
    def nobody() -> str:
        raise KamError("no_cookie")

    monkeypatch.setattr(who, "principal", nobody)
    at = page(lang, name, data="sample")
    assert "Cookie" in at.markdown[0].value or "cookie" in at.markdown[0].value
    assert not at.metric and not at.selectbox and not at.file_uploader


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_before_a_login_there_is_one_button(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    def stranger() -> str:
        raise KamError(who.NOT_LOGGED_IN)

    monkeypatch.setattr(who, "principal", stranger)
    at = page(lang, "supply", data="sample")
    assert [title.value for title in at.title] == [WORDS.say(lang, "identity.login_title")]
    assert [button.label for button in at.button] == [WORDS.say(lang, "identity.login")]
