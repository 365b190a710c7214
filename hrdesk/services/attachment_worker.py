"""A process of its own that opens foreign pictures and documents: what breaks it breaks nothing else.

Run by `hrdesk.services.helper_process` as `python -m hrdesk.services.attachment_worker …`, in the
frozen program as `hrdesk _picture …`. It reads one file, writes at most one, never changes the one
it read, and says what it found as one line of JSON. Memory and time are limited before anything
foreign is looked at. It knows no workspace and no language.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import struct
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image as Picture

MEMORY_BYTES: Final = 1 << 30
CPU_SECONDS: Final = 20
OUTPUT_BYTES: Final = 256 << 20
PIXELS: Final = 40_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_PLUGINS: Final = ("Jpeg", "Mpo", "Png", "WebP", "Tiff", "Bmp", "Gif")
_ORIENTATION: Final = 0x0112
_CAMERA: Final = (0x010F, 0x0110, 0x0131, 0x9003)  # make, model, software, time taken
_GPS: Final = 0x8825
_DETAILS: Final = 0x8769
_SAVING: Final = 2  # a lossless picture becomes a JPEG when that is at most half as large
_UNREADABLE: Final = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    KeyError,
    IndexError,
    ArithmeticError,
    EOFError,
    struct.error,
)


def main(arguments: Sequence[str]) -> int:
    """One line of JSON on stdout about one file.

    `picture SOURCE TARGET SIDE QUALITY`, `pdf SOURCE`, `sheets SOURCE`, `rows SOURCE SHEET TARGET`.
    """
    limit_process()
    try:
        said = _work(arguments)
    except MemoryError:
        said = {"fault": "heavy"}
    sys.stdout.write(json.dumps(said) + "\n")
    return 0


def _work(arguments: Sequence[str]) -> dict[str, Any]:
    if arguments[0] == "picture":
        source, target, side, quality = arguments[1:]
        return make_picture(Path(source), Path(target), int(side), int(quality))
    if arguments[0] == "sheets":
        from hrdesk.services.workbook_worker import sheet_names

        return sheet_names(Path(arguments[1]))
    if arguments[0] == "rows":
        from hrdesk.services.workbook_worker import write_rows

        return write_rows(Path(arguments[1]), arguments[2], Path(arguments[3]))
    from hrdesk.services.pdf_actions import look_at_pdf

    content = Path(arguments[1]).read_bytes()
    if arguments[0] == "signatures":
        from hrdesk.verification.pdf_signatures import read_signatures

        made = [(int(size), sha256) for size, sha256 in json.loads(arguments[2])]
        return {"seen": read_signatures(content, made), "actions": look_at_pdf(content)}
    return look_at_pdf(content)


def limit_process() -> None:
    """Less memory, time and output than would disturb a desk.

    Windows has no such limits: there the number of pixels and the caller's clock bound it.
    """
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit is set already
            resource.setrlimit(what, (most, most))


def make_picture(source: Path, target: Path, side: int, quality: int) -> dict[str, Any]:
    """An upright, smaller copy without anything but its pixels; its facts, or its fault."""
    from PIL import Image, UnidentifiedImageError

    for name in _PLUGINS:
        importlib.import_module(f"PIL.{name}ImagePlugin")
    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source, formats=FORMATS) as opened:
            width, height = opened.size
            if width * height > PIXELS:
                return {"fault": "pixels", "megapixels": width * height // 1_000_000}
            found = _facts(opened)
            opened.draft("RGB", (side * 2, side * 2))  # a JPEG is decoded no larger than needed
            opened.load()
            picture = _upright(opened)
            plain = _plain_colours(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        return {"fault": "pixels", "megapixels": _megapixels_in(str(error))}
    except UnidentifiedImageError:
        return {"fault": "broken"}
    except _UNREADABLE:
        return {"fault": "broken"}
    upright_size = (height, width) if found.pop("sideways") else (width, height)
    shrunk = max(upright_size) > side
    if max(plain.size) > side:
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
    plain.info.clear()
    kept = _write(plain, target, quality, lossless=found.pop("lossless"))
    return {**found, "shrunk": shrunk, "format": kept, "width": plain.width, "height": plain.height}


def _facts(opened: Picture) -> dict[str, Any]:
    orientation, location, camera = 1, False, False
    with contextlib.suppress(*_UNREADABLE):
        exif = opened.getexif()
        orientation = int(exif.get(_ORIENTATION, 1))
        location = bool(exif.get_ifd(_GPS))
        details = exif.get_ifd(_DETAILS)
        camera = any(exif.get(tag) or details.get(tag) for tag in _CAMERA)
    return {
        "turned": orientation in range(2, 9),
        "sideways": orientation in range(5, 9),
        "location": location,
        "camera": camera,
        "lossless": opened.format in {"PNG", "GIF", "BMP", "TIFF"},
    }


def _upright(opened: Picture) -> Picture:
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(opened)
    except _UNREADABLE:  # a broken note about the picture does not break the picture
        return opened.copy()


def _plain_colours(picture: Picture) -> Picture:
    """In sRGB or grey, 8 bits a channel, transparency kept."""
    if picture.mode.startswith(("I", "F")):
        return picture.point(lambda level: level * (1 / 256)).convert("L")  # 16 bits a channel
    if picture.mode in {"1", "L"} and "transparency" not in picture.info:
        return picture.convert("L")
    clear = picture.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in picture.info
    wanted = "RGBA" if clear else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        managed = _managed(picture, profile, wanted)
        if managed is not None:
            return managed
    return picture.convert(wanted)


def _managed(picture: Picture, profile: bytes, wanted: str) -> Picture | None:
    from PIL import ImageCms

    with contextlib.suppress(ImageCms.PyCMSError, *_UNREADABLE):
        return ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=wanted,
        )
    return None


def _write(picture: Picture, target: Path, quality: int, *, lossless: bool) -> str:
    """Write it the way that suits it: photographs as JPEG, drawings and screens as PNG."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    jpeg, png = io.BytesIO(), io.BytesIO()
    if picture.mode != "RGBA":
        picture.save(jpeg, "JPEG", quality=quality, optimize=True)
    if lossless or picture.mode == "RGBA":
        picture.save(png, "PNG", optimize=True)
    small = jpeg.getbuffer().nbytes
    as_png = png.getbuffer().nbytes and (not small or small * _SAVING > png.getbuffer().nbytes)
    target.write_bytes((png if as_png else jpeg).getbuffer())
    return "png" if as_png else "jpg"


def _megapixels_in(words: str) -> int:
    numbers = [int(word.strip("()")) for word in words.split() if word.strip("()").isdigit()]
    return numbers[0] // 1_000_000 if numbers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
