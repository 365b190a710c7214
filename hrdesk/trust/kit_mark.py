"""The highest kit ever put in use, kept beside the database so that a backup cannot roll it back.

    folder/kit.json                number and bundle id; written before anything of the kit is used
    folder/kits/000041.asice       the kits themselves, as they came, with their signatures
    <settings of the person>/hrdesk/marks/<desk and place>.json     the same mark once more (ADR 12)

The second mark lies outside of the data, so that it stays when the whole folder is put back from
an older copy; the higher of the two counts.
What the mark names is then brought into the database, also after the computer went off in the
middle, and also when the database was restored from an older copy.
"""

from __future__ import annotations

import contextlib
import json
import re
import zlib
from pathlib import Path
from typing import Final

from hrdesk.errors import FileError
from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.paths import marks_folder
from hrdesk.values import dataclass

_LIMIT_BYTES: Final = 1 << 12
_ID: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_DESK_ID: Final = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)  # it becomes part of a file name


@dataclass(frozen=True, slots=True)
class KitMark:
    """`seq` 0: no kit was ever put in use."""

    seq: int = 0
    kit_id: str = ""


def read_mark(folder: Path) -> KitMark:
    """The mark. One that cannot be read counts for the highest kit that is kept in the folder.

    Raises:
        FileError: it is there and cannot be read.
    """
    inside, outside = _inside(folder), _outside(folder)
    return outside if outside.seq > inside.seq else inside


def write_mark(folder: Path, mark: KitMark) -> None:
    """From now on no kit with this or a lower number is put in use."""
    content = json.dumps({"seq": mark.seq, "id": mark.kit_id}).encode()
    write_durably(make_folder(folder) / "kit.json", content)
    second = _second_place(folder)
    if second is not None:
        with contextlib.suppress(
            FileError
        ):  # a profile that cannot be written keeps no second mark
            write_durably(make_folder(second.parent) / second.name, content)


def _inside(folder: Path) -> KitMark:
    path = folder / "kit.json"
    if not path.is_file():
        return KitMark()
    mark = _parsed(read_limited(path, _LIMIT_BYTES))
    if mark.seq > 0:
        return mark
    return KitMark(max(_numbers(folder), default=0))


def _outside(folder: Path) -> KitMark:
    if not marks_folder().is_dir():
        return KitMark()
    second = _second_place(folder)
    if second is None or not second.is_file():
        return KitMark()
    try:
        return _parsed(read_limited(second, _LIMIT_BYTES))
    except FileError:
        return KitMark()


def _parsed(content: bytes) -> KitMark:
    """What a mark says, number 0 when it is damaged."""
    try:
        kept = json.loads(content)
        mark = KitMark(int(kept["seq"]), str(kept["id"]))
    except (ValueError, KeyError, TypeError):
        return KitMark()
    return mark if mark.seq > 0 and _ID.fullmatch(mark.kit_id) else KitMark()


def _second_place(folder: Path) -> Path | None:
    """By desk and place: a copy of the desk elsewhere goes its own way, as does another desk here."""
    try:
        told = json.loads(read_limited(folder.parent / "identity" / "identity.json", 1 << 16))
        desk_id = str(told["device"])
    except (FileError, ValueError, KeyError, TypeError):
        return None
    if not _DESK_ID.fullmatch(desk_id):
        return None
    place = zlib.crc32(str(folder.resolve()).encode(errors="surrogateescape"))
    return marks_folder() / f"{desk_id}-{place:08x}.json"


def kept_kit(folder: Path, seq: int) -> Path:
    """Where the kit with that number lies, or will."""
    return folder / "kits" / f"{seq:06d}.asice"


def _numbers(folder: Path) -> list[int]:
    return [
        int(path.stem) for path in (folder / "kits").glob("[0-9]*.asice") if path.stem.isdigit()
    ]
