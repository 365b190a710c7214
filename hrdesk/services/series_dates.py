"""The days of a series: what became of each, and confirming, leaving out or moving one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hrdesk.errors import SeriesDateConfirmedError, SeriesDateMissingError
from hrdesk.i18n import tr
from hrdesk.records.record import RecordStatus, Violation
from hrdesk.services import entering
from hrdesk.services.series_drafts import AHEAD, draft_id, kept_series, make_due, planned_days
from hrdesk.services.workspace import today_of
from hrdesk.store.series import Series, SeriesDate
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.records.entry import FormEntry
    from hrdesk.records.record import Record
    from hrdesk.services.workspace import Workspace

_COMING_SHOWN: Final = 6  # days to come that are listed, so that they can be skipped or moved ahead


class DateState(StrEnum):
    """What became of a date."""

    WAITING = "waiting"  # its draft is there, to be confirmed
    CONFIRMED = "confirmed"
    SKIPPED = "skipped"
    COMING = "coming"  # its day has not come
    DELETED = "deleted"  # confirmed, and the record put away since


@dataclass(frozen=True, slots=True)
class ListedDate:
    """One line of the list."""

    series_id: str
    form_id: str
    occurs_on: date
    held_on: date
    title: str
    state: DateState
    record_id: str
    violations: tuple[Violation, ...] = ()  # what keeps the draft from being confirmed
    faults: tuple[str, ...] = ()  # the same in words, with the question

    @property
    def moved(self) -> bool:
        """Whether it is held on another day than the rule says."""
        return self.held_on != self.occurs_on


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What confirming one date gave: a record, or why not."""

    record_id: str
    held_on: date
    title: str
    record: Record | None
    violations: tuple[Violation, ...] = ()


def make_due_drafts(ws: Workspace, *, now: datetime) -> int:
    """Make the drafts of every day that has come since; how many. Doing it again makes none."""
    made = 0
    for series in ws.store.series.all():
        with ws.store.transaction():
            made += make_due(ws, series, now)
    return made


def listed_dates(ws: Workspace, series_id: str, *, now: datetime) -> tuple[ListedDate, ...]:
    """What is kept of a series, and its next days, in the order they are held.

    Raises:
        SeriesMissingError: there is none.
    """
    series = kept_series(ws, series_id)
    kept = ws.store.series.dates(series_id)
    known = {one.occurs_on for one in kept}
    today = today_of(now)
    coming = [
        ListedDate(
            series_id,
            series.form_id,
            day,
            day,
            series.title,
            DateState.COMING,
            draft_id(series_id, day),
        )
        for day in planned_days(series, today + AHEAD)
        if day not in known and day > today
    ][:_COMING_SHOWN]
    listed = [_listed(ws, series, one, now) for one in kept]
    return tuple(sorted([*listed, *coming], key=lambda one: (one.held_on, one.occurs_on)))


def waiting_dates(ws: Workspace, *, now: datetime) -> tuple[ListedDate, ...]:
    """Everything to confirm, of all series, the oldest first; due drafts are made on the way."""
    make_due_drafts(ws, now=now)
    found = [
        line
        for series in ws.store.series.all()
        for one in ws.store.series.dates(series.series_id)
        if _state(one) is DateState.WAITING
        for line in (_listed(ws, series, one, now),)
    ]
    return tuple(sorted(found, key=lambda one: (one.held_on, one.title, one.series_id)))


def confirm(ws: Workspace, record_ids: Sequence[str], *, now: datetime) -> tuple[Confirmation, ...]:
    """Make records of drafts; one that is at fault stays a draft, the others are not held up.

    What was confirmed before is said again and changed in nothing.

    Raises:
        SeriesDateMissingError: one of them belongs to no series.
    """
    return tuple(_confirm(ws, record_id, now) for record_id in dict.fromkeys(record_ids))


def skip(ws: Workspace, series_id: str, occurs_on: date) -> None:
    """Leave a day out: its draft goes, and none is made again.

    Raises:
        SeriesMissingError, SeriesDateMissingError: there is no such series or day.
        SeriesDateConfirmedError: it was confirmed.
    """
    one = _unconfirmed(ws, series_id, occurs_on)
    with ws.store.transaction():
        ws.store.series.put_date(replace(one, skipped=True))
        ws.store.delete_draft(one.record_id)


