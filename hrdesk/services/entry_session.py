"""One record being filled, as page and command line hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.records.entry import FormEntry
    from hrdesk.records.record import AcceptedWarning, Record


@dataclass(slots=True)
class EntrySession:
    """One record being filled, from opening the page to leaving it.

    `record` is what is kept (None while new); `resumed_at` says when the draft taken up was typed.
    """

    record_id: str
    entry: FormEntry
    record: Record | None
    resumed_at: datetime | None
    accepted: tuple[AcceptedWarning, ...] = ()  # warnings left standing, with their reasons
