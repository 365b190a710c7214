"""What a digital signature shows on paper (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II).

A person's signature: a picture of it in blue, between position and name. An agency's: a picture of
its seal in red, of its true size, over the left third of the person's signature. On an attachment
in a file of its own: no picture, number and symbol and the time of signing at the top right of
page 1, size 10, upright, black. Each is drawn here as a small PDF of its very size.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from hrdesk.errors import StampUnreadableError
from hrdesk.i18n import tr
from hrdesk.reports.document import Facts, PdfDocument
from hrdesk.reports.fonts import FontBook
from hrdesk.reports.layout import A4
from hrdesk.reports.lines import Sheet, break_lines
from hrdesk.reports.shaping import Shaper

TEXT_SIZE: Final = 10.0  # Phụ lục I: phông chữ Times New Roman, cỡ chữ 10
_NOTICE_SIZE: Final = 8.0
_PIXELS: Final = 40_000_000
_SEEN: Final = 128  # an alpha above this is ink
_LEAD: Final = 30  # how far a colour must stand out, of 255


def draw_picture(picture: Path, target: Path, colour: str, size: tuple[float, float]) -> None:
    """A PDF of the picture, at most of that size in points. `colour` is "red" or "blue".

    Raises:
        StampUnreadableError: not a PNG, no transparent background, or of another colour.
    """
    pixels = _check(picture, colour)
    scale = min(size[0] / pixels[0], size[1] / pixels[1])
    width, height = pixels[0] * scale, pixels[1] * scale
    canvas = Canvas(str(target), pagesize=(width, height), invariant=1)
    canvas.drawImage(ImageReader(str(picture)), 0, 0, width, height, mask="auto")
    canvas.showPage()
    canvas.save()


def draw_text(texts: tuple[str, ...], target: Path) -> tuple[float, float]:
    """A PDF of texts of size 10, black, a line each; its width and height in points."""
    return _draw_lines(texts, target, TEXT_SIZE, A4[0] / 2, None)


def draw_notice(
    texts: tuple[str, ...], target: Path, width: float, page: tuple[float, float]
) -> None:
    """A PDF of that page with the texts at its left, broken at `width`.

    It stands where no picture was given, and may be narrower than the page, so that the notices
    of person and agency stand side by side.
    """
    _draw_lines(texts, target, _NOTICE_SIZE, width, page)


def _draw_lines(
    texts: tuple[str, ...],
    target: Path,
    size: float,
    width: float,
    page: tuple[float, float] | None,
) -> tuple[float, float]:
    book = FontBook()
    shaper = Shaper(book)
    limit = (width - 2) * 1000 / size
    lines = [line for text in texts for line in break_lines(shaper, text, "regular", limit)]
    step = 1.2 * size
    height = len(lines) * step + 2
    drawn = page or (max(line.width for line in lines) * size / 1000 + 2, height)
    top = (drawn[1] + height) / 2
    sheet = Sheet()
    for number, line in enumerate(lines, start=1):
        sheet.text(1, top - number * step + 0.2 * size, line, size)
    with target.open("wb") as stream:
        document = PdfDocument(stream, Facts("", "", "vi", None))
        document.add(sheet, drawn)
        document.close(book.used())
    return drawn


def _check(picture: Path, colour: str) -> tuple[int, int]:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only with a picture

    def refused(reason: str) -> StampUnreadableError:
        return StampUnreadableError(name=picture.name, reason=reason)

    try:
        with Image.open(picture, formats=("PNG",)) as opened:
            if opened.width * opened.height > _PIXELS:
                raise refused(tr("it has too many pixels"))
            pixels = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise refused(tr("it is not a PNG picture")) from error
    pixels.thumbnail((400, 400))
    alpha = pixels.getchannel("A")
    ink = alpha.point([255 if level > _SEEN else 0 for level in range(256)])
    share = ink.histogram()[255] / (pixels.width * pixels.height)
    if not 0 < share < 0.9:
        raise refused(tr("its background is not transparent"))
    red, green, blue = (_mean(pixels.getchannel(band), ink) for band in "RGB")
    stands_out = red - max(green, blue) if colour == "red" else blue - red
    if stands_out < _LEAD:
        raise refused(tr("a seal is red") if colour == "red" else tr("a signature is blue"))
    with Image.open(picture) as opened:
        return opened.size


def _mean(band: object, ink: object) -> float:
    from PIL import ImageStat  # noqa: PLC0415 - only with a picture

    return float(ImageStat.Stat(band, mask=ink).mean[0])  # type: ignore[arg-type]  # two pictures
