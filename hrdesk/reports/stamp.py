"""What a digital signature shows on paper (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II).

A person's signature: a picture of it in blue, between position and name. An agency's: a picture of
its seal in red, of its true size, over the left third of the person's signature. On an attachment
in a file of its own: no picture, number and symbol and the time of signing at the top right of
page 1, size 10, upright, black. Each is drawn here as a small PDF of its very size.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from hrdesk.errors import StampUnreadableError
from hrdesk.i18n import tr
from hrdesk.reports.document import Facts, PdfDocument
from hrdesk.reports.fonts import FontBook
from hrdesk.reports.layout import A4, RIGHT, TOP
from hrdesk.reports.lines import Sheet, break_lines
from hrdesk.reports.shaping import Shaper

MM: Final = 72 / 25.4
TEXT_SIZE: Final = 10.0  # Phụ lục I: phông chữ Times New Roman, cỡ chữ 10
SIGNATURE_WIDTH: Final = 45 * MM
SIGNATURE_HEIGHT: Final = 24 * MM
SEAL_DIAMETER: Final = 34 * MM  # a commune's; a province's has 36 mm (setting `seal_millimetres`)
_LINE: Final = 1.2 * TEXT_SIZE
_PIXELS: Final = 40_000_000
_SEEN: Final = 128  # an alpha above this is ink
_LEAD: Final = 30  # how far a colour must stand out, of 255

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


@dataclass(frozen=True, slots=True)
class SignPlace:
    """The room left for signing: page from 0, and its box."""

    page: int
    box: Box

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the room."""
        left, bottom, right, top = self.box
        return (left + right) / 2, (bottom + top) / 2


def signature_box(place: SignPlace, width: float, height: float) -> Box:
    """The box of a person's signature of that size: in the middle of the room."""
    x, y = place.centre
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def seal_box(place: SignPlace, width: float, height: float) -> Box:
    """The box of a seal: it covers the left third of the person's signature."""
    x, y = place.centre
    right = x - SIGNATURE_WIDTH / 2 + SIGNATURE_WIDTH / 3
    return (right - width, y - height / 2, right, y + height / 2)


def attachment_box(width: float, height: float) -> Box:
    """The box of the text on an attachment: top right of its page, within the margins."""
    right, top = A4[0] - RIGHT, A4[1] - TOP / 2
    return (right - width, top - height, right, top)


def draw_picture(picture: Path, target: Path, colour: str, size: tuple[float, float]) -> Box:
    """A PDF of the picture at most of that size; its own box. `colour` is "red" or "blue".

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
    return (0, 0, width, height)


def draw_text(lines: tuple[str, ...], target: Path) -> Box:
    """A PDF of lines of size 10, black; its own box."""
    book = FontBook()
    shaper = Shaper(book)
    set_lines = [break_lines(shaper, line, "regular", 1e6)[0] for line in lines]
    width = max(line.width for line in set_lines) * TEXT_SIZE / 1000 + 2
    height = len(set_lines) * _LINE + 2
    sheet = Sheet()
    for number, line in enumerate(set_lines, start=1):
        sheet.text(1, height - number * _LINE + 0.2 * TEXT_SIZE, line, TEXT_SIZE)
    with target.open("wb") as stream:
        document = PdfDocument(stream, Facts("", "", "vi", None))
        document.add(sheet, (width, height))
        document.close(book.used())
    return (0, 0, width, height)


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
