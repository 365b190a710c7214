"""Says how strong a passphrase is while it is typed; counted on the worker, shown when it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from hrdesk.gui.look.theme import set_role
from hrdesk.i18n import tr
from hrdesk.services.strength import LEAST, Strength, passphrase_strength

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QLineEdit

    from hrdesk.gui.look.workers import Workers

_PAUSE_MS = 120
_ROLES = {"short": "fault", "weak": "remark", "fair": "second", "good": "good", "strong": "good"}


class StrengthWatch(QObject):
    """Writes a word for the strength into `line`; `level` is what was last known, "" before."""

    def __init__(
        self, field: QLineEdit, line: QLabel, workers: Workers, near: tuple[str, ...] = ()
    ) -> None:
        super().__init__(field)
        self._field, self._line, self._workers, self._near = field, line, workers, near
        self.level = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._count)
        field.textChanged.connect(lambda _text: self._pause.start())

    def _count(self) -> None:
        typed, near = self._field.text(), self._near
        self._workers.run(
            lambda: passphrase_strength(typed, near),
            on_done=lambda found: self._show(typed, found),
            owner=self,
            urgent=True,
        )

    def _show(self, typed: str, found: Strength) -> None:
        if typed != self._field.text():
            return
        self.level = found.level if typed else ""
        words = {
            "short": tr("Too short: at least {count} characters", count=LEAST),
            "weak": tr("Weak: a sentence of four words is easier to keep in mind"),
            "fair": tr("Fair: one word more makes it good"),
            "good": tr("Good"),
            "strong": tr("Very good"),
        }
        self._line.setText(words[found.level] if typed else "")
        self._line.setVisible(bool(typed))
        set_role(self._line, "type", _ROLES[found.level])
        self._field.setAccessibleDescription(self._line.text())
