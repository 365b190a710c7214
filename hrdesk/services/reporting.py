"""What a period amounts to: home page, check list, figures, the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.i18n import label_in, language, tr, trn
from hrdesk.indicators.period import PLAN_START, Period, PeriodKind, current, period_of
from hrdesk.records.record import RecordStatus
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.workspace import today_of
from hrdesk.store.records import COUNTED, RecordQuery
from hrdesk.values import dataclass
from hrdesk.vietnamese.formats import show_date, show_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from hrdesk.indicators.indicator import Counts, TargetFigure
    from hrdesk.reports.content import ReportContent
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.records import ListRow
    from hrdesk.store.submissions import Submission

_RECENT = RecordQuery(order="updated_at", own=True, limit=6)


@dataclass(frozen=True, slots=True)
class HomeTask:
    """One thing to do. `urgent`: its day has passed, and somebody waits.

    `kind`: "draft", "incomplete", "report", "enrol", "renew", "receive", "rosters", "remark".
    """

    kind: str
    sentence: str
    detail: str
    form_id: str | None = None
    record_id: str | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class HomeSummary:
    """The home page as data: the running period; `due_on` is when its report is due."""

    period: Period
    due_on: date
    days_left: int
    targets: tuple[TargetFigure, ...]
    tasks: tuple[HomeTask, ...]
    recent_submissions: tuple[Submission, ...]
    recent_records: tuple[ListRow, ...] = ()  # own ones, the one edited last first


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the check list before closing. `severity`: "fault", "remark" or "info"."""

    severity: str
    sentence: str
    form_id: str | None = None
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The figures of one period beside the period before and the same a year ago.

    `missing`: which of these two ("previous", "same_last_year") end before the first record.
    """

    period: Period
    targets: tuple[TargetFigure, ...]
    counts: Mapping[str, Counts]
    previous_targets: tuple[TargetFigure, ...]
    previous_counts: Mapping[str, Counts]
    last_year_targets: tuple[TargetFigure, ...]
    last_year_counts: Mapping[str, Counts]
    cumulative_counts: Mapping[str, Counts]
    missing: frozenset[str] = frozenset()


# --- home


def home_summary(ws: Workspace, today: date) -> HomeSummary:
    """The five targets of the running period, what is to be done, what was sent."""
    from hrdesk.indicators.indicator import compute

    period = current(today, overrides=ws.kit.calendar)
    return HomeSummary(
        period=period,
        due_on=period.due_on,
        days_left=(period.due_on - today).days,
        targets=compute(ws.kit.plan, ws.store, period, own=True),
        tasks=tuple(sorted(_tasks(ws, today), key=lambda task: not task.urgent)),
        recent_submissions=ws.store.submissions()[:5],
        recent_records=tuple(ws.store.rows(ws.store.ids(_RECENT))),
    )


def _tasks(ws: Workspace, today: date) -> Iterator[HomeTask]:
    yield from _enrolment_task(ws)
    yield from _renewal_task(ws, today)
    yield from _report_task(ws, today)
    yield from _roster_task(ws, today)
    yield from _remark_tasks(ws)
    titles = {kind.form_id: label_in(dict(kind.titles), language()) for kind in ws.kinds()}
    for draft in ws.store.drafts()[:5]:
        at = show_datetime(draft.updated_at) if draft.updated_at else ""
        yield HomeTask(
            kind="draft",
            sentence=tr("Draft: {title}", title=draft.title or titles.get(draft.form_id, "")),
            detail=tr("{form}, typed {at}", form=titles.get(draft.form_id, ""), at=at),
            form_id=draft.form_id,
            record_id=draft.record_id,
        )
    query = RecordQuery(statuses=frozenset({RecordStatus.INCOMPLETE}), own=True, limit=5)
    for row in ws.store.rows(ws.store.ids(query)):
        yield HomeTask(
            kind="incomplete",
            sentence=tr("To complete: {title}", title=row.title or titles.get(row.form_id, "")),
            detail=titles.get(row.form_id, ""),
            form_id=row.form_id,
            record_id=row.record_id,
        )


def _remark_tasks(ws: Workspace) -> Iterator[HomeTask]:
    """What the province asks to be corrected."""
    if ws.province or not ws.store.receipts.remarks():
        return
    from hrdesk.services.remarks import remarks

    for one in remarks(ws, open_only=True)[:5]:
        place = (one.record_title, one.question_label)
        yield HomeTask(
            kind="remark",
            sentence=tr("The province remarks: {text}", text=one.remark.text),
            detail=" / ".join(part for part in place if part),
            form_id=one.remark.form_id,
            record_id=one.remark.record_id,
        )


def _enrolment_task(ws: Workspace) -> Iterator[HomeTask]:
    if ws.province:
        return
    requested = any(ws.paths.enrolment.glob("enrol_*.json"))
    from hrdesk.trust.identity_files import has_certificate

    if has_certificate(ws.paths.identity):
        return
    yield HomeTask(
        kind="enrol",
        sentence=tr("This desk is not enrolled with the province yet."),
        detail=tr("Take in the province's answer when it comes back.")
        if requested
        else tr("Write the request and carry it to the province."),
    )


def _renewal_task(ws: Workspace, today: date) -> Iterator[HomeTask]:
    from hrdesk.services.renewing import how_to_renew, renewal_state

    state = renewal_state(ws, today)
    if not state.due or state.until is None:
        return
    yield HomeTask(
        kind="renew",
        sentence=tr("The certificate of this desk ends on {day}.", day=show_date(state.until)),
        detail=how_to_renew(ws),
    )


def _roster_task(ws: Workspace, today: date) -> Iterator[HomeTask]:
    """Lists of people whose last day is over: their names are to be deleted, by an act."""
    from hrdesk.services.retention import due

    ended = due(ws, today)
    if ended:
        people = sum(one.people for one in ended)
        yield HomeTask(
            kind="rosters",
            sentence=trn(
                "{count} list of people has ended.",
                "{count} lists of people have ended.",
                len(ended),
            ),
            detail=trn(
                "{count} name to delete; the figures stay.",
                "{count} names to delete; the figures stay.",
                people,
            ),
        )


def _report_task(ws: Workspace, today: date) -> Iterator[HomeTask]:
    """The period that ended last, while nothing was handed over for it."""
    ended = current(today, overrides=ws.kit.calendar).previous()
    if ws.province or ws.store.submissions(ended.period_id):
        return
    query = RecordQuery(
        event_from=ended.first_on, event_to=ended.last_on, statuses=COUNTED, own=True
    )
    count = ws.store.count(query)
    late = (today - ended.due_on).days
    said = trn(
        "{count} record, due {due}",
        "{count} records, due {due}",
        count,
        due=show_date(ended.due_on),
    )
    if late > 0:
        said = f"{said}, {trn('{count} day late', '{count} days late', late)}"
    yield HomeTask(
        kind="report",
        sentence=tr("Report of {period} is to be handed over.", period=ended.title(language())),
        detail=said,
        urgent=late > 0,
    )


# --- periods


def period_choices(ws: Workspace, today: date) -> tuple[Period, ...]:
    """Periods that can be reported: months back to the first record, then longer ones."""
    running = current(today, overrides=ws.kit.calendar)
    months = [running.previous(), running]
    earliest = _earliest(ws, today)
    month = running.previous()
    while len(months) < 25 and month.first_on > earliest:
        month = month.previous()
        months.append(month)
    longer: list[Period] = []
    for kind in (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR):
        now_running = period_of(today, kind, ws.kit.calendar)
        longer += [
            candidate
            for candidate in (now_running, now_running.previous())
            if candidate.last_on >= earliest and candidate.first_on <= today
        ]
    return tuple(dict.fromkeys([*months, *longer]))


def _earliest(ws: Workspace, today: date) -> date:
    """The day of the oldest dated record; today when there is none."""
    query = RecordQuery(event_from=PLAN_START, order="event_on", descending=False, limit=1)
    rows = ws.store.rows(ws.store.ids(query))
    return rows[0].event_on or today if rows else today


# --- closing


def checklist(
    ws: Workspace, period: Period, *, now: datetime | None = None
) -> tuple[CheckLine, ...]:
    """What is missing or odd before the period is closed; each line opens its record.

    With `now` also what is unusual in the records (`odd_lines`), which takes longer to find.
    """
    lines = tuple(_check_lines(ws, ws.kit.dated(period)))
    return lines if now is None else (*lines, *odd_lines(ws, period, now=now))


def odd_lines(ws: Workspace, period: Period, *, now: datetime) -> tuple[CheckLine, ...]:
    """Warnings of the period's records: remarks, and as information those with a reason."""
    from hrdesk.services.unusual import unusual

    lines = []
    for one in unusual(ws, ws.kit.dated(period), now=now):
        said = tr(
            "“{title}”, {question}: {warning}",
            title=one.title,
            question=one.question,
            warning=one.warning.message,
        )
        accepted = one.warning.accepted
        if accepted is not None:
            reason = tr("Left standing: {reason}", reason=accepted.reason)
            said = f"{said} {reason}"
        severity = "remark" if accepted is None else "info"
        lines.append(CheckLine(severity, said, one.form_id, one.record_id))
    return tuple(lines)


