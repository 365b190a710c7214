"""One question on the page: label, control, and below it the fault, the warning or the hint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from hrdesk.forms.markup import escaped
from hrdesk.gui.entry.question_widgets.acknowledge import AcknowledgeEditor
from hrdesk.gui.entry.question_widgets.editor import Editor
from hrdesk.gui.look import icons
from hrdesk.gui.look.components import IconButton, IconMark
from hrdesk.gui.look.labels import LabelType, label
from hrdesk.gui.look.theme import UNIT, set_role, tokens
from hrdesk.i18n import tr
from hrdesk.records.entry import NodeRef, NodeState

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_GAP: Final = UNIT
_FAULT_MARK: Final = 16
_PIN: Final = 20
_WIDTHS: Final = 4  # at once, while a form is laid out
_LINES: Final[dict[str, tuple[LabelType, str, str]]] = {  # type of the line, icon and its role
    "fault": ("fault", "circle-alert", "bad"),
    "warning": ("remark", "triangle-alert", "warn"),
    "accepted": ("second", "check", "good"),
    "hint": ("second", "", ""),
}


class QuestionField(QWidget):
    """A question and its control; a `Cell` of the six columns. Shows a state, decides nothing."""

    edited = Signal(object, str)  # NodeRef, answer
    left = Signal(object)
    stepped = Signal(object, bool)
    pinned = Signal(object)

    def __init__(self, ref: NodeRef, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ref = ref
        self.editor = editor
        self._words = ""
        self._required = False
        self._hint = ""
        self._fault = ""
        self._warning = ""
        self._accepted = False
        self._head = 0
        self._heads: dict[int, int] = {}  # heights of the label by width
        self.pin: IconButton | None = None
        self._kept = False
        self._locked = False
        self.caption = label("", "label", wraps=True)
        self.caption.setTextFormat(Qt.TextFormat.RichText)
        self.caption.setParent(self)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        self.line: QLabel | None = None
        self.mark: IconMark | None = None
        editor.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        editor.edited.connect(self._on_edited)
        editor.left.connect(self._on_left)
        editor.stepped.connect(self._on_stepped)
        self.caption.setBuddy(editor.focus_target())

    def show_state(
        self, state: NodeState, fault: str, warning: str = "", *, accepted: bool = False
    ) -> None:
        """Show label, hint, required mark, and the fault or the warning ("" for none to show)."""
        renamed = (state.label, state.required) != (self._words, self._required)
        if renamed:
            self._words, self._required = state.label, state.required
            self.paint_caption()
        line = (state.hint, fault, warning, accepted)
        if line != (self._hint, self._fault, self._warning, self._accepted):
            self._hint, self._fault, self._warning, self._accepted = line
            self._show_line()
        elif not renamed:
            self.editor.set_readonly(readonly=state.readonly or self._locked)
            return
        self.editor.set_readonly(readonly=state.readonly or self._locked)
        said = self._words
        self.editor.name_for_reader(said, self._fault or self._warning or self._hint)
        self.updateGeometry()
        self._lay()

    def paint_caption(self) -> None:
        """Write the label anew, its star in the colour of the theme."""
        if isinstance(self.editor, AcknowledgeEditor):
            self.editor.show_statement(self._words)
            return
        words = escaped(self._words)
        star = f'&nbsp;<span style="color:{tokens().bad}">*</span>' if self._required else ""
        self.caption.setText(f"{words}{star}")
        self._heads.clear()

    def lock(self) -> None:
        """The answer can be read, never changed."""
        self._locked = True
        self.editor.set_readonly(readonly=True)

    @property
    def words(self) -> str:
        """The label, plain."""
        return self._words

    @property
    def fault(self) -> str:
        """The fault now shown."""
        return self._fault

    @property
    def warning(self) -> str:
        """The warning now shown, or the reason with which it was accepted."""
        return "" if self._fault else self._warning

    @property
    def kept(self) -> bool:
        """Whether the answer is shown as kept from record to record."""
        return self._kept

    def show_pin(self, *, kept: bool, near: bool) -> None:
        """Mark the question as kept; while the keyboard is `near` the pin can be seen and used."""
        self._kept = kept
        if self.pin is None:
            if not (kept or near):
                return
            self.pin = IconButton("pin", "", on_click=self._on_pin, parent=self)
            self.pin.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F7 does it: Enter goes on to answers
            self.pin.setObjectName("pin")
            self.pin.resize(_PIN, _PIN)
        icons.set_icon(self.pin, "pin", "accent" if kept else "second", 14)
        name = (
            tr("Kept from record to record (F7 ends it)")
            if kept
            else tr("Keep this answer from record to record (F7)")
        )
        self.pin.setAccessibleName(f"{name}: {self._words}")
        self.pin.setToolTip(name)
        self.pin.setVisible(kept or near)
        self._lay()

    @property
    def required(self) -> bool:
        """Whether the star is shown."""
        return self._required

    def take_focus(self) -> None:
        """Put the keyboard here, as Tab would."""
        self.editor.focus_target().setFocus(Qt.FocusReason.TabFocusReason)

    def head_height(self, width: int) -> int:
        """The height that the label needs."""
        if not self._words or isinstance(self.editor, AcknowledgeEditor):
            return 0
        if width not in self._heads:  # asked for many times while a form is laid out
            if len(self._heads) > _WIDTHS:
                self._heads.clear()
            self.caption.ensurePolished()  # in the font it will have
            least = self.caption.fontMetrics().height()
            self._heads[width] = max(self.caption.heightForWidth(width), least) + _GAP
        return self._heads[width]

    def body_height(self, width: int) -> int:
        """Control, and the line below it when it says something."""
        return self._control_height(width) + self._line_height(width)

    def set_head_height(self, height: int) -> None:
        """Give the label this much room, so that it stands level with its neighbours."""
        if height != self._head:
            self._head = height
            self._lay()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self.head_height(width) + self.body_height(width)

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), 200)
        return QSize(width, self.heightForWidth(width))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._heads.clear()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _control_height(self, width: int) -> int:
        if self.editor.hasHeightForWidth():
            return self.editor.heightForWidth(width)
        return self.editor.sizeHint().height()

    def _line_height(self, width: int) -> int:
        if self.line is None or self.line.isHidden():
            return 0
        room = width - (_FAULT_MARK + _GAP if self._kind() != "hint" else 0)
        return _GAP + max(self.line.heightForWidth(room), self.line.fontMetrics().height())

    def _lay(self) -> None:
        width = self.width()
        head = max(self._head, self.head_height(width))
        self.caption.setGeometry(0, 0, width, max(0, head - _GAP))
        if self.pin is not None:
            self.pin.move(width - _PIN, max(0, head - _GAP - _PIN))
            self.pin.raise_()
        tall = self._control_height(width)
        self.editor.setGeometry(0, head, width, tall)
        if self.line is not None and not self.line.isHidden():
            shift = _FAULT_MARK + _GAP if self._kind() != "hint" else 0
            top = head + tall + _GAP
            below = self._line_height(width) - _GAP
            self.line.setGeometry(shift, top, width - shift, below)
            if self.mark is not None:
                self.mark.move(0, top + 2)

    def _show_line(self) -> None:
        text = self._fault or self._warning or self._hint
        kind, icon, role = _LINES[self._kind()]
        if self.line is None:
            if not text:
                return
            self.line = label("", kind, wraps=True)
            self.line.setParent(self)
            self.line.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        if text:  # else nobody sees it, and what it says next may look as it did before
            set_role(self.line, "type", kind)
        self.line.setText(text)
        self.line.setVisible(bool(text))
        if icon and self.mark is None:
            self.mark = IconMark(icon, _FAULT_MARK, role, self)
        if self.mark is not None:
            if icon:
                self.mark.show_icon(icon, role)
            self.mark.setVisible(bool(icon))
        self.editor.show_fault(faulty=bool(self._fault))

    def _kind(self) -> str:
        if self._fault:
            return "fault"
        if self._warning:
            return "accepted" if self._accepted else "warning"
        return "hint"

    def _on_pin(self) -> None:
        self.pinned.emit(self.ref)

    def _on_edited(self, value: str) -> None:
        self.edited.emit(self.ref, value)

    def _on_left(self) -> None:
        self.left.emit(self.ref)

    def _on_stepped(self, forward: bool) -> None:
        self.stepped.emit(self.ref, forward)
