"""A PDF file under way: pages of operators in, one document with its own fonts out.

reportlab writes the file. Its text engine is not used: it neither shapes Khmer cells nor Jawi,
forgets the rise of a line when two meet (`PDFTextObject.setRise`), loses Khmer subscripts when
copied, and grows worse than linearly with long tables.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hrdesk.reports.fonts import EmbeddedFace, Face
    from hrdesk.reports.lines import Sheet

_SYMBOLIC: Final = 4
_ITALIC: Final = 64
_PRINTED: Final = 4  # an annotation that is on paper too
_APPEND_ONLY: Final = 3  # there are fields to sign, and who saves must not rewrite the file


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself."""

    title: str
    author: str
    language: str
    created_on: date | None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: level 0 at the top, `y` where it points on its page."""

    title: str
    level: int
    y: float


class _FontsOfDocument:
    """Told by the document, just before it is written, to put its fonts in."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self._faces = faces

    def addObjects(self, doc: Any) -> None:  # noqa: N802, ANN401 - reportlab's name and type
        """Add a font object for every face used."""
        fonts = doc.idToObject["BasicFonts"].dict
        for face in self._faces:
            font = _font_object(doc, face.key, face.embedded())
            fonts[face.key] = doc.Reference(font, f"font:{face.key}")


class PageCanvas(Canvas):
    """reportlab's canvas that compresses each page at once and starts without Helvetica."""

    _doc: Any  # reportlab's stubs leave out what a subclass needs
    _pageNumber: int  # noqa: N815 - its name

    def _make_preamble(self) -> None:
        self._preamble = ""

    @override
    def showPage(self) -> None:
        super().showPage()
        page = self._doc.idToObject[f"Page{self._pageNumber - 1}"]
        content = zlib.compress("\n".join([page.stream]).encode("ascii"), 6)
        page.stream = None
        page.Contents = _stream(content)

    def embed(self, faces: Sequence[Face]) -> None:
        """Carry these faces in the file."""
        self._doc.delayedFonts.append(_FontsOfDocument(faces))


class PdfDocument:
    """A PDF written page by page into a stream. Same pages, same bytes."""

    def __init__(self, stream: BinaryIO, facts: Facts) -> None:
        """Begin a document; nothing is written to `stream` before `close`."""
        language = {"vi": "vi-VN", "en": "en-GB"}.get(facts.language, facts.language)
        self._canvas = PageCanvas(
            stream, pageCompression=1, invariant=1, lang=language, pdfVersion=(1, 7)
        )
        self._canvas.setTitle(facts.title)
        self._canvas.setAuthor(facts.author)
        self._canvas.setSubject(facts.title)
        self._canvas.setCreator("hrdesk")
        self._canvas.setProducer("hrdesk")
        if facts.created_on:
            stamp = f"D:{facts.created_on:%Y%m%d}000000+07'00'"
            self._canvas.setDateFormatter(lambda *_: stamp)
        self.pages = 0
        self._fields: list[Any] = []

    def add(
        self, sheet: Sheet, size: tuple[float, float], bookmarks: Sequence[Bookmark] = ()
    ) -> None:
        """Add one page."""
        canvas = self._canvas
        canvas.setPageSize(size)
        canvas.addLiteral("\n".join(sheet.operators))
        for path, left, bottom, width, height in sheet.pictures:
            canvas.drawImage(path, left, bottom, width, height, mask="auto")
        for number, bookmark in enumerate(bookmarks):
            key = f"p{self.pages}b{number}"
            canvas.bookmarkPage(key, fit="XYZ", left=0, top=bookmark.y, zoom=0)
            canvas.addOutlineEntry(bookmark.title, key, bookmark.level, closed=False)
        canvas.showPage()
        self.pages += 1

    def add_signature_field(self, name: str, box: tuple[float, float, float, float]) -> None:
        """An empty signature field on the page under way: left, bottom, right, top in points.

        A field that is there before the first signature may be filled after it without harm; one
        that is added later is a change of a signed paper.
        """
        doc = self._canvas._doc  # noqa: SLF001 - reportlab has no door for signature fields
        width, height = box[2] - box[0], box[3] - box[1]
        nothing = pdfdoc.PDFStream(
            dictionary=pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("XObject"),
                    "Subtype": pdfdoc.PDFName("Form"),
                    "BBox": pdfdoc.PDFArray([0, 0, round(width, 2), round(height, 2)]),
                    "Resources": pdfdoc.PDFDictionary({}),
                }
            ),
            content=b"",
        )
        widget = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Widget"),
                "FT": pdfdoc.PDFName("Sig"),
                "T": pdfdoc.PDFString(name),
                "F": _PRINTED,
                "Rect": pdfdoc.PDFArray([round(side, 2) for side in box]),
                "AP": pdfdoc.PDFDictionary({"N": doc.Reference(nothing, f"field:{name}:empty")}),
            }
        )
        reference = doc.Reference(widget, f"field:{name}")
        self._canvas._annotationrefs.append(reference)  # type: ignore[attr-defined]  # noqa: SLF001 - as above
        self._fields.append(reference)

    def close(self, faces: Sequence[Face]) -> None:
        """Put the fonts in and write it all."""
        self._canvas.embed(faces)
        if self._fields:
            doc = self._canvas._doc  # noqa: SLF001 - as above
            form = pdfdoc.PDFDictionary(
                {"Fields": pdfdoc.PDFArray(self._fields), "SigFlags": _APPEND_ONLY}
            )
            doc.Catalog.AcroForm = doc.Reference(form, "form")
        self._canvas.save()


def _stream(content: bytes) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(
        dictionary=pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode")}), content=content
    )


def _font_object(doc: Any, key: str, face: EmbeddedFace) -> pdfdoc.PDFDictionary:  # noqa: ANN401 - as above
    """A Type 0 font whose codes are the glyph numbers of the subset."""
    name = pdfdoc.PDFName(face.name)
    program = _stream(zlib.compress(face.program))
    program.dictionary["Length1"] = len(face.program)
    unicode_map = _stream(zlib.compress(face.unicode_map()))
    descriptor = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": _SYMBOLIC | (_ITALIC if face.italic_angle else 0),
            "FontBBox": pdfdoc.PDFArray(face.box),
            "ItalicAngle": face.italic_angle,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.ascent,
            "StemV": 80,
            "FontFile2": doc.Reference(program, f"program:{key}"),
        }
    )
    descendant = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
            "CIDToGIDMap": pdfdoc.PDFName("Identity"),
            "FontDescriptor": doc.Reference(descriptor, f"descriptor:{key}"),
            "DW": 1000,
            "W": face.width_array(),
        }
    )
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type0"),
            "BaseFont": name,
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"descendant:{key}")]),
            "ToUnicode": doc.Reference(unicode_map, f"unicode:{key}"),
        }
    )
