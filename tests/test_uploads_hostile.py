"""Uploads that wish us ill, on the road every upload takes: a job's folder, the command line in a child, a dataset.

Whatever a file is called or holds, it is kept under a name of ours, read as what its bytes are, refused with a sentence
where it asks too much, and leaves nothing outside its own place.
"""

from __future__ import annotations

import gzip
import io
import os
import struct
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kam_core.errors import UnreadableFile
from kam_core.ingest.reading import limits
from kam_core.store import Store
from kam_core.wording import LANGUAGES, say
from kam_ui import jobs
from tests.reading import reading

OWNER = "w-" + "A" * 22
CSV = b"Date,Customer,Amount\n" + b"".join(b"2025-01-%02d,C%d,%d\n" % (d, d % 5, d) for d in range(1, 29))
NAMES = [
    "../../../../tmp/evil.csv",
    "/etc/cron.d/evil",
    "..\\..\\evil.csv",
    "--owner=house",
    "-rf",
    "con.csv\n--dataset\nd1",
    "a\x00b.csv",
    "\u202evsc.exe",
    "销售" * 400 + ".csv",
    "<img src=x onerror=alert(1)>.csv",
    "$(touch evil).csv; touch evil",
    "",
    ".",
    "uploads.json",
    "\ud800.csv",
]


class Dropped(io.BytesIO):
    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", memory="256MB")


def ended(store: Store, *files: tuple[str, bytes]) -> tuple[jobs.Job, jobs.Standing]:
    job = jobs.start(store.folder / "jobs", [Dropped(name, content) for name, content in files], owner=OWNER)
    until = time.monotonic() + 120
    while (standing := jobs.standing(job)).state == "running":
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)
    return job, standing


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_is_shown_and_never_a_path_or_a_word(store: Store, tmp_path: Path, name: str) -> None:
    job, standing = ended(store, (name, CSV))
    assert standing.state == "published", standing
    opened = store.open(standing.answer["dataset"], principal=OWNER)
    shown = opened.manifest.originals[0].name
    assert shown == name.encode("utf-8", "replace").decode()
    assert (opened.manifest.account.read, store.datasets("house")) == (28, [])
    assert [path.name for path in tmp_path.iterdir()] == ["store"], "something outside the store"
    assert {path.name for path in (job.folder / "uploads").iterdir()} == {"1"}
    kept = [path for path in (store.folder / "originals").glob("*/*") if path.is_file()]
    assert [path.name for path in kept] == [opened.manifest.originals[0].sha256]
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("named", ["sales.csv", "sales.xlsx", "sales.parquet", "sales", "sales.exe"])
def test_what_a_file_is_its_bytes_say(named: str) -> None:
    table = io.BytesIO()
    pq.write_table(pa.table({"Customer": ["A"], "Amount": [1]}), table)
    for content in (b"Customer,Amount\nA,1\n", gzip.compress(b"Customer,Amount\nA,1\n"), table.getvalue()):
        assert reading((named, content)).cells[-1] == ("A", "1")
    for content in (b"MZ\x90\x00\x03" + bytes(200), b"\x7fELF" + bytes(200), b"%PDF-1.7", b"{\\rtf1 hello}"):
        with pytest.raises(UnreadableFile):
            reading((named, content))


def rows_claimed(rows: int) -> bytes:
    """A Parquet file of one repeated value: as many rows as it likes in a few kilobytes."""
    out = io.BytesIO()
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), pa.array(["A"]))
    table = pa.table({"Customer": column, "Amount": column})
    with pq.ParquetWriter(out, table.schema) as writer:
        for _ in range(rows // 100_000):
            writer.write_table(table)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["text", "blank", "parquet"])
def test_more_rows_than_can_be_read_are_refused_at_once(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS", 1_000_000)
    head = b"Date,Customer,Amount\n"
    content = {
        "text": lambda: head + b"2025-01-01,A,1\n" * 1_000_001,
        "blank": lambda: head + b"2025-01-01,A,1\n" + b"\n" * 1_000_001,
        "parquet": lambda: rows_claimed(1_100_000),
    }[kind]()
    with pytest.raises(UnreadableFile) as refused:
        reading(("sales.csv", content))
    assert refused.value.code == "too_many_rows"
    for lang in LANGUAGES:
        assert "1,000,000" in say(lang, "error.too_many_rows", **refused.value.facts)


def test_as_many_as_can_be_read_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS", 1_000)
    assert len(reading(("a.csv", b"a,b\n" * 1_000)).cells) == 1_000
    with pytest.raises(UnreadableFile):
        reading(("a.csv", b"a,b\n" * 1_001))


def bomb() -> bytes:
    """A gigabyte of nothing in a megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("sales.csv", "w") as member:
        for _ in range(1_024):
            member.write(b"," * (1 << 20))
    return out.getvalue()


def lying_zip() -> bytes:
    """An archive whose directory says the member is small."""
    whole = bytearray(bomb())
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 1_000)
    return bytes(whole)


@pytest.mark.parametrize("make", [bomb, lying_zip])
def test_a_bomb_is_refused_in_its_child_and_leaves_nothing(store: Store, tmp_path: Path, make: object) -> None:
    job, standing = ended(store, ("sales.zip", make()))  # type: ignore[operator]
    assert standing.state == "refused" and standing.code in {"archive_bomb", "broken_archive"}, standing
    jobs.empty(job)
    held = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert held < 1 << 20 and store.datasets(OWNER) == []


def test_members_of_an_archive_are_never_paths(store: Store, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../../../evil.csv", "/tmp/evil-kam.csv", "a/../../evil.csv"):
            archive.writestr(name, CSV)
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    _, standing = ended(store, ("sales.zip", out.getvalue()))
    assert standing.state in {"published", "asks", "refused"}
    assert not list(tmp_path.rglob("*evil*")) and not Path("/tmp/evil-kam.csv").exists()
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))
    assert b"root:" not in b"".join(p.read_bytes() for p in tmp_path.rglob("*.json"))


def test_one_import_takes_no_more_than_it_may(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_IMPORT_CPU_SECONDS", "1")
    rows = b"".join(b"2025-01-%02d,C%d,%d,x\n\n" % (n % 28 + 1, n % 999, n) for n in range(600_000))
    _, standing = ended(store, ("sales.csv", b"Date,Customer,Amount,Note\n" + rows))
    assert standing.code == "import_too_large", standing
    assert store.datasets(OWNER) == [] and not list((store.folder / "datasets").iterdir())


def test_what_is_uploaded_is_read_by_its_owner_alone(store: Store) -> None:
    job, _ = ended(store, ("a.csv", CSV))
    assert os.access(job.uploads[0], os.R_OK)
    for principal in ("house", "w-" + "B" * 22, "", "s-1"):
        assert jobs.find(store.folder / "jobs", job.id, principal) is None
