"""What is about to be pasted, with each column's question, before anything is taken in."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.entry.pasted_rows import Column, Guess, fits, value_of
from hrdesk.gui.entry.question_widgets.choosing import is_shown
from hrdesk.gui.entry.question_widgets.person import person_words
from hrdesk.gui.look.components import PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.screens import room_around
from hrdesk.gui.look.theme import UNIT, tokens
from hrdesk.i18n import tr, trn
from hrdesk.records.pasted_text import MOST_ROWS

if TYPE_CHECKING:
    from hrdesk.gui.entry.roster_acts import RosterActs

_SAMPLE: Final = 8
_HEAD: Final = 40
_LINE: Final = 32
_LEFT_OUT: Final = 144
_LEAST: Final = 204
_KNOWN: Final = 260
Rows = list[list[tuple[str, str]]]


class PastePreview(RoomyDialog):
    """Columns as they were guessed, to be corrected; Enter takes them."""

    def __init__(
        self,
        parent: QWidget | None,
        rows: Sequence[Sequence[str]],
        columns: Sequence[Column],
        guess: Guess,
        today: date,
        acts: RosterActs | None = None,
    ) -> None:
        super().__init__(parent)
        self._all = rows
        self._rows = rows[1:] if guess.has_header else rows
        self._columns = [column for column in columns if is_shown(column.question)]
        self._today = today
        self._acts = acts
        self._filling = False  # whether blanks are filled in from who was met before
        self.setWindowTitle(tr("Paste rows"))
        wanted = sum(_LEAST if key is not None else _LEFT_OUT for key in guess.keys)
        wanted += _KNOWN if acts is not None and len(acts.people) else 0
        self.resize(max(640, min(1160, wanted + UNIT * 14)), 480)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        outer.setSpacing(UNIT * 3)
        self._title = label("", "title")
        self.headed = QCheckBox(tr("The first row holds headings"))
        self.headed.setChecked(guess.has_header)
        self._say_what(outer, cut=len(rows) >= MOST_ROWS)
        self._table = QTableWidget(self)
        self._table.setTabKeyNavigation(False)
        self._set_up_table()
        outer.addWidget(self._table, 1)
        self._known = label("", "second")
        self._known.hide()
        self._remark = label("", "remark", wraps=True)
        outer.addWidget(self._remark)
        outer.addWidget(self._known)
        self.take = PrimaryButton("", key="Enter", on_click=self.accept)
        self.take.setDefault(True)
        self.fill = QuietButton("", key="Ctrl+Enter", on_click=self._take_filled)
        self._add_buttons(outer)
        if acts is not None:
            acts.people_came.connect(self._fill)
        self.boxes = self._made_boxes(guess)
        self._show_rows()
        self.headed.toggled.connect(self._on_headed)
        self._order_tabs()
        self.take.setFocus()

    def _say_what(self, outer: QVBoxLayout, *, cut: bool) -> None:
        outer.addWidget(self._title)
        said = tr("Above each column stands the question it goes to. Change it where it is wrong.")
        if cut:
            said = f"{said} {tr('Only the first {count} rows are taken.', count=MOST_ROWS)}"
        outer.addWidget(label(said, "second", wraps=True))
        if len(self._all) > 1:
            outer.addWidget(self.headed, 0, Qt.AlignmentFlag.AlignLeft)

    def _order_tabs(self) -> None:
        """The keyboard goes through the page as it is read: headings, columns, buttons."""
        stops = [self.headed, *self.boxes, self.cancel, self.fill, self.take]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _on_headed(self) -> None:
        self._rows = self._all[1:] if self.headed.isChecked() else self._all
        self._show_rows()

    def _show_rows(self) -> None:
        """What stands below the heads, and how many rows would be added."""
        count = len(self._rows)
        self._title.setText(
            trn("{count} row from the clipboard", "{count} rows from the clipboard", count)
        )
        self.take.set_text(trn("Add {count} row", "Add {count} rows", count), "Enter")
        sample = min(_SAMPLE, count)
        more = count > sample
        self._table.clearSpans()
        for line in range(1, self._table.rowCount()):
            for place in range(self._table.columnCount()):
                self._table.takeItem(line, place)
        self._table.setRowCount(1 + sample + more)
        for line in range(self._table.rowCount()):
            self._table.setRowHeight(line, _HEAD if line == 0 else _LINE)
        wanted = _HEAD + _LINE * (sample + more) + UNIT
        room = room_around(self).height() // 2  # more than that is scrolled
        self._table.setMinimumHeight(max(_HEAD + _LINE * 2, min(wanted, room - UNIT * 16)))
        if more:
            rest = count - sample
            item = QTableWidgetItem(trn("… and {count} more row", "… and {count} more rows", rest))
            self._table.setItem(1 + sample, 0, item)
            if len(self.boxes) > 1:
                self._table.setSpan(1 + sample, 0, 1, len(self.boxes))
        self._fill()

    def _set_up_table(self) -> None:
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.horizontalHeader().hide()
        self._table.verticalHeader().hide()
        self._table.setAccessibleName(tr("What will be pasted"))

    def _add_buttons(self, outer: QVBoxLayout) -> None:
        self.fill.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT * 2)
        buttons.addStretch(1)
        self.cancel = QuietButton(tr("Cancel"), on_click=self.reject)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.fill)
        buttons.addWidget(self.take)
        outer.addLayout(buttons)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._take_filled)

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        rows: Sequence[Sequence[str]],
        columns: Sequence[Column],
        guess: Guess,
        today: date,
        acts: RosterActs | None = None,
    ) -> Rows:
        """The rows to add, their answers in lexical form; none when the person declines."""
        dialog = cls(parent, rows, columns, guess, today, acts)
        try:
            return dialog.answers() if dialog.exec() == QDialog.DialogCode.Accepted else []
        finally:
            dialog.deleteLater()

    def answers(self) -> Rows:
        """Every row as answers of the questions chosen for its columns."""
        chosen = self._chosen()
        result: Rows = []
        for row in self._rows:
            answers = [
                (column.key, value_of(cell, column, self._today))
                for cell, column in zip(row, chosen, strict=True)
                if column is not None and cell
            ]
            if answers:
                result.append(answers)
        if self._filling and self._acts is not None:
            return self._acts.filled(result)
        return result

    def _take_filled(self) -> None:
        if self.fill.isVisibleTo(self):
            self._filling = True
            self.accept()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox)

    def _made_boxes(self, guess: Guess) -> list[QComboBox]:
        self._table.setColumnCount(len(guess.keys))
        self._table.setRowCount(1)
        boxes: list[QComboBox] = []
        for place, key in enumerate(guess.keys):
            box = QComboBox()
            box.addItem(tr("Leave out"), "")
            for column in self._columns:
                box.addItem(column.label, column.key)
            box.setCurrentIndex(max(0, box.findData(key or "")))
            box.installEventFilter(self)
            box.setAccessibleName(tr("Question for column {number}", number=place + 1))
            box.currentIndexChanged.connect(self._on_changed)
            self._table.setCellWidget(0, place, box)
            boxes.append(box)
        self._share_width(guess)
        return boxes

    def _share_width(self, guess: Guess) -> None:
        """What is left out is narrow, the rest shares the room."""
        room = self.width() - UNIT * 14
        taken = [key is not None for key in guess.keys]
        free = room - _LEFT_OUT * taken.count(False)
        each = max(_LEAST, free // max(1, taken.count(True)))
        for place, used in enumerate(taken):
            self._table.setColumnWidth(place, each if used else _LEFT_OUT)

    def _chosen(self) -> list[Column | None]:
        by_key = {column.key: column for column in self._columns}
        return [by_key.get(str(box.currentData())) for box in self.boxes]

    def _on_changed(self) -> None:
        sender = self.sender()
        if isinstance(sender, QComboBox) and sender.currentData():
            for box in self.boxes:
                if box is not sender and box.currentData() == sender.currentData():
                    box.blockSignals(True)
                    box.setCurrentIndex(0)
                    box.blockSignals(False)
        self._fill()

    def _fill(self) -> None:
        chosen = self._chosen()
        for line, row in enumerate(self._rows[:_SAMPLE], 1):
            for place, cell in enumerate(row):
                item = QTableWidgetItem(cell)
                column = chosen[place]
                if column is None:
                    item.setForeground(QColor(tokens().disabled))
                elif not fits(cell, column, self._today):
                    item.setForeground(QColor(tokens().bad))
                    item.setToolTip(tr("This cannot be read as an answer to the question."))
                self._table.setItem(line, place, item)
        odd = sum(
            not fits(cell, column, self._today)
            for row in self._rows
            for cell, column in zip(row, chosen, strict=True)
            if column is not None
        )
        self._remark.setText(
            trn(
                "{count} cell cannot be read; it is kept as it is and marked in the table.",
                "{count} cells cannot be read; they are kept as they are and marked in the table.",
                odd,
            )
            if odd
            else ""
        )
        self._remark.setVisible(bool(odd))
        self.take.setEnabled(any(column is not None for column in chosen))
        self._show_known()

    def _show_known(self) -> None:
        """Who of them was met before, in a column of its own."""
        acts = self._acts
        if acts is None or not len(acts.people):
            return
        rows = self.answers()
        known = [acts.match_of(dict(row)) for row in rows]
        place = len(self.boxes)
        self._table.setColumnCount(place + 1)
        self._table.setColumnWidth(place, _KNOWN)
        self._table.setItem(0, place, QTableWidgetItem(tr("Met before")))
        for line, match in enumerate(known[:_SAMPLE], 1):
            item = QTableWidgetItem("")
            if match is not None and match.person is not None:
                item.setText(person_words(match.person))
                item.setForeground(QColor(tokens().accent))
            elif match is not None:
                item.setText(tr("same name, another workplace"))
                item.setForeground(QColor(tokens().warn))
            item.setToolTip(item.text())
            self._table.setItem(line, place, item)
        met = sum(match is not None and match.person is not None for match in known)
        gains = sum(len(more) > len(row) for more, row in zip(acts.filled(rows), rows, strict=True))
        self.fill.set_text(
            trn("Add and fill in {count} known", "Add and fill in {count} known", gains),
            "Ctrl+Enter",
        )
        self.fill.setVisible(gains > 0)
        self._known.setText(
            trn("{count} of them was met before.", "{count} of them were met before.", met)
            if met
            else ""
        )
        self._known.setVisible(met > 0)
