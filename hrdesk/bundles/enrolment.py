"""The province's answer to an enrolment request, as a signed container of type `enrolment`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.bundles.assembly import Part, write_container
from hrdesk.bundles.facts import (
    FACTS_NAME,
    BundleFacts,
    BundleType,
    Counts,
    Recipient,
    Sender,
    write_facts,
)
from hrdesk.trust.certificates import certificate_from_pem, read_certificate

if TYPE_CHECKING:
    from hrdesk.trust.signer import Signer

AUTHORITY_NAME: Final = "trust/ca.crt"
UNIT_NAME: Final = "trust/unit.crt"
LIST_NAME: Final = "trust/ca.crl"


@dataclass(frozen=True, slots=True)
class EnrolmentReply:
    """What goes back to the desk: the authority, the desk's certificate, the newest list (PEM)."""

    bundle_uuid: str
    province_code: str
    app_version: str
    authority_pem: bytes
    certificate_pem: bytes
    revocation_list_pem: bytes


def write_enrolment_reply(
    path: Path, reply: EnrolmentReply, signer: Signer, *, now: datetime
) -> str:
    """Write the reply, signed by the province's signer (role `province`); gives its bundle id.

    Raises:
        NotEnrolledError, CertificateExpiredError: the signer cannot sign now.
        CertificateUnreadableError: what is to be handed out is not a certificate.
        FileError: the file cannot be written.
    """
    receiver = read_certificate(certificate_from_pem(reply.certificate_pem, UNIT_NAME))
    holder = signer.facts.holder
    contents = {
        AUTHORITY_NAME: reply.authority_pem,
        UNIT_NAME: reply.certificate_pem,
        LIST_NAME: reply.revocation_list_pem,
    }
    facts = BundleFacts(
        bundle_type=BundleType.ENROLMENT,
        uuid=reply.bundle_uuid,
        sender=Sender(holder.unit_code, holder.device_id, signer.facts.key_id),
        recipient=Recipient(
            reply.province_code, receiver.unit_code, receiver.device_id, receiver.key_id
        ),
        stream=None,
        created_at=now,
        period_id="",
        supersedes="",
        app_version=reply.app_version,
        counts=Counts(total_bytes=sum(map(len, contents.values()))),
    )
    parts = [Part(FACTS_NAME, write_facts(facts))]
    parts += [Part(name, content) for name, content in contents.items()]
    return write_container(path, parts, signer, now=now)
