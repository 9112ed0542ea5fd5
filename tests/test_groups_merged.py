"""Groups in every figure: members count as one customer, and no total ever changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.choices import whole_total
from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.demand.history import By, history
from kam_core.analysis.filters import resolve
from kam_core.analysis.flips import flips
from kam_core.analysis.groups.picks import merged_picks
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.trace import rows_of
from kam_core.analysis.year_on_year import year_on_year
from kam_core.engine import Engine
from kam_core.errors import UnknownDataset
from kam_core.hand import HandPick
from kam_core.schema import ACCOUNTS, MONTHS, Measure
from kam_core.side_schema import CUSTOMERS
from kam_core.store.dataset import Dataset
from kam_core.store.grouping import Grouping, key_of
from tests.small_sales import row, small_sales, write

CUSTOMERS_THERE = ("A", "B", "C", "D", "E")


def dataset(folder: Path, rows: list[dict[str, object]], of: dict[str, str], engine: Engine | None = None) -> Dataset:
    """Lines as a dataset that knows one list of groups, `g1`."""
    small = small_sales(folder, rows, engine=engine)
    known = Grouping("g1", tuple(sorted(of.items())))

    def find(address: str) -> Grouping:
        if address != known.address:
            raise UnknownDataset("unknown_groups", address=address)
        return known

    return Dataset("d", 1, "Sales", folder, small.manifest, small.engine, find)  # type: ignore[arg-type]


ROWS = [
    row("A", "2024-01-05", 100, region="East", product="p1", quantity=1, customer_name="Hongda Shanghai", manager="Li"),
    row("B", "2024-01-06", 70, region="North", product="p1", quantity=2, customer_name="Hongda Beijing"),
    row("B", "2024-02-06", 60, region="North", product="p2", quantity=3, customer_name="Hongda Beijing"),
    row("C", "2024-02-07", 150, region="East", product="p1", quantity=4, customer_name="Other", manager="Wang"),
    row("A", "2025-01-05", -30, region="East", product="p1", quantity=-1, customer_name="Hongda Shanghai"),
]
HONGDA = {"A": "Hongda", "B": "Hongda"}


def test_members_rank_as_one(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, HONGDA)
    ranking = rank(there, Scope(groups="g1"))
    assert ranking.customers.tolist() == ["g:Hongda", "C"]
    assert ranking.names.tolist() == ["Hongda", "Other"]
    assert ranking.values.tolist() == [2_000_000, 1_500_000]
    assert ranking.returns.tolist() == [-300_000, 0]
    assert ranking.lines.tolist() == [4, 1]
    assert ranking.regions.tolist() == ["East", "East"]  # two lines each: the first by name
    assert ranking.managers.tolist() == ["", "Wang"]  # A's latest line names nobody


def test_off_is_as_before_and_the_question_is_asked_alike(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, HONGDA)
    plain = rank(there, Scope())
    assert plain.customers.tolist() == ["C", "B", "A"]
    assert "groups" not in plain.parameters
    assert there.merged("") is there
    assert there.apart is there


def test_the_answer_can_be_asked_again_from_what_is_shown(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, HONGDA)
    ranking = rank(there, Scope(groups="g1", products=("p1",)))
    again = there.ask(ranking.question, **ranking.parameters)
    assert again["customer"].to_pylist() == ranking.customers.tolist() == ["C", "g:Hongda"]


def test_a_merged_dataset_answers_so_whatever_it_is_asked(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, HONGDA).merged("g1")
    assert there.ask("every_customer")["customer"].to_pylist() == ["C", "g:Hongda"]
    assert rank(there, Scope()).customers.tolist() == ["g:Hongda", "C"]
    assert there.apart.ask("every_customer")["customer"].to_pylist() == ["A", "B", "C"]
    assert there != there.apart
    assert len({there, there.apart, there.apart.merged("g1")}) == 2


def test_an_unknown_list_stops(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, HONGDA)
    with pytest.raises(UnknownDataset) as stopped:
        rank(there, Scope(groups="gffff"))
    assert stopped.value.code == "unknown_groups"


def test_the_rows_behind_a_group_are_its_members(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, HONGDA)
    behind = rows_of(there, Scope(groups="g1"), "g:Hongda")
    assert (behind.count, behind.total) == (4, Decimal(200))


def test_year_on_year_and_flips_see_the_group(tmp_path: Path) -> None:
    there = dataset(tmp_path, [*ROWS, row("B", "2025-01-09", 300, customer_name="Hongda Beijing")], HONGDA)
    scope = Scope(first="2025-01", last="2025-01", groups="g1")
    compared = year_on_year(there, rank(there, scope))
    assert compared is not None
    assert compared.now.tolist() == [2_700_000]  # 300 - 30
    assert compared.before.tolist() == [1_700_000]  # 100 + 70
    found = flips(there, Scope(groups="g1"), Cut(Rule.COUNT, Decimal(1)))
    assert {"A", "B"}.isdisjoint(key for flip in found.quarters for key in (*flip.entered, *flip.left))


def test_a_history_is_the_sum_of_its_members(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, HONGDA)
    together = history(there, Scope(Measure.QUANTITY, groups="g1"), By.CUSTOMER)
    at = together.customers.tolist().index("g:Hongda")
    assert together.values[at].sum() + together.so_far[at] == 5  # 1 + 2 + 3 - 1
    assert together.customer_names[at] == "Hongda"


def test_the_firms_own_list_has_one_row_a_group(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, HONGDA)
    said = {name: "" if kind == "VARCHAR" else None for name, kind in CUSTOMERS.items()}
    rows = [
        {**said, "source": 0, "line": 2, "customer": "A", "receivable": Decimal(10), "credit_term": Decimal(30)},
        {**said, "source": 0, "line": 3, "customer": "B", "receivable": Decimal(5), "manager": "Zhao"},
        {**said, "source": 0, "line": 4, "customer": "C", "receivable": Decimal(1)},
    ]
    kinds = {name: kind for name, kind in CUSTOMERS.items() if kind != "BOOLEAN"}
    write(tmp_path / "customers.parquet", kinds, rows)
    table = pq.read_table(tmp_path / "customers.parquet")
    flags = [[True] * 3]
    pq.write_table(table.append_column("matched_customer", flags), tmp_path / "customers.parquet")
    with there.engine.cursor(there.views, there.merged("g1").grouping.table) as cursor:  # type: ignore[union-attr]
        found = cursor.sql("SELECT * FROM customers ORDER BY customer").to_arrow_table()
    assert found.column_names == table.append_column("matched_customer", flags).column_names
    assert found["customer"].to_pylist() == ["C", "g:Hongda"]
    assert found["receivable"].to_pylist() == [Decimal(1), Decimal(15)]
    assert found["credit_term"].to_pylist() == [None, Decimal(30)]
    assert found["manager"].to_pylist() == ["", "Zhao"]


def test_merged_views_have_the_columns_and_kinds_of_the_plain_ones(tmp_path: Path) -> None:
    there = dataset(tmp_path, ROWS, HONGDA)
    merging = there.merged("g1").grouping
    assert merging is not None
    for table, columns in (("months", MONTHS), ("accounts", ACCOUNTS)):
        with there.engine.cursor(there.views, merging.table) as cursor:
            shown = cursor.sql(f"SELECT * FROM {table}")
            plain = cursor.sql(f"SELECT * FROM {table}_apart")
            assert shown.columns == plain.columns == list(columns)
            assert [str(kind) for kind in shown.types] == [str(kind) for kind in plain.types]


def test_a_pick_of_a_member_is_a_pick_of_its_group() -> None:
    grouping = Grouping("g1", (("A", "G"), ("B", "G"), ("C", "H"), ("D", "H")))
    picks = (
        HandPick("A", False, "late payer"),
        HandPick("B", True, "chairman"),
        HandPick("C", False, "one"),
        HandPick("D", False, "two"),
        HandPick("E", True),
    )
    assert merged_picks(picks, grouping) == (
        HandPick("g:G", True, "chairman"),
        HandPick("g:H", False, "one"),
        HandPick("E", True),
    )
    assert merged_picks(picks, None) is picks


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine([tmp_path_factory.getbasetemp()], memory="256MB", threads=1)


lines = st.lists(
    st.tuples(
        st.sampled_from(CUSTOMERS_THERE), st.integers(1, 28), st.integers(1, 6), st.sampled_from(["East", "North", ""]),
        st.decimals("-500", "5000", places=4),
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip
groupings = st.dictionaries(st.sampled_from(CUSTOMERS_THERE), st.sampled_from(["G", "H"]), max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=lines, of=groupings, cut=st.sampled_from(["East", "North", None]))
def test_merging_never_changes_a_total(
    tmp_path_factory: pytest.TempPathFactory, engine: Engine, lines: list[tuple], of: dict[str, str], cut: str | None
) -> None:
    folder = tmp_path_factory.mktemp("merged")
    rows = [row(c, f"2024-{m:02d}-{d:02d}", v, region=r, product="p") for c, d, m, r, v in lines]
    there = dataset(folder, rows, of, engine)
    scope = Scope(regions=(cut,)) if cut and any(r["region"] == cut for r in rows) else Scope()
    counted = [r for r in rows if not scope.regions or r["region"] in scope.regions]
    sums: dict[str, Decimal] = defaultdict(Decimal)  # the oracle: added by hand
    for one in counted:
        sums[key_of(of[one["customer"]]) if one["customer"] in of else one["customer"]] += one["amount"]
    for asked in (scope, replace(scope, products=("p",))):  # from months, and from lines
        apart, merged = rank(there, asked), rank(there, replace(asked, groups="g1"))
        assert merged.total == apart.total == sum(sums.values())
        assert merged.lines.sum() == apart.lines.sum()
        assert sum(merged.returns) == sum(apart.returns)
        assert dict(zip(merged.customers, merged.values)) == {c: int(v * 10_000) for c, v in sums.items()}
        assert Counter(merged.customers.tolist()).most_common(1)[0][1] == 1
        whole = Cut(Rule.REACH, Decimal(100))
        assert draw(merged, whole).total == draw(apart, whole).total
    assert whole_total(there.merged("g1"), Measure.AMOUNT).ranked == whole_total(there, Measure.AMOUNT).ranked
    assert resolve(there, replace(scope, groups="g1")).groups == "g1"
