"""Files at a record: chosen, dropped, pasted, taken off; refused in words. Real keys, real files."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel

from hrdesk.gui.entry.question_widgets.attachment import AttachmentEditor, DropZone, FileLine
from hrdesk.gui.look import qt_words
from hrdesk.gui.look.messages import CalmDialog
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering
from tests.support import files
from tests.support.gui import press, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.attached_copies import Attachment


@pytest.fixture(autouse=True)
def clean_clipboard(qapp: QApplication) -> Iterator[None]:
    """What was copied is let go of while Qt still stands."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def page(window: MainWindow, workers: Workers) -> EntryPage:
    """A new activity; its questions are all there."""
    window.go("records", form_id="activity", new=True)
    settle(workers)
    return cast("RecordsPage", window.page("records"))._entry


def editor(page: EntryPage) -> AttachmentEditor:
    assert page.view is not None
    found = page.view.fields[NodeRef("attachments")].editor
    assert isinstance(found, AttachmentEditor)
    found.focus_target().setFocus()
    return found


def lines(place: AttachmentEditor) -> list[FileLine]:
    QApplication.processEvents()
    return [line for line in place.findChildren(FileLine) if line.isVisibleTo(place)]


def names(place: AttachmentEditor) -> list[str]:
    return [line.accessibleName() for line in lines(place)]


