"""Dates and times typed in few keys: 1503 is 15/03 of this year, h is today, 730 is half past seven."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.month import MonthPopup
from hrdesk.gui.entry.question_widgets.text import LineEditor
from hrdesk.gui.look.icons import set_icon
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.vietnamese.formats import parse_date, show_date
from hrdesk.vietnamese.text import nfc

_TIME: Final = re.compile(r"([0-9]{1,2})(?:[:hg. ]?([0-9]{2}))?")
_KEPT_TIME: Final = re.compile(r"([0-9]{2}):([0-9]{2})(?::[0-9.]+)?(?:[+-][0-9:]+|Z)?")
_KEPT_MOMENT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(.+)")


def read_date(typed: str, today: date) -> str:
    """What was typed as an ISO date; what cannot be read stays as it is."""
    text = nfc(typed).strip()
    day = parse_date(text, today) if text else None
    return day.isoformat() if day else text


def write_date(value: str) -> str:
    """An ISO date as 15/03/2026; what is not a date stays as it is."""
    try:
        return show_date(date.fromisoformat(value))
    except ValueError:
        return value


def read_time(typed: str) -> str:
    """What was typed as HH:MM; what cannot be read stays as it is."""
    text = typed.strip().lower()
    match = _TIME.fullmatch(text)
    if match and int(match.group(1)) < 24 and int(match.group(2) or 0) < 60:
        return f"{int(match.group(1)):02}:{match.group(2) or '00'}"
    return text


def write_time(value: str) -> str:
    """A kept time as HH:MM."""
    match = _KEPT_TIME.fullmatch(value)
    return f"{match.group(1)}:{match.group(2)}" if match else value


class DateEditor(LineEditor):
    """A date, with a calendar for those who point."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.line.setTextMargins(0, 0, UNIT * 6, 0)
        self.line.wants_list.connect(self.open_calendar)
        self.button = QToolButton(self.line)
        set_icon(self.button, "calendar", "second", 16)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setToolTip(tr("Open the calendar (Alt+Down)"))
        self.button.setAccessibleName(tr("Open the calendar (Alt+Down)"))
        self.button.clicked.connect(self.open_calendar)
        row = QHBoxLayout(self.line)
        row.setContentsMargins(0, 0, UNIT, 0)
        row.addStretch(1)
        row.addWidget(self.button)

    @override
    def lexical(self, typed: str) -> str:
        return read_date(typed, self._today())

    @override
    def written(self, value: str) -> str:
        return write_date(value)

    @override
    def set_readonly(self, *, readonly: bool) -> None:
        super().set_readonly(readonly=readonly)
        self.button.setVisible(not readonly)

    def open_calendar(self) -> None:
        """Show the month of the date typed, or of today."""
        if self.line.isReadOnly():
            return
        day = parse_date(self.line.text(), self._today()) or self._today()
        popup = MonthPopup(day, self._today(), self)
        popup.day_picked.connect(self._on_picked)
        popup.show_below(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))

    def _on_picked(self, iso: str) -> None:
        self.line.setText(write_date(iso))
        self.tell_edited(iso)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


class TimeEditor(LineEditor):
    """A time of day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line.setPlaceholderText(tr("730 = 07:30"))

    @override
    def lexical(self, typed: str) -> str:
        return read_time(typed)

    @override
    def written(self, value: str) -> str:
        return write_time(value)


class DateTimeEditor(LineEditor):
    """A date and, after a space, a time."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.line.setPlaceholderText(tr("1503 730"))

    @override
    def lexical(self, typed: str) -> str:
        text = typed.strip()
        day, space, clock = text.rpartition(" ")
        kept = read_date(day if space else text, self._today())
        time = read_time(clock) if space else "00:00"
        if write_date(kept) == kept or not _KEPT_TIME.fullmatch(time):
            return text
        return f"{kept}T{time}:00.000+07:00"

    @override
    def written(self, value: str) -> str:
        match = _KEPT_MOMENT.fullmatch(value)
        return f"{write_date(match.group(1))} {write_time(match.group(2))}" if match else value
