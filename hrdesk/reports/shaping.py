"""Text of any script as pieces that can be drawn: Vietnamese straight, the rest shaped.

A piece is what stands unbroken on a line. Khmer is shaped cluster by cluster, Jawi word by word
in its own direction with its numbers left to right (Unicode bidirectional algorithm), Han letter
by letter. Shaped pieces carry their letters as ActualText, so that copying gives the exact text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

import uharfbuzz as hb

from hrdesk.reports.fonts import Face, FontBook, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ZERO_WIDTH_SPACE: Final = "\u200b"
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Kept in the text that is copied, never drawn: word ends of Khmer, marks of direction.
_UNDRAWN: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Broken after, with nothing between, as in running Chinese; not before closing marks.
_HAN: Final = re.compile("[\u2e80-\u2fff\u3003-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_JOINERS: Final = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Stroke:
    """Glyphs at one height: the inside of a TJ array, and what they stand for.

    `letters` is None where the font's own map of glyphs to letters says it.
    """

    rise: float
    glyphs: str
    letters: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one face and one direction, ready to be shown.

    `strokes` are empty for plain text, which is spelled when it is drawn. Widths and rises are
    in thousandths of the size. `level` is the bidi level. A piece that reads left to right is
    one ActualText; one that reads right to left goes glyph by glyph, since readers turn it back.
    """

    face: Face
    text: str
    width: float
    strokes: tuple[Stroke, ...] = ()
    level: int = 0

    @property
    def shaped(self) -> bool:
        """Whether the piece must be drawn stroke by stroke."""
        return bool(self.strokes)


@dataclass(frozen=True, slots=True)
class Atom:
    """What a line may not break: pieces in reading order, then perhaps a space (its level)."""

    pieces: tuple[Piece, ...]
    width: float
    space: int | None


