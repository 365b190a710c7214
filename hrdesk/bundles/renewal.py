"""A desk's request for the certificate that follows, signed with the key it has.

It travels inside a submission, or alone (type `renewal`).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.bundles.assembly import Part, write_container
from hrdesk.bundles.enrolment import LIST_NAME
from hrdesk.bundles.facts import (
    FACTS_NAME,
    BundleFacts,
    BundleType,
    Counts,
    Recipient,
    Sender,
    write_facts,
)

if TYPE_CHECKING:
    from hrdesk.trust.signer import Signer

RENEWAL_NAME: Final = "renewal.json"
RENEWAL_INSIDE_NAME: Final = "trust/renewal.json"  # of a submission
RENEWAL_LIMIT_BYTES: Final = 1 << 16


def renewal_file_name(unit_code: str, now: datetime) -> str:
    """`30307_renewal_20311123.asice`."""
    return f"{unit_code}_renewal_{now:%Y%m%d}.asice"


def write_renewal(  # noqa: PLR0913 - each is named where it is called
    path: Path,
    request: bytes,
    province_code: str,
    signer: Signer,
    *,
    now: datetime,
    uuid: str,
    revocation_list_pem: bytes = b"",
) -> str:
    """Write the request for the next key, signed with the present one; gives the bundle id.

    `revocation_list_pem`: the newest list this desk has, so that anybody can look the signer up.

    Raises:
        NotEnrolledError, CertificateExpiredError: the present key cannot sign now.
        FileError: the file cannot be written.
    """
    from hrdesk import __version__  # noqa: PLC0415 - the only use

    holder = signer.facts.holder
    facts = BundleFacts(
        bundle_type=BundleType.RENEWAL,
        uuid=uuid,
        sender=Sender(holder.unit_code, holder.device_id, signer.facts.key_id),
        recipient=Recipient(province_code),
        stream=None,
        created_at=now,
        period_id="",
        supersedes="",
        app_version=__version__,
        counts=Counts(total_bytes=len(request) + len(revocation_list_pem)),
    )
    parts = [Part(FACTS_NAME, write_facts(facts)), Part(RENEWAL_NAME, request)]
    if revocation_list_pem:
        parts.append(Part(LIST_NAME, revocation_list_pem))
    return write_container(path, parts, signer, now=now)
