"""Who asks, and the world they ask about: for the matrix of what each of them may.

Anna owns two datasets. The first is shared twice: frozen, and customer-safe for one account. Bert has one of his own.
Words planted in Anna's data tell whether anything of them came out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kam_core.hand import HandPick
from kam_core.ingest.recipe import Mapping as Columns
from kam_core.ingest.recipe import Upload
from kam_core.schema import Role
from kam_core.store import Store, groups
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.shares import Share
from kam_ui import resources
from kam_ui.web.settings import settings
from kam_ui.web.share import GUESSES

HOUSE = Path(__file__).parent.parent

ANNA, BERT = "w-" + "A" * 22, "w-" + "B" * 22
#: the columns of the matrix
COLUMNS = ("nobody", "frozen", "safe", "anna", "bert")
SHARED, HIDDEN, ACCOUNT = "QxSharedZq", "QxHiddenZq", "QxAccountZq"
TODAY, DAY = date(2025, 3, 15), date(2025, 3, 15)
SEASON = "2025-05"
MERGED = groups.Decision(groups.What.CONFIRM, of={f"{SHARED}4": f"{SHARED} Group", f"{SHARED}5": f"{SHARED} Group"})
SIGNATURE = "s" * 64
MAPPING = Columns({Role.CUSTOMER: (1,), Role.DATE: (2,), Role.AMOUNT: (3,)})


#: what comes of it for each column, about Anna's data: yes = done, or seen; no = refused; nothing = an answer with
#: nothing of hers in it; own = done, to data of one's own alone
Row = tuple[str, str, str, str, str]
NOBODY_BUT_ANNA: Row = ("no", "no", "no", "yes", "no")


@dataclass(frozen=True)
class World:
    """All that there is to get at."""

    store: Store
    folder: Path
    mine: Dataset  # Anna's, shared
    other: Dataset  # Anna's, not shared
    deleted: Dataset  # Anna's, too
    hand: str
    groups: str  # the address of her merged customers
    frozen: Share
    safe: Share
    tokens: dict[str, str]  # of both shares, by column

    def principal(self, column: str) -> str:
        """Who the store is told is asking."""
        share = {"frozen": self.frozen, "safe": self.safe}.get(column)
        return share.principal if share else {"nobody": "", "anna": ANNA, "bert": BERT}[column]


def sales(folder: Path, word: str) -> Upload:
    """Fourteen months of seven customers named by the word, one of them the account that may be shown."""
    path = folder / f"{word}.csv"
    lines = ["Date,Customer,Customer Name,Product,Quantity,Amount"]
    for month in range(14):
        day = f"{2024 + month // 12}-{month % 12 + 1:02d}-11"
        lines += [f"{day},{word}{n},{word} Ltd {n},{word} Juice,{n + 1},{100 * (n + 1)}" for n in range(6)]
        lines.append(f"{day},{ACCOUNT},{ACCOUNT} Ltd,{ACCOUNT} Tea,9,900")
    lines.append(f"2025-99-99,{word}0,{word} Ltd 0,{word} Juice,1,{word}")  # told as unreadable
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return Upload(path.name, path)


def imported(store: Store, upload: Upload, principal: str) -> Dataset:
    made = import_files(store, [upload], principal=principal, today=TODAY, name=upload.path.stem).dataset
    assert made
    return made


def world(store: Store, folder: Path) -> World:
    """Everything above, in a store."""
    mine, other, deleted = (imported(store, sales(folder, word), ANNA) for word in (SHARED, HIDDEN, "QxDeletedZq"))
    imported(store, sales(folder, "QxBertZq"), BERT)
    store.delete(deleted.id, principal=ANNA)
    hand = store.keep_hand(mine.id, (HandPick(f"{SHARED}3", True, "why", "who"),), principal=ANNA)
    store.keep_agreed(mine.id, [Agreement(f"{SHARED}1", f"{SHARED} Juice", SEASON, Decimal(7))], principal=ANNA)
    store.remember(SIGNATURE, MAPPING, principal=ANNA)
    groups.decide(store, mine.id, MERGED, seen=0, principal=ANNA)
    merged = groups.freeze(store, mine.id, principal=ANNA).address
    expires, tokens, made = datetime.now(UTC) + timedelta(days=30), {}, {}
    for column, account in (("frozen", None), ("safe", ACCOUNT)):
        query = {"data": [mine.address], "hand": [hand], "groups": [merged], "lang": ["en"]}
        made[column], tokens[column] = store.share(
            mine.id, 1, "pareto", query, expires=expires, day=DAY, lang="en", account=account, principal=ANNA
        )
    return World(store, folder, mine, other, deleted, hand, merged, made["frozen"], made["safe"], tokens)


def made(folder: Path) -> Iterator[World]:
    """The world in a server's own store, for as long as it is asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAM_DATA_DIR", str(folder / "store"))
        patch.setenv("KAM_SECRET", "s" * 40)
        patch.setenv("KAM_PUBLIC_ADDRESS", "https://kam.example.com")
        settings.cache_clear()
        resources.store.clear()
        GUESSES.forget()
        yield world(resources.store(), folder)
        resources.store.clear()
        settings.cache_clear()


def pages() -> list[str]:
    """The pages the frame lists and shows, read without running it."""
    tree = ast.parse((HOUSE / "kam_ui" / "frame.py").read_text("utf-8"))
    said = {getattr(node.targets[0], "id", ""): node.value for node in tree.body if isinstance(node, ast.Assign)}
    listed = [*(name for name, _ in ast.literal_eval(said["PAGES"])), *ast.literal_eval(said["BEHIND"])]
    return [name for name in listed if (HOUSE / "pages" / f"{name}.py").exists()]


def cells(rows: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(row, column) for row in rows for column in COLUMNS]


def expected(row: Row, column: str) -> str:
    return row[COLUMNS.index(column)]
