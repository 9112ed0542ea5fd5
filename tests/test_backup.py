"""A backup made while others write is a store again elsewhere, to the cent; a bad one changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kam_core.errors import BadInput
from kam_core.store import Store
from kam_core.store.backup import CATALOG, CONTENTS, SECRET, back_up, fits
from kam_core.store.principal import HOUSE
from kam_core.store.restoring import restore
from kam_core.store.store import ROOMS

HOUSE_FOLDER = Path(__file__).parent.parent
IMPORT_FOR_EVER = """
import sys
from datetime import date
from pathlib import Path
from kam_core.ingest.recipe import Upload
from kam_core.store import Store, janitor
from kam_core.store.importing import import_files
store, file = Store(Path(sys.argv[1]), memory="256MB"), Path(sys.argv[2])
number = 0
while True:
    number += 1
    rows = "".join(f"2025-01-{day:02d},C{day % 7},{day + number}.25\\n" for day in range(1, 29))
    file.write_text("Date,Customer,Amount\\n" + rows, "utf-8")
    janitor.clean(store)
    import_files(store, [Upload("loop.csv", file)], principal="house", today=date(2025, 3, 1), name=f"Loop {number}")
    print(number, flush=True)
"""


def kam(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kam_core", *words],
        cwd=HOUSE_FOLDER,
        env=os.environ | {"KAM_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
    )


def answered(folder: Path, *words: str) -> Any:
    done = kam(folder, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A store with one real dataset, and its id."""
    folder = tmp_path_factory.mktemp("store")
    file = tmp_path_factory.mktemp("files") / "销售.csv"
    file.write_text("日期,客户,金额\n" + "".join(f"2025-02-{d:02d},客户{d % 9},{d * 7}.35\n" for d in range(1, 29)))
    yield folder, answered(folder, "import", str(file))["dataset"]


@pytest.fixture
def backup(made: tuple[Path, str], tmp_path: Path) -> Path:
    answered(made[0], "backup", "--out", str(tmp_path / "kam.tar.gz"))
    return tmp_path / "kam.tar.gz"


def test_made_while_others_import_it_is_the_same_store_elsewhere(made: tuple[Path, str], tmp_path: Path) -> None:
    folder, dataset = made
    before = answered(folder, "pareto", dataset, "--accounts")
    loop = subprocess.Popen(
        [sys.executable, "-c", IMPORT_FOR_EVER, str(folder), str(tmp_path / "loop.csv")],
        cwd=HOUSE_FOLDER,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert loop.stdout and loop.stdout.readline() == "1\n"
        copies = [answered(folder, "backup", "--out", str(tmp_path / f"{n}.tar.gz")) for n in range(4)]
    finally:
        loop.kill()
        loop.wait(20)
    assert copies[-1]["versions"] > copies[0]["versions"] >= 2, "nobody imported meanwhile"
    for n, copied in enumerate(copies):
        place = tmp_path / f"place{n}"
        assert answered(place, "restore", str(tmp_path / f"{n}.tar.gz"))["versions"] == copied["versions"]
        assert copied["missing"] == []
        again = Store(place)
        listed = again.datasets(HOUSE)
        assert sum(len(info.versions) for info in listed) == copied["versions"]
        for info in listed:
            opened = again.open(info.id, principal=HOUSE)
            assert opened.ask("publication").to_pylist()[0]["lines"] == 28
            assert all(upload.path.is_file() for upload in again.uploads(info.id, principal=HOUSE))
        assert answered(place, "pareto", dataset, "--accounts") == before


def test_only_its_owner_reads_it_and_nothing_is_left_beside_it(backup: Path, made: tuple[Path, str]) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    assert not [*(made[0] / "staging").rglob(CATALOG)]


def test_it_never_takes_the_place_of_a_file(backup: Path, made: tuple[Path, str]) -> None:
    whole = backup.read_bytes()
    again = kam(made[0], "backup", "--out", str(backup))
    assert (again.returncode, backup.read_bytes()) == (2, whole)
    assert str(backup) in again.stderr and len(again.stderr.splitlines()) == 1


def test_without_a_store_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    done = kam(tmp_path / "typing-error", "backup", "--out", str(tmp_path / "x.tar.gz"))
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])