def _check_lines(ws: Workspace, period: Period) -> Iterator[CheckLine]:
    incomplete = RecordQuery(
        event_from=period.first_on,
        event_to=period.last_on,
        statuses=frozenset({RecordStatus.INCOMPLETE}),
        own=True,
    )
    titles = {kind.form_id: label_in(dict(kind.titles), language()) for kind in ws.kinds()}
    for row in ws.store.rows(ws.store.ids(incomplete)):
        yield CheckLine(
            "fault",
            tr(
                "{form} “{title}” is incomplete: it does not count and does not travel.",
                form=titles.get(row.form_id, row.form_id),
                title=row.title,
            ),
            row.form_id,
            row.record_id,
        )
    for draft in ws.store.drafts():
        yield CheckLine(
            "remark",
            tr(
                "{form} “{title}” is a draft and not saved yet.",
                form=titles.get(draft.form_id, draft.form_id),
                title=draft.title,
            ),
            draft.form_id,
            draft.record_id,
        )
    counted = RecordQuery(
        event_from=period.first_on, event_to=period.last_on, statuses=COUNTED, own=True
    )
    total = ws.store.count(counted)
    if total:
        yield CheckLine("info", trn("{count} record counts.", "{count} records count.", total))
    else:
        yield CheckLine(
            "remark", tr("Nothing was logged: the report will say that nothing occurred.")
        )
    if not ws.store.count(RecordQuery(form_id="agency", statuses=COUNTED, own=True)):
        yield CheckLine(
            "remark",
            tr("The register has no line about the office and its spokesperson."),
            "agency",
        )
    sent = ws.store.submissions(period.period_id)
    if sent:
        yield CheckLine(
            "info",
            tr(
                "Handed over on {at}; handing over again replaces it.",
                at=show_datetime(sent[0].created_at),
            ),
        )


