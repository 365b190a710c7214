"""A key that lies on a token: chosen without a PIN, opened with one, never copied.

The maker's library is loaded in a process of its own only (trust/token_process.py); certificate
requests and signatures are put together here from what the token signs.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key

from hrdesk.errors import IdentityMissingError, TokenError
from hrdesk.trust.certificates import UNREADABLE, fingerprint, read_certificate, spki_of
from hrdesk.trust.identity import kept_certificate, read_identity, subject_of, valid_at
from hrdesk.trust.identity_files import places_of
from hrdesk.trust.signer import Holder, IdentityFacts, TokenPlace
from hrdesk.trust.token_process import SECONDS, TokenProcess


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key seen on a token without a PIN."""

    place: TokenPlace
    label: str
    subject: str  # of its certificate, one line; "" without one
    issuer: str
    not_after: datetime | None
    kind: str  # "EC P-256", "RSA 2048" …
    fingerprint: str  # 16 characters for people
    spki: bytes
    certificate: x509.Certificate | None


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is plugged in. `tries`: "all", "fewer", "one" or "locked", as it says itself."""

    label: str
    serial: str
    maker: str
    tries: str
    keys: tuple[TokenKey, ...]


@dataclass(frozen=True, slots=True)
class TokenIdentity:
    """An open session at a token, and the province's certificate for its key."""

    facts: IdentityFacts
    certificate: x509.Certificate | None
    process: TokenProcess
    public_key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey

    def certificate_at(self, moment: datetime) -> x509.Certificate:
        """See `Signer`."""
        return valid_at(self.certificate, moment)

    def sign(self, content: bytes) -> bytes:
        """See `Signer`. What the token gives is checked before anybody builds on it.

        Raises:
            TokenError: it does not answer, or gives a signature that does not hold.
        """
        return _signed(self.process, self.public_key, content)

    def close(self) -> None:
        """End the session and the process."""
        self.process.close()


def list_tokens(library: str, *, seconds: float = SECONDS) -> tuple[Token, ...]:
    """The tokens plugged in and what they show without a PIN.

    Raises:
        TokenLibraryError, TokenHangsError, TokenCrashedError, TokenError: see there.
    """
    process = TokenProcess(library, seconds=seconds)
    try:
        told = process.ask(do="list")["tokens"]
    finally:
        process.close()
    return tuple(
        Token(
            label=one["label"],
            serial=one["serial"],
            maker=one["maker"].strip(),
            tries=one["tries"],
            keys=tuple(_keys(library, one)),
        )
        for one in told
    )


def open_token_identity(folder: Path, pin: str, *, seconds: float = SECONDS) -> TokenIdentity:
    """Log in at the token that the folder names: one try, whatever comes of it.

    Raises:
        TokenPinWrongError, TokenPinLockedError, TokenMissingError, TokenKeyMissingError,
        TokenHangsError, TokenCrashedError, TokenLibraryError: see there.
        IdentityMissingError: the folder names no token.
    """
    facts = read_identity(folder)
    if facts.token is None:
        raise IdentityMissingError(folder=folder)
    public_key = _public_key(spki_of(x509.load_pem_x509_csr(facts.csr_pem.encode()).public_key()))
    certificate = kept_certificate(places_of(folder).certificate)
    process = _opened(facts.token, pin, seconds)
    return TokenIdentity(facts, certificate, process, public_key)


def is_issued_by(key: TokenKey, authority: x509.Certificate, unit_code: str) -> bool:
    """Whether the certificate on the token comes from that authority and speaks for the unit."""
    if key.certificate is None:
        return False
    try:
        key.certificate.verify_directly_issued_by(authority)
        return read_certificate(key.certificate).unit_code == unit_code
    except (InvalidSignature, ValueError, TypeError):
        return False


def request_with(key: TokenKey, pin: str, holder: Holder, *, seconds: float = SECONDS) -> str:
    """A certificate request (PEM) for a key on a token, signed there.

    Raises:
        TokenError: see `open_token_identity`.
    """
    process = _opened(key.place, pin, seconds)
    try:
        return _request(process, key.spki, holder)
    finally:
        process.close()


