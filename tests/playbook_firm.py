"""A firm of four key accounts for the tests of the playbook, with every table a strategy is told from.

C1 is overstocked and near a rebate tier; C2 owes too much, runs dry and has a promotion booked; C3 has none of the
product it is to try; of C4 nothing is known but its sales.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.months import default_scope
from kam_core.analysis.pareto import draw
from kam_core.analysis.playbook.playbook import Playbook, playbook
from kam_core.analysis.playbook.strategies import Code
from kam_core.analysis.ranking import rank
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.store.dataset import Dataset
from tests.season import LAST_DAY, Firm, sales

AS_OF = LAST_DAY  # 26 December 2025
HOSTILE = "**=1+1** <b>$x$</b> [a](b)"


def level(units: int) -> Callable[[str], int]:
    """Flat; C2, who buys 2,000, took twice as much in June 2025."""
    return lambda month: units * (2 if month == "2025-06" and units == 2_000 else 1)


TABLES = {
    "inventory": "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,100000\n"
    "2025-12-20,C2,P1,case,500\n2025-08-20,C3,P1,case,0\n",
    "customers": "customer code,receivable,credit term,credit limit\nC1,100,30,1000\nC2,100000,30,20000\n",
    "products": "product code,product name,launched\nP1,P1 name,2015-01-01\nP9,P9 name,2025-06-01\n",
    "contacts": "customer code,contact,level\nC1,Lin,decision\nC1,Wang,middle\nC1,Su,front\nC1,Bo,warehouse\n"
    "C2,Zhao,decision\n",
    "targets": "period,customer code,target,tier,rate\n2025,C1,100000,112000,2%\n2025,C1,100000,150000,3%\n"
    "2025,C2,60000,,\n2026,C3,100000,,\n",
    "activities": f"""date,customer code,type,by,contact,level,product code,score,outcome,until,due,closed,done
2024-01-10,C1,visit,Xu,Lin,decision,,,,,,,
2025-06-10,C2,promotion,Xu,Zhao,decision,P1,,,2025-06-20,,,
2025-09-01,C1,senior,Boss,Lin,decision,,,,,,,
2025-11-03,C1,event,Xu,Lin,decision,,,,,,,yes
2025-11-09,C1,event,Xu,Lin,decision,,,,,,,no
2025-11-20,C1,visit,Xu,Lin,decision,,5,send samples,,2025-12-01,2025-11-28,yes
2025-11-21,C1,visit,Xu,Wang,middle,,4,,,,,
2025-11-22,C1,visit,Xu,Su,front,,,,,,,
2025-11-23,C1,visit,Xu,Bo,warehouse,,,,,,,
2025-11-25,C2,visit,Xu,Zhao,decision,,,{HOSTILE},,2025-12-10,,no
2025-11-01,C2,complaint,,Zhao,decision,,,late truck,,,,
2025-12-11,C1,forum,Boss,Lin,decision,,,,,,,
2026-01-05,C2,promotion,Xu,Zhao,decision,P1,,,2026-01-20,,,
2026-01-08,C3,trial,Xu,,,P1,,,,,,
""",
}
OWN = "date,product code,unit,on hand\n2025-12-20,P1,case,0\n"


def whole_firm(folder: Path, tables: dict[str, str] | None = None) -> Dataset:
    """The firm with these tables, all of them where None."""
    given = TABLES if tables is None else tables
    pairs = [(f"C{n}", "P1", "case", level(units)) for n, units in enumerate((5_000, 2_000, 1_000, 500), start=1)]
    more = "".join(f"C1,C1 Ltd,P9,P9 name,case,East,2025-0{month}-12,10,20\n" for month in (7, 8))
    more += "C2,C2 Ltd,P9,P9 name,case,East,2025-07-12,10,20\n"
    firm = Firm(folder, sales(pairs) + more)
    for table, text in given.items():
        firm.add(text, table, f"{table}.csv")
    if "inventory" in given:
        firm.add(OWN, "inventory", "own.csv")
    return firm.dataset


def without(dataset: Dataset, *tables: str) -> Dataset:
    """The same version, as if these tables had never been imported."""
    folder = dataset.folder.with_name(f"{dataset.folder.name}-{uuid4().hex}")  # within what the engine may read
    shutil.copytree(dataset.folder, folder, ignore=shutil.ignore_patterns(*(f"{table}.parquet" for table in tables)))
    return replace(dataset, folder=folder)


def look(dataset: Dataset, as_of: date = AS_OF, groups: str = "") -> Playbook:
    """The playbook of everybody."""
    scope = replace(default_scope(dataset), groups=groups)
    pareto = draw(rank(dataset, scope), Cut(Rule.TOP, Decimal(100)))
    return playbook(dataset, pareto, as_of, outlook(dataset, scope, SupplySettings(as_of=as_of)))


def said(found: Playbook, code: Code, lang: str = "en") -> list[tuple[str, str]]:
    """(state, words) of each account, C1 first."""
    column = next(each for each in found.columns if each.strategy.code is code)
    return [(cell.state.value, cell.said.say(lang)) for cell in column.cells]
