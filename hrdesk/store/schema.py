"""Forms become tables: one a form, one a repeat; columns are only ever added."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormChange:
    """What putting a form into the store did."""

    known: bool = False  # exactly this definition was there already
    same_version: bool = False  # another definition of the same version was there: worth a warning
    activated: bool = True
    added: tuple[str, ...] = ()  # columns added, as `key` or `repeat/key`
    widened: tuple[str, ...] = ()  # columns whose type became a wider one
