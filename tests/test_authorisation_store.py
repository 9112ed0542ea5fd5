"""The matrix's other half: every way into the store that is told who asks × everyone who could ask.

The ways are found by their signatures: each public method of the store, and each public function of its rooms, with a
principal among its parameters. One that is new fails here until it has a row, or is called by the store alone.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kam_core.store
from kam_core.errors import BadInput, KamError
from kam_core.hand import HandPick
from kam_core.ingest.recipe import Upload
from kam_core.store import (
    Store,
    alert_marks,
    alerts_told,
    decided,
    earlier,
    groups,
    importing,
    joint_plans,
    register,
    sales_versions,
    side,
    side_removal,
)
from kam_core.store import sample as samples
from kam_core.store.agreed import Agreement
from kam_core.store.side_reading import SideRequest
from kam_ui import jobs
from tests import access
from tests.access import ANNA, HOUSE, NOBODY_BUT_ANNA, SHARED, TODAY, Row, World, cells, expected, made

ALSO_VIEWERS: Row = ("no", "yes", "yes", "yes", "no")
ALONE: Row = ("nothing", "nothing", "nothing", "yes", "nothing")
NOT_VIEWERS: Row = ("own", "no", "no", "own", "own")
LATER = datetime.now(UTC) + timedelta(days=60)


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world each cell gets a copy of."""
    for found in made(tmp_path_factory.mktemp("pattern")):
        samples.open_sample(found.store, "en", ANNA)
        yield found


@pytest.fixture
def world(pattern: World, tmp_path: Path) -> World:
    shutil.copytree(pattern.store.folder, tmp_path / "store")
    return dataclasses.replace(pattern, store=Store(tmp_path / "store", memory="256MB"), folder=pattern.folder)


def _import(world: World, principal: str, dataset: str | None) -> str:
    upload = access.sales(world.folder, "QxNewZq")
    importing.import_files(world.store, [upload], principal=principal, today=TODAY, dataset=dataset)
    return "yes" if dataset else "own"


def _open_file(world: World, principal: str) -> str:
    upload = Upload(f"{SHARED}.csv", world.folder / f"{SHARED}.csv")
    found = importing.open_file(world.store, [upload], principal=principal, today=TODAY)
    return "yes" if found.id == world.mine.id else "own"


def _beside(world: World, principal: str) -> SideRequest:
    path = world.folder / "stock.csv"
    path.write_text(f"Customer,Product,Stock,Date\n{SHARED}1,{SHARED} Juice,5,2025-03-01\n", "utf-8")
    return SideRequest((Upload(path.name, path),), principal, TODAY, "inventory")


def _remove(world: World, principal: str) -> str:
    try:
        side_removal.remove_side(world.store, "inventory", dataset=world.mine.id, principal=principal)
    except BadInput as error:
        if error.code != "no_such_side":  # let through to look for it: there is none
            raise
    return "yes"


def _share(world: World, principal: str) -> Any:
    return world.store.share(world.mine.id, 1, "pareto", {}, expires=LATER, day=TODAY, lang="en", principal=principal)


def _remember(world: World, principal: str) -> str:
    world.store.remember("t" * 64, access.MAPPING, principal=principal)
    assert principal == ANNA or world.store.remembered("t" * 64, principal=ANNA) is None
    return "own"


def _job(world: World, principal: str) -> Any:
    folder = world.store.folder / "jobs" / "j1"
    if not folder.exists():
        folder.mkdir()
        jobs._keep(jobs.Job("j1", folder, ANNA, (f"{SHARED}.csv",)))
    return jobs.find(world.store.folder / "jobs", "j1", principal)


def _sample(world: World, principal: str) -> str:
    samples.open_sample(world.store, "en", principal)
    return "own"


def _picks(world: World, principal: str) -> Any:
    return world.store.keep_hand(world.mine.id, (HandPick("x", True, "", ""),), principal=principal)


def _agree(world: World, principal: str) -> Any:
    said = [Agreement("x", "y", access.SEASON, Decimal(1))]
    return world.store.keep_agreed(world.mine.id, said, principal=principal)


def _register(world: World, principal: str) -> Any:
    basis = register.Basis(1, "top", Decimal(20), "amount", None, None)
    entries = (register.Entry(f"{SHARED}1", "", 1, Decimal(1)),)
    listed = register.Register(TODAY, "who", "", basis, Decimal(1), entries)
    return register.approve(world.store, world.mine.id, listed, seen=0, principal=principal)


def _again(world: World, principal: str) -> Any:
    if not register.registers(world.store, world.mine.id, principal=ANNA):
        _register(world, ANNA)
    there = (world.store, world.mine.id, 1)
    return register.restore(*there, day=TODAY, who="who", seen=1, principal=principal)


def _plan(world: World, principal: str) -> Any:
    return joint_plans.keep(world.store, world.mine.id, joint_plans.Plan(f"{SHARED}1", ()), seen=0, principal=principal)


def _plans(world: World, principal: str) -> Any:
    return joint_plans.plans(world.store, world.mine.id, f"{SHARED}1", principal=principal) or "yes"


