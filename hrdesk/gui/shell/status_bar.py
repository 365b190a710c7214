"""The line at the bottom: what is safe, how old the backup is, who writes; passing news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from hrdesk.gui.look.components import ElidedLabel, IconMark, Tone, label
from hrdesk.gui.look.theme import UNIT, set_role
from hrdesk.i18n import tr, trn
from hrdesk.vietnamese.formats import VIETNAM_TZ, show_datetime

if TYPE_CHECKING:
    from datetime import datetime

HEIGHT: Final = UNIT * 8
_NEWS_MS: Final = 7000
_TONES: Final[dict[str, str]] = {
    "good": "good",
    "info": "second",
    "neutral": "second",
    "warn": "remark",
    "bad": "fault",
}


class StatusBar(QFrame):
    """Always visible: "Saved 09:41", the age of the backup, the person's name."""

    def __init__(self, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 5, 0, UNIT * 5, 0)
        row.setSpacing(UNIT * 2)
        self._mark = IconMark("circle-check", 16, "good")
        self.saved = label(tr("Everything is saved"), "good")
        self.backup = label("", "second")
        self.news = ElidedLabel("", "second")
        self.person: QLabel = label(person, "second")
        row.addWidget(self._mark)
        row.addWidget(self.saved)
        row.addSpacing(UNIT * 3)
        row.addWidget(self.backup)
        row.addSpacing(UNIT * 3)
        row.addWidget(self.news, 1)
        row.addWidget(self.person)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NEWS_MS)
        self._timer.timeout.connect(self._forget_news)

    def show_saved(self, at: datetime) -> None:
        """Everything is on the disk since `at`."""
        self._mark.show_icon("circle-check", "good")
        set_role(self.saved, "type", "good")
        local = at.astimezone(VIETNAM_TZ)
        self.saved.setText(tr("Saved {time}", time=f"{local.hour:02}:{local.minute:02}"))
        self.saved.setToolTip(show_datetime(at))

    def show_unsaved(self) -> None:
        """Something typed could not be put on the disk."""
        self._mark.show_icon("circle-alert", "bad")
        set_role(self.saved, "type", "fault")
        self.saved.setText(tr("Not saved"))
        self.saved.setToolTip("")

    def show_backup(self, last: datetime | None, now: datetime) -> None:
        """How old the newest backup is."""
        days = (
            (now.astimezone(VIETNAM_TZ).date() - last.astimezone(VIETNAM_TZ).date()).days
            if last
            else -1
        )
        if last is None:
            text = tr("No backup yet")
        elif days <= 0:
            local = last.astimezone(VIETNAM_TZ)
            text = tr("Backup: today {time}", time=f"{local.hour:02}:{local.minute:02}")
        else:
            text = trn("Backup: {count} day ago", "Backup: {count} days ago", days)
        self.backup.setText(text)
        set_role(self.backup, "type", "remark" if days > 7 or last is None else "second")

    def notify(self, sentence: str, tone: Tone = "good") -> None:
        """Say something for some seconds."""
        set_role(self.news, "type", _TONES[tone])
        self.news.set_text(sentence)
        self._timer.start()

    def _forget_news(self) -> None:
        self.news.set_text("")
