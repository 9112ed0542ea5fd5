"""The catalog: several processes at once, another place or another database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from kam_core.store import Store
from kam_core.store.decision_tables import metadata
from kam_core.store.principal import HOUSE
from tests.stored import publish_small

HOUSE_FOLDER = Path(__file__).parent.parent


def test_sqlite_is_set_up_to_survive_a_power_cut(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.catalog.reading() as connection:
        asked = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")}
        assert asked == {"journal_mode": "wal", "synchronous": 2}
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 30000


def test_many_processes_open_a_new_store_at_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from kam_core.store import Store; "
    code += (
        "Store(Path(sys.argv[1])).remember(sys.argv[2], __import__('kam_core.ingest.recipe').ingest.recipe.Mapping(), "
    )
    code += "principal='house')"
    words = [sys.executable, "-c", code, str(tmp_path / "store")]
    children = [subprocess.Popen([*words, f"header {n}"], cwd=HOUSE_FOLDER) for n in range(6)]
    assert [child.wait() for child in children] == [0] * 6
    store = Store(tmp_path / "store")
    assert all(store.remembered(f"header {n}", principal=HOUSE) for n in range(6))


def test_what_fails_in_a_transaction_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = publish_small(store)
    with pytest.raises(RuntimeError), store.catalog.writing() as connection:
        connection.execute(text("delete from versions"))
        raise RuntimeError
    assert store.open(made.id, principal=HOUSE) == made


def test_the_catalog_can_stand_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_CATALOG_URL", f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    made = publish_small(Store(tmp_path / "store"))
    assert (tmp_path / "elsewhere.sqlite").exists() and not (tmp_path / "store" / "catalog.sqlite").exists()
    assert [info.id for info in Store(tmp_path / "store").datasets(HOUSE)] == [made.id]


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
def test_every_table_can_be_made_in_postgresql(table: object) -> None:
    made = str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[arg-type]
    assert "CREATE TABLE" in made


def test_a_damaged_version_is_named_and_the_others_stay(tmp_path: Path) -> None:
    from kam_core.errors import UnknownDataset

    store = Store(tmp_path)
    first = publish_small(store)
    second = publish_small(store, dataset_id=first.id)
    (second.folder / "manifest.json").write_text("{")
    with pytest.raises(UnknownDataset, match="damaged"):
        store.open(first.id, principal=HOUSE)
    assert store.open(first.id, 1, principal=HOUSE) == first
