"""A kit as the files of a container, and back. There is one form of bytes for every kit.

The reader takes the values out, writes the files anew from them and demands the same names, order
and bytes, so that no two programs can read two kits out of one file.

    kit.json              number, previous, times, policy, which forms
    kit/….csv, kit/….json units, calendar, letterheads, recipients, targets
    forms/001.xml, .bin   XForm of a form, and the file it is edited in
    trust/ca.crt, ca.crl  the authority in charge and its list; trust/ca-2.crt … further ones
    trust/units/….crt     certificates in use, by serial
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.kit import (
    Kit,
    KitForm,
    KitTrust,
)
from hrdesk.bundles.kit_settings import (
    COUNTS_NAME,
    KIT_NAME,
    STALE_LIMIT_DAYS,
    TARGETS_NAME,
    KitFile,
    object_of,
    read_calendar,
    read_letterheads,
    read_policy,
    read_recipients,
    read_units,
    settings_files,
    text_of,
    whole_of,
)
from hrdesk.bundles.strict_json import write_strict
from hrdesk.errors import CertificateUnreadableError, PeriodUnknownError
from hrdesk.trust.certificates import UNREADABLE, certificate_from_pem, read_certificate
from hrdesk.trust.material import CERTIFICATE_LIMIT_BYTES, LIST_LIMIT_BYTES

KIT_FORMAT: Final = "hrdesk-kit"
KIT_VERSION: Final = 1
KIT_FILE_LIMIT_BYTES: Final = 16 << 20
KIT_LIMITS: Final = {
    **dict.fromkeys(("json", "csv", "xml", "bin"), KIT_FILE_LIMIT_BYTES),
    "crl": LIST_LIMIT_BYTES,
    "crt": CERTIFICATE_LIMIT_BYTES,
}
AUTHORITY_NAME: Final = "trust/ca.crt"
LIST_NAME: Final = "trust/ca.crl"
UNIT_FOLDER: Final = "trust/units/"

_FORM_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}", re.ASCII)
_BUNDLE_ID: Final = re.compile(r"(?:[0-9a-f]{64})?", re.ASCII)


def kit_files(kit: Kit) -> tuple[KitFile, ...]:
    """All files of a kit, in their order."""
    files = [KitFile(KIT_NAME, _facts(kit))]
    for number in range(len(kit.trust.authorities)):
        files.append(KitFile(_numbered(AUTHORITY_NAME, number), kit.trust.authorities[number]))
        files.append(KitFile(_numbered(LIST_NAME, number), kit.trust.revocation_lists[number]))
    files += settings_files(kit)
    for number, form in enumerate(kit.forms, start=1):
        files.append(KitFile(_form_name(number, "xml"), form.xform.encode()))
        if form.source_name:
            files.append(KitFile(_form_name(number, "bin"), form.source))
    files += [KitFile(_certificate_name(pem), pem) for pem in kit.trust.certificates]
    return tuple(files)


def kept_files(kit: Kit) -> dict[str, bytes]:
    """What a desk keeps at hand of a kit in use."""
    files = (KitFile(KIT_NAME, _facts(kit)), *settings_files(kit))
    return {one.name: one.content for one in files}


def read_kit(files: Mapping[str, bytes], province_code: str) -> Kit:
    """The kit in these files, in the order of the container.

    Raises:
        FaultFoundError: a file is missing, too many, or not in its one form.
    """
    facts = object_of(files, KIT_NAME)
    try:
        kit = _kit(facts, files, province_code)
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        PeriodUnknownError,
        OverflowError,
    ) as error:
        raise FaultFoundError(Faults.KIT_FILE, KIT_NAME, found=str(error)[:80]) from error
    written = kit_files(kit)
    names, present = [one.name for one in written], list(files)
    if names != present:
        odd = min({*names} ^ {*present}, default=KIT_NAME)
        raise FaultFoundError(Faults.KIT_FILE, odd)
    for one in written:
        if files[one.name] != one.content:
            raise FaultFoundError(Faults.KIT_FILE, one.name)
    return kit


def _kit(facts: Mapping[str, Any], files: Mapping[str, bytes], province_code: str) -> Kit:
    if facts["format"] != KIT_FORMAT or facts["complete"] is not True:
        raise FaultFoundError(Faults.KIT_FILE, KIT_NAME)
    if whole_of(facts, "version") > KIT_VERSION:
        raise FaultFoundError(Faults.NEWER, KIT_NAME, str(KIT_VERSION), str(facts["version"]))
    authorities = [
        files[_numbered(AUTHORITY_NAME, at)] for at in range(whole_of(facts, "authorities"))
    ]
    lists = [files[_numbered(LIST_NAME, number)] for number in range(len(authorities))]
    prev, seq = text_of(facts, "prev"), whole_of(facts, "seq")
    if not seq or not authorities or not _BUNDLE_ID.fullmatch(prev) or (seq == 1) != (not prev):
        raise FaultFoundError(Faults.KIT_FILE, KIT_NAME, found="seq")
    return Kit(
        province_code=province_code,
        seq=seq,
        prev=prev,
        issued_at=_moment(facts, "issued"),
        not_before=_moment(facts, "not_before"),
        stale_after_days=whole_of(facts, "stale_after_days", STALE_LIMIT_DAYS),
        min_app=text_of(facts, "min_app"),
        trust=KitTrust(
            authorities=tuple(authorities),
            revocation_lists=tuple(lists),
            certificates=tuple(
                content for name, content in files.items() if name.startswith(UNIT_FOLDER)
            ),
        ),
        units=read_units(files),
        forms=tuple(_form(one, files, at) for at, one in enumerate(facts["forms"], start=1)),
        targets=object_of(files, TARGETS_NAME),
        counts=object_of(files, COUNTS_NAME),
        calendar=read_calendar(files),
        letterheads=read_letterheads(files),
        recipients=read_recipients(files),
        policy=read_policy(facts),
    )


def _facts(kit: Kit) -> bytes:
    policy = kit.policy
    return write_strict(
        {
            "format": KIT_FORMAT,
            "version": KIT_VERSION,
            "seq": kit.seq,
            "prev": kit.prev,
            "issued": kit.issued_at.isoformat(timespec="seconds"),
            "not_before": kit.not_before.isoformat(timespec="seconds"),
            "stale_after_days": kit.stale_after_days,
            "min_app": kit.min_app,
            "complete": True,
            "authorities": len(kit.trust.authorities),
            "forms": [
                {"form_id": one.form_id, "version": one.version, "source": one.source_name}
                for one in kit.forms
            ],
            "policy": {
                "roster": policy.roster,
                "roster_reason": policy.roster_reason,
                "second_signature": policy.second_signature,
                "mail_limit_bytes": policy.mail_limit_bytes,
                "due_days": policy.due_days,
            },
        }
    )


def _form(stated: Mapping[str, Any], files: Mapping[str, bytes], number: int) -> KitForm:
    form_id, source_name = text_of(stated, "form_id"), text_of(stated, "source")
    if not _FORM_ID.fullmatch(form_id):
        raise ValueError(form_id)
    return KitForm(
        form_id=form_id,
        version=text_of(stated, "version"),
        xform=files[_form_name(number, "xml")].decode("utf-8"),
        source_name=source_name,
        source=files[_form_name(number, "bin")] if source_name else b"",
    )


def _certificate_name(pem: bytes) -> str:
    """`trust/units/<serial>.crt`."""
    try:
        serial = read_certificate(certificate_from_pem(pem, UNIT_FOLDER)).serial
    except (CertificateUnreadableError, *UNREADABLE) as error:
        raise FaultFoundError(Faults.KIT_FILE, UNIT_FOLDER) from error
    return f"{UNIT_FOLDER}{serial}.crt"


def _numbered(name: str, number: int) -> str:
    """`trust/ca.crt`, then `trust/ca-2.crt` and so on."""
    stem, _, ending = name.rpartition(".")
    return name if number == 0 else f"{stem}-{number + 1}.{ending}"


def _form_name(number: int, ending: str) -> str:
    return f"forms/{number:03}.{ending}"


def _moment(values: Mapping[str, Any], name: str) -> datetime:
    moment = datetime.fromisoformat(text_of(values, name))
    if moment.tzinfo is None:
        raise ValueError(name)
    moment.astimezone(UTC)  # the first and last hours there are have no such time
    return moment
