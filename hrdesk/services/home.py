"""The home page as data: the running period, what is to be done, what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.i18n import label_in, language, tr, trn
from hrdesk.indicators.period import Period, current
from hrdesk.records.record import RecordStatus
from hrdesk.store.records import COUNTED, RecordQuery
from hrdesk.values import dataclass
from hrdesk.vietnamese.formats import show_date, show_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hrdesk.indicators.indicator import TargetFigure
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.records import ListRow
    from hrdesk.store.submissions import Submission

_RECENT = RecordQuery(order="updated_at", own=True, limit=6)


@dataclass(frozen=True, slots=True)
class HomeTask:
    """One thing to do. `urgent`: its day has passed, and somebody waits.

    `kind`: "first", "import", "draft", "incomplete", "report", "enrol", "renew", "receive",
    "rosters", "remark".
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
        recent_submissions=ws.store.journal.submissions()[:5],
        recent_records=tuple(ws.store.rows(ws.store.ids(_RECENT))),
    )


def _tasks(ws: Workspace, today: date) -> Iterator[HomeTask]:
    yield from _first_tasks(ws)
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


def _first_tasks(ws: Workspace) -> Iterator[HomeTask]:
    """How to begin, in an office that holds nothing yet."""
    if ws.province or ws.store.drafts() or ws.store.count(RecordQuery()):
        return
    form_id = ws.kinds()[0].form_id
    yield HomeTask(
        kind="first",
        sentence=tr("Nothing is logged yet."),
        detail=tr("An activity takes less than a minute, without the mouse."),
        form_id=form_id,
    )
    yield HomeTask(
        kind="import",
        sentence=tr("A workbook that you have can be taken over."),
        detail=tr("Excel or CSV; what is wrong in it is said before anything goes in."),
        form_id=form_id,
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
    if ws.province or ws.store.journal.submissions(ended.period_id):
        return
    query = RecordQuery(
        event_from=ended.first_on, event_to=ended.last_on, statuses=COUNTED, own=True
    )
    count = ws.store.count(query)
    if not count and ws.begun_after(ended.due_on):
        return  # nothing of it was taken over
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
