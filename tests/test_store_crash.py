"""However a writer dies, a version is there whole or not at all, and the janitor leaves nothing of the dead."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from kam_core.errors import UnknownDataset
from kam_core.store import Store, janitor, publishing
from kam_core.store.catalog import datasets, originals
from kam_core.store.originals import Drafts, Originals, sha256_of
from kam_core.store.principal import HOUSE
from kam_core.store.staging import left_over, staging
from tests.stored import publish_small

HOUSE_FOLDER = Path(__file__).parent.parent
PUBLISH_FOR_EVER = """
import sys
from pathlib import Path
from kam_core.store import Store
from tests.stored import publish_small
store = Store(Path(sys.argv[1]), memory="128MB")
first = sys.argv[2] or None
print("ready", flush=True)
while True:
    made = publish_small(store, dataset_id=first)
    first = first or made.id
    print(made.id, made.version, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, memory="256MB")


def whole(store: Store) -> dict[str, tuple[int, ...]]:
    """Every listed version, opened and asked."""
    found = {}
    for info in store.datasets(HOUSE):
        for version in info.versions:
            opened = store.open(info.id, version, principal=HOUSE)
            assert (opened.manifest.dataset, opened.manifest.version) == (info.id, version)
            assert opened.ask("publication").to_pylist()[0]["lines"] == 3
            assert sorted(path.name for path in opened.folder.iterdir()) == [
                "accounts.parquet",
                "lines.parquet",
                "manifest.json",
                "months.parquet",
                "rejects.parquet",
            ]
        found[info.id] = info.versions
    return found


def writer(folder: Path, dataset_id: str = "") -> subprocess.Popen[str]:
    words = [sys.executable, "-c", PUBLISH_FOR_EVER, str(folder), dataset_id]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=HOUSE_FOLDER)


def test_a_writer_killed_at_any_moment_leaves_whole_versions_only(store: Store, tmp_path: Path) -> None:
    chance = random.Random(7)
    dataset_id, promised = "", 0
    for _ in range(8):
        child = writer(tmp_path, dataset_id)
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.25))
        os.kill(child.pid, signal.SIGKILL)
        said = child.stdout.read().splitlines()
        child.wait()
        if said and said[-1].count(" ") == 1:
            dataset_id, last = said[-1].split(" ")
            promised = max(promised, int(last))
        there = whole(store)
        if promised:  # whatever the writer said was done, is there
            assert max(there[dataset_id]) >= promised
            assert there[dataset_id] == tuple(range(max(there[dataset_id]), 0, -1))
        janitor.clean(store)
        assert whole(store) == there
        assert list((tmp_path / "staging").iterdir()) == []
    folders = {(path.parent.name, int(path.name)) for path in (tmp_path / "datasets").glob("*/*")}
    assert folders == {(name, n) for name, numbers in whole(store).items() for n in numbers}


def test_two_writers_of_one_dataset_get_numbers_of_their_own(store: Store, tmp_path: Path) -> None:
    first = publish_small(store)
    children = [writer(tmp_path, first.id) for _ in range(2)]
    for child in children:
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
    patience = time.monotonic() + 30
    while len(whole(store)[first.id]) < 6 and time.monotonic() < patience:
        time.sleep(0.1)
    for child in children:
        child.kill()
    said = [child.communicate()[0].split() for child in children]
    numbers = [int(word) for words in said for word in words if word.isdecimal()]
    assert len(numbers) == len(set(numbers)) > 2
    assert set(numbers) <= set(whole(store)[first.id])


@pytest.mark.parametrize("step", ["sync_files", "move", "sync_folder"])
def test_a_failure_in_publication_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    first = publish_small(store)
    real = getattr(publishing, step)

    def fails(*words: object) -> None:
        real(*words)
        raise OSError("no space left on device")

    monkeypatch.setattr(publishing, step, fails)
    with pytest.raises(OSError, match="no space"):
        publish_small(store, dataset_id=first.id)
    with pytest.raises(OSError, match="no space"):
        publish_small(store)
    monkeypatch.undo()
    assert whole(store) == {first.id: (1,)}
    assert list((store.folder / "staging").iterdir()) == []
    assert [path.name for path in (store.folder / "datasets").glob("*/*")] == ["1"]
    assert publish_small(store, dataset_id=first.id).version == 2


