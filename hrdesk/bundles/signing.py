"""CAdES-B over the manifest: detached, DER, SHA-256, the signer's certificate alone (signing.md §2.5)."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

if TYPE_CHECKING:
    from hrdesk.trust.identity import SigningIdentity


def sign_manifest(manifest: bytes, identity: SigningIdentity, *, now: datetime) -> bytes:
    """The signature file. Must not be called inside a running event loop.

    Raises:
        NotEnrolledError, CertificateExpiredError: the identity cannot sign at that moment.
    """
    certificate = identity.certificate_at(now)
    # Half a second and 500 modules: only where something is really signed.
    from asn1crypto.keys import PrivateKeyInfo  # noqa: PLC0415 - see above
    from asn1crypto.x509 import Certificate  # noqa: PLC0415 - see above
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415 - see above
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes  # noqa: PLC0415 - see above
    from pyhanko_certvalidator.registry import (  # noqa: PLC0415 - see above
        SimpleCertificateStore,
    )

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)  # it would log names
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL + 1)
    secret = identity.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=Certificate.load(certificate.public_bytes(Encoding.DER)),
        signing_key=PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyHanko leaves it bare
        embed_roots=False,
    )
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
