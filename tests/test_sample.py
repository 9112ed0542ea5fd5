"""The sample repeats itself byte for byte, and looks like a drinks maker."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from kam_core.sample.write import files

FOLDER = Path(__file__).parents[1] / "data" / "sample"
WINDOW = [f"2024-{m:02d}" for m in (12,)] + [f"2025-{m:02d}" for m in range(1, 12)]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(files())


@pytest.fixture(scope="module")
def sales(made: Mapping[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made["sales-zh.csv.gz"].decode())))


def _stored(name: str) -> bytes:
    content = (FOLDER / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_committed_files_are_what_the_generator_makes(made: Mapping[str, bytes]) -> None:
    # packed files are compared unpacked: zlib builds differ in how they pack
    different = [name for name, content in made.items() if _hash(_stored(name)) != _hash(content)]
    assert different == []
    assert {p.name for p in FOLDER.iterdir()} == {*made, "README.md"}


def test_it_stays_small() -> None:
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) <= 3_000_000


def test_the_last_row_is_the_total_of_all_others(sales: list[dict[str, str]]) -> None:
    *lines, total = sales
    assert total["日期"] == "合计"
    for column in ("数量", "价税合计", "毛利"):
        assert sum(Decimal(line[column]) for line in lines) == Decimal(total[column])
    assert all(Decimal(x["数量"]) * Decimal(x["含税单价"]) == Decimal(x["价税合计"]) for x in lines)


def test_both_languages_tell_the_same_figures(made: Mapping[str, bytes], sales: list[dict[str, str]]) -> None:
    english = csv.DictReader(io.StringIO(made["sales-en.csv.gz"].decode()))
    same = [("日期", "Date"), ("客户编码", "Customer code"), ("价税合计", "Amount incl. tax"), ("毛利", "Gross profit")]
    for zh, en in zip(sales[:-1], list(english)[:-1], strict=True):
        assert all(zh[a] == en[b] for a, b in same)
        assert en["Customer name"].isascii()


def test_a_fifth_of_the_customers_brings_most_of_the_sales(sales: list[dict[str, str]]) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in sales[:-1]:
        if line["日期"][:7] in WINDOW:
            sums[line["客户编码"]] += Decimal(line["价税合计"])
    ranked = sorted(sums.values(), reverse=True)
    total = sum(ranked)
    assert len(ranked) == 300
    assert Decimal("0.75") <= sum(ranked[:60]) / total <= Decimal("0.80")
    assert Decimal("0.105") <= ranked[0] / total <= Decimal("0.12")
    assert sums["C001"] == ranked[0]


def test_two_peaks_one_of_them_moved_by_the_moon(sales: list[dict[str, str]]) -> None:
    month: dict[str, Decimal] = defaultdict(Decimal)
    for line in sales[:-1]:
        month[line["日期"][:7]] += Decimal(line["价税合计"])
    for year in (2022, 2023, 2024, 2025):
        summer = (month[f"{year}-06"] + month[f"{year}-07"]) / 2
        quiet = (month[f"{year}-04"] + month[f"{year}-10"]) / 2
        assert summer > quiet * Decimal("1.4")
    # New Year on 22 January 2023 pulls sales into December, on 10 February 2024 into January
    assert month["2022-12"] > month["2023-01"]
    assert month["2024-01"] > month["2023-12"]


def test_the_last_month_is_incomplete_and_there_are_returns_newcomers_and_leavers(sales: list[dict[str, str]]) -> None:
    lines = sales[:-1]
    assert max(line["日期"] for line in lines) == "2025-12-26"
    assert min(line["日期"] for line in lines) < "2022-01-10"
    red = [line for line in lines if line["单据类型"] == "销售退货"]
    assert 0.005 < len(red) / len(lines) < 0.03
    assert all(Decimal(line["价税合计"]) < 0 for line in red)
    first, last = (
        {line["客户编码"] for line in lines if line["日期"] < "2022-07"},
        {line["客户编码"] for line in lines if line["日期"][:7] in WINDOW},
    )
    assert len(last - first) > 20
    assert len(first - last) > 15


def test_every_part_speaks_of_the_same_customers_and_products(made: Mapping[str, bytes]) -> None:
    tables = {n: list(csv.DictReader(io.StringIO(c.decode("utf-8-sig")))) for n, c in made.items() if "-zh.csv" in n}
    customers = {row["客户编码"] for row in tables["customers-zh.csv"]}
    products = {row["产品编码"] for row in tables["products-zh.csv"]}
    assert (len(customers), len(products)) == (326, 40)
    for name, rows in tables.items():
        assert rows, name
        if name.startswith("sales"):
            rows = rows[:-1]
        assert {row["客户编码"] for row in rows if "客户编码" in row} <= customers, name
        assert {row["产品编码"] for row in rows if row.get("产品编码")} <= products, name


def test_the_erp_export_closes_on_its_own_total(made: Mapping[str, bytes]) -> None:
    rows = list(csv.reader(io.StringIO(made["sales-gb18030.csv"].decode("gb18030"))))
    header, money = rows[3], rows[3].index("价税合计_本位币")
    body, total = rows[4:-2], rows[-2]
    assert total[0] == "合计"
    assert len({len(row) for row in rows}) == 1
    assert sum(Decimal(row[money].replace(",", "")) for row in body) == Decimal(total[money].replace(",", ""))
    assert any(row[header.index("客户编码")] == "" for row in body)
