"""The form checker in the window: faults, changes in words, the form on trial, put in use."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from hrdesk.forms.xlsform import write_xlsx
from hrdesk.gui.entry.question_widgets.line import Line
from hrdesk.gui.forms.form_check_page import FormCheckPage
from hrdesk.gui.forms.form_versions import FormVersions
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.records.entry import NodeRef
from hrdesk.resources import shipped_forms
from hrdesk.services.form_use import put_in_use
from hrdesk.services.workspace import open_workspace
from tests.support.desk import NOW, make_desk
from tests.support.gui import press, settle, type_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from hrdesk.gui.look.workers import Workers
    from hrdesk.services.workspace import Workspace

GOOD = """| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant | bind::hrdesk:role |
| | text | topic | Chủ đề | Topic | | title |
| | select_one kind | kind | Loại | Kind | | |
| | text | song | Bài hát | Song | ${kind} = 'music' | |
| | geopoint | where | Vị trí trên bản đồ | Place on the map | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | kind | talk | Nói chuyện | Talk |
| | kind | music | Văn nghệ | Music |
| settings |
| | form_id | form_title::Tiếng Việt (vi) | form_title | version | namespaces |
| | outing | Chuyến đi | Chuyến đi | 2026110101 | hrdesk="urn:hrdesk:xlsform" |
"""


@pytest.fixture(scope="session")
def province_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checker") / "desk"
    make_desk(folder, province=True).close()
    return folder


@pytest.fixture
def province(province_made: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(province_made, tmp_path / "province")
    with open_workspace(tmp_path / "province", now=NOW) as opened:
        yield opened


@pytest.fixture
def province_window(qtbot: QtBot, province: Workspace, workers: Workers) -> Iterator[MainWindow]:
    made = MainWindow(province, workers, lambda: NOW)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    settle(workers)
    yield made
    made.hide()
    settle(workers)
    made.deleteLater()


@pytest.fixture
def page(province_window: MainWindow, workers: Workers) -> FormCheckPage:
    province_window.go("form_check")
    settle(workers)
    found = province_window.findChild(FormCheckPage)
    assert isinstance(found, FormCheckPage)
    return found


def write(path: Path, text: str) -> Path:
    """Save as an editor does; a second later for the file's clock, whatever the real one says."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, "utf-8")
    if before:
        os.utime(path, ns=(before + 10**9, before + 10**9))
    return path


