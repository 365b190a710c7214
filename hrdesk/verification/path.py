"""Facts about a signer's certificate that take cryptography: its key, its profile, its issuer."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from hrdesk.trust.certificates import (
    EKU_DOCUMENT_SIGNING,
    UNREADABLE,
    CertificateFacts,
    read_certificate,
)

_RSA_BITS: Final = range(2048, 4097)
_CA_POLICY: Final = ExtensionPolicy.permit_all().require_present(
    x509.BasicConstraints, Criticality.CRITICAL, None
)
_EE_POLICY: Final = (
    ExtensionPolicy.permit_all()
    .require_present(x509.BasicConstraints, Criticality.AGNOSTIC, None)
    .require_present(x509.KeyUsage, Criticality.CRITICAL, None)
    .require_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, None)
    .require_present(x509.SubjectAlternativeName, Criticality.AGNOSTIC, None)
)


@dataclass(frozen=True, slots=True)
class CertificateEvidence:
    """What was found out about a certificate, for the rules to judge."""

    facts: CertificateFacts | None  # None: it cannot be read
    key_allowed: bool
    signs_documents: bool
    issued_by_authority: bool


def examine(
    certificate: x509.Certificate, authority: x509.Certificate, moment: datetime
) -> CertificateEvidence:
    """All that can be said about the certificate. Never raises for a bad one."""
    try:
        facts = read_certificate(certificate)
        profile = _signs_documents(certificate)
        key_allowed = _key_allowed(certificate)
    except UNREADABLE:
        return CertificateEvidence(
            None, key_allowed=False, signs_documents=False, issued_by_authority=False
        )
    within = min(max(moment, facts.not_before), facts.not_after)
    return CertificateEvidence(
        facts=facts,
        key_allowed=key_allowed,
        signs_documents=profile,
        issued_by_authority=_issued_by(certificate, authority, within),
    )


def _key_allowed(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return isinstance(key.curve, (ec.SECP256R1, ec.SECP384R1))
    return isinstance(key, rsa.RSAPublicKey) and key.key_size in _RSA_BITS


def _signs_documents(certificate: x509.Certificate) -> bool:
    """KU digitalSignature + contentCommitment, critical and no more; EKU documentSigning; no CA."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return False
    stated = usage.value
    return (
        usage.critical
        and stated.digital_signature
        and stated.content_commitment
        and not (stated.key_cert_sign or stated.crl_sign)
        and EKU_DOCUMENT_SIGNING in purposes
        and not basic.ca
    )


@functools.lru_cache(maxsize=4)
def _store(authority: x509.Certificate) -> Store:
    return Store([authority])


def _issued_by(
    certificate: x509.Certificate, authority: x509.Certificate, moment: datetime
) -> bool:
    """Whether the path holds at that moment: the authority itself issued it, nothing between."""
    verifier = (
        PolicyBuilder()
        .store(_store(authority))
        .time(moment)
        .max_chain_depth(0)
        .extension_policies(ca_policy=_CA_POLICY, ee_policy=_EE_POLICY)
        .build_client_verifier()
    )
    try:
        verified = verifier.verify(certificate, [])
    except (VerificationError, *UNREADABLE):
        return False
    return verified.chain == [certificate, authority]
