"""Rows read by one pattern each, and tag by tag: the same is said, whatever the sheet holds."""

from __future__ import annotations

import random

import pytest

from hrdesk.errors import TableTooLongError, TableUnreadableError
from hrdesk.records import plain_xml, xlsx_sheet
from hrdesk.records.sheets import rows_of
from hrdesk.records.tables import NO_RESULT
from hrdesk.records.xlsx_sheet import Workbook
from tests.support.raw_workbook import MAIN, raw_workbook, sheet_of

FIRST = '<row r="1"><c r="A1" t="str"><v>đầu</v></c></row>'
SHARED = (
    f'<?xml version="1.0" encoding="UTF-8"?>\r\n<sst {MAIN}><si><t>không</t></si>'
    '<si><t xml:space="preserve"> một </t></si><si><r><t>ha</t></r><r><t>i</t></r></si>'
    "<si><t>b&amp;a &#7889;</t></si><si><t>漢<rPh><t>kan</t></rPh></t></si><si><t/></si>"
    "<si><t>năm</t></si></sst>"
)
CELLS = (
    '<c r="{at}" t="s"><v>0</v></c>',
    '<c r="{at}" s="1" t="s"><v>6</v></c>',
    '<c r="{at}" t="s"><v>3</v></c>',
    '<c r="{at}" t="s"><v>99</v></c>',
    '<c r="{at}" t="s"><v>-1</v></c>',
    '<c r="{at}"><v>12.5</v></c>',
    '<c r="{at}" s="1"><v>46331</v></c>',
    '<c r="{at}" s="1" t="n"><v>46331.5</v></c>',
    '<c r="{at}" s="2"><v>0.25</v></c>',
    '<c r="{at}" s="77"><v>1e3</v></c>',
    '<c r="{at}"><v>inf</v></c>',
    '<c r="{at}"><v> 7 </v></c>',
    '<c r="{at}"><v>&#49;2</v></c>',
    '<c r="{at}" t="b"><v>1</v></c>',
    '<c r="{at}" t="b"><v>0</v></c>',
    '<c r="{at}" t="e"><v>#N/A</v></c>',
    '<c r="{at}" t="d"><v>2026-11-05T00:00:00</v></c>',
    '<c r="{at}" t="inlineStr"><is><t>Xã Ô Lâm</t></is></c>',
    '<c r="{at}" t="inlineStr"><is><t xml:space="preserve"> hai  chữ </t></is></c>',
    '<c r="{at}" t="inlineStr"><is><r><t>gi</t></r><r><t>àu</t></r></is></c>',
    '<c r="{at}" t="inlineStr"><is><t>a &lt;b&gt; &#x1EA5;_x000A_c_x0000_</t></is></c>',
    '<c r="{at}" t="str"><f>A1&amp;"x"</f><v>đúng</v></c>',
    '<c r="{at}" t="str"><f>IF(A1=1,"","")</f><v></v></c>',
    '<c r="{at}"><f t="shared" ref="A1:A9" si="0">SUM(B1)</f><v>4</v></c>',
    '<c r="{at}"><f t="shared" si="0"/><v>5</v></c>',
    '<c r="{at}"><f>SUM(B1:B2)</f></c>',
    '<c r="{at}"><f>SUM(B1:B2)</f><v></v></c>',
    '<c r="{at}"><f/><v/></c>',
    '<c r="{at}" s="1"/>',
    '<c r="{at}" t="s"></c>',
    '<c r="{at}"><!-- </row> --><v>3</v></c>',
    '<c r="{at}" t="str"><v><![CDATA[x</row>]]></v></c>',
    '<c s="2" r="{at}"><v>8</v></c>',
    '<c r="{at}" t="s" cm="1"><v>0</v></c>',
)
ROWS = (
    '<row r="{n}">{cells}</row>',
    '<row r="{n}" spans="1:3" x14ac:dyDescent="0.25">{cells}</row>',
    "<row>{cells}</row>",
    '<row r="{n}" hidden="1">{cells}</row>\n  ',
    '<row r="{n}" spans="1:3" hidden="true" ht="0">{cells}</row>',
    '<row r="{n}" hidden="0" x14ac:hidden="1">{cells}</row>',
    '<row r="{n}"/>',
    "<row  r='{n}'>{cells}</row>",
)


def both(path, monkeypatch):
    """What is said of the sheet when as much as possible is read by pattern, and when nothing is."""
    said = []
    for rows in (0, 10**9):
        monkeypatch.setattr(xlsx_sheet, "FONT_ROWS", rows)
        with Workbook(path) as book:
            try:
                said.append(list(book.rows()))
            except TableUnreadableError as fault:
                said.append(fault.values["reason"])
    return said


