"""The left side: whose desk it is, what one logs, what one hands over."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look import icons
from hrdesk.gui.look.components import (
    ElidedLabel,
    IconButton,
    label,
    paint_pill,
    pill_size,
    scrolled,
)
from hrdesk.gui.look.faces import face
from hrdesk.gui.look.theme import SCALE, UNIT, colour
from hrdesk.i18n import tr
from hrdesk.vietnamese.formats import show_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.gui.look.components import Tone

WIDE: Final = UNIT * 54
NARROW: Final = UNIT * 14
_ITEM_HEIGHT: Final = UNIT * 9 - 2
_ITEM_LEAST: Final = UNIT * 7  # where many places share a low window


class NavigationItem(QAbstractButton):
    """One place to go: icon, name, a count where it helps, a mark where somebody waits."""

    def __init__(self, key: str, text: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._icon = icon
        self._count: int | None = None
        self._waiting = 0
        self.narrow = False
        self._tall = _ITEM_HEIGHT
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_count(None)

    def set_count(self, count: int | None, waiting: int = 0) -> None:
        """How many are behind it, and how many of them wait for the clerk."""
        self._count, self._waiting = count, waiting
        said = [self.text()]
        if count is not None:
            said.append(show_number(count))
        if waiting:
            said.append(tr("{count} waiting for you", count=waiting))
        self.setAccessibleName(", ".join(said))
        self.setToolTip(self.accessibleName() if self.narrow else "")
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Only the icon, or all of it."""
        self.narrow = narrow
        self.set_count(self._count, self._waiting)

    def set_tall(self, pixels: int) -> None:
        """So high from now on."""
        if pixels != self._tall:
            self._tall = pixels
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(NARROW if self.narrow else WIDE - UNIT * 4, self._tall)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        chosen = self.isChecked()
        role = "accent" if chosen else "text"
        left = (self.width() - 18) // 2 if self.narrow else UNIT * 3
        shade = "accent" if chosen else "second"
        icons.paint(painter, left, (self.height() - 18) // 2, self._icon, shade)
        if self.narrow:
            if self._waiting:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour("bad"))
                painter.drawEllipse(left + 14, UNIT * 2 - 2, 8, 8)
        else:
            right = self._paint_count(painter)
            place = QRect(UNIT * 10 + 2, 0, right - UNIT * 11 - 2, self.height())
            painter.setPen(colour(role))
            face(SCALE.body, strong=chosen).write(painter, place, self.text())
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(colour("accent_soft"))
            painter.drawRoundedRect(ground, 6, 6)
        elif self.underMouse():
            painter.setBrush(colour("neutral_soft"))
            painter.drawRoundedRect(ground, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(ground, 6, 6)

    def _paint_count(self, painter: QPainter) -> int:
        right = self.width() - UNIT * 3
        if self._waiting:
            tone: Tone = "bad"
            size = pill_size(str(self._waiting))
            top = (self.height() - size.height()) // 2
            place = QRect(right - size.width(), top, size.width(), size.height())
            paint_pill(painter, place, str(self._waiting), tone)
            return place.left()
        if not self._count:
            return right
        letters = face(SCALE.second)
        text = show_number(self._count)
        width = math.ceil(letters.width(text))
        painter.setFont(letters.font)
        painter.setPen(colour("accent" if self.isChecked() else "second"))
        letters.draw(painter, QRect(right - width, 0, width, self.height()), text)
        return right - width


class Navigation(QFrame):
    """All places in groups; wide with names, or narrow with icons alone."""

    def __init__(
        self, unit_name: str, on_go: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._on_go = on_go
        self.items: dict[str, NavigationItem] = {}
        self._titles: list[QWidget] = []
        self.narrow = False
        self.setObjectName("navigation")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(UNIT * 2, UNIT * 4, UNIT * 2, UNIT * 3)
        outer.setSpacing(0)
        self.unit = ElidedLabel(unit_name, "heading")
        self.about = ElidedLabel(tr("Human-rights log"), "small")
        head = QVBoxLayout()
        head.setContentsMargins(UNIT * 3, 0, UNIT, UNIT * 3)
        head.setSpacing(0)
        head.addWidget(self.unit)
        head.addWidget(self.about)
        outer.addLayout(head)
        inner = QWidget()
        self._places = QVBoxLayout(inner)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(UNIT // 2)
        self._places.addStretch(1)
        self._area = scrolled(inner)
        self._area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._line_up())
        outer.addWidget(self._area, 1)
        self._end = QVBoxLayout()
        self._end.setSpacing(UNIT // 2)
        outer.addLayout(self._end)
        self.fold = IconButton("panel-left-close", tr("Narrow the navigation (Ctrl+B)"))
        outer.addSpacing(UNIT)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addLayout(self._foot)
        self._line_up()
        self.setFixedWidth(WIDE)
        self.setAccessibleName(tr("Navigation"))

    def add_group(self, title: str) -> None:
        """Begin a group."""
        heading = label(title, "overline")
        heading.setContentsMargins(UNIT * 3, UNIT * 2, 0, UNIT // 2)
        self._titles.append(heading)
        self._places.insertWidget(self._places.count() - 1, heading)

    def add_place(self, key: str, text: str, icon: str, *, at_end: bool = False) -> None:
        """Add a place to go."""
        item = NavigationItem(key, text, icon)
        item.clicked.connect(lambda: self._go(key))
        self.items[key] = item
        if at_end:
            self._end.addWidget(item)
        else:
            self._places.insertWidget(self._places.count() - 1, item)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """Rows give a little before anything has to be scrolled."""
        titles = [title for title in self._titles if not title.isHidden()]
        places = [one for one in self.items.values() if self._area.isAncestorOf(one)]
        if not places:
            return
        taken = sum(title.sizeHint().height() for title in titles)
        taken += (len(titles) + len(places)) * self._places.spacing()
        share = (self._area.height() - taken) // len(places)
        for one in places:
            one.set_tall(max(_ITEM_LEAST, min(_ITEM_HEIGHT, share)))
        crowded = share < _ITEM_HEIGHT
        for title in titles:
            title.setContentsMargins(UNIT * 3, UNIT if crowded else UNIT * 2, 0, UNIT // 2)

    def _line_up(self) -> None:
        """Icons stand below each other, whether places are scrolled or not."""
        bar = self._area.verticalScrollBar()
        scrolls = bar.maximum() > bar.minimum()
        edge = UNIT * 2
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(edge, UNIT * 4, 0, UNIT * 3)
        self._places.setContentsMargins(0, 0, 0 if scrolls else edge, 0)
        self._end.setContentsMargins(0, 0, edge, 0)
        side = (NARROW - self.fold.sizeHint().width()) // 2 - edge if self.narrow else UNIT + 2
        self._foot.setContentsMargins(side, 0, edge, 0)

    def _go(self, key: str) -> None:
        self.items[key].setChecked(True)
        self._on_go(key)

    def choose(self, key: str) -> None:
        """Show which place one is at."""
        for name, item in self.items.items():
            item.setChecked(name == key)
        if key in self.items and self._area.isAncestorOf(self.items[key]):
            self._area.ensureWidgetVisible(self.items[key], 0, UNIT * 4)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or names too."""
        if narrow == self.narrow:
            return
        self.narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        for widget in (self.unit, self.about):
            widget.setVisible(not narrow)
        for title in self._titles:
            title.setVisible(not narrow)
        for item in self.items.values():
            item.set_narrow(narrow)
        self._line_up()
        self._share_height()
        icons.set_icon(self.fold, "panel-left-open" if narrow else "panel-left-close")
        said = (
            tr("Widen the navigation (Ctrl+B)") if narrow else tr("Narrow the navigation (Ctrl+B)")
        )
        self.fold.setAccessibleName(said)
        self.fold.setToolTip(said)