def copy(paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QApplication.clipboard().setMimeData(data)


def test_paste__of_two_copied_photos__attaches_both(
    page: EntryPage, tmp_path: Path, qtbot: QtBot
) -> None:
    place = editor(page)
    copy([files.photo(tmp_path / f"anh{n}.jpg", size=(400 + n, 300)) for n in range(2)])
    said: list[str] = []
    page.files.taken.connect(said.append)
    press(place.focus_target(), "Ctrl+V")
    qtbot.waitUntil(lambda: len(said) == 2, timeout=20_000)
    assert names(place) == ["anh0.jpg", "anh1.jpg"]
    assert "đã bỏ vị trí chụp" in said[0]
    assert page.filled.entry.value(NodeRef("attachments")) == "anh1.jpg"


def test_paste__grown_by_a_file__the_button_that_holds_the_keyboard_stays_in_sight(
    page: EntryPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.resize(1366, 440)
    qtbot.wait(50)
    page.view.focus_ref(NodeRef("attachments"))
    place = editor(page)
    for number in range(3):
        copy([files.photo(tmp_path / f"anh{number}.jpg", size=(400 + number, 300))])
        with qtbot.waitSignal(page.files.taken, timeout=20_000):
            press(place.focus_target(), "Ctrl+V")
    qtbot.wait(50)
    button = QApplication.focusWidget()
    assert place.isAncestorOf(button)
    room = page.view.viewport()
    bottom = button.mapTo(room, QPoint(0, button.height())).y()
    assert 0 < bottom <= room.height()


def test_paste__of_a_copied_picture__attaches_it(page: EntryPage, qtbot: QtBot) -> None:
    place = editor(page)
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QApplication.clipboard().setImage(image)
    with qtbot.waitSignal(page.files.taken, timeout=20_000):
        press(place.focus_target(), "Ctrl+V")
    assert names(place) == ["Ảnh dán 1.png"]


def test_drop__of_a_photo_and_a_scan__attaches_both(
    page: EntryPage, tmp_path: Path, qtbot: QtBot
) -> None:
    place = editor(page)
    scan = tmp_path / "ke_hoach.pdf"
    scan.write_bytes(files.pdf([]))
    data = QMimeData()
    data.setUrls(
        [QUrl.fromLocalFile(str(files.photo(tmp_path / "a.jpg"))), QUrl.fromLocalFile(str(scan))]
    )
    zone = place.findChild(DropZone)
    with qtbot.waitSignals([page.files.taken] * 2, timeout=20_000):
        zone.dropEvent(
            QDropEvent(
                QPointF(5, 5),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
    assert names(place) == ["a.jpg", "ke_hoach.pdf"]


def test_taking_off__by_keyboard__leaves_the_other(
    page: EntryPage, tmp_path: Path, qtbot: QtBot
) -> None:
    place = editor(page)
    copy([files.photo(tmp_path / f"anh{n}.jpg", size=(400 + n, 300)) for n in range(2)])
    with qtbot.waitSignals([page.files.taken] * 2, timeout=20_000):
        press(place.focus_target(), "Ctrl+V")
    button = lines(place)[1].remove_button
    assert button.accessibleName() == "Gỡ anh1.jpg"
    button.setFocus()
    press(button, "Space")
    assert names(place) == ["anh0.jpg"]
    assert page.filled.entry.value(NodeRef("attachments")) == "anh0.jpg"


def test_bomb__is_refused_in_a_sentence(page: EntryPage, tmp_path: Path, qtbot: QtBot) -> None:
    place = editor(page)
    copy([files.png_bomb(tmp_path / "bom.png")])
    read: list[str] = []

    def close() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, CalmDialog):
            read.append(shown.accessibleName())
            shown.accept()

    watch = QTimer()
    watch.timeout.connect(close)
    watch.start(50)
    press(place.focus_target(), "Ctrl+V")
    qtbot.waitUntil(lambda: bool(read), timeout=20_000)
    watch.stop()
    assert "170 triệu điểm ảnh" in read[0]
    assert names(place) == []


def test_files__of_a_kept_record__are_shown_when_it_is_opened_again(
    page: EntryPage, window: MainWindow, workers: Workers, tmp_path: Path, qtbot: QtBot
) -> None:
    place = editor(page)
    copy([files.photo(tmp_path / "anh.jpg", size=(400, 300))])
    with qtbot.waitSignal(page.files.taken, timeout=20_000):
        press(place.focus_target(), "Ctrl+V")
    record_id = page.filled.record_id
    window.go("records", form_id="activity", new=True)
    settle(workers)
    window.open_record("activity", record_id)
    settle(workers)
    assert names(editor(page)) == ["anh.jpg"]


def test_picture__kept_without_an_ending__is_shown_small_in_vietnamese_too(
    page: EntryPage, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    words = qt_words.install(qapp)
    place = editor(page)
    copy([files.photo(tmp_path / "anh.jpg", size=(400, 300))])
    with qtbot.waitSignal(page.files.taken, timeout=20_000):
        press(place.focus_target(), "Ctrl+V")
    pictures = [label.pixmap() for label in lines(place)[0].findChildren(QLabel)]
    qapp.removeTranslator(words)
    assert [picture.width() for picture in pictures if not picture.isNull()] == [56]


def test_attached_file__by_keyboard__is_opened_as_a_copy_and_saved_elsewhere(
    page: EntryPage, tmp_path: Path, qtbot: QtBot, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = editor(page)
    copy([files.photo(tmp_path / "anh.jpg")])
    with qtbot.waitSignal(page.files.taken, timeout=20_000):
        press(place.focus_target(), "Ctrl+V")
    shown: list[Path] = []
    monkeypatch.setattr(page.files, "show_path", shown.append)
    (line,) = lines(place)
    line.open_button.setFocus()
    press(line.open_button, "Space")
    settle(workers)
    assert [path.name for path in shown] == ["anh.jpg"]
    kept = entering.attachment_path(page.session.workspace, line_of(page))
    assert shown[0].read_bytes() == kept.read_bytes()
    assert shown[0] != kept
    target = tmp_path / "ban_sao.jpg"
    monkeypatch.setattr(
        "hrdesk.gui.entry.attached_files.QFileDialog.getSaveFileName",
        lambda *_asked: (str(target), ""),
    )
    line.copy_button.setFocus()
    press(line.copy_button, "Space")
    settle(workers)
    assert target.read_bytes() == kept.read_bytes()


def line_of(page: EntryPage) -> Attachment:
    assert page.filled is not None
    (found,) = entering.attachments(page.session.workspace, page.filled.record_id)
    return found


def test_one_file_too_many__is_refused_with_the_limit(
    page: EntryPage, tmp_path: Path, qtbot: QtBot
) -> None:
    place = editor(page)
    page.session.workspace.set_setting("attachment_files", "1")
    copy([files.photo(tmp_path / "a.jpg", size=(400, 300))])
    with qtbot.waitSignal(page.files.taken, timeout=20_000):
        press(place.focus_target(), "Ctrl+V")
    copy([files.photo(tmp_path / "b.jpg", size=(500, 300))])
    read: list[str] = []

    def close() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, CalmDialog):
            read.append(shown.accessibleName())
            shown.accept()

    watch = QTimer()
    watch.timeout.connect(close)
    watch.start(50)
    press(place.focus_target(), "Ctrl+V")
    qtbot.waitUntil(lambda: bool(read), timeout=20_000)
    watch.stop()
    assert "1 tệp" in read[0]
    assert names(place) == ["a.jpg"]
