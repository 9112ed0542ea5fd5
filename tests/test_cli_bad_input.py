"""Files that cannot be used: one sentence and exit 2; what was there before stays as it was."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kam_core.cli import main
from kam_core.store import Store
from kam_core.store.principal import HOUSE
from tests.stored import publish_small

HEAD = "customer,date,amount\n"


def zip_of(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)


BAD: dict[str, Callable[[Path], object]] = {
    "empty.csv": lambda p: p.write_bytes(b""),
    "blank.csv": lambda p: p.write_bytes(b"\n\n  \n\r\n"),
    "header_only.csv": lambda p: p.write_text(HEAD),
    "document.csv": lambda p: p.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40),
    "image.csv": lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
    "nul.csv": lambda p: p.write_text(HEAD + "a\x00b,2025-01-02,5\nc,2025-01-03,6\n"),
    "binary.txt": lambda p: p.write_bytes(bytes(range(256)) * 400),
    "cut_off.gz": lambda p: p.write_bytes(gzip.compress(HEAD.encode() * 1000)[:60]),
    "cut_off.xlsx": lambda p: p.write_bytes(b"PK\x03\x04" + b"\x00" * 200),
    "cut_off.parquet": lambda p: p.write_bytes(b"PAR1" + b"\x00" * 100 + b"PAR1"),
    "bomb.zip": lambda p: zip_of(p, {"sales.csv": b"0" * 300_000_000}),
    "outside.zip": lambda p: zip_of(p, {"../../outside.csv": b""}),
    "nothing.zip": lambda p: zip_of(p, {}),
    "names.csv": lambda p: p.write_text("a,b,c\nx,y,z\n" * 20),
    "wide.csv": lambda p: p.write_text(",".join(f"h{n}" for n in range(10_000)) + "\n" + ",".join(["x"] * 10_000)),
    "prose.txt": lambda p: p.write_text("Dear colleagues,\nplease find our figures attached.\nKind regards\n"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["import", "pareto"])
def test_a_bad_file_is_refused_with_a_sentence(
    name: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)
    store = Store(tmp_path / "store")
    there = publish_small(store)
    BAD[name](tmp_path / name)
    for lang in ("en", "zh"):
        assert main([command, str(tmp_path / name), "--json", "--lang", lang]) == 2
        out, err = capfd.readouterr()
        assert out == "" and err.strip() and "Traceback" not in err and "log" not in err.lower(), err
    assert [info.id for info in store.datasets(HOUSE)] == [there.id]
    assert list((tmp_path / "store" / "staging").iterdir()) == []
    assert store.open(there.id, principal=HOUSE).ask("selling_days").num_rows == 3
    assert not (tmp_path.parent / "outside.csv").exists()


STRANGE = {
    "one_row.csv": (HEAD + "甲,2025-01-02,5\n", {"customers": 1, "key_accounts": 1, "total": 5}),
    "nothing_sold.csv": (HEAD + "a,2025-01-02,0\nb,2025-01-03,0\n", {"customers": 2, "total": 0, "share": None}),
    "all_back.csv": (HEAD + "a,2025-01-02,-5\nb,2025-01-03,-7\n", {"customers": 2, "total": -12, "share": None}),
    "html.csv": (HEAD + '"<script>alert(1)</script>",2025-01-02,5\n=1+1,2025-01-03,6\n', {"customers": 2, "total": 11}),
    "long.csv": (HEAD + f"{'长' * 500},2025-01-02,5\n🍺,2025-01-03,6\n", {"customers": 2, "total": 11}),
    "quotes.csv": (HEAD + '"a ""b"" \'; drop table x; --",2025-01-02,5\nc,2025-01-03,6\n', {"customers": 2}),
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_that_holds_sales_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)
    text, expected = STRANGE[name]
    (tmp_path / name).write_text(text, "utf-8")
    assert main(["pareto", str(tmp_path / name), "--json"]) == 0, capfd.readouterr().err
    answer = json.loads(capfd.readouterr().out)
    assert {key: answer[key] for key in expected} == expected
    rows = answer["rows"]
    assert rows["read"] == rows["accepted"] + rows["unassigned"] + rows["rejected"] + rows["skipped"]