def drop(page: FormCheckPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(40, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)


def cells(page: FormCheckPage) -> list[tuple[str, ...]]:
    found = []
    for row in range(page.errors.rowCount()):
        items = [page.errors.item(row, column) for column in range(3)]
        found.append(tuple(item.text() if item else "" for item in items))
    return found


def test_checker__dropped_workbook_with_faults__sheet_row_column_apart_from_advice(
    page: FormCheckPage, workers: Workers, tmp_path: Path
) -> None:
    faulty = GOOD.replace("${kind} = 'music'", "selectd(${kind}, 'music')")
    source = write(tmp_path / "outing.md", faulty)
    write_xlsx(source, tmp_path / "outing.xlsx")

    drop(page, tmp_path / "outing.xlsx")
    settle(workers)

    assert cells(page) == [("survey", "4", "relevant")]
    shown = page.errors.item(0, 3)
    assert shown is not None
    assert "selectd()" in shown.text()
    assert "selected()" in shown.text()  # the remedy
    assert [one.column for one in page.warnings.findings] == ["type"]
    assert not page.put_button.isEnabled()


def test_checker__saved_in_the_editor__checked_again_and_the_trial_goes_on(
    page: FormCheckPage, workers: Workers, tmp_path: Path
) -> None:
    path = write(tmp_path / "outing.md", GOOD)
    page.check(path)
    settle(workers)
    assert page.trial.view is not None
    field = page.trial.view.fields[NodeRef("topic")]
    line = field.findChild(Line)
    assert line is not None
    type_text(line, "Quyền trẻ em")

    write(path, GOOD.replace("Bài hát", "Tên bài hát").replace("selected", ""))
    page.look()
    settle(workers)

    assert page.trial.filling is not None
    entry = page.trial.filling.entry
    assert entry.value(NodeRef("topic")) == "Quyền trẻ em"
    assert entry.state(NodeRef("song")).label == "Tên bài hát"

    write(path, GOOD.replace("| text | song", "| txt | song"))
    page.look()
    settle(workers)
    assert cells(page) == [("survey", "4", "type")]


def test_trial__languages_relevance_and_what_a_desk_cannot_ask(
    page: FormCheckPage, workers: Workers, tmp_path: Path, province: Workspace
) -> None:
    page.check(write(tmp_path / "outing.md", GOOD))
    settle(workers)
    view, filling = page.trial.view, page.trial.filling
    assert view is not None
    assert filling is not None
    song = view.fields[NodeRef("song")]
    assert song.isHidden()
    filling.answer(NodeRef("kind"), "music")
    assert not song.isHidden()

    page.trial.chips["en"].click()
    assert filling.entry.state(NodeRef("topic")).label == "Topic"
    words = " ".join(box.words.text() for box in view.notes.values())
    assert "Place on the map" in words

    settle(workers)
    assert province.store.drafts() == ()
    assert "outing" not in province.store.active_forms()


def test_checker__new_version_of_a_form__changes_in_words_then_in_use_by_the_keyboard(
    page: FormCheckPage, workers: Workers, tmp_path: Path, province: Workspace
) -> None:
    text = (shipped_forms() / "product.md").read_text("utf-8")
    version = province.form("product").version
    newer = str(int(version) + 100)
    label = next(iter(province.form("product").questions())).labels["vi"]
    path = write(
        tmp_path / "product.md", text.replace(version, newer).replace(label, f"{label} mới")
    )
    page.check(path)
    settle(workers)
    assert f"{label} mới" in page.changes.text()

    page.put_button.setFocus()
    press(page.put_button, "Space")
    settle(workers)

    assert province.form("product").version == newer
    assert province.store.active_forms()["product"] == newer
    assert not page.changes.text()


def test_checker__at_a_unit__checks_and_puts_nothing_in_use(
    window: MainWindow, workers: Workers, tmp_path: Path
) -> None:
    window.go("form_check")
    settle(workers)
    page = window.findChild(FormCheckPage)
    assert isinstance(page, FormCheckPage)
    page.check(write(tmp_path / "outing.md", GOOD))
    settle(workers)

    assert page.trial.view is not None
    assert page.put_button.isHidden()


def test_workbook_menu__a_form_chosen__its_workbook_is_written_and_checked(
    page: FormCheckPage,
    workers: Workers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "cua toi"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_args: (str(target), ""))
    )
    menu = page.workbook_button.menu()
    menu.aboutToShow.emit()
    chosen = [action for action in menu.actions() if "Hoạt động" in action.text()]

    chosen[0].trigger()
    settle(workers)
    settle(workers)

    assert (tmp_path / "cua toi.xlsx").is_file()
    assert page.path == tmp_path / "cua toi.xlsx"
    assert page.report is not None
    assert (page.report.form_id, page.report.errors) == ("activity", ())


def test_versions_menu__a_form_changed__is_told_version_by_version_in_words(
    page: FormCheckPage, workers: Workers, province: Workspace, tmp_path: Path
) -> None:
    put_in_use(province, write(tmp_path / "a.md", GOOD), now=NOW)
    second = GOOD.replace("2026110101", "2026110201").replace(
        "| | text | song |", "| | text | tune |"
    )
    put_in_use(province, write(tmp_path / "b.md", second), now=NOW)

    page.show_versions("outing")
    settle(workers)
    settle(workers)
    dialog = page.findChild(FormVersions)
    assert isinstance(dialog, FormVersions)

    def cell(row: int, column: int) -> str:
        item = dialog.table.item(row, column)
        return item.text() if item else ""

    assert [(cell(row, 0), cell(row, 1), cell(row, 3)) for row in range(2)] == [
        ("2026110201", "đang dùng", "b.md"),
        ("2026110101", "", "a.md"),
    ]
    assert "tune" in dialog.told.text()
    assert "song" in dialog.told.text()

    press(dialog.table, Qt.Key.Key_Down)
    settle(workers)
    assert dialog.told.text() == ""
    assert "đầu tiên" in dialog.told_title.text()
    dialog.accept()
    settle(workers)
