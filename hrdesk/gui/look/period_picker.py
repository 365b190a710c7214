"""Choosing the period: a list of those that can be reported, and one step back or forth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.components import IconButton
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import language, tr
from hrdesk.indicators.period import parse_period
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from hrdesk.indicators.period import Period


class _CalmComboBox(QComboBox):
    """A list that the wheel never changes in passing."""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PeriodPicker(QWidget):
    """Says `chosen()` when a person chose another period; `period()` is the one now shown."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._periods: tuple[Period, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        self.earlier = IconButton("chevron-left", tr("Earlier period"), on_click=self._go_earlier)
        self.box = _CalmComboBox()
        self.box.setAccessibleName(tr("Period"))
        self.box.setMinimumWidth(UNIT * 46)
        self.box.setMaxVisibleItems(16)
        self.later = IconButton("chevron-right", tr("Later period"), on_click=self._go_later)
        for control in (self.earlier, self.box, self.later):
            row.addWidget(control)
        self.box.currentIndexChanged.connect(self._on_changed)

    def offer(self, periods: tuple[Period, ...]) -> None:
        """Offer these periods; the one shown stays when it is among them."""
        kept = self.period()
        self._periods = periods
        self.box.blockSignals(True)
        self.box.clear()
        for period in periods:
            title = period.title(language())
            self.box.addItem(title[:1].upper() + title[1:], period.period_id)
        index = next(
            (i for i, p in enumerate(periods) if kept and p.period_id == kept.period_id), 0
        )
        self.box.setCurrentIndex(index if periods else -1)
        self.box.blockSignals(False)
        self._mark_ends()

    def period(self) -> Period | None:
        """The period shown, None while none was offered."""
        index = self.box.currentIndex()
        return self._periods[index] if 0 <= index < len(self._periods) else None

    def show_period(self, period_id: str) -> None:
        """Show a period, also one that was not offered (an earlier or later one of its kind)."""
        for index, period in enumerate(self._periods):
            if period.period_id == period_id:
                self.box.setCurrentIndex(index)
                return
        calendar = self._periods[0].calendar if self._periods else None
        period = parse_period(period_id, calendar)
        self._periods = (*self._periods, period)
        title = period.title(language())
        self.box.addItem(title[:1].upper() + title[1:], period_id)
        self.box.setCurrentIndex(len(self._periods) - 1)

    def bounds(self) -> str:
        """First and last day of the period shown, both days counted."""
        period = self.period()
        if period is None:
            return ""
        return tr(
            "figures from {first} to {last}",
            first=show_date(period.first_on),
            last=show_date(period.last_on),
        )

    def _on_changed(self, _index: int) -> None:
        self._mark_ends()
        self.chosen.emit()

    def _mark_ends(self) -> None:
        self.earlier.setEnabled(self.period() is not None)
        self.later.setEnabled(self.period() is not None)

    def _go_earlier(self) -> None:
        period = self.period()
        if period is not None:
            self.show_period(period.previous().period_id)

    def _go_later(self) -> None:
        period = self.period()
        if period is not None:
            self.show_period(period.following().period_id)
