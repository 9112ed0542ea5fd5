"""Share links in the store: nothing of the token is kept, what fails fails alike, a viewer meets its share only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from kam_core.errors import KamError, UnknownDataset, UnknownShare
from kam_core.hand import HandPick
from kam_core.ingest.recipe import Mapping
from kam_core.store import Store, janitor
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.publishing import publish
from kam_core.store.shares import Share
from kam_core.wording import say
from tests.stored import publish_small

NOW = datetime.now(UTC)
SOON = NOW + timedelta(days=30)
DAY = date(2025, 12, 27)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, memory="256MB")


@pytest.fixture
def sales(store: Store) -> Dataset:
    return publish_small(store, owner="w-a")


def share(store: Store, made: Dataset, **fields: object) -> tuple[Share, str]:
    said: dict[str, object] = {"expires": SOON, "day": DAY, "lang": "zh", "label": " 给\n张总 ", "principal": "w-a"}
    query = {"data": [made.address], "cut": ["20"], "region": ["", "East"]}
    return store.share(made.id, made.version, "pareto", query, **said | fields)  # type: ignore[arg-type]


def test_a_share_comes_back_as_it_was_made(store: Store, sales: Dataset) -> None:
    made, token = share(store, sales, export=True, movable=False, account="C1")
    assert len(token) == 43
    assert store.share_by_token(token, NOW) == store.share_by_id(made.id, NOW) == made
    assert (made.owner, made.dataset, made.version, made.page) == ("w-a", sales.id, 1, "pareto")
    assert made.query == {"data": [f"{sales.id}@1"], "cut": ["20"], "region": ["", "East"]}
    assert (made.label, made.lang, made.day, made.expires) == ("给 张总", "zh", DAY, SOON)
    assert (made.live, made.movable, made.export, made.account) == (False, False, True, "C1")
    assert (made.opened, made.last_opened, made.revoked) == (0, None, None)


def test_the_token_is_kept_nowhere(store: Store, sales: Dataset) -> None:
    made, token = share(store, sales)
    assert token not in repr(made)
    with store.catalog.reading() as connection:
        (row,) = connection.execute(text("select * from shares")).all()
    assert token not in str(row)
    held = [path.read_bytes() for path in store.folder.rglob("*") if path.is_file()]
    assert held and not any(token.encode() in content for content in held)


def test_every_token_is_another_one(store: Store, sales: Dataset) -> None:
    made = [share(store, sales) for _ in range(20)]
    assert len({token for _, token in made}) == len({one.id for one, _ in made}) == 20


def test_unknown_malformed_revoked_and_expired_fail_alike(store: Store, sales: Dataset) -> None:
    revoked, first = share(store, sales)
    store.revoke_share(revoked.id, "w-a")
    expired, second = share(store, sales, expires=NOW)
    tokens = ["A" * 43, "", "x" * 10_000, "'; drop table shares; --", "\ud800", first, second, first[:-1]]
    ids = ["", "0" * 16, revoked.id, expired.id, "%", "../x"]
    tries: list[Callable[[], Share]] = [lambda t=t: store.share_by_token(t, NOW) for t in tokens]  # type: ignore[misc]
    tries += [lambda i=i: store.share_by_id(i, NOW) for i in ids]  # type: ignore[misc]
    failures = set()
    for attempt in tries:
        with pytest.raises(UnknownShare) as failed:
            attempt()
        failures.add((failed.value.code, str(failed.value), str(failed.value.facts)))
    assert len(failures) == 1
    assert say("zh", "error.unknown_share").startswith("链接无效")


def test_it_opens_until_the_moment_it_expires(store: Store, sales: Dataset) -> None:
    made, token = share(store, sales)
    assert store.share_by_token(token, SOON - timedelta(microseconds=1)) == made
    with pytest.raises(UnknownShare):
        store.share_by_token(token, SOON)


def test_the_owner_lists_extends_and_revokes(store: Store, sales: Dataset) -> None:
    first, token = share(store, sales)
    second, _ = share(store, sales, label="second")
    assert [one.id for one in store.shares("w-a")] == [second.id, first.id]
    later = SOON + timedelta(days=60)
    store.extend_share(first.id, later, "w-a")
    assert store.share_by_token(token, SOON).expires == later
    store.revoke_share(first.id, "w-a")
    listed = next(one for one in store.shares("w-a") if one.id == first.id)
    assert listed.revoked is not None
    with pytest.raises(UnknownShare):  # closed for good
        store.extend_share(first.id, later, "w-a")


@pytest.mark.parametrize("other", ["w-b", HOUSE, "u-a", "s-viewer", ""])
def test_nobody_else_does(store: Store, sales: Dataset, other: str) -> None:
    made, token = share(store, sales)
    assert store.shares(other) == []
    for attempt in (
        lambda: store.extend_share(made.id, SOON + timedelta(days=1), other),
        lambda: store.revoke_share(made.id, other),
    ):
        with pytest.raises(UnknownShare):
            attempt()
    with pytest.raises((UnknownShare, UnknownDataset)):
        share(store, sales, principal=other)
    assert store.share_by_token(token, NOW) == made


def test_openings_are_counted(store: Store, sales: Dataset) -> None:
    made, _ = share(store, sales)
    store.count_opening(made.id)
    store.count_opening(made.id)
    counted = store.share_by_id(made.id, NOW)
    assert counted.opened == 2 and counted.last_opened is not None and counted.last_opened >= NOW


def test_a_viewer_opens_the_frozen_version_and_no_other(store: Store, sales: Dataset) -> None:
    made, _ = share(store, sales)
    viewer = made.principal
    publish_small(store, owner="w-a", dataset_id=sales.id)
    other = publish_small(store, owner="w-a", name="Other")
    house = publish_small(store, name="House")
    assert store.open(sales.id, principal=viewer) == sales == store.open(sales.id, 1, principal=viewer)
    for dataset, version in ((sales.id, 2), (other.id, 1), (house.id, None), ("sample", None), ("", None)):
        with pytest.raises(UnknownDataset):
            store.open(dataset, version, principal=viewer)


def test_a_viewer_of_a_live_one_opens_the_newest(store: Store, sales: Dataset) -> None:
    made, _ = share(store, sales, live=True)
    second = publish_small(store, owner="w-a", dataset_id=sales.id)
    assert store.open(sales.id, principal=made.principal) == second
    with pytest.raises(UnknownDataset):
        store.open(sales.id, 1, principal=made.principal)


def test_a_viewer_is_nobody_once_the_share_is_over(store: Store, sales: Dataset) -> None:
    revoked, _ = share(store, sales)
    store.revoke_share(revoked.id, "w-a")
    expired, _ = share(store, sales, expires=NOW)
    for viewer in (revoked.principal, expired.principal, "s-", "s-0123456789abcdef"):
        with pytest.raises(UnknownShare):
            store.open(sales.id, principal=viewer)


def test_a_viewer_gets_nothing_where_the_data_were_deleted(store: Store, sales: Dataset) -> None:
    made, _ = share(store, sales)
    store.delete(sales.id, principal="w-a")
    with pytest.raises(UnknownDataset):
        store.open(sales.id, principal=made.principal)


def test_all_else_in_the_store_refuses_a_viewer(store: Store, sales: Dataset, tmp_path: Path) -> None:
    made, _ = share(store, sales)
    viewer, key = made.principal, store.keep_hand(sales.id, (HandPick("C1", True),), principal="w-a")
    publish_small(store, name="House")
    assert store.datasets(viewer) == store.datasets(viewer, deleted=True) == store.shares(viewer) == []
    assert store.remembered("s", principal=viewer) is None
    tries: dict[str, Callable[[], object]] = {
        "versions": lambda: store.versions(sales.id, principal=viewer),
        "uploads": lambda: store.uploads(sales.id, principal=viewer),
        "rename": lambda: store.rename(sales.id, "mine", principal=viewer),
        "delete": lambda: store.delete(sales.id, principal=viewer),
        "undelete": lambda: store.undelete(sales.id, principal=viewer),
        "keep_hand": lambda: store.keep_hand(sales.id, (), principal=viewer),
        "hand": lambda: store.hand(key, principal=viewer),
        "keep_agreed": lambda: store.keep_agreed(sales.id, [], principal=viewer),
        "remember": lambda: store.remember("s", Mapping(), principal=viewer),
        "share": lambda: share(store, sales, principal=viewer),
        "publish": lambda: publish(
            store, tmp_path, lambda *_: made, owner=viewer, dataset_id=sales.id, content="c", key="k"  # type: ignore[arg-type, return-value]
        ),
    }  # fmt: skip
    for name, attempt in tries.items():
        with pytest.raises(KamError) as refused:
            attempt()
        assert isinstance(refused.value, UnknownDataset | UnknownShare), name
    assert store.open(sales.id, principal="w-a").name == "Sales"


def test_a_viewer_meets_the_picked_names_of_its_view(store: Store, sales: Dataset) -> None:
    picks = (HandPick("C1", True, "decree", "boss"),)
    hand = store.keep_hand(sales.id, picks, principal="w-a")
    made, _ = store.share(sales.id, 1, "pareto", {"hand": [hand]}, expires=SOON, day=DAY, lang="en", principal="w-a")
    assert store.hand(hand, principal=made.principal) == picks


def test_what_was_agreed_is_frozen_with_the_figures(store: Store, sales: Dataset) -> None:
    one = Agreement("C1", "P1", "2026-01", Decimal(100))
    store.keep_agreed(sales.id, [one], principal="w-a")
    frozen, _ = share(store, sales)
    live, _ = share(store, sales, live=True)
    store.keep_agreed(sales.id, [replace(one, agreed=Decimal(200))], principal="w-a")
    assert [each.agreed for each in store.agreed(sales.id, principal=frozen.principal)] == [Decimal(100)]
    assert [each.agreed for each in store.agreed(sales.id, principal=live.principal)] == [Decimal(200)]


def test_links_go_with_their_data_for_good(store: Store, sales: Dataset) -> None:
    share(store, sales)
    store.delete(sales.id, principal="w-a")
    with store.catalog.writing() as connection:
        connection.execute(text("update datasets set deleted = '2020-01-01T00:00:00+00:00'"))
    janitor.purge_deleted(store)
    assert store.shares("w-a") == [] and store.datasets("w-a", deleted=True) == []
