"""The province's answer to an enrolment request, as a signed container of type `enrolment`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrdesk.trust.identity import SigningIdentity


@dataclass(frozen=True, slots=True)
class EnrolmentReply:
    """What goes back to the desk: the authority, the desk's certificate, the newest list (PEM)."""

    bundle_uuid: str
    province_code: str
    app_version: str
    authority_pem: bytes
    certificate_pem: bytes
    revocation_list_pem: bytes


def enrolment_file_name(unit_code: str, now: datetime) -> str:
    """`30307_enrolment_20261123.asice`."""
    return f"{unit_code}_enrolment_{now:%Y%m%d}.asice"


def write_enrolment_reply(
    path: Path, reply: EnrolmentReply, signer: SigningIdentity, *, now: datetime
) -> str:
    """Write the reply, signed by the province's signer (role `province`); gives its bundle id.

    Raises:
        NotEnrolledError, CertificateExpiredError: the signer cannot sign now.
        FileError: the file cannot be written.
    """
    raise NotImplementedError
