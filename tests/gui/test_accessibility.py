"""What a screen reader meets: through the accessibility tree of every page, as the clerk and as the province."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from hrdesk.gui.look.page import Page
from hrdesk.gui.shell import pages
from hrdesk.gui.shell.first_run import FirstRun
from hrdesk.gui.shell.main_window import MainWindow
from tests.support.desk import NOW, make_desk
from tests.support.gui import press, rest, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from hrdesk.gui.look.workers import Workers

ROLES_WITHOUT_SENSE = {QAccessible.Role.NoRole}
DEEPEST = 60
CLERKS_PAGES = (
    "home",
    "records",
    "report",
    "exchange",
    "settings",
    "series",
    "desk_kit",
    "import",
    "form_check",
)
PROVINCES_PAGES = ("home", "receive", "consolidated", "enrol", "kit", "settings")
ITEMS = {
    QAccessible.Role.Cell,
    QAccessible.Role.ListItem,
    QAccessible.Role.Row,
    QAccessible.Role.TreeItem,
}


class Met(NamedTuple):
    """One thing in the tree that can take the keyboard."""

    role: QAccessible.Role
    name: str
    widget: str


def met(root: QWidget) -> Iterator[Met]:
    """Everything that can be seen and takes the keyboard, below and including `root`."""
    interface = QAccessible.queryAccessibleInterface(root)
    assert interface is not None
    yield from _below(interface, 0)


def _below(interface: QAccessibleInterface, depth: int) -> Iterator[Met]:
    if depth > DEEPEST or not interface.isValid():
        return
    state = interface.state()
    if state.invisible and depth:
        return
    role = interface.role()
    if state.focusable and role not in ITEMS:
        thing = interface.object()
        said = interface.text(QAccessible.Text.Name)
        name = thing.objectName() if thing is not None else ""
        yield Met(role, said, f"{type(thing).__name__} {name}".strip())
    if role in {QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree}:
        return  # its items are the data
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None:
            yield from _below(child, depth + 1)


def nameless(root: QWidget) -> list[str]:
    """What a screen reader could not call by a name of its own; a value is no name."""
    return [
        f"{one.widget} ({one.role.name})"
        for one in met(root)
        if not one.name.strip() and one.role is not QAccessible.Role.Client
    ] + [
        f"{type(box).__name__} says only its value"
        for box in root.findChildren(QComboBox)
        if box.isVisible() and not box.accessibleName() and not labelled(box)
    ]


def labelled(widget: QWidget) -> bool:
    window = widget.window()
    return any(one.buddy() is widget and one.text() for one in window.findChildren(QLabel))


@pytest.fixture
def province_window(qtbot: QtBot, tmp_path: Path, workers: Workers) -> Iterator[MainWindow]:
    """The window of the province's desk."""
    with make_desk(tmp_path / "province", province=True) as workspace:
        made = MainWindow(workspace, workers, lambda: NOW)
        made.resize(1366, 768)
        made.show()
        settle(workers)
        yield made
        made.hide()
        settle(workers)
        made.deleteLater()


def all_pages(window: MainWindow, workers: Workers, *, province: bool) -> dict[str, list[str]]:
    found = {}
    for spec in pages.available(province=province):
        window.go(spec.page_id)
        settle(workers)
        if missing := nameless(window):
            found[spec.page_id] = missing
    return found


def test_pages__of_the_clerk__every_control_has_a_name(
    window: MainWindow, workers: Workers
) -> None:
    assert all_pages(window, workers, province=False) == {}


def test_pages__of_the_province__every_control_has_a_name(
    province_window: MainWindow, workers: Workers
) -> None:
    assert all_pages(province_window, workers, province=True) == {}


@pytest.mark.parametrize("kind", ["activity", "training", "product", "false_news", "agency"])
def test_entry__of_each_kind__every_control_has_a_name(
    window: MainWindow, workers: Workers, kind: str
) -> None:
    window.go("records", form_id=kind, new=True)
    settle(workers)
    assert nameless(window) == []
    assert len(list(met(window))) > 12


