"""Whether a workspace is whole: database, forms, attachments, key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.errors import HrdeskError
from hrdesk.files import sha256_of
from hrdesk.i18n import explain, tr, trn
from hrdesk.store.records import RecordQuery
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrdesk.services.workspace import Workspace
    from hrdesk.store.attachments import Attachment


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that was looked at. `check`: "database", "forms", "attachments" or "key"."""

    check: str
    sound: bool
    sentence: str


def check_workspace(ws: Workspace) -> tuple[CheckResult, ...]:
    """Look at everything; a fault in one thing does not hide another."""
    return tuple(line for look in (_database, _forms, _attachments, _key) for line in look(ws))


def _database(ws: Workspace) -> Iterator[CheckResult]:
    try:
        faults = ws.store.integrity_check()
    except HrdeskError as error:
        yield CheckResult("database", sound=False, sentence=explain(error))
        return
    if faults:
        for fault in faults[:20]:
            yield CheckResult(
                "database",
                sound=False,
                sentence=tr("The database is damaged: {fault}", fault=fault),
            )
    else:
        yield CheckResult("database", sound=True, sentence=tr("The database is whole."))


def _forms(ws: Workspace) -> Iterator[CheckResult]:
    for form_id, version in sorted(ws.store.active_forms().items()):
        try:
            compiled = ws.compiled(form_id, version)
        except HrdeskError as error:
            yield CheckResult("forms", sound=False, sentence=explain(error))
            continue
        for fault in compiled.faults:
            yield CheckResult(
                "forms",
                sound=False,
                sentence=tr(
                    "Form {form_id}: {path}, {column}: {fault}",
                    form_id=form_id,
                    path=fault.path,
                    column=fault.column,
                    fault=explain(fault.error),
                ),
            )
    yield CheckResult(
        "forms",
        sound=True,
        sentence=trn(
            "{count} form can be read.", "{count} forms can be read.", len(ws.store.active_forms())
        ),
    )


def _attachments(ws: Workspace) -> Iterator[CheckResult]:
    known = list(_all_attachments(ws))
    sound = 0
    for attachment in known:
        try:
            digest = sha256_of(ws.store.files.path(attachment.sha256))
        except HrdeskError as error:
            yield CheckResult("attachments", sound=False, sentence=explain(error))
            continue
        if digest == attachment.sha256:
            sound += 1
        else:
            yield CheckResult(
                "attachments",
                sound=False,
                sentence=tr("The file {name} was changed.", name=attachment.name),
            )
    if sound == len(known):
        yield CheckResult(
            "attachments",
            sound=True,
            sentence=trn(
                "{count} attached file is unchanged.",
                "{count} attached files are unchanged.",
                sound,
            ),
        )


def _all_attachments(ws: Workspace) -> Iterator[Attachment]:
    query = RecordQuery(has_attachment=True, include_deleted=True)
    for row in ws.store.rows(ws.store.ids(query)):
        yield from ws.store.files.of_record(row.record_id)


def _key(ws: Workspace) -> Iterator[CheckResult]:
    from hrdesk.services.enrolment import enrolment_status

    try:
        status = enrolment_status(ws)
    except HrdeskError as error:
        yield CheckResult("key", sound=False, sentence=explain(error))
        return
    if status.state == "enrolled":
        sentence = tr(
            "The signing key {fingerprint} is certified until {until}.",
            fingerprint=status.fingerprint,
            until=show_date(status.valid_until) if status.valid_until else "",
        )
    else:
        sentence = tr(
            "The signing key {fingerprint} is there; the province has not certified it yet.",
            fingerprint=status.fingerprint,
        )
    yield CheckResult("key", sound=True, sentence=sentence)
