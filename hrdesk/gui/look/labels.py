"""Text on a page: six sizes, cut with … where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from hrdesk.gui.look.theme import UNIT

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

LabelType = Literal[
    "title", "heading", "label", "strong", "second", "small", "overline", "fault", "remark", "good"
]


def label(text: str = "", kind: LabelType = "label", *, wraps: bool = False) -> QLabel:
    """A plain-text label of one of the six sizes of the type scale."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("type", kind)
    result.setWordWrap(wraps)
    if wraps:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        result.setSizePolicy(policy)
    return result


def shortened(text: str, most: int = 90) -> str:
    """A title short enough to stand in a sentence: cut after a word, with … for the rest."""
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(maxsplit=1)[0].rstrip(',;:.')}…"


class SectionHeading(QLabel):
    """The heading of a group or a card (15 px semi-bold)."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", "heading")


class WrappedLabel(QLabel):
    """Goes on in the next line where there is no room; asked for its words like an `ElidedLabel`."""

    def __init__(
        self, text: str = "", kind: LabelType = "label", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", kind)
        self.setWordWrap(True)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(text)

    def whole_text(self) -> str:
        """The text."""
        return self.text()


class ElidedLabel(QLabel):
    """One line that ends in … where there is no room; the whole text is its tool tip then."""

    def __init__(
        self,
        text: str = "",
        kind: LabelType = "label",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._whole = text
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(UNIT * 8)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole_text(self) -> str:
        """The text, uncut."""
        return self._whole

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(UNIT * 8, self.fontMetrics().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Cut the text for the room there is; measured only where somebody sees it."""
        if not self.isVisible():
            self.setText(self._whole)
            return
        shown = self.fontMetrics().elidedText(self._whole, self._mode, max(0, self.width()))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
