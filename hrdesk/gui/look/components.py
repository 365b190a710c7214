"""The pieces every page is made of. They show what they are given and decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look import icons
from hrdesk.gui.look.buttons import (
    BareButton,
    Chip,
    DangerButton,
    IconButton,
    LinkButton,
    PrimaryButton,
    QuietButton,
)
from hrdesk.gui.look.faces import face
from hrdesk.gui.look.flow import ActionRow
from hrdesk.gui.look.form_field import FormField
from hrdesk.gui.look.labels import ElidedLabel, SectionHeading, WrappedLabel, label
from hrdesk.gui.look.theme import SCALE, UNIT, colour, set_role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "GAP",
    "PAGE_MARGIN",
    "Banner",
    "BareButton",
    "Card",
    "Chip",
    "DangerButton",
    "Divider",
    "ElidedLabel",
    "EmptyState",
    "FormField",
    "HintStrip",
    "IconButton",
    "IconMark",
    "LinkButton",
    "PageHeader",
    "Pill",
    "PrimaryButton",
    "QuietButton",
    "SectionHeading",
    "Tone",
    "flush",
    "label",
    "paint_pill",
    "pill_size",
    "scrolled",
    "tone_colours",
]

Tone = Literal["neutral", "info", "good", "warn", "bad"]
PAGE_MARGIN: Final = UNIT * 7  # left and right of a page
GAP: Final = UNIT * 4  # between cards, between groups
_TONES: Final[dict[str, tuple[str, str]]] = {
    "neutral": ("second", "neutral_soft"),
    "info": ("accent", "accent_soft"),
    "good": ("good", "good_soft"),
    "warn": ("warn", "warn_soft"),
    "bad": ("bad", "bad_soft"),
}
_TONE_ICONS: Final = {
    "neutral": "info",
    "info": "info",
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
}


def tone_colours(tone: Tone) -> tuple[QColor, QColor]:
    """Text and ground of a tone."""
    text, ground = _TONES[tone]
    return colour(text), colour(ground)


class Pill(QWidget):
    """A state in a word, on a soft ground; never taller than its line."""

    def __init__(
        self, text: str = "", tone: Tone = "neutral", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._tone: Tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def show_state(self, text: str, tone: Tone) -> None:
        """Say another state."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word shown."""
        return self._text

    @override
    def sizeHint(self) -> QSize:
        return pill_size(self._text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, self.rect(), self._text, self._tone)
        painter.end()


def pill_size(text: str) -> QSize:
    """The room a pill with this word takes."""
    letters = face(SCALE.small, strong=True)
    return QSize(max(20, round(letters.width(text)) + UNIT * 4), 20)


