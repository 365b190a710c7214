"""The look as numbers: colours light and dark, one type scale, one unit of space.

Everything that is drawn asks `tokens()` when it draws, so that a change of theme needs no rebuild.
Contrast is part of the contract (a test computes it): text at least 4.5:1 on every surface it may
stand on, disabled text and hints in fields too; borders of fields, marks and the handle of a scroll
bar at least 3:1.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from hrdesk.gui.look.stylesheet import stylesheet
from hrdesk.resources import resource
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

UNIT: Final = 4  # every gap and padding is a multiple of it
THEMES: Final = ("light", "dark", "system")
FAMILIES: Final = (
    "Noto Sans",
    "Noto Sans Khmer",
    "Noto Naskh Arabic",
    "Droid Sans Fallback",
)
_FONTS: Final = (
    "NotoSans-Regular.ttf",
    "NotoSans-Italic.ttf",
    "NotoSans-SemiBold.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansKhmer-Regular.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "DroidSansFallbackFull.ttf",
)


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Sizes in logical pixels: page title, section heading, body, secondary text, small."""

    title: int = 20
    heading: int = 15
    body: int = 14
    second: int = 13
    small: int = 12


SCALE: Final = TypeScale()


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. `<role>` is for text and marks, `<role>_soft` for the ground under that text."""

    name: str
    window: str  # behind pages
    surface: str  # cards, the list, fields
    nav: str  # navigation and status bar
    raised: str  # rows under the pointer
    text: str
    second: str  # secondary text: still 4.5:1
    border: str  # fields and buttons: 3:1
    divider: str  # lines that only separate
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_soft: str
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    neutral_soft: str
    hit: str  # ground of a search hit
    track: str  # ground of a bar
    disabled: str
    scroll: str  # the handle of a scroll bar while nobody holds it
    field_off: str  # a field that cannot be typed in


LIGHT: Final = Tokens(
    name="light",
    window="#F5F7F9",
    surface="#FFFFFF",
    nav="#ECEFF4",
    raised="#F0F4F9",
    text="#171B21",
    second="#515B69",
    border="#788290",
    divider="#DCE1E8",
    accent="#1A5AC0",
    accent_hover="#164DA6",
    accent_pressed="#113E87",
    accent_soft="#E2ECFB",
    on_accent="#FFFFFF",
    good="#12693B",
    good_soft="#DDF2E5",
    warn="#7F4C00",
    warn_soft="#FDEFCF",
    bad="#B01B17",
    bad_soft="#FCE5E3",
    neutral_soft="#E4E8EE",
    hit="#FFE7A6",
    track="#DDE2E9",
    disabled="#5C6571",
    scroll="#7E8998",
    field_off="#EFF2F5",
)

DARK: Final = Tokens(
    name="dark",
    window="#14171B",
    surface="#1C2026",
    nav="#181B20",
    raised="#242A32",
    text="#E9ECF0",
    second="#A6AFBB",
    border="#7B8796",
    divider="#2D333B",
    accent="#83B3FF",
    accent_hover="#9CC2FF",
    accent_pressed="#6CA3F8",
    accent_soft="#20344F",
    on_accent="#0B1A2E",
    good="#67D194",
    good_soft="#183828",
    warn="#EFC069",
    warn_soft="#3C2F14",
    bad="#FF9F97",
    bad_soft="#472322",
    neutral_soft="#2E353E",
    hit="#4B390F",
    track="#353C46",
    disabled="#9AA3AF",
    scroll="#667180",
    field_off="#20252B",
)


class _Look(QObject):
    """Tells whoever keeps something drawn (icons in buttons) that the colours changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT


_looks: dict[str, _Look] = {}


def look() -> _Look:
    """The look now worn; its `changed` tells of a new one."""
    if "now" not in _looks:
        _looks["now"] = _Look()
    return _looks["now"]


def tokens() -> Tokens:
    """The colours now worn."""
    return look().tokens


def colour(role: str) -> QColor:
    """The colour of a role of `Tokens`, for painting; not to be changed, others paint with it too."""
    return _named(getattr(tokens(), role))


@cache
def _named(value: str) -> QColor:
    return QColor(value)


def font(size: int = SCALE.body, *, strong: bool = False) -> QFont:
    """The program's face at `size` logical pixels, semi-bold when `strong`."""
    face = QFont(list(FAMILIES))
    face.setPixelSize(size)
    if strong:
        face.setWeight(QFont.Weight.DemiBold)
    return face


def load_fonts() -> None:
    """Make the shipped faces known to Qt, so that every machine draws the same letters."""
    for name in _FONTS:
        path = resource("fonts", name)
        if path.is_file():
            QFontDatabase.addApplicationFont(str(path))


def apply_theme(app: QApplication, name: str) -> None:
    """Dress the whole program: "light", "dark" or "system" (what the desktop asks for)."""
    chosen = _resolved(name)
    sheet = stylesheet(chosen, SCALE)
    if app.styleSheet() == sheet:
        return  # dressed so already: dressing a form of 500 questions anew takes seconds
    look().tokens = chosen
    app.setStyle("Fusion")
    app.setFont(font())
    app.setPalette(palette(chosen))
    app.setStyleSheet(sheet)
    look().changed.emit()


def _resolved(name: str) -> Tokens:
    if name == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if name == "dark" else LIGHT


def palette(chosen: Tokens) -> QPalette:
    """The palette of a theme, for all that the style sheet does not speak of."""
    result = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, chosen.window),
        (roles.WindowText, chosen.text),
        (roles.Base, chosen.surface),
        (roles.AlternateBase, chosen.raised),
        (roles.Text, chosen.text),
        (roles.PlaceholderText, chosen.second),
        (roles.Button, chosen.surface),
        (roles.ButtonText, chosen.text),
        (roles.BrightText, chosen.bad),
        (roles.Highlight, chosen.accent),
        (roles.HighlightedText, chosen.on_accent),
        (roles.Link, chosen.accent),
        (roles.LinkVisited, chosen.accent),
        (roles.ToolTipBase, chosen.surface),
        (roles.ToolTipText, chosen.text),
        (roles.Light, chosen.surface),
        (roles.Midlight, chosen.raised),
        (roles.Mid, chosen.divider),
        (roles.Dark, chosen.border),
        (roles.Shadow, chosen.border),
        (roles.Accent, chosen.accent),
    ):
        result.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.disabled))
    return result


def set_role(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property that the style sheet selects by, and draw the widget anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
