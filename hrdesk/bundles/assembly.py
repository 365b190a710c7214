"""From parts to a signed container on the disk, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.bundles.container import DEFLATE_FROM_BYTES, Writer, Written
from hrdesk.bundles.manifest import Reference, bundle_id, canonical_manifest
from hrdesk.bundles.signing import sign_manifest
from hrdesk.errors import BundleAttachmentError
from hrdesk.files import durable_replace

if TYPE_CHECKING:
    from hrdesk.trust.signer import Signer


@dataclass(frozen=True, slots=True)
class Part:
    """One entry to write. A file must have the digest that the record keeps of it."""

    name: str
    content: bytes | Path
    sha256: str = ""  # lower-case hex; "" where the content itself is given
    shown_as: str = ""  # what a person calls the file

    @property
    def deflated(self) -> bool:
        """Large tables are compressed; pictures, PDF, certificates and small texts are stored.

        Deflate has slack (padding bits, copies that may be taken from two places); a stored entry
        has none, so that in a small bundle not one bit can change unnoticed.
        """
        return (
            isinstance(self.content, bytes)
            and len(self.content) >= DEFLATE_FROM_BYTES
            and self.name.endswith((".json", ".csv"))
        )


def write_container(path: Path, parts: Iterable[Part], identity: Signer, *, now: datetime) -> str:
    """Write and sign; gives the bundle id.

    Raises:
        BundleAttachmentError: a file is missing or is not what its digest says.
        BundleError, IdentityError, FileError: see the writer, the identity, `durable_replace`.
    """
    identity.certificate_at(now)
    with durable_replace(path) as stream:
        writer = Writer(stream)
        references = []
        for part in parts:
            written = _add(writer, part)
            if part.sha256 and written.sha256.hex() != part.sha256:
                raise BundleAttachmentError(name=part.shown_as or part.name)
            references.append(Reference(written.name, written.sha256))
        manifest = canonical_manifest(references)
        writer.finish(manifest, sign_manifest(manifest, identity, now=now))
    return bundle_id(manifest)


def _add(writer: Writer, part: Part) -> Written:
    if isinstance(part.content, bytes):
        return writer.add(part.name, part.content, deflate=part.deflated)
    try:
        source = part.content.open("rb")
    except OSError as error:
        raise BundleAttachmentError(name=part.shown_as or part.name) from error
    with source:
        return writer.add(part.name, source, deflate=part.deflated)