def paint_pill(painter: QPainter, place: QRect, text: str, tone: Tone) -> None:
    """Draw a pill; for delegates and painted widgets."""
    front, ground = tone_colours(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    painter.setPen(front)
    letters = face(SCALE.small, strong=True)
    painter.setFont(letters.font)
    spare = max(0, (place.width() - round(letters.width(text))) // 2)
    letters.draw(painter, place.adjusted(spare, 0, 0, 0), text)
    painter.restore()


class Divider(QFrame):
    """A line that separates."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("divider")
        self.setFixedHeight(1)


class Card(QFrame):
    """A white ground for things that belong together; `body` takes them."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(UNIT * 5, UNIT * 4, UNIT * 5, UNIT * 4)
        self.body.setSpacing(UNIT * 2)
        self.head = QHBoxLayout()
        self.head.setSpacing(UNIT * 2)
        self.heading = SectionHeading(heading)
        self.body.addLayout(self.head)
        self.head.addWidget(self.heading, 1)
        self.heading.setVisible(bool(heading))  # with a parent: else it flashes as a window


class PageHeader(QWidget):
    """Title, a line of facts below it, and the page's actions at the right."""

    def __init__(
        self,
        title: str = "",
        facts: str = "",
        parent: QWidget | None = None,
        *,
        may_stack: bool = False,
    ) -> None:
        """`may_stack`: on a page that scrolls, the actions go below a title they leave no room."""
        super().__init__(parent)
        self._may_stack = may_stack
        self._box = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT * 3)
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 2)
        self.title = ElidedLabel(title, "title")
        self.facts: ElidedLabel | WrappedLabel = (
            WrappedLabel(facts, "second") if may_stack else ElidedLabel(facts, "second")
        )
        self.mark = Pill()
        row.addLayout(texts, 1)
        first = QHBoxLayout()
        first.setSpacing(UNIT * 3)
        first.addWidget(self.title)
        first.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        texts.addLayout(first)
        self.mark.hide()
        texts.addWidget(self.facts)
        self.facts.setVisible(bool(facts))  # with a parent: else it flashes as a window
        self.row = ActionRow(UNIT * 2)
        row.addLayout(self.row)
        row.setAlignment(self.row, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack()

    def _stack(self) -> None:
        if not self._may_stack:
            return
        mark = 0 if self.mark.isHidden() else self.mark.sizeHint().width() + UNIT * 3
        texts = self.title.sizeHint().width() + mark
        fits = texts + UNIT * 3 + self.row.sizeHint().width() <= self.width()
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if fits else ways.TopToBottom)

    def set_title(self, title: str) -> None:
        """Another title."""
        self.title.set_text(title)
        self.title.updateGeometry()
        self._stack()

    def show_mark(self, word: str, tone: Tone = "neutral") -> None:
        """A state in a word beside the title; "" shows none."""
        self.mark.show_state(word, tone)
        self.mark.setVisible(bool(word))
        self._stack()

    def set_facts(self, facts: str) -> None:
        """Another line of facts; "" hides the line."""
        self.facts.set_text(facts)
        self.facts.setVisible(bool(facts))
        self._stack()

    def add_action(self, button: QWidget) -> None:
        """Put a control at the right; the primary button comes last."""
        self.row.addWidget(button)


_ROOM_FOR_MARK: Final = UNIT * 42