def test_nameless__controls_without_a_name__are_told(window: MainWindow, workers: Workers) -> None:
    """The walk itself: it fails where a name is missing, however deep the control stands."""
    settle(workers)
    place = QWidget(window.centralWidget())
    inner = QFrame(place)
    made = [QLineEdit(inner), QPushButton(inner), QToolButton(inner), QCheckBox(inner)]
    box = QComboBox(inner)
    box.addItem("says only its value")
    for widget in (*made, box):
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    place.resize(300, 200)
    place.show()
    settle(workers)
    told = nameless(window)
    for kind in ("QLineEdit", "QPushButton", "QToolButton", "QCheckBox", "QComboBox"):
        assert any(kind in one for one in told), (kind, told)
    for widget in (*made, box):
        widget.setAccessibleName("Tên")
    assert nameless(window) == []


def test_list__chosen_filtered_searched_deleted__every_control_has_a_name(
    window: MainWindow, workers: Workers
) -> None:
    window.go("records", form_id="activity", chip="all")
    settle(workers)
    page: Any = window.page("records")
    page.list.view.setFocus()
    for _ in range(2):
        press(page.list.view, "Shift+Down")
    settle(workers)
    assert page.list.bulk is not None
    assert page.list.bulk.isVisible()
    assert page.inspector is not None
    assert nameless(window) == []
    for act in (
        lambda: page.list.search.setText("khong co gi nhu the"),
        page.list.search.clear,
        page.list.show_deleted,
        lambda: page.list.choose_chip("drafts"),
    ):
        act()
        settle(workers)
        assert nameless(window) == []


def test_entry__faults_rows_search_and_likeness__every_control_has_a_name(
    window: MainWindow, workers: Workers
) -> None:
    window.go("records", form_id="training", new=True)
    settle(workers)
    page: Any = window.page("records")
    entry = page._entry
    entry.view.ensure_built()
    (table,) = entry.view.tables.values()
    people = [[("full_name", f"Nguyễn Thị Mẫu {number}")] for number in range(30)]
    entry._filling.add_rows("participants", people)
    entry.complete()
    settle(workers)
    table.take_focus()
    press(table.grid, "Ctrl+F")
    settle(workers)
    assert table.search.isVisible()
    assert nameless(window) == []
    assert len(list(met(window))) > 20


# --- the keyboard goes everywhere and is seen


def stops(window: QWidget) -> list[QWidget]:
    """The controls in the order of Tab, until it comes round."""
    first = window.focusWidget()
    assert first is not None
    order = [first]
    one = first.nextInFocusChain()
    while one is not first:
        takes = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
        if one.isVisible() and one.isEnabled() and takes:
            order.append(one)
        one = one.nextInFocusChain()
    return order


@pytest.mark.parametrize("page_id", CLERKS_PAGES)
def test_tab__on_each_page__reaches_every_control_and_comes_round(
    window: MainWindow, workers: Workers, page_id: str
) -> None:
    comes_round(window, workers, page_id)


@pytest.mark.parametrize("page_id", PROVINCES_PAGES)
def test_tab__on_each_page_of_the_province__reaches_every_control_and_comes_round(
    province_window: MainWindow, workers: Workers, page_id: str
) -> None:
    comes_round(province_window, workers, page_id)


def comes_round(window: MainWindow, workers: Workers, page_id: str) -> None:
    window.go(page_id, **arguments_of(page_id))
    window.activateWindow()
    settle(workers)
    expected = set(stops(window))
    seen: list[QWidget] = []
    for _ in range(len(expected) * 3):
        here = QApplication.focusWidget()
        assert here is not None
        if here in seen:
            break
        seen.append(here)
        press(here, "Tab")
    else:
        pytest.fail(f"the keyboard never came back; it stayed in {seen[-4:]}")
    # one of a group of exclusive buttons stands for all of them: arrows go between them
    missed = [one for one in expected - set(seen) if not _in_a_group(one)]
    assert missed == []


