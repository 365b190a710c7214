"""What a person writes into the report: its sections, its number; what the figures left behind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.look.components import (
    GAP,
    Banner,
    LinkButton,
    PrimaryButton,
    QuietButton,
    flush,
    label,
    scrolled,
)
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.theme import UNIT, tokens
from hrdesk.i18n import tr
from hrdesk.services import numbering, remarking

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.indicators.period import Period
    from hrdesk.services.remarking import Disagreement, SectionText

_LINES = 4


class RemarksDialog(RoomyDialog):
    """The sections under one another; an empty one is written from the figures."""

    def __init__(
        self,
        session: Session,
        period: Period,
        sections: tuple[SectionText, ...],
        *,
        kind: str = numbering.REPORT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._period, self._kind = session, period, kind
        self.setWindowTitle(tr("Text of the report"))
        self.resize(UNIT * 180, UNIT * 170)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(UNIT * 4, UNIT * 5, UNIT * 6, UNIT * 5)
        outer.setSpacing(GAP)
        outer.addLayout(self._number_row())
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(UNIT * 2, 0, UNIT * 2, 0)  # the links stand out by as much
        column.setSpacing(UNIT * 2)
        self.fields: dict[str, QPlainTextEdit] = {}
        self.marks: dict[str, Banner] = {}
        self._proposed = {section.section: section.proposed for section in sections}
        for section in sections:
            self._add(column, section)
        column.addStretch(1)
        outer.addWidget(scrolled(content), 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(QuietButton(tr("Cancel"), on_click=self.reject))
        self.save_button = PrimaryButton(tr("Save"), icon="save", on_click=self.save)
        buttons.addWidget(self.save_button)
        outer.addLayout(buttons)

    def _number_row(self) -> QHBoxLayout:
        ws = self._session.workspace
        self._standing = numbering.standing_number(ws, self._period, self._kind)
        self.number = QLineEdit(str(self._standing.number) if self._standing else "")
        self.number.setMaximumWidth(UNIT * 36)
        self.number.setPlaceholderText(tr("No number yet"))
        self.number.setAccessibleName(tr("Number of the report"))
        day = self._standing.issued_on if self._standing else self._session.today()
        self.issued_on = QDateEdit(QDate(day.year, day.month, day.day))
        self.issued_on.setDisplayFormat("dd/MM/yyyy")
        self.issued_on.lineEdit().setTextMargins(UNIT * 2, 0, 0, 0)  # the sheet cannot say it
        self.issued_on.setAccessibleName(tr("Date of the report"))
        row = QHBoxLayout()
        row.setContentsMargins(UNIT * 2, 0, 0, 0)
        row.setSpacing(UNIT * 2)
        for part in (
            label(tr("Number of the report"), "label"),
            self.number,
            label(tr("Date of the report"), "label"),
            self.issued_on,
        ):
            row.addWidget(part)
        row.addStretch(1)
        return row

    def _add(self, column: QVBoxLayout, section: SectionText) -> None:
        column.addWidget(label(section.title, "strong"))
        mark = Banner()
        column.addWidget(mark)
        field = QPlainTextEdit(section.text)
        field.setPlaceholderText(section.proposed or tr("Nothing unless you write here."))
        field.setAccessibleName(section.title)
        field.setTabChangesFocus(True)
        field.setFixedHeight(field.fontMetrics().lineSpacing() * _LINES + UNIT * 4)
        field.textChanged.connect(lambda: self._mark(section))
        column.addWidget(field)
        if section.proposed:
            link = LinkButton(
                tr("Write on from the proposed text"),
                on_click=lambda: self.take(section.section),
            )
            column.addLayout(flush(link))
        self.fields[section.section] = field
        self.marks[section.section] = mark
        self._mark(section)

    def take(self, section: str) -> None:
        """Put what the figures say into a field, to be written on; what is there stays above it."""
        field, proposed = self.fields[section], self._proposed[section]
        typed = field.toPlainText().strip()
        field.setPlainText(f"{typed}\n{proposed}" if typed else proposed)
        field.document().setModified(True)
        field.setFocus()
        field.moveCursor(QTextCursor.MoveOperation.Start)

    def _mark(self, section: SectionText) -> None:
        """Say what has changed, and underline where the text says otherwise, while one types."""
        field, mark = self.fields[section.section], self.marks[section.section]
        if not section.edited:
            mark.hide()
            return
        found = remarking.disagreements(field.toPlainText(), section.then, section.now)
        changes = "; ".join(
            tr("{figure}: {was} is now {now}", figure=one.figure, was=one.was, now=one.now)
            for one in found
        )
        mark.show_text(tr("Figures in this text have changed. {changes}", changes=changes), "warn")
        mark.setVisible(bool(found))
        field.setExtraSelections([_underlined(field, one) for one in found])

    def save(self) -> None:
        """Keep texts and number, then close."""
        try:
            self._keep()
        except Exception as error:  # noqa: BLE001 - shown to the person like any other
            show_error(self, error)
            return
        self.accept()

    def _keep(self) -> None:
        ws, now = self._session.workspace, self._session.clock()
        typed = self.number.text().strip()
        shown = self.issued_on.date()
        day = date(shown.year(), shown.month(), shown.day())
        before = self._standing
        if typed.isdecimal() and int(typed) and (before is None or int(typed) != before.number):
            numbering.give_number(
                ws, self._period, now=now, number=int(typed), issued_on=day, kind=self._kind
            )
        written = {
            name: field.toPlainText()
            for name, field in self.fields.items()
            if field.document().isModified()
        }
        remarking.keep_remarks(ws, self._period, written, now=now, kind=self._kind)


def _underlined(field: QPlainTextEdit, found: Disagreement) -> QTextEdit.ExtraSelection:
    """The place of a figure that has changed; Qt counts in halves of UTF-16."""
    text = field.toPlainText()
    chosen = QTextEdit.ExtraSelection()
    cursor = QTextCursor(field.document())
    cursor.setPosition(_units(text[: found.start]))
    cursor.setPosition(_units(text[: found.end]), QTextCursor.MoveMode.KeepAnchor)
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    look.setUnderlineColor(QColor(tokens().warn))
    look.setToolTip(
        tr("{figure}: {was} is now {now}", figure=found.figure, was=found.was, now=found.now)
    )
    chosen.cursor, chosen.format = cursor, look
    return chosen


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
