"""Stock Qt with the list and a form as large as ours, and nothing else: run as a program.

Arguments: the workspace's database, how many questions. Prints what the process holds, as JSON.
What a window that shows a list and takes in a form costs before a line of hrdesk is loaded; imports
nothing of ours but `held`.
"""

import json
import sqlite3
import sys
import time
from array import array
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from tests.bench.held import held

_FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
_STYLE = "QPushButton, QLineEdit { border: 1px solid #888; border-radius: 4px; padding: 4px }"
_SECONDS_AT_REST = 2


class _Rows(QAbstractTableModel):
    def __init__(self, database: sqlite3.Connection) -> None:
        super().__init__()
        self._database = database
        self._ids = array("q", (row[0] for row in database.execute("SELECT rowid FROM record")))

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802
        return len(self._ids)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802
        return 6

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        sql = "SELECT * FROM record WHERE rowid = ?"
        row = self._database.execute(sql, (self._ids[index.row()],)).fetchone()
        return str(row[index.column()])


def _form(questions: int) -> QScrollArea:
    inside = QWidget()
    layout = QFormLayout(inside)
    kinds = (QLineEdit, QComboBox, QDateEdit, QPlainTextEdit)
    for number in range(questions):
        layout.addRow(f"Câu hỏi {number}", kinds[number % len(kinds)]())
    form = QScrollArea()
    form.setWidget(inside)
    form.resize(900, 700)
    return form


def _window(database: sqlite3.Connection) -> QMainWindow:
    window = QMainWindow()
    window.resize(1366, 720)
    rows = QTableView()
    rows.setModel(_Rows(database))
    preview = QTextBrowser()
    preview.setHtml("".join(f"<p><b>Câu {n}</b> trả lời {n}</p>" for n in range(30)))
    navigation = QListWidget()
    navigation.addItems([f"Mục {n}" for n in range(12)])
    middle = QVBoxLayout()
    middle.addWidget(QLineEdit("tìm"))
    chips = QHBoxLayout()
    for number in range(5):
        chips.addWidget(QPushButton(f"Lọc {number}"))
    middle.addLayout(chips)
    middle.addWidget(rows)
    whole = QWidget()
    across = QHBoxLayout(whole)
    across.addWidget(navigation)
    across.addLayout(middle, 1)
    across.addWidget(preview)
    window.setCentralWidget(whole)
    return window


def _main(database: str, questions: str) -> None:
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    for path in sorted(_FONTS.glob("NotoSans-*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    font = QFont("Noto Sans")
    font.setPixelSize(14)
    app.setFont(font)
    app.setStyleSheet(_STYLE)
    window = _window(sqlite3.connect(database))
    window.show()
    form = _form(int(questions))
    form.grab()  # laid out and painted once, as ours is made ready
    end = time.perf_counter() + _SECONDS_AT_REST
    while time.perf_counter() < end:
        app.processEvents()
    print(json.dumps(held()))


if __name__ == "__main__":
    _main(*sys.argv[1:])
