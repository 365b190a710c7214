"""The look as a contract: contrast, icons, one scale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from hrdesk.gui.look import icons, theme
from hrdesk.gui.look.stylesheet import stylesheet
from hrdesk.gui.shell import pages
from hrdesk.resources import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from hrdesk.services.workspace import Workspace

GROUNDS = ("window", "surface", "nav", "raised", "accent_soft", "field_off")
SOFT = ("good_soft", "warn_soft", "bad_soft", "neutral_soft")  # pills and banners
TEXTS = ("text", "second", "accent", "good", "warn", "bad")
THEMES = pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=lambda one: one.name)


def luminance(value: str) -> float:
    parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@THEMES
@pytest.mark.parametrize("role", TEXTS)
def test_text__on_every_ground__has_contrast(tokens: theme.Tokens, role: str) -> None:
    for ground in GROUNDS:
        assert contrast(getattr(tokens, role), getattr(tokens, ground)) >= 4.5, ground


@THEMES
@pytest.mark.parametrize("role", ["accent", "good", "warn", "bad"])
def test_pill__word_on_its_ground__has_contrast(tokens: theme.Tokens, role: str) -> None:
    assert contrast(getattr(tokens, role), getattr(tokens, f"{role}_soft")) >= 4.5
    assert contrast(tokens.second, tokens.neutral_soft) >= 4.5


@THEMES
@pytest.mark.parametrize("role", ["text", "second", "accent"])
def test_text__in_banners_and_on_hits__has_contrast(tokens: theme.Tokens, role: str) -> None:
    for ground in (*SOFT, "hit"):
        assert contrast(getattr(tokens, role), getattr(tokens, ground)) >= 4.5, ground


@THEMES
def test_borders_and_marks__are_seen(tokens: theme.Tokens) -> None:
    for ground in (*GROUNDS, *SOFT):
        assert contrast(tokens.border, getattr(tokens, ground)) >= 3
        assert contrast(tokens.accent, getattr(tokens, ground)) >= 3
    assert contrast(tokens.text, tokens.track) >= 3  # the target mark on its bar


@THEMES
def test_button_and_hit__text__has_contrast(tokens: theme.Tokens) -> None:
    for ground in (tokens.accent, tokens.accent_hover, tokens.accent_pressed):
        assert contrast(tokens.on_accent, ground) >= 4.5
    assert contrast(tokens.text, tokens.hit) >= 4.5


@THEMES
def test_disabled__its_words_can_still_be_read(tokens: theme.Tokens) -> None:
    for ground in ("field_off", "neutral_soft", "surface", "window", "nav", "raised"):
        assert contrast(tokens.disabled, getattr(tokens, ground)) >= 4.5, ground


@THEMES
def test_scroll_bar__its_handle__is_seen(tokens: theme.Tokens) -> None:
    for ground in ("window", "surface", "nav"):
        assert contrast(tokens.scroll, getattr(tokens, ground)) >= 3, ground
        assert contrast(tokens.second, getattr(tokens, ground)) >= 3, ground  # while it is held


def rules(sheet: str) -> list[tuple[str, dict[str, str]]]:
    """Selector and declarations of each rule of a style sheet."""
    found = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        pairs = (line.split(":", 1) for line in body.split(";") if ":" in line)
        found.append((" ".join(selector.split()), {key.strip(): v.strip() for key, v in pairs}))
    return found


@THEMES
def test_stylesheet__text_on_the_ground_of_its_own_rule__has_contrast(tokens: theme.Tokens) -> None:
    """Tool tips, menus, chips, buttons in every state, headers, selections: as the sheet has them."""
    seen = 0
    for selector, told in rules(stylesheet(tokens, theme.SCALE)):
        for text, ground in (
            ("color", "background"),
            ("selection-color", "selection-background-color"),
        ):
            pair = told.get(text, ""), told.get(ground, "")
            if all(re.fullmatch(r"#[0-9A-Fa-f]{6}", one) for one in pair):
                assert contrast(*pair) >= 4.5, (selector, pair)
                seen += 1
    assert seen >= 20


@THEMES
def test_stylesheet__text_without_a_ground__has_contrast_on_all_it_may_stand_on(
    tokens: theme.Tokens,
) -> None:
    for selector, told in rules(stylesheet(tokens, theme.SCALE)):
        text, ground = told.get("color", ""), told.get("background", "transparent")
        if text.startswith("#") and ground == "transparent":
            for name in ("window", "surface", "nav"):
                assert contrast(text, getattr(tokens, name)) >= 4.5, (selector, name)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_field__what_it_says_while_empty__drawn_as_dark_as_a_hint(
    qapp: QApplication, name: str
) -> None:
    """The style draws it half as strong as the text unless it is told otherwise."""
    theme.apply_theme(qapp, name)
    try:
        for field in (QLineEdit(), QPlainTextEdit()):
            field.setPlaceholderText("Tìm")
            field.ensurePolished()
            shown = field.palette().color(QPalette.ColorRole.PlaceholderText).name()
            assert contrast(shown, theme.tokens().surface) >= 4.5
            assert shown.upper() == theme.tokens().second
    finally:
        theme.apply_theme(qapp, "light")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_palette__every_pair_that_qt_itself_draws__has_contrast(
    qapp: QApplication, name: str
) -> None:
    chosen = {"light": theme.LIGHT, "dark": theme.DARK}[name]
    made = theme.palette(chosen)
    roles = QPalette.ColorRole
    pairs = (
        (roles.WindowText, roles.Window),
        (roles.Text, roles.Base),
        (roles.Text, roles.AlternateBase),
        (roles.PlaceholderText, roles.Base),
        (roles.ButtonText, roles.Button),
        (roles.HighlightedText, roles.Highlight),
        (roles.Link, roles.Base),
        (roles.Link, roles.Window),
        (roles.LinkVisited, roles.Base),
        (roles.ToolTipText, roles.ToolTipBase),
    )
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled):
        for text, ground in pairs:
            one, other = made.color(group, text).name(), made.color(group, ground).name()
            assert contrast(one, other) >= 4.5, (group, text)


@THEMES
def test_themed_drawings__wear_the_colours_of_their_theme(tokens: theme.Tokens) -> None:
    arrow = resource("icons", "themed", f"chevron-down-{tokens.name}.svg").read_text("utf-8")
    check = resource("icons", "themed", f"check-{tokens.name}.svg").read_text("utf-8")
    assert tokens.second in arrow
    assert tokens.on_accent in check


@THEMES
def test_stylesheet__all_sizes__come_from_the_scale(tokens: theme.Tokens) -> None:
    sheet = stylesheet(tokens, theme.SCALE)
    sizes = {int(size) for size in re.findall(r"font-size: (\d+)px", sheet)}
    assert sizes <= {20, 15, 14, 13, 12}
    assert "$" not in sheet


def test_icons__of_pages_and_kinds__are_shipped(workspace: Workspace) -> None:
    wanted = {spec.icon for spec in pages.PAGES} | {kind.icon for kind in workspace.kinds()}
    missing = [name for name in wanted if not resource("icons", f"{name}.svg").is_file()]
    assert missing == []


def test_icon__drawn__has_the_colour_of_its_role(qapp: QApplication) -> None:
    image = icons.pixmap("house", "accent", 24, 2.0).toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert theme.LIGHT.accent.lower() in colours


def test_fonts__vietnamese_khmer_jawi_han__are_shipped(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontDatabase, QRawFont

    for family, sample in (
        ("Noto Sans", "ễỵĐƯ"),
        ("Noto Sans Khmer", "ខ្មែរ"),
        ("Noto Naskh Arabic", "جاوي"),
        ("Droid Sans Fallback", "漢"),
    ):
        assert family in QFontDatabase.families()
        face = QRawFont.fromFont(theme.font())
        assert face.isValid()
        font = theme.font()
        font.setFamilies([family])
        raw = QRawFont.fromFont(font)
        assert all(raw.supportsCharacter(ord(char)) for char in sample), family