# --- figures


def figures(ws: Workspace, period: Period) -> PeriodFigures:
    """All figures of a period; report, bundle and screen show these same ones."""
    from hrdesk.indicators.indicator import compute, counts

    plan, period = ws.kit.plan, ws.kit.dated(period)
    before, last_year = period.previous(), period.same_last_year()
    with ws.store.snapshot():
        return PeriodFigures(
            period=period,
            targets=compute(plan, ws.store, period, own=True),
            counts=counts(plan, ws.store, period, own=True),
            previous_targets=compute(plan, ws.store, before, own=True),
            previous_counts=counts(plan, ws.store, before, own=True),
            last_year_targets=compute(plan, ws.store, last_year, own=True),
            last_year_counts=counts(plan, ws.store, last_year, own=True),
            cumulative_counts=counts(
                plan, ws.store, period, bounds=(PLAN_START, period.last_on), own=True
            ),
            missing=unknown_periods(ws, period, own=True),
        )


def unknown_periods(ws: Workspace, period: Period, *, own: bool) -> frozenset[str]:
    """Of the period before and the same a year ago, those that end before the first record.

    A desk that began later, or a unit that did not exist yet, knows nothing of them.
    """
    query = RecordQuery(
        statuses=COUNTED,
        event_from=PLAN_START,
        own=True if own else None,
        order="event_on",
        descending=False,
        limit=1,
    )
    rows = ws.store.rows(ws.store.ids(query))
    first_on = rows[0].event_on if rows else None
    others = {"previous": period.previous(), "same_last_year": period.same_last_year()}
    return frozenset(
        name for name, one in others.items() if first_on is None or one.last_on < first_on
    )


