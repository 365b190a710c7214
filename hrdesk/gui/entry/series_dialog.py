"""Ctrl+R: make a series of the open record. How often, on which days, from when, until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from hrdesk.errors import SeriesRuleError
from hrdesk.gui.look.components import FormField, PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import FittingDialog
from hrdesk.gui.look.labels import shortened
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import explain, tr
from hrdesk.services.recurrence import Frequency, Recurrence, checked, dates, rule_words
from hrdesk.vietnamese.formats import parse_date, show_date

if TYPE_CHECKING:
    from collections.abc import Callable


class SeriesDialog(FittingDialog):
    """Says below what it would make; the answers are those of the record."""

    made = Signal(object)  # Recurrence

    def __init__(
        self,
        title: str,
        first: date,
        today: Callable[[], date],
        parent: QWidget | None,
        *,
        known: Recurrence | None = None,
    ) -> None:
        """With `known` a rule that is kept already is changed."""
        super().__init__(parent)
        self.setWindowTitle(tr("Change the series") if known else tr("Make it recur"))
        self.setMinimumWidth(UNIT * 130)
        self._today = today
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(label(shortened(title), "heading", wraps=True))
        self.every = QComboBox()
        for frequency, words in (
            (Frequency.WEEKLY, tr("Every week")),
            (Frequency.FORTNIGHTLY, tr("Every two weeks")),
            (Frequency.MONTHLY, tr("Every month")),
        ):
            self.every.addItem(words, frequency)
        column.addWidget(FormField(tr("How often"), self.every))
        days = QHBoxLayout()
        days.setSpacing(UNIT * 3)
        self.days: list[QCheckBox] = []
        for number, words in enumerate(
            (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))
        ):
            box = QCheckBox(words)
            box.setChecked(number == first.weekday())
            self.days.append(box)
            days.addWidget(box)
        days.addStretch(1)
        column.addLayout(days)
        self.starts, self.until = QLineEdit(show_date(first)), QLineEdit()
        self._count: int | None = None
        if known is not None:
            self._show_known(known)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 4)
        row.addWidget(FormField(tr("First day"), self.starts, required=True))
        row.addWidget(FormField(tr("Last day"), self.until, hint=tr("Blank: without an end")))
        column.addLayout(row)
        self.words = label("", "second", wraps=True)
        column.addWidget(self.words)
        column.addLayout(self._made_buttons(known))
        for box in self.days:
            box.toggled.connect(self._say)
        self.every.currentIndexChanged.connect(self._say)
        self.starts.textChanged.connect(self._say)
        self.until.textChanged.connect(self._say)
        self._say()

    def _made_buttons(self, known: Recurrence | None) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.make_button = PrimaryButton(
            tr("Change it") if known else tr("Make the series"), on_click=self._finish
        )
        self.make_button.setDefault(True)
        buttons.addWidget(QuietButton(tr("Cancel"), on_click=self.reject))
        buttons.addWidget(self.make_button)
        return buttons

    def _show_known(self, known: Recurrence) -> None:
        self.every.setCurrentIndex(self.every.findData(known.frequency))
        for place, box in enumerate(self.days):
            box.setChecked(place in known.weekdays)
        self.starts.setText(show_date(known.starts_on))
        self.until.setText(show_date(known.until_on) if known.until_on else "")
        self._count = known.count

    def recurrence(self) -> Recurrence | None:
        """The rule as it stands; None while a day is not one."""
        starts = parse_date(self.starts.text(), self._today())
        typed = self.until.text().strip()
        until = parse_date(typed, self._today()) if typed else None
        if starts is None or (typed and until is None):
            return None
        chosen = tuple(place for place, box in enumerate(self.days) if box.isChecked())
        count = None if until else self._count  # so many times, until a last day is said
        return Recurrence(Frequency(self.every.currentData()), starts, chosen, until, count)

    def _say(self, _changed: object = None) -> None:
        rule = self.recurrence()
        self.make_button.setEnabled(rule is not None)
        if rule is None:
            self.words.setText(tr("Write the days as 15/03/2026 or 1503."))
            return
        try:
            checked(rule)
        except SeriesRuleError as error:
            self.make_button.setEnabled(False)
            self.words.setText(explain(error))
            return
        came = len(dates(rule.rule, rule.starts_on, self._today(), rule.until_on, rule.count))
        said = rule_words(rule.rule, rule.starts_on, rule.until_on, rule.count)
        self.words.setText(tr("{rule}. Drafts to confirm at once: {count}.", rule=said, count=came))

    def _finish(self) -> None:
        rule = self.recurrence()
        if rule is not None:
            self.accept()
            self.made.emit(rule)
