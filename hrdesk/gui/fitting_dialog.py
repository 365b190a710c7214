"""Dialogs that are as large as they need, and never larger than the screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.theme import UNIT

_FITS_AFTER = (QEvent.Type.Show, QEvent.Type.LayoutRequest)
_FRAME = UNIT * 12  # what the window manager draws around it


class RoomyDialog(QDialog):
    """A dialog around a table or a list: its own size, or what a small or enlarged screen has."""

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.resize(self.size().boundedTo(self._room()))
        return super().event(event)

    def _room(self) -> QSize:
        return self.screen().availableGeometry().size() - QSize(UNIT * 4, _FRAME)


class FittingDialog(RoomyDialog):
    """A dialog of words and fields: as tall as what it says, no more and never less.

    Qt guesses the height of wrapped text before it knows the width; here it is measured after.
    Whatever appears or goes later (a fault, a hint, a longer sentence) changes the height with it.
    Where the screen is too low for it, it is scrolled.
    """

    _scrolls = False

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in _FITS_AFTER and self.isVisible() and not self._scrolls:
            self._fit()
        return done

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None or self.isMaximized():
            return
        layout.activate()
        tall = (
            layout.totalHeightForWidth(self.width())
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )
        room = self._room().height()
        if tall <= 0:
            return
        if tall > room:
            self._scroll()
        self.setMinimumHeight(min(tall, room))  # else the guess without the width is the least
        if self.height() != min(tall, room):
            self.resize(self.width(), min(tall, room))

    def _scroll(self) -> None:
        """Put all that is in it into a scroll area."""
        from hrdesk.gui.components import scrolled  # noqa: PLC0415 - on a low screen only

        self._scrolls = True
        layout, had = self.layout(), self.focusWidget()
        inner = QWidget()
        if layout is not None:
            inner.setLayout(layout)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = scrolled(inner)
        outer.addWidget(area)
        if had is not None:
            had.setFocus()
            area.ensureWidgetVisible(had)
