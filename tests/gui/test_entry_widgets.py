"""Controls of questions one by one: what is typed, what is shown, what a screen reader hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from hrdesk import i18n
from hrdesk.gui.entry.question_widgets.attachment import AttachmentEditor, FileLine
from hrdesk.gui.entry.question_widgets.choice_button import ChoiceButton
from hrdesk.gui.entry.question_widgets.date_time import DateTimeEditor, TimeEditor
from hrdesk.gui.entry.question_widgets.editor import ChoiceText
from hrdesk.gui.entry.question_widgets.month import MonthGrid, month_later
from hrdesk.gui.entry.question_widgets.number import NumberEditor
from hrdesk.gui.entry.question_widgets.rank import RankEditor
from hrdesk.gui.entry.question_widgets.select_multiple import FilteredTicks
from hrdesk.gui.entry.question_widgets.select_one import SegmentEditor, matching, sure_place
from hrdesk.gui.lists.records_page import RecordsPage
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering
from tests.support.desk import NOW
from tests.support.gui import compose, press, settle, type_text
from tests.support.hands import Hands

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.entry.question_widgets.editor import Editor
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace

FORMS = (
    "activity",
    "training",
    "product",
    "press_information",
    "false_news",
    "agency",
    "key_official",
)


def begin(window: MainWindow, workers: Workers, form_id: str) -> EntryPage:
    window.open_record(form_id, None)
    settle(workers)
    page = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    page.focus_first()
    return page


def shown(qtbot: QtBot, editor: Editor) -> Editor:
    qtbot.addWidget(editor)
    editor.resize(480, 200)
    editor.show()
    editor.activateWindow()
    QTest.qWaitForWindowActive(editor)
    editor.focus_target().setFocus()
    return editor


@pytest.mark.parametrize("form_id", FORMS)
def test_every_control__of_every_form__has_a_name_for_a_screen_reader(
    window: MainWindow, workers: Workers, form_id: str
) -> None:
    page = begin(window, workers, form_id)
    view = page.view
    assert view is not None
    view.ensure_built()
    nameless = []
    for widget in page.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page)
        if takes and isinstance(widget, QLineEdit | QPlainTextEdit | QAbstractButton):
            spoken = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            if not spoken.strip():
                nameless.append(widget)
    assert nameless == []
    for field in view.fields.values():
        assert field.words in field.editor.focus_target().accessibleName()


@pytest.mark.parametrize("form_id", FORMS)
def test_every_form__at_720_and_at_1100__fits_its_page(
    window: MainWindow, workers: Workers, form_id: str
) -> None:
    page = begin(window, workers, form_id)
    view = page.view
    assert view is not None
    for width in (720, 1100, 460):
        view.resize(width, 600)
        QApplication.processEvents()
        content = view.widget()
        assert content.width() <= view.viewport().width()
        for field in view.fields.values():
            if field.isVisibleTo(content):
                right = field.mapTo(content, QPoint(field.width(), 0)).x()
                assert right <= content.width() - 12
                assert field.height() >= field.heightForWidth(field.width())


@pytest.mark.parametrize(
    ("typed", "value", "written"),
    [
        ("1.234", "1234", "1.234"),
        ("2,5", "2.5", "2,5"),
        ("1234567", "1234567", "1.234.567"),
        ("", "", ""),
    ],
)
def test_number__typed_the_vietnamese_way__is_read_and_written(
    qtbot: QtBot, typed: str, value: str, written: str
) -> None:
    editor = shown(qtbot, NumberEditor(grouped=True))
    heard: list[str] = []
    editor.edited.connect(heard.append)
    line = cast("QLineEdit", editor.focus_target())
    type_text(line, typed)
    assert (heard or [""])[-1] == value
    line.clearFocus()
    assert line.text() == written


def test_number__typed_with_letters__does_not_take_them(qtbot: QtBot) -> None:
    editor = shown(qtbot, NumberEditor(grouped=False))
    line = cast("QLineEdit", editor.focus_target())
    Hands().type("6a4")
    assert line.text() == "64"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("730", "07:30"), ("14:05", "14:05"), ("8", "08:00"), ("2561", "2561")],
)
def test_time__typed_shortly__is_read(qtbot: QtBot, typed: str, value: str) -> None:
    editor = TimeEditor()
    qtbot.addWidget(editor)
    assert editor.lexical(typed) == value


def test_moment__typed_as_date_and_time__is_read_and_written(qtbot: QtBot) -> None:
    editor = DateTimeEditor(NOW.date)
    qtbot.addWidget(editor)
    assert editor.lexical("1503 730") == "2026-03-15T07:30:00.000+07:00"
    assert editor.written("2026-03-15T07:30:00.000+07:00") == "15/03/2026 07:30"


def test_text__typed_with_an_input_method__is_kept_composed(
    window: MainWindow, workers: Workers
) -> None:
    page = begin(window, workers, "activity")
    view = page.view
    assert view is not None
    line = cast("QLineEdit", view.fields[NodeRef("title")].editor.focus_target())
    compose(line, "Nguye\u0302\u0303n")
    compose(line, " Thị Hường")
    assert view.entry.value(NodeRef("title")) == "Nguyễn Thị Hường"
    Hands().press("Enter")
    assert line.text() == "Nguyễn Thị Hường"


def test_segments__by_arrows_digits_and_backspace__pick_and_clear(qtbot: QtBot) -> None:
    editor = SegmentEditor()
    editor.show_choices(tuple(ChoiceText(name, name.upper()) for name in "abc"))
    shown(qtbot, editor)
    heard: list[str] = []
    editor.edited.connect(heard.append)
    hands = Hands()
    hands.press("2", "Right", "Right", "Left", "Backspace")
    assert heard == ["b", "c", "b", ""]


def test_segments__without_room__stand_in_two_lines(qtbot: QtBot) -> None:
    editor = SegmentEditor()
    editor.show_choices(tuple(ChoiceText(str(n), f"Lựa chọn dài số {n}") for n in range(6)))
    qtbot.addWidget(editor)
    assert editor.heightForWidth(1200) < editor.heightForWidth(400)


def test_long_list__filtered_by_letters__keeps_what_was_ticked(qtbot: QtBot) -> None:
    editor = FilteredTicks()
    editor.show_choices(tuple(ChoiceText(f"n{n}", f"Ấp Phước {n}") for n in range(1, 31)))
    editor.show_value("n3 n30")
    shown(qtbot, editor)
    heard: list[str] = []
    editor.edited.connect(heard.append)
    hands = Hands()
    hands.type("phuoc 1")
    assert len(editor.ticks.buttons) == 11
    hands.press("Down", "Space")
    assert set(heard[-1].split()) == {"n1", "n3", "n30"}


def test_rank__until_one_is_moved__is_blank(qtbot: QtBot) -> None:
    editor = RankEditor()
    editor.show_choices((ChoiceText("a", "A"), ChoiceText("b", "B")))
    shown(qtbot, editor)
    heard: list[str] = []
    editor.edited.connect(heard.append)
    Hands().press("Down", "Alt+Up")
    assert heard == ["b a"]


def test_wheel__over_a_control__changes_nothing(window: MainWindow, workers: Workers) -> None:
    page = begin(window, workers, "activity")
    view = page.view
    assert view is not None
    before = view.entry.answers(for_record=False)
    for field in view.fields.values():
        target = field.editor.focus_target()
        target.setFocus()
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(target.mapToGlobal(QPoint(5, 5))),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)
    assert view.entry.answers(for_record=False) == before


def test_focus__of_a_choice_button__is_drawn(qtbot: QtBot) -> None:
    editor = SegmentEditor()
    editor.show_choices((ChoiceText("a", "A"), ChoiceText("b", "B")))
    shown(qtbot, editor)
    button = cast("ChoiceButton", editor.buttons[0])
    focused = button.grab().toImage()
    editor.buttons[1].setFocus()
    assert button.grab().toImage() != focused


def test_calendar__moved_by_keys__gives_the_day(qtbot: QtBot) -> None:
    grid = MonthGrid(NOW.date(), NOW.date())
    qtbot.addWidget(grid)
    grid.show()
    heard: list[str] = []
    grid.day_picked.connect(heard.append)
    for keys in ("Right", "Down", "PgDown", "Enter"):
        press(grid, keys)
    assert heard == ["2026-12-20"]
    assert month_later(NOW.date().replace(month=1, day=31), 1).day == 28


def test_places__for_typed_numbers_and_letters__are_found() -> None:
    choices = tuple(
        ChoiceText(str(n), text)
        for n, text in enumerate(("Đài truyền thanh", "Hội nghị", "Tọa đàm, hội thảo"))
    )
    assert matching(choices, "hoi") == [1, 2]
    assert matching(choices, "dai") == [0]
    assert matching(choices, "2") == [1]
    assert (sure_place(14, "1"), sure_place(14, "2"), sure_place(14, "12")) == (-1, 1, 11)


def test_language__switched_while_filling__keeps_answers_and_changes_words(
    window: MainWindow, workers: Workers
) -> None:
    page = begin(window, workers, "activity")
    view = page.view
    assert view is not None
    hands = Hands()
    hands.answer("Tọa đàm")
    view.focus_ref(NodeRef("activity_kind"))
    hands.press("2", "Enter")
    view.focus_ref(NodeRef("people"))
    hands.answer("3")
    hands.answer("5")
    i18n.set_language("en")
    page.speak("en")
    assert view.fields[NodeRef("title")].words == "Name of the activity"
    line = cast("QLineEdit", view.fields[NodeRef("activity_kind")].editor.focus_target())
    assert line.text() == "Seminar, workshop"
    women = view.fields[NodeRef("women")]
    assert women.fault == "5 is more than the number of people (3)"
    assert page.done_button.accessibleName() == "Complete"
    assert view.entry.value(NodeRef("title")) == "Tọa đàm"
    page.speak("vi")
    assert view.fields[NodeRef("title")].words == "Tên hoạt động"


def test_file__dropped_on_the_question__is_taken_in_and_shown(
    window: MainWindow, workers: Workers, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    page = begin(window, workers, "activity")
    view = page.view
    assert view is not None
    picture = tmp_path / "ảnh tọa đàm.png"
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(picture))
    editor = cast("AttachmentEditor", view.fields[NodeRef("attachments")].editor)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    editor._zone.dropEvent(drop)
    qtbot.waitUntil(lambda: page.files is not None and page.files.idle, timeout=20_000)
    settle(workers)
    assert page.filled is not None
    kept = entering.attachments(workspace, page.filled.record_id)
    assert [one.name for one in kept] == ["ảnh tọa đàm.png"]
    assert view.entry.value(NodeRef("attachments"))
    assert [line.accessibleName() for line in editor.findChildren(FileLine)] == ["ảnh tọa đàm.png"]


def test_suggestions__of_past_answers__are_offered_and_taken(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    hands = Hands()
    page = begin(window, workers, "activity")
    view = page.view
    assert view is not None
    hands.answer("Hội nghị")
    hands.answer("1111")
    hands.press("Enter", "2", "Enter")
    hands.answer("Nhà văn hóa ấp Phước Lộc")
    view.focus_ref(NodeRef("people"))
    hands.answer("12")
    hands.press("Ctrl+Enter")
    settle(workers)
    page = begin(window, workers, "activity")
    assert page.view is not None
    page.view.focus_ref(NodeRef("place"))
    hands.type("nha v")
    settle(workers)
    hands.press("Down", "Enter")
    assert page.view.entry.value(NodeRef("place")) == "Nhà văn hóa ấp Phước Lộc"
