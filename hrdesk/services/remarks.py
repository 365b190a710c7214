"""Remarks: what the province asks to be corrected, at a record or at one of its answers.

The correction is the answer: a record whose answer differs from the one remarked upon, or that was
saved anew where the whole record was meant, stands as corrected, at the desk at once and at the
province as soon as the new submission was taken in. The officer then closes the remark, or withdraws
it; both travel with the next receipt.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    NotProvinceError,
    RecordMissingError,
    RemarkMissingError,
    RemarkQuestionError,
)
from hrdesk.i18n import label_in
from hrdesk.store.receipts import CLOSED, CORRECTED, OPEN, WITHDRAWN, Remark
from hrdesk.values import replace
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.bundles.receipt import SentRemark
    from hrdesk.records.record import Record
    from hrdesk.services.workspace import Workspace

STATES: Final = (OPEN, CORRECTED, WITHDRAWN, CLOSED)


@dataclass(frozen=True, slots=True)
class RemarkSeen:
    """A remark as a person sees it. `state` is what it is now; `answer` the answer given since."""

    remark: Remark
    state: str
    record_title: str
    question_label: str  # "" for the whole record
    answer: str

    @property
    def key(self) -> str:
        """Which one it is."""
        return self.remark.remark_id


def add_remark(
    ws: Workspace, record_id: str, text: str, *, question: str = "", row: int = 0, now: datetime
) -> RemarkSeen:
    """The officer remarks upon a record that a unit handed in, or upon one answer of it.

    Raises:
        NotProvinceError: this is a unit's workspace.
        RecordMissingError: no such record came.
        RemarkQuestionError: the record has no such question, or the remark says nothing.
    """
    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    record = ws.store.get(record_id)
    if record is None:
        raise RecordMissingError(record_id=record_id)
    said = nfc(text).strip()
    known = {one.key for one in ws.form(record.form_id).questions()}
    known |= {
        f"{repeat.key}/{one.key}"
        for repeat in ws.form(record.form_id).repeats()
        for one in ws.form(record.form_id).questions(repeat.key)
    }
    if not said or (question and question not in known):
        raise RemarkQuestionError(question=question or "-")
    period = _period_of(ws, record)
    remark = Remark(
        remark_id=str(uuid.uuid4()),
        record_id=record_id,
        form_id=record.form_id,
        unit_code=record.unit.code,
        period_id=period,
        question=question,
        row=row,
        text=said,
        value=_value(record, question, row),
        revision=record.revision,
        made_at=now.isoformat(timespec="seconds"),
        made_by=ws.name,
    )
    ws.store.receipts.keep_remarks([remark])
    return seen(ws, remark)


def end_remark(ws: Workspace, remark_id: str, state: str, *, now: datetime) -> RemarkSeen:
    """Close a remark that was corrected, or withdraw one that was wrong.

    Raises:
        NotProvinceError: this is a unit's workspace.
        RemarkMissingError: there is no such remark.
    """
    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    found = [one for one in ws.store.receipts.remarks() if one.remark_id.startswith(remark_id)]
    if len(found) != 1 or state not in {CLOSED, WITHDRAWN}:
        raise RemarkMissingError(remark_id=remark_id)
    ended = replace(found[0], state=state, changed_at=now.isoformat(timespec="seconds"))
    ws.store.receipts.keep_remarks([ended])
    return seen(ws, ended)


def remarks(ws: Workspace, *, record_id: str = "", open_only: bool = False) -> list[RemarkSeen]:
    """All remarks, or those of a record; `open_only`: what still waits for a correction."""
    found = [seen(ws, one) for one in ws.store.receipts.remarks(record_id=record_id)]
    return [one for one in found if one.state == OPEN] if open_only else found


def seen(ws: Workspace, remark: Remark) -> RemarkSeen:
    """The remark with what became of it."""
    record = ws.store.get(remark.record_id)
    form = ws.form(remark.form_id)
    title_key = form.settings.get("title_key", "")
    answer = _value(record, remark.question, remark.row) if record else ""
    state = remark.state
    if state == OPEN and record is not None and _corrected(record, remark, answer):
        state = CORRECTED
    repeat, _, key = remark.question.rpartition("/")
    label = ""
    if remark.question:
        asked = form.questions(repeat) if repeat else form.questions()
        label = next((label_in(dict(one.labels)) for one in asked if one.key == key), key)
    title = " ".join(record.answers.get(title_key, "").split()) if record else ""
    return RemarkSeen(remark, state, title, label, answer)


def sent_remark(remark: Remark) -> SentRemark:
    """As it travels in a receipt."""
    from hrdesk.bundles.receipt import SentRemark as Sent

    return Sent(
        remark.remark_id,
        remark.record_id,
        remark.form_id,
        remark.period_id,
        remark.question,
        remark.row,
        remark.text,
        remark.value,
        remark.revision,
        remark.made_at,
        remark.made_by,
        remark.state if remark.state in {WITHDRAWN, CLOSED} else OPEN,
    )


def taken_remark(sent: SentRemark, unit_code: str) -> Remark:
    """As the desk keeps it."""
    return Remark(
        remark_id=sent.remark_id,
        record_id=sent.record_id,
        form_id=sent.form_id,
        unit_code=unit_code,
        period_id=sent.period_id,
        question=sent.question,
        row=sent.row,
        text=sent.text,
        value=sent.value,
        revision=sent.revision,
        made_at=sent.made_at,
        made_by=sent.made_by,
        state=sent.state,
    )


def _corrected(record: Record, remark: Remark, answer: str) -> bool:
    if record.deleted_at is not None:
        return True
    if remark.question:
        return record.revision > remark.revision and answer != remark.value
    return record.revision > remark.revision


def _value(record: Record, question: str, row: int) -> str:
    if not question:
        return ""
    repeat, _, key = question.rpartition("/")
    if not repeat:
        return record.answers.get(key, "")
    rows = record.repeats.get(repeat, ())
    return rows[row - 1].answers.get(key, "") if 1 <= row <= len(rows) else ""


def _period_of(ws: Workspace, record: Record) -> str:
    from hrdesk.indicators.period import period_of

    if record.event_on is None:
        return ""
    return period_of(record.event_on, overrides=ws.kit.calendar).period_id
