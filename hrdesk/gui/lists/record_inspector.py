"""The record under the keyboard, read only, beside the list: answers, faults, files, last changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.look.buttons import IconButton, QuietButton
from hrdesk.gui.look.components import Divider, Pill, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.records.record import RecordStatus
from hrdesk.services.inspecting import Inspected, InspectedFile, inspect
from hrdesk.vietnamese.formats import show_date, show_number

if TYPE_CHECKING:
    from hrdesk.gui.look.act_dialog import ActDialog
    from hrdesk.gui.look.page import Session
    from hrdesk.gui.look.workers import Job

_AFTER_MS: Final = 90  # one who runs through the list is not kept waiting for what passes by
_PICTURE: Final = QSize(UNIT * 18, UNIT * 14)
_PICTURES_SHOWN: Final = 6
_LARGEST: Final = 60_000_000  # pixels; larger ones are named, not drawn
_KILO: Final = 1024

Read = tuple[Inspected, dict[str, QImage]]


class RecordInspector(QFrame):
    """Shows one record; `show_record` is cheap, what it needs is read on the worker."""

    draft_wanted = Signal()  # what is looked at is no record yet: the list knows what it is
    open_wanted = Signal(str, str)  # form id, record id
    history_wanted = Signal(str)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(tr("The record chosen"))
        self._session = session
        self._wanted = ""
        self._job: Job | None = None
        self.shown: Inspected | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_AFTER_MS)
        self._wait.timeout.connect(self._read)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, UNIT * 4, 0, 0)
        outer.setSpacing(UNIT * 2)
        outer.addLayout(self._make_head())
        self._area = QScrollArea()
        self._area.setObjectName("readable")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(tr("Answers of the record"))
        outer.addWidget(self._area, 1)
        outer.addWidget(Divider())
        outer.addLayout(self._make_foot())

    def _make_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(UNIT * 4, 0, UNIT * 3, 0)
        head.setSpacing(UNIT)
        row = QHBoxLayout()
        self.facts = label("", "second")
        self.state = Pill()
        row.addWidget(self.facts)
        row.addStretch(1)
        row.addWidget(self.state)
        row.addWidget(
            IconButton("x", tr("Close the record beside the list"), on_click=self.closed.emit)
        )
        self.title = label("", "heading", wraps=True)
        head.addLayout(row)
        head.addWidget(self.title)
        return head

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(UNIT * 4, UNIT, UNIT * 4, UNIT * 3)
        row.setSpacing(UNIT * 2)
        self.open_button = QuietButton(tr("Open"), key="Enter", on_click=self._open)
        self.history_button = QuietButton(tr("History"), key="F6", on_click=self._history)
        row.addWidget(self.open_button)
        row.addWidget(self.history_button)
        self.remark_button = QuietButton(tr("Remark…"), on_click=self.remark)
        self.remark_button.hide()
        row.addWidget(self.remark_button)
        row.addStretch(1)
        return row

    # --- what is shown

    def show_record(self, record_id: str, *, anew: bool = False) -> None:
        """Show another record, a moment later; "" shows none. `anew` reads the same one again."""
        if record_id == self._wanted and not anew:
            return
        self._wanted = record_id
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._wait.start()

    def _read(self) -> None:
        record_id, session = self._wanted, self._session
        if not record_id:
            self._clear()
            return
        workspace, now = session.workspace, session.clock()
        self._job = session.workers.run(
            lambda: _read(inspect(workspace, record_id, now=now)),
            on_done=self._show,
            on_error=lambda _error: self._clear(),  # a draft, or gone meanwhile
            owner=self,
        )

    def remark(self) -> ActDialog | None:
        """Remark upon the record shown; None where there is none."""
        from hrdesk.gui.entry.remark_acts import ask_remark  # noqa: PLC0415 - on first use

        told = self.shown
        if told is None:
            return None
        return ask_remark(self._session, self, told.form_id, told.record_id, told.title)

    def _clear(self) -> None:
        self.shown = None
        self.remark_button.hide()
        self.title.setText("")
        self.facts.setText("")
        self.state.hide()
        said = (
            tr("Not kept as a record yet. Open it to go on typing.")
            if self._wanted
            else tr("No record is chosen.")
        )
        self.blank = label(said, "second", wraps=True)
        self.blank.setObjectName("scrolled")
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.blank.setMargin(UNIT * 4)
        self._area.setWidget(self.blank)
        self.open_button.setEnabled(bool(self._wanted))
        self.history_button.setEnabled(False)

    def _show(self, read: Read) -> None:
        told, pictures = read
        self.shown = told
        self.remark_button.setVisible(self._session.workspace.province and not told.is_own)
        self.title.setText(told.title)
        facts = [told.kind, show_date(told.event_on) if told.event_on else ""]
        self.facts.setText(" · ".join(filter(None, facts)))
        self._show_state(told)
        for button in (self.open_button, self.history_button):
            button.setEnabled(True)
        body = QWidget()
        body.setObjectName("scrolled")
        column = QVBoxLayout(body)
        column.setContentsMargins(
            UNIT * 4 - 2, UNIT, UNIT * 4, UNIT * 4
        )  # the area has a border of 2
        column.setSpacing(UNIT * 2)
        if not told.is_own:
            column.addWidget(label(told.unit, "strong", wraps=True))
        if told.faults:
            column.addWidget(
                label(trn("{count} fault", "{count} faults", len(told.faults)), "overline")
            )
            for fault in told.faults:
                column.addWidget(label(fault, "fault", wraps=True))
            column.addSpacing(UNIT)
        column.addLayout(_answers(told))
        if told.rows_left_out:
            column.addWidget(
                label(
                    trn("and {count} more row", "and {count} more rows", told.rows_left_out),
                    "second",
                )
            )
        if told.files:
            column.addWidget(_heading(tr("Files")))
            column.addLayout(_pictures(told, pictures))
            for file in told.files:
                size = show_number(max(1, file.size_bytes // _KILO))
                text = tr("{name} ({size} KB)", name=file.name, size=size)
                column.addWidget(label(text, "second", wraps=True))
        _add_lines(column, tr("Accepted with a reason"), told.remarks)
        _add_lines(column, tr("Last changes"), told.changes)
        column.addStretch(1)
        self._area.setWidget(body)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _show_state(self, told: Inspected) -> None:
        if told.deleted:
            self.state.show_state(tr("deleted"), "neutral")
        elif told.status is RecordStatus.INCOMPLETE:
            self.state.show_state(tr("incomplete"), "bad")
        elif told.status is RecordStatus.SUBMITTED:
            self.state.show_state(tr("sent"), "good")
        else:
            self.state.show_state(tr("complete"), "neutral")
        self.state.show()

    def _open(self) -> None:
        if self.shown is not None:
            self.open_wanted.emit(self.shown.form_id, self.shown.record_id)
        elif self._wanted:
            self.draft_wanted.emit()

    def _history(self) -> None:
        if self.shown is not None:
            self.history_wanted.emit(self.shown.record_id)


def _read(told: Inspected) -> Read:
    """Small views of its pictures; runs on the worker."""
    pictures = {}
    for file in told.files[:_PICTURES_SHOWN]:
        image = _small(file)
        if image is not None:
            pictures[file.name] = image
    return told, pictures


def _small(file: InspectedFile) -> QImage | None:
    if file.picture is None:
        return None
    reader = QImageReader(str(file.picture))
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _LARGEST:
        return None
    reader.setScaledSize(size.scaled(_PICTURE * 2, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def _heading(text: str) -> QLabel:
    made = label(text, "overline")
    made.setContentsMargins(0, UNIT * 2, 0, 0)
    return made


def _add_lines(column: QVBoxLayout, heading: str, lines: tuple[str, ...]) -> None:
    if lines:
        column.addWidget(_heading(heading))
    for line in lines:
        column.addWidget(label(line, "second", wraps=True))


def _answers(told: Inspected) -> QGridLayout:
    """Question and answer side by side; long answers take the whole width below."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(UNIT * 3)
    grid.setVerticalSpacing(UNIT + 2)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    lines = [one for one in told.lines if one.place or one.value != told.title]  # it stands above
    for number, line in enumerate(lines):
        text = f"{line.question} ({line.place})" if line.place else line.question
        question = label(text, "second", wraps=True)
        answer = label(line.value, "label", wraps=True)
        answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(question, number, 0, top)
        grid.addWidget(answer, number, 1, top)
    return grid


def _pictures(told: Inspected, pictures: dict[str, QImage]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(UNIT * 2)
    for file in told.files:
        image = pictures.pop(file.name, None)
        if image is None:
            continue
        small = QPixmap.fromImage(image)
        small.setDevicePixelRatio(2.0)
        shown = QLabel()
        shown.setPixmap(small)
        shown.setAccessibleName(file.name)
        shown.setToolTip(file.name)
        row.addWidget(shown)
    row.addStretch(1)
    return row