@pytest.mark.parametrize("page_id", CLERKS_PAGES)
def test_tab__in_a_small_window__what_holds_the_keyboard_is_in_sight(
    window: MainWindow, workers: Workers, page_id: str
) -> None:
    """A screen of 1366x768 at 200 %: a page scrolls with the keyboard, nothing lies over it."""
    window.resize(683, 384)
    window.go(page_id, **arguments_of(page_id))
    window.activateWindow()
    settle(workers)
    stays_in_sight(window)


@pytest.mark.parametrize("page_id", ["home", "receive", "kit", "settings"])
def test_tab__in_a_small_window_of_the_province__what_holds_the_keyboard_is_in_sight(
    province_window: MainWindow, workers: Workers, page_id: str
) -> None:
    province_window.resize(683, 384)
    province_window.go(page_id)
    province_window.activateWindow()
    settle(workers)
    stays_in_sight(province_window)


@pytest.mark.parametrize("size", [(1366, 768), (683, 384), (640, 360)], ids=str)
def test_first_run__by_tab_alone__all_is_named_reached_and_in_sight(
    qtbot: QtBot, workers: Workers, tmp_path: Path, size: tuple[int, int]
) -> None:
    page = FirstRun(tmp_path / "office", workers, lambda: NOW)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    page.activateWindow()
    rest(50)
    assert nameless(page) == []
    reached = stays_in_sight(page)
    wanted = {page.units.field, page.name, page.position, page.passphrase, page.again, page.folder}
    assert wanted | {page.province, page.sample} <= set(reached)


def stays_in_sight(window: QWidget) -> list[QWidget]:
    """Go round by Tab; gives what was reached."""
    seen: list[QWidget] = []
    hidden: list[str] = []
    here = QApplication.focusWidget()
    assert here is not None
    for _ in range(200):
        if here in seen:
            break
        seen.append(here)
        shown = here.visibleRegion().boundingRect()
        least = min(here.height(), 24)
        if here is not window and (shown.height() < least or shown.width() < min(here.width(), 24)):
            hidden.append(f"{type(here).__name__} {here.accessibleName()}")
        press(here, "Tab")
        rest(5)
        here = QApplication.focusWidget()
        assert here is not None
    assert hidden == []
    return seen


def _in_a_group(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) and (
        widget.autoExclusive() or widget.group() is not None
    )


@pytest.mark.parametrize("page_id", CLERKS_PAGES)
def test_focus__on_each_control__is_seen(
    window: MainWindow, workers: Workers, page_id: str
) -> None:
    is_seen(window, workers, page_id)


@pytest.mark.parametrize("page_id", PROVINCES_PAGES)
def test_focus__on_each_control_of_the_province__is_seen(
    province_window: MainWindow, workers: Workers, page_id: str
) -> None:
    is_seen(province_window, workers, page_id)


def arguments_of(page_id: str) -> dict[str, str]:
    return {"form_id": "activity"} if page_id in {"import", "records"} else {}


def is_seen(window: MainWindow, workers: Workers, page_id: str) -> None:
    window.go(page_id, **arguments_of(page_id))
    window.activateWindow()
    settle(workers)
    unseen = []
    for widget in stops(window):
        if isinstance(widget, Page) or widget.visibleRegion().isEmpty():
            continue  # a page holds the keyboard only until the first key
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        rest(1)
        with_focus = around(window, widget)
        window.setFocus(Qt.FocusReason.OtherFocusReason)
        rest(1)
        if around(window, widget) == with_focus:
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")
    assert unseen == []


def around(window: MainWindow, widget: QWidget) -> QImage:
    place = widget.mapTo(window, QPoint(0, 0))
    area = QRect(place, widget.size()).adjusted(-4, -4, 4, 4)
    return window.grab(area).toImage()