class Shaper:
    """Turns text into atoms for one document; remembers what it has shaped."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._shaped: dict[tuple[str, str, bool], tuple[Stroke, ...]] = {}
        self._widths: dict[tuple[str, str, bool], float] = {}
        self.missing: set[str] = set()  # letters met that no shipped face draws

    def face(self, style: Style) -> Face:
        """The face of plain text."""
        return self._book.body(style)

    def is_plain(self, text: str, style: Style) -> bool:
        """Whether every letter is drawn by the body face, a glyph a letter, left to right."""
        return "\0" not in text.translate(self._book.body(style).glyph_of)

    def plain_width(self, text: str, face: Face) -> float:
        """The width of plain text in thousandths of the size."""
        return sum(map(face.width_of.__getitem__, text))

    def atoms(self, text: str, style: Style) -> list[Atom]:
        """The text as atoms in reading order; its first letter with a direction decides its own."""
        levels = _levels(text) if _RIGHT_TO_LEFT.search(text) else None
        made = []
        for start, end, space in _chunks(text):
            pieces = tuple(self._pieces(text, start, end, levels, style))
            level = None if not space else (levels[end] if levels else 0)
            made.append(Atom(pieces, sum(piece.width for piece in pieces), level))
        return made

    def _pieces(
        self, text: str, start: int, end: int, levels: Sequence[int] | None, style: Style
    ) -> Iterator[Piece]:
        def owner(index: int) -> tuple[Face | None, int]:
            return faces[index - start], levels[index] if levels else 0

        faces = self._faces(text[start:end], style)
        for (face, level), run in groupby(range(start, end), owner):
            indices = list(run)
            part = text[indices[0] : indices[-1] + 1]
            yield self._piece(part, face, level, style)

    def _faces(self, part: str, style: Style) -> list[Face | None]:
        """The face of each letter; marks and joiners follow the letter that they belong to."""
        faces: list[Face | None] = []
        for letter in part:
            follows = faces and (
                letter in _JOINERS
                or _UNDRAWN.match(letter)
                or unicodedata.category(letter) in {"Mn", "Mc"}
            )
            before = faces[-1] if follows else None
            if follows and (before is None or _stays(letter, before)):
                faces.append(before)
            else:
                faces.append(self._book.face_of(letter, style))
        return faces

    def _piece(self, part: str, face: Face | None, level: int, style: Style) -> Piece:
        if face is None:
            face = self._book.body(style)
            if unshown := [one for one in part if _is_letter_like(one)]:
                self.missing.update(unshown)
                return self._coded(part, unshown, face, level)
        elif level % 2 == 0 and face is self._book.body(style) and self.is_plain(part, style):
            width = sum(map(face.width_of.__getitem__, part))
            return Piece(face, part, width, (), level)
        key = (face.key, part, bool(level % 2))
        if key not in self._shaped:
            strokes, width = _shape(face, part, right_to_left=bool(level % 2))
            self._shaped[key] = strokes
            self._widths[key] = width
        return Piece(face, part, self._widths[key], self._shaped[key], level)

    def _coded(self, part: str, unshown: Sequence[str], face: Face, level: int) -> Piece:
        """Letters that no face draws as their codes in brackets; what is copied are the letters."""
        codes = "".join(f"[{ord(letter):04X}]" for letter in unshown)
        strokes, width = _shape(face, codes, right_to_left=False)
        return Piece(
            face, part, width, tuple(replace(one, letters=None) for one in strokes), level & ~1
        )

    def split(self, atom: Atom, style: Style, limit: float) -> list[Atom]:
        """An atom wider than `limit`, cut between letters that can stand apart."""
        parts = [
            self._piece(
                cluster,
                None if self.missing.intersection(cluster) else piece.face,
                piece.level,
                style,
            )
            for piece in atom.pieces
            for cluster in _clusters(piece.text)
        ]
        made: list[Atom] = []
        held: list[Piece] = []
        width = 0.0
        for part in parts:
            if held and width + part.width > limit:
                made.append(Atom(tuple(_merged(held)), width, None))
                held, width = [], 0.0
            held.append(part)
            width += part.width
        made.append(Atom(tuple(_merged(held)), width, atom.space))
        return made


def _is_letter_like(letter: str) -> bool:
    """Whether something must be seen on paper where this stands."""
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def visual_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of one line from left to right (rule L2 of the bidirectional algorithm)."""
    ordered = list(pieces)
    highest = max((piece.level for piece in ordered), default=0)
    for level in range(highest, 0, -1):
        rearranged: list[Piece] = []
        for is_turned, run in groupby(ordered, partial(_is_at_least, level)):
            turned = list(run)
            rearranged.extend(reversed(turned) if is_turned else turned)
        ordered = rearranged
    return _merged(ordered)


def _is_at_least(level: int, piece: Piece) -> bool:
    return piece.level >= level


def _stays(letter: str, face: Face) -> bool:
    """Whether a mark or an invisible letter can be left to the face of the letter before it."""
    return letter in _JOINERS or bool(_UNDRAWN.match(letter)) or ord(letter) in face.letters


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one face and direction as one, where the order of letters is that of glyphs."""
    made: list[Piece] = []
    for piece in pieces:
        last = made[-1] if made else None
        if last and _are_one(last, piece):
            made[-1] = Piece(
                last.face,
                last.text + piece.text,
                last.width + piece.width,
                last.strokes + piece.strokes,
                last.level,
            )
        else:
            made.append(piece)
    return made


def _are_one(left: Piece, right: Piece) -> bool:
    if left.face is not right.face or left.shaped != right.shaped:
        return False
    return not left.shaped or (left.level == right.level and left.level % 2 == 0)


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is one of a right-to-left script."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False


def _for_levels(letter: str) -> str:
    """WORKAROUND: python-bidi asserts on isolates and on letters without a direction."""
    known = unicodedata.bidirectional(letter) not in {"", "FSI", "LRI", "RLI", "PDI"}
    return letter if known else ZERO_WIDTH_SPACE


def _levels(text: str) -> list[int]:
    """The bidi level of each letter.

    In a paragraph that reads left to right, what reads the other way stands isolated, so that
    quotation marks and numbers beside a Jawi title stay where they were written.
    """
    if reads_right_to_left(text):
        return _levels_of_run(text)
    levels = [0] * len(text)
    for start, end in right_to_left_spans(text):
        levels[start:end] = _levels_of_run(text[start:end])
    return levels


def right_to_left_spans(text: str) -> Iterator[tuple[int, int]]:
    """From a right-to-left letter to the last one that no left-to-right letter parts from it."""
    start = end = -1
    for index, letter in enumerate(text):
        direction = unicodedata.bidirectional(letter)
        if direction in {"R", "AL"} or (direction == "AN" and start >= 0):
            start = index if start < 0 else start
            end = index + 1
        elif direction == "NSM" and end == index:
            end = index + 1
        elif direction == "L" and start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _levels_of_run(text: str) -> list[int]:
    from bidi import algorithm  # noqa: PLC0415 - only reports with Jawi need it

    storage = algorithm.get_empty_storage()
    storage["base_level"] = 1
    storage["base_dir"] = "R"
    algorithm.get_embedding_levels("".join(map(_for_levels, text)), storage)
    for index, char in enumerate(storage["chars"]):
        char["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    known = {char["index"]: int(char["level"]) for char in storage["chars"]}
    levels: list[int] = []
    for index in range(len(text)):
        levels.append(known.get(index, levels[-1] if levels else 1))
    return levels


def _chunks(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, space follows) of what a line may not break."""
    start = 0
    for index, letter in enumerate(text):
        if letter == " ":
            yield start, index, True
            start = index + 1
        elif letter == ZERO_WIDTH_SPACE or (_HAN.match(letter) and _may_break(text, index + 1)):
            yield start, index + 1, False
            start = index + 1
    if start < len(text):
        yield start, len(text), False


