"""The manifest: which entries are signed, with which digest. One form of bytes only.

The reader does not parse XML: it picks names and digests with one expression, writes the manifest
anew and demands the same bytes, so that no XML trick has a place to stand (signing.md §2.3).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hrdesk.bundles.container import SECOND_SIGNATURE_NAME, SIGNATURE_NAME, is_payload_name
from hrdesk.bundles.faults import FaultFoundError, Faults

MANIFEST_LIMIT_BYTES: Final = 10 << 20
_MIME_TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xml": "application/xml",
    "bin": "application/octet-stream",
    "crl": "application/pkix-crl",
    "crt": "application/pkix-cert",
    "age": "application/octet-stream",
}
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" '
    'xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
    '  <asic:SigReference URI="{signature}" MimeType="application/pkcs7-signature"/>\n'
)
_REFERENCE: Final = (
    '  <asic:DataObjectReference URI="{name}" MimeType="{mime_type}">\n'
    '    <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>\n'
    "    <ds:DigestValue>{digest}</ds:DigestValue>\n"
    "  </asic:DataObjectReference>\n"
)
_FOOT: Final = "</asic:ASiCManifest>\n"
_PICK: Final = re.compile(
    rb'<asic:DataObjectReference URI="([a-z0-9_/.-]{1,180})".{1,200}?'
    rb"<ds:DigestValue>([A-Za-z0-9+/]{43}=)</ds:DigestValue>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One signed entry."""

    name: str
    sha256: bytes


def mime_type(name: str) -> str:
    """The media type of an entry, by its extension."""
    return _MIME_TYPES[name.rpartition(".")[2]]


def canonical_manifest(references: Iterable[Reference], *, second: bool = False) -> bytes:
    """The one manifest of these references; with `second`, the one for the second signature."""
    head = _HEAD.format(signature=SECOND_SIGNATURE_NAME if second else SIGNATURE_NAME)
    lines = (
        _REFERENCE.format(
            name=reference.name,
            mime_type=mime_type(reference.name),
            digest=base64.b64encode(reference.sha256).decode(),
        )
        for reference in references
    )
    return "".join((head, *lines, _FOOT)).encode()


def read_manifest(manifest: bytes, *, second: bool = False) -> tuple[Reference, ...]:
    """The references of a manifest in its one form.

    Raises:
        FaultFoundError: any other bytes.
    """
    references = tuple(_picked(manifest))
    if canonical_manifest(references, second=second) != manifest:
        raise FaultFoundError(Faults.MANIFEST)
    return references


def bundle_id(manifest: bytes) -> str:
    """The identity of a bundle: SHA-256 of its manifest, lower-case hex."""
    return hashlib.sha256(manifest).hexdigest()


def _picked(manifest: bytes) -> Iterable[Reference]:
    for match in _PICK.finditer(manifest):
        name = match[1].decode()
        if not is_payload_name(name):
            raise FaultFoundError(Faults.MANIFEST, name)
        try:
            yield Reference(name, base64.b64decode(match[2], validate=True))
        except binascii.Error as error:
            raise FaultFoundError(Faults.MANIFEST, name) from error
