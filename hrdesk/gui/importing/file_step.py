"""First step: which file, which sheet, in which row the headings stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look import icons
from hrdesk.gui.look.components import (
    GAP,
    Card,
    IconMark,
    LinkButton,
    PrimaryButton,
    label,
)
from hrdesk.gui.look.theme import SCALE, UNIT, font, set_role, tokens
from hrdesk.i18n import tr, trn
from hrdesk.services.import_plan import column_letter, shown_in
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from hrdesk.services.import_plan import Proposal
    from hrdesk.services.importing import ImportBatch

_SHOWN_ROWS: Final = 40
_RECENT: Final = 4


class FileZone(QFrame):
    """Where a workbook is dropped or chosen."""

    def __init__(self, choose: Callable[[], object], dropped: Callable[[Path], object]) -> None:
        super().__init__()
        self._dropped = dropped
        self.setObjectName("dropzone")
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Drop a workbook here"))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 5, UNIT * 4, UNIT * 5, UNIT * 4)
        row.setSpacing(UNIT * 4)
        self._mark = IconMark("file-spreadsheet", 32, "accent")
        row.addWidget(self._mark)
        texts = QVBoxLayout()
        texts.setSpacing(UNIT)
        self.name = label(
            tr("Drop a workbook (.xlsx, .xls, .ods) or a .csv file here"), "heading", wraps=True
        )
        self.hint = label(
            tr("Nothing is taken in before you have seen what becomes of each row."),
            "second",
            wraps=True,
        )
        texts.addWidget(self.name)
        texts.addWidget(self.hint)
        row.addLayout(texts, 1)
        self.button = PrimaryButton(tr("Choose a file…"), icon="folder-open", on_click=choose)
        row.addWidget(self.button)

    def stand_alone(self, *, alone: bool, low: bool = False) -> None:
        """Large and in the middle while there is nothing else to see; else a line."""
        ways, middle = QHBoxLayout.Direction, Qt.AlignmentFlag.AlignHCenter
        self._row.setDirection(ways.TopToBottom if alone else ways.LeftToRight)
        around = UNIT * 12 if alone and not low else UNIT * 4
        self._row.setContentsMargins(UNIT * 5, around, UNIT * 5, around)
        side = Qt.AlignmentFlag.AlignVCenter
        for widget in (self._mark, self.button):
            self._row.setAlignment(widget, middle if alone else side)
        for line in (self.name, self.hint):
            line.setAlignment((middle if alone else Qt.AlignmentFlag.AlignLeft) | side)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self._dropped(Path(paths[0]))


class FileStep(QWidget):
    """Emits what the person wants otherwise; the page looks into the file again."""

    sheet_wanted = Signal(str)
    header_wanted = Signal(int)
    undo_wanted = Signal(str)  # id of an import

    def __init__(self, choose: Callable[[], object], dropped: Callable[[Path], object]) -> None:
        super().__init__()
        self._proposal: Proposal | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        self.zone = FileZone(choose, dropped)
        outer.addWidget(self.zone)
        self.recent = Card(tr("Imported before"))
        outer.addWidget(self.recent)
        self.card = self._make_preview()
        outer.addWidget(self.card, 1)
        self._rest = QWidget()
        outer.addWidget(self._rest, 1)
        self.card.hide()
        self.recent.hide()
        self.zone.stand_alone(alone=True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._proposal is None:
            self.zone.stand_alone(alone=True, low=event.size().height() < UNIT * 80)

    def _make_preview(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(UNIT * 3)
        self.sheet_label = label(tr("Sheet"), "label")
        self.sheet = QComboBox()
        self.sheet.setMinimumWidth(UNIT * 52)
        self.sheet.setAccessibleName(tr("Sheet"))
        self.sheet_label.setBuddy(self.sheet)
        self.sheet.textActivated.connect(self.sheet_wanted)
        header_label = label(tr("The headings stand in row"), "label")
        self.header = QSpinBox()
        self.header.setRange(1, 400)
        self.header.setAccessibleName(tr("The headings stand in row"))
        self.header.setKeyboardTracking(False)
        self.header.setStyleSheet(  # Up and Down count; the sheet has no arrows to draw
            "QSpinBox::up-button, QSpinBox::down-button { width: 0; border: 0; }"
        )
        self.header.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.header.setFixedWidth(UNIT * 18)
        header_label.setBuddy(self.header)
        self.header.valueChanged.connect(self.header_wanted)
        row.addWidget(self.sheet_label)
        row.addWidget(self.sheet)
        row.addSpacing(UNIT * 3)
        row.addWidget(header_label)
        row.addWidget(self.header)
        row.addWidget(label(tr("or double-click that row below"), "second"))
        row.addStretch(1)
        card.body.addLayout(row)
        self.table = QTableWidget()
        self.table.setAccessibleName(tr("The first rows of the sheet"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.activated.connect(lambda index: self._row_activated(index.row()))
        card.body.addWidget(self.table, 1)
        return card

    def _row_activated(self, row: int) -> None:
        if self._proposal is not None and 0 <= row < len(self._proposal.rows):
            self.header.setValue(self._proposal.rows[row].number)

    def show_recent(self, batches: Sequence[ImportBatch]) -> None:
        """The last imports of the kind, each with a way back."""
        while (item := self.recent.body.takeAt(1)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for batch in batches[:_RECENT]:
            self.recent.body.addWidget(self._line(batch))
        self.recent.setVisible(bool(batches) and self._proposal is None)

    def _line(self, batch: ImportBatch) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        said = trn(
            "{name}: {count} record, {when}",
            "{name}: {count} records, {when}",
            batch.count,
            name=batch.source_name,
            when=show_datetime(batch.at),
        )
        row.addWidget(label(said, "label"), 1)
        if batch.undone_at is None:
            undo = LinkButton(tr("Undo this import"), on_click=self._undo(batch.batch_id))
            undo.setAccessibleDescription(said)
            row.addWidget(undo)
        else:
            row.addWidget(label(tr("Undone"), "second"))
        return holder

    def _undo(self, batch_id: str) -> Callable[[], object]:
        return lambda: self.undo_wanted.emit(batch_id)

    def begin_anew(self) -> None:
        """No file is chosen."""
        self._proposal = None
        self.card.hide()
        self._rest.show()
        self.zone.stand_alone(alone=True)
        self.zone.name.setText(tr("Drop a workbook (.xlsx, .xls, .ods) or a .csv file here"))
        self.zone.hint.setText(
            tr("Nothing is taken in before you have seen what becomes of each row.")
        )
        self.zone.button.set_text(tr("Choose a file…"))
        self._weigh("primary", "on_accent")

    def _weigh(self, kind: str, icon_role: str) -> None:
        """A page has one thing it wants done: at first the file, then going on."""
        set_role(self.zone.button, "kind", kind)
        icons.set_icon(self.zone.button, "folder-open", icon_role)

    def show_proposal(self, proposal: Proposal) -> None:
        """Show a file that was looked into."""
        self._proposal = proposal
        plan = proposal.plan
        self.recent.hide()
        self._rest.hide()
        self.zone.stand_alone(alone=False)
        self.card.show()
        self.zone.name.setText(plan.path.name)
        self.zone.hint.setText(str(plan.path.parent))
        self.zone.button.set_text(tr("Another file…"))
        self._weigh("quiet", "text")
        self.sheet.blockSignals(True)
        self.sheet.clear()
        self.sheet.addItems(proposal.sheets)
        self.sheet.setCurrentText(plan.sheet)
        self.sheet.blockSignals(False)
        for widget in (self.sheet, self.sheet_label):
            widget.setVisible(len(proposal.sheets) > 1)
        self.header.blockSignals(True)
        self.header.setValue(plan.header_row)
        self.header.blockSignals(False)
        self._fill(proposal)

    def _fill(self, proposal: Proposal) -> None:
        rows, plan = proposal.rows[:_SHOWN_ROWS], proposal.plan
        width = len(plan.columns)
        self.table.clear()
        self.table.setRowCount(len(rows))
        self.table.setColumnCount(width)
        self.table.setHorizontalHeaderLabels([column_letter(at) for at in range(width)])
        self.table.setVerticalHeaderLabels([str(row.number) for row in rows])
        encodings = {column.at: column.encoding for column in plan.columns}
        for line, row in enumerate(rows):
            for at, cell in enumerate(row.cells[:width]):
                item = QTableWidgetItem(shown_in(encodings.get(at, "unicode"), cell))
                if row.number < plan.header_row:
                    item.setForeground(QColor(tokens().second))
                elif row.number == plan.header_row:
                    item.setText(plan.columns[at].title)
                    item.setBackground(QColor(tokens().accent_soft))
                    item.setFont(font(SCALE.body, strong=True))
                self.table.setItem(line, at, item)
        self.table.resizeColumnsToContents()
        for column in range(self.table.columnCount()):
            self.table.setColumnWidth(column, self.table.columnWidth(column) + UNIT * 5)
        for at in range(width):
            self.table.setColumnWidth(at, min(260, max(72, self.table.columnWidth(at))))
        at_row = next((n for n, row in enumerate(rows) if row.number == plan.header_row), 0)
        self.table.setCurrentCell(at_row, 0)
        self.table.clearSelection()
        self.table.scrollToTop()

    def focus_first(self) -> None:
        """Where the keyboard begins."""
        if self._proposal is None:
            self.zone.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.header.setFocus(Qt.FocusReason.OtherFocusReason)
