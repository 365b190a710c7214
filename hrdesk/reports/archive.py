"""A PDF made fit for keeping: PDF/A-2b as far as it can be claimed without an outside judge.

What ISO 19005-2 asks of level B and what is done for it: fonts are embedded as they are drawn
(`hrdesk.reports.document`); here an sRGB output intent and XMP metadata that agree with the
information dictionary are added; then the file is read back and every point checked. That it holds
the whole standard is not proven: no independent validator is part of this program.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from PIL import ImageCms

from hrdesk.errors import ArchiveUnfitError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORBIDDEN_ACTIONS: Final = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/Sound",
        "/Movie",
        "/ResetForm",
        "/ImportData",
        "/Hide",
        "/SetOCGState",
        "/Rendition",
        "/Trans",
        "/GoTo3DView",
    }
)
_PROFILE_DATE: Final = slice(24, 36)  # of its head: year, month, day, hour, minute, second
_SRGB_DATE: Final = struct.pack(">6H", 1999, 10, 18, 0, 0, 0)  # IEC 61966-2-1
_SHOWN_ANNOTATION: Final = 4  # the flag Print
_UNSEEN: Final = 1 | 2 | 32  # Invisible, Hidden, NoView


def archived(whole: bytes) -> bytes:
    """The same pages with an output intent and metadata of PDF/A-2b; checked before it is given.

    Equal files give equal bytes.

    Raises:
        ArchiveUnfitError: a check failed; it says which.
    """
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        _intend(pdf)
        _describe(pdf)
        kept = io.BytesIO()
        pdf.save(
            kept,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    faults = [name for name, holds in checks(kept.getvalue()).items() if not holds]
    if faults:
        raise ArchiveUnfitError(points=", ".join(faults))
    return kept.getvalue()


def _intend(pdf: pikepdf.Pdf) -> None:
    profile = pikepdf.Stream(pdf, _colours())
    profile.N = 3
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.OutputIntent,
                    S=pikepdf.Name.GTS_PDFA1,
                    OutputConditionIdentifier=pikepdf.String("sRGB IEC61966-2.1"),
                    Info=pikepdf.String("sRGB IEC61966-2.1"),
                    DestOutputProfile=pdf.make_indirect(profile),
                )
            )
        ]
    )


def _colours() -> bytes:
    """The profile of sRGB, dated alike every time."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[: _PROFILE_DATE.start] + _SRGB_DATE + made[_PROFILE_DATE.stop :]


def _describe(pdf: pikepdf.Pdf) -> None:
    language = str(pdf.Root.get("/Lang", "vi-VN"))
    if "/Trapped" in pdf.docinfo:
        del pdf.docinfo["/Trapped"]  # says nothing here and has no place in XMP
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
        said.load_from_docinfo(pdf.docinfo)
        said["pdfaid:part"] = "2"
        said["pdfaid:conformance"] = "B"
        said["dc:language"] = {language}


def checks(whole: bytes) -> dict[str, bool]:
    """Each point of PDF/A-2b that can be read from the file, and whether it holds."""
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        said = pdf.open_metadata()
        fonts = list(_fonts(pdf))
        actions = list(_actions(pdf))
        return {
            "says PDF/A-2b": (said.get("pdfaid:part"), said.get("pdfaid:conformance"))
            == ("2", "B"),
            "version": pdf.pdf_version <= "1.7",
            "not encrypted": not pdf.is_encrypted,
            "has an id": "/ID" in pdf.trailer,
            "output intent": _has_profile(pdf),
            "metadata agrees": said.get("dc:title") == str(pdf.docinfo.get("/Title", "")),
            "metadata not compressed": "/Filter" not in pdf.Root.Metadata,
            "language": bool(str(pdf.Root.get("/Lang", ""))),
            "title": bool(str(pdf.docinfo.get("/Title", ""))),
            "fonts embedded": bool(fonts) and all(map(_is_embedded, fonts)),
            "letters known": bool(fonts) and all("/ToUnicode" in font for font in fonts),
            "no forbidden action": not any(one in _FORBIDDEN_ACTIONS for one in actions),
            "no files inside": "/EmbeddedFiles" not in pdf.Root.get("/Names", {}),
            "annotations are printed": all(map(_is_printed, _annotations(pdf))),
            "no LZW": not any("/LZWDecode" in str(one) for one in _filters(pdf)),
        }


def _has_profile(pdf: pikepdf.Pdf) -> bool:
    return any("/DestOutputProfile" in one for one in pdf.Root.get("/OutputIntents", ()))


def _objects(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those inside others too."""
    held = [pdf.Root, *pdf.objects]
    while held:
        one = held.pop()
        if isinstance(one, pikepdf.Array):
            held.extend(inner for inner in one if _is_inside(inner))
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            held.extend(inner for inner in one.values() if _is_inside(inner))


def _is_inside(one: object) -> bool:
    """Whether it is written inside what holds it, so that the list of objects lacks it."""
    return isinstance(one, pikepdf.Array | pikepdf.Dictionary) and not one.is_indirect


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The fonts that pages name; the parts of a composite font belong to it."""
    for one in _objects(pdf):
        if one.get("/Type") == "/Font" and not str(one.get("/Subtype", "")).startswith("/CIDFont"):
            yield one


def _is_embedded(font: Any) -> bool:  # noqa: ANN401 - an object of pikepdf
    described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = described.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    for one in _objects(pdf):
        if "/JS" in one or "/AA" in one:
            yield "/JavaScript"
        if "/S" in one and isinstance(one.S, pikepdf.Name):
            yield str(one.S)
    if "/JavaScript" in pdf.Root.get("/Names", {}):
        yield "/JavaScript"


def _annotations(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield from page.get("/Annots", ())


def _is_printed(annotation: Any) -> bool:  # noqa: ANN401 - an object of pikepdf
    flags = int(annotation.get("/F", 0))
    shown = flags & _SHOWN_ANNOTATION and not flags & _UNSEEN
    return annotation.get("/Subtype") == "/Popup" or bool(shown)


def _filters(pdf: pikepdf.Pdf) -> Iterator[Any]:
    return (one.get("/Filter", "") for one in _objects(pdf))
