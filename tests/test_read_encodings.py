"""Text in the encodings sales files really come in is read as its writer meant it, and a guess is called a guess."""

from __future__ import annotations

import codecs

import pytest

from kam_core.errors import UnreadableFile
from kam_core.ingest.recipe import Layout
from tests.reading import reading

CHINESE = (
    "客户,日期,数量,销售额\n华东鸿达贸易公司,2025-03-01,12,1234\n江苏恒源,2025-03-02,3,88\n川渝大昌,2025-03-04,7,9\n"
)
TRADITIONAL = "客戶,日期,數量,銷售額\n臺灣統一企業股份有限公司,2025-03-01,12,1234\n高雄貿易,2025-03-02,3,88\n"
JAPANESE = "得意先,日付,数量,売上\n新宿店,2025-03-01,12,128000\n株式会社アサヒ飲料,2025-03-02,3,94500\n"
GERMAN = (
    "Kunde;Datum;Menge;Umsatz\nMüller & Söhne GmbH;01.03.2025;12;1.234,50\nBäckerei Groß, Köln;02.03.2025;3;88,00\n"
)
SPANISH = "Cliente;Fecha;Cantidad;Importe\nPeña Hermanos;01/03/2025;12;1234,5\nAlmacén Señor Ibáñez;02/03/2025;3;88\n"
FRENCH = "Client;Date;Quantité;Montant\nHôtel Père Noël;01/03/2025;12;1234,5\nCrémerie Façade;02/03/2025;3;88\n"


def cells(text: str, delimiter: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(delimiter)) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "codec", "shown"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-16", "utf-16-le"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "big5", "big5"),
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "utf-16-le", "utf-16-le"),
        (GERMAN, "cp1252", "cp1252"),
        (GERMAN, "cp437", "cp437"),
        (GERMAN, "latin-1", "cp1252"),
        (SPANISH, "cp1252", "cp1252"),
        (SPANISH, "cp437", "cp437"),
        (SPANISH, "cp850", None),
        (FRENCH, "cp1252", "cp1252"),
        (FRENCH, "cp437", "cp437"),
        (FRENCH, "cp850", None),
    ],
)
def test_text_is_read_as_its_writer_meant_it(text: str, codec: str, shown: str | None) -> None:
    found = reading(("sales.csv", text.encode(codec)))
    assert found.cells == cells(text, ";" if ";" in text else ",")
    assert shown is None or found.layout.encoding == shown


def test_utf16_with_big_endian_mark() -> None:
    assert reading(("a.csv", codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"))).cells == cells(CHINESE, ",")


@pytest.mark.parametrize("codec", ["cp1252", "cp437", "utf-16-le"])
def test_a_guess_is_called_a_guess(codec: str) -> None:
    assert reading(("sales.csv", GERMAN.encode(codec))).said == ["encoding_guessed"]


@pytest.mark.parametrize(("text", "codec"), [(CHINESE, "utf-8"), (CHINESE, "gbk"), (JAPANESE, "cp932")])
def test_what_is_sure_says_nothing(text: str, codec: str) -> None:
    assert reading(("sales.csv", text.encode(codec))).said == []


def test_the_tail_of_a_file_counts_as_much_as_its_head() -> None:
    text = "customer,amount\n" + "".join(f"C{n},{n}\n" for n in range(200_000)) + "青岛啤酒经销部,5\n"
    found = reading(("sales.csv", text.encode("gbk")))
    assert found.cells[-1] == ("青岛啤酒经销部", "5")
    assert found.layout.encoding == "gb18030"


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_a_few_broken_lines_do_not_decide_and_are_named(codec: str) -> None:
    lines = [f"华东鸿达{n},{n}".encode(codec) for n in range(100)]
    lines[40] = b"Caf\xe9,40"  # one line pasted in from another system
    found = reading(("sales.csv", b"\n".join(lines)))
    assert found.cells[0] == ("华东鸿达0", "0")
    assert found.cells[40] == ("Café", "40")
    assert [(n.code, n.facts["lines"]) for n in found.notices if n.code == "mixed_encoding"] == [
        ("mixed_encoding", "41")
    ]


def test_bytes_no_encoding_knows_are_shown_not_dropped() -> None:
    lines = [f"华东鸿达{n},{n}".encode() for n in range(100)]
    lines[7] = b"x\x81\xff\x8dy,7"
    found = reading(("sales.csv", b"\n".join(lines)))
    assert len(found.cells) == 100
    assert found.cells[7][1] == "7"
    assert "mixed_encoding" in found.said


def test_what_the_user_states_wins() -> None:
    found = reading(("sales.csv", "Kunde\nM\u00fcller\n".encode("cp1252")), layout=Layout(encoding="cp437"))
    assert found.cells == [("Kunde",), ("Mⁿller",)]


@pytest.mark.parametrize("stated", ["klingon", "rot13", "base64"])
def test_an_unknown_encoding_is_refused(stated: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        reading(("sales.csv", b"a,b\n"), layout=Layout(encoding=stated))
    assert refused.value.code == "unknown_encoding"
