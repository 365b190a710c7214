"""What stands above the record that is open: its title, since when it is kept, what to know first."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hrdesk.gui.entry.entry_banners import opened_banner, undrafted_banner, unfinished_banner
from hrdesk.i18n import label_in, tr
from hrdesk.indicators.period import period_of
from hrdesk.records.entry import NodeRef
from hrdesk.vietnamese.formats import VIETNAM_TZ, show_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.gui.entry.entry_header import EntryHeader
    from hrdesk.gui.entry.form_view import FormView
    from hrdesk.gui.look.page import Session
    from hrdesk.services.entering import EntrySession


class HeaderWords(QObject):
    """Says it in the header; `follow` tells which record is open."""

    restore_wanted = Signal()
    discard_wanted = Signal()
    list_wanted = Signal()  # of the places that need a look

    def __init__(self, session: Session, header: EntryHeader, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._header = header
        self._filled: EntrySession | None = None
        self._view: FormView | None = None
        self._saved_words = ""
        self._is_failing = False  # the draft could not be put on the disk, and the banner says so
        self._is_unfinished = False  # the banner says why the record is not completed

    def follow(
        self, filled: EntrySession, view: FormView, remarks: Sequence[str], *, locked: bool
    ) -> None:
        """Another record is open; `remarks` are what the province said of it."""
        self._filled, self._view = filled, view
        self._is_failing = self._is_unfinished = False
        record = filled.record
        judged = record is not None and filled.resumed_at is None
        self._saved_words = (
            tr("saved {when}", when=show_datetime(record.updated_at)) if record and judged else ""
        )
        self._header.show_scrolled(0)
        self._header.history.setVisible(record is not None)
        self._header.show_banner(
            opened_banner(
                filled,
                locked=locked,
                remarks=remarks,
                on_restore=self.restore_wanted.emit,
                on_discard=self.discard_wanted.emit,
            )
        )
        self.show_title()
        self.show_faults()

    def let_go(self) -> None:
        """No record is open."""
        self._filled = self._view = None

    def show_title(self) -> None:
        """Title, kind, period, and since when it is on the disk."""
        if self._filled is None:
            return
        entry = self._filled.entry
        kind = label_in(dict(entry.form.titles), entry.language)
        title_key = entry.form.settings.get("title_key", "")
        title = entry.value(NodeRef(title_key)) if title_key else ""
        self._header.show_title(title or tr("New: {kind}", kind=kind))
        said = (self._period_words(self._filled), self._saved_words)
        self._header.show_facts(*((kind, *said) if title else said))

    def _period_words(self, filled: EntrySession) -> str:
        key = filled.entry.form.settings.get("event_on_key", "")
        try:
            day = date.fromisoformat(filled.entry.value(NodeRef(key)) if key else "")
        except ValueError:
            return ""
        period = period_of(day, overrides=self._session.workspace.kit.calendar)
        return tr("period {period}", period=period.title(filled.entry.language))

    # --- faults

    def show_faults(self) -> None:
        """How many places are marked; without any nothing keeps the record from being completed."""
        if self._view is None:
            return
        count = self._view.shown_faults()
        self._header.faults.show_count(count)
        if self._is_unfinished and count == 0:
            self._is_unfinished = False
            self._header.show_banner(None)

    def say_unfinished(self, count: int) -> None:
        """The record was to be completed and cannot be."""
        self._header.show_banner(unfinished_banner(count, self.list_wanted.emit))
        self._is_unfinished = True

    # --- kept

    def say_saved(self, at: datetime) -> None:
        """The record is kept, and nothing has to be known of it any more."""
        self._say_kept(tr("saved {time}", time=_clock_words(at)))
        self._header.show_banner(None)
        self._header.history.show()

    def say_drafted(self, at: datetime) -> None:
        """What was typed is on the disk."""
        if self._is_failing:  # there is room again: what was said is no longer so
            self._is_failing = False
            self._header.show_banner(None)
        self._say_kept(tr("draft saved {time}", time=_clock_words(at)))
        self._session.shell.show_saved(at)

    def say_undrafted(self, error: BaseException) -> None:
        """What was typed could not be put on the disk."""
        self._is_failing = True
        self._say_kept("")
        self._session.shell.show_unsaved()
        self._header.show_banner(undrafted_banner(error))

    def _say_kept(self, words: str) -> None:
        self._saved_words = words
        self.show_title()


def _clock_words(at: datetime) -> str:
    local = at.astimezone(VIETNAM_TZ)
    return f"{local.hour:02}:{local.minute:02}"
