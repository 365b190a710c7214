"""A dialog as tall as what it says: no more, and never less."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog
from typing_extensions import override

from hrdesk.gui.theme import UNIT

_FITS_AFTER = (QEvent.Type.Show, QEvent.Type.LayoutRequest)
_FRAME = UNIT * 12  # what the window manager draws around it


class FittingDialog(QDialog):
    """Qt guesses the height of wrapped text before it knows the width; here it is measured after.

    Whatever appears or goes later (a fault, a hint, a longer sentence) changes the height with it.
    """

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in _FITS_AFTER and self.isVisible():
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
        tall = min(tall, self.screen().availableGeometry().height() - _FRAME)
        if tall <= 0:
            return
        self.setMinimumHeight(tall)  # else the guess made without the width stays the least
        if self.height() != tall:
            self.resize(self.width(), tall)
