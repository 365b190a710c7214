"""Files as telephones, scanners and attackers make them. Nothing in them is of a real person."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

MAKER = "Prufkamera AG"
MODEL = "Modell Mẫu 7"
COMMENT = b"thu-nghiem-comment"
CORNER = (200, 30, 30)


def scene(width: int, height: int) -> Image.Image:
    """A picture with a red field in its upper left corner, so that one sees how it stands."""
    picture = Image.new("RGB", (width, height), (40, 120, 200))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 3, height // 3), fill=CORNER)
    for step in range(0, width, max(1, width // 40)):
        draw.line((step, height // 2, width - step, height), fill=(step % 255, 180, 90), width=3)
    return picture


def photo(
    path: Path, size: tuple[int, int] = (3000, 2000), orientation: int = 6, form: str = "JPEG"
) -> Path:
    """A telephone's photo: turned by a note only, with place, camera, preview and comment."""
    upright = scene(*size)
    # What the note asks to undo: 6 = turn right by 90°, 3 = by 180°, 8 = by 270°.
    undone = {1: 0, 3: 180, 6: 90, 8: 270}[orientation]
    lying = upright.rotate(undone, expand=True) if undone else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = MAKER
    exif[0x0110] = MODEL
    place = exif.get_ifd(0x8825)
    place.update({1: "N", 2: (10.0, 22.0, 47.0), 3: "E", 4: (105.0, 26.0, 1.0)})
    exif.get_ifd(0x8769)[0x9003] = "2026:11:03 09:41:00"
    more = {"comment": COMMENT} if form == "JPEG" else {}
    lying.save(path, form, exif=exif, quality=92, **more)
    return path


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk with its length and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_bomb(path: Path, width: int = 13_000, height: int = 13_100) -> Path:
    """A small PNG that says it has 170 million pixels, and has them."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + width // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = (png_chunk(b"IHDR", header), png_chunk(b"IDAT", body), png_chunk(b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    return path


def pdf(objects: Sequence[bytes], *, root: bytes = b"", packed: Sequence[bytes] = ()) -> bytes:
    """A PDF of one blank page; `root` goes into its catalogue, `packed` into an object stream."""
    body = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    out = io.BytesIO(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    out.seek(0, io.SEEK_END)
    places = []
    if packed:
        head, texts, offset = [], [], 0
        for number, text in enumerate(packed, start=50):
            head.append(b"%d %d" % (number, offset))
            texts.append(text)
            offset += len(text) + 1
        first = b" ".join(head) + b" "
        data = zlib.compress(first + b" ".join(texts))
        body.append(
            b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n"
            % (len(packed), len(first), len(data))
            + data
            + b"\nendstream"
        )
    for number, text in enumerate(body, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, text))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(body) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(body) + 1, start)
    )
    return out.getvalue()
