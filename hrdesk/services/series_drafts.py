"""The drafts that a series makes: one for each of its days that has come, and never two."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hrdesk.errors import SeriesMissingError
from hrdesk.services import entering
from hrdesk.services.recurrence import dates
from hrdesk.services.workspace import today_of
from hrdesk.store.series import Series, SeriesDate

if TYPE_CHECKING:
    from hrdesk.services.workspace import Workspace

AHEAD: Final = timedelta(days=400)


def kept_series(ws: Workspace, series_id: str) -> Series:
    """The series as it is kept.

    Raises:
        SeriesMissingError: there is none, or it was put away.
    """
    series = ws.store.series.get(series_id)
    if series is None or series.deleted_at is not None:
        raise SeriesMissingError(series_id=series_id)
    return series


def draft_id(series_id: str, occurs_on: date) -> str:
    """The id of the draft of a day, and of the record it becomes: the same whenever it is asked."""
    try:
        room = uuid.UUID(series_id)
    except ValueError:
        room = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:hrdesk:series:{series_id}")
    return str(uuid.uuid5(room, occurs_on.isoformat()))


def planned_days(series: Series, through: date) -> tuple[date, ...]:
    """The days that the rule says, up to one."""
    return dates(series.rule, series.starts_on, through, series.until_on, series.date_count)


def make_due(ws: Workspace, series: Series, now: datetime) -> int:
    """Drafts of days that have come and are neither skipped nor made; how many."""
    today = today_of(now)
    kept = {one.occurs_on: one for one in ws.store.series.dates(series.series_id)}
    for day in planned_days(series, today):
        if day not in kept:
            kept[day] = SeriesDate(
                series.series_id,
                day,
                day,
                skipped=False,
                record_id=draft_id(series.series_id, day),
            )
    made = 0
    for one in kept.values():
        if one.skipped or one.status is not None or one.deleted:
            continue
        if one.made_at is None and one.held_on <= today:
            _make_draft(ws, series, one, now)
            made += 1
        elif one.made_at is not None and one.drafted_at is None:
            ws.store.series.put_date(replace(one, skipped=True))  # its draft was thrown away
    return made


def bind(ws: Workspace, series: Series, record_id: str, now: datetime) -> None:
    """Let a record stand for its day in a series, when the day is one and it is in no other."""
    source = ws.store.get(record_id) or ws.store.draft(record_id) if record_id else None
    if source is None or ws.store.series.date_of(record_id) is not None:
        return
    day = entering.event_on(ws.form(series.form_id), source.answers)
    if day is not None and day in planned_days(series, day):
        ws.store.series.put_date(
            SeriesDate(series.series_id, day, day, skipped=False, record_id=record_id, made_at=now)
        )


def _make_draft(ws: Workspace, series: Series, one: SeriesDate, now: datetime) -> None:
    from hrdesk.records.entry import NodeRef  # the engine is loaded when a draft is made

    filled = entering.new_entry(ws, series.form_id, now=now, record_id=one.record_id)
    form = filled.entry.form
    asked = {question.key for question in form.questions()}
    for key, value in series.answers.items():
        if key in asked:
            filled.entry.set_value(NodeRef(key), value)
    filled.entry.set_value(NodeRef(form.settings.get("event_on_key", "")), one.held_on.isoformat())
    ws.store.series.put_date(replace(one, made_at=now))
    entering.save_draft(ws, filled, now=now)


def clear_untouched(ws: Workspace, series: Series, now: datetime, *, all_days: bool) -> None:
    """Take back drafts nobody typed in, and forget days that the rule says no more."""
    planned = set() if all_days else set(planned_days(series, today_of(now) + AHEAD))
    for one in ws.store.series.dates(series.series_id):
        if one.status is not None or one.deleted:
            continue
        touched = one.drafted_at is not None and one.drafted_at != one.made_at
        if touched:
            continue
        ws.store.delete_draft(one.record_id)
        if one.occurs_on in planned:
            ws.store.series.put_date(replace(one, made_at=None))
        elif not (one.skipped or one.held_on != one.occurs_on) or all_days:
            ws.store.series.drop_date(series.series_id, one.occurs_on)
