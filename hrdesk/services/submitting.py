"""Handing over a period: report and bundle from the same figures, signed, journalled, saved."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk import __version__
from hrdesk.errors import NotEnrolledError
from hrdesk.files import copy_durably, durable_replace, make_folder
from hrdesk.i18n import tr
from hrdesk.services.enrolment import EnrolmentStatus, enrolment_status
from hrdesk.services.kit_in_use import dated
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.reporting import PeriodFigures, figures, report_content
from hrdesk.services.signing import open_signer
from hrdesk.store.records import COUNTED, RecordQuery
from hrdesk.store.submissions import Submission
from hrdesk.vietnamese.formats import VIETNAM_TZ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from hrdesk.bundles.submission import AttachmentFile, SubmissionContent
    from hrdesk.indicators.period import Period
    from hrdesk.records.record import Record
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import StreamPosition
    from hrdesk.trust.signer import Signer

REGISTERS_SENT: Final = ("agency",)  # key officials are persons: that register stays at home


@dataclass(frozen=True, slots=True)
class SubmissionOutcome:
    """What was handed over."""

    path: Path
    bundle_id: str
    sequence: int
    counts: Mapping[str, int]
    attachments: int
    report_pages: int
    size_bytes: int


def submit(
    ws: Workspace,
    period: Period,
    folder: Path,
    *,
    passphrase: str,
    now: datetime,
    progress: Progress = SILENT,
) -> SubmissionOutcome:
    """Make report and bundle of a period from the same figures, sign, and save to `folder`.

    `passphrase` opens the key of this desk: that of the sealed key, or the PIN of its token.
    The journal says "handed over" in the same moment as the file appears; until then nothing
    has changed. A copy stays in the workspace's outbox.

    Raises:
        NotEnrolledError: the province has not answered the desk's request yet.
        IdentityLockedError, TokenError: not this passphrase; the token does not answer.
        BundleError, ReportError, FileError: see there; nothing was handed over.
        CancelledError: stopped; nothing was handed over.
    """
    require_enrolled(enrolment_status(ws))
    make_folder(folder)
    identity = open_signer(ws, passphrase)
    staging = Path(tempfile.mkdtemp(prefix=".submit-", dir=ws.paths.folder))
    try:
        identity.certificate_at(now)
        progress.total(4)
        return _submit(ws, dated(ws, period), folder, _Making(staging, identity, now, progress))
    finally:
        identity.close()
        shutil.rmtree(staging, ignore_errors=True)


def require_enrolled(status: EnrolmentStatus) -> None:
    """Nothing more when the desk can sign for the province.

    Raises:
        NotEnrolledError: its request was not answered yet.
    """
    if status.state != "enrolled":
        raise NotEnrolledError


@dataclass(frozen=True, slots=True)
class _Making:
    """What the steps of one submission share."""

    staging: Path
    identity: Signer
    now: datetime
    progress: Progress

    def next_step(self, sentence: str) -> None:
        if self.progress.cancelled():
            raise CancelledError
        self.progress.step(sentence)


def _submit(ws: Workspace, period: Period, folder: Path, making: _Making) -> SubmissionOutcome:
    from hrdesk.bundles.submission import submission_file_name, write_submission
    from hrdesk.reports.pdf import write_pdf

    making.next_step(tr("Working out the figures"))
    counted = figures(ws, period)
    making.next_step(tr("Writing the report"))
    report = making.staging / "report.pdf"
    paper = report_content(ws, period, now=making.now, counted=counted)
    pages = write_pdf(paper, report)
    making.next_step(tr("Signing the bundle"))
    position = ws.store.next_sequence()
    content = _content(ws, counted, position, report)
    name = submission_file_name(ws.unit_key.code, period.period_id, position.sequence)
    written = write_submission(
        making.staging / name, content, making.identity, now=making.now.astimezone(VIETNAM_TZ)
    )
    making.next_step(tr("Saving the bundle"))
    travelled = set(written.record_ids)
    sent = [record for record in content.records if record.record_id in travelled]
    submission = Submission(
        bundle_id=written.bundle_id,
        period_id=period.period_id,
        epoch=position.epoch,
        sequence=position.sequence,
        previous=position.previous,
        supersedes=content.supersedes or None,
        created_at=making.now,
        author=ws.name,
        file_name=name,
        size_bytes=written.size_bytes,
        counts=Counter(record.form_id for record in sent),
        report_pages=pages,
    )
    _hand_over(ws, folder, submission, written.path, sent)
    return SubmissionOutcome(
        path=folder / name,
        bundle_id=written.bundle_id,
        sequence=position.sequence,
        counts=submission.counts,
        attachments=written.attachments,
        report_pages=pages,
        size_bytes=written.size_bytes,
    )


def _hand_over(
    ws: Workspace, folder: Path, submission: Submission, made: Path, sent: Iterable[Record]
) -> None:
    """The file in the folder and the line in the journal, both or neither.

    The journal is written when all bytes are on the stick and only the rename is left; should
    that fail, the number is used up and the outbox holds the bundle.
    """
    kept = make_folder(ws.paths.outbox) / submission.file_name
    journalled = False
    try:
        copy_durably(made, kept)
        with durable_replace(folder / submission.file_name) as outer:
            with made.open("rb") as source:
                shutil.copyfileobj(source, outer)
            outer.flush()
            os.fsync(outer.fileno())
            with ws.store.transaction():
                ws.store.add_submission(submission)
                revisions = {record.record_id: record.revision for record in sent}
                ws.store.mark_submitted(revisions, submission.bundle_id, submission.created_at)
            journalled = True
    finally:
        if not journalled:
            kept.unlink(missing_ok=True)


def _content(
    ws: Workspace, counted: PeriodFigures, position: StreamPosition, report: Path
) -> SubmissionContent:
    from hrdesk.bundles.facts import Stream
    from hrdesk.bundles.submission import FigureLine, SubmissionContent, Withdrawn
    from hrdesk.trust.material import load_trust

    period = counted.period
    records = tuple(records_of(ws, period))
    versions = {(record.form_id, record.form_version) for record in records}
    newest = load_trust(ws.paths.trust).newest_list
    before = ws.store.submissions(period.period_id)
    return SubmissionContent(
        bundle_uuid=str(uuid.uuid4()),
        province_code=ws.province_code,
        period_id=period.period_id,
        stream=Stream(position.epoch, position.sequence, position.previous or ""),
        app_version=__version__,
        forms=tuple(ws.compiled(*version).form for version in sorted(versions)),
        records=records,
        revocation_list_pem=newest.pem if newest else b"",
        supersedes=before[0].bundle_id if before else "",
        withdrawn=tuple(
            Withdrawn(stone.record_id, stone.form_id, stone.revision, stone.deleted_at)
            for stone in ws.store.tombstones(period.period_id)
        ),
        attachments=tuple(_attachments(ws, records)),
        reports={f"report_{period.period_id}": report},
        figures=tuple(
            FigureLine(
                target_id=figure.target_id,
                period_id=period.period_id,
                numerator=figure.numerator,
                denominator=figure.denominator,
                cumulative_numerator=figure.cumulative_numerator,
                cumulative_denominator=figure.cumulative_denominator,
                achieved=figure.achieved,
            )
            for figure in counted.targets
        ),
    )


def records_of(ws: Workspace, period: Period) -> Iterator[Record]:
    """This unit's counted records of the period, and the whole of the registers that travel."""
    for kind in ws.kinds():
        if kind.group == "register" and kind.form_id not in REGISTERS_SENT:
            continue
        dated = kind.group != "register"
        query = RecordQuery(
            form_id=kind.form_id,
            unit_code=ws.unit_key.code,
            event_from=period.first_on if dated else None,
            event_to=period.last_on if dated else None,
            statuses=COUNTED,
            own=True,
            descending=False,
        )
        rows = ws.store.rows(ws.store.ids(query))
        kept = ws.store.get_many(row.record_id for row in rows)
        yield from (kept[row.record_id] for row in rows)


def _attachments(ws: Workspace, records: Iterable[Record]) -> Iterator[AttachmentFile]:
    from hrdesk.bundles.submission import AttachmentFile

    for record in records:
        for attachment in ws.store.attachments(record.record_id):
            yield AttachmentFile(
                record_id=record.record_id,
                form_id=record.form_id,
                key=attachment.question_key,
                path=ws.store.attachment_path(attachment.sha256),
                sha256=attachment.sha256,
                original_name=attachment.name,
                media_type=attachment.media_type,
            )
