"""What a record and a draft say in two lines of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.gui.lists.record_model import Line
from hrdesk.i18n import tr, trn
from hrdesk.records.record import RecordStatus
from hrdesk.vietnamese.formats import show_date, show_date_short, show_datetime

if TYPE_CHECKING:
    from datetime import date

    from hrdesk.gui.look.components import Tone
    from hrdesk.services.lists import Draft, ListRow


def line_of(row: ListRow, today: date) -> Line:
    """What a row of the store says in two lines."""
    facts = []
    if row.event_on is not None:
        short = row.event_on.year == today.year
        facts.append(show_date_short(row.event_on) if short else show_date(row.event_on))
    if row.summary:
        facts.append(row.summary)
    if row.attachment_count:
        facts.append(trn("{count} file", "{count} files", row.attachment_count))
    state = ""
    tone: Tone = "neutral"
    if row.deleted:
        state = tr("deleted")
    elif row.status is RecordStatus.INCOMPLETE or row.has_faults:
        state, tone = tr("incomplete"), "bad"
    elif row.status is RecordStatus.SUBMITTED:
        state, tone = tr("sent"), "good"
    return Line(
        row.record_id,
        row.form_id,
        row.title or tr("(no name yet)"),
        " · ".join(facts),
        state,
        tone,
        row.deleted,
        row.rowid,
    )


def line_of_draft(draft: Draft) -> Line:
    """What a draft says in two lines."""
    facts = tr("Typed {time}", time=show_datetime(draft.updated_at)) if draft.updated_at else ""
    title = draft.title or tr("(no name yet)")
    return Line(draft.record_id, draft.form_id, title, facts, tr("draft"), "warn")
