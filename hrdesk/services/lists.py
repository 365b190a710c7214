"""What lists ask for and get: the values that front ends share with the rooms below."""

from __future__ import annotations

from hrdesk.store.records import Draft, ListRow, RecordQuery
from hrdesk.store.submissions import IntakeRecord, Submission

__all__ = ["Draft", "IntakeRecord", "ListRow", "RecordQuery", "Submission"]
