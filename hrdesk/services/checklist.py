"""What is missing or odd before a period is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.i18n import label_in, language, tr, trn
from hrdesk.records.record import RecordStatus
from hrdesk.store.records import COUNTED, RecordQuery
from hrdesk.values import dataclass
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the check list before closing. `severity`: "fault", "remark" or "info"."""

    severity: str
    sentence: str
    form_id: str | None = None
    record_id: str | None = None


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
    sent = ws.store.journal.submissions(period.period_id)
    if sent:
        yield CheckLine(
            "info",
            tr(
                "Handed over on {at}; handing over again replaces it.",
                at=show_datetime(sent[0].created_at),
            ),
        )
