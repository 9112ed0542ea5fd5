"""Merged customers before their season: sums of members, and unknown where one of them has said nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kam_core.analysis.scope import Scope
from kam_core.analysis.stock_reports import stock_reports
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.store.dataset import Dataset
from kam_core.store.decided import Decided
from kam_core.store.grouping import Grouping
from tests.season import Firm, decide, flat, new_year, sales

HEAD = "date,customer code,product code,unit,on hand,in transit,expected arrival\n"
PAIRS = [("C1", "P1", "case", flat), ("C2", "P1", "case", flat), ("C3", "P1", "case", flat), ("C2", "P2", "case", flat)]


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path, sales(PAIRS))


def grouped(firm: Firm, **of: str) -> Dataset:
    return replace(firm.dataset, grouping=Grouping("g1", tuple(sorted(of.items()))))


def look(dataset: Dataset, **settings: object) -> Outlook:
    return outlook(dataset, Scope(groups=dataset.groups), SupplySettings(**settings))  # type: ignore[arg-type]


def at(found: Outlook, customer: str, product: str) -> int:
    return next(
        i for i, pair in enumerate(zip(found.customers, found.products, strict=True)) if pair == (customer, product)
    )


def test_one_day_of_reports_adds_up(firm: Firm) -> None:
    firm.add(HEAD + "2025-12-20,C1,P1,case,900,,\n2025-12-20,C2,P1,case,600,40,2025-12-30\n")
    apart, merged = look(firm.dataset), look(grouped(firm, C1="G", C2="G"))
    row = at(merged, "g:G", "P1")
    both = [at(apart, "C1", "P1"), at(apart, "C2", "P1")]
    assert merged.on_hand[row] == pytest.approx(apart.on_hand[both].sum())
    assert merged.in_transit[row] == 40
    assert merged.age[row] == 6
    assert merged.on_hand[at(merged, "C3", "P1")] != merged.on_hand[at(merged, "C3", "P1")]  # nobody reported
    assert merged.demand.history.values.sum() == apart.demand.history.values.sum()


def test_reports_of_different_days_are_brought_to_one(firm: Firm) -> None:
    """Each member rolled to today by its own demand, or all together from the oldest day: the same stock."""
    firm.add(HEAD + "2025-12-06,C1,P1,case,9000,,\n2025-12-20,C2,P1,case,6000,,\n")
    apart, merged = look(firm.dataset), look(grouped(firm, C1="G", C2="G"))
    row = at(merged, "g:G", "P1")
    both = [at(apart, "C1", "P1"), at(apart, "C2", "P1")]
    assert merged.on_hand[row] == pytest.approx(apart.on_hand[both].sum(), rel=1e-3)
    assert str(merged.reported[row]) == "2025-12-06"
    assert merged.age[row] == 20


def test_a_member_that_buys_and_reports_nothing_makes_it_unknown(firm: Firm) -> None:
    firm.add(HEAD + "2025-12-20,C1,P1,case,900,,\n2025-12-20,C2,P2,case,50,,\n")
    merged = look(grouped(firm, C1="G", C2="G"))
    assert np.isnan(merged.on_hand[at(merged, "g:G", "P1")])
    assert merged.age[at(merged, "g:G", "P1")] == -1
    assert np.isnat(merged.run_out[at(merged, "g:G", "P1")])
    assert merged.on_hand[at(merged, "g:G", "P2")] == pytest.approx(
        look(firm.dataset).on_hand[at(look(firm.dataset), "C2", "P2")]
    )  # C1 never bought P2


def test_who_stopped_buying_need_not_report(tmp_path: Path) -> None:
    from tests.season import MONTHS

    early = sales([("C1", "P1", "case", flat)], MONTHS[:24])
    early = "\n".join(line for line in early.splitlines() if "2025-12-26" not in line)
    later = "\n".join(sales([("C2", "P1", "case", flat)]).splitlines()[1:])
    firm = Firm(tmp_path, early + "\n" + later + "\n").add(HEAD + "2025-12-20,C2,P1,case,900,,\n")
    merged = look(grouped(firm, C1="G", C2="G"))
    assert merged.on_hand[at(merged, "g:G", "P1")] > 0


def test_past_reports_of_one_member_are_not_taken_for_the_group(firm: Firm) -> None:
    """C1 reports every month, C2 once: what C1's stock fell by is not what the group sold on."""
    rows = "".join(f"2025-{month:02d}-28,C1,P1,case,{9000 - month},,\n" for month in range(1, 12))
    firm.add(HEAD + rows + "2025-12-20,C2,P1,case,10,,\n2025-12-20,C1,P1,case,10,,\n")
    merged = look(grouped(firm, C1="G", C2="G"))
    row = at(merged, "g:G", "P1")
    assert merged.past is not None
    assert np.isnan(merged.past.implied[row]).all()
    assert not merged.outruns[row]


def test_empty_shelves_of_all_members_are_empty(firm: Firm) -> None:
    empty = "".join(f"2025-{m:02d}-28,C{c},P1,case,0,,\n" for m in range(1, 12) for c in (1, 2))
    firm.add(HEAD + empty)
    apart, merged = look(firm.dataset), look(grouped(firm, C1="G", C2="G"))
    row = at(merged, "g:G", "P1")
    both = [at(apart, "C1", "P1"), at(apart, "C2", "P1")]
    assert apart.past is not None and merged.past is not None
    assert (merged.past.empty[row] == apart.past.empty[both].all(axis=0)).all()
    assert merged.lost[row] == pytest.approx(apart.lost[both].sum())


def test_what_every_member_agreed_is_agreed_for_the_group(tmp_path: Path) -> None:
    firm = Firm(tmp_path, sales([("C1", "P1", "case", new_year), ("C2", "P1", "case", new_year)]))
    firm.add(HEAD + "2025-12-20,C1,P1,case,10,,\n")
    both = decide("C1", "P1", "2026-01", 7_000), decide("C2", "P1", "2026-01", 5_000)
    dataset = grouped(firm, C1="G", C2="G")
    settings = SupplySettings()

    def need(*agreed: Decided) -> tuple[float, bool]:
        found = outlook(dataset, Scope(groups="g1"), settings, agreed)
        row = at(found, "g:G", "P1")
        return found.peak_need[row], bool(found.agreed[row])

    assert need(*both) == (pytest.approx(12_000), True)
    assert need(decide("g:G", "P1", "2026-01", 9_000), *both) == (pytest.approx(9_000), True)
    assert need(both[0]) == need()  # what the other needs is not agreed yet: the forecast counts


def test_every_member_is_asked_for_its_report(firm: Firm) -> None:
    firm.add(HEAD + "2025-12-20,C1,P1,case,900,,\n")
    found = stock_reports(grouped(firm, C1="G", C2="G"), ["g:G", "C3"], date(2025, 12, 26))
    assert {one.customer: one.last for one in found.reports} == {"C1": date(2025, 12, 20), "C2": None, "C3": None}


def test_without_groups_nothing_is_different(firm: Firm) -> None:
    firm.add(HEAD + "2025-12-20,C1,P1,case,900,,\n")
    apart, none = look(firm.dataset), look(grouped(firm))
    assert (apart.on_hand == none.on_hand)[~np.isnan(apart.on_hand)].all()
    assert (apart.customers == none.customers).all()
