"""Files shipped with the program, read alike from the source tree, a wheel and a frozen program."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PACKED = _HERE / "_data"
_ROOT = _PACKED if _PACKED.is_dir() else _HERE.parent


def resource(*parts: str) -> Path:
    """The shipped file or folder `resources/<parts>`; it may not exist."""
    return _ROOT.joinpath("resources", *parts)


def shipped_forms() -> Path:
    """The folder of the shipped form definitions (`<form_id>.md`, `<form_id>.xlsx`, catalogues)."""
    return _ROOT / "forms"
