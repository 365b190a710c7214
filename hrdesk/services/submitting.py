"""Handing over a period: report and bundle from the same figures, signed, journalled, saved."""

from __future__ import annotations

import contextlib
import json
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import ZeroReportError
from hrdesk.files import copy_durably, make_folder
from hrdesk.i18n import tr
from hrdesk.scratch import scratch
from hrdesk.services.clock import check_clock, note_time
from hrdesk.services.delivery.delivering import note_written, place_of
from hrdesk.services.delivery.mail_limit import mail_limit_bytes, part_limit_bytes
from hrdesk.services.delivery.usb import placed
from hrdesk.services.paper_proof import DIGEST_FACT, named, proven
from hrdesk.services.period_figures import counted_records, figures
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.renewing import note_asked, request_to_send
from hrdesk.services.reporting import report_content
from hrdesk.services.signed_papers import note_paper, sign_report_inside
from hrdesk.services.signing import open_signer
from hrdesk.services.submission_content import content_of, recipient_keys
from hrdesk.store.exchange import LoggedAct
from hrdesk.store.submissions import Submission
from hrdesk.vietnamese.formats import VIETNAM_TZ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from hrdesk.bundles.submission import SubmissionWritten
    from hrdesk.bundles.submission_content import SubmissionContent
    from hrdesk.indicators.period import Period
    from hrdesk.records.record import Record
    from hrdesk.services.delivery.volumes import Volume, Volumes
    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.signer import Signer

_NO_LIMIT: Final = 1 << 31


@dataclass(frozen=True, slots=True)
class SubmissionOutcome:
    """What was handed over. `path` is the first of `paths`, which are all files of it."""

    path: Path
    bundle_id: str
    sequence: int
    counts: Mapping[str, int]
    attachments: int
    report_pages: int
    size_bytes: int
    paths: tuple[Path, ...] = ()
    zero: bool = False
    encrypted: bool = False
    roster_lists: int = 0
    awaits_second: bool = False  # the leader has to sign before it may be sent
    renewal: bool = False  # the request for the next certificate goes along


@dataclass(frozen=True, slots=True)
class Handing:
    """How a period is handed over; all of it may be left as it is.

    `zero`: None sends a zero report when nothing was logged; True demands one. `limit_bytes`: the
    largest mail, None as the kit and the desk's setting say; 0 makes one file of any size.
    `paper_date`: the date of the newest paper, where the clock needs bearing out. `volume`: the stick
    that was chosen, among `volumes`; None takes whatever holds the folder.
    """

    zero: bool | None = None
    limit_bytes: int | None = 0
    paper_date: date | None = None
    volume: Volume | None = None
    volumes: Volumes | None = None


AS_USUAL: Final = Handing()


def submit(  # noqa: PLR0913 - each is named where it is called
    ws: Workspace,
    period: Period,
    folder: Path,
    *,
    passphrase: str,
    now: datetime,
    handing: Handing = AS_USUAL,
    progress: Progress = SILENT,
) -> SubmissionOutcome:
    """Make report and bundle of a period from the same figures, sign, and save to `folder`.

    `passphrase` opens the key of this desk: that of the sealed key, or the PIN of its token.
    The journal says "handed over" in the same moment as the file appears; until then nothing
    has changed. A copy stays in the workspace's outbox, not encrypted, as the records are here.
    A desk that is not enrolled yet signs with its own word; the province holds such a bundle and
    takes it in once the desk is enrolled. Where the kit has keys, what is saved is encrypted to the
    province and to escrow. Where the kit asks for the leader's signature, what is saved waits for
    it (`countersigning.countersign`) and is encrypted then.

    Raises:
        ClockWrongError: this computer's clock cannot be right.
        ZeroReportError: a zero report was asked for, and there are records.
        NotEnrolledError: the key lies on a token, and the province has not answered yet.
        IdentityLockedError, TokenError: not this passphrase; the token does not answer.
        BundleError, ReportError, FileError: see there; nothing was handed over.
        CancelledError: stopped; nothing was handed over.
    """
    check_clock(ws, now=now, paper_date=handing.paper_date)
    period = ws.kit.dated(period)
    zero = _is_zero(ws, period, handing.zero)
    if handing.volume is None:  # a stick that was taken out must not come back as a folder
        make_folder(folder)
    with (
        contextlib.closing(open_signer(ws, passphrase)) as identity,
        scratch(ws.paths, "submit") as staging,
    ):
        signer = _able_to_sign(identity, now)
        progress.total(4)
        making = _Making(staging, signer, now, progress, handing, zero)
        renewal = b""
        if identity.certificate is not None:
            renewal = request_to_send(ws, identity, passphrase, now=now)
        outcome = _submit(ws, period, folder, making, renewal)
        note_time(ws, now)
        if renewal:
            note_asked(ws, now)
        return outcome


