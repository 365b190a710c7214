"""Text broken into lines, and lines as the operators that show them on a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hrdesk.reports.shaping import Atom, Piece, Stroke, visual_order
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hrdesk.reports.fonts import Face, Style
    from hrdesk.reports.shaping import Shaper


_CONTROLS: Final = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: pieces from left to right. Lengths are in thousandths of the size."""

    pieces: tuple[Piece, ...]
    width: float
    gaps: int
    ascent: float
    descent: float


def break_lines(
    shaper: Shaper, text: str, style: Style, limit: float, *, indent: float = 0.0
) -> list[Line]:
    """`text` as lines no wider than `limit`, the first one `indent` narrower; never none.

    A word that is wider than a line is cut between letters: nothing is ever left out.
    """
    if not text.isprintable():
        text = _CONTROLS.sub(" ", text)
    if shaper.is_plain(text, style):
        return [
            _line([Piece(shaper.face(style), words, width)], words.count(" "))
            for words, width in _plain_lines(shaper, text, style, limit, indent)
        ]
    return list(_shaped_lines(shaper, text, style, limit, indent))


def _line(pieces: list[Piece], gaps: int) -> Line:
    faces = {id(piece.face): piece.face for piece in pieces}.values()
    return Line(
        tuple(pieces),
        sum(piece.width for piece in pieces),
        gaps,
        max(face.ascent for face in faces),
        max(face.descent for face in faces),
    )


def _plain_lines(
    shaper: Shaper, text: str, style: Style, limit: float, indent: float
) -> Iterator[tuple[str, float]]:
    face = shaper.face(style)
    whole = shaper.plain_width(text, face)
    if whole <= limit - indent:
        yield text, whole
        return
    space = face.width_of[" "]
    held: list[str] = []
    broken = False
    used, room = 0.0, limit - indent
    for word, width in _plain_words(shaper, text, face, limit):
        if held and used + space + width > room:
            yield " ".join(held), used
            broken = True
            held, used, room = [], 0.0, limit
        if not word and not held and broken:
            continue  # spaces at which a line was broken do not indent the next one
        used += (space if held else 0.0) + width
        held.append(word)
    if held or not broken:
        yield " ".join(held), used


def _plain_words(
    shaper: Shaper, text: str, face: Face, limit: float
) -> Iterator[tuple[str, float]]:
    for word in text.split(" "):
        width = shaper.plain_width(word, face)
        if width <= limit:
            yield word, width
        else:
            yield from _cut_word(word, face, limit)


def _cut_word(word: str, face: Face, limit: float) -> Iterator[tuple[str, float]]:
    start, used = 0, 0.0
    for index, letter in enumerate(word):
        width = face.width_of[letter]
        if index > start and used + width > limit:
            yield word[start:index], used
            start, used = index, 0.0
        used += width
    yield word[start:], used


def _shaped_lines(
    shaper: Shaper, text: str, style: Style, limit: float, indent: float
) -> Iterator[Line]:
    space = shaper.face(style).width_of[" "]
    held: list[Atom] = []
    broken = False
    used, room = 0.0, limit - indent
    for atom in _fitting(shaper, text, style, limit):
        gap = space if held and held[-1].space is not None else 0.0
        if held and used + gap + atom.width > room:
            yield _shaped_line(shaper, held, style)
            broken = True
            held, used, room, gap = [], 0.0, limit, 0.0
        if not atom.pieces and not held and broken:
            continue  # as in plain lines
        used += gap + atom.width
        held.append(atom)
    if held or not broken:
        yield _shaped_line(shaper, held, style)


def _fitting(shaper: Shaper, text: str, style: Style, limit: float) -> Iterable[Atom]:
    for atom in shaper.atoms(text, style):
        if atom.width <= limit:
            yield atom
        else:
            yield from shaper.split(atom, style, limit)


def _shaped_line(shaper: Shaper, atoms: list[Atom], style: Style) -> Line:
    face = shaper.face(style)
    pieces: list[Piece] = []
    gaps = 0
    for index, atom in enumerate(atoms):
        pieces.extend(atom.pieces)
        if atom.space is not None and index + 1 < len(atoms):
            pieces.append(Piece(face, " ", face.width_of[" "], (), atom.space))
            gaps += 1
    return _line(visual_order(pieces) or [Piece(face, "", 0.0)], gaps)


class Sheet:
    """What is drawn on one page, as PDF operators; the origin is the lower left corner."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self.pictures: list[tuple[str, float, float, float, float]] = []
        self._font = ("", 0.0)

    def text(self, x: float, y: float, line: Line, size: float, stretch: float = 0.0) -> None:
        """Show a line with its baseline at `y`; `stretch` points are added to every space."""
        shown = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
        for piece in line.pieces:
            font = (piece.face.key, size)
            if font != self._font:
                shown.append(f"/{piece.face.key} {size:g} Tf")
                self._font = font
            shown.append(_shown(piece, size, stretch))
        shown.append("ET")
        self.operators.append(" ".join(shown))

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A thin straight line."""
        self.operators.append(f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l S")

    def fill(self, x: float, y: float, width: float, height: float) -> None:
        """A filled rectangle; `x` and `y` are its lower left corner."""
        self.operators.append(f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re f")

    def picture(self, path: str, box: tuple[float, float, float, float]) -> None:
        """A picture inside a box: left, bottom, width, height."""
        self.pictures.append((path, *box))

    def grey(self, tone: float) -> None:
        """The tone of what is filled next: 0 black to 1 white; letters are filled too."""
        self.operators.append(f"{tone:g} g")

    def line_width(self, width: float) -> None:
        """The width of the rules that follow."""
        self.operators.append(f"{width:g} w")


def _shown(piece: Piece, size: float, stretch: float) -> str:
    if not piece.shaped:
        if not stretch or " " not in piece.text:
            return f"<{piece.face.spell(piece.text)}> Tj"
        first, *others = piece.text.split(" ")
        apart = f"{-stretch * 1000 / size:.1f}"
        spelled = [piece.face.spell(first), *(piece.face.spell(f" {word}") for word in others)]
        return f"[<{f'>{apart}<'.join(spelled)}>] TJ"
    drawn = " ".join(_stroke(stroke, size) for stroke in piece.strokes)
    return drawn if piece.level % 2 else _spoken(piece.text, drawn)


def _stroke(stroke: Stroke, size: float) -> str:
    drawn = f"[{stroke.glyphs}] TJ"
    if stroke.rise:
        drawn = f"{stroke.rise * size / 1000:.2f} Ts {drawn} 0 Ts"
    return drawn if stroke.letters is None else _spoken(stroke.letters, drawn)


def _spoken(letters: str, drawn: str) -> str:
    """Operators that stand for `letters` when they are copied or read aloud."""
    spelled = letters.encode("utf-16-be", "surrogatepass").hex()
    return f"/Span <</ActualText <feff{spelled}>>> BDC {drawn} EMC"
