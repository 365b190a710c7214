"""Tables as offices really have them: .xls, .ods, other letters, other separators, hostile ones."""

from __future__ import annotations

import subprocess
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from hrdesk.errors import (
    FileTooLargeError,
    SheetMissingError,
    TableLockedError,
    TableTooLongError,
    TableUnreadableError,
)
from hrdesk.services import table_files
from hrdesk.services.table_files import merged_of, peek, rows_of, sheets_of

ROWS = [["Tên", "Ngày", "Số"], ["Hội nghị tuyên truyền, ấp 1", "05/03/2026", "1.234,5"]]


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The same workbook as .xlsx, .xls and .ods: its cells begin at C3, one sheet is hidden."""
    folder = tmp_path_factory.mktemp("books")
    book = Workbook()
    sheet = book.active
    sheet.title = "Sổ hoạt động"
    cells = {
        "C3": "Tên",
        "D3": "Ngày",
        "E3": "Số",
        "C4": "007",
        "D4": date(2026, 3, 5),
        "E4": 1.5,
        "C6": "Đọc loa",
        "D6": datetime(2026, 3, 5, 9, 30),  # noqa: DTZ001 - a cell has no zone
        "E6": 12,
        "F6": time(8, 15),
    }
    for place, value in cells.items():
        sheet[place] = value
    sheet.merge_cells("C6:C7")
    sheet.row_dimensions[6].hidden = True
    book.create_sheet("Ẩn").sheet_state = "hidden"
    book.create_sheet("Khác")["A1"] = "ghi chú"
    book.save(folder / "so.xlsx")
    for kind in ("xls", "ods"):
        subprocess.run(
            [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                str(folder / "so.xlsx"),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


def cells_of(path, sheet=""):
    return [(row.number, row.cells) for row in rows_of(path, sheet)]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_rows_of__old_workbook__says_what_the_xlsx_says(books, kind):
    path = books / f"so.{kind}"
    assert sheets_of(path) == sheets_of(books / "so.xlsx") == ("Sổ hoạt động", "Khác")
    assert cells_of(path) == cells_of(books / "so.xlsx")
    assert cells_of(path)[1] == (4, ("", "", "007", "2026-03-05", "1,5"))
    assert cells_of(path, "Khác") == [(1, ("ghi chú",))]
    assert [row.number for row in rows_of(path, after=4)] == [6]
    assert peek(path).rows[0].number == 3


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_merged_of__cells_merged_over_rows__said(books, kind):
    assert merged_of(books / f"so.{kind}") == ((2, 6, 7),)
    assert merged_of(books / f"so.{kind}", "Khác") == ()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_rows_of__hidden_rows__said_where_the_file_can_be_asked(books, kind):
    path = books / f"so.{kind}"
    assert [(row.number, row.hidden) for row in rows_of(path)] == [
        (3, False),
        (4, False),
        (6, True),
    ]
    assert not any(row.hidden for row in rows_of(path, "Khác"))


def test_rows_of__no_such_sheet__said_so(books):
    with pytest.raises(SheetMissingError, match="Năm 2020"):
        list(rows_of(books / "so.xls", "Năm 2020"))


def test_rows_of__workbook_changed_meanwhile__read_again(books, tmp_path):
    path = tmp_path / "so.ods"
    path.write_bytes((books / "so.ods").read_bytes())
    assert len(cells_of(path)) == 3
    _write_ods(
        path,
        "<table:table-row><table:table-cell office:value-type='string'>"
        "<text:p>mới</text:p></table:table-cell></table:table-row>",
    )
    assert cells_of(path) == [(1, ("mới",))]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_sheets_of__broken__refused(books, tmp_path, kind):
    path = tmp_path / f"so.{kind}"
    whole = (books / f"so.{kind}").read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(TableUnreadableError):
        sheets_of(path)


def test_rows_of__cells_said_to_repeat_without_end__refused_and_nothing_left(tmp_path):
    path = tmp_path / "bom.ods"
    _write_ods(
        path,
        "<table:table-row table:number-rows-repeated='1048576'>"
        "<table:table-cell office:value-type='string' table:number-columns-repeated='16384'>"
        "<text:p>x</text:p></table:table-cell></table:table-row>",
    )
    for _ in range(2):
        with pytest.raises(TableUnreadableError):
            list(rows_of(path))
    assert not any("bom.ods" in key[0] for key in table_files._made)


def test_sheets_of__unpacks_to_very_much__refused(tmp_path, monkeypatch):
    path = tmp_path / "bom.ods"
    _write_ods(path, " " * (260 << 20))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(TableUnreadableError):
        sheets_of(path)


def test_sheets_of__old_workbook_too_large__refused_unopened(tmp_path, monkeypatch):
    monkeypatch.setattr(table_files, "OLD_LIMIT_BYTES", 10)
    path = tmp_path / "so.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    with pytest.raises(FileTooLargeError):
        sheets_of(path)


def test_sheets_of__locked__said_so(books, tmp_path):
    macro_free = tmp_path / "khoa.ods"
    with zipfile.ZipFile(macro_free, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
            '<manifest:encryption-data manifest:checksum-type="SHA1"/></manifest:file-entry>'
            "</manifest:manifest>",
        )
        packed.writestr("content.xml", b"\x01\x02\x03")
    with pytest.raises(TableLockedError):
        sheets_of(macro_free)


def test_rows_of__called_xls_but_another_thing__read_as_what_it_is(books, tmp_path):
    path = tmp_path / "moi.xls"
    path.write_bytes((books / "so.xlsx").read_bytes())
    assert cells_of(path) == cells_of(books / "so.xlsx")
    path.write_text("Tên\tSố\nĐọc loa\t3\n", encoding="utf-16")
    assert [row for _, row in cells_of(path)] == [("Tên", "Số"), ("Đọc loa", "3")]
    path.write_text("<html><table><tr><td>Tên</td></tr></table>", encoding="utf-8")
    with pytest.raises(TableUnreadableError):
        list(rows_of(path))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_rows_of__text_of_whatever_windows_wrote__read(tmp_path, encoding, delimiter):
    import csv
    import unicodedata

    path = tmp_path / "so.csv"
    rows = [["XÃ MẪU, TỈNH AN GIANG"], *ROWS, ["hai\ndòng; và", "đầu tháng, cuối tháng", "4|5"]]
    if encoding == "cp1258":
        rows = [[_as_cp1258(cell) for cell in row] for row in rows]
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    found = [tuple(unicodedata.normalize("NFC", c) for c in row) for _, row in cells_of(path)]
    assert found[1:3] == [tuple(row) for row in ROWS]
    assert found[3] == ("hai\ndòng; và", "đầu tháng, cuối tháng", "4|5")


def _as_cp1258(text):
    """Letters with their shape, the tone behind: what Windows keeps in code page 1258."""
    import unicodedata

    pieces = []
    for letter in text:
        decomposed = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323")
        rest = "".join(mark for mark in decomposed if mark not in "\u0300\u0301\u0303\u0309\u0323")
        pieces.append(unicodedata.normalize("NFC", rest) + tone)
    return "".join(pieces)


def test_rows_of__excel_is_told_the_separator__so_are_we(tmp_path):
    path = tmp_path / "so.csv"
    path.write_text("sep=|\r\nTên;A|Số\r\nĐọc; loa|3\r\n", encoding="utf-8-sig")
    assert cells_of(path) == [(2, ("Tên;A", "Số")), (3, ("Đọc; loa", "3"))]


def _write_ods(path, rows):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        packed.writestr(
            "content.xml",
            '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
            ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


_LINES = ["Tên;Ngày;Số;Ghi chú", *(f"Hội nghị {n};05/11/2026;{n};x" for n in range(2, 40))]


@pytest.mark.parametrize(
    ("line", "closing"),
    [(7, None), (39, None), (7, 30)],
    ids=["to the end", "in the last row", "closed by a later one"],
)
def test_rows_of__quotation_mark_never_closed__no_row_is_lost_unsaid(tmp_path, line, closing):
    lines = list(_LINES)
    lines[line - 1] = f'"{lines[line - 1]}'
    if line == 39:
        lines.append("dòng sau")
    if closing is not None:
        lines[closing - 1] = f'"Hội; nghị";{lines[closing - 1]}'
    path = tmp_path / "so.csv"
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    with pytest.raises(TableUnreadableError) as found:
        list(rows_of(path))
    assert f" {line} " in str(found.value.values["reason"])


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_rows_of__cells_of_several_lines__read_as_they_are(tmp_path, ending):
    cell = f"một; hai{ending}ba; bốn; năm{ending}{ending}sáu “bảy”"
    lines = [*_LINES, f'"{cell}";05/11/2026;1;"x ""y"""', f'a;b;c;"cuối{ending}cùng"']
    path = tmp_path / "so.csv"
    path.write_text(ending.join(lines), encoding="utf-8", newline="")
    rows = list(rows_of(path))
    assert [row.cells[0] for row in rows[-2:]] == [cell, "a"]
    assert rows[-1].cells[3] == f"cuối{ending}cùng"
    assert rows[-2].cells[3] == 'x "y"'


def test_rows_of__the_end_that_dos_wrote__is_no_cell(tmp_path):
    path = tmp_path / "so.csv"
    path.write_text("Tên;Ngày\na;\x1a\n\x1a", encoding="utf-8")
    assert cells_of(path)[1:] == [(2, ("a", ""))]


def test_rows_of__more_columns_than_are_read__says_how_many(tmp_path):
    path = tmp_path / "so.csv"
    path.write_text(";".join("x" * 501), encoding="utf-8")
    with pytest.raises(TableTooLongError) as found:
        list(rows_of(path))
    assert found.value.values["limit"] == 500