def _is_zero(ws: Workspace, period: Period, wanted: bool | None) -> bool:
    count = counted_records(ws, period)
    if wanted and count:
        raise ZeroReportError(count=count)
    return count == 0 if wanted is None else wanted


def _able_to_sign(identity: Signer, now: datetime) -> Signer:
    """The key with the province's certificate, or with one of its own until that comes."""
    from hrdesk.trust.identity import SigningIdentity
    from hrdesk.trust.uncertified import uncertified

    if identity.certificate is None and isinstance(identity, SigningIdentity):
        return uncertified(identity, now=now)
    identity.certificate_at(now)
    return identity


@dataclass(frozen=True, slots=True)
class _Making:
    """What the steps of one submission share."""

    staging: Path
    identity: Signer
    now: datetime
    progress: Progress
    handing: Handing
    zero: bool

    def next_step(self, sentence: str) -> None:
        if self.progress.cancelled():
            raise CancelledError
        self.progress.step(sentence)


def _submit(
    ws: Workspace, period: Period, folder: Path, making: _Making, renewal: bytes
) -> SubmissionOutcome:
    from hrdesk.bundles.submission import submission_file_name, write_parts
    from hrdesk.reports.pdf import write_pdf

    making.next_step(tr("Working out the figures"))
    counted = figures(ws, period)
    making.next_step(tr("Writing the report"))
    report = making.staging / "report.pdf"
    paper = report_content(ws, period, now=making.now, counted=counted)
    paper = proven(ws, period, paper, sending=True)
    pages = write_pdf(paper, report)
    note_paper(ws, report, "report", period.period_id, now=making.now)
    sign_report_inside(ws, report, making.identity, now=making.now)
    making.next_step(tr("Signing the bundle"))
    position = ws.store.journal.next_position()
    keys = recipient_keys(ws)
    content = content_of(ws, counted, position, report, zero=making.zero, keys=keys)
    content = replace(content, report=named(ws, paper), renewal=renewal)
    name = submission_file_name(ws.unit_key.code, period.period_id, position.sequence)
    limit = making.handing.limit_bytes
    if limit is None:
        limit = mail_limit_bytes(ws)
    written = write_parts(
        make_folder(making.staging / "made") / name,
        content,
        making.identity,
        now=making.now.astimezone(VIETNAM_TZ),
        limit_bytes=part_limit_bytes(limit) if limit else _NO_LIMIT,
        set_id=str(uuid.uuid4()),
    )
    making.next_step(tr("Saving the bundle"))
    making.progress.total(4 + 2 * len(written))
    first = written[0]
    travelled = set(first.record_ids)
    sent = [record for record in content.records if record.record_id in travelled]
    second = ws.kit.policy.second_signature
    submission = Submission(
        bundle_id=first.bundle_id,
        period_id=period.period_id,
        epoch=position.epoch,
        sequence=position.sequence,
        previous=position.previous,
        supersedes=content.supersedes or None,
        created_at=making.now,
        author=ws.name,
        file_name=first.path.name,
        size_bytes=sum(one.size_bytes for one in written),
        counts=Counter(record.form_id for record in sent),
        report_pages=pages,
        facts=_journalled(content, written, second=second),
    )
    ready = list(zip(_ready(written, making, () if second else keys), written, strict=True))
    _hand_over(ws, folder, submission, ready, sent, making)
    if content.rosters:
        _log_roster(ws, submission, content, making.now)
    return SubmissionOutcome(
        path=folder / ready[0][0].name,
        bundle_id=first.bundle_id,
        sequence=position.sequence,
        counts=submission.counts,
        attachments=first.attachments,
        report_pages=pages,
        size_bytes=sum(path.stat().st_size for path, _ in ready),
        paths=tuple(folder / path.name for path, _ in ready),
        zero=making.zero,
        encrypted=bool(keys) and not second,
        roster_lists=len(content.rosters),
        awaits_second=second,
        renewal=bool(renewal),
    )


