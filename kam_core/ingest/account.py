"""Accounting for every row: from text cells and a recipe to the four tables of a dataset, with nothing lost.

Sound records go straight from the sources to `lines` in one pass. Only what is not sound gets a second look: sums,
repeated headers, notes, what cannot be read, what has no customer. Two counts made apart must agree, in rows and in
figures, or the import is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from kam_core.engine import Engine, load_sql
from kam_core.errors import Notice, RowsLost
from kam_core.ingest.accounting import (
    body,
    carry,
    customers,
    lookups,
    notices,
    publish,
    sums,
    totals,
    units,
)
from kam_core.ingest.accounting.judging import Judging
from kam_core.ingest.accounting.labels import is_note, total_kind
from kam_core.ingest.accounting.lookups import fill
from kam_core.ingest.ledger import Account
from kam_core.ingest.progress import Progress, silent
from kam_core.schema import Role

if TYPE_CHECKING:
    from kam_core.ingest.understand import Understanding


@dataclass(frozen=True)
class Sound:
    """What the first look says: records in all, sound ones, and what the sound ones add up to."""

    records: int
    sound: int
    figures: Decimal


def account(
    understanding: Understanding, engine: Engine, folder: Path, today: date, progress: Progress = silent
) -> Account:
    """Writes lines, months, accounts and rejects (.parquet, schema.py) into `folder` and says what became of each row.

    today: dates after it are accepted with a notice. Raises RowsLost when the counts do not add up, NotThisTable where
    no column can be added up, Busy when the engine's patience ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with engine.cursor() as con:
        return Accounting(understanding, con, folder, today, progress).run()


