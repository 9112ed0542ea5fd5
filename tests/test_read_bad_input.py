"""What is no table is refused with its reason; archives are opened, but never beyond bounds nor by their own paths."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest

from kam_core.errors import UnreadableFile
from kam_core.ingest.reading import limits
from kam_core.wording import LANGUAGES, say
from tests.reading import reading

CSV = b"customer,amount\nA,1\nB,2\n"
NOISE = random.Random(7).randbytes(20_000)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def refused(name: str, data: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        reading((name, data))
    for lang in LANGUAGES:
        assert name in say(lang, f"error.{caught.value.code}", **caught.value.facts)
    return caught.value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\n\r\n  \n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"%PDF-1.7\n1 0 obj", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + NOISE, "not_a_table"),
        (b"\xff\xd8\xff\xe0" + NOISE, "not_a_table"),
        (b"SQLite format 3\x00" + NOISE, "not_a_table"),
        (b"7z\xbc\xaf\x27\x1c" + NOISE, "not_a_table"),
        (b'{"customers": [1, 2]}', "not_a_table"),
        (b'<?xml version="1.0"?><orders/>', "not_a_table"),
        (NOISE, "nul_bytes"),
        (CSV + b"\x00\x00\x00", "nul_bytes"),
        (b"a,b\n" + NOISE.replace(b"\x00", b"\x01"), "nul_bytes"),
        (b"PAR1 is how this one begins\x00PAR1", "broken_parquet"),
        (b"PK\x03\x04 and nothing more", "broken_archive"),
        (b"\x1f\x8b and nothing more", "broken_archive"),
        (gzip.compress(CSV)[:-9], "broken_archive"),
        (b"<html><body>Session expired</body></html>", "no_table_in_page"),
    ],
    ids=lambda said: said if isinstance(said, str) else "bytes",  # what is packed here holds the time it was packed at
)
def test_no_table_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refused("sales.csv", data).code == code


def test_a_file_that_begins_like_parquet_is_text() -> None:
    assert reading(("a.csv", b"PAR1NERID,x\n1,2\n")).cells == [("PAR1NERID", "x"), ("1", "2")]


def test_a_header_alone_is_a_table_for_the_reader() -> None:
    assert reading(("a.csv", b"customer,amount")).cells == [("customer", "amount")]


def test_ten_thousand_columns() -> None:
    error = refused("wide.csv", b"\n".join([b",".join(b"%d" % n for n in range(10_000))] * 3))
    assert (error.code, error.facts["columns"]) == ("too_many_columns", 10_000)


def test_one_line_with_too_many_cells() -> None:
    error = refused("ragged.csv", b"a,b\n" * 3_000 + b"," * 5_000 + b"\n1,2\n")
    assert (error.code, error.facts["line"], error.facts["columns"]) == ("too_many_columns", 3_001, 5_001)


def test_a_line_without_end() -> None:
    error = refused("long.csv", b"a,b\n1,2\n" + b"x" * (30 << 20))
    assert (error.code, error.facts["line"]) == ("line_too_long", 3)


def test_gzip_is_opened() -> None:
    assert reading(("sales.csv.gz", gzip.compress(CSV))).cells == [("customer", "amount"), ("A", "1"), ("B", "2")]


def test_each_file_of_a_zip_is_a_source() -> None:
    found = reading(("sales.zip", zipped(("2024/jan.csv", CSV), ("feb.csv", CSV), ("__MACOSX/._feb.csv", b"x"))))
    assert [source.file for source in found.sources] == ["sales.zip/2024/jan.csv", "sales.zip/feb.csv"]
    assert len({source.upload for source in found.sources}) == 1


def test_names_in_a_zip_are_shown_as_their_maker_wrote_them() -> None:
    data = zipped(("AAAA.csv", CSV)).replace(b"AAAA.csv", "一月".encode("gbk") + b".csv")
    assert reading(("销售.zip", data)).sources[0].file == "销售.zip/一月.csv"


def test_names_in_a_zip_are_never_paths(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    found = reading(("a.zip", zipped((str(outside), CSV), ("../../up.csv", CSV))))
    assert len(found.sources) == 2
    assert not outside.exists()


def test_what_is_no_table_in_a_zip_is_passed_over_and_said() -> None:
    found = reading(("a.zip", zipped(("read me.pdf", b"%PDF-1.7"), ("sales.csv", CSV))))
    assert [source.file for source in found.sources] == ["a.zip/sales.csv"]
    assert [(n.code, n.facts["member"]) for n in found.notices] == [("member_passed_over", "read me.pdf")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped(), "empty_archive"),
        (zipped(("inner.zip", zipped(("a.csv", CSV)))), "nested_archive"),
        (zipped(("inner.csv.gz", gzip.compress(CSV))), "nested_archive"),
        (gzip.compress(zipped(("a.csv", CSV))), "nested_archive"),
        (gzip.compress(gzip.compress(CSV)), "nested_archive"),
        (zipped(*((f"{n}.csv", CSV) for n in range(limits.MEMBERS + 1))), "too_many_members"),
        (zipped(("only.pdf", b"%PDF-1.7")), "not_a_table"),
    ],
    ids=["empty", "zip in zip", "gz in zip", "zip in gz", "gz in gz", "many members", "no table"],
)
def test_archives_out_of_bounds_are_refused(data: bytes, code: str) -> None:
    error = refused("a.zip", data) if code != "not_a_table" else None
    if error is None:
        with pytest.raises(UnreadableFile) as caught:
            reading(("a.zip", data))
        error = caught.value
    assert error.code == code


@pytest.mark.parametrize("kind", ["zip", "gzip"])
def test_a_bomb_is_not_unpacked(kind: str) -> None:
    bomb = b"1,2\n" * (20 << 20)
    data = zipped(("a.csv", bomb)) if kind == "zip" else gzip.compress(bomb)
    assert refused("bomb", data).code == "archive_bomb"


def test_a_locked_zip_is_refused() -> None:
    data = bytearray(zipped(("a.csv", CSV)))
    at = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[at + 8] |= 1
    assert refused("a.zip", bytes(data)).code == "locked_archive"


def test_several_uploads_are_numbered_in_order() -> None:
    found = reading(("a.csv", CSV), ("b.csv", CSV + b"C,3\n"))
    assert [(s.index, s.file, s.count) for s in found.sources] == [(0, "a.csv", 3), (1, "b.csv", 4)]