def drawn(seed):
    draw = random.Random(seed)
    plain = CELLS[: draw.choice((7, 24, len(CELLS)))]
    rows = [FIRST]
    number = 1
    for _ in range(60):
        number += draw.choice((1, 1, 1, 3))
        letters = draw.choice(("ABC", "ACF", "BA", "AAB", ("AA", "ZZ"), ("A", "ZZZ"), ""))
        cells = "".join(draw.choice(plain).format(at=f"{letter}{number}") for letter in letters)
        shapes = ROWS[: draw.choice((1, 2, len(ROWS)))]
        rows.append(draw.choice(shapes).format(n=number, cells=cells))
    return sheet_of("".join(rows)).replace("<worksheet ", '<worksheet xmlns:x14ac="x" ')


@pytest.mark.parametrize("seed", range(40))
def test_rows__any_mixture_of_cells__as_tag_by_tag(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(xlsx_sheet, "_CHUNK", random.Random(seed).choice((7, 100, 1 << 18)))
    path = raw_workbook(tmp_path / "so.xlsx", drawn(seed), shared=SHARED)
    by_pattern, by_tag = both(path, monkeypatch)
    assert by_pattern == by_tag
    assert len(by_tag) > 40


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c>',
        '<row r="2"><c r="A2"><v>1</c></row>',
        '<row r="2"><c r="A2" t="str"><v>a & b</v></c></row>',
        '<row r="2"><c r="A2" t="str"><v>&nbsp;</v></c></row>',
        '<row r="2"><c r="A2" t="str"><v>&#0;</v></c></row>',
        '<row r="2"><c r="A2" t="str"><v>&#xD800;</v></c></row>',
        '<row r="2"><c r="A2" t="str"><v>a\x01</v></c></row>',
        '<row r="2"><c r="A2" t="str"><v>a]]></v></c></row>',
        "</row></sheetData>",
        "lời thừa",
        '<row r="2"><c r="A2" t="str"><v>a\r\nb\rc</v></c></row>',
        '<sheetData><row r="9"><c r="A9"><v>1</v></c></row></sheetData>',
    ],
)
def test_rows__broken_or_strange_xml__as_tag_by_tag(tmp_path, monkeypatch, rows):
    more = '<row r="3"><c r="A3" t="str"><v>sau</v></c></row>'
    path = raw_workbook(tmp_path / "so.xlsx", sheet_of(FIRST + rows + more))
    by_pattern, by_tag = both(path, monkeypatch)
    assert by_pattern == by_tag


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_rows__written_in_other_letters__as_tag_by_tag(tmp_path, monkeypatch, encoding):
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + sheet_of(
        '<row r="1"><c r="A1" t="str"><v>é</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>ê</v></c></row>'
    )
    path = raw_workbook(tmp_path / "so.xlsx", text.encode(encoding))
    by_pattern, by_tag = both(path, monkeypatch)
    assert by_pattern == by_tag == [(1, ("é",), False), (2, ("ê",), False)]


def test_rows__bytes_that_are_no_text__refused(tmp_path, monkeypatch):
    text = sheet_of(FIRST + '<row r="2"><c r="A2" t="str"><v>?</v></c></row>').encode()
    path = raw_workbook(tmp_path / "so.xlsx", text.replace(b"?<", b"\xff<"))
    assert len(set(both(path, monkeypatch))) == 1


def test_rows__plain_ones__none_is_left_to_the_parser(tmp_path, monkeypatch):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" s="1"><v>46331</v></c></row>'
        for n in range(2, 900)
    )
    path = raw_workbook(tmp_path / "so.xlsx", sheet_of(FIRST + rows), shared=SHARED)
    monkeypatch.setattr(xlsx_sheet, "FONT_ROWS", 0)
    parsed = []
    plain = Workbook._feed

    def feed(book, parser, chunk):
        parsed.append(chunk)
        plain(book, parser, chunk)

    with Workbook(path) as book:
        book._shared = ["không"]
        monkeypatch.setattr(Workbook, "_feed", feed)
        assert len(list(book.rows())) == 899
    assert sum(map(len, parsed)) < 1_000


