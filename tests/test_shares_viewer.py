"""A viewer's session: the shared scope and nothing beyond, by address, widget or message; closed when it is over."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.analysis.cut import Rule
from kam_core.analysis.scope import Scope
from kam_core.errors import KamError, UnknownDataset, UnknownShare
from kam_core.schema import Measure
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_ui import answers, offers, present, resources, view, who
from kam_ui.account.telling import story
from kam_ui.concentration.answers import concentrated, disclosed
from kam_ui.kept import kept
from kam_ui.movement import asked
from kam_ui.shared import OF_SCOPE, PAGES, shared
from kam_ui.text import WORDS
from kam_ui.web import passes
from tests.links import a_store, send, view_of, visit, wire
from tests.side_files import sell, stock

EAST = [f"EASTERN{i:02d}" for i in range(12)]
SOUTH = [f"SOUTHERN{i:02d}" for i in range(12)]  # never to be seen by the viewer of East
LANGUAGES = ("zh", "en")
HEADERS = [
    "date",
    "customer code",
    "customer name",
    "region",
    "product code",
    "product name",
    "unit",
    "quantity",
    "amount",
]


#: what a link to each page says beside the scope
SAID = {
    "movement": {"before": "2024-11:2024-12", "after": "2025-01:2025-03", "known": "now"},
    "concentration": {"lost": "E00", "window": "3"},
    "account": {"account": "E00"},
}


def _sales(more: str = "") -> str:
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(HEADERS)
    for month in range(26):
        day = f"{2023 + (month + 10) // 12}-{(month + 10) % 12 + 1:02d}-10"
        for region, names in (("East", EAST), ("South", SOUTH)):
            for i, name in enumerate(names):
                much = (30 - i) * (3 if month % 12 == 2 else 1)
                write.writerow([day, f"{region[0]}{i:02d}", name, region, "P1", "Water", "case", much, much * 7])
    return out.getvalue() + more


def _stock() -> str:
    rows = [f"2025-12-20,{side}{i:02d},P1,{10 + 5 * i},case" for side in "ES" for i in range(10)]
    return "\n".join(["date,customer code,product code,on hand,unit", *rows]) + "\n"


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    folder = tmp_path_factory.mktemp("viewer")
    with a_store(folder) as store:
        made = sell(store, folder, _sales())
        stock(store, folder, made, {"stock.csv": _stock()})
        sell(store, folder, _sales().replace("EASTERN", "SECRET"))  # another dataset of the same owner's
        yield store.open(made, principal=HOUSE)


@pytest.fixture(autouse=True)
def the_browser_holds_every_cookie(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "without_cookie" not in request.keywords:
        monkeypatch.setattr(passes, "holds", lambda _cookies, share_id: bool(share_id))


def address(at: AppTest) -> dict[str, str]:
    """What the address says, each key once."""
    return {key: values if isinstance(values, str) else ",".join(values) for key, values in at.query_params.items()}


def closed(at: AppTest, lang: str = "en") -> bool:
    """The plain page, and nothing else of ours."""
    said = wire(at)
    words = WORDS.say(lang, "stopped.title")
    return words in said and not any(name in said for name in ("EASTERN", "SOUTHERN", "SECRET", "Water"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_viewer_sees_the_shared_scope_and_nothing_beyond(sales: Dataset, page: str, lang: str) -> None:
    shown = view_of(sales, lang, region="East", **SAID.get(page, {}))
    share, _ = send(sales, shown, page)
    at = visit(share, page)
    sent = wire(at)
    assert not at.error and WORDS.say(lang, "stopped.title") not in sent
    assert "EASTERN00" in sent and not at.sidebar.selectbox
    assert "SOUTHERN" not in sent and "SECRET" not in sent and "South" not in sent
    whole = resources.whole(sales, Measure.AMOUNT).ranked
    assert f"{whole:,.2f}" not in sent and f"{whole:,.0f}" not in sent and str(whole) not in sent
    for word in ("filters.regions_all", "filters.clear", "copy.label",
                 "hand.button", "supply.agree.title", "supply.assume.as_of", "disclosure.title", "movement.choose",
                 "concentration.loss.placeholder", "account.people",
                 *(["expert.title", "column.firm_wide_class"] if page in OF_SCOPE else []),
                 ):  # fmt: skip
        assert WORDS.say(lang, word) not in sent, word
    assert WORDS.say(lang, "viewer.frozen", until="2025-12-10", expires=share.expires.date()) in sent


@pytest.mark.parametrize("export", [False, True])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("tab", ["due", "plan", "split"])
def test_figures_are_taken_away_only_where_it_is_allowed(sales: Dataset, page: str, tab: str, export: bool) -> None:
    share, _ = send(sales, view_of(sales, "en", tab=tab, **SAID.get(page, {})), page, export=export)
    at = visit(share, page, lang="en")
    buttons = at.get("download_button")
    if not export:
        assert not buttons
    elif page in ("pareto", "movement", "account") or (page == "supply" and tab == "plan"):
        assert buttons


def test_what_the_owner_sees_is_what_the_viewer_sees(sales: Dataset) -> None:
    share, _ = send(sales, view_of(sales, "en", region="East", rule="reach", cut="60"), "supply")
    at = visit(share, "supply")
    assert at.session_state["kam.view"] == shared(share).view
    assert address(at)["share"] == share.id and address(at)["region"] == "East"


@pytest.mark.parametrize(
    "attack",
    [
        {"region": "South"},
        {"region": ["East", "South"]},
        {"data": "SECRET"},
        {"data": "sample"},
        {"from": "2023-11", "to": "2025-12"},
        {"measure": "quantity"},
        {"as_of": "2026-01-10", "lead_time": "300", "service_level": "50"},
        {"hand": "h0123456789abcdef0123"},
        {"job": "abc"},
    ],
    ids=str,
)
def test_no_address_widens_the_view(sales: Dataset, attack: dict[str, str]) -> None:
    other = next(info.id for info in resources.store().datasets(HOUSE) if info.id != sales.id)
    attack = {key: other if value == "SECRET" else value for key, value in attack.items()}
    share, _ = send(sales, view_of(sales, "en", region="East"))
    at = visit(share, **attack)
    assert at.session_state["kam.view"] == shared(share).view
    assert "SOUTHERN" not in wire(at) and "SECRET" not in wire(at)


def test_no_widget_and_no_message_widens_the_view(sales: Dataset) -> None:
    share, _ = send(sales, view_of(sales, "en", region="East"))
    at = visit(share)
    kept = at.session_state["kam.view"]
    wider = replace(
        kept, scope=Scope(Measure.QUANTITY, "2023-11", "2025-12"), data="sample", version=1, hand="h1", job="x"
    )
    at.session_state["kam.view"] = wider  # what any callback could leave behind
    at.session_state["pick.regions"] = ["South"]
    at.session_state["pick.data"] = "sample"
    at.run()
    assert at.session_state["kam.view"] == kept
    assert "SOUTHERN" not in wire(at)


@pytest.mark.parametrize("shared_page", [*PAGES, "data"])
def test_no_page_but_the_shared_one_and_the_scopes_own_is_there(sales: Dataset, shared_page: str) -> None:
    share, _ = send(sales, view_of(sales, "en", region="East", **SAID.get(shared_page, {})), shared_page)
    at = visit(share)
    for page in sorted(present.PAGES.glob("*.py")):
        if page.stem in OF_SCOPE or (page.stem == shared_page and page.stem in PAGES):
            assert "EASTERN00" in wire(at.switch_page(f"../pages/{page.name}").run()), page.stem
        else:
            with pytest.raises(ValueError, match="navigation page"):
                at.switch_page(f"../pages/{page.name}")


@pytest.mark.parametrize("page", sorted(SAID))
@pytest.mark.parametrize(
    "attack",
    [
        {"before": "2023-11:2023-12", "after": "2024-01:2024-02", "known": "1", "margin": "40", "threshold": "1"},
        {"lost": ["E01", "S00"], "window": "12", "limits": "1:2:3:4", "disclosure": "ifrs"},
        {"account": "S00", "item": "P1"},
    ],
    ids=str,
)
def test_no_address_shows_other_periods_losses_or_accounts(sales: Dataset, page: str, attack: dict[str, str]) -> None:
    share, _ = send(sales, view_of(sales, "en", region="East", **SAID[page]), page)
    at = visit(share, page, **attack)
    kept_to, seen = shared(share).view, at.session_state["kam.view"]
    assert (seen.risk, seen.scope) == (kept_to.risk, kept_to.scope)
    assert page != "account" or seen.season.account == "E00"
    assert "SOUTHERN" not in wire(at)
    wider = replace(kept_to, risk=replace(kept_to.risk, lost=("S00",), before=("2023-11", "2023-12"), known=1))
    at.session_state["kam.view"] = replace(wider, season=replace(wider.season, account="S00"))
    at.run()
    assert at.session_state["kam.view"].risk == kept_to.risk and "SOUTHERN" not in wire(at)
    assert page != "account" or at.session_state["kam.view"].season.account == "E00"


def test_a_pages_results_are_given_to_the_viewer_of_that_page_alone(sales: Dataset) -> None:
    shown = view_of(sales, "en", region="East", **SAID["account"])
    shown = replace(shown, risk=view_of(sales, "en", **SAID["movement"]).risk)
    given = {
        "concentration": lambda: concentrated(shown, sales),
        "account": lambda: story(shown, sales, "E00", None),
    }
    for page in PAGES:
        share, _ = send(sales, shown, page)
        with who.acting(share.principal):
            for made, attempt in given.items():
                if made == page:
                    attempt()
                else:
                    with pytest.raises(UnknownShare):
                        attempt()
            for closed_to_all in (lambda: disclosed(shown, sales), lambda: asked.offers(sales),
                                  lambda: asked.uploads(sales), lambda: kept(_nothing, sales)):  # fmt: skip
                with pytest.raises(UnknownShare):
                    closed_to_all()


def _nothing(_dataset: Dataset) -> None:
    """A result beyond what is shared."""


def test_an_earlier_upload_is_opened_only_where_the_shared_view_names_it(sales: Dataset) -> None:
    named = view_of(sales, "en", **SAID["movement"] | {"known": "1"})
    share, _ = send(sales, named, "movement")
    compared = asked.asked(shared(share).view)
    assert compared is not None and compared.known == 1
    expected = answers.ANSWERS["movement"](named, sales)
    with who.acting(share.principal):
        assert asked.earlier(sales, compared).version == 1
        answer = answers.ANSWERS["movement"](shared(share).view, sales)
        assert answer is not None and expected is not None and answer.sentence("en") == expected.sentence("en")
        assert answer.beside("en") == expected.beside("en")
    for page, said in (("movement", SAID["movement"]), ("pareto", {}), ("concentration", {"lost": "E00"})):
        other, _ = send(sales, view_of(sales, "en", **said), page)
        with who.acting(other.principal), pytest.raises(UnknownDataset):
            asked.earlier(sales, compared)


def test_the_cut_moves_where_it_may(sales: Dataset) -> None:
    base = view_of(sales, "en", rule="top", cut="20")
    movable, _ = send(sales, base)
    fixed, _ = send(sales, base, movable=False)
    moved = visit(movable, rule="count", cut="3")
    assert (moved.session_state["kam.view"].rule, moved.session_state["kam.view"].cut) == (Rule.COUNT, Decimal(3))
    assert address(moved)["cut"] == "3"
    stayed = visit(fixed, rule="count", cut="3")
    assert (stayed.session_state["kam.view"].rule, stayed.session_state["kam.view"].cut) == (Rule.TOP, Decimal(20))
    stayed.session_state["kam.view"] = replace(stayed.session_state["kam.view"], cut=Decimal(90))
    assert stayed.run().session_state["kam.view"].cut == Decimal(20)
    assert not any("knots" in str(element.proto) for element in stayed.get("bidi_component"))  # a picture, no handle


def test_the_way_back_to_the_shared_view(sales: Dataset) -> None:
    share, _ = send(sales, view_of(sales, "en"))
    at = visit(share)
    assert not [button for button in at.button if button.key == "viewer.back"]
    at = visit(share, cut="50", lang="zh")
    (back,) = [button for button in at.button if button.key == "viewer.back"]
    assert back.label == WORDS.say("zh", "viewer.back")
    back.click().run()
    assert at.session_state["kam.view"] == replace(shared(share).view, lang="zh")
    assert address(at)["cut"] == "20" and address(at)["share"] == share.id


def test_an_account_of_the_scope_can_be_opened_and_not_agreed_with(sales: Dataset) -> None:
    share, _ = send(sales, view_of(sales, "en", region="East"), "supply")
    at = visit(share, "supply", account="E03")
    sent = wire(at)
    assert "EASTERN03" in sent and not at.number_input and WORDS.say("en", "supply.agree.save") not in sent
    other = visit(share, "supply", account="S03")
    assert "SOUTHERN" not in wire(other)


def test_a_session_is_closed_at_its_next_step_when_the_link_is_revoked(sales: Dataset) -> None:
    share, _ = send(sales, view_of(sales, "en"))
    at = visit(share)
    assert "EASTERN00" in wire(at)
    resources.store().revoke_share(share.id, HOUSE)
    at.run()
    assert closed(at) and not at.button
    at.switch_page("../pages/supply.py").run()
    assert closed(at)


def test_a_session_is_closed_when_the_link_expires(sales: Dataset) -> None:
    share, _ = send(sales, view_of(sales, "en"))
    at = visit(share)
    resources.store().extend_share(share.id, datetime.now(UTC) - timedelta(seconds=1), HOUSE)
    assert closed(at.run())
    resources.store().extend_share(share.id, datetime.now(UTC) + timedelta(days=1), HOUSE)
    assert "EASTERN00" in wire(at.run())


def test_what_was_offered_is_not_given_after_the_end(sales: Dataset) -> None:
    """A download that an open page still offers asks again when it is clicked."""
    from kam_ui import viewer

    share, _ = send(sales, view_of(sales, "en"), export=True)
    given: list[object] = []
    with who.acting(share.principal), pytest.MonkeyPatch.context() as patch:
        patch.setattr(viewer.st, "download_button", lambda _label, data, **_: given.append(data))
        viewer.download("Excel", lambda: b"figures")
    assert given[0]() == b"figures"  # type: ignore[operator]
    resources.store().revoke_share(share.id, HOUSE)
    with pytest.raises(UnknownShare):
        given[0]()  # type: ignore[operator]


@pytest.mark.without_cookie
@pytest.mark.parametrize("share_id", ["", "0123456789abcdef", "x", "../.."])
def test_a_share_in_the_address_without_its_cookie_shows_nothing(sales: Dataset, share_id: str) -> None:
    share, _ = send(sales, view_of(sales, "en"))
    for said in (share_id, share.id):
        at = visit(replace(share, id=said), data=sales.address, lang="en")
        assert closed(at), said
        assert not at.button


def test_a_share_that_is_not_there_shows_nothing_even_with_a_cookie(sales: Dataset) -> None:
    share, _ = send(sales, view_of(sales, "en"))
    assert closed(visit(replace(share, id="0123456789abcdef"), data=sales.address, lang="en"))
    assert closed(visit(replace(share, id="0123456789abcdef"), lang="zh"), "zh")


def test_a_session_stays_the_viewers_when_its_address_forgets_the_share(sales: Dataset) -> None:
    share, _ = send(sales, view_of(sales, "en", region="East"))
    at = visit(share)
    at.query_params.clear()
    at.query_params["data"] = sales.address
    at.run()
    assert "SOUTHERN" not in wire(at) and address(at)["share"] == share.id
    assert at.session_state["kam.view"].scope.regions == ("East",)


def test_two_links_in_two_tabs_do_not_mix(sales: Dataset) -> None:
    east, _ = send(sales, view_of(sales, "en", region="East"))
    south, _ = send(sales, view_of(sales, "en", region="South", cut="40"))
    one, two = visit(east), visit(south)
    for _ in range(3):
        one.run(), two.run()
        assert "SOUTHERN" not in wire(one) and "EASTERN" not in wire(two)
        assert "EASTERN00" in wire(one) and "SOUTHERN00" in wire(two)
        assert (address(one)["share"], address(two)["share"]) == (east.id, south.id)
    again = visit(east, **{key: value for key, value in address(one).items() if key != "share"})  # a reload
    assert again.session_state["kam.view"] == one.session_state["kam.view"]


def test_a_dataset_that_was_deleted_closes_the_link_without_naming_it(sales: Dataset) -> None:
    store = resources.store()
    info = next(info for info in store.datasets(HOUSE) if info.id != sales.id)
    store.rename(info.id, "SECRET plans", principal=HOUSE)
    other = store.open(info.id, principal=HOUSE)
    share, _ = send(other, view_of(other, "en"))
    store.delete(other.id, principal=HOUSE)
    assert closed(visit(share))
    store.undelete(other.id, principal=HOUSE)


def test_the_results_themselves_are_refused_beyond_the_share(sales: Dataset) -> None:
    shown = view_of(sales, "en", region="East")
    share, _ = send(sales, shown)
    other = next(info.id for info in resources.store().datasets(HOUSE) if info.id != sales.id)
    theirs = resources.store().open(other, principal=HOUSE)
    older = resources.store().open(sales.id, 1, principal=HOUSE)
    with who.acting(share.principal):
        assert resources.pareto(shown, sales).n == 12
        refused = [
            lambda: resources.opened(other), lambda: resources.opened(sales.id, 1),
            lambda: resources.versions(sales.id),
            lambda: resources.ranking(theirs, shown.scope), lambda: resources.ahead(shown, older),
            lambda: resources.compared(theirs, shown.scope), lambda: resources.firm(shown, sales),
            lambda: resources.whole(sales, Measure.AMOUNT), lambda: resources.choices(sales),
            lambda: resources.mismatches(sales), lambda: resources.beside(sales),
            lambda: resources.flips(sales, shown.scope, resources.cut(shown)),
            lambda: resources.suggestion(sales, shown.scope), lambda: offers.offer("sample", None),
            lambda: resources.store().keep_agreed(sales.id, [Agreement("E00", "P1", "2026-01", Decimal(1))],
                                                  principal=resources.principal()),
        ]  # fmt: skip
        for attempt in refused:
            with pytest.raises(KamError) as error:
                attempt()
            assert isinstance(error.value, UnknownShare | UnknownDataset)
        assert list(resources.listing()) == []
    assert view.SHARE == "share"
