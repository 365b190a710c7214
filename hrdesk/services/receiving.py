"""Receiving bundles: copied in, verified, taken in once, or put aside with the reason beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.errors import FileError, NotProvinceError
from hrdesk.i18n import N_, explain
from hrdesk.scratch import scratch
from hrdesk.services.holding import LOCKED, UNENROLLED
from hrdesk.services.intake.desk import IntakeDesk
from hrdesk.services.intake.files import bundles_below, raise_ours, unreadable
from hrdesk.services.intake.outcome import IntakeOutcome
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.saved_mails import is_mail, unpack_mail
from hrdesk.services.wording import main_reason
from hrdesk.verification.outcome import Aspect, Finding, Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.recipient import OpenedRecipients


def receive(
    ws: Workspace,
    paths: Sequence[Path],
    *,
    now: datetime,
    accept_remarks: bool = False,
    opened: OpenedRecipients | None = None,
    progress: Progress = SILENT,
) -> tuple[IntakeOutcome, ...]:
    """Verify and take in files, or all bundles below folders; one bad file stops no other.

    A bundle with remarks is held unless `accept_remarks` says that a person agreed. What is
    encrypted waits unless `opened` (`recipients.open_keys`) holds the province's keys; what waited
    for them is taken in now. Stopping between two files leaves what was taken in until then.

    Raises:
        NotProvinceError: this is a unit's workspace.
        NothingToReceiveError, FileError: there is no such file, or no bundle in the folder.
        FileError, StoreError: the workspace cannot be written; what was taken in until then stays.
        CancelledError: stopped between two files.
    """
    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    found = tuple(bundles_below(paths))
    desk = intake_desk(ws, now=now, accept_remarks=accept_remarks, opened=opened)
    progress.total(len(found))
    outcomes = []
    for path in found:
        if progress.cancelled():
            raise CancelledError
        progress.step(path.name)
        outcomes += take_mail(desk, path) if is_mail(path) else [desk.take(path)]
    return (*outcomes, *review_waiting(desk))


def take_mail(desk: IntakeDesk, path: Path) -> list[IntakeOutcome]:
    """The bundles of a saved mail, each under the name it has there; a mail without any is said so."""
    try:
        with scratch(desk.ws.paths, "mail") as folder:
            mail = unpack_mail(path, folder)
            outcomes = [
                desk.take(bundle, name)
                for bundle, name in zip(mail.bundles, mail.names, strict=True)
            ]
    except FileError as error:
        raise_ours(error)
        outcome = unreadable(path, error)
        return [IntakeOutcome(path.name, "refused", outcome, reason=explain(error))]
    if outcomes and not mail.fault:
        return outcomes
    finding = Finding(
        finding_id="BUN_120",
        severity=Severity.FAULT,
        aspect=Aspect.CONTAINER,
        sentence=N_("Not every bundle of the mail can be taken out.")
        if outcomes
        else N_("The mail holds no bundle that can be taken out."),
        remedy=N_("Save the attachment out of the mail program and open that file."),
        place=mail.fault,
    )
    outcome = Outcome(path.name, (finding,))
    return [*outcomes, IntakeOutcome(path.name, "refused", outcome, reason=main_reason(outcome))]


def intake_desk(
    ws: Workspace,
    *,
    now: datetime,
    accept_remarks: bool = False,
    opened: OpenedRecipients | None = None,
    decided: bool = False,
) -> IntakeDesk:
    """The desk at which one run of files is taken in."""
    from hrdesk.trust.certificates import certificate_from_pem
    from hrdesk.trust.material import load_trust

    certificates = {
        line.key_id: certificate_from_pem(line.pem.encode(), line.serial)
        for line in ws.store.register.lines()
        if line.pem
    }
    return IntakeDesk(
        ws, load_trust(ws.paths.trust), now, accept_remarks, opened, certificates, decided
    )


def review_waiting(desk: IntakeDesk) -> list[IntakeOutcome]:
    """What waited for a key or an enrolment that is here now, taken in; the rest waits on."""
    outcomes = []
    for line in desk.ws.store.held.waiting():
        if line.cause == UNENROLLED or (line.cause == LOCKED and desk.opened is not None):
            path = desk.ws.paths.quarantine / line.kept_as
            if not path.is_file():
                continue
            outcome = desk.take(path, line.file_name)
            if outcome.cause != line.cause:
                outcomes.append(outcome)
                if outcome.result in {"accepted", "already"}:
                    desk.ws.store.held.decide(
                        line.file_sha256, "accepted", actor="", why="", at=desk.now
                    )
    return outcomes