class Accounting:
    """One accounting on one cursor."""

    def __init__(
        self,
        understanding: Understanding,
        con: duckdb.DuckDBPyConnection,
        folder: Path,
        today: date,
        progress: Progress,
    ) -> None:
        self.con, self.folder, self.today, self.progress = con, folder, today, progress
        self.sources = understanding.sources
        self.mapping = understanding.recipe.mapping
        self.joined: set[str] = set()
        self.said: list[Notice] = []
        self.judging = Judging(con, self.sources, self.mapping, understanding.columns)
        self.headers = self.judging.headers
        self.wide = bool(self.mapping.months)

    def run(self) -> Account:
        """The steps in order."""
        con, mapping = self.con, self.mapping
        self.progress("values", 0.0)
        con.execute(load_sql("ingest/lookups"))
        body.lay(con, self.sources, mapping)
        filled_down = carry.carry_down(con, self.sources, mapping)
        self._prepare()
        verdicts = totals.Verdicts()
        clean = self._write_if_clean()
        if clean:
            sound, written = clean
        else:
            sound = self._look()
            if sound.sound < sound.records and lookups.look_up(con, mapping, self.joined):
                lookups.join(con, self.joined)
                self.judging.decide_prices()
                sound = self._look()
            self.progress("values", 1.0)
            if sound.sound < sound.records:
                self.progress("rows", 0.0)
                verdicts = self._second_look()
            self.progress("lines", 0.0)
            written = publish.write_lines(con, self.folder, self._lines(sound))
        settled = publish.settled_counts(con) if sound.sound < sound.records else {}
        return self._finish(sound, settled, written, filled_down, verdicts)

    def behind(self, read: Sound, doubles: int) -> Account:
        """The steps behind lines that stand there already, written straight from a file without surprises."""
        con = self.con
        con.execute(load_sql("ingest/lookups"))
        body.lay(con, self.sources, self.mapping)
        self.judging.prepare(set())
        return self._finish(read, {}, publish.count_lines(con, self.folder), 0, totals.Verdicts(), doubles)

    def _finish(
        self,
        sound: Sound,
        settled: dict[str, publish.Counted],
        written: publish.Written,
        filled_down: int,
        verdicts: totals.Verdicts,
        doubles: int | None = None,
    ) -> Account:
        con, roles = self.con, body.role_names(self.mapping)
        self._check(sound, settled, written)
        self.progress("months", 0.0)
        publish.write_months(con, self.folder, roles)
        publish.write_accounts(con, self.folder, roles)
        publish.write_rejects(con, self.folder, empty=sound.sound == sound.records)
        made = publish.ledger(con, sound.sound, settled, written, filled_down, verdicts)
        self.progress("months", 1.0)
        return notices.with_notices(con, made, [*self.said, *verdicts.notices], self.today, doubles)

    def _prepare(self) -> None:
        """Everything that must stand before the first look; what SQL cannot read is looked up only if there is any."""
        con, mapping = self.con, self.mapping
        self.joined = {"special"} if customers.set_apart(con, mapping) else set()
        self.said = [] if self.wide else units.convert(con, mapping)
        self.joined |= {"unit"} if self.said else set()
        self.judging.prepare(self.joined)

    def _write_if_clean(self) -> tuple[Sound, publish.Written] | None:
        """Writes the lines without a first look where every record is sound, as in most large files.

        The head tells whether that is worth trying; records and figures, counted apart, tell whether it was true.
        """
        con = self.con
        if not self.wide and lookups.only_row(con, load_sql("ingest/sound_head"))[0]:
            self.progress("lines", 0.0)
            below = publish.records_below(con, self.sources)
            written = publish.write_lines(con, self.folder, "ingest/lines_sound")
            if written.lines == below:
                records, figures = lookups.only_row(con, load_sql("ingest/figures"))
                return Sound(below, records, figures), written
        self.judging.decide_prices()
        return None

    def _lines(self, sound: Sound) -> str:
        if self.wide:
            return "ingest/lines_wide"
        return "ingest/lines_sound" if sound.sound == sound.records else "ingest/lines"

    def _look(self) -> Sound:
        rows = self.con.execute(load_sql("ingest/sound")).fetchall()
        place = [("source", pa.int16()), ("first_line", pa.int64()), ("last_line", pa.int64())]
        self.con.execute("DELETE FROM spans")
        fill(self.con, "spans", place, [(r[0], r[4], r[5]) for r in rows])
        found = Sound(sum(r[1] for r in rows), sum(r[2] for r in rows), sum((r[3] for r in rows), Decimal(0)))
        below = publish.records_below(self.con, self.sources)
        if found.records != below:
            raise RowsLost("rows_lost", step="values", expected=below, found=found.records)
        return found

    def _second_look(self) -> totals.Verdicts:
        """Settles every record that is not sound, each with a state and a reason."""
        con = self.con
        con.execute(load_sql("ingest/picked"))
        body.show(con, self.sources)
        con.execute(load_sql("ingest/odd"))
        heads = [text for (text,) in con.execute(load_sql("ingest/heads")).fetchall() if text is not None]
        kinds = [(text, kind) for text in heads if (kind := total_kind(text))]
        fill(con, "labels", [("text", pa.string()), ("kind", pa.string())], kinds)
        if not self.mapping.fill_down and not self.mapping.group_titles:
            fill(con, "notes", [("text", pa.string())], [(t,) for t in heads if is_note(t)])
        verdicts = totals.find_totals(
            con,
            dated=not self.wide,
            headers={name: self.judging.column(name) for name in sums.COLUMNS if self.judging.column(name)},
            arithmetic=not self.mapping.fill_down or bool({Role.PRODUCT, Role.PRODUCT_NAME} & set(self.headers)),
        )
        con.execute(load_sql("ingest/settle"))
        if self.wide:
            con.execute(load_sql("ingest/month_cells"))
        return verdicts

    def _check(self, sound: Sound, settled: dict[str, publish.Counted], written: publish.Written) -> None:
        """Rows and figures counted before writing must be those that were written."""
        rows = sound.sound + sum(c.rows for c in settled.values())
        if rows != sound.records:
            raise RowsLost("rows_lost", step="rows", expected=sound.records, found=rows)
        counted = [c for state, c in settled.items() if state in ("accepted", "unassigned")]
        if not self.wide and written.lines != sound.sound + sum(c.rows for c in counted):
            raise RowsLost("rows_lost", step="lines", expected=sound.sound, found=written.lines)
        figures = sound.figures + sum((c.figures for c in counted), Decimal(0))
        if figures != written.figures:
            raise RowsLost("money_lost", step="lines", expected=str(figures), found=str(written.figures))