def _may_break(text: str, index: int) -> bool:
    """Whether a line may end before `text[index]`: not before a mark that closes, or a space."""
    if index >= len(text) or text[index] == " ":
        return False
    return unicodedata.category(text[index]) not in {"Po", "Pe", "Pf", "Mn", "Mc", "Lm"}


def _clusters(text: str) -> Iterator[str]:
    """Letters with the marks that stand on them; a Khmer subscript stays with its letter."""
    start = 0
    for index in range(1, len(text)):
        belongs = unicodedata.category(text[index]) in {"Mn", "Mc", "Me", "Cf"}
        if not belongs and text[index - 1] != "\u17d2":
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _shape(face: Face, part: str, *, right_to_left: bool) -> tuple[tuple[Stroke, ...], float]:
    """Strokes and width of `part`, its glyphs from left to right."""
    drawable = _UNDRAWN.sub("", part)
    if not drawable:
        return (Stroke(0.0, "<>"),), 0.0
    buffer = hb.Buffer()
    buffer.add_str(drawable)
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    hb.shape(face.font, buffer)
    spelled = _spelled(drawable, buffer.glyph_infos)
    strokes: list[Stroke] = []
    pen = drawn = 0.0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        letters = spelled.pop(info.cluster, "")
        glyph, known = face.use_glyph(info.codepoint, letters)
        wanted = pen + face.thousandths(place.x_offset)
        strokes.append(
            Stroke(
                round(face.thousandths(place.y_offset), 1),
                f"{_moved(drawn - wanted)}<{glyph}>",
                letters if right_to_left and not known else None,
            )
        )
        drawn = wanted + face.advance(info.codepoint)
        pen += face.thousandths(place.x_advance)
    strokes.append(Stroke(strokes[-1].rise, _moved(drawn - pen)))
    return tuple(_joined(strokes)), pen


def _moved(back: float) -> str:
    """A move to the left inside a TJ array."""
    return f"{round(back, 1):g}" if round(back, 1) else ""


def _joined(strokes: list[Stroke]) -> Iterator[Stroke]:
    """Neighbours at the same height as one."""
    for (rise, letters), run in groupby(strokes, lambda stroke: (stroke.rise, stroke.letters)):
        yield Stroke(rise, "".join(stroke.glyphs for stroke in run), letters)


def _spelled(part: str, infos: Sequence[hb.GlyphInfo]) -> dict[int, str]:
    """The letters of each cluster, by the index at which it begins."""
    starts = sorted({info.cluster for info in infos})
    ends = [*starts[1:], len(part)]
    return {start: part[start:end] for start, end in zip(starts, ends, strict=True)}