def test_a_folder_no_row_speaks_of_is_replaced_or_removed(store: Store) -> None:
    made = publish_small(store)
    for orphan in (store.place(made.id, 2), store.place("daaaaaaaaaa", 1)):
        shutil.copytree(made.folder, orphan)
        (orphan / "half").write_text("written")
    assert whole(store) == {made.id: (1,)}
    assert publish_small(store, dataset_id=made.id).version == 2
    assert whole(store) == {made.id: (2, 1)}
    janitor.clean(store)
    assert not store.place("daaaaaaaaaa", 1).parent.exists()
    with store.catalog.reading() as connection:
        assert connection.execute(select(datasets.c.id)).scalars().all() == [made.id]


def test_staging_of_the_living_stays(store: Store) -> None:
    with staging(store.folder / "staging") as folder:
        (folder / "half").write_text("written")
        code = "import sys; from pathlib import Path; from kam_core.store import Store, janitor;"
        code += "janitor.clean(Store(Path(sys.argv[1])))"
        subprocess.run([sys.executable, "-c", code, str(store.folder)], check=True, cwd=HOUSE_FOLDER)
        assert (folder / "half").exists()
        assert list(left_over(store.folder / "staging")) == []
    assert list((store.folder / "staging").iterdir()) == []


def test_old_jobs_and_passing_files_go_young_ones_stay(store: Store) -> None:
    for room in ("jobs", "passing", "staging"):
        for name, age in (("old", 9), ("young", 0)):
            (store.folder / room / name).mkdir()
            then = time.time() - age * 86_400
            os.utime(store.folder / room / name, (then, then))
    janitor.clean(store)
    assert (
        sorted(p.name for room in ("jobs", "passing", "staging") for p in (store.folder / room).iterdir())
        == ["young"] * 3
    )


def test_what_was_deleted_thirty_days_ago_is_gone_for_good(store: Store) -> None:
    kept, gone = publish_small(store), publish_small(store)
    for made in (kept, gone):
        store.delete(made.id, principal=HOUSE)
    long_ago = (datetime.now(UTC) - timedelta(days=31)).isoformat()
    with store.catalog.writing() as connection:
        connection.execute(update(datasets).where(datasets.c.id == gone.id).values(deleted=long_ago))
    janitor.clean(store)
    assert not gone.folder.exists() and kept.folder.exists()
    with pytest.raises(UnknownDataset):
        store.undelete(gone.id, principal=HOUSE)
    store.undelete(kept.id, principal=HOUSE)
    with store.catalog.reading() as connection:
        assert set(connection.execute(select(originals.c.dataset)).scalars()) == {kept.id}


def test_originals_are_kept_by_content_and_cleared_when_nobody_needs_them(store: Store, tmp_path: Path) -> None:
    given = tmp_path / "我的 ../销售.csv"
    given.parent.mkdir()
    given.write_bytes(b"a,b\n1,2\n")
    with Drafts(store.originals, [given, given]) as drafts:
        first, again = drafts.all()
        kept = store.originals.keep(first, given.name)
        assert store.originals.keep(again, "another name") == kept
    assert kept == store.originals.path(sha256_of(given))
    assert [path for path in store.originals.folder.rglob("*") if path.is_file()] == [kept]
    assert kept.read_bytes() == given.read_bytes()
    janitor.clean(store)
    assert kept.exists()
    long_ago = time.time() - 2 * 86_400
    os.utime(kept, (long_ago, long_ago))
    janitor.clean(store)
    assert not kept.exists()


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    from kam_core.errors import UnreadableFile

    given = tmp_path / "sales.csv"
    given.write_bytes(b"before")
    folder = Originals(tmp_path / "originals")
    with Drafts(folder, [given]) as drafts:
        (draft,) = drafts.all()
        given.write_bytes(b"after")
        with pytest.raises(UnreadableFile):
            folder.keep(draft, "sales.csv")
    assert [path for path in folder.folder.rglob("*") if path.is_file()] == []