def test_rows__longer_than_what_is_gathered__read(tmp_path, monkeypatch):
    monkeypatch.setattr(plain_xml, "_LIMIT_BYTES", 2_000)
    monkeypatch.setattr(xlsx_sheet, "_CHUNK", 500)
    long = f'<row r="2"><c r="A2" t="str"><v>{"a" * 9_000}</v></c></row>'
    path = raw_workbook(tmp_path / "so.xlsx", sheet_of(FIRST + long + long.replace("2", "3")))
    by_pattern, by_tag = both(path, monkeypatch)
    assert by_pattern == by_tag
    assert [number for number, _cells, _hidden in by_tag] == [1, 2, 3]


def test_rows__a_formula_without_result__marked(tmp_path, monkeypatch):
    rows = '<row r="2"><c r="A2"><f>SUM(B1:B2)</f><v></v></c><c r="B2"><f>1</f><v>1</v></c></row>'
    path = raw_workbook(tmp_path / "so.xlsx", sheet_of(FIRST + rows))
    by_pattern, by_tag = both(path, monkeypatch)
    assert by_pattern == by_tag
    assert by_tag[1] == (2, (f"{NO_RESULT}=SUM(B1:B2)", "1"), False)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("19.999999999999996", "20"),
        ("0.30000000000000004", "0,3"),
        ("1234567.891", "1234567,891"),
        ("123456789012345", "123456789012345"),
        ("1e300", "1" + "0" * 300),
        ("-0.5", "-0,5"),
        ("nan", ""),
    ],
)
def test_rows__a_number__has_the_digits_that_a_spreadsheet_shows(tmp_path, raw, said):
    path = raw_workbook(tmp_path / "so.xlsx", sheet_of(f'<row><c r="A1"><v>{raw}</v></c></row>'))
    with Workbook(path) as book:
        assert list(book.rows()) == [(1, (said,) if said else (), False)]


def test_rows__days_counted_from_1904__are_those_days(tmp_path):
    rows = '<row r="1"><c r="A1" s="1"><v>44869</v></c></row>'
    settings = '<workbookPr date1904="1"/>'
    with Workbook(raw_workbook(tmp_path / "so.xlsx", sheet_of(rows), settings=settings)) as book:
        assert list(book.rows()) == [(1, ("2026-11-05",), False)]


def test_rows__escaped_halves_of_letters__no_text_that_cannot_be_kept(tmp_path):
    text = "a_xD83D_b_x0000__xD83D__xDE00_"
    rows = f'<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>'
    with Workbook(raw_workbook(tmp_path / "so.xlsx", sheet_of(rows))) as book:
        ((_, (said,), _),) = book.rows()
    assert said.encode() == "a\ufffdb\U0001f600".encode()


def test_rows__a_cell_far_to_the_right__is_not_left_out_unsaid(tmp_path, monkeypatch):
    rows = '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>2</v></c></row>'
    path = raw_workbook(tmp_path / "so.xlsx", sheet_of(FIRST + rows))
    by_pattern, by_tag = both(path, monkeypatch)
    assert by_pattern == by_tag
    assert by_tag[1][1][-1] == "2"
    with pytest.raises(TableTooLongError):
        list(rows_of(path))


@pytest.mark.parametrize(
    ("said", "hidden"),
    [('hidden="1"', True), ('ht="0" hidden="true"', True), ('hidden="0"', False), ("", False)],
)
def test_rows__a_hidden_one__said_with_its_cells(tmp_path, monkeypatch, said, hidden):
    rows = f'<row r="2" {said}><c r="A2"><v>1</v></c></row>'
    path = raw_workbook(tmp_path / "so.xlsx", sheet_of(FIRST + rows))
    by_pattern, by_tag = both(path, monkeypatch)
    assert by_pattern == by_tag
    assert by_tag[1] == (2, ("1",), hidden)
    assert [row.hidden for row in rows_of(path)] == [False, hidden]


@pytest.mark.parametrize(
    ("limit", "value"),
    [("_MOST_ROWS", 50), ("UNPACKED_LIMIT_BYTES", 4_000), ("SHARED_LIMIT_BYTES", 100)],
)
def test_rows__more_than_a_workbook_has__refused(tmp_path, monkeypatch, limit, value):
    monkeypatch.setattr(xlsx_sheet, "_CHUNK", 1_000)
    rows = FIRST + '<row><c r="A1"/></row>' * 400
    path = raw_workbook(tmp_path / "so.xlsx", sheet_of(rows), shared=SHARED)
    monkeypatch.setattr(xlsx_sheet, limit, value)
    with Workbook(path) as book, pytest.raises(TableUnreadableError):
        list(book.rows())