def _mark(world: World, principal: str) -> Any:
    deed = alert_marks.Deed(alert_marks.What.DONE, (alert_marks.Mark("a", "silent", f"{SHARED}1"),))
    return alert_marks.mark(world.store, world.mine.id, deed, seen=0, principal=principal)


def _unmark(world: World, principal: str) -> Any:
    if not alert_marks.marked(world.store, world.mine.id, principal=ANNA).history:
        _mark(world, ANNA)
    return alert_marks.undo(world.store, world.mine.id, seen=1, principal=principal)


def _marks(world: World, principal: str) -> Any:
    return alert_marks.marked(world.store, world.mine.id, principal=principal) or "yes"


def _tell(world: World, principal: str) -> str:
    alerts_told.tell(world.store, world.mine.id, ["a"], owner=principal)
    return "yes"


def _told(world: World, principal: str) -> Any:
    alerts_told.tell(world.store, world.mine.id, ["a"], owner=ANNA)
    return alerts_told.told(world.store, world.mine.id, owner=principal)


def _merge(world: World, principal: str) -> Any:
    said = groups.Decision(groups.What.CONFIRM, of={f"{SHARED}0": "New"})
    return groups.decide(world.store, world.mine.id, said, seen=1, principal=principal)


def _sales(world: World, principal: str) -> Any:
    return sales_versions.sales_versions(world.store, world.mine.id, until=1, principal=principal)


Way = Callable[[World, str], Any]
#: what is asked, of Anna's unless the row says otherwise, and what comes of it
WAYS: dict[str, tuple[Way, Row]] = {
    "Store.datasets": (lambda w, p: [i for i in w.store.datasets(p) if i.id == w.mine.id], ALONE),
    "Store.datasets deleted": (lambda w, p: w.store.datasets(p, deleted=True), ALONE),
    "Store.versions": (lambda w, p: w.store.versions(w.mine.id, principal=p), NOBODY_BUT_ANNA),
    # a customer-safe share's light page reads it; the dashboard gives its viewer nothing (test_authorisation.py)
    "Store.open": (lambda w, p: w.store.open(w.mine.id, 1, principal=p), ALSO_VIEWERS),
    "Store.open not_shared": (lambda w, p: w.store.open(w.other.id, principal=p), NOBODY_BUT_ANNA),
    "Store.uploads": (lambda w, p: w.store.uploads(w.mine.id, principal=p), NOBODY_BUT_ANNA),
    "Store.changes": (lambda w, p: w.store.changes(w.mine.id, principal=p), NOBODY_BUT_ANNA),
    "Store.about_to_change": (lambda w, p: w.store.about_to_change(w.mine.id, principal=p), NOBODY_BUT_ANNA),
    "Store.rename": (lambda w, p: w.store.rename(w.mine.id, "New", principal=p), NOBODY_BUT_ANNA),
    "Store.delete": (lambda w, p: w.store.delete(w.mine.id, principal=p), NOBODY_BUT_ANNA),
    "Store.undelete": (lambda w, p: w.store.undelete(w.deleted.id, principal=p), NOBODY_BUT_ANNA),
    "Store.keep_hand": (_picks, NOBODY_BUT_ANNA),
    "Store.hand": (lambda w, p: w.store.hand(w.hand, principal=p), ALSO_VIEWERS),
    "earlier.hands": (lambda w, p: earlier.hands(w.store, w.mine.id, principal=p), NOBODY_BUT_ANNA),
    "Store.grouping": (lambda w, p: w.store.grouping(w.mine.id, w.groups, principal=p), ALSO_VIEWERS),
    "groups.decided": (lambda w, p: groups.decided(w.store, w.mine.id, principal=p).of, NOBODY_BUT_ANNA),
    "groups.decide": (_merge, NOBODY_BUT_ANNA),
    "groups.undo": (lambda w, p: groups.undo(w.store, w.mine.id, seen=1, principal=p), NOBODY_BUT_ANNA),
    "groups.freeze": (lambda w, p: groups.freeze(w.store, w.mine.id, principal=p), NOBODY_BUT_ANNA),
    "register.registers": (lambda w, p: register.registers(w.store, w.mine.id, principal=p) or "yes", NOBODY_BUT_ANNA),
    "register.approve": (_register, NOBODY_BUT_ANNA),
    "register.restore": (_again, NOBODY_BUT_ANNA),
    "alert_marks.marked": (_marks, NOBODY_BUT_ANNA),
    "alert_marks.mark": (_mark, NOBODY_BUT_ANNA),
    "alert_marks.undo": (_unmark, NOBODY_BUT_ANNA),
    "alerts_told.tell": (_tell, NOBODY_BUT_ANNA),
    "alerts_told.told": (_told, ALONE),
    "joint_plans.plans": (_plans, NOBODY_BUT_ANNA),
    "joint_plans.keep": (_plan, NOBODY_BUT_ANNA),
    "sales_versions.sales_versions": (_sales, NOBODY_BUT_ANNA),
    "Store.keep_agreed": (_agree, NOBODY_BUT_ANNA),
    "earlier.agreements": (lambda w, p: earlier.agreements(w.store, w.mine.id, principal=p), NOBODY_BUT_ANNA),
    "Store.agreed": (lambda w, p: w.store.agreed(w.mine.id, principal=p), ALSO_VIEWERS),
    "Store.met_by": (lambda w, p: w.store.met_by(w.mine.id, p), ALSO_VIEWERS),
    "decided.decided": (lambda w, p: decided.decided(w.store, w.mine.id, principal=p), ALSO_VIEWERS),
    "Store.remember": (_remember, NOT_VIEWERS),
    "Store.remembered": (lambda w, p: w.store.remembered(access.SIGNATURE, principal=p), ALONE),
    "Store.share": (_share, NOBODY_BUT_ANNA),
    "Store.shares": (lambda w, p: w.store.shares(p), ALONE),
    "Store.extend_share": (lambda w, p: w.store.extend_share(w.frozen.id, LATER, p), NOBODY_BUT_ANNA),
    "Store.revoke_share": (lambda w, p: w.store.revoke_share(w.safe.id, p), NOBODY_BUT_ANNA),
    "Store.grant": (lambda w, p: w.store.grant(p), ("nothing", "yes", "yes", "nothing", "nothing")),
    "importing.import_files": (lambda w, p: _import(w, p, w.mine.id), NOBODY_BUT_ANNA),
    "importing.import_files new": (lambda w, p: _import(w, p, None), NOT_VIEWERS),
    "importing.open_file": (_open_file, ("own", "own", "own", "yes", "own")),  # its own file, for one call
    "side.import_side": (lambda w, p: side.import_side(w.store, _beside(w, p), dataset=w.mine.id), NOBODY_BUT_ANNA),
    "side_removal.remove_side": (_remove, NOBODY_BUT_ANNA),
    "sample.open_sample": (_sample, NOT_VIEWERS),
    "jobs.find": (_job, ALONE),
}
#: called by the rooms above, which have asked before; nobody else may call them
WITHIN = {
    "agreed.every",
    "agreed.keep",
    "agreed.standing",
    "carrying.newest",
    "carrying.publish_over",
    "group_lists.find",
    "group_lists.keep",
    "hand_lists.every",
    "hand_lists.find",
    "hand_lists.keep",
    "mappings.find",
    "mappings.remember",
    "mappings.state",
    "publishing.publish",
    "reuse.passing_place",
    "reuse.published",
    "shares.change",
    "shares.of_owner",
}
#: `open_with` reads a file beside a dataset the caller has opened
OPENED_BEFORE = {"side.open_with"}
#: they read nothing of the store
DECIDE = {"agreed.undoable", "principal.may", "principal.changes", "principal.viewing", "group_lists.frozen"}
ASKS = {"principal", "owner"}


