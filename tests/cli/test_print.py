"""Papers written by command from a real workspace, read again by another program."""

from __future__ import annotations

import subprocess
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from hrdesk.records.record import Record, RecordStatus, Row
from hrdesk.services.attaching import take_in
from hrdesk.services.workspace import open_workspace
from tests.support.office import activities_file, offices, tell

AT = datetime(2026, 11, 16, 2, tzinfo=UTC)
PEOPLE = ("Nguyễn Thị Mẫu", "Chau Văn Thử", "Néang Thử Nghiệm")
TRAINING = "Bồi dưỡng kỹ năng truyền thông về quyền con người"


def text_of(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, encoding="utf-8"
    )
    return " ".join(done.stdout.split())


def keep(ws, form_id, on, answers, repeats=None) -> str:
    record = Record(
        record_id=str(uuid.uuid4()),
        form_id=form_id,
        form_version=ws.form(form_id).version,
        unit=ws.unit_key,
        status=RecordStatus.COMPLETE,
        revision=0,
        desk_id=ws.desk_id,
        author=ws.name,
        created_at=AT,
        updated_at=AT,
        event_on=on,
        answers={"event_on": on.isoformat(), **answers},
        repeats=repeats or {},
    )
    return ws.store.save(record, at=AT, actor=ws.name).record_id


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    folder = offices(tmp_path)[1]
    path = activities_file(tmp_path)
    assert tell("--data", folder, "records", "import", "activity", path).code == 0
    return folder


@pytest.fixture
def training(unit: Path) -> str:
    rows = tuple(Row({"full_name": name, "workplace": "UBND xã"}) for name in PEOPLE)
    answers = {
        "title": TRAINING,
        "training_kind": "training",
        "place": "Hội trường UBND xã",
        "sessions": "2",
        "people": "3",
        "roster_until": "2027-11-16",
    }
    with open_workspace(unit, now=AT) as ws:
        return keep(ws, "training", date(2026, 11, 5), answers, {"participants": rows})


def printed(unit: Path, *arguments: object, name: str = "paper.pdf") -> Path:
    out = unit.parent / name
    told = tell("--data", unit, "print", *arguments, "--out", out)
    assert told.code == 0, told.err
    assert str(out) in told.out
    return out


def test_list__of_chosen_columns__has_them_in_order(unit: Path) -> None:
    text = text_of(printed(unit, "list", "activity", "--columns", "title,event_on,people"))
    assert "TT Tên hoạt động Từ ngày Số lượt người" in text
    assert "1 Tuyên truyền quyền trẻ em 02/11/2026 1.240" in text
    assert "Tổng cộng: 2 bản ghi." in text
    assert "Số:" not in text


def test_list__with_a_counted_number__closes_with_its_total(unit: Path) -> None:
    sheet = load_workbook(printed(unit, "list", "activity", name="list.xlsx")).active
    people = next(
        cell for row in sheet.iter_rows() for cell in row if cell.value == "Số lượt người"
    )
    column = [row[people.column - 1].value for row in sheet.iter_rows(min_row=people.row + 1)]
    (total,) = (value for value in column if isinstance(value, str) and value.startswith("=SUM("))
    added = sum(value for value in column if isinstance(value, int))
    assert added > 0
    shown = f"{added:,}".replace(",", ".")
    assert f"Tổng cộng {shown}" in text_of(printed(unit, "list", "activity"))
    assert total.endswith(f"{people.row + len([v for v in column if isinstance(v, int)])})")


def test_list__as_sheet__has_true_numbers(unit: Path) -> None:
    path = printed(unit, "list", "activity", "--columns", "title,event_on,people", name="list.xlsx")
    rows = list(load_workbook(path).worksheets[0].values)
    assert any(row[1:4][2] == 1240 for row in rows if len(row) > 3)


def test_list__with_an_unknown_or_personal_column__is_refused(unit: Path) -> None:
    for form_id, column in (("activity", "nothing"), ("training", "lecturer_name")):
        told = tell("--data", unit, "print", "list", form_id, "--columns", column, "--out", "x.pdf")
        assert told.code == 9
        assert "REP_014" in told.err


def test_record__printed__has_every_answer_in_words(unit: Path, training: str) -> None:
    text = text_of(printed(unit, "record", training))
    for said in (TRAINING, "Hội trường UBND xã", "05/11/2026", "Tập huấn", *PEOPLE):
        assert said in text


def test_attendance__filled__names_everyone_and_the_law(unit: Path, training: str) -> None:
    text = text_of(printed(unit, "attendance", training))
    for said in (*PEOPLE, "Buổi 2", "91/2025/QH15", "16/11/2027", "Danh sách có 3 người"):
        assert said in text
    assert "dân tộc, tôn giáo" in text