def take_up(ws: Workspace, series_id: str, occurs_on: date, *, now: datetime) -> None:
    """Bring back a day that was left out.

    Raises:
        SeriesMissingError, SeriesDateMissingError, SeriesDateConfirmedError: as `skip`.
    """
    one = _unconfirmed(ws, series_id, occurs_on)
    with ws.store.transaction():
        ws.store.series.put_date(replace(one, skipped=False, made_at=None))
        make_due(ws, kept_series(ws, series_id), now)


def move_date(
    ws: Workspace, series_id: str, occurs_on: date, held_on: date, *, now: datetime
) -> None:
    """Hold one day's event on another day; its draft, when there is one, says so.

    Raises:
        SeriesMissingError, SeriesDateMissingError, SeriesDateConfirmedError: as `skip`.
    """
    one = _unconfirmed(ws, series_id, occurs_on)
    series = kept_series(ws, series_id)
    with ws.store.transaction():
        draft = ws.store.draft(one.record_id)
        if draft is not None and held_on <= today_of(now):
            key = ws.form(series.form_id).settings.get("event_on_key", "")
            answers = {**draft.answers, key: held_on.isoformat()}
            ws.store.save_draft(replace(draft, answers=answers, updated_at=now))
            ws.store.series.put_date(replace(one, held_on=held_on, skipped=False))
            return
        ws.store.delete_draft(one.record_id)
        ws.store.series.put_date(replace(one, held_on=held_on, skipped=False, made_at=None))
        make_due(ws, series, now)


def _unconfirmed(ws: Workspace, series_id: str, occurs_on: date) -> SeriesDate:
    series = kept_series(ws, series_id)
    kept = {one.occurs_on: one for one in ws.store.series.dates(series_id)}
    one = kept.get(occurs_on)
    if one is None:
        if occurs_on not in planned_days(series, occurs_on):
            raise SeriesDateMissingError(on=show_date(occurs_on))
        return SeriesDate(
            series_id,
            occurs_on,
            occurs_on,
            skipped=False,
            record_id=draft_id(series_id, occurs_on),
        )
    if _state(one) in {DateState.CONFIRMED, DateState.DELETED}:
        raise SeriesDateConfirmedError(on=show_date(one.held_on))
    return one


def _state(one: SeriesDate) -> DateState:
    if one.deleted:
        return DateState.DELETED
    if one.status in {RecordStatus.COMPLETE, RecordStatus.SUBMITTED}:
        return DateState.CONFIRMED
    if one.status is RecordStatus.INCOMPLETE or one.drafted_at is not None:
        return DateState.WAITING
    return DateState.SKIPPED if one.skipped or one.made_at is not None else DateState.COMING


def _listed(ws: Workspace, series: Series, one: SeriesDate, now: datetime) -> ListedDate:
    state = _state(one)
    held_on, title = one.held_on, one.title
    violations: tuple[Violation, ...] = ()
    faults: tuple[str, ...] = ()
    if state is DateState.WAITING:
        filled = entering.open_entry(ws, one.record_id, now=now)
        answers = filled.entry.answers(for_record=False)
        held_on = entering.event_on(filled.entry.form, answers) or held_on
        violations = filled.entry.violations()
        faults = tuple(_in_words(filled.entry, broken) for broken in violations)
    return ListedDate(
        series.series_id,
        series.form_id,
        one.occurs_on,
        held_on,
        title or series.title,
        state,
        one.record_id,
        violations,
        faults,
    )


def _in_words(entry: FormEntry, broken: Violation) -> str:
    from hrdesk.records.entry import NodeRef  # the engine is loaded when a draft is read

    question = entry.state(NodeRef(broken.key, broken.repeat, broken.row)).label
    return tr("{question}: {fault}", question=question, fault=broken.message)


def _confirm(ws: Workspace, record_id: str, now: datetime) -> Confirmation:
    one = ws.store.series.date_of(record_id)
    if one is None:
        raise SeriesDateMissingError(on=record_id)
    if _state(one) in {DateState.CONFIRMED, DateState.DELETED}:
        return Confirmation(record_id, one.held_on, one.title, ws.store.get(record_id))
    if _state(one) is not DateState.WAITING:
        raise SeriesDateMissingError(on=show_date(one.held_on))
    filled = entering.open_entry(ws, record_id, now=now)
    answers = filled.entry.answers(for_record=False)
    held_on = entering.event_on(filled.entry.form, answers) or one.held_on
    outcome = entering.save_record(ws, filled, now=now, complete=True)
    if outcome.record is not None and held_on != one.held_on:
        ws.store.series.put_date(replace(one, held_on=held_on))
    return Confirmation(record_id, held_on, one.title, outcome.record, outcome.violations)
