"""The form definitions shipped with the program, as XForms.

pyxform takes a tenth of a second a form, so it runs once for a workspace: when it is made, and
again when a newer program brings changed definitions. The XForms are then read from the store.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from hrdesk.resources import shipped_forms
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ShippedForm:
    """One definition: its file name and the XForm made from it."""

    source_name: str
    xform: str


def shipped_digest() -> str:
    """Changes whenever a shipped definition or a catalogue beside it does."""
    return " ".join(
        f"{path.name}:{zlib.crc32(path.read_bytes()):08x}"
        for path in sorted(shipped_forms().glob("*"))
        if path.suffix in {".md", ".csv"}
    )


def load_shipped_forms() -> tuple[ShippedForm, ...]:
    """All shipped definitions, converted; slow the first time.

    Raises:
        FormError: a definition is not usable.
    """
    return _converted(shipped_forms(), shipped_digest())


@lru_cache(maxsize=1)
def _converted(folder: Path, _digest: str) -> tuple[ShippedForm, ...]:
    from hrdesk.forms.xlsform import convert

    return tuple(
        ShippedForm(source_name=path.name, xform=convert(path))
        for path in sorted(folder.glob("*.md"))
        if not path.name.startswith("README")
    )