def _journalled(
    content: SubmissionContent, written: Sequence[SubmissionWritten], *, second: bool
) -> dict[str, str]:
    """What the journal keeps of a submission beside its line."""
    facts = {
        "parts": json.dumps([[one.path.name, one.bundle_id] for one in written]),
        "zero": "yes" if content.zero else "",
        "roster_reason": content.roster_reason if content.rosters else "",
        "second": "awaited" if second else "",
        "key": content.recipient_key,
        DIGEST_FACT: content.report.digest if content.report else "",
        "report_number": content.report.number if content.report else "",
    }
    return {name: value for name, value in facts.items() if value}


def _ready(
    written: Sequence[SubmissionWritten], making: _Making, keys: Sequence[str]
) -> Iterator[Path]:
    """The files as they leave: encrypted where there are keys."""
    for one in written:
        if not keys:
            yield one.path
            continue
        from hrdesk.bundles.encryption import SUFFIX, encrypt_file

        sealed = make_folder(making.staging / "sealed") / f"{one.path.name}{SUFFIX}"
        encrypt_file(one.path, sealed, keys)
        yield sealed


def _hand_over(
    ws: Workspace,
    folder: Path,
    submission: Submission,
    ready: Sequence[tuple[Path, SubmissionWritten]],
    sent: Iterable[Record],
    making: _Making,
) -> None:
    """The files in the folder and the line in the journal, both or neither.

    The journal is written when all bytes were read back from the stick and only the renames are
    left; should they fail, the number is used up and the outbox holds the bundle. That the files
    are there is put into the journal last, so that it never says more than is true.
    """
    outbox = make_folder(ws.paths.outbox)
    kept: list[Path] = []
    journalled = False
    handing = making.handing
    try:
        for _, one in ready:
            kept.append(outbox / one.path.name)
            copy_durably(one.path, kept[-1])
        with placed(
            [path for path, _ in ready],
            folder,
            volume=handing.volume,
            volumes=handing.volumes,
            progress=making.progress,
        ) as done:
            with ws.store.transaction():
                ws.store.journal.add(submission)
                revisions = {record.record_id: record.revision for record in sent}
                ws.store.mark_submitted(revisions, submission.bundle_id, submission.created_at)
            journalled = True
    finally:
        if not journalled:
            for path in kept:
                path.unlink(missing_ok=True)
    if not submission.facts.get("second") and folder.resolve() != outbox.resolve():
        place, removable = place_of(folder, handing.volume, handing.volumes)
        ids = [one.bundle_id for _, one in ready]
        note_written(ws, ids, done, place, removable=removable, now=making.now)


def _log_roster(
    ws: Workspace, submission: Submission, content: SubmissionContent, now: datetime
) -> None:
    """Who let lists of people leave, when, for which period, and on which ground."""
    ws.store.exchange_log.add(
        LoggedAct(
            at=now,
            actor=ws.name,
            action="roster_sent",
            subject=submission.bundle_id,
            period_id=submission.period_id,
            why=content.roster_reason,
            facts={"lists": str(len(content.rosters)), "kit": str(ws.kit.seq)},
        )
    )
