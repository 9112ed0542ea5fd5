"""One press on any page makes the link, the text, the picture and the files; the list extends, revokes, makes anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.ingest.recipe import Upload
from kam_core.report.light import FORM
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_core.store.shares import Share
from kam_core.store.store import Store
from kam_ui import resources, shared, view
from kam_ui.answers import ANSWERS
from kam_ui.send import links, making
from kam_ui.send.picture import qr_svg
from kam_ui.text import WORDS
from kam_ui.viewer import Allowed
from kam_ui.web.settings import Settings
from tests.caches import forget

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
LANGUAGES = ("zh", "en")
PAGES = sorted(path.stem for path in (FRAME.parent.parent / "pages").glob("*.py"))
PUBLIC = "https://kam.example.com"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAM_DATA_DIR", str(tmp_path_factory.mktemp("send") / "store"))
        forget()
        open_sample(resources.store(), "zh", HOUSE)
        yield resources.store()
        forget()


pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Settings(secrets=("s" * 32,), own_secret=False, public_address=PUBLIC, trusted_proxies=(), metrics_token="")
    monkeypatch.setattr(making, "settings", lambda: said)


def page(name: str, lang: str = "zh", **query: str) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=120)
    at.query_params["lang"] = lang
    for key, value in ({"data": "sample@2"} | query).items():
        at.query_params[key] = value
    at.switch_page(f"../pages/{name}.py").run()
    assert not at.exception
    return at


def pressed(name: str, lang: str = "zh", **query: str) -> AppTest:
    at = page(name, lang, **query).button(key="send.open").click().run()
    assert not at.exception
    return at


BODY = """
from kam_ui import offers, view
from kam_ui.send import dialog
view.arrive(offers.offer)
view.spell("pareto")
dialog.body()
"""


def opened(lang: str = "zh", **query: str) -> AppTest:
    """The dialog alone: a test reruns the whole script, and with it a dialog would close."""
    at = AppTest.from_string(BODY, default_timeout=120)
    for key, value in ({"lang": lang, "data": "sample@2"} | query).items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def parts(at: AppTest, key: str) -> list[dict[str, Any]]:
    found = [element.proto for element in at.get("bidi_component")]
    return [data for data in (json.loads(proto.json or proto.mixed.json) for proto in found) if key in data]


def text(at: AppTest) -> str:
    """The five lines, as they are copied."""
    return next(str(data["text"]) for data in parts(at, "text") if "\n" in data["text"])


def words(lang: str, key: str, **facts: object) -> str:
    return WORDS.say(lang, key, **facts)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("public")
def test_every_page_has_one_button_and_one_press_makes_everything(store: Store, name: str, lang: str) -> None:
    before = {share.id for share in store.shares(HOUSE)}
    at = pressed(name, lang)
    made = [share for share in store.shares(HOUSE) if share.id not in before]
    assert len(made) == 1
    share = made[0]
    assert (share.live, share.movable, share.export, share.account) == (False, True, False, None)
    assert timedelta(days=30) - timedelta(minutes=5) < share.expires - datetime.now(UTC) <= timedelta(days=30)
    assert (share.dataset, share.version, share.lang) == ("sample", 2, lang)
    assert share.page == (name if name in shared.PAGES else "pareto")  # where a link leads that can show no such page
    lines = text(at).split("\n")
    link = lines[-1]
    assert len(lines) == 5 and link.startswith(f"{PUBLIC}/s/")
    assert store.share_by_token(link.rsplit("/", 1)[1], datetime.now(UTC)).id == share.id
    drawn = parts(at, "points")[0]
    if share.page in ANSWERS:
        assert drawn["chart"]["svg"].startswith("<svg") and drawn["chart"]["title"] and drawn["beside"]
        said = next(data["sentence"] for data in parts(at, "beside") if data.get("lang") and "points" not in data)
        assert drawn["sentence"] == said, "the very sentence of the page"
    else:
        assert drawn["points"] and drawn["accounts"] and drawn["urgent"]
    assert drawn["sentence"] == lines[0] and drawn["code"]
    for spoken in LANGUAGES:
        assert store.kept_leaf(share, spoken, FORM), "it opens without being computed again"
    assert {words(lang, "send.html"), words(lang, "send.excel"), words(lang, "send.sheet")} <= {
        download.label for download in at.get("download_button")
    }
    assert not at.warning
    assert (words(lang, "send.as_home") in [caption.value for caption in at.caption]) == (name not in shared.PAGES)


def test_each_page_that_can_be_sent_is_known_to_both_sides() -> None:
    assert {*shared.OF_SCOPE, *ANSWERS} == set(shared.PAGES)
    assert all(answer in PAGES for answer in ANSWERS)


@pytest.mark.usefixtures("public")
def test_the_link_to_a_page_holds_what_that_page_says(store: Store) -> None:
    pressed("movement", "en", before="2024-09:2024-11", after="2025-09:2025-11", known="1", margin="5")
    share = store.shares(HOUSE)[0]
    said = {"before": ["2024-09:2024-11"], "after": ["2025-09:2025-11"], "known": ["1"], "margin": ["5"]}
    assert said.items() <= share.query.items() and share.page == "movement"
    pressed("concentration", "en", lost="C002", window="3")
    assert {"lost": ["C002"], "window": ["3"]}.items() <= store.shares(HOUSE)[0].query.items()
    pressed("account", "en")
    assert store.shares(HOUSE)[0].query["account"] == ["C001"], "whose page it is, though the address did not say"
    pressed("account", "en", account="C004")
    assert store.shares(HOUSE)[0].query["account"] == ["C004"]


@pytest.mark.usefixtures("public")
def test_the_link_holds_the_whole_view(store: Store) -> None:
    pressed("supply", "en", rule="count", cut="7", region="华东", peak="1.3", tab="plan")
    share = store.shares(HOUSE)[0]
    for key, value in {"rule": "count", "cut": "7", "region": "华东", "peak": "1.3", "tab": "plan"}.items():
        assert share.query[key] == [value]
    assert view.parse(share.query)["cut"] == ("7",)


@pytest.mark.usefixtures("public")
def test_looking_again_makes_no_second_link(store: Store) -> None:
    at = pressed("pareto")
    first, link = store.shares(HOUSE)[0].id, text(at).split("\n")[-1]
    at.button(key="send.open").click().run()
    assert store.shares(HOUSE)[0].id == first and text(at).endswith(link)
    store.revoke_share(first, HOUSE)
    at.button(key="send.open").click().run()
    assert store.shares(HOUSE)[0].id != first and not text(at).endswith(link)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("public")
def test_the_fold_makes_a_customer_safe_link_that_names_nobody_else(store: Store, lang: str) -> None:
    at = opened(lang, cut="22")
    first = store.shares(HOUSE)[0].id
    at.selectbox(key="send.account").set_value("C001")
    at.text_input(key="send.label").set_value("<b>给鸿达</b>")
    at.toggle(key="send.export").set_value(True)
    next(button for button in at.button if button.label == words(lang, "send.remake")).click().run()
    assert not at.exception
    share = store.shares(HOUSE)[0]
    assert (share.account, share.label, share.export, share.live) == ("C001", "<b>给鸿达</b>", True, False)
    assert next(each for each in store.shares(HOUSE) if each.id == first).revoked, "nobody had opened it"
    said = text(at)
    assert "华东鸿达" in said and "恒源" not in said and "%" not in said
    assert not parts(at, "points"), "a picture would show the others"
    assert not at.get("download_button")


@pytest.mark.usefixtures("public")
def test_an_opened_link_stays_when_another_is_made(store: Store) -> None:
    at = opened(cut="21")
    first = store.shares(HOUSE)[0]
    store.count_opening(first.id)
    at.toggle(key="send.live").set_value(True)
    next(button for button in at.button if button.label == words("zh", "send.remake")).click().run()
    shares = {share.id: share for share in store.shares(HOUSE)}
    assert shares[first.id].revoked is None and store.shares(HOUSE)[0].live


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_public_address_it_says_so_and_draws_no_code(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = Settings(secrets=("s" * 32,), own_secret=True, public_address="", trusted_proxies=(), metrics_token="")
    monkeypatch.setattr(making, "settings", lambda: alone)
    at = pressed("pareto", lang)
    assert [warning.value for warning in at.warning] == [words(lang, "send.reach.machine")]
    assert parts(at, "points")[0]["code"] == [] and parts(at, "points")[0]["foot"]
    monkeypatch.setattr(making, "address", lambda: "http://192.168.1.9:8501")
    at = pressed("pareto", lang)
    assert [warning.value for warning in at.warning] == [words(lang, "send.reach.network")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("public")
def test_all_links_are_listed_extended_revoked_and_made_anew(
    store: Store, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(lang, cut="19")
    share = store.shares(HOUSE)[0]
    listed = next(element.value for element in at.dataframe if words(lang, "send.links.opened") in element.value)
    assert len(listed) == len(store.shares(HOUSE))
    assert listed[words(lang, "send.links.state")][0] == words(lang, "send.links.state_open")
    assert words(lang, "send.links.no_copy") in [caption.value for caption in at.caption]
    monkeypatch.setattr(links, "listed", lambda shares, _now: [each.id for each in shares].index(share.id))
    button = labelled(at.run())
    day = (share.expires + timedelta(days=30)).astimezone().date().isoformat()
    at = button[words(lang, "send.links.extend", day=day)].click().run()
    assert now(store, share.id).expires == share.expires + timedelta(days=30)
    before = len(store.shares(HOUSE))
    at = labelled(at)[words(lang, "send.links.again")].click().run()
    assert not at.exception and len(store.shares(HOUSE)) == before + 1
    newest = store.shares(HOUSE)[0]
    assert newest.id != share.id and newest.query == share.query
    assert any(element.value.startswith(f"{PUBLIC}/s/") and "\n" not in element.value for element in at.text)
    at = labelled(at)[words(lang, "send.links.revoke_yes")].click().run()
    assert now(store, share.id).revoked and now(store, newest.id).revoked is None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("public")
def test_who_closes_a_link_gets_no_other_unasked(store: Store, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(lang, cut="17")
    share = store.shares(HOUSE)[0]
    monkeypatch.setattr(links, "listed", lambda shares, _now: [each.id for each in shares].index(share.id))
    at = labelled(at.run())[words(lang, "send.links.revoke_yes")].click().run()
    assert not at.exception and now(store, share.id).revoked
    assert store.shares(HOUSE)[0].id == share.id, "no newer one"
    assert words(lang, "send.closed") in [info.value for info in at.info] and not parts(at, "points")
    assert words(lang, "send.links.revoke_yes") not in labelled(at), "nothing else is a press away from being closed"
    at = next(button for button in at.button if button.label == words(lang, "send.links.again")).click().run()
    newest = store.shares(HOUSE)[0]
    assert newest.id != share.id and newest.revoked is None and text(at).split("\n")[-1].startswith(f"{PUBLIC}/s/")
    assert words(lang, "send.closed") not in [info.value for info in at.info]


def test_a_chosen_link_stays_chosen_where_its_row_moves(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is told which row to begin with; its key changes with the order, so no row number outlives it."""
    told: list[tuple[str, list[int]]] = []
    whole = links.st.dataframe

    def noted(*rows: Any, **options: Any) -> Any:
        if options["key"].startswith("send.links"):
            told.append((options["key"], options["selection_default"]["selection"]["rows"]))
        return whole(*rows, **options)

    monkeypatch.setattr(links.st, "dataframe", noted)
    first, second = (pressed("pareto", "en", cut=cut) and store.shares(HOUSE)[0] for cut in ("14", "15"))
    at = opened("en", cut="16")
    at.session_state["kam.send.chosen"] = first.id
    at.run()
    order = [share.id for share in sorted(store.shares(HOUSE), key=lambda s: (bool(s.revoked), -s.created.timestamp()))]
    assert told[-1] == ("send.links " + " ".join(order), [order.index(first.id)])
    store.revoke_share(second.id, HOUSE)
    at.session_state["kam.send.chosen"] = first.id
    at.run()
    (key, (row,)), before = told[-1], told[-2]
    assert key != before[0] and key.split(" ")[1:][row] == first.id and row == before[1][0] - 1


