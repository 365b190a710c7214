from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.errors import (
    FileMissingError,
    TableEmptyError,
    TableTooLongError,
    TableUnreadableError,
)
from hrdesk.records.tabular import Table, TableRow, read_table, rows_to_records, table_findings
from tests.support.forms import NOW, TODAY, compiled_of

_FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | required | relevant | constraint | calculation | choice_filter | bind::type |
| | text | title | Tên hoạt động | Name | yes | | | | | |
| | date | on | Ngày | Date | yes | | . <= today() | | | |
| | integer | people | Số người | People | | | . >= 0 | | | |
| | decimal | cost | Kinh phí | Cost | | | | | | |
| | time | at | Giờ | Time | | | | | | |
| | select_one prov | prov | Tỉnh | Province | | | | | | |
| | select_one com | com | Xã | Commune | | | | | prov = ${prov} | |
| | select_multiple topic | topics | Chủ đề | Topics | | | | | | |
| | text | other | Khác | Other | | selected(${topics}, 'z') | | | | |
| | acknowledge | sure | Chắc chắn | Sure | | | | | | |
| | image | photo | Ảnh | Photo | | | | | | |
| | note | hint | Lưu ý | Note | | | | | | |
| | calculate | double | | | | | | coalesce(${people}, 0) * 2 | | int |
| | begin_repeat | speaker | Báo cáo viên | Speaker | | | | | | |
| | text | who | Họ tên | Full name | yes | | | | | |
| | integer | hours | Số giờ | Hours | | | | | | |
| | end_repeat | | | | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) | prov |
| | prov | ag | An Giang | An Giang | |
| | prov | kg | Kiên Giang | Kien Giang | |
| | com | a | Xã Vĩnh Hòa | Vinh Hoa | ag |
| | com | b | Xã Vĩnh Hòa | Vinh Hoa | kg |
| | topic | x | Trẻ em, phụ nữ | Children, women | |
| | topic | y | Bình đẳng giới | Gender | |
| | topic | z | Khác | Other | |
"""


def _table(header, *rows):
    return Table(tuple(header), tuple(TableRow(n, tuple(r)) for n, r in enumerate(rows, 2)))


def _results(header, *rows):
    table = _table(header, *rows)
    compiled = compiled_of(_FORM)
    return list(rows_to_records(compiled, table, today=TODAY, now=NOW, language="vi"))


def _one(**cells):
    base = {"title": "A", "on": "03/11/2026"} | cells
    return _results(base.keys(), base.values())[0]


# --- files


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_read_table__csv_of_any_making__is_read(tmp_path, delimiter, encoding):
    path = tmp_path / "a.csv"
    lines = [["Tên", "Số"], ["Hội nghị; lớp, học", "1"], ["", ""], ['Nói "thật"', "2"]]
    quoted = [delimiter.join('"' + c.replace('"', '""') + '"' for c in line) for line in lines]
    path.write_text("\r\n".join(quoted), encoding)

    table = read_table(path)

    assert table.header == ("Tên", "Số")
    assert [(r.number, r.cells) for r in table.rows] == [
        (2, ("Hội nghị; lớp, học", "1")),
        (4, ('Nói "thật"', "2")),
    ]


def test_read_table__xlsx__gives_dates_as_iso_and_numbers_with_a_comma(tmp_path):
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["a", "b", "c", None])
    sheet.append([date(2026, 11, 3), 1.234, "0912", None])
    sheet.append([NOW.replace(tzinfo=None), 1234567, True, "lost"])
    path = tmp_path / "a.xlsx"
    workbook.save(path)

    table = read_table(path)

    assert table.header == ("a", "b", "c", "(D)")
    assert table.rows[0].cells == ("2026-11-03", "1,234", "0912", "")
    assert table.rows[1].cells == ("2026-11-23T09:41:00", "1234567", "true", "lost")


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.csv", b"", TableEmptyError),
        ("a.csv", b"T\xean,b\n", TableUnreadableError),
        ("a.csv", b"a\0b,c\n", TableUnreadableError),
        ("a.xlsx", b"no workbook", TableUnreadableError),
        ("a.pdf", b"%PDF", TableUnreadableError),
        ("a.csv", b"a\n" + b"1\n" * 12, TableTooLongError),
    ],
)
def test_read_table__not_a_table__is_refused(tmp_path, name, content, error):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(error):
        read_table(path, limit=10)


def test_read_table__no_file__is_refused(tmp_path):
    with pytest.raises(FileMissingError):
        read_table(tmp_path / "a.csv")


# --- the header


@pytest.mark.parametrize(
    "title",
    ["title", "Tên hoạt động", "TEN HOAT DONG *", "name", "speaker/who", "Báo cáo viên/Họ tên"],
)
def test_header__name_or_label_in_either_language__is_known(title):
    assert table_findings(compiled_of(_FORM), (title,)) == ()


def test_header__unknown__is_named_with_the_nearest():
    (finding,) = table_findings(compiled_of(_FORM), ("title", "peple"))

    assert finding.column == "peple"
    assert "people" in finding.remedy


def test_header__label_of_two_questions__is_ambiguous():
    compiled = compiled_of("""
    | survey |
    | | type | name | label |
    | | text | a | Ghi chú |
    | | text | b | Ghi chú |
    """)
    (finding,) = table_findings(compiled, ("Ghi chú",))

    assert "a, b" in finding.remedy


def test_header__two_columns_for_one_question__is_a_finding():
    assert len(table_findings(compiled_of(_FORM), ("title", "Tên hoạt động"))) == 1


def test_header__at_fault__is_the_first_result():
    first, second = _results(["title", "on", "xyz"], ["A", "03/11/2026", "1"])

    assert first.row_number == 1
    assert first.answers is None
    assert second.answers["title"] == "A"


# --- cells


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("on", "3/11/2026", "2026-11-03"),
        ("on", "2026-11-03", "2026-11-03"),
        ("on", "0311", "2026-11-03"),
        ("people", "1.234", "1234"),
        ("cost", "1.234.567,5", "1234567.5"),
        ("cost", "2,5", "2.5"),
        ("at", "7h30", "07:30"),
        ("prov", "An Giang", "ag"),
        ("prov", "kien giang", "kg"),
        ("prov", "kg", "kg"),
        ("topics", "Trẻ em, phụ nữ; Bình đẳng giới", "x y"),
        ("topics", "Trẻ em, phụ nữ", "x"),
        ("topics", "x y", "x y"),
        ("topics", "Gender, x", "y x"),
        ("sure", "có", "OK"),
        ("sure", "x", "OK"),
        ("title", "Tie\u0302\u0301ng", "Tiếng"),
    ],
)
def test_cell__as_a_person_types_it__is_kept_in_lexical_form(key, typed, kept):
    result = _one(**{key: typed})

    assert result.findings == ()
    assert result.answers[key] == kept


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("on", "31/02/2026"),
        ("on", "24/11/2026"),
        ("on", ""),
        ("people", "mười"),
        ("people", "-1"),
        ("prov", "Cà Mau"),
        ("topics", "Gender; Môi trường"),
        ("other", "x"),
        ("photo", "a.jpg"),
        ("sure", "maybe"),
        ("at", "25:00"),
    ],
)
def test_cell__cannot_stand__is_a_finding_with_its_column(key, typed):
    result = _one(**{key: typed})

    assert result.answers is None
    assert [finding.column for finding in result.findings] == [key]
    assert result.findings[0].message
    assert result.findings[0].remedy


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [("people", "mười", "1.250"), ("on", "31/02/2026", "ngày/tháng/năm")],
)
def test_cell__of_another_type__the_remedy_speaks_of_that_type_only(key, typed, said):
    (finding,) = _one(**{key: typed}).findings
    assert said in finding.remedy
    assert ("ngày" in finding.remedy) == (key == "on")


def test_cell__same_label_in_two_provinces__is_the_one_offered():
    result = _one(com="Xã Vĩnh Hòa", prov="Kiên Giang")

    assert result.answers["com"] == "b"


def test_row__calculations__are_worked_out_again():
    assert _one(people="4", double="99").answers["double"] == "8"


def test_rows__one_bad_row__never_stops_the_others():
    results = _results(["title", "on"], ["A", "x"], ["B", "03/11/2026"], ["", "03/11/2026"])

    assert [(r.row_number, r.answers is not None) for r in results] == [
        (2, False),
        (3, True),
        (4, False),
    ]


def test_rows__continuing_a_repeat__make_one_record():
    header = ["title", "on", "speaker/who", "speaker/hours"]
    results = _results(
        header,
        ["A", "03/11/2026", "Nguyễn Thị Thử", "2"],
        ["", "", "Trần Văn Mẫu", "3"],
        ["B", "03/11/2026", "", ""],
    )
    assert [r.row_number for r in results] == [2, 4]
    rows = results[0].repeats["speaker"]
    assert [row.answers["who"] for row in rows] == ["Nguyễn Thị Thử", "Trần Văn Mẫu"]
    assert results[1].repeats == {}


_CELLS = st.text(max_size=12) | st.sampled_from(["1", "03/11/2026", "x;y", "ag", "", "có"])


@given(st.lists(st.tuples(*[_CELLS] * 8), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_rows__any_cells__give_a_record_or_findings(rows):
    header = ["title", "on", "people", "at", "prov", "topics", "speaker/who", "speaker/hours"]
    for result in _results(header, *rows):
        assert (result.answers is None) == bool(result.findings)
