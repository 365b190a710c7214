"""The window: places, keys, widths, languages, names for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from hrdesk import i18n
from hrdesk.gui.look import qt_words, theme
from hrdesk.gui.look.shortcuts import ShortcutsDialog
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.services import office
from tests.support.desk import NOW, make_desk
from tests.support.gui import press, settle, type_text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.home_page import HomePage
    from hrdesk.gui.shell.settings_page import SettingsPage
    from hrdesk.services.workspace import Workspace

SPOKEN = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)


def nameless(root: QWidget) -> list[str]:
    """Controls that the keyboard reaches and a screen reader could not name."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, SPOKEN) or not widget.isVisibleTo(root):
            continue
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget.parent(), QComboBox):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not widget.accessibleName() and not text:
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def test_home__first_shown__answers_period_days_and_targets(
    window: MainWindow, workers: Workers
) -> None:
    page = cast("HomePage", window.page("home"))
    assert page.header.title.whole_text() == "Kỳ tháng 11 năm 2026"
    assert page.header.mark.text() == "Còn 5 ngày"
    assert len(page.targets.sentences) == 5
    assert all("Chỉ tiêu" in sentence for sentence in page.targets.sentences)


def test_home__task__opens_its_record(window: MainWindow, workers: Workers) -> None:
    page = cast("HomePage", window.page("home"))
    links = [
        button
        for button in page.tasks.findChildren(QAbstractButton)
        if "Ngày hội" in button.accessibleName()
    ]
    assert len(links) == 1
    links[0].setFocus()
    press(links[0], "Space")
    settle(workers)
    assert window.stack.currentWidget() is window.page("records")
    assert window.navigation.items["kind:activity"].isChecked()


def test_every_control__of_every_page__has_a_name(window: MainWindow, workers: Workers) -> None:
    for page_id in ("home", "settings"):
        window.go(page_id)
        settle(workers)
        assert nameless(window) == [], page_id
    window.go("records", form_id="activity")
    settle(workers)
    page = cast("RecordsPage", window.page("records"))
    assert nameless(page.list) == []
    assert nameless(window.navigation) == []


def test_ctrl_n__anywhere__begins_a_record(window: MainWindow, workers: Workers) -> None:
    window.navigation.setFocus()
    press(window, "Ctrl+N")
    settle(workers)
    page = cast("RecordsPage", window.page("records"))
    assert window.stack.currentWidget() is page
    assert not page.idle.isVisible()


def test_navigation__by_keys__goes_there(window: MainWindow, workers: Workers) -> None:
    item = window.navigation.items["kind:training"]
    item.setFocus()
    press(item, "Return")
    settle(workers)
    assert item.isChecked()
    page = cast("RecordsPage", window.page("records"))
    assert page.list.heading.whole_text() == "Tập huấn"
    assert page.idle.title.text() == "Thêm bản ghi đầu tiên"


def test_width__at_125_percent__narrows_the_navigation(
    window: MainWindow, workers: Workers
) -> None:
    assert not window.navigation.narrow
    window.resize(QSize(1093, 614))
    settle(workers)
    assert window.navigation.narrow
    assert window.navigation.items["kind:activity"].toolTip() == "Hoạt động, 11"
    press(window, "Ctrl+B")
    assert not window.navigation.narrow


def test_width__too_small_for_both__list_gives_way_and_comes_back(
    window: MainWindow, workers: Workers
) -> None:
    window.resize(QSize(900, 600))
    window.go("records", form_id="activity")
    settle(workers)
    page = cast("RecordsPage", window.page("records"))
    assert page.list.isVisible()
    page.list.view.setCurrentIndex(page.list.model.index(0))
    press(page.list.view, "Return")
    settle(workers)
    assert not page.list.isVisible()
    assert page.right.isVisible()
    press(window, "Ctrl+L")
    assert page.list.isVisible()
    assert not page.right.isVisible()


def test_unit_name__longer_than_its_place__is_cut_properly(
    window: MainWindow, workers: Workers
) -> None:
    window.navigation.unit.set_text("Đặc khu Phú Quốc và các đảo lân cận phía Nam")
    settle(workers)
    assert window.navigation.unit.text().endswith("…")
    assert window.navigation.unit.toolTip()


def test_status_bar__tells_saved_and_backup(window: MainWindow, workers: Workers) -> None:
    window.show_saved(NOW)
    assert window.status.saved.text() == "Đã lưu 09:41"
    window.status.show_backup(None, NOW)
    assert window.status.backup.text() == "Chưa sao lưu"
    window.status.show_backup(NOW, NOW)
    assert window.status.backup.text() == "Sao lưu: hôm nay 09:41"


