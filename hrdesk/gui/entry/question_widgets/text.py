"""Text of one line, with what was answered before on offer, and text of several lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.editor import Editor
from hrdesk.gui.entry.question_widgets.line import Line
from hrdesk.gui.look.theme import SCALE, font, set_role
from hrdesk.vietnamese.text import nfc

Suggest = Callable[[str, Callable[[list[str]], None]], None]  # typed, where the answers go
_FEWEST_LINES = 2
_MOST_LINES = 8


class LineEditor(Editor):
    """The base of all controls that are one line."""

    def __init__(self, parent: QWidget | None = None, line: type[Line] = Line) -> None:
        super().__init__(parent)
        self.line = line(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        self.line.textEdited.connect(self._on_typed)
        self.line.left.connect(self._on_left)
        self.line.stepped.connect(self._on_stepped)

    @override
    def focus_target(self) -> QWidget:
        return self.line

    @override
    def show_value(self, value: str) -> None:
        shown = self.written(value)
        if shown != self.line.text():
            self.line.setText(shown)
            self.line.setCursorPosition(0)

    @override
    def forget_typing(self) -> None:
        if self.line.isUndoAvailable() or self.line.isRedoAvailable():
            self.line.setText(self.line.text())

    @override
    def show_fault(self, *, faulty: bool) -> None:
        set_role(self.line, "fault", "true" if faulty else "false")

    @override
    def set_readonly(self, *, readonly: bool) -> None:
        self.line.setReadOnly(readonly)
        set_role(self.line, "quiet", "true" if readonly else "false")

    def lexical(self, typed: str) -> str:
        """What was typed as an answer; what cannot be read is kept as it was typed."""
        return nfc(typed).strip()

    def written(self, value: str) -> str:
        """An answer the way it is written here."""
        return value

    def _on_typed(self, typed: str) -> None:
        self.tell_edited(self.lexical(typed))

    def _on_left(self) -> None:
        self.line.setText(self.written(self.lexical(self.line.text())))
        self.line.setCursorPosition(0)
        self.tell_left()

    def _on_stepped(self, forward: bool) -> None:
        self.tell_stepped(forward=forward)


class TextEditor(LineEditor):
    """One line of text."""

    def __init__(self, suggest: Suggest | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggest = suggest
        self._offered: list[str] = []
        if suggest is not None:
            self.line.wants_list.connect(self._ask)
            self.line.picked.connect(self._on_picked)

    @override
    def _on_typed(self, typed: str) -> None:
        super()._on_typed(typed)
        if self._suggest is not None and len(typed.strip()) > 1:
            self._ask()
        elif self.line.drop_visible():
            self.line.drop().hide()

    def _ask(self) -> None:
        if self._suggest is not None:
            self._suggest(nfc(self.line.text()), self._offer)

    def _offer(self, answers: list[str]) -> None:
        typed = nfc(self.line.text()).strip()
        self._offered = [answer for answer in answers if answer != typed]
        if self.line.hasFocus():
            self.line.drop().show_rows(self._offered, first=False)

    def _on_picked(self, row: int) -> None:
        if 0 <= row < len(self._offered):
            self.line.setText(self._offered[row])
            self.tell_edited(self._offered[row])


class _Paper(QPlainTextEdit):
    """Several lines; grows with what is in it, and Tab leaves it."""

    def __init__(self, owner: MultilineEditor) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        undo = event.matches(QKeySequence.StandardKey.Undo)
        redo = event.matches(QKeySequence.StandardKey.Redo)
        document = self.document()
        if (undo and not document.isUndoAvailable()) or (redo and not document.isRedoAvailable()):
            event.ignore()
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        }:
            self._owner.paper_left()


class MultilineEditor(Editor):
    """Text of several lines; Enter begins a new line here, Tab goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = _Paper(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.paper)
        self._showing = False
        self.paper.textChanged.connect(self._on_changed)
        self._fit()

    @override
    def focus_target(self) -> QWidget:
        return self.paper

    @override
    def can_step(self) -> bool:
        return False

    @override
    def show_value(self, value: str) -> None:
        if value != self._lexical():
            self._showing = True
            self.paper.setPlainText(value)
            self._showing = False
            self._fit()

    @override
    def forget_typing(self) -> None:
        self.paper.document().clearUndoRedoStacks()

    @override
    def show_fault(self, *, faulty: bool) -> None:
        set_role(self.paper, "fault", "true" if faulty else "false")

    @override
    def set_readonly(self, *, readonly: bool) -> None:
        self.paper.setReadOnly(readonly)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.paper.height())

    def paper_left(self) -> None:
        """The keyboard left the paper: letters are put in their one form, undo ends."""
        text = self._lexical()
        if text != self.paper.toPlainText() or self.paper.document().isUndoAvailable():
            self._showing = True
            self.paper.setPlainText(text)
            self._showing = False
        self.tell_left()

    def _lexical(self) -> str:
        return nfc(self.paper.toPlainText()).strip()

    def _on_changed(self) -> None:
        self._fit()
        if not self._showing:
            self.tell_edited(self._lexical())

    def _fit(self) -> None:
        lines = self.paper.document().size().height()
        shown = min(_MOST_LINES, max(_FEWEST_LINES, round(lines)))
        height = shown * QFontMetrics(font(SCALE.body)).lineSpacing() + 20
        if self.paper.height() != height:
            self.paper.setFixedHeight(height)
            self.setFixedHeight(height)
            self.updateGeometry()
