"""The faces that paper is set in: which letters each has, how wide they are, how they travel.

Paper is set in Liberation Serif; what it lacks comes run by run from the other shipped faces.
Faces belong to one document: nothing is shared, so two reports may be drawn at once.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

import uharfbuzz as hb
from typing_extensions import override

from hrdesk.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterable

Style = Literal["regular", "bold", "italic", "bold italic"]

BODY_FACES: Final[dict[Style, str]] = {
    "regular": "LiberationSerif-Regular.ttf",
    "bold": "LiberationSerif-Bold.ttf",
    "italic": "LiberationSerif-Italic.ttf",
    "bold italic": "LiberationSerif-BoldItalic.ttf",
}
# Asked in this order for a letter that Liberation Serif may not draw; (upright, bold).
FALLBACK_FACES: Final = (
    ("NotoSerifKhmer-Regular.ttf", "NotoSerifKhmer-Bold.ttf"),
    ("NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf"),
    ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
)
# Letters that need neither shaping nor a second direction, so that a glyph a letter is right.
_PLAIN: Final = re.compile(
    "[ -~\u00a0-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u202f-\u205f\u2070-\u2bff]"
)
# What a subset must keep so that a reader can draw it.
_KEPT_TABLES: Final = {"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"}


class _GlyphOfLetter(dict[int, str]):
    """For `str.translate`: a letter becomes the character whose code is its glyph, or NUL."""

    def __init__(self, font: hb.Font) -> None:
        super().__init__()
        self._font = font

    @override
    def __missing__(self, code: int) -> str:  # type: ignore[misc] # dict calls it, typeshed omits it
        plain = _PLAIN.match(chr(code)) is not None
        glyph = (self._font.get_nominal_glyph(code) or 0) if plain else 0
        return self.setdefault(code, chr(glyph))


class _WidthOfLetter(dict[str, float]):
    """Advance of a letter in thousandths of the size."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, letter: str) -> float:
        glyph = self._face.font.get_nominal_glyph(ord(letter)) or 0
        return self.setdefault(letter, self._face.advance(glyph))


class Face:
    """One font file of one document, and the glyphs of it that the document uses."""

    def __init__(self, file_name: str, key: str) -> None:
        """Open a shipped font file; `key` names it inside the document ("F1")."""
        self.key = key
        self.file_name = file_name
        self._face = hb.Face(hb.Blob(resource("fonts", file_name).read_bytes()))
        self.font = hb.Font(self._face)
        self._to_thousandths = 1000.0 / int(self._face.upem)
        extents = self.font.get_font_extents("ltr")
        self.ascent = extents.ascender * self._to_thousandths
        self.descent = -extents.descender * self._to_thousandths
        self.glyph_of = _GlyphOfLetter(self.font)
        self.width_of = _WidthOfLetter(self)
        self._letters: set[str] = set()
        self._spelled: dict[int, str] = {}

    def advance(self, glyph: int) -> float:
        """The glyph's own advance in thousandths of the size."""
        return round(float(self.font.get_glyph_h_advance(glyph)) * self._to_thousandths, 3)

    def thousandths(self, font_units: int) -> float:
        """A length in font units as thousandths of the size."""
        return font_units * self._to_thousandths

    @cached_property
    def letters(self) -> frozenset[int]:
        """Code points that the file has a glyph for."""
        return frozenset(self._face.unicodes)

    def spell(self, text: str) -> str:
        """The PDF string (hex) of plain text; every letter must be in `glyph_of`."""
        self._letters.update(text)
        return text.translate(self.glyph_of).encode("utf-16-be", "surrogatepass").hex()

    def use_glyph(self, glyph: int, letters: str) -> tuple[str, bool]:
        """The PDF string (hex) of a shaped glyph, and whether it stands for `letters` anywhere."""
        known = self._spelled.setdefault(glyph, letters)
        return f"{glyph:04x}", known == letters

    def used(self) -> dict[int, str]:
        """The glyphs drawn so far and what each stands for."""
        plain = {ord(self.glyph_of[ord(letter)]): letter for letter in sorted(self._letters)}
        return dict(sorted((self._spelled | plain).items()))

    def embedded(self) -> EmbeddedFace:
        """What a document must carry to show the glyphs used so far."""
        used = self.used()
        tables = {tag: self._face.reference_table(tag).data for tag in ("head", "post")}
        box = struct.unpack(">4h", tables["head"][36:44])
        (angle,) = struct.unpack(">i", tables["post"][4:8])
        return EmbeddedFace(
            name=f"{_tag(used)}+{self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)}",
            program=self._subset(used),
            box=tuple(round(self.thousandths(edge)) for edge in box),
            ascent=round(self.ascent),
            descent=-round(self.descent),
            italic_angle=angle / 65536,
            widths={glyph: self.advance(glyph) for glyph in used},
            spelled=used,
        )

    def _subset(self, glyphs: Iterable[int]) -> bytes:
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
            int.from_bytes(tag.encode("ascii"), "big")
            for tag in self._face.table_tags
            if tag not in _KEPT_TABLES
        )
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS
            | hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NOTDEF_OUTLINE
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        )
        return bytes(hb.subset(self._face, wanted).blob.data)


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """One subset as a document carries it; lengths in thousandths of the size."""

    name: str
    program: bytes
    box: tuple[int, ...]
    ascent: int
    descent: int
    italic_angle: float
    widths: dict[int, float]
    spelled: dict[int, str]

    def width_array(self) -> str:
        """The `/W` array: runs of neighbouring glyphs with their advances."""
        runs = []
        for _, run in groupby(enumerate(sorted(self.widths)), lambda pair: pair[1] - pair[0]):
            glyphs = [glyph for _, glyph in run]
            advances = " ".join(f"{self.widths[glyph]:g}" for glyph in glyphs)
            runs.append(f"{glyphs[0]} [{advances}]")
        return f"[{' '.join(runs)}]"

    def unicode_map(self) -> bytes:
        """The `/ToUnicode` map, by which readers copy and search."""
        pairs = [
            f"<{glyph:04x}> <{text.encode('utf-16-be', 'surrogatepass').hex()}>"
            for glyph, text in self.spelled.items()
            if text
        ]
        blocks = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar"
            for block in (pairs[start : start + 100] for start in range(0, len(pairs), 100))
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
            f"{blocks}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        ).encode("ascii")


