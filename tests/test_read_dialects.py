"""However cells are parted and quoted, every line of the file becomes a record, and the cells are the file's own."""

from __future__ import annotations

import pytest

from kam_core.errors import UnreadableFile
from kam_core.ingest.recipe import Layout
from tests.reading import reading

ROWS = [("customer", "date", "amount"), *((f"Dealer {n}", f"2025-01-{n:02d}", f"{n * 10}.50") for n in range(1, 20))]


def text(delimiter: str, end: str = "\n") -> bytes:
    return end.join(delimiter.join(row) for row in ROWS).encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    found = reading(("sales.txt", text(delimiter, end)))
    assert found.cells == ROWS
    assert found.layout.delimiter == delimiter
    assert [line for line, _, _ in found.rows[0]] == list(range(1, 21))


def test_mixed_line_ends() -> None:
    found = reading(("a.csv", b"a,b\r\n1,2\n3,4\r5,6\r\n"))
    assert found.rows[0] == [(1, 2, ("a", "b")), (2, 2, ("1", "2")), (3, 2, ("3", "4")), (4, 2, ("5", "6"))]


def test_decimal_commas_beside_semicolons() -> None:
    found = reading(("a.csv", b"name;price;pieces\nA;1,5;2\nB;2,5;3\nC;4,25;1\n"))
    assert found.cells[1] == ("A", "1,5", "2")


def test_decimal_commas_in_quotes_beside_commas() -> None:
    found = reading(("a.csv", b'name,price,pieces\nA,"1,5",2\nB,"2,50",3\n'))
    assert found.cells[1] == ("A", "1,5", "2")


def test_titles_above_and_totals_below_do_not_mislead() -> None:
    body = "".join(f"Dealer {n};2025-01-01;{n},50;Nord, West\n" for n in range(40))
    raw = (
        "Sales report, all regions, 2025\nPrinted: 1, 2, 3\n\ncustomer;date;amount;where\n" + body + "Total;;820,00;\n"
    )
    found = reading(("report.csv", raw.encode()))
    assert found.layout.delimiter == ";"
    assert found.rows[0][0] == (1, 1, ("Sales report, all regions, 2025", None, None, None))
    assert found.rows[0][2] == (3, 0, (None, None, None, None))
    assert found.rows[0][3] == (4, 4, ("customer", "date", "amount", "where"))
    assert found.rows[0][-1] == (45, 4, ("Total", None, "820,00", None))


def test_the_line_that_names_the_delimiter_is_believed() -> None:
    found = reading(("a.csv", b"sep=;\na;b,c\n1;2,3\n"))
    assert found.cells == [("sep=", None), ("a", "b,c"), ("1", "2,3")]


def test_single_quotes() -> None:
    rows = "".join(f"'Dealer, {n}','{n}','it''s'\n" for n in range(9))
    found = reading(("a.csv", ("'customer','amount','note'\n" + rows).encode()))
    assert found.layout.quote == "'"
    assert found.cells[1] == ("Dealer, 0", "0", "it's")


def test_ragged_lines_keep_all_their_cells() -> None:
    found = reading(("a.csv", b"a,b,c\n1,2,3\n1,2\n1,2,3,4,5\n1,2,3\n"))
    assert [cells for _, cells, _ in found.rows[0]] == [3, 3, 2, 5, 3]
    assert found.cells[3] == ("1", "2", "3", "4", "5")
    assert found.cells[2] == ("1", "2", None, None, None)


def test_blank_lines_are_records() -> None:
    found = reading(("a.csv", b"a,b\n\n1,2\n   \n,\n\n"))
    assert [(line, cells) for line, cells, _ in found.rows[0]] == [(1, 2), (2, 0), (3, 2), (4, 0), (5, 2), (6, 0)]


def test_a_cell_may_span_lines() -> None:
    found = reading(("a.csv", b'name,note,amount\nA,"first\nsecond, with ""quotes""",5\nB,x,6\n'))
    assert found.rows[0][1:] == [(2, 3, ("A", 'first\nsecond, with "quotes"', "5")), (4, 3, ("B", "x", "6"))]
    assert found.said == []


def test_an_unbalanced_quote_costs_its_own_line_only() -> None:
    body = "".join(f'"Dealer {n}",{n},"x"\n' for n in range(2, 40))
    found = reading(("a.csv", ('name,amount,note\n"Dealer 1,1,x\n' + body).encode()))
    assert len(found.rows[0]) == 40
    assert found.cells[1] == ('"Dealer 1', "1", "x")
    assert found.cells[2] == ("Dealer 2", "2", "x")
    assert [(n.code, n.facts["lines"]) for n in found.notices] == [("stray_quotes", "2")]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ('5" disk', '5" disk'),
        ('"Smith" & Sons', '"Smith" & Sons'),
        ('"a ""b"" c"', 'a "b" c'),
        ('""', None),
        ('"x" ', "x"),
    ],
)
def test_quotes_inside_cells(cell: str, meant: str | None) -> None:
    found = reading(("a.csv", f"name,amount\n{cell},5\nB,6\nC,7\n".encode()))
    assert found.cells == [("name", "amount"), (meant, "5"), ("B", "6"), ("C", "7")]


def test_outer_blanks_go_and_inner_ones_stay() -> None:
    found = reading(("a.csv", ' a ,\u3000b c\u3000,\u00a0d\t\n"  e ",f,g\n'.encode()))
    assert found.cells == [("a", "b c", "d"), ("e", "f", "g")]


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_columns_of_fixed_width(codec: str) -> None:
    rows = [
        ("客户名称", "城市", "金额"),
        *(
            (f"{who}贸易行", city, f"{n * 7.5:,.2f}")
            for n, (who, city) in enumerate(
                [("华东", "上海"), ("恒源", "南京"), ("大昌 北", ""), ("鸿达", "呼和浩特"), ("川渝", "重庆")] * 3, 1
            )
        ),
    ]

    def wide(value: str, width: int) -> str:
        return value + " " * (width - sum(2 if ch > "\xff" else 1 for ch in value))

    raw = "\n".join(
        wide(a, 16) + wide(b, 12) + f"{c:>10}" if a != "客户名称" else wide(a, 16) + wide(b, 12) + "      " + c
        for a, b, c in rows
    )
    found = reading(("listing.txt", raw.encode(codec)))
    assert found.layout.delimiter == "fixed"
    assert found.cells == [(a, b or None, c) for a, b, c in rows]


def test_columns_padded_with_blanks() -> None:
    raw = "customer   city  amount\n" + "".join(
        f"Dealer {n}{' ' * (2 + n % 3)}Town{'  ' * (1 + n % 2)}{n}.00\n" for n in range(9)
    )
    assert reading(("a.txt", raw.encode())).cells[1:] == [(f"Dealer {n}", "Town", f"{n}.00") for n in range(9)]


def test_one_column_is_a_table_too() -> None:
    assert reading(("a.txt", b"amount\n1\n2\n")).cells == [("amount",), ("1",), ("2",)]


def test_what_the_user_states_wins() -> None:
    found = reading(("a.csv", b"a;b,c\n1;2,3\n"), layout=Layout(delimiter=";"))
    assert found.cells == [("a", "b,c"), ("1", "2,3")]


@pytest.mark.parametrize("stated", ["\n", '"', "ab"])
def test_an_impossible_delimiter_is_refused(stated: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        reading(("a.csv", b"a;b\n"), layout=Layout(delimiter=stated))
    assert refused.value.code == "bad_delimiter"
