"""What a person writes into the report: its sections, its number; what the figures left behind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.components import GAP, Banner, PrimaryButton, QuietButton, label, scrolled
from hrdesk.gui.messages import show_error
from hrdesk.gui.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services import numbering, remarking

if TYPE_CHECKING:
    from hrdesk.gui.page import Session
    from hrdesk.indicators.period import Period
    from hrdesk.services.remarking import SectionText

_LINES = 4


class RemarksDialog(QDialog):
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
        outer.setSpacing(GAP)
        outer.addLayout(self._number_row())
        content = QWidget()
        column = QVBoxLayout(content)
        column.setSpacing(UNIT * 2)
        self.fields: dict[str, QPlainTextEdit] = {}
        self.marks: dict[str, Banner] = {}
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
        self.number.setMaximumWidth(UNIT * 24)
        self.number.setPlaceholderText(tr("No number yet"))
        self.number.setAccessibleName(tr("Number of the report"))
        day = self._standing.issued_on if self._standing else self._session.today()
        self.issued_on = QDateEdit(QDate(day.year, day.month, day.day))
        self.issued_on.setDisplayFormat("dd/MM/yyyy")
        self.issued_on.setAccessibleName(tr("Date of the report"))
        row = QHBoxLayout()
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
        changes = "; ".join(
            tr("{figure}: {was} is now {now}", figure=one.figure, was=one.was, now=one.now)
            for one in section.disagreements
        )
        mark.show_text(tr("Figures in this text have changed. {changes}", changes=changes), "warn")
        mark.setVisible(bool(section.disagreements))
        column.addWidget(mark)
        field = QPlainTextEdit(section.text)
        field.setPlaceholderText(section.proposed or tr("Nothing unless you write here."))
        field.setAccessibleName(section.title)
        field.setTabChangesFocus(True)
        field.setFixedHeight(field.fontMetrics().lineSpacing() * _LINES + UNIT * 4)
        column.addWidget(field)
        self.fields[section.section] = field
        self.marks[section.section] = mark

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