# --- the report


def report_content(
    ws: Workspace, period: Period, *, now: datetime, counted: PeriodFigures | None = None
) -> ReportContent:
    """The periodic report as data, a draft unless it was handed over like this; `counted`: figures."""
    from hrdesk.reports.periodic import periodic_content
    from hrdesk.reports.source import PeriodCounts, ReportInput
    from hrdesk.reports.targets import target_words
    from hrdesk.services.numbering import standing_number
    from hrdesk.services.paper import numbered_office, product_lines
    from hrdesk.services.paper_proof import proven
    from hrdesk.services.remarking import written_remarks

    period = ws.kit.dated(period)
    known = counted or figures(ws, period)
    spoken = ws.setting("report_language", "vi")
    given = standing_number(ws, period)
    content = periodic_content(
        ReportInput(
            office=numbered_office(ws, given),
            period=period,
            figures=known.targets,
            counts=PeriodCounts(
                current=known.counts,
                previous=known.previous_counts,
                same_last_year=known.last_year_counts,
                cumulative=known.cumulative_counts,
                missing=known.missing,
            ),
            targets=target_words(ws.kit.plan, spoken),
            products=tuple(product_lines(ws, period, spoken, own=True)),
            forms={kind.form_id: ws.form(kind.form_id) for kind in ws.kinds()},
            remarks=written_remarks(ws, period),
            issued_on=given.issued_on if given else today_of(now),
            language=spoken,
        )
    )
    return proven(ws, period, content)


def write_report(
    ws: Workspace,
    period: Period,
    path: Path,
    *,
    now: datetime,
    progress: Progress = SILENT,
    archive: bool = False,
) -> int | None:
    """Write the report as .pdf, .docx or .xlsx, whole or not at all.

    Gives the number of pages or sheets; None for .docx, whose pages the reading program makes.
    With `archive` the PDF claims PDF/A-2b; see `hrdesk.reports.archive`.

    Raises:
        ReportFormatUnknownError: the name of the file ends in something else.
        ArchiveFormatError: an archive copy that is not a PDF is asked for.
        FileError: it cannot be written; what stood there before is unharmed.
        CancelledError: stopped.
    """
    from hrdesk.reports.writing import write_content

    content = report_content(ws, period, now=now)
    pages = write_content(content, path, page_watch(progress), archive=archive)
    if path.suffix.casefold() == ".pdf":
        from hrdesk.services.signed_papers import note_paper

        note_paper(ws, path, "report", period.period_id, now=now)
    return pages


def page_watch(progress: Progress) -> Callable[[int], None]:
    """Progress of drawing: told the pages done, stops when the person asked to."""

    def told(pages: int) -> None:
        if progress.cancelled():
            raise CancelledError
        progress.total(pages + 1)
        progress.step()

    return told