def _tag(glyphs: Iterable[int]) -> str:
    """The six letters that tell one subset from another."""
    number = zlib.crc32(repr(sorted(glyphs)).encode("ascii"))
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


class FontBook:
    """All faces of one document; a file is opened when its first letter is needed."""

    def __init__(self) -> None:
        self._faces: dict[str, Face] = {}
        self._chosen: dict[tuple[int, bool], Face | None] = {}

    def body(self, style: Style) -> Face:
        """The Liberation Serif face of that style."""
        return self._open(BODY_FACES[style])

    def face_of(self, letter: str, style: Style) -> Face | None:
        """The face that draws `letter`, or None when none of the shipped ones can."""
        body = self.body(style)
        code = ord(letter)
        if body.glyph_of[code] != "\0":
            return body
        key = (code, style.startswith("bold"))
        if key not in self._chosen:
            self._chosen[key] = self._fallback(*key)
        return self._chosen[key] or (body if code in body.letters else None)

    def _fallback(self, code: int, bold: bool) -> Face | None:
        faces = (self._open(names[bold]) for names in FALLBACK_FACES)
        return next((face for face in faces if code in face.letters), None)

    def _open(self, file_name: str) -> Face:
        if file_name not in self._faces:
            self._faces[file_name] = Face(file_name, f"F{len(self._faces) + 1}")
        return self._faces[file_name]

    def used(self) -> list[Face]:
        """Faces of which at least one glyph was drawn."""
        return [face for face in self._faces.values() if face.used()]


def check_fonts() -> list[str]:
    """Sentences on faces that are not shipped or lack the letters they are there for."""
    faults = []
    samples = {BODY_FACES[style]: "ẵỡựĐ₫" for style in BODY_FACES}
    for names, letters in zip(FALLBACK_FACES, ("ក្ស", "چڠڤݢڽۏ", "人權", "ễ"), strict=True):
        samples |= dict.fromkeys(names, letters)
    for file_name, letters in samples.items():
        try:
            missing = [one for one in letters if ord(one) not in Face(file_name, "F").letters]
        except OSError:
            faults.append(f"{file_name}: -")
            continue
        if missing:
            faults.append(f"{file_name}: {' '.join(missing)}")
    return faults
