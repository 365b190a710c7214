"""Dialogs that are as large as they need, and never larger than the screen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.screens import room_around
from hrdesk.gui.look.theme import UNIT

_FRAME = UNIT * 12  # what the window manager draws around it


def button_row(*buttons: QWidget, aside: QWidget | None = None) -> QHBoxLayout:
    """The buttons that end a dialog, at its right; what leads elsewhere stands `aside` at its left."""
    row = QHBoxLayout()
    row.setSpacing(UNIT * 2)
    if aside is not None:
        row.addWidget(aside)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row


class RoomyDialog(QDialog):
    """A dialog around a table or a list: its own size, or what a small or enlarged screen has."""

    @override
    def resize(self, *size: Any) -> None:
        """As large as asked, or as the screen; asked for before it is shown."""
        wanted = size[0] if len(size) == 1 else QSize(*size)
        super().resize(wanted.boundedTo(self.room()))

    def column(self) -> QVBoxLayout:
        """The column that all of it stands in, with the margins of a dialog."""
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 6, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        return column

    def room(self) -> QSize:
        """What the screen has for a dialog."""
        return room_around(self).size() - QSize(UNIT * 4, _FRAME)


class _Fitting(QObject):
    """Tells a dialog that its contents ask for other room.

    Not `event` of the dialog itself: that would still be running while the dialog deletes itself.
    """

    def __init__(self, dialog: FittingDialog) -> None:
        super().__init__(dialog)
        self._fit = dialog.fit
        dialog.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)  # once the layout has heard of it too
        return False


class FittingDialog(RoomyDialog):
    """A dialog of words and fields: as tall as what it says, no more and never less.

    Qt guesses the height of wrapped text before it knows the width; here it is measured after.
    Whatever appears or goes later (a fault, a hint, a longer sentence) changes the height with it.
    Where the screen is too low for it, it is scrolled.
    """

    _scrolls = False
    _fitting: _Fitting | None = None

    @override
    def setVisible(self, visible: bool) -> None:
        """Fit before it is shown: resized while it is being shown, Qt has been seen to crash."""
        if visible and self._fitting is None:
            self._fitting = _Fitting(self)
            for one in self.findChildren(QWidget):
                one.ensurePolished()  # the sheet decides how large the letters are
            wide = max(self.minimumWidth(), self.sizeHint().width())
            self.resize(min(wide, self.maximumWidth()), self.sizeHint().height())
            self.fit()
        super().setVisible(visible)

    def fit(self) -> None:
        """Take the height that is needed now."""
        layout = self.layout()
        if layout is None or self._scrolls or self.isMaximized():
            return
        layout.activate()
        tall = (
            layout.totalHeightForWidth(self.width())
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )
        room = self.room().height()
        if tall <= 0:
            return
        if tall > room:
            self._scroll()
        self.setMinimumHeight(min(tall, room))  # else the guess without the width is the least
        if self.height() != min(tall, room):
            self.resize(self.width(), min(tall, room))

    def _scroll(self) -> None:
        """Put all that is in it into a scroll area."""
        from hrdesk.gui.look.components import scrolled  # noqa: PLC0415 - on a low screen only

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
