"""The window at twice the size, as a program of its own: what of its words is cut.

Usage: QT_SCALE_FACTOR=2 python -m tests.support.scaled_window FOLDER WIDTH HEIGHT
WIDTH and HEIGHT are logical: a screen of 1366x768 at 200 % has 683x384 of them. Prints one JSON
object: for each page its width and what is cut.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from hrdesk.gui.look.components import PageHeader
from hrdesk.gui.look.labels import ElidedLabel
from hrdesk.gui.look.screens import room_around
from hrdesk.gui.look.workers import Workers
from hrdesk.gui.shell import app as program
from hrdesk.gui.shell import pages
from hrdesk.gui.shell.first_run import FirstRun
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.gui.shell.navigation import NavigationItem
from hrdesk.services.workspace import open_workspace
from tests.support.desk import NOW
from tests.support.gui import settle

FIELDS = (QLineEdit, QPlainTextEdit, QComboBox)


def cut(window: QWidget) -> list[str]:
    """Labels and buttons whose words do not fit into them, and controls beyond the window."""
    found = []
    for widget in window.findChildren(QWidget):
        if isinstance(widget, FIELDS) and widget.isVisible() and beyond(widget, window):
            found.append(f"outside: {widget.accessibleName() or type(widget).__name__}")
        if not widget.isVisible() or not words(widget):
            continue
        if isinstance(widget, ElidedLabel):
            if (
                isinstance(widget.parentWidget(), PageHeader)
                and widget.text() != widget.whole_text()
            ):
                found.append(f"title cut: {widget.whole_text()}")
            continue  # says the whole in a tooltip, on purpose
        if isinstance(widget, NavigationItem):
            continue  # as above
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + 2:
                found.append(f"too low: {words(widget)}")
        elif max(needed(widget), whole(widget)) > widget.width() + 1:
            found.append(f"too narrow: {words(widget)}")
        if beyond(widget, window):
            found.append(f"outside: {words(widget)}")
    return found


def words(widget: QWidget) -> str:
    """What it says."""
    if isinstance(widget, QLabel):
        return "" if widget.pixmap() and not widget.pixmap().isNull() else widget.text()[:60]
    if isinstance(widget, QToolButton):
        return ""  # an icon
    return widget.text()[:60] if isinstance(widget, QAbstractButton) else ""


def needed(widget: QWidget) -> int:
    """How wide the words alone are."""
    if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.RichText:
        return 0
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return max(
        (widget.fontMetrics().horizontalAdvance(line) for line in text.split("\n")), default=0
    )


def whole(widget: QWidget) -> int:
    """How wide a button is with its icon and its edges."""
    return widget.minimumSizeHint().width() if isinstance(widget, QPushButton) else 0


def beyond(widget: QWidget, window: QWidget) -> bool:
    """Whether it lies outside of the window where nothing can be scrolled."""
    outer: QWidget | None = widget.parentWidget()
    while outer is not None and outer is not window:  # a dialog's page has nothing to say in it
        if isinstance(outer, QAbstractScrollArea):
            never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if outer.horizontalScrollBarPolicy() is not never:
                return False
            seen = QRect(widget.mapTo(outer, widget.rect().topLeft()), widget.size())
            if seen.right() > outer.width() or seen.left() < 0:
                return True  # nobody can scroll there
        outer = outer.parentWidget()
    place = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
    return place.right() > window.width() or place.left() < 0


def main(folder: Path, width: int, height: int) -> dict[str, object]:
    """All pages, one after the other."""
    application = program.make_application()
    workers = Workers()
    told: dict[str, Any] = {"factor": 0.0, "pages": {}}
    with open_workspace(folder, now=NOW) as workspace:
        window = MainWindow(workspace, workers, lambda: NOW)
        window.resize(width, height)
        window.show()
        settle(workers)
        told["factor"] = window.devicePixelRatioF()
        seen = {spec.page_id: {} for spec in pages.available(province=workspace.province)}
        places = [(page_id, {}) for page_id in seen]
        places += [("records", {"form_id": kind}) for kind in ("activity", "training", "agency")]
        places += [("records", {"form_id": "activity", "new": True})]
        told["pages"] = {
            f"{page_id} {' '.join(map(str, arguments.values()))}".strip(): _look(
                window, workers, page_id, arguments
            )
            for page_id, arguments in places
        }
        told["pages"]["first run"] = _first_run(workers, folder, width, height)
        told["dialogs"] = _dialogs(window, workers, folder)
        window.hide()
        workers.stop()
    application.quit()
    return told


def _first_run(workers: Workers, folder: Path, width: int, height: int) -> dict[str, object]:
    """What a new office is asked, in a window as large as the screen."""
    page = FirstRun(folder / "new", workers, lambda: NOW)
    page.resize(width, height)
    page.show()
    settle(workers)
    seen = {"width": page.width(), "height": page.height(), "cut": cut(page)}
    page.hide()
    page.deleteLater()
    return seen


def _dialogs(window: MainWindow, workers: Workers, folder: Path) -> dict[str, object]:
    """Every dialog that needs nothing but an office with records in it."""
    from tests.support import gallery

    seen: dict[str, object] = {}
    room = room_around(window)
    for name, opening in gallery.ANYBODY.items():
        if name == "paper":
            continue

        def look(dialog: QWidget, name: str = name) -> None:
            seen[name] = {
                "width": dialog.width(),
                "height": dialog.height(),
                "fits": dialog.width() <= room.width() and dialog.height() <= room.height(),
                "cut": cut(dialog),
            }

        gallery.visit(gallery.Place(window, workers, folder), opening, look)
    return seen


def _look(
    window: MainWindow, workers: Workers, page_id: str, arguments: dict[str, object]
) -> dict[str, object]:
    window.go(page_id, **arguments)
    settle(workers)
    return {"width": window.width(), "height": window.height(), "cut": cut(window)}


if __name__ == "__main__":
    result = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
