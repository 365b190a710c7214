"""Buttons of every kind a page needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from typing_extensions import override

from hrdesk.gui.look import icons
from hrdesk.gui.look.theme import set_role
from hrdesk.vietnamese.formats import show_number

if TYPE_CHECKING:
    from collections.abc import Callable


_BARE_EDGES: Final = 2 * (8 + 2) + 2  # padding and the place of the ring of focus


class _Button(QPushButton):
    kind = ""

    def __init__(
        self,
        text: str = "",
        *,
        icon: str = "",
        key: str = "",
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """A button; `key` is the shortcut shown after its text (the action owns the shortcut)."""
        super().__init__(parent)
        self.setProperty("kind", self.kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._icon = icon
        self.set_text(text, key)
        if icon:
            icons.set_icon(self, icon, self._icon_role())
        if on_click is not None:
            self._on_click = on_click
            self.clicked.connect(self._clicked)

    def set_text(self, text: str, key: str = "") -> None:
        """Another text, with the shortcut's name behind it."""
        gap = " " if self._icon else ""
        self.setText(f"{gap}{text}   {key}" if key else f"{gap}{text}")
        self.setAccessibleName(text)

    def make_primary(self, *, primary: bool) -> None:
        """Let it be the one thing the page wants done, or one among others."""
        self.kind = "primary" if primary else "quiet"
        set_role(self, "kind", self.kind)
        if self._icon:
            icons.set_icon(self, self._icon, self._icon_role())

    def _icon_role(self) -> str:
        return "on_accent" if self.kind == "primary" else "text"

    def _clicked(self) -> None:
        self._on_click()


class PrimaryButton(_Button):
    """The one thing a page wants done."""

    kind = "primary"


class QuietButton(_Button):
    """Any other thing a page lets one do."""

    kind = "quiet"


class DangerButton(_Button):
    """Something that takes away."""

    kind = "danger"

    @override
    def _icon_role(self) -> str:
        return "bad"


class LinkButton(_Button):
    """An action written like a link, in rows and banners."""

    kind = "link"

    @override
    def _icon_role(self) -> str:
        return "accent"


class BareButton(_Button):
    """A small control in a tool row: filter, sort."""

    kind = "bare"

    @override
    def _icon_role(self) -> str:
        return "second"

    @override
    def sizeHint(self) -> QSize:
        """As wide as its words: the style would make a short one as wide as a dialog's button."""
        hint = super().sizeHint()
        text = self.text()
        icon = 0 if self.icon().isNull() else self.iconSize().width() + 4
        return QSize(self.fontMetrics().horizontalAdvance(text) + icon + _BARE_EDGES, hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class IconButton(QToolButton):
    """A button with nothing but an icon; its name is spoken and shown as tool tip."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        icons.set_icon(self, icon)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if on_click is not None:
            self._on_click = on_click
            self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self._on_click()


class Chip(QPushButton):
    """A filter that is on or off, with how many it would show."""

    def __init__(self, text: str, count: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = text
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """Say how many; None says nothing."""
        shown = "" if count is None else f"  {show_number(count)}"
        self.setText(f"{self._name}{shown}")
        self.setAccessibleName(f"{self._name}{shown}")

    @override
    def sizeHint(self) -> QSize:
        """Room for its words in semi-bold, which they are once it is chosen."""
        hint = super().sizeHint()
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        words = self.text()
        more = QFontMetrics(strong).horizontalAdvance(words)
        more -= self.fontMetrics().horizontalAdvance(words)
        return QSize(hint.width() + max(0, more), hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
