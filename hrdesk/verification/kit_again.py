"""Reading a kit that was verified and put in use before, from where this desk keeps it.

Its bundle id stands in the mark beside the anchor of trust, so the content is what was accepted
when the manifest has that id and every entry has the digest that the manifest says. Signature and
clock were judged on that day and are not judged again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from hrdesk.bundles.container import Reader
from hrdesk.bundles.facts import FACTS_NAME
from hrdesk.bundles.facts_reading import read_facts
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.kit_files import KIT_FILE_LIMIT_BYTES, read_kit
from hrdesk.bundles.manifest import MANIFEST_LIMIT_BYTES, bundle_id, read_manifest
from hrdesk.errors import CertificateUnreadableError
from hrdesk.trust.certificates import certificate_from_pem
from hrdesk.trust.revocation import revocation_list_from_pem
from hrdesk.verification.kit import KitContent


def read_kit_again(path: Path, kit_id: str) -> KitContent | None:
    """The kit, None when the file is not the one that was accepted. `kit_id` "": any."""
    try:
        with Reader(path) as reader:
            return _read(reader, kit_id)
    except (FaultFoundError, CertificateUnreadableError):
        return None


def _read(reader: Reader, kit_id: str) -> KitContent:
    manifest = reader.read(reader.signatures()[0][0], MANIFEST_LIMIT_BYTES)
    if kit_id and bundle_id(manifest) != kit_id:
        raise FaultFoundError(Faults.MANIFEST)
    files = {}
    for reference in read_manifest(manifest):
        listed = reader.entry(reference.name)
        if listed is None:
            raise FaultFoundError(Faults.UNSIGNED, reference.name)
        content = reader.read(listed, KIT_FILE_LIMIT_BYTES)
        if hashlib.sha256(content).digest() != reference.sha256:
            raise FaultFoundError(Faults.DIGEST, reference.name)
        files[reference.name] = content
    facts = read_facts(files.pop(FACTS_NAME, b""))
    kit = read_kit(files, facts.recipient.province)
    return KitContent(
        kit,
        tuple(certificate_from_pem(one, "ca.crt") for one in kit.trust.authorities),
        tuple(revocation_list_from_pem(one, "ca.crl") for one in kit.trust.revocation_lists),
        tuple(certificate_from_pem(one, "units") for one in kit.trust.certificates),
    )
