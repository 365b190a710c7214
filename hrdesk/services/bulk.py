"""One act on many records: marked complete or not, put away, brought back; and undone.

A few records at a time are one transaction: when the process ends in the middle, each record is as
it was or as it should be. What cannot be changed is told by record, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hrdesk.errors import HrdeskError
from hrdesk.i18n import explain, tr, trn
from hrdesk.records.record import Record, RecordStatus
from hrdesk.services.progress import SILENT, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from hrdesk.services.workspace import Workspace

AT_ONCE: Final = 100  # records of one transaction


class BulkAct(StrEnum):
    """What can be done to many records."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    DELETE = "delete"
    RESTORE = "restore"


_WANTED: Final = {
    BulkAct.COMPLETE: RecordStatus.COMPLETE,
    BulkAct.INCOMPLETE: RecordStatus.INCOMPLETE,
}
_OPPOSITES: Final = {
    BulkAct.COMPLETE: BulkAct.INCOMPLETE,
    BulkAct.INCOMPLETE: BulkAct.COMPLETE,
    BulkAct.DELETE: BulkAct.RESTORE,
    BulkAct.RESTORE: BulkAct.DELETE,
}


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that was changed: its state before, and the revision it has now."""

    record_id: str
    before: RecordStatus
    revision: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that stays as it is: why, in a sentence, and the faults when it has some."""

    record_id: str
    form_id: str
    title: str
    reason: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of each record. `same` were already so; `stopped` says that it was cancelled.

    `fault` is what the world did (disk full, …) before the end; what was changed by then stays.
    """

    act: BulkAct
    changed: tuple[Changed, ...] = ()
    refused: tuple[Refusal, ...] = ()
    same: int = 0
    stopped: bool = False
    fault: HrdeskError | None = None


class _Same(Exception):  # noqa: N818 - not an error: the record is already as wanted
    """Nothing to do."""


class _Refused(Exception):  # noqa: N818 - becomes a line of the outcome
    """Cannot be done, because."""

    def __init__(self, reason: str, faults: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.faults = faults


def change_records(
    ws: Workspace,
    act: BulkAct,
    record_ids: Sequence[str],
    *,
    now: datetime,
    progress: Progress = SILENT,
) -> BulkOutcome:
    """Do `act` to each record; those of other units, and what is not legal, are refused.

    Complete demands that nothing is at fault. What was handed over cannot be marked by hand: one
    opens and corrects it. What somebody is typing at is left alone, so that nothing typed is lost.
    """
    one = _Change(ws, act, now)
    return _each(ws, act, record_ids, one.run, progress)


def undo(
    ws: Workspace, outcome: BulkOutcome, *, now: datetime, progress: Progress = SILENT
) -> BulkOutcome:
    """Make what `outcome` changed as it was; what was saved again since stays."""
    before = {one.record_id: one for one in outcome.changed}
    back = _OPPOSITES[outcome.act]

    def run(record: Record) -> Record:
        changed = before[record.record_id]
        if record.revision != changed.revision:
            raise _Refused(tr("It was changed since."))
        if back is BulkAct.DELETE:
            return ws.store.delete(record.record_id, now, ws.name)
        if back is BulkAct.RESTORE:
            return ws.store.restore(record.record_id, now, ws.name)
        again = replace(record, status=changed.before)
        return ws.store.save(_by(ws, again), at=now, actor=ws.name)

    return _each(ws, back, list(before), run, progress)


def _each(
    ws: Workspace,
    act: BulkAct,
    record_ids: Sequence[str],
    run: Callable[[Record], Record],
    progress: Progress,
) -> BulkOutcome:
    changed: list[Changed] = []
    refused: list[Refusal] = []
    same = handled = 0
    progress.total(-(-len(record_ids) // AT_ONCE))
    for part in _parts(record_ids):
        if progress.cancelled():
            return BulkOutcome(act, tuple(changed), tuple(refused), same, stopped=True)
        done: list[Changed] = []
        left: list[Refusal] = []
        kept_so = 0
        try:
            with ws.store.transaction():
                for record in ws.store.get_many(part).values():
                    try:
                        saved = run(record)
                    except _Same:
                        kept_so += 1
                    except _Refused as why:
                        left.append(_refusal(ws, record, why))
                    else:
                        done.append(Changed(record.record_id, record.status, saved.revision))
        except HrdeskError as error:  # this part was undone whole
            return BulkOutcome(act, tuple(changed), tuple(refused), same, fault=error)
        changed += done
        refused += left
        same += kept_so
        handled += len(part)
        progress.step(trn("{count} record done", "{count} records done", handled))
    return BulkOutcome(act, tuple(changed), tuple(refused), same)


def _parts(record_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(record_ids), AT_ONCE):
        yield record_ids[start : start + AT_ONCE]


def _refusal(ws: Workspace, record: Record, why: _Refused) -> Refusal:
    title_key = ws.form(record.form_id).settings.get("title_key", "")
    title = " ".join(record.answers.get(title_key, "").split())
    return Refusal(record.record_id, record.form_id, title, why.reason, why.faults)


class _Change:
    """One act on one record at a time."""

    def __init__(self, ws: Workspace, act: BulkAct, now: datetime) -> None:
        self._ws = ws
        self._act = act
        self._now = now

    def run(self, record: Record) -> Record:
        """The record as it is kept afterwards."""
        ws = self._ws
        if record.unit != ws.unit_key:
            raise _Refused(tr("It is another unit's."))
        if self._act is BulkAct.DELETE:
            if record.deleted_at is not None:
                raise _Same
            return ws.store.delete(record.record_id, self._now, ws.name)
        if self._act is BulkAct.RESTORE:
            if record.deleted_at is None:
                raise _Same
            return ws.store.restore(record.record_id, self._now, ws.name)
        return self._mark(record, _WANTED[self._act])

    def _mark(self, record: Record, status: RecordStatus) -> Record:
        ws = self._ws
        if record.deleted_at is not None:
            raise _Refused(tr("It was deleted; bring it back first."))
        if record.status is status:
            raise _Same
        if record.status is RecordStatus.SUBMITTED:
            if status is RecordStatus.COMPLETE:
                raise _Same  # what was handed over is complete
            raise _Refused(
                tr("It was handed over; open and correct it, then it is handed over again.")
            )
        if ws.store.draft(record.record_id) is not None:
            raise _Refused(tr("Something typed in it is not saved yet; open it."))
        if status is RecordStatus.COMPLETE:
            faults = faults_of(ws, record, now=self._now)
            if faults:
                ws.store.note_faults(record.record_id, len(faults))
                said = trn(
                    "{count} fault: {first}",
                    "{count} faults: {first}",
                    len(faults),
                    first=faults[0],
                )
                raise _Refused(said, faults)
        saved = ws.store.save(_by(ws, replace(record, status=status)), at=self._now, actor=ws.name)
        if status is RecordStatus.INCOMPLETE:
            ws.store.note_faults(record.record_id, 0)  # it was complete
        return saved


def faults_of(ws: Workspace, record: Record, *, now: datetime) -> tuple[str, ...]:
    """What its form finds at fault in a record, in sentences that name the question."""
    from hrdesk.i18n import label_in
    from hrdesk.records.entry import FormEntry
    from hrdesk.services.workspace import today_of

    compiled = ws.compiled(record.form_id, record.form_version)
    entry = FormEntry.open(
        compiled,
        record.answers,
        record.repeats,
        today=today_of(now),
        now=now,
        language=ws.language,
    )
    labels = {
        (repeat, question.key): label_in(dict(question.labels), ws.language)
        for repeat in (None, *(repeat.key for repeat in compiled.form.repeats()))
        for question in compiled.form.questions(repeat)
    }
    return tuple(
        tr(
            "{question}: {message}",
            question=labels.get((one.repeat, one.key)) or one.key,
            message=one.message,
        )
        for one in entry.violations()
    )


def _by(ws: Workspace, record: Record) -> Record:
    return replace(record, desk_id=ws.desk_id, author=ws.name)


# --- in words


def told(outcome: BulkOutcome) -> str:
    """The outcome in a few sentences."""
    return " ".join(_sentences(outcome))


def _sentences(outcome: BulkOutcome) -> Iterable[str]:
    yield _counted(outcome.act, len(outcome.changed))
    if outcome.same:
        yield trn("{count} was so already.", "{count} were so already.", outcome.same)
    if outcome.refused:
        yield trn(
            "{count} could not be changed.", "{count} could not be changed.", len(outcome.refused)
        )
    if outcome.stopped:
        yield tr("Stopped as you asked.")
    if outcome.fault is not None:
        yield explain(outcome.fault)


def _counted(act: BulkAct, count: int) -> str:
    match act:
        case BulkAct.COMPLETE:
            return trn("{count} record marked complete.", "{count} records marked complete.", count)
        case BulkAct.INCOMPLETE:
            return trn(
                "{count} record marked incomplete.", "{count} records marked incomplete.", count
            )
        case BulkAct.DELETE:
            return trn("{count} record deleted.", "{count} records deleted.", count)
        case BulkAct.RESTORE:
            return trn("{count} record brought back.", "{count} records brought back.", count)
