"""Recurring activities: a series makes drafts for its days, and each is confirmed or skipped.

A draft is made once its day has come, never before: what has not happened cannot be recorded. The
id of the draft follows from the series and the day, so that looking again makes nothing twice. What
was confirmed is a record like any other, and no change of the series touches it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from hrdesk.errors import RecordMissingError, SeriesFormError
from hrdesk.records.copying import answers_to_copy
from hrdesk.services.recurrence import Frequency, Recurrence, checked, rule_words
from hrdesk.services.series_dates import (
    Confirmation,
    DateState,
    ListedDate,
    confirm,
    listed_dates,
    make_due_drafts,
    move_date,
    skip,
    take_up,
    waiting_dates,
)
from hrdesk.services.series_drafts import bind, clear_untouched, kept_series, make_due
from hrdesk.store.series import Series

if TYPE_CHECKING:
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
        bind(ws, series, made_of, now)
        make_due(ws, series, now)
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
    series = kept_series(ws, series_id)
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
        clear_untouched(ws, series, now, all_days=False)
        make_due(ws, series, now)
    return series


def end_series(ws: Workspace, series_id: str, last_on: date, *, now: datetime) -> Series:
    """Let a series end on a day; what was confirmed stays.

    Raises:
        SeriesMissingError: there is none.
    """
    series = replace(
        kept_series(ws, series_id), until_on=last_on, date_count=None, changed_at=now, actor=ws.name
    )
    with ws.store.transaction():
        ws.store.series.put(series)
        clear_untouched(ws, series, now, all_days=False)
        make_due(ws, series, now)
    return series


def delete_series(ws: Workspace, series_id: str, *, now: datetime) -> None:
    """Put a series away with the drafts nobody touched; records and touched drafts stay.

    Raises:
        SeriesMissingError: there is none.
    """
    series = replace(kept_series(ws, series_id), deleted_at=now, changed_at=now, actor=ws.name)
    with ws.store.transaction():
        ws.store.series.put(series)
        clear_untouched(ws, series, now, all_days=True)


def series_list(ws: Workspace) -> tuple[Series, ...]:
    """All series, by title."""
    return ws.store.series.all()


def series_words(series: Series) -> str:
    """The rule of a series in a sentence."""
    return rule_words(series.rule, series.starts_on, series.until_on, series.date_count)
