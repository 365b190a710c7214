"""The highest kit ever put in use, kept beside the database so that a backup cannot roll it back.

    folder/kit.json                number and bundle id; written before anything of the kit is used
    folder/kits/000041.asice       the kits themselves, as they came, with their signatures

What the mark names is then brought into the database, also after the computer went off in the
middle, and also when the database was restored from an older copy.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.values import dataclass

_LIMIT_BYTES: Final = 1 << 12
_ID: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


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
    path = folder / "kit.json"
    if not path.is_file():
        return KitMark()
    try:
        kept = json.loads(read_limited(path, _LIMIT_BYTES))
        mark = KitMark(int(kept["seq"]), str(kept["id"]))
    except (ValueError, KeyError, TypeError):
        mark = KitMark()
    if mark.seq > 0 and _ID.fullmatch(mark.kit_id):
        return mark
    return KitMark(max(_numbers(folder), default=0))


def write_mark(folder: Path, mark: KitMark) -> None:
    """From now on no kit with this or a lower number is put in use."""
    text = json.dumps({"seq": mark.seq, "id": mark.kit_id})
    write_durably(make_folder(folder) / "kit.json", text.encode())


def kept_kit(folder: Path, seq: int) -> Path:
    """Where the kit with that number lies, or will."""
    return folder / "kits" / f"{seq:06d}.asice"


def _numbers(folder: Path) -> list[int]:
    return [
        int(path.stem) for path in (folder / "kits").glob("[0-9]*.asice") if path.stem.isdigit()
    ]