def labelled(at: AppTest) -> dict[str, Any]:
    return {button.label: button for button in at.button}


def now(store: Store, share_id: str) -> Share:
    return next(share for share in store.shares(HOUSE) if share.id == share_id)


@pytest.mark.usefixtures("public")
def test_who_looks_through_a_link_sends_nothing_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kam_ui.viewer.allowed", lambda: Allowed(send=False))
    assert "send.open" not in [button.key for button in page("pareto").button]


def test_a_new_link_for_an_old_one_shows_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    expires = datetime.now(UTC) + timedelta(days=7)
    query = {"data": ["sample@2"], "rule": ["count"], "cut": ["3"], "lang": ["zh"]}
    old, token = store.share("sample", 2, "pareto", query, expires=expires, day=datetime.now(UTC).date(), lang="zh",
                             label="月会", export=True, principal=HOUSE)  # fmt: skip
    monkeypatch.setattr(resources, "principal", lambda: HOUSE)
    new = making.again(old)
    assert new.token != token and new.share.id != old.id
    for same in ("dataset", "version", "page", "query", "lang", "label", "live", "movable", "export", "account"):
        assert getattr(new.share, same) == getattr(old, same)


def test_a_view_that_cannot_be_drawn_says_so(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    lines = ["日期,客户,单位,数量,金额", "2024-01-05,甲,箱,3,30", "2024-02-05,乙,瓶,4,40"]
    file.write_text("\n".join(lines), "utf-8")
    made = import_files(store, [Upload("two.csv", file)], principal=HOUSE, today=datetime(2024, 4, 1).date()).dataset
    assert made
    at = pressed("pareto", "zh", data=made.address, measure="quantity")
    assert words("zh", "send.cannot") in [info.value for info in at.info]


def test_the_code_is_an_svg_without_a_script() -> None:
    svg = qr_svg(f"{PUBLIC}/s/abc")
    assert svg.startswith("<svg") and "<script" not in svg and "http" not in svg
