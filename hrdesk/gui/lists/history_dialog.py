"""What happened to a record: who, when, which answer from what to what; and bringing it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.entry.repeat_model import Index
from hrdesk.gui.look import messages
from hrdesk.gui.look.components import Banner, Chip, PageHeader, PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.labels import ElidedLabel
from hrdesk.gui.look.theme import SCALE, UNIT, colour, font
from hrdesk.i18n import tr, trn
from hrdesk.services import entering, history
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.gui.look.page import Session
    from hrdesk.services.history import History, Version

_ROW: Final = UNIT * 14
_LIST_WIDTH: Final = UNIT * 76
_SIZE: Final = QSize(UNIT * 260, UNIT * 150)
_WHAT: Final = int(Qt.ItemDataRole.UserRole)


class HistoryDialog(RoomyDialog):
    """Versions at the left, the latest first; what the chosen one changed at the right."""

    restored = Signal(str)  # record id

    def __init__(self, session: Session, record_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record_id = record_id
        self._told: History | None = None
        self._whole_wanted = False
        self.setWindowTitle(tr("History of the record"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE)
        self.header = PageHeader(tr("History of the record"))
        self.banner = Banner(tone="warn")
        self.banner.hide()
        self.versions = _make_list(self)
        self.versions.currentRowChanged.connect(self._show_version)
        self.changes_chip = Chip(tr("What changed"))
        self.whole_chip = Chip(tr("Whole record"))
        self.changes_chip.clicked.connect(lambda: self.show_whole(whole=False))
        self.whole_chip.clicked.connect(lambda: self.show_whole(whole=True))
        self.said = ElidedLabel("", "strong")
        self.table = _make_table()
        self.restore_button = PrimaryButton(
            tr("Bring this version back"), key="Ctrl+Enter", on_click=self.restore
        )
        self.close_button = QuietButton(tr("Close"), key="Esc", on_click=self.reject)
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.restore)
        self._enable()
        self._read()

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(UNIT)
        chips.addWidget(self.said, 1)
        chips.addWidget(self.changes_chip)
        chips.addWidget(self.whole_chip)
        right = QVBoxLayout()
        right.setSpacing(UNIT * 2)
        right.addLayout(chips)
        right.addWidget(self.table, 1)
        middle = QHBoxLayout()
        middle.setSpacing(UNIT * 4)
        middle.addWidget(self.versions)
        middle.addLayout(right, 1)
        below = QHBoxLayout()
        below.setSpacing(UNIT * 2)
        below.addWidget(
            label(tr("Nothing is lost: bringing back makes a new version."), "second", wraps=True),
            1,
        )
        below.addWidget(self.close_button)
        below.addWidget(self.restore_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)
        column.addLayout(below)

    # --- reading

    def _read(self) -> None:
        workspace, record_id = self._session.workspace, self._record_id
        self._session.workers.run(
            lambda: history.history(workspace, record_id),
            on_done=self.show_history,
            on_error=self._failed,
            owner=self,
        )

    def show_history(self, told: History) -> None:
        """Show what was read; the latest version is chosen."""
        self._told = told
        count = trn("{count} version", "{count} versions", len(told.versions))
        self.header.set_facts(f"{told.title} · {count}" if told.title else count)
        self.versions.clear()
        for version in told.versions:
            self.versions.addItem(_item_of(version))
        if told.deleted:
            last = told.versions[0]
            self.banner.show_text(
                tr(
                    "This record was deleted on {when} by {who}. Bring a version back to have it again.",
                    when=show_datetime(last.at),
                    who=last.actor,
                ),
                "warn",
            )
        self.banner.setVisible(told.deleted)
        self.versions.setCurrentRow(0, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.versions.setFocus()

    def version(self) -> Version | None:
        """The version that is chosen."""
        row = self.versions.currentRow()
        if self._told is None or not 0 <= row < len(self._told.versions):
            return None
        return self._told.versions[row]

    # --- showing

    def show_whole(self, *, whole: bool) -> None:
        """The record as it was then, or only what changed."""
        self._whole_wanted = whole
        self._show_version()

    def _show_version(self, _row: int = 0) -> None:
        version = self.version()
        self._enable()
        if version is None:
            return
        self.said.set_text(
            tr("Version {number}: {what}", number=version.revision, what=version.what)
        )
        whole = self._whole_wanted or not version.changes
        self.changes_chip.setEnabled(bool(version.changes))
        self.changes_chip.set_count(len(version.changes))
        self.changes_chip.setChecked(not whole)
        self.whole_chip.setChecked(whole)
        if whole:
            _fill(
                self.table,
                (tr("Question"), tr("Answer")),
                [(_question(one.question, one.place), one.value) for one in version.lines],
            )
        else:
            _fill(
                self.table,
                (tr("Question"), tr("Before"), tr("After")),
                [
                    (_question(one.question, one.place), one.before, one.after)
                    for one in version.changes
                ],
            )

    def _enable(self) -> None:
        version = self.version()
        self.restore_button.setEnabled(version is not None and version.may_restore)

    # --- bringing back

    def restore(self) -> None:
        """Make the chosen version the latest one, after asking."""
        version = self.version()
        if version is None or not version.may_restore:
            return
        workspace, record_id, now = (
            self._session.workspace,
            self._record_id,
            self._session.clock(),
        )
        drafted = any(one.record_id == record_id for one in entering.drafts(workspace))
        sure = messages.ask(
            self,
            tr(
                "Bring back version {number} of {when}?",
                number=version.revision,
                when=show_datetime(version.at),
            ),
            tr("What was typed since the last save is lost.")
            if drafted
            else tr("The record becomes as it was then. All versions stay."),
            tr("Bring this version back"),
            danger=drafted,
        )
        if not sure:
            return
        self._session.workers.run(
            lambda: history.restore_version(workspace, record_id, version.revision, now=now),
            on_done=lambda _record: self._restored(version),
            on_error=self._failed,
            owner=self,
        )

    def _restored(self, version: Version) -> None:
        self._session.shell.notify(tr("Version {number} is back.", number=version.revision))
        self.restored.emit(self._record_id)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        messages.show_error(self, error)


def show_history(session: Session, record_id: str, parent: QWidget) -> HistoryDialog:
    """Open the history of a record over `parent`."""
    dialog = HistoryDialog(session, record_id, parent)
    dialog.open()
    return dialog


def _item_of(version: Version) -> QListWidgetItem:
    when = show_datetime(version.at)
    item = QListWidgetItem(when)
    item.setData(_WHAT, (version.what, version.actor, version.is_current))
    spoken = [tr("Version {number}", number=version.revision), when, version.actor, version.what]
    item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(spoken))
    item.setSizeHint(QSize(UNIT * 40, _ROW))
    return item


def _question(question: str, place: str) -> str:
    return f"{question}\n{place}" if place else question


def _make_list(parent: QWidget) -> QListWidget:
    versions = QListWidget(parent)
    versions.setAccessibleName(tr("Versions"))
    versions.setFixedWidth(_LIST_WIDTH)
    versions.setItemDelegate(_VersionPainter(versions))
    versions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    versions.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return versions


def _make_table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setAccessibleName(tr("Answers of the version"))
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    heads = table.horizontalHeader()
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    heads.setHighlightSections(False)
    table.setItemDelegate(_CellPainter(table))
    return table


def _fill(table: QTableWidget, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table.clear()
    table.setColumnCount(len(heads))
    table.setRowCount(len(rows))
    table.setHorizontalHeaderLabels(list(heads))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            spoken = tr("{head}: {text}", head=heads[column], text=text or tr("blank"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken.replace("\n", ", "))
            table.setItem(number, column, item)
    table.resizeRowsToContents()
    table.scrollToTop()


class _VersionPainter(QStyledItemDelegate):
    """When and who on the upper line, what was done below; the current one marked."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place: QRect = option.rect
        what, who, is_current = index.data(_WHAT)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(place, colour("accent_soft"))
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), colour("accent"))
        painter.fillRect(
            QRect(place.left() + UNIT * 3, place.bottom(), place.width() - UNIT * 6, 1),
            colour("divider"),
        )
        box = place.adjusted(UNIT * 4, UNIT * 2, -UNIT * 3, -UNIT * 2)
        upper = QRect(box.left(), box.top(), box.width(), box.height() // 2)
        lower = QRect(box.left(), upper.bottom() + 1, box.width(), box.height() // 2)
        when = str(index.data())
        if is_current:
            when = tr("{when} · now", when=when)
        _line(painter, upper, when, font(SCALE.body, strong=True), "text")
        _line(painter, lower, f"{what} · {who}", font(SCALE.second), "second")
        painter.restore()


class _CellPainter(QStyledItemDelegate):
    """Words that wrap; the place in a list below its question, what was before struck out."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        table = self.parent()
        width = table.columnWidth(index.column()) if isinstance(table, QTableWidget) else 200
        metrics = option.fontMetrics
        flags = int(Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, max(40, width - UNIT * 4), 100_000)
        height = metrics.boundingRect(room, flags, str(index.data() or "—")).height()
        return QSize(width, height + UNIT * 4)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, colour("accent_soft"))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), colour("divider"))
        box = place.adjusted(UNIT * 2, UNIT * 2, -UNIT * 2, -UNIT * 2)
        text = str(index.data() or "")
        last = index.model().columnCount() - 1
        face, role = QFont(font(SCALE.body)), "text"
        if not text:
            text, role = "—", "second"
        elif last > 1 and index.column() == 1:
            face.setStrikeOut(True)
            role = "second"
        question, _, where = text.partition("\n")
        painter.setFont(face)
        painter.setPen(QPen(colour(role)))
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
        if index.column() == 0 and where:
            used = painter.fontMetrics().boundingRect(box, flags, question).height()
            painter.drawText(box, flags, question)
            painter.setFont(font(SCALE.second))
            painter.setPen(QPen(colour("second")))
            painter.drawText(box.adjusted(0, used, 0, 0), flags, where)
        else:
            painter.drawText(box, flags, text)
        painter.restore()


def _line(painter: QPainter, place: QRect, text: str, face: QFont, role: str) -> None:
    painter.setFont(face)
    painter.setPen(QPen(colour(role)))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), shown)