def make_key(
    library: str, token: Token, object_id: str, pin: str, holder: Holder, *, seconds: float = 120
) -> tuple[TokenPlace, str]:
    """A new P-256 key on the token and its certificate request (PEM); one login for both.

    Raises:
        TokenError: see `open_token_identity`; or the token makes no such keys.
    """
    place = TokenPlace(library, token.label, token.serial, object_id)
    process = TokenProcess(library, seconds=seconds)
    try:
        made = process.ask(
            token.label, do="make", serial=token.serial, object_id=object_id, pin=pin
        )
        return place, _request(process, base64.b64decode(made["spki"]), holder)
    finally:
        process.close()


def _opened(place: TokenPlace, pin: str, seconds: float) -> TokenProcess:
    process = TokenProcess(place.library, seconds=seconds)
    try:
        process.ask(place.label, do="open", serial=place.serial, object_id=place.object_id, pin=pin)
    except BaseException:
        process.close()
        raise
    return process


def _keys(library: str, token: dict[str, Any]) -> Iterator[TokenKey]:
    for one in token["keys"]:
        certificate = None
        try:
            if one["certificate"]:
                certificate = x509.load_der_x509_certificate(base64.b64decode(one["certificate"]))
                spki = spki_of(certificate.public_key())
                subject = read_certificate(certificate).subject
            else:
                spki, subject = base64.b64decode(one["spki"]), ""
            kind = _kind(_public_key(spki))
        except UNREADABLE:
            continue  # a certificate of another trade; nothing to sign with
        yield TokenKey(
            place=TokenPlace(library, token["label"], token["serial"], one["object_id"]),
            label=one["label"],
            subject=subject or (certificate.subject.rfc4514_string() if certificate else ""),
            issuer=certificate.issuer.rfc4514_string() if certificate else "",
            not_after=certificate.not_valid_after_utc if certificate else None,
            kind=kind,
            fingerprint=fingerprint(spki),
            spki=spki,
            certificate=certificate,
        )


def _public_key(spki: bytes) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    key = load_der_public_key(spki)
    if not isinstance(key, (ec.EllipticCurvePublicKey, rsa.RSAPublicKey)):
        raise TypeError("unexpected kind of key")
    return key


def _kind(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> str:
    return f"{'RSA' if isinstance(key, rsa.RSAPublicKey) else 'EC'} {key.key_size}"


def _signed(
    process: TokenProcess, key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, content: bytes
) -> bytes:
    answer = process.ask(do="sign", sha256=hashlib.sha256(content).hexdigest())
    signature = base64.b64decode(answer["signature"])
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
        else:
            key.verify(signature, content, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise TokenError(reason="CKR_SIGNATURE_INVALID") from error
    return signature


def _request(process: TokenProcess, spki: bytes, holder: Holder) -> str:
    """PKCS#10 put together by hand: `cryptography` cannot sign with a key that is elsewhere."""
    from asn1crypto.algos import SignedDigestAlgorithm  # noqa: PLC0415 - rarely needed
    from asn1crypto.csr import (  # noqa: PLC0415 - rarely needed
        CertificationRequest,
        CertificationRequestInfo,
    )
    from asn1crypto.keys import PublicKeyInfo  # noqa: PLC0415 - rarely needed
    from asn1crypto.x509 import Name  # noqa: PLC0415 - rarely needed

    key = _public_key(spki)
    method = "sha256_rsa" if isinstance(key, rsa.RSAPublicKey) else "sha256_ecdsa"
    body = CertificationRequestInfo(
        {
            "version": "v1",
            "subject": Name.load(subject_of(holder).public_bytes()),
            "subject_pk_info": PublicKeyInfo.load(spki),
            "attributes": [],
        }
    )
    request = CertificationRequest(
        {
            "certification_request_info": body,
            "signature_algorithm": SignedDigestAlgorithm({"algorithm": method}),
            "signature": _signed(process, key, body.dump()),
        }
    )
    csr = x509.load_der_x509_csr(request.dump())
    if not csr.is_signature_valid:
        raise TokenError(reason="CSR")
    return csr.public_bytes(Encoding.PEM).decode()