def test_a_catalog_elsewhere_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "store")
    monkeypatch.setenv("KAM_CATALOG_URL", "sqlite://")
    with pytest.raises(BadInput) as refused:
        back_up(store, tmp_path / "x.tar.gz")
    assert refused.value.code == "backup_of_other_catalog"


def test_the_secret_goes_along_for_its_owner_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    (store.folder / SECRET).write_text("s" * 43)
    back_up(store, tmp_path / "x.tar.gz")
    restore(tmp_path / "x.tar.gz", tmp_path / "again")
    assert (tmp_path / "again" / SECRET).read_text() == "s" * 43
    assert (tmp_path / "again" / SECRET).stat().st_mode & 0o077 == 0


def test_what_passes_stays_behind(made: tuple[Path, str], tmp_path: Path) -> None:
    for room in set(ROOMS) - {"datasets", "originals"}:
        (made[0] / room / "left.txt").write_text("passing")
    back_up(Store(made[0]), tmp_path / "x.tar.gz")
    for room in set(ROOMS) - {"datasets", "originals"}:
        (made[0] / room / "left.txt").unlink()
    with tarfile.open(tmp_path / "x.tar.gz") as archive:
        assert all(fits(name) for name in archive.getnames())


def test_a_missing_original_is_told_and_the_rest_restored(made: tuple[Path, str], tmp_path: Path) -> None:
    copied = back_up(Store(made[0]), tmp_path / "whole.tar.gz")
    restore(copied.place, tmp_path / "poorer")
    gone = next((tmp_path / "poorer" / "originals").glob("*/*"))
    gone.unlink()
    told = kam(tmp_path / "poorer", "backup", "--out", str(tmp_path / "poorer.tar.gz"))
    assert told.returncode == 0 and gone.name in told.stderr
    again = answered(tmp_path / "again", "restore", str(tmp_path / "poorer.tar.gz"))
    assert again["missing"] == [f"originals/{gone.parent.name}/{gone.name}"]


def test_a_folder_in_use_is_never_written_to(backup: Path, made: tuple[Path, str]) -> None:
    before = sorted(made[0].rglob("*"))
    done = kam(made[0], "restore", str(backup))
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert sorted(made[0].rglob("*")) == before


Members = dict[str, bytes]


def rewritten(backup: Path, change: Callable[[Members], None], sound: bool = True) -> Path:
    """A backup with other members; where `sound`, contents.json states what they are."""
    import hashlib

    with tarfile.open(backup) as archive:
        files = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
    about = json.loads(files.pop(CONTENTS))
    change(files)
    if sound:
        about["files"] = {n: {"size": len(b), "sha256": hashlib.sha256(b).hexdigest()} for n, b in files.items()}
    out = backup.with_name("changed.tar.gz")
    with tarfile.open(out, "w:gz") as archive:
        for name, content in [*files.items(), (CONTENTS, json.dumps(about).encode())]:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out


def refused(file: Path) -> str:
    """The code it is refused with; nothing is left."""
    place = file.parent / "target"
    with pytest.raises(BadInput) as error:
        restore(file, place)
    assert list(place.iterdir()) == []
    assert str(error.value)
    return error.value.code


