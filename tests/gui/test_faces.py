"""Texts are cut as Qt would cut them, without shaping those that have room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from hrdesk.gui.look.faces import face
from hrdesk.gui.look.theme import SCALE

TEXTS = (
    "Tuyên truyền về quyền trẻ em tại ấp Bình Thạnh, lần 12",
    "“Ngày hội” – AVATAR To Ty, fi ffl: 15 …",
    "កម្មវិធីផ្សព្វផ្សាយសិទ្ធិមនុស្ស នៅភូមិ",
    "Quyền សិទ្ធិ và 人權 ở حقوق",
    "",
)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("left", [False, True])
def test_text__in_any_room__is_cut_as_qt_cuts_it(text: str, left: bool) -> None:
    letters = face(SCALE.second)
    metrics = QFontMetrics(letters.font)
    side = Qt.TextElideMode.ElideLeft if left else Qt.TextElideMode.ElideRight
    for room in range(20, 420, 7):
        shown = letters.elided(text, room, left=left)
        assert left or letters.width(shown) <= room  # Qt cuts ffl apart at its left
        assert shown == metrics.elidedText(text, side, room)


@pytest.mark.usefixtures("qapp")
def test_text__of_two_lines__is_one() -> None:
    assert face().elided("Một\nhai\tba", 400) == "Một hai ba"


@pytest.mark.usefixtures("qapp")
def test_text__at_the_right__ends_there() -> None:
    image = QImage(200, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(face().font)
    face().draw(painter, QRect(20, 0, 100, 30), "1.250", right=True)
    painter.end()
    inked = [
        x for x in range(200) if any(image.pixelColor(x, y) != QColor("white") for y in range(30))
    ]
    assert 116 <= max(inked) <= 119
    assert min(inked) > 60
