"""Whatever an office copies becomes cells."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hrdesk.records.pasted_text import MOST_ROWS, read_pasted, without_titles
from hrdesk.vietnamese.legacy import guess_encoding


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\r\n\r\n", [["a", "b"], ["c", ""]]),
        ('"hai\ndòng"\tb', [["hai dòng", "b"]]),
        ('"hai\ndòng"', [["hai dòng"]]),
        ('Lớp "A"\tb\n"Nguyễn" Văn\tc', [['Lớp "A"', "b"], ['"Nguyễn" Văn', "c"]]),
        ('"mở\tb\nc\td', [['"mở', "b"], ["c", "d"]]),
        ("\u00a0 \t\n", []),
        ("Nguye\u0302\u0303n", [["Nguyễn"]]),
        (
            "1. Nguyễn Văn A - Hội Phụ nữ\n2. Trần Thị B – Trạm Y tế",
            [["Nguyễn Văn A", "Hội Phụ nữ"], ["Trần Thị B", "Trạm Y tế"]],
        ),
        ("1) Nguyễn Văn A\n2) Trần Thị B", [["Nguyễn Văn A"], ["Trần Thị B"]]),
        ("1 Nguyễn Văn A\n2 Trần Thị B", [["Nguyễn Văn A"], ["Trần Thị B"]]),
        ("- Nguyễn Văn A\n• Trần Thị B", [["Nguyễn Văn A"], ["Trần Thị B"]]),
        (
            "Nguyễn Văn A, Hội Phụ nữ, Chủ tịch\nTrần Thị B, Trạm Y tế",
            [["Nguyễn Văn A", "Hội Phụ nữ", "Chủ tịch"], ["Trần Thị B", "Trạm Y tế", ""]],
        ),
        (
            "Nguyễn Văn A; Hội Phụ nữ, xã Ô Lâm\nTrần Thị B; Trạm Y tế",
            [["Nguyễn Văn A", "Hội Phụ nữ, xã Ô Lâm"], ["Trần Thị B", "Trạm Y tế"]],
        ),
        (
            "Nguyễn Văn A - Hội Phụ nữ, xã Ô Lâm\nTrần Thị B - Trạm Y tế, xã Ô Lâm",
            [["Nguyễn Văn A", "Hội Phụ nữ, xã Ô Lâm"], ["Trần Thị B", "Trạm Y tế, xã Ô Lâm"]],
        ),
        (
            "Nguyễn Văn A (Hội Phụ nữ)\nTrần Thị B (Trạm Y tế)",
            [["Nguyễn Văn A", "Hội Phụ nữ"], ["Trần Thị B", "Trạm Y tế"]],
        ),
        ("Hội Phụ nữ, xã Ô Lâm", [["Hội Phụ nữ, xã Ô Lâm"]]),
        ("Nguyễn Văn A; Trần Thị B; Lê C", [["Nguyễn Văn A"], ["Trần Thị B"], ["Lê C"]]),
        (
            '"Họ tên","Đơn vị"\n"Lê, Văn C","Hội ""Bạn"""',
            [["Họ tên", "Đơn vị"], ["Lê, Văn C", 'Hội "Bạn"']],
        ),
        (
            "TT\tHọ và tên đệm\tTên\n1\tNguyễn Thị\tMẫu\n2\tChau\tSa",
            [["TT", "Họ và tên"], ["1", "Nguyễn Thị Mẫu"], ["2", "Chau Sa"]],
        ),
    ],
)
def test_pasted_text__of_every_office_program__is_taken_apart(
    text: str, rows: list[list[str]]
) -> None:
    assert read_pasted(text) == rows


def test_pasted_text__too_long__is_cut() -> None:
    assert len(read_pasted("a\tb\n" * (MOST_ROWS + 5))) == MOST_ROWS


