"""The outlook account by account, the sentence about the key accounts, and the answer where no stock is known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.accounts import by_account
from kam_core.analysis.supply.season_supply import SupplyFinding, for_key_accounts
from kam_core.analysis.supply.seasons import seasons
from kam_core.wording import LANGUAGES
from tests.season import MONTHS, Firm, flat, new_year, sales

HEAD = "date,customer code,product code,unit,on hand\n"
PAIRS = [("C1", "P1", "case", new_year), ("C1", "P2", "case", new_year), ("C2", "P1", "case", new_year),
         ("C3", "P1", "case", new_year)]  # fmt: skip


def found(firm: Firm, count: int = 3, **settings: object) -> SupplyFinding:
    pareto = draw(rank(firm.dataset, Scope()), Cut(Rule.COUNT, Decimal(count)))
    return for_key_accounts(firm.look(**settings), pareto)


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path, sales(PAIRS))


def test_an_account_stands_where_its_most_urgent_product_stands(firm: Firm) -> None:
    firm.add(HEAD + "2025-12-26,C1,P1,case,20000\n2025-12-26,C1,P2,case,700\n2025-12-26,C2,P1,case,90000\n")
    look = firm.look()
    accounts = by_account(look)
    assert accounts.customers.tolist() == ["C1", "C2", "C3"]
    assert accounts.products.tolist() == ["P2", "P1", "P1"]
    assert accounts.order_by[0] == look.order_by[1]
    assert (accounts.on_hand[0], accounts.unit[0]) == (20700, "case")
    assert accounts.live.tolist() == [2, 1, 1] and accounts.reported.tolist() == [2, 1, 0]
    assert accounts.short.tolist() == [1, 0, 0] and accounts.dry_series.tolist() == [1, -1, -1]
    assert accounts.gap[0] == pytest.approx(look.gap[1])
    assert accounts.gap_money[0] == pytest.approx(2 * look.gap[1])
    assert accounts.peak_need[0] == pytest.approx(look.peak_need[:2].sum())
    assert np.isnan(accounts.on_hand[2]) and accounts.status[2] == "unreported"
    assert by_account(look, ["C3", "C9", "C1"]).customers.tolist() == ["C3", "C1"]


def test_units_of_several_products_are_added_in_money_alone(tmp_path: Path) -> None:
    firm = Firm(tmp_path, sales([("C1", "P1", "case", new_year), ("C1", "P2", "bag", new_year)]))
    firm.add(HEAD + "2025-12-26,C1,P1,case,100\n2025-12-26,C1,P2,bag,100\n")
    look = firm.look()
    accounts = by_account(look)
    assert accounts.unit[0] == "" and np.isnan([accounts.on_hand[0], accounts.gap[0], accounts.peak_need[0]]).all()
    assert accounts.gap_money[0] == pytest.approx(2 * look.gap.sum())
    said = for_key_accounts(look, draw(rank(firm.dataset, Scope()), Cut(Rule.COUNT, Decimal(1))))
    assert said.gap is None and said.gap_money == round(2 * look.gap.sum())


def test_the_sentence_names_the_first(firm: Firm) -> None:
    firm.add(HEAD + "2025-12-26,C1,P2,case,700\n2025-12-26,C2,P1,case,4000\n2025-12-26,C1,P1,case,90000\n")
    said = found(firm, lead_time=3)
    assert said.short.customers.tolist() == ["C1", "C2"] and said.unreported.names.tolist() == ["C3 Ltd"]
    assert said.accounts.customers.tolist() == ["C1", "C2", "C3"]
    sentence = said.finding.say("en")
    # 700 - 5 x 96.77 = 216 on New Year's Eve, 193.55 a day from there: the 2nd of January is the first day uncovered
    assert sentence.startswith("2 of 3 key accounts run dry of a product before their peak is over; ")
    assert "The first, C1 Ltd (P2 name), on 2 Jan: order by 30 Dec, 4 days left." in sentence
    assert "Stock not reported: 1 key accounts." in sentence and "estimated from deliveries" in sentence
    assert "【C1 Ltd】（P2 name）1月2日断货，12月30日前要下单，还剩 4 天" in said.finding.say("zh")
    assert found(firm, lead_time=10).finding.code == "supply_late"


def test_nobody_short(firm: Firm) -> None:
    firm.add(HEAD + "".join(f"2025-12-26,{c},{p},case,90000\n" for c, p, _, _ in PAIRS))
    said = found(firm)
    assert said.finding.code == "supply_enough" and said.short.n == 0 and said.gap is None
    assert "Stock not reported" not in said.finding.say("en")


def test_far_from_the_peak_who_runs_dry_is_named_all_the_same(firm: Firm) -> None:
    firm.add(HEAD + "2025-06-30,C1,P1,case,200\n2025-06-30,C2,P1,case,90000\n")
    said = found(firm, as_of=date(2025, 6, 30))
    assert said.short.n == 0 and said.finding.code == "supply_between_late"
    assert said.finding.facts["urgent"] == 1 and said.finding.facts["name"] == "C1 Ltd"
    assert "but 1 have to order now. The first, C1 Ltd" in said.finding.say("en")
    assert "眼下就该补货，最急【C1 Ltd】" in said.finding.say("zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_stock_table_progress_answers(firm: Firm, lang: str) -> None:
    said = found(firm)
    progress = said.progress
    # three months before January: from October. 3,000 on 10 October, 3,000 in November, 1 of December's so far, against
    # the same days of last year: 6,000, and 26 days of its December's 3,000 (a month is read by the day); growth 1
    assert progress.begins.astype(str).tolist() == ["2025-10-01"] * 3
    one, expected = 6000 + 1.0, 6000 + 3000 * 26 / 31
    row = progress.customers.tolist().index("C2")
    assert progress.so_far[row] == pytest.approx(one) and progress.expected[row] == pytest.approx(expected, rel=1e-3)
    assert said.finding.code == "supply_progress" and progress.behind.all() and progress.n == 3
    assert said.finding.say(lang)
    firm.add(HEAD + "2025-12-26,C9,P1,case,1\n")
    assert str(found(firm).finding.facts["begin"].code) == "supply_none_reported"


def test_a_customer_of_twelve_months_is_told_nothing(tmp_path: Path) -> None:
    old = sales([("C1", "P1", "case", new_year)])
    young = sales([("C2", "P1", "case", new_year)], MONTHS[-12:]).split("\n", 1)[1]
    said = found(Firm(tmp_path, old + young))
    at = said.progress.customers.tolist().index("C2")
    assert said.progress.history_months[at] == 12 and np.isnan(said.progress.share[at])
    assert not said.progress.told[at]


def test_before_the_pre_season_it_is_said_when_it_begins(firm: Firm) -> None:
    said = found(firm, as_of=date(2025, 8, 31))
    assert said.finding.code == "supply_before_season"
    assert "1 Oct" in said.finding.say("en")


def test_products_with_and_without_a_season(tmp_path: Path) -> None:
    firm = Firm(tmp_path, sales([("C1", "P1", "case", flat), ("C1", "P2", "case", new_year)]))
    listed = seasons(firm.dataset, Scope())
    assert listed.products.tolist() == ["P2", "P1"] and listed.seasonal.tolist() == [True, False]
    assert str(listed.peak.first[0]) == "2026-01" and np.isnan(listed.index[1]).all()
    assert listed.finding.say("en").startswith("1 of 2 products have a season; the strongest, P2 name, sells 1.7 times")
