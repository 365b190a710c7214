"""Certificates of attendance of a training, for one person of its list or for all who came."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hrdesk.errors import NobodyAttendedError, NoTrainingError, RecordMissingError
from hrdesk.services.progress import SILENT, Progress, page_watch
from hrdesk.services.workspace import today_of
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from hrdesk.records.record import Record
    from hrdesk.reports.certificates import Attended, Course
    from hrdesk.services.workspace import Workspace


def write_certificates(
    ws: Workspace,
    record_id: str,
    path: Path,
    *,
    now: datetime,
    row: int | None = None,
    progress: Progress = SILENT,
) -> int:
    """A page for each person of the list who came, or for the one in line `row`; how many pages.

    Who attended no session gets none.

    Raises:
        RecordMissingError: there is no such record.
        NoTrainingError: it is no training.
        NobodyAttendedError: nobody is listed, or nobody in that line came.
        ReportFormatUnknownError, FileError: see `reports.certificates`.
        CancelledError: stopped.
    """
    from hrdesk.reports import certificates
    from hrdesk.services.paper import office_of

    record = ws.store.get(record_id)
    if record is None:
        raise RecordMissingError(record_id=record_id)
    if record.form_id != "training":
        raise NoTrainingError(record_id=record_id)
    people = [one for one in _attended(record) if row is None or one.row == row]
    if not people:
        raise NobodyAttendedError
    return certificates.write_certificates(
        office_of(ws),
        _course(record, now),
        people,
        path,
        language=ws.setting("report_language", "vi"),
        progress=page_watch(progress),
    )


def people_attended(ws: Workspace, record_id: str) -> tuple[tuple[int, str], ...]:
    """Line and name of everybody who gets a certificate, in the order of the list."""
    record = ws.store.get(record_id)
    return tuple((one.row, one.name) for one in _attended(record)) if record else ()


def _attended(record: Record) -> Iterator[Attended]:
    from hrdesk.reports.certificates import Attended

    for number, row in enumerate(record.repeats.get("participants", ()), start=1):
        answers = row.answers
        name = answers.get("full_name", "").strip()
        if name and answers.get("sessions_attended", "") != "0":
            yield Attended(number, name, answers.get("position", ""), answers.get("workplace", ""))


def _course(record: Record, now: datetime) -> Course:
    from hrdesk.reports.certificates import Course

    answers = record.answers
    days = [
        date.fromisoformat(answers[key]) for key in ("event_on", "ended_on") if answers.get(key)
    ]
    sessions, until = answers.get("sessions", ""), answers.get("roster_until", "")
    stem = f"{days[0]:%d%m%Y}" if days else record.record_id[:8].upper()
    return Course(
        title=answers.get("title", ""),
        when=" - ".join(dict.fromkeys(show_date(day) for day in days)),
        where=answers.get("place", ""),
        sessions=int(sessions) if sessions.isdigit() else 1,
        number_stem=f"{stem}/GCN",
        issued_on=today_of(now),
        keep_until=show_date(date.fromisoformat(until)) if until else "",
    )