class EmptyState(QWidget):
    """What stands where there is nothing yet: an icon, a sentence, what to do about it."""

    def __init__(
        self, icon: str, title: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        outer = QVBoxLayout(self)
        outer.setContentsMargins(UNIT * 6, UNIT * 2, UNIT * 6, UNIT * 2)
        outer.setSpacing(UNIT * 2)
        outer.addStretch(2)
        self.mark = IconMark(icon, 32)
        outer.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = label(title, "heading", wraps=True)
        self.hint = label(hint, "second", wraps=True)
        for line in (self.title, self.hint):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            outer.addWidget(line)
        self.hint.setVisible(bool(hint))
        self.row = QHBoxLayout()
        self.row.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.row.setContentsMargins(0, UNIT * 2, 0, 0)
        outer.addLayout(self.row)
        outer.addStretch(3)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.mark.setVisible(self._has_room_for_mark())
        self.updateGeometry()

    def _has_room_for_mark(self) -> bool:
        return bool(self._icon) and self.height() >= _ROOM_FOR_MARK  # the words come first

    @override
    def minimumSizeHint(self) -> QSize:
        """Room for the words at least, however narrow it is."""
        width = max(UNIT * 50, self.width() - UNIT * 12)
        lines = [one for one in (self.title, self.hint) if not one.isHidden()]
        tall = sum(one.heightForWidth(width) + UNIT * 2 for one in lines)
        buttons = self.row.sizeHint().height() if self.row.count() else 0
        return QSize(UNIT * 50, tall + buttons + UNIT * 6)

    def show_text(self, icon: str, title: str, hint: str = "") -> None:
        """Say something else."""
        self._icon = icon
        self.mark.show_icon(icon or self.mark.icon)
        self.mark.setVisible(self._has_room_for_mark())
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def add_action(self, button: QWidget) -> None:
        """Offer a way on."""
        self.row.addWidget(button)


class IconMark(QWidget):
    """An icon that only says something; follows the theme."""

    def __init__(
        self, icon: str, size: int = 18, role: str = "second", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._size, self._role = icon, size, role
        self.setFixedSize(size, size)

    @property
    def icon(self) -> str:
        """The name of what is drawn."""
        return self._icon

    def show_icon(self, icon: str, role: str | None = None) -> None:
        """Draw another icon."""
        self._icon = icon
        self._role = role or self._role
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, 0, 0, self._icon, self._role, self._size)
        painter.end()


class Banner(QFrame):
    """Something to know before going on, with at most one thing to do about it."""

    def __init__(
        self,
        text: str = "",
        tone: Tone = "info",
        action: str = "",
        on_action: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        row.setSpacing(UNIT * 2)
        self.mark = IconMark("info", 18)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self.text = label(text, "label", wraps=True)
        row.addWidget(self.text, 1)
        self.button = LinkButton(action, on_click=on_action)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.button.setVisible(bool(action))  # with a parent: else it flashes as a window
        self.show_text(text, tone)

    def show_text(self, text: str, tone: Tone = "info") -> None:
        """Say something else; the banner is read out as one."""
        self.text.setText(text)
        self.setAccessibleName(text)
        self.mark.show_icon(_TONE_ICONS[tone], _TONES[tone][0])
        set_role(self, "tone", tone)


class HintStrip(QWidget):
    """The keys that work here, in one quiet line: pairs of key and what it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._line = ElidedLabel("", "second")
        self._line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row.setSpacing(UNIT)
        self._row.addWidget(self._line)
        self._row.addStretch(1)
        self._after = 0
        self._keys: tuple[str, ...] = ()

    def put_after(self, widget: QWidget) -> None:
        """Something right after the keys: what puts them away."""
        self._row.insertWidget(1, widget)
        self._after = widget.sizeHint().width() + UNIT

    def show_keys(self, *keys: tuple[str, str]) -> None:
        """Say which keys work: ("Enter", "ô kế") and so on; the last stays where room is short."""
        self._keys = tuple(f"{key}: {does}" for key, does in keys)
        self._fit()

    def text(self) -> str:
        """What stands there now."""
        return self._line.whole_text()

    def _fit(self) -> None:
        room = self.width() - self._after
        self._line.set_text(fitting(self._keys, "   ", self._line.fontMetrics(), room))
        self._line.updateGeometry()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def fitting(parts: Sequence[str], mark: str, metrics: QFontMetrics, width: int) -> str:
    """As many whole parts as there is room for; those before the last give way first."""
    shown = list(parts)
    while len(shown) > 1 and metrics.horizontalAdvance(mark.join(shown)) > width:
        del shown[-2]
    return mark.join(shown)


def flush(button: QWidget) -> QHBoxLayout:
    """A row whose link, check box or radio button begins level with the text above it.

    Their ring of focus and their ground under the pointer stand outside of the column of text.
    """
    row = QHBoxLayout()
    outside = UNIT * 2 if button.property("kind") == "link" else UNIT
    row.setSpacing(0)
    row.addSpacing(-outside)
    row.addWidget(button)
    row.addStretch(1)
    return row


def page_column(page: QWidget, *, foot: int = UNIT * 5) -> tuple[QScrollArea, QVBoxLayout]:
    """A page that scrolls as a whole where the window is low: its area, and what stands in it."""
    whole = QWidget()
    area = scrolled(whole)
    around = QVBoxLayout(page)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(area)
    column = QVBoxLayout(whole)
    column.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, foot)
    column.setSpacing(GAP)
    return area, column


def scrolled(content: QWidget) -> QScrollArea:
    """The content, scrolling up and down when it must, never sideways."""
    content.setObjectName("scrolled")
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