def test_titles__above_the_headings__go() -> None:
    rows = read_pasted("DANH SÁCH HỌC VIÊN\t\nLớp ngày 12/10\t\nHọ và tên\tChức vụ\nA\tB")
    assert without_titles(rows, ["Họ và tên", "Chức vụ"])[0] == ["Họ và tên", "Chức vụ"]
    assert without_titles(rows[3:], ["Họ và tên", "Chức vụ"]) == [["A", "B"]]


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_table__copied_as_excel_does__comes_back(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(table)
    assume(guess_encoding(out.getvalue().splitlines()) == "unicode")  # "kÌ" is "kè" in old fonts
    import unicodedata

    wanted = [[" ".join(unicodedata.normalize("NFC", c).split()) for c in row] for row in table]
    assert read_pasted(out.getvalue()) == [row for row in wanted if any(row)]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text__is_read_without_a_fault_into_equal_rows(text: str) -> None:
    rows = read_pasted(text)
    assert len({len(row) for row in rows}) <= 1
    assert all(any(row) for row in rows)


def test_table__men_and_women_in_two_columns__is_one_of_the_sex():
    text = "STT\tHọ và tên\tNam\tNữ\tĐơn vị\n1\tNguyễn A\tx\t\tẤp 1\n2\tTrần B\t\t1990\tẤp 2"
    text += "\n3\tLê C\t\t\tẤp 3"
    assert read_pasted(text) == [
        ["STT", "Họ và tên", "Giới tính", "Đơn vị"],
        ["1", "Nguyễn A", "Nam", "Ấp 1"],
        ["2", "Trần B", "Nữ", "Ấp 2"],
        ["3", "Lê C", "", "Ấp 3"],
    ]


def test_table__groups_and_sums_between_the_people__are_left_out():
    text = (
        "DANH SÁCH HỌC VIÊN\t\t\nSTT\tHọ và tên\tĐơn vị\nI\tCÁN BỘ XÃ\t\n1\tNguyễn A\tUBND xã\n"
        "II\tCÁN BỘ ẤP\t\n2\tLê C\tẤp 1\nTổng cộng: 2 người\t\t"
    )
    names = [row[1] for row in without_titles(read_pasted(text), ["Họ và tên", "Đơn vị"])]
    assert names == ["Họ và tên", "Nguyễn A", "Lê C"]


def test_table__without_a_column_of_numbers__keeps_every_line():
    assert len(read_pasted("I\tCÁN BỘ\nTổng cộng\t3")) == 2


def test_names__copied_in_old_fonts__come_in_unicode():
    text = "NguyÔn V¨n Tr\u00adêng\tÊp Ph\u00adíc Léc\nTrÇn ThÞ H\u00adêng\tÊp Ph\u00adíc Long"
    assert read_pasted(text)[0] == ["Nguyễn Văn Trường", "ấp Phước Lộc"]


def test_names__of_other_peoples_in_latin_letters__stay():
    for text in ("Mohamad Amin\tẤp 1\nSalếh\tẤp 2", "José Álvarez\tMadrid\nRenée Noël\tParis"):
        assert [cell for row in read_pasted(text) for cell in row] == text.replace(
            "\n", "\t"
        ).split("\t")


def test_table__men_and_women_below_a_merged_heading__have_one_heading():
    text = "STT\tHọ và tên\tGiới tính\t\tĐơn vị\n\t\tNam\tNữ\t\n1\tNguyễn A\tx\t\tẤp 1"
    assert read_pasted(text) == [
        ["STT", "Họ và tên", "Giới tính", "Đơn vị"],
        ["1", "Nguyễn A", "Nam", "Ấp 1"],
    ]


def test_marks_that_nobody_sees__control_and_direction__do_not_come_along():
    text = "\ufeffA\x00B\tẤp\x0b1\nC\u202eD\x1f\tẤp 2"
    assert read_pasted(text) == [["AB", "Ấp 1"], ["CD", "Ấp 2"]]
