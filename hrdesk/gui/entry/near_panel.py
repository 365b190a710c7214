"""Beside the form, quietly: records that may be the same event. Enter compares, Ctrl+Enter opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from hrdesk.gui.look.components import PAGE_MARGIN, BareButton, IconMark, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services import entering
from hrdesk.services.near_duplicates import NearDuplicate, near_duplicates
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.look.page import Session
    from hrdesk.gui.look.workers import Job
    from hrdesk.services.entering import EntrySession

_DELAY_MS: Final = 500
_ROW: Final = UNIT * 8
_WIDTH: Final = UNIT * 62


class NearWatch(QObject):
    """Asks the store on the worker once title and date rest; the last question asked is answered."""

    found = Signal(object)  # tuple[NearDuplicate, ...]

    def __init__(
        self, session: Session, filled: EntrySession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._filled = filled
        self._job: Job | None = None
        self._asked: tuple[str, str] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DELAY_MS)
        self._soon.timeout.connect(self.look)

    def wait_a_moment(self) -> None:
        """An answer changed."""
        if self._title_and_day() != self._asked:
            self._soon.start()

    def look(self) -> None:
        """Ask now."""
        asked = self._title_and_day()
        if asked == self._asked:
            return
        self._asked = asked
        if self._job is not None:
            self._job.cancel()
        workspace, filled = self._session.workspace, self._filled
        form = filled.entry.form
        key = form.settings.get("event_on_key", "")
        day = entering.event_on(form, {key: asked[1]})
        title, own = asked[0], filled.record_id
        self._job = self._session.workers.run(
            lambda: near_duplicates(workspace, form.form_id, title, day, besides=own),
            on_done=self.found.emit,
            on_error=_nothing,
            owner=self,
        )

    def _title_and_day(self) -> tuple[str, str]:
        from hrdesk.records.entry import NodeRef  # noqa: PLC0415 - with the record

        entry = self._filled.entry
        keys = [entry.form.settings.get(name, "") for name in ("title_key", "event_on_key")]
        title, day = (entry.value(NodeRef(key)) if key else "" for key in keys)
        return title, day


class NearPanel(QFrame):
    """The few records that are like this one; hidden when there are none."""

    compare_wanted = Signal(str)  # record id
    open_wanted = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nearpanel")
        self._found: tuple[NearDuplicate, ...] = ()
        self._dismissed: frozenset[str] = frozenset()
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, UNIT * 3, UNIT * 4, UNIT * 3)
        column.setSpacing(UNIT)
        head = QHBoxLayout()
        head.setSpacing(UNIT * 2)
        head.addWidget(IconMark("files", 16, "second", self))
        self.title = label("", "strong", wraps=True)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        self.rows = _Rows(self)
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.compare.connect(self._on_compare)
        self.rows.open.connect(self._on_open)
        self.rows.itemClicked.connect(self._on_clicked)
        self.rows.left.connect(self._on_left)
        column.addWidget(self.rows)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.hint = label("", "second", wraps=True)
        self._foot.addWidget(self.hint, 1)
        self.dismiss = BareButton("", on_click=self._dismiss)
        self._foot.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._foot)
        column.addStretch(1)
        self._column = column
        self.hide()

    def show_found(self, found: tuple[NearDuplicate, ...]) -> None:
        """Other records, or none."""
        self._found = tuple(one for one in found if one.record_id not in self._dismissed)
        self.rows.clear()
        for one in self._found:
            day = show_date(one.on)
            facts = [day, tr("draft")] if one.is_draft else [day]
            item = QListWidgetItem(" · ".join([*facts, one.title]))
            item.setToolTip(one.title)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{day}, {one.title}")
            item.setSizeHint(QSize(UNIT * 20, _ROW))
            self.rows.addItem(item)
        self.title.setText(tr("Perhaps entered before ({count})", count=len(self._found)))
        self.rows.setAccessibleName(self.title.text())
        self.hint.setText(tr("F12 goes here, Enter compares, Ctrl+Enter opens."))
        self.dismiss.set_text(tr("Not the same"))
        self.rows.setFixedHeight(len(self._found) * _ROW + 2)
        self.setVisible(bool(self._found))

    def forget(self) -> None:
        """Another record is shown."""
        self._dismissed = frozenset()
        self.show_found(())

    def lay_beside(self, *, beside: bool) -> None:
        """A column at the right of the form, or a strip below it."""
        edge = UNIT * 4 if beside else PAGE_MARGIN
        self._column.setContentsMargins(edge, UNIT * 2, edge, UNIT * 2)
        self._foot.setDirection(
            QBoxLayout.Direction.TopToBottom if beside else QBoxLayout.Direction.LeftToRight
        )
        self.setMinimumWidth(_WIDTH if beside else 0)
        self.setMaximumWidth(_WIDTH if beside else 16_777_215)

    def take_focus(self) -> bool:
        """Put the keyboard on the first of them; False when there is none."""
        if not self._found:
            return False
        self.rows.setCurrentRow(0)
        self.rows.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _chosen(self) -> str:
        row = self.rows.currentRow()
        return self._found[row].record_id if 0 <= row < len(self._found) else ""

    def _on_compare(self) -> None:
        if record_id := self._chosen():
            self.compare_wanted.emit(record_id)

    def _on_open(self) -> None:
        if record_id := self._chosen():
            self.open_wanted.emit(record_id)

    def _on_clicked(self, _item: QListWidgetItem) -> None:
        self._on_compare()

    def _on_left(self) -> None:
        self.left.emit()

    def _dismiss(self) -> None:
        self._dismissed |= {one.record_id for one in self._found}
        self.show_found(())
        self.left.emit()


class _Rows(QListWidget):
    compare = Signal()
    open = Signal()
    left = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            event.accept()  # Ctrl+Enter opens here, and does not complete the record
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            (self.open if control else self.compare).emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _nothing(error: BaseException) -> None:
    """A courtesy: without it typing goes on."""
    del error
