"""One file along the straight road, from the evidence to the Account; or a Surprise, and nothing of it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from kam_core.engine import Engine, load_sql
from kam_core.ingest.account import Accounting
from kam_core.ingest.accounting import body
from kam_core.ingest.accounting.judging import Judging
from kam_core.ingest.accounting.lookups import only_row
from kam_core.ingest.ledger import Account
from kam_core.ingest.progress import Progress
from kam_core.ingest.straight.evidence import Scouted
from kam_core.ingest.straight.lines import StraightReader
from kam_core.ingest.straight.surprise import Surprise, refuse_weighed, refuse_words
from kam_core.ingest.understand import Understanding


def account(
    scouted: Scouted, understanding: Understanding, engine: Engine, folder: Path, today: date, progress: Progress
) -> tuple[Understanding, Account]:
    """Writes the four tables into `folder`; the understanding with the true number of records, and the Account.

    Raises Surprise where the file must take the whole road after all, and what `ingest.account.account` raises.
    """
    mapping = understanding.recipe.mapping
    refuse_weighed(mapping)
    with engine.cursor() as con:
        con.execute(load_sql("ingest/lookups"))
        body.lay(con, understanding.sources, mapping)
        Judging(con, understanding.sources, mapping, understanding.columns).prepare(set())
        if not only_row(con, load_sql("ingest/all_sound"))[0]:
            raise Surprise
    made = StraightReader(scouted, understanding, engine, folder).read(progress)
    source = replace(understanding.sources[0], count=made.records)
    known = replace(understanding, sources=(source,))
    with engine.cursor() as con:
        counting = Accounting(known, con, folder, today, progress)
        counted = counting.behind(made.read, made.doubles)
        refuse_words(con, mapping)
    return known, counted
