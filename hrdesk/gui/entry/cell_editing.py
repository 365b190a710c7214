"""How a cell of a repeat is drawn and typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from hrdesk.forms.definition import Question, QuestionType
from hrdesk.gui.entry.question_widgets.choosing import Surroundings
from hrdesk.gui.entry.question_widgets.date_time import DateEditor, DateTimeEditor, TimeEditor
from hrdesk.gui.entry.question_widgets.editor import Editor
from hrdesk.gui.entry.question_widgets.number import NumberEditor
from hrdesk.gui.entry.question_widgets.person import PersonEditor
from hrdesk.gui.entry.question_widgets.select_multiple import PickList
from hrdesk.gui.entry.question_widgets.select_one import SearchEditor
from hrdesk.gui.entry.question_widgets.text import TextEditor
from hrdesk.gui.entry.repeat_model import (
    ASKED_ROLE,
    CAME_ROLE,
    FAULT_ROLE,
    KNOWN_ROLE,
    SOUGHT_ROLE,
    Index,
    RepeatModel,
)
from hrdesk.gui.look import icons
from hrdesk.gui.look.theme import SCALE, UNIT, colour, font
from hrdesk.vietnamese.text import match_spans

if TYPE_CHECKING:
    from hrdesk.services.people import PeopleSeen, Person

ROW_HEIGHT = 36
MARK: Final = 16
CAME_MARKS: Final = {"present": ("check", "good"), "absent": ("minus", "bad")}
KNOWN_MARKS: Final = {"person": ("user-check", "accent"), "namesakes": ("users", "warn")}


class CellDelegate(QStyledItemDelegate):
    """Draws cells with their faults; edits them with the controls of the questions."""

    stepped = Signal(bool)
    person_picked = Signal(object, object)  # QModelIndex, Person

    def __init__(self, model: RepeatModel, around: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._around = around
        self.name_key = ""  # the question whose answer is a person's name
        self.people: Callable[[], PeopleSeen] | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = option.rect
        fault = index.data(FAULT_ROLE)
        asked = index.data(ASKED_ROLE)
        painter.save()
        if not asked:
            painter.fillRect(place, colour("field_off"))
        elif fault:
            painter.fillRect(place, colour("bad_soft"))
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, colour("accent_soft"))
        painter.setFont(font(SCALE.body))
        painter.setPen(colour("bad" if fault else "text" if asked else "second"))
        inside = place.adjusted(UNIT * 2, 0, -UNIT * 2, 0)
        self._paint_marks(painter, inside, index)
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, inside.width()
        )
        self._paint_hits(painter, inside, text, index)
        painter.drawText(inside, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring = QRectF(place).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(ring, 3, 3)
        elif fault:
            line = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(colour("bad"), 1))
            painter.drawRect(line)
        painter.restore()

    @staticmethod
    def _paint_marks(painter: QPainter, inside: QRect, index: Index) -> None:
        """Who came before a name, who is known after it; `inside` keeps what is left."""
        top = inside.top() + (inside.height() - MARK) // 2
        if (came := index.data(CAME_ROLE)) is not None:
            if came:
                icons.paint(painter, inside.left() - UNIT // 2, top, *CAME_MARKS[came], MARK)
            if came == "absent":
                painter.setPen(colour("second"))
            inside.adjust(MARK + UNIT // 2, 0, 0, 0)
        if known := index.data(KNOWN_ROLE):
            icons.paint(painter, inside.right() - MARK + 1, top, *KNOWN_MARKS[known], MARK)
            inside.adjust(0, 0, -MARK - UNIT, 0)

    def _paint_hits(self, painter: QPainter, place: QRect, text: str, index: Index) -> None:
        """The ground of what is sought, in cells that begin at the left."""
        sought = str(index.data(SOUGHT_ROLE) or "")
        if not sought:
            return
        metrics = painter.fontMetrics()
        left = place.left()
        if int(index.data(Qt.ItemDataRole.TextAlignmentRole)) & int(Qt.AlignmentFlag.AlignRight):
            left = place.right() - metrics.horizontalAdvance(text) + 1
        for start, end in match_spans(text, sought):
            at = left + metrics.horizontalAdvance(text[:start])
            width = metrics.horizontalAdvance(text[start:end])
            top = place.center().y() - metrics.height() // 2
            painter.fillRect(at, top, width, metrics.height(), colour("hit"))

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        question = self._model.questions[index.column()]
        if question.key == self.name_key and self.people is not None:
            editor: Editor = PersonEditor(self.people)
        else:
            editor = cell_editor(question, self._model.repeat, self._around)
        editor.setParent(parent)
        editor.show_choices(self._model.choices(index))
        editor.show_value(self._model.value(index))
        editor.setProperty("before", self._model.value(index))
        editor.setProperty("row", index.row())
        editor.setProperty("column", index.column())
        editor.name_for_reader(self._model.heading(index.column()), self._model.fault(index))
        editor.setFocusProxy(editor.focus_target())
        editor.edited.connect(self._on_edited)
        editor.stepped.connect(self._on_stepped)
        editor.left.connect(self._on_left)
        if isinstance(editor, PersonEditor):
            editor.person_picked.connect(self._on_person)
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Nothing: the control was given its answer when it was made, and types live."""

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Nothing: every key has already been answered."""

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, 1, 1))

    @override
    def eventFilter(self, object: QObject, event: QEvent) -> bool:
        if (
            isinstance(object, Editor)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            if event.key() == Qt.Key.Key_Escape:
                self._take_back(object)
                return True
            return False
        if event.type() in {QEvent.Type.FocusOut, QEvent.Type.Hide}:
            return False
        return super().eventFilter(object, event)

    def close(self, editor: QWidget) -> None:
        """Done with a cell."""
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def _take_back(self, editor: Editor) -> None:
        index = self._index_of(editor)
        self._model.answer(index, str(editor.property("before") or ""))
        self.close(editor)

    def _index_of(self, editor: Editor) -> Index:
        return self._model.index(int(editor.property("row")), int(editor.property("column")))

    def _on_edited(self, value: str) -> None:
        editor = self.sender()
        if isinstance(editor, Editor):
            self._model.answer(self._index_of(editor), value)

    def _on_stepped(self, forward: bool) -> None:
        editor = self.sender()
        if isinstance(editor, Editor):
            self.close(editor)
        self.stepped.emit(forward)

    def _on_person(self, person: Person) -> None:
        editor = self.sender()
        if isinstance(editor, Editor):
            self.person_picked.emit(self._index_of(editor), person)

    def _on_left(self) -> None:
        editor = self.sender()
        if isinstance(editor, Editor):
            self.close(editor)


def cell_editor(question: Question, repeat: str, around: Surroundings) -> Editor:
    """The control of a question inside a cell: always one line."""
    kinds = QuestionType
    grouped = "thousands-sep" in question.appearance
    makers: dict[QuestionType, Callable[[], Editor]] = {
        kinds.INTEGER: lambda: NumberEditor(grouped=grouped),
        kinds.DECIMAL: lambda: NumberEditor(grouped=grouped),
        kinds.RANGE: lambda: NumberEditor(grouped=grouped),
        kinds.DATE: lambda: DateEditor(around.today),
        kinds.TIME: TimeEditor,
        kinds.DATETIME: lambda: DateTimeEditor(around.today),
        kinds.SELECT_ONE: SearchEditor,
        kinds.ACKNOWLEDGE: SearchEditor,
        kinds.SELECT_MULTIPLE: PickList,
        kinds.RANK: PickList,
    }
    maker = makers.get(question.question_type)
    return maker() if maker else TextEditor(around.suggest(question.key, repeat))
