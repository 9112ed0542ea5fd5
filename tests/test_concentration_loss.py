"""The loss rehearsal and the paragraph on major customers: worked by hand, and what must hold always."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kam_core.analysis.concentration.concentration import concentration
from kam_core.analysis.concentration.dependence import Dimension
from kam_core.analysis.concentration.disclosure import Standard, disclosure
from kam_core.analysis.concentration.loss import rehearse, without
from kam_core.analysis.cut import Cut, HandPick, Rule
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.cli import main
from kam_core.errors import BadScope
from kam_core.ingest.side.sheet import SideHints
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from tests.side_files import sell, stock
from tests.small_sales import row, small_sales

FIRM = """customer,date,amount,quantity,profit,region,product,salesperson,unit
Alder,2025-01-10,500,50,100,East,P1,Li,box
Alder,2025-06-10,100,10,20,West,P2,Li,box
Birch,2025-02-10,300,30,60,East,P1,Wang,box
Cedar,2025-03-10,200,20,40,West,P2,Wang,box
Dogwood,2025-04-10,100,10,20,West,P1,Li,box
Elm,2025-12-20,-50,-5,-10,East,P1,Wang,box
"""
CUSTOMERS = "customer,receivable\nAlder,120.5\nBirch,30\nCedar,\n"
STOCK = "date,customer,product,on hand,in transit,unit\n2025-12-20,Alder,P1,7,3,box\n2025-12-20,Birch,P1,9,0,box\n"
OURS = "date,product,on hand,unit\n2025-12-20,P1,40,box\n"
SUPPLY = "product,capacity\nP1,20\n"
TOP_TWO = Cut(Rule.COUNT, Decimal(2))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def firm(store: Store, tmp_path: Path) -> Dataset:
    return store.open(sell(store, tmp_path, FIRM), None, principal=HOUSE)


def test_losing_the_largest_worked_by_hand(firm: Dataset) -> None:
    found = rehearse(firm, Scope(), TOP_TWO, ["Alder"])
    assert (found.value, found.share) == (600, Fraction(600, 1150))
    assert found.before.key_customers.tolist() == ["Alder", "Birch"]
    assert found.after.key_customers.tolist() == ["Birch", "Cedar"]
    assert (found.entered, found.left) == (("Cedar",), ())
    assert found.effective == (Fraction(1200**2, 600**2 + 300**2 + 200**2 + 100**2), Fraction(600**2, 140_000))
    assert found.hhi[1] == Fraction(140_000, 600**2)
    assert found.fill == 3  # an average one of Birch, Cedar and Dogwood brings 200
    assert found.profit == 120
    assert found.receivable is None
    hollow = {dimension: (part.key, part.lost_share) for dimension, part in found.hollow}
    assert hollow == {
        Dimension.REGION: ("East", Fraction(500, 750)),
        Dimension.PRODUCT: ("P1", Fraction(500, 850)),
        Dimension.SALESPERSON: ("Li", Fraction(600, 700)),
    }
    assert found.finding.say("en") == (
        "Customers lost: 1. Sales fall by 52.2% (600). Hardest hit: East, down by 66.7%. "
        "Average customers it takes to fill the hole: 3; moving up to key account: 1."
    )
    assert "失去这 1 家，销售额少 52.2%（600）" in found.finding.say("zh")


def test_what_goes_and_what_stays_is_all_there_was(firm: Dataset) -> None:
    ranking = rank(firm, Scope())
    for lost in (["Birch"], ["Alder", "Elm"], ranking.customers.tolist(), []):
        found = rehearse(firm, Scope(), TOP_TWO, lost, ranking)
        assert found.value + found.after.total == found.before.total == 1150
        assert set(found.lost) | set(found.after.ranking.customers) == set(ranking.customers)
        for parts in found.parts:
            assert sum(part.lost for part in parts.rows) == found.value
            assert sum(part.value for part in parts.rows) == found.before.total


def test_the_order_and_repeats_of_the_names_do_not_matter(firm: Dataset) -> None:
    one = rehearse(firm, Scope(), TOP_TWO, ["Birch", "Alder", "Birch", "Fir"])
    assert (one.lost, one.absent) == (("Alder", "Birch"), ("Fir",))
    assert one.entered == ("Cedar", "Dogwood")


def test_without_is_the_ranking_of_the_lines_that_are_left(firm: Dataset, tmp_path: Path) -> None:
    left = "\n".join(line for line in FIRM.splitlines() if not line.startswith(("Alder", "Cedar")))
    other = Store(tmp_path / "other")
    fresh = rank(other.open(sell(other, tmp_path / "left", left + "\n"), None, principal=HOUSE), Scope())
    found = without(rank(firm, Scope()), ["Alder", "Cedar"])
    assert found.customers.tolist() == fresh.customers.tolist()
    assert found.values.tolist() == fresh.values.tolist()
    assert found.total == fresh.total


def test_everybody_lost_and_nobody_lost(firm: Dataset) -> None:
    everybody = rehearse(firm, Scope(), TOP_TWO, ["Alder", "Birch", "Cedar", "Dogwood", "Elm"])
    assert (everybody.share, everybody.fill, everybody.after.n, everybody.effective[1]) == (1, None, 0, None)
    nobody = rehearse(firm, Scope(), TOP_TWO, [])
    assert (nobody.value, nobody.share, nobody.parts, nobody.freed, nobody.finding.code) == (
        0,
        0,
        (),
        None,
        "loss_nobody",
    )
    below = rehearse(firm, Scope(), TOP_TWO, ["Elm"])
    assert (below.value, below.fill) == (-50, None)
    for found in (everybody, nobody, below):
        assert found.finding.say("zh") and found.finding.say("en")


def test_the_line_of_a_share_moves_and_names_picked_by_hand_stay(firm: Dataset) -> None:
    found = rehearse(firm, Scope(), Cut(Rule.REACH, Decimal(80)), ["Dogwood"])
    assert (found.before.k, found.after.k) == (3, 2)
    assert (found.entered, found.left) == ((), ("Cedar",))
    pinned = replace(TOP_TWO, hand=(HandPick("Dogwood", True, "strategic", "Li"),))
    assert "Dogwood" in rehearse(firm, Scope(), pinned, ["Alder"]).after.key_customers


def test_goods_and_money_that_become_free(store: Store, tmp_path: Path) -> None:
    data = sell(store, tmp_path, FIRM)
    stock(store, tmp_path, data, {"customers.csv": CUSTOMERS}, table="customers")
    stock(store, tmp_path, data, {"stock.csv": STOCK})
    stock(store, tmp_path, data, {"ours.csv": OURS}, hints=SideHints(dealers={"": ""}))
    stock(store, tmp_path, data, {"supply.csv": SUPPLY}, table="supply")
    firm = store.open(data, None, principal=HOUSE)
    found = rehearse(firm, Scope(), TOP_TWO, ["Alder", "Cedar"])
    assert found.receivable == Decimal("120.5")
    assert found.freed is not None
    assert (found.freed.months, found.freed.as_of and found.freed.as_of.isoformat()) == (12, "2025-12-20")
    first, second = found.freed.goods
    assert (first.product, first.unit, first.monthly, first.own_stock) == ("P1", "box", 50 / 12, 40)
    assert first.capacity == pytest.approx(20, rel=0.02)  # 52 weeks are a day short of a year
    assert first.share == pytest.approx(50 / 85)
    assert first.of_capacity == pytest.approx(50 / 12 / 20, rel=0.02)
    assert (second.product, second.monthly, second.capacity, second.own_stock) == ("P2", 30 / 12, None, None)
    assert [(u.unit, u.monthly, u.at_them, u.on_the_way) for u in found.freed.units] == [("box", 80 / 12, 7, 3)]


def year(number: int, **amounts: int) -> list[Any]:
    return [row(c, f"{number}-{m:02d}-03", v, customer_name=c.upper()) for m in (1, 12) for c, v in amounts.items()]


def test_the_paragraph_worked_by_hand(tmp_path: Path) -> None:
    before = year(2023, a=60, b=10, c=10, d=8, e=7, f=5)
    now = year(2024, a=20, b=55, c=10, d=5, e=4, f=6)
    firm = small_sales(tmp_path, [*before, *now])
    found = disclosure(firm, Scope(first="2024-01", last="2024-12"))
    assert found is not None
    assert found.text("zh") == (
        "报告期（2024-01 至 2024-12）前五名客户销售额合计 192.00元，占销售总额 200.00元的 96.00%"
        "（上年同期 95.00%，上升 1.00 个百分点）。对单个客户【B】的销售占 55.00%，超过 50%。"
        "前五名中有 1 家是本期新进入的：F。"
    )
    assert found.text("en") == (
        "In the reporting period (2024-01 to 2024-12) sales to the five largest customers came to 192.00, or 96.00% of "
        "total sales of 200.00 (the year before: 95.00%, up by 1.00 percentage points). Sales to a single customer, B, "
        "were 55.00%, which is more than 50%. New among the five largest: F (in number: 1)."
    )
    longer = disclosure(firm, Scope(first="2024-01", last="2024-12"), Standard.IFRS)
    assert longer is not None
    assert longer.text("zh").endswith(
        "收入占比达到 10% 的客户有 3 家：B 110.00元，占 55.00%；A 40.00元，占 20.00%；C 20.00元，占 10.00%。"
    )


def test_each_figure_of_the_paragraph_can_be_made_again(tmp_path: Path) -> None:
    firm = small_sales(tmp_path, [*year(2023, a=9, b=8, c=7, d=6, e=5, f=4), *year(2024, a=9, b=8, c=7, d=6, e=5, f=4)])
    found = disclosure(firm, Scope(first="2024-01", last="2024-12"), Standard.IFRS)
    assert found is not None
    assert "与上年同期的 89.74% 持平" in found.text("zh") and "没有新增" in found.text("zh")
    for figure in found.figures:
        values = [value for _, value in figure.parts]
        if isinstance(figure.value, Fraction):
            assert figure.value == Fraction(values[0]) / Fraction(values[1])
        elif values:
            assert figure.value == sum(values)
    codes = [figure.code for figure in found.figures]
    assert codes[:7] == ["top_five", "total", "share", "top_five_before", "total_before", "share_before", "largest"]
    assert codes[7:] == ["significant"] * 6


def test_the_paragraph_is_of_the_whole_firm_in_money(tmp_path: Path) -> None:
    rows = [row(c, "2024-01-03", v, quantity=1, region=c) for c, v in {"a": 5, "b": 3}.items()]
    firm = small_sales(tmp_path, rows)
    found = disclosure(firm, Scope(Measure.QUANTITY, regions=("b",)))
    assert found is not None and found.ranking.total == 8
    assert found.text("en").startswith("In the reporting period (2024-01 to 2024-01) the number of customers was 2;")
    assert "没有完整的上年同期数据，未作比较" in found.text("zh")
    assert disclosure(small_sales(tmp_path / "loss", [row("a", "2024-01-03", -1)]), Scope()) is None


def test_without_money_there_is_no_paragraph(tmp_path: Path) -> None:
    firm = small_sales(tmp_path, [row("a", "2024-01-03", None, quantity=2)])
    assert disclosure(firm, Scope(Measure.QUANTITY)) is None


def test_a_foreign_currency_is_named(tmp_path: Path) -> None:
    firm = small_sales(tmp_path, [row(c, "2024-01-03", 5, currency="USD") for c in "abcdefg"])
    found = disclosure(firm, Scope())
    assert found is not None and "25.00 USD" in found.text("en") and "25.00 USD" in found.text("zh")


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr("kam_core.command.limits.set_limits", lambda: None)
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)

    def ask(text: str, *words: str) -> tuple[int, str, str]:
        (tmp_path / "sales.csv").write_text(text, "utf-8")
        status = main(["concentration", "sales.csv", *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return ask


def test_the_command_as_contracted(asked: Any) -> None:
    status, out, _ = asked("customer,date,amount\n" + "".join(f"{c},2025-01-02,{v}\n" for c, v in
                           zip("abcde", (1, 2, 3, 4, 90))), "--json")  # fmt: skip
    answer = json.loads(out)
    assert status == 0
    assert {"hhi", "effective_customers", "gini", "top", "largest", "customers"} <= answer.keys()
    assert (answer["gini"], answer["customers"], answer["hhi"]) == (0.72, 5, 0.813)
    assert answer["top"] == {"1": 0.9, "5": 1.0, "10": 1.0, "20": 1.0}
    assert (answer["largest"]["customer"], answer["largest"]["share"]) == ("e", 0.9)
    assert answer["effective_customers"] == pytest.approx(1 / 0.813)


def test_the_command_takes_a_scope_and_says_the_sentence(asked: Any) -> None:
    status, out, _ = asked(FIRM, "--region", "East", "--measure", "quantity", "--json")
    answer = json.loads(out)
    assert (status, answer["customers"], answer["left_out"], answer["measure"]) == (0, 3, 1, "quantity")
    assert answer["hhi"] == pytest.approx((50**2 + 30**2) / 80**2)
    status, out, _ = asked(FIRM, "--lang", "en")
    assert out.startswith("By sales the 5 customers are the equivalent of 2.9 equal ones; the largest, Alder, is 52.2%")
    assert "East" in out


def test_the_command_refuses_what_is_not_there(asked: Any) -> None:
    status, out, err = asked(FIRM, "--region", "Moon", "--json")
    assert (status, out) == (2, "") and "Moon" in err
    status, out, err = asked(FIRM, "--top", "20%")
    assert (status, out) == (2, "")


def test_an_unknown_region_stops_the_rehearsal(firm: Dataset) -> None:
    with pytest.raises(BadScope):
        rehearse(firm, Scope(regions=("Moon",)), TOP_TWO, ["Alder"])
    assert draw(rank(firm, Scope()), TOP_TWO).k == 2
    assert concentration(firm, Scope()).left_out == 1
