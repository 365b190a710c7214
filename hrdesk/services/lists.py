"""What a list asks for and gets: the values that front ends share with the store."""

from __future__ import annotations

from hrdesk.store.records import Draft, ListRow, RecordQuery

__all__ = ["Draft", "ListRow", "RecordQuery"]
