"""CAdES-B over the manifest: detached, DER, SHA-256, the signer's certificate alone (signing.md §2.5)."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding
from typing_extensions import override

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.sign.signers import Signer as PyhankoSigner

    from hrdesk.trust.signer import Signer


def sign_manifest(manifest: bytes, identity: Signer, *, now: datetime) -> bytes:
    """The signature file. Must not be called inside a running event loop.

    Raises:
        NotEnrolledError, CertificateExpiredError: the identity cannot sign at that moment.
        TokenError: the key lies on a token that does not answer as it should.
    """
    certificate = identity.certificate_at(now)
    # Half a second and 500 modules: only where something is really signed.
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes  # noqa: PLC0415 - see above

    signer = signer_for(identity, certificate)
    signature = asyncio.run(
        signer.async_sign_general_data(
            manifest,
            "sha256",
            detached=True,
            use_cades=True,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=now),
        )
    )
    dumped: bytes = signature.dump()
    return dumped


def silence() -> None:
    """Keep pyHanko from writing the names of signers into a log."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL + 1)


def signer_for(identity: Signer, certificate: x509.Certificate) -> PyhankoSigner:
    """The key as pyHanko wants it: pyHanko writes the CMS, the key signs wherever it lies."""
    from asn1crypto.x509 import Certificate  # noqa: PLC0415 - half a second, see above
    from pyhanko.sign.signers import Signer as Base  # noqa: PLC0415 - see above
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 - see above

    silence()
    room = certificate.public_key().key_size // 8 * 2 + 16  # type: ignore[union-attr]  # EC or RSA, both have it

    class KeySigner(Base):
        """Signs with `identity.sign`."""

        @override
        async def async_sign_raw(
            self, data: bytes, digest_algorithm: str, dry_run: bool = False
        ) -> bytes:
            if dry_run:
                return bytes(room)
            if digest_algorithm != "sha256":
                raise ValueError(f"only SHA-256 is signed, not {digest_algorithm}")
            return identity.sign(data)

    return KeySigner(
        signing_cert=Certificate.load(certificate.public_bytes(Encoding.DER)),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyHanko leaves it bare
        embed_roots=False,
    )
