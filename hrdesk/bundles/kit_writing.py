"""A kit as a signed container of type `kit`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

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
from hrdesk.bundles.kit import Kit
from hrdesk.bundles.kit_files import kit_files

if TYPE_CHECKING:
    from hrdesk.trust.identity import SigningIdentity


@dataclass(frozen=True, slots=True)
class KitCover:
    """What bundle.json says of a kit beside its content."""

    bundle_uuid: str
    app_version: str


def kit_file_name(province_code: str, seq: int) -> str:
    """`91_kit_000041.asice`."""
    return f"{province_code}_kit_{seq:06d}.asice"


def write_kit(
    path: Path, kit: Kit, cover: KitCover, signer: SigningIdentity, *, now: datetime
) -> str:
    """Write a kit, signed by the province's signer (role `province`); gives its bundle id.

    Raises:
        NotEnrolledError, CertificateExpiredError: the signer cannot sign now.
        FaultFoundError: a certificate among the content is none.
        FileError: the file cannot be written.
    """
    holder = signer.facts.holder
    files = kit_files(kit)
    facts = BundleFacts(
        bundle_type=BundleType.KIT,
        uuid=cover.bundle_uuid,
        sender=Sender(holder.unit_code, holder.device_id, signer.facts.key_id),
        recipient=Recipient(kit.province_code),
        stream=None,
        created_at=now,
        period_id="",
        supersedes="",
        app_version=cover.app_version,
        counts=Counts(total_bytes=sum(len(one.content) for one in files)),
    )
    parts = [Part(FACTS_NAME, write_facts(facts))]
    parts += [Part(one.name, one.content) for one in files]
    return write_container(path, parts, signer, now=now)