def told_who(function: Any) -> bool:
    """Whether a function is told who asks, itself or in a request."""
    parameters = inspect.signature(function).parameters
    return bool(ASKS & set(parameters)) or any("SideRequest" in str(p.annotation) for p in parameters.values())


def ways() -> set[str]:
    methods = inspect.getmembers(Store, inspect.isfunction)
    found = {f"Store.{name}" for name, method in methods if not name.startswith("_") and told_who(method)}
    for module in pkgutil.iter_modules(kam_core.store.__path__):
        room = importlib.import_module(f"kam_core.store.{module.name}")
        for name, function in inspect.getmembers(room, inspect.isfunction):
            if function.__module__ == room.__name__ and not name.startswith("_") and told_who(function):
                found.add(f"{module.name}.{name}")
    return found


def test_every_way_into_the_store_has_its_row() -> None:
    rows = {row.split(" ")[0] for row in WAYS} - {"jobs.find"}
    assert ways() == rows | WITHIN | OPENED_BEFORE | DECIDE | {"side_reading.read_side"}


def test_what_is_within_is_called_from_within() -> None:
    inner = {name.split(".")[0] for name in WITHIN}
    outside = [path for folder in ("kam_core", "kam_ui", "pages") for path in (HOUSE / folder).rglob("*.py")]
    calls = set()
    for path in outside:
        if path.parent.name == "store":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kam_core.store."):
                room = node.module.rpartition(".")[2]  # type: ignore[union-attr]
                calls |= {f"{room}.{name.name}" for name in node.names}
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in inner:
                calls.add(f"{node.value.id}.{node.attr}")
    assert calls & WITHIN == set()


def outcome(way: str, found: Any) -> str:
    """What came of it; a method that returns nothing has done what it does."""
    if found in ("own", "yes"):
        return str(found)
    method = getattr(Store, way.split(" ")[0].removeprefix("Store."), None)
    done = method is not None and inspect.signature(method).return_annotation == "None"
    return "yes" if found or done else "nothing"


@pytest.mark.parametrize(("way", "column"), cells(WAYS))
def test_ways_into_the_store(world: World, way: str, column: str) -> None:
    ask, row = WAYS[way]
    try:
        came = outcome(way, ask(world, world.principal(column)))
    except KamError as error:
        came = "no"
        assert SHARED not in str(error) and world.mine.name not in str(error)
    assert came == expected(row, column)
