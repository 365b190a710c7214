"""Verifying files without taking anything in: one by one, whole folders, encrypted ones with a key."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import FileError, NotEnrolledError, NothingToReceiveError
from hrdesk.i18n import N_
from hrdesk.scratch import scratch
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.verification.outcome import Aspect, Finding, Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from hrdesk.paths import WorkspacePaths
    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.material import TrustMaterial
    from hrdesk.trust.recipient import OpenedRecipients

ENDINGS: Final = (".asice", ".asice.age")


def verify_files(
    paths: Sequence[Path],
    *,
    ca: Path,
    now: datetime,
    opened: OpenedRecipients | None = None,
    beside: WorkspacePaths | None = None,
    progress: Progress = SILENT,
) -> list[Outcome]:
    """One outcome a file, whatever the files are; never raises for a bad bundle.

    Of a folder every bundle below it is verified, named by its way from there. `opened` reads what
    is encrypted, through a file in this workspace that is removed at once.

    Raises:
        CertificateUnreadableError, FileError: the authority's certificate cannot be read.
        NothingToReceiveError: a folder holds no bundle.
        CancelledError: stopped.
    """
    from hrdesk.trust.material import trust_from_certificate

    return _verified(paths, trust_from_certificate(ca), now, opened, beside, progress)


def verify_here(
    ws: Workspace, paths: Sequence[Path], *, now: datetime, progress: Progress = SILENT
) -> list[Outcome]:
    """The same with all that this desk believes: every authority and every list it ever took in.

    Raises:
        NotEnrolledError: this desk knows no authority yet.
        NothingToReceiveError, CancelledError: see `verify_files`.
    """
    from hrdesk.trust.material import has_trust, load_trust

    if not has_trust(ws.paths.trust):
        raise NotEnrolledError
    return _verified(paths, load_trust(ws.paths.trust), now, None, ws.paths, progress)


def _verified(
    paths: Sequence[Path],
    trust: TrustMaterial,
    now: datetime,
    opened: OpenedRecipients | None,
    beside: WorkspacePaths | None,
    progress: Progress,
) -> list[Outcome]:
    found = list(_files(paths))
    progress.total(len(found))
    outcomes = []
    for path, shown in found:
        if progress.cancelled():
            raise CancelledError
        progress.step(shown)
        outcomes.append(replace(_outcome(path, trust, now, opened, beside), file_name=shown))
    return outcomes


def read_identities(path: Path) -> OpenedRecipients:
    """The keys of an age identity file, as the escrow key and `age-keygen` are written.

    Raises:
        RecipientDamagedError: it holds none.
        FileError: it cannot be read.
    """
    from hrdesk.trust.recipient import identities_of

    return identities_of(path)


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        if not path.is_dir():
            yield path, path.name
            continue
        inside = sorted(
            one
            for one in path.rglob("*")
            if one.name.casefold().endswith(ENDINGS) and one.is_file()
        )
        if not inside:
            raise NothingToReceiveError(path=path)
        yield from ((one, one.relative_to(path).as_posix()) for one in inside)


def _outcome(
    path: Path,
    trust: TrustMaterial,
    now: datetime,
    opened: OpenedRecipients | None,
    beside: WorkspacePaths | None,
) -> Outcome:
    from hrdesk.bundles.encryption import decrypt_file, is_encrypted
    from hrdesk.bundles.faults import FaultFoundError
    from hrdesk.verification.checks import Expected, verify_bundle
    from hrdesk.verification.judgements import fault_finding

    sealed = False
    with contextlib.suppress(FileError):  # the verification says what is wrong with the file
        sealed = is_encrypted(path)
    if not sealed:
        return verify_bundle(path, trust, now).outcome
    if opened is None:
        return Outcome(path.name, (_LOCKED,))
    try:
        with scratch(beside, "verify") as folder:
            plain = folder / "opened.asice"
            decrypt_file(path, plain, opened.identities)
            expected = Expected(opened_with=opened.keys or None)
            return verify_bundle(plain, trust, now, expected=expected).outcome
    except FaultFoundError as error:
        return Outcome(path.name, (fault_finding(error),))


_LOCKED: Final = Finding(
    finding_id="BUN_401",
    severity=Severity.FAULT,
    aspect=Aspect.CONTAINER,
    sentence=N_("This is a bundle encrypted with age; its signature lies inside."),
    remedy=N_(
        "At the province: receive it with the passphrase of the key. Elsewhere: "
        "“age --decrypt -i KEY FILE” gives the .asice, which can be verified."
    ),
)
