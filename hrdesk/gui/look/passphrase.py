"""How hard a passphrase is to guess, roughly and in words; typed with a way to look at it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from hrdesk.gui.look import icons
from hrdesk.gui.look.theme import look
from hrdesk.i18n import tr
from hrdesk.vietnamese.text import fold

if TYPE_CHECKING:
    from hrdesk.gui.look.components import Tone

LEAST: Final = 12  # as trust.sealing demands of a new key
_POOLS: Final = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
_COMMON: Final = ("123", "abc", "qwe", "password", "matkhau", "mat khau", "angiang", "an giang")
_FAIR_BITS: Final = 50
_GOOD_BITS: Final = 70


def strength(passphrase: str) -> tuple[str, Tone, bool]:
    """A word, its tone, and whether it is enough."""
    if len(passphrase) < LEAST:
        return (
            tr("Too short: at least {count} characters", count=LEAST),
            "bad",
            False,
        )
    bits = _bits(passphrase)
    if bits < _FAIR_BITS:
        return tr("Weak: a sentence of four words is easier to keep in mind"), "warn", True
    if bits < _GOOD_BITS:
        return tr("Good"), "good", True
    return tr("Very good"), "good", True


def _bits(passphrase: str) -> float:
    pool = sum(size for test, size in _POOLS if any(map(test, passphrase)))
    pool += 20 if any(not ch.isalnum() for ch in passphrase) else 0
    effective = len(set(passphrase)) * 1.5
    length = min(len(passphrase), effective)
    folded = fold(passphrase)
    for word in _COMMON:
        if word in folded:
            length -= len(word) - 1
    return max(0.0, length) * math.log2(max(2, pool))


class PassphraseField(QLineEdit):
    """Dots, and an eye to look at what was typed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(name)
        self._eye = QAction(tr("Show what is typed"), self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._look)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        look().changed.connect(self._paint_eye)
        self._paint_eye()

    def _look(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._paint_eye()

    def _paint_eye(self) -> None:
        self._eye.setIcon(icons.icon("eye-off" if self._eye.isChecked() else "eye"))
