"""Recurring activities: a series makes drafts for its days, and each is confirmed or skipped.

A draft is made once its day has come, never before: what has not happened cannot be recorded. The
id of the draft follows from the series and the day, so that looking again makes nothing twice. What
was confirmed is a record like any other, and no change of the series touches it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    RecordMissingError,
    SeriesDateConfirmedError,
    SeriesDateMissingError,
    SeriesFormError,
    SeriesMissingError,
)
from hrdesk.i18n import tr
from hrdesk.records.copying import answers_to_copy
from hrdesk.records.record import RecordStatus, Violation
from hrdesk.services import entering
from hrdesk.services.recurrence import Frequency, Recurrence, checked, dates, rule_words
from hrdesk.services.workspace import today_of
from hrdesk.store.series import Series, SeriesDate
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.records.entry import FormEntry
    from hrdesk.records.record import Record
    from hrdesk.services.workspace import Workspace

__all__ = [
    "Confirmation",
    "DateState",
    "Frequency",
    "ListedDate",
    "Recurrence",
    "Series",
    "add_series",
    "change_series",
    "confirm",
    "delete_series",
    "end_series",
    "listed_dates",
    "make_due_drafts",
    "move_date",
    "series_list",
    "series_words",
    "skip",
    "take_up",
    "template_of",
    "waiting_dates",
]

_COMING_SHOWN: Final = 6  # days to come that are listed, so that they can be skipped or moved ahead
_AHEAD: Final = timedelta(days=400)


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


# --- the series


def template_of(ws: Workspace, record_id: str) -> tuple[str, Mapping[str, str]]:
    """Form and answers of a record or a draft, as a series takes them over.

    Raises:
        RecordMissingError: there is neither.
    """
    source = ws.store.get(record_id) or ws.store.draft(record_id)
    if source is None:
        raise RecordMissingError(record_id=record_id)
    return source.form_id, answers_to_copy(ws.form(source.form_id), source.answers)


def add_series(
    ws: Workspace,
    form_id: str,
    answers: Mapping[str, str],
    recurrence: Recurrence,
    *,
    now: datetime,
    made_of: str = "",
) -> Series:
    """Keep a series and make the drafts that are due.

    The record or draft it is `made_of` stands for its own day: no second one is made for it.

    Raises:
        SeriesFormError: records of this kind have no date.
        SeriesRuleError: the rule gives no date.
    """
    form = ws.form(form_id)
    if not form.settings.get("event_on_key", ""):
        raise SeriesFormError(form_id=form_id)
    checked(recurrence)
    kept = answers_to_copy(form, answers)
    series = Series(
        series_id=str(uuid.uuid4()),
        form_id=form_id,
        form_version=form.version,
        title=kept.get(form.settings.get("title_key", ""), ""),
        rule=recurrence.rule,
        starts_on=recurrence.starts_on,
        until_on=recurrence.until_on,
        date_count=recurrence.count,
        answers=kept,
        made_at=now,
        changed_at=now,
        actor=ws.name,
    )
    with ws.store.transaction():
        ws.store.series.put(series)
        _bind(ws, series, made_of, now)
        _make_due(ws, series, now)
    return series


def change_series(
    ws: Workspace,
    series_id: str,
    *,
    now: datetime,
    recurrence: Recurrence | None = None,
    answers: Mapping[str, str] | None = None,
) -> Series:
    """Another rule or other answers from now on.

    Records that were confirmed stay as they are, and so do drafts that somebody typed in; drafts
    nobody touched are made anew. Days skipped or moved stay so where the rule still says them.

    Raises:
        SeriesMissingError, SeriesRuleError: there is none, or the rule gives no date.
    """
    series = _series(ws, series_id)
    if recurrence is not None:
        checked(recurrence)
        series = replace(
            series,
            rule=recurrence.rule,
            starts_on=recurrence.starts_on,
            until_on=recurrence.until_on,
            date_count=recurrence.count,
        )
    if answers is not None:
        form = ws.form(series.form_id)
        kept = answers_to_copy(form, answers)
        title = kept.get(form.settings.get("title_key", ""), "")
        series = replace(series, answers=kept, title=title, form_version=form.version)
    series = replace(series, changed_at=now, actor=ws.name)
    with ws.store.transaction():
        ws.store.series.put(series)
        _clear_untouched(ws, series, now, all_days=False)
        _make_due(ws, series, now)
    return series


def end_series(ws: Workspace, series_id: str, last_on: date, *, now: datetime) -> Series:
    """Let a series end on a day; what was confirmed stays.

    Raises:
        SeriesMissingError: there is none.
    """
    series = replace(
        _series(ws, series_id), until_on=last_on, date_count=None, changed_at=now, actor=ws.name
    )
    with ws.store.transaction():
        ws.store.series.put(series)
        _clear_untouched(ws, series, now, all_days=False)
        _make_due(ws, series, now)
    return series


def delete_series(ws: Workspace, series_id: str, *, now: datetime) -> None:
    """Put a series away with the drafts nobody touched; records and touched drafts stay.

    Raises:
        SeriesMissingError: there is none.
    """
    series = replace(_series(ws, series_id), deleted_at=now, changed_at=now, actor=ws.name)
    with ws.store.transaction():
        ws.store.series.put(series)
        _clear_untouched(ws, series, now, all_days=True)


def series_list(ws: Workspace) -> tuple[Series, ...]:
    """All series, by title."""
    return ws.store.series.all()


def series_words(series: Series) -> str:
    """The rule of a series in a sentence."""
    return rule_words(series.rule, series.starts_on, series.until_on, series.date_count)


# --- their dates


def make_due_drafts(ws: Workspace, *, now: datetime) -> int:
    """Make the drafts of every day that has come since; how many. Doing it again makes none."""
    made = 0
    for series in ws.store.series.all():
        with ws.store.transaction():
            made += _make_due(ws, series, now)
    return made


def listed_dates(ws: Workspace, series_id: str, *, now: datetime) -> tuple[ListedDate, ...]:
    """What is kept of a series, and its next days, in the order they are held.

    Raises:
        SeriesMissingError: there is none.
    """
    series = _series(ws, series_id)
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
            _record_id(series_id, day),
        )
        for day in _planned(series, today + _AHEAD)
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
        _make_due(ws, _series(ws, series_id), now)


def move_date(
    ws: Workspace, series_id: str, occurs_on: date, held_on: date, *, now: datetime
) -> None:
    """Hold one day's event on another day; its draft, when there is one, says so.

    Raises:
        SeriesMissingError, SeriesDateMissingError, SeriesDateConfirmedError: as `skip`.
    """
    one = _unconfirmed(ws, series_id, occurs_on)
    series = _series(ws, series_id)
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
        _make_due(ws, series, now)


# --- inside


def _series(ws: Workspace, series_id: str) -> Series:
    series = ws.store.series.get(series_id)
    if series is None or series.deleted_at is not None:
        raise SeriesMissingError(series_id=series_id)
    return series


def _record_id(series_id: str, occurs_on: date) -> str:
    try:
        room = uuid.UUID(series_id)
    except ValueError:
        room = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:hrdesk:series:{series_id}")
    return str(uuid.uuid5(room, occurs_on.isoformat()))


def _planned(series: Series, through: date) -> tuple[date, ...]:
    return dates(series.rule, series.starts_on, through, series.until_on, series.date_count)


def _make_due(ws: Workspace, series: Series, now: datetime) -> int:
    """Drafts of days that have come and are neither skipped nor made; how many."""
    today = today_of(now)
    kept = {one.occurs_on: one for one in ws.store.series.dates(series.series_id)}
    for day in _planned(series, today):
        if day not in kept:
            kept[day] = SeriesDate(
                series.series_id,
                day,
                day,
                skipped=False,
                record_id=_record_id(series.series_id, day),
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


def _bind(ws: Workspace, series: Series, record_id: str, now: datetime) -> None:
    """Let a record stand for its day in a series, when the day is one and it is in no other."""
    source = ws.store.get(record_id) or ws.store.draft(record_id) if record_id else None
    if source is None or ws.store.series.date_of(record_id) is not None:
        return
    day = entering.event_on(ws.form(series.form_id), source.answers)
    if day is not None and day in _planned(series, day):
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


def _clear_untouched(ws: Workspace, series: Series, now: datetime, *, all_days: bool) -> None:
    """Take back drafts nobody typed in, and forget days that the rule says no more."""
    planned = set() if all_days else set(_planned(series, today_of(now) + _AHEAD))
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


def _unconfirmed(ws: Workspace, series_id: str, occurs_on: date) -> SeriesDate:
    series = _series(ws, series_id)
    kept = {one.occurs_on: one for one in ws.store.series.dates(series_id)}
    one = kept.get(occurs_on)
    if one is None:
        if occurs_on not in _planned(series, occurs_on):
            raise SeriesDateMissingError(on=show_date(occurs_on))
        return SeriesDate(
            series_id,
            occurs_on,
            occurs_on,
            skipped=False,
            record_id=_record_id(series_id, occurs_on),
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
