"""A second signature beside the first: the leader's approval, or a second officer's (signing.md §2.6)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.bundles.container import Reader, Writer
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.manifest import (
    MANIFEST_LIMIT_BYTES,
    Reference,
    bundle_id,
    canonical_manifest,
    read_manifest,
)
from hrdesk.bundles.signing import sign_manifest
from hrdesk.files import durable_replace

if TYPE_CHECKING:
    from hrdesk.trust.signer import Signer

_SIGNATURE_LIMIT_BYTES = 1 << 16


def write_countersigned(source: Path, target: Path, identity: Signer, *, now: datetime) -> str:
    """`source` with a second signature, at `target` (may be the same); gives the bundle id.

    The bundle stays the same one: its id is that of the first manifest. Every entry is checked
    against the first manifest before the second is signed; who signed the first is for the caller
    to verify. A second signature that is there already is replaced.

    Raises:
        FaultFoundError: the container is not sound.
        NotEnrolledError, CertificateExpiredError: the identity cannot sign now.
        FileError: the file cannot be written.
    """
    identity.certificate_at(now)
    with Reader(source) as reader, durable_replace(target) as stream:
        first = reader.signatures()[0]
        manifest = reader.read(first[0], MANIFEST_LIMIT_BYTES)
        signature = reader.read(first[1], _SIGNATURE_LIMIT_BYTES)
        references = read_manifest(manifest)
        writer = Writer(stream)
        copied = []
        for entry in reader.payload():
            written = writer.copy(reader, entry)
            copied.append(Reference(written.name, written.sha256))
        if tuple(copied) != references:
            raise FaultFoundError(Faults.DIGEST)
        second = canonical_manifest(references, second=True)
        writer.finish(manifest, signature, second, sign_manifest(second, identity, now=now))
    return bundle_id(manifest)