def test_attendance__blank__names_nobody(unit: Path, training: str) -> None:
    text = text_of(printed(unit, "attendance", training, "--blank", "--rows", 40))
    assert not any(name in text for name in PEOPLE)
    assert " 40 " in text
    blank = text_of(printed(unit, "attendance", name="blank.pdf"))
    assert TRAINING not in blank
    assert " 30 " in blank
    assert "91/2025/QH15" in blank


def test_attendance__of_something_else__is_refused(unit: Path) -> None:
    with open_workspace(unit, now=AT) as ws:
        other = keep(ws, "activity", date(2026, 11, 5), {"title": "x"})
    told = tell("--data", unit, "print", "attendance", other, "--out", unit.parent / "x.pdf")
    assert (told.code, "REP_015" in told.err) == (9, True)
    told = tell("--data", unit, "print", "record", "none", "--out", unit.parent / "x.pdf")
    assert (told.code, "REC_050" in told.err) == (5, True)


def test_false_news__register__has_no_free_text(unit: Path) -> None:
    with open_workspace(unit, now=AT) as ws:
        answers = {
            "case_code": "TG-01",
            "channel": "facebook",
            "content_summary": "Tóm tắt có tên người",
            "outcome_note": "Diễn giải có tên người",
            "conclusion": "false",
        }
        keep(ws, "false_news", date(2026, 11, 5), answers)
    text = text_of(printed(unit, "false-news", "2026-11"))
    assert "TG-01" in text
    assert "có tên người" not in text


def test_targets__sheet__has_the_definitions(unit: Path) -> None:
    text = text_of(printed(unit, "targets", "2026-11"))
    assert "Cách tính đã áp dụng" in text
    assert all(f"T{number}." in text for number in range(1, 6))


@pytest.mark.parametrize(
    "form_id",
    ["activity", "training", "product", "press_information", "false_news", "agency"],
)
def test_form__blank__has_every_question(unit: Path, form_id: str) -> None:
    from hrdesk.reports.answers import asked, label_of

    text = "".join(text_of(printed(unit, "form", form_id)).split())
    with open_workspace(unit, now=AT) as ws:
        questions = list(asked(ws.form(form_id).questions()))
    missing = [
        label for one in questions if "".join((label := label_of(one, "vi")).split()) not in text
    ]
    assert len(missing) <= len(questions) // 4, missing  # a wrapped label is read line by line
    assert "□" in text or form_id == "agency"


def test_number__given_by_command__stands_on_the_report_in_every_format(unit: Path) -> None:
    told = tell("--data", unit, "number", "2026-11", "--number", 7, "--json")
    assert told.json == {
        "period": "2026-11",
        "number": 7,
        "symbol": "BC-UBND",
        "issued_on": "2026-11-16",
    }
    assert tell("--data", unit, "number", "2026-10", "--number", 7).code == 9
    for suffix in (".pdf", ".docx", ".xlsx"):
        out = unit.parent / f"report{suffix}"
        assert tell("--data", unit, "report", "2026-11", "--out", out).code == 0
    assert "Số: 07/BC-UBND" in text_of(unit.parent / "report.pdf")
    cells = [
        c.text for t in Document(str(unit.parent / "report.docx")).tables[:1] for c in t._cells
    ]
    assert "Số: 07/BC-UBND" in cells
    values = [
        v for row in load_workbook(unit.parent / "report.xlsx").worksheets[0].values for v in row
    ]
    assert "Số: 07/BC-UBND" in values


def test_form__blank__shows_long_lists_of_choices_and_a_box_to_tick(unit: Path) -> None:
    text = text_of(printed(unit, "form", "activity"))
    assert "□ Hội nghị" in text
    assert "□ Hình thức khác" in text
    assert "Số lượt người là ước tính □" in text


def test_record__with_photos__has_them_after_the_list(unit: Path, training: str) -> None:
    for name, size in (("dien_gia.jpg", (1600, 900)), ("hoi_truong.png", (600, 1200))):
        Image.new("RGB", size, (90, 140, 90)).save(unit.parent / name)
    with open_workspace(unit, now=AT) as ws:
        key = next(
            one.key for one in ws.form("training").questions() if one.question_type == "file"
        )
        for name in ("dien_gia.jpg", "hoi_truong.png"):
            take_in(ws, training, key, unit.parent / name, now=AT)
    path = printed(unit, "record", training)
    text = text_of(path)
    assert "Tài liệu 1: dien_gia.jpg" in text
    assert "Tài liệu 2: hoi_truong" in text
    seen = subprocess.run(["pdfimages", "-list", str(path)], check=True, capture_output=True)
    assert len(seen.stdout.splitlines()) == 2 + 2  # below two lines of heads
    word = Document(printed(unit, "record", training, name="record.docx"))
    assert len(word.inline_shapes) == 2
    assert printed(unit, "record", training, name="record.xlsx").is_file()
    assert printed(unit, "record", training, "--archive", name="kept.pdf").is_file()