def test_settings__saved__stand_on_the_report(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    window.go("settings")
    settle(workers)
    page = cast("SettingsPage", window.page("settings"))
    page.signer.setFocus()
    type_text(page.signer, "Nguyễn Thị Thử")
    page.name.clear()
    type_text(page.name, "Trần Văn Mẫu")
    page.save()
    settle(workers)
    assert office.office(workspace).signer_name == "Nguyễn Thị Thử"
    assert workspace.name == "Trần Văn Mẫu"
    assert workspace.setting("person_name") == "Trần Văn Mẫu"


def test_settings__deputy_signs__writes_the_lines_and_keeps_them(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    window.go("settings")
    settle(workers)
    page = cast("SettingsPage", window.page("settings"))
    chosen = page.signing.capacity
    chosen.setCurrentIndex(chosen.findData("deputy"))
    chosen.activated.emit(chosen.currentIndex())
    assert page.signing.position.property("fault") == "true"
    type_text(page.signing.position, "Phó Chủ tịch")
    lines = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert tuple(page.authority.toPlainText().splitlines()) == lines
    page.save()
    settle(workers)
    assert office.office(workspace).authority == lines
    assert office.signer_form(workspace).position == "Phó Chủ tịch"


def test_settings__blank_name__is_said_at_the_field(window: MainWindow, workers: Workers) -> None:
    window.go("settings")
    settle(workers)
    page = cast("SettingsPage", window.page("settings"))
    page.name.clear()
    page.save()
    assert page.name.property("fault") == "true"
    assert window.focusWidget() is page.name
    page.name.setText(window.session.workspace.name)


def test_settings__theme_chosen__is_worn_at_once_and_kept(
    window: MainWindow, workers: Workers, workspace: Workspace, qapp: QApplication
) -> None:
    window.go("settings")
    settle(workers)
    page = cast("SettingsPage", window.page("settings"))
    page.theme.setFocus()
    press(page.theme, "End")
    page.theme.activated.emit(page.theme.currentIndex())
    assert theme.tokens().name == "dark"
    assert workspace.theme == "dark"


def test_settings__language_chosen__asks_for_a_new_window(
    window: MainWindow, workers: Workers, workspace: Workspace, qtbot: QtBot
) -> None:
    window.go("settings")
    settle(workers)
    page = cast("SettingsPage", window.page("settings"))
    page.language.setCurrentIndex(1)
    with qtbot.waitSignal(window.rebuild_wanted):
        page.language.activated.emit(1)
    assert workspace.language == "en"


def test_keys__f1__lists_what_the_table_has(window: MainWindow, qtbot: QtBot) -> None:
    dialog = ShortcutsDialog(window, (("F4", "như bản trước"),))
    texts = {label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text")}
    assert {"Ctrl+N", "Ghi mới", "F4", "như bản trước"} <= texts


def test_qts_own_words__speak_vietnamese(qapp: QApplication, qtbot: QtBot) -> None:
    words = qt_words.install(qapp)
    buttons = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(buttons.Save | buttons.Cancel)
    field = QLineEdit()
    qtbot.addWidget(box)
    qtbot.addWidget(field)
    menu: QMenu = field.createStandardContextMenu()
    shown = {button.text().replace("&", "") for button in box.buttons()}
    in_menu = [action.text().replace("&", "").split("\t")[0] for action in menu.actions()]
    menu.deleteLater()
    qapp.removeTranslator(words)
    assert shown == {"Lưu", "Hủy"}
    assert {"Hoàn tác", "Cắt", "Chép", "Dán", "Chọn hết"} <= set(in_menu)


def test_qts_own_words__in_english__stay_as_they_are(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    i18n.set_language("en")
    assert qt_words.QtWords().translate("QPlatformTheme", "Save") == "Save"


def test_province__home__shows_who_sent(qtbot: QtBot, workers: Workers, tmp_path: Path) -> None:
    with make_desk(tmp_path / "province", province=True) as province:
        made = MainWindow(province, workers, lambda: NOW)
        made.resize(1366, 768)
        made.show()
        settle(workers)
        page = cast("HomePage", made.page("home"))
        facts = page.header.facts.whole_text()
        made.hide()
        settle(workers)
        made.deleteLater()
    assert page.header.title.whole_text() == "Kỳ tháng 10 năm 2026"
    assert "0/102 đơn vị đã gửi" in facts
    assert "exchange" not in made.navigation.items
    assert "receive" in made.navigation.items