def test_a_rewritten_backup_that_is_sound_is_taken(backup: Path, tmp_path: Path) -> None:
    restore(rewritten(backup, lambda _: None), tmp_path / "target")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_backup_cut_short_is_damaged(backup: Path, share: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    assert refused(backup) == "backup_damaged"


def test_one_flipped_byte_is_damage(backup: Path) -> None:
    def flip(files: Members) -> None:
        name = next(name for name in files if name.endswith("lines.parquet"))
        files[name] = files[name][:-9] + bytes([files[name][-9] ^ 1]) + files[name][-8:]

    assert refused(rewritten(backup, flip, sound=False)) == "backup_damaged"


@pytest.mark.parametrize("part", ["lines.parquet", "manifest.json", "originals/", CATALOG])
def test_what_is_lacking_is_damage(backup: Path, part: str) -> None:
    def drop(files: Members) -> None:
        del files[next(name for name in files if part in name)]

    if part == "lines.parquet":
        assert refused(rewritten(backup, drop, sound=False)) == "backup_damaged"
    else:
        assert refused(rewritten(backup, drop)) == "backup_damaged"


def test_an_original_is_what_its_name_says(backup: Path) -> None:
    def change(files: Members) -> None:
        files[next(name for name in files if name.startswith("originals/"))] = b"another"

    assert refused(rewritten(backup, change)) == "backup_damaged"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "/etc/cron.d/evil",
        "datasets/../../evil.parquet",
        "datasets/dx/1/../../../evil.parquet",
        "datasets/dx/1/evil.sh",
        "originals/aa/evil",
        "jobs/x/job.json",
        ".restoring-x/evil",
        "catalog.sqlite-wal",
        "x" * 300,
    ],
)
def test_no_other_name_is_taken(backup: Path, name: str) -> None:
    assert refused(rewritten(backup, lambda files: files.update({name: b"x"}))) == "backup_strange"
    assert not (backup.parent / "evil.json").exists()


def test_files_nobody_names_are_not_taken(backup: Path) -> None:
    assert refused(rewritten(backup, lambda f: f.update({"datasets/dx/1/lines.parquet": b"x"}))) == "backup_damaged"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_only_plain_files_are_taken(backup: Path, kind: bytes) -> None:
    with tarfile.open(backup, "w:gz") as archive:
        member = tarfile.TarInfo("datasets/dx/1/lines.parquet")
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    assert refused(backup) == "backup_strange"


def test_a_name_stands_in_it_once(backup: Path) -> None:
    with tarfile.open(backup, "w:gz") as archive:
        for _ in range(2):
            archive.addfile(tarfile.TarInfo(CATALOG))
    assert refused(backup) == "backup_strange"


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE])
def test_a_bomb_is_not_unpacked(backup: Path, kind: bytes) -> None:
    """400 MB of zeros in 400 kB, as a table and as the headers a reader would take into memory whole."""
    member = tarfile.TarInfo("datasets/dx/1/lines.parquet")
    member.size, member.type = 400 << 20, kind
    with gzip.open(backup, "wb") as out:
        out.write(member.tobuf())
        for _ in range(400):
            out.write(bytes(1 << 20))
    assert backup.stat().st_size < 1 << 20
    assert refused(backup) == "backup_strange"


def test_a_catalog_that_does_something_is_not_taken(backup: Path, tmp_path: Path) -> None:
    def change(files: Members) -> None:
        living = tmp_path / "living.sqlite"
        living.write_bytes(files[CATALOG])
        with closing(sqlite3.connect(living)) as connection:
            connection.execute("CREATE TRIGGER evil AFTER INSERT ON datasets BEGIN DELETE FROM versions; END")
            connection.commit()
        files[CATALOG] = living.read_bytes()

    assert refused(rewritten(backup, change)) == "backup_strange"


def test_a_catalog_that_names_a_path_is_damage(backup: Path, tmp_path: Path) -> None:
    def change(files: Members) -> None:
        living = tmp_path / "living.sqlite"
        living.write_bytes(files[CATALOG])
        with closing(sqlite3.connect(living)) as connection:
            connection.execute(
                "UPDATE versions SET dataset = '../../etc' WHERE dataset = (SELECT min(id) FROM datasets)"
            )
            connection.commit()
        files[CATALOG] = living.read_bytes()

    assert refused(rewritten(backup, change)) == "backup_damaged"
