"""After a period was made: the leader's signature, and which parts did not arrive."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.errors import BundleBackError, CountersignError, PartsUnknownError
from hrdesk.files import copy_durably, make_folder
from hrdesk.i18n import tr
from hrdesk.scratch import scratch
from hrdesk.services.clock import check_clock, note_time
from hrdesk.services.delivery.delivering import deliver
from hrdesk.services.delivery.journal import COUNTERSIGNED, listed_parts
from hrdesk.services.submission_content import recipient_keys
from hrdesk.services.wording import main_reason
from hrdesk.store.exchange import LoggedAct
from hrdesk.vietnamese.formats import VIETNAM_TZ

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import Submission
    from hrdesk.verification.verified import VerifiedBundle


def countersign(
    ws: Workspace,
    bundle: Path | str,
    folder: Path | None,
    *,
    identity_folder: Path,
    passphrase: str,
    now: datetime,
) -> Path:
    """Sign a bundle of this office a second time, with the leader's key; gives what to send.

    `bundle` is a file that is not encrypted, or the id (or its beginning) of one in the outbox,
    whose copy there is signed too. `identity_folder` holds the leader's key and certificate. What
    is saved to `folder` is encrypted where the kit has keys; a bundle of the outbox is delivered
    with all its parts, and the journal says so. Without a folder only the outbox changes.

    Raises:
        PartsUnknownError: the outbox has no such bundle.
        CountersignError: the first signature is not believed, or this key may not sign beside it.
        IdentityLockedError, NotEnrolledError, ClockWrongError, FileError: see there.
    """
    from hrdesk.bundles.countersigning import write_countersigned
    from hrdesk.trust.identity import unlock
    from hrdesk.trust.material import load_trust
    from hrdesk.verification.checks import verify_bundle

    check_clock(ws, now=now)
    source = bundle if isinstance(bundle, Path) else parts_of(ws, bundle)[0]
    trust = load_trust(ws.paths.trust)
    first = verify_bundle(source, trust, now)
    if not first.believed or first.facts is None:
        raise CountersignError(reason=main_reason(first.outcome))
    if first.facts.sender.unit != ws.unit_key.code:
        raise CountersignError(reason=tr("It is of another office."))
    with (
        contextlib.closing(unlock(identity_folder, passphrase)) as identity,
        scratch(ws.paths, "countersign") as staging,
    ):
        made = staging / source.name
        write_countersigned(source, made, identity, now=now.astimezone(VIETNAM_TZ))
        signed = verify_bundle(made, trust, now)
        if not signed.believed:
            raise CountersignError(reason=main_reason(signed.outcome))
        kept = ws.paths.outbox / source.name
        if kept.is_file():
            copy_durably(made, kept)
            _note_countersigned(ws, signed, now)
        note_time(ws, now)
        if folder is None:
            return kept
        if kept.is_file():
            return deliver(ws, signed.outcome.bundle_id, folder, now=now).files[0].path
        return _saved(ws, made, make_folder(folder))


def take_back_bundle(ws: Workspace, path: Path, *, now: datetime) -> VerifiedBundle:
    """Keep a bundle of the outbox that was signed with other tools, or on another computer.

    It must be the very bundle, by its id, with signatures that are believed here, and none less than
    the copy in the outbox has. That copy is replaced; with the leader's signature it may leave.

    Raises:
        BundleBackError: it is not; the reason is in words.
        FileError: it cannot be read or kept.
    """
    from hrdesk.trust.material import load_trust
    from hrdesk.verification.checks import verify_bundle

    trust = load_trust(ws.paths.trust)
    with scratch(ws.paths, "taking") as folder:
        copy = folder / "back.asice"
        copy_durably(path, copy)  # what is checked is what is kept
        seen = verify_bundle(copy, trust, now)
        if not seen.believed:
            raise BundleBackError(name=path.name, reason=main_reason(seen.outcome))
        wanted = seen.outcome.bundle_id
        try:
            named = {one: name for name, one in listed_parts(submission_of(ws, wanted))}
        except PartsUnknownError as error:
            reason = tr("This desk has made no such bundle.")
            raise BundleBackError(name=path.name, reason=reason) from error
        kept = ws.paths.outbox / named[wanted]
        if kept.is_file() and len(verify_bundle(kept, trust, now).signers) > len(seen.signers):
            reason = tr("The copy here bears one signature more.")
            raise BundleBackError(name=path.name, reason=reason)
        copy_durably(copy, kept)
    if seen.countersigner is not None:
        _note_countersigned(ws, seen, now)
    return seen


def _note_countersigned(ws: Workspace, signed: VerifiedBundle, now: datetime) -> None:
    ws.store.exchange_log.add(
        LoggedAct(
            at=now,
            actor=ws.name,
            action=COUNTERSIGNED,
            subject=signed.outcome.bundle_id,
            period_id=signed.facts.period_id if signed.facts else "",
        )
    )


def submission_of(ws: Workspace, wanted: str) -> Submission:
    """The submission whose bundle id, or one of its parts', begins like that.

    Raises:
        PartsUnknownError: there is none.
    """
    for sent in ws.store.journal.submissions():
        ids = [sent.bundle_id, *(part for _, part in listed_parts(sent))]
        if len(wanted) >= 8 and any(one.startswith(wanted) for one in ids):
            return sent
    raise PartsUnknownError(wanted=wanted)


def parts_of(ws: Workspace, wanted: str) -> tuple[Path, ...]:
    """The files of a submission in the outbox, in their order.

    Raises:
        PartsUnknownError: there is no such submission, or a file of it is gone.
    """
    paths = tuple(ws.paths.outbox / name for name, _ in listed_parts(submission_of(ws, wanted)))
    for path in paths:
        if not path.is_file():
            raise PartsUnknownError(wanted=path.name)
    return paths


def _saved(ws: Workspace, made: Path, folder: Path) -> Path:
    from hrdesk.bundles.encryption import SUFFIX, encrypt_file

    keys = recipient_keys(ws)
    target = folder / (f"{made.name}{SUFFIX}" if keys else made.name)
    if keys:
        encrypt_file(made, target, keys)
    else:
        copy_durably(made, target)
    return target
