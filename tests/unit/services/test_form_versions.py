"""A form changes: answers given before stay, are found, open, print and read under any version."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from hrdesk.errors import FormNotUsableError, NotProvinceError
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering, form_use
from hrdesk.services.form_checking import check_form_file
from hrdesk.services.history import history, record_lines
from hrdesk.services.workspace import open_workspace
from hrdesk.store.records import RecordQuery
from tests.support.desk import NOW, make_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hrdesk.services.workspace import Workspace

HEAD = (
    "| | type | name | label::Tiếng Việt (vi) | label::English (en) | bind::hrdesk:role"
    " | bind::hrdesk:renamed_from |"
)
FIRST = (
    "| | text | topic | Chủ đề | Topic | title | |",
    "| | integer | people | Số người | People | | |",
    "| | select_one kind | kind | Loại | Kind | summary | |",
    "| | text | remark | Nhận xét | Remark | | |",
    "| | begin_repeat | visit | Lượt đi | Visit | | |",
    "| | text | place | Nơi đến | Place | | |",
    "| | end_repeat | | | | | |",
)
SECOND = (
    "| | text | subject | Nội dung chính | Subject | title | topic |",
    "| | decimal | people | Số người | People | | |",
    "| | select_one kind | kind | Loại | Kind | summary | |",
    "| | date | held_on | Ngày | Day | | |",
    "| | begin_repeat | visit | Lượt đi | Visit | | |",
    "| | text | village | Ấp đến | Village | | place |",
    "| | end_repeat | | | | | |",
)
CHOICES = {"talk": "Nói chuyện", "drama": "Kịch ngắn", "poster": "Áp phích"}


def write_form(folder: Path, version: str, rows: tuple[str, ...], without: str = "") -> Path:
    lines = ["| survey |", HEAD, *rows, "| choices |"]
    lines += ["| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |"]
    lines += [f"| | kind | {k} | {v} | {k} |" for k, v in CHOICES.items() if k != without]
    lines += ["| settings |", "| | form_id | form_title | version | namespaces |"]
    lines += [f'| | outing | Chuyến đi | {version} | hrdesk="urn:hrdesk:xlsform" |']
    path = folder / f"outing-{version}.md"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture(scope="module")
def desk_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions") / "desk"
    with make_desk(folder, province=True) as ws:
        form_use.put_in_use(ws, write_form(folder.parent, "2026110101", FIRST), now=NOW)
    return folder


@pytest.fixture
def ws(desk_made: Path, tmp_path: Path) -> Iterator[Workspace]:
    folder = tmp_path / "desk"
    shutil.copytree(desk_made, folder)
    with open_workspace(folder, now=NOW) as opened:
        yield opened


def save_outing(ws: Workspace, **answers: str) -> str:
    session = entering.new_entry(ws, "outing", now=NOW)
    for key, value in answers.items():
        session.entry.set_value(NodeRef(key), value)
    session.entry.set_value(NodeRef("place", "visit", 0), "Ấp Phước Lộc")
    outcome = entering.save_record(ws, session, now=NOW, complete=True)
    assert outcome.record is not None, outcome.violations
    return outcome.record.record_id


def put_second(ws: Workspace, tmp_path: Path, without: str = "") -> form_use.PutInUse:
    path = write_form(tmp_path, "2026110201", SECOND, without)
    return form_use.put_in_use(ws, path, now=NOW)


@pytest.fixture
def kept(ws: Workspace) -> str:
    return save_outing(ws, topic="Quyền trẻ em", people="12", kind="drama", remark="Đông người")


def test_put_in_use__renamed_and_widened__named_and_counted_under_the_same_column(
    ws: Workspace, kept: str, tmp_path: Path
) -> None:
    done = put_second(ws, tmp_path)

    assert set(done.renamed) == {"subject", "visit/village"}
    assert (done.added, done.widened) == (("held_on",), ("people",))
    with sqlite3.connect(ws.paths.database) as plain:
        assert plain.execute("SELECT topic, people, remark FROM form_outing").fetchall() == [
            ("Quyền trẻ em", 12.0, "Đông người")
        ]
        assert plain.execute("SELECT place FROM form_outing__visit").fetchall() == [
            ("Ấp Phước Lộc",)
        ]
    assert kept


def test_record__of_the_version_before__opens_with_the_one_in_use_and_loses_nothing(
    ws: Workspace, kept: str, tmp_path: Path
) -> None:
    put_second(ws, tmp_path)
    session = entering.open_entry(ws, kept, now=NOW)

    assert session.entry.form.version == "2026110201"
    assert session.entry.value(NodeRef("subject")) == "Quyền trẻ em"
    assert session.entry.value(NodeRef("village", "visit", 0)) == "Ấp Phước Lộc"

    session.entry.set_value(NodeRef("subject"), "Quyền trẻ em gái")
    later = NOW + timedelta(hours=1)
    saved = entering.save_record(ws, session, now=later, complete=True).record
    assert saved is not None
    assert saved.answers == {
        "subject": "Quyền trẻ em gái",
        "people": "12",
        "kind": "drama",
        "remark": "Đông người",
    }


def test_record__renamed_answer_taken_out__does_not_come_back_under_the_old_name(
    ws: Workspace, kept: str, tmp_path: Path
) -> None:
    put_second(ws, tmp_path)
    session = entering.open_entry(ws, kept, now=NOW)
    session.entry.set_value(NodeRef("subject"), "")
    entering.save_record(ws, session, now=NOW + timedelta(hours=1), complete=False)

    again = entering.open_entry(ws, kept, now=NOW)
    assert again.entry.value(NodeRef("subject")) == ""


def test_list_and_search__after_a_renaming__whole_without_saving_anything_anew(
    ws: Workspace, kept: str, tmp_path: Path
) -> None:
    put_second(ws, tmp_path)
    fresh = entering.new_entry(ws, "outing", now=NOW)
    fresh.entry.set_value(NodeRef("subject"), "Phòng, chống bạo lực")
    fresh.entry.set_value(NodeRef("village", "visit", 0), "Ấp Tô Thuận")
    entering.save_record(ws, fresh, now=NOW, complete=True)

    def found(words: str) -> list[str]:
        query = RecordQuery(form_id="outing", search=words)
        return [row.title for row in ws.store.rows(ws.store.ids(query))]

    assert found("quyen tre em") == found("phuoc loc") == ["Quyền trẻ em"]
    assert found("bao luc") == found("to thuan") == ["Phòng, chống bạo lực"]
    assert kept


def test_record__read_after_changes__earlier_questions_and_choices_in_words(
    ws: Workspace, kept: str, tmp_path: Path
) -> None:
    put_second(ws, tmp_path, without="drama")
    before = ws.store.get(kept)
    assert before is not None
    said = [(line.question, line.value, line.place) for line in record_lines(ws, before)]
    assert ("Loại", "Kịch ngắn", "") in said  # as its own version says it
    session = entering.open_entry(ws, kept, now=NOW)
    session.entry.set_value(NodeRef("people"), "13")
    entering.save_record(ws, session, now=NOW + timedelta(hours=1), complete=False)

    after = ws.store.get(kept)
    assert after is not None
    assert after.form_version == "2026110201"
    said = [(line.question, line.value, line.place) for line in record_lines(ws, after)]
    assert ("Nội dung chính", "Quyền trẻ em", "") in said
    assert ("Loại", "Kịch ngắn", "") in said
    assert said[-1] == ("Nhận xét", "Đông người", "trường cũ")


def test_history__across_a_renaming__tells_only_what_was_changed(
    ws: Workspace, kept: str, tmp_path: Path
) -> None:
    put_second(ws, tmp_path)
    session = entering.open_entry(ws, kept, now=NOW)
    session.entry.set_value(NodeRef("people"), "13")
    entering.save_record(ws, session, now=NOW + timedelta(hours=1), complete=True)

    told = history(ws, kept)

    assert [(one.question, one.before, one.after) for one in told.versions[0].changes] == [
        ("Số người", "12", "13")
    ]
    assert ("Chủ đề", "Quyền trẻ em") in [
        (one.question, one.value) for one in told.versions[1].lines
    ]
    assert told.title == "Quyền trẻ em"


def test_draft__answers_what_is_no_longer_asked__is_finished_as_it_was_begun(
    ws: Workspace, tmp_path: Path
) -> None:
    session = entering.new_entry(ws, "outing", now=NOW)
    session.entry.set_value(NodeRef("remark"), "Chưa xong")
    entering.save_draft(ws, session, now=NOW)
    put_second(ws, tmp_path)

    again = entering.open_entry(ws, session.record_id, now=NOW)

    assert again.entry.form.version == "2026110101"
    assert again.entry.value(NodeRef("remark")) == "Chưa xong"


@pytest.mark.parametrize(
    ("version", "rows"),
    [
        ("2026110201", (FIRST[0].replace("text", "integer", 1), *FIRST[1:])),  # other type
        ("2026100101", SECOND),  # older number
        (
            "2026110201",
            (*SECOND[:1], SECOND[1].replace("Số người", ". >= and"), "| | text | | x |"),
        ),
    ],
)
def test_put_in_use__not_usable__the_version_in_use_stays(
    ws: Workspace, tmp_path: Path, version: str, rows: tuple[str, ...]
) -> None:
    with pytest.raises(FormNotUsableError):
        form_use.put_in_use(ws, write_form(tmp_path, version, rows), now=NOW)

    assert ws.form("outing").version == "2026110101"
    assert [one.version for one in form_use.form_versions(ws, "outing")] == ["2026110101"]


def test_put_in_use__at_a_unit__is_refused(tmp_path: Path) -> None:
    with make_desk(tmp_path / "unit") as unit, pytest.raises(NotProvinceError):
        form_use.put_in_use(unit, write_form(tmp_path, "2026110101", FIRST), now=NOW)


def test_versions__told_with_their_records_and_compared_in_words(
    ws: Workspace, kept: str, tmp_path: Path
) -> None:
    put_second(ws, tmp_path, without="drama")

    told = form_use.form_versions(ws, "outing")
    changes = form_use.compare_versions(ws, "outing", "2026110101", "2026110201")

    assert [(one.version, one.active, one.records) for one in told] == [
        ("2026110201", True, 0),
        ("2026110101", False, 1),
    ]
    sentences = [one.sentence("vi") for one in changes]
    for word in ("subject", "held_on", "remark", "Kịch ngắn"):
        assert any(word in one for one in sentences), (word, sentences)
    assert kept


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("| | integer | remark | Nhận xét | Remark | | |", "type"),  # retired, it was text
        ("| | text | topic | Chủ đề phụ | Topic | | |", "name"),  # the earlier name of subject
    ],
)
def test_check__a_name_that_was_used_before__is_refused_with_its_row(
    ws: Workspace, kept: str, tmp_path: Path, row: str, column: str
) -> None:
    put_second(ws, tmp_path)
    path = write_form(tmp_path, "2026110301", (*SECOND[:1], row, *SECOND[1:]))

    report = check_form_file(path, ws)

    assert [(f.sheet, f.row, f.column) for f in report.errors] == [("survey", 3, column)]
    assert not report.usable
    assert kept


def test_check__a_type_that_does_not_fit__names_its_row(ws: Workspace, tmp_path: Path) -> None:
    rows = (FIRST[0], FIRST[1].replace("integer", "date", 1), *FIRST[2:])

    report = check_form_file(write_form(tmp_path, "2026110201", rows), ws)

    assert [(f.sheet, f.row, f.column) for f in report.errors] == [("survey", 3, "type")]


def test_check__more_questions_than_a_table_holds__is_said_before_it_is_put_in_use(
    ws: Workspace, tmp_path: Path
) -> None:
    rows = tuple(f"| | text | q{n} | Câu {n} | Q | | |" for n in range(1950))

    report = check_form_file(write_form(tmp_path, "2026110201", (*FIRST, *rows)), ws)

    assert any("1950" in f.message or "1954" in f.message for f in report.errors)


@pytest.mark.parametrize("form_id", ["../outing", "a b", "Chuyến", "1a", "x" * 65])
def test_check__a_form_id_that_cannot_name_a_file__is_an_error(
    tmp_path: Path, form_id: str
) -> None:
    path = write_form(tmp_path, "2026110201", FIRST)
    path.write_text(path.read_text("utf-8").replace("| outing |", f"| {form_id} |"), "utf-8")

    report = check_form_file(path)

    assert [(f.sheet, f.row, f.column) for f in report.errors] == [("settings", 2, "form_id")]
