"""The signature over the manifest: one allowed form of CMS, then its integrity (signing.md §2.5, §5.2).

Whom to believe is not asked here. Only one form exists, so it is read element by element and
nothing is skipped over: what is not expected at its place refuses (docs/adr/0040).

    ContentInfo  signedData, [0]
      SignedData 1, {sha256}, data without content, [0] the certificate, {
        SignerInfo 1, issuer and serial, sha256, [0] signed attributes, method, signature }
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NoReturn

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from hrdesk.verification.der import (
    CONTEXT,
    IDENTIFIER,
    INTEGER,
    OCTETS,
    SEQUENCE,
    SET,
    Element,
    is_der,
    root,
)
from hrdesk.verification.judgements import JudgedError, Judgements

SIGNATURE_LIMIT_BYTES: Final = 1 << 16
_NO_PARAMETERS: Final[tuple[list[bytes], ...]] = ([], [b"\x05\x00"])
_ONE: Final = b"\x02\x01\x01"


def _oid(text: str) -> bytes:
    """The DER of an object identifier."""
    first, second, *rest = map(int, text.split("."))
    body = bytearray()
    for number in (first * 40 + second, *rest):
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(number & 0x7F | 0x80)
        body += bytes(reversed(septets))
    return bytes((IDENTIFIER, len(body))) + bytes(body)


_DATA: Final = _oid("1.2.840.113549.1.7.1")
_SIGNED_DATA: Final = _oid("1.2.840.113549.1.7.2")
_SHA256: Final = _oid("2.16.840.1.101.3.4.2.1")
_ECDSA: Final = _oid("1.2.840.10045.4.3.2")
_METHODS: Final = {
    _ECDSA: "sha256_ecdsa",
    _oid("1.2.840.113549.1.1.11"): "sha256_rsa",
    _oid("1.2.840.113549.1.1.1"): "rsa",
}
_CONTENT_TYPE: Final = _oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST: Final = _oid("1.2.840.113549.1.9.4")
_SIGNING_TIME: Final = _oid("1.2.840.113549.1.9.5")
_SIGNING_CERTIFICATE: Final = _oid("1.2.840.113549.1.9.16.2.47")
_PROTECTION: Final = _oid("1.2.840.113549.1.9.52")
_REQUIRED: Final = {
    _CONTENT_TYPE: "content_type",
    _MESSAGE_DIGEST: "message_digest",
    _SIGNING_TIME: "signing_time",
    _SIGNING_CERTIFICATE: "signing_certificate_v2",
}
_PERMITTED: Final = {*_REQUIRED, _PROTECTION, _oid("1.2.840.113549.1.9.15")}
_TIMES: Final = {
    0x17: re.compile(rb"([0-9]{2})" * 6 + rb"Z"),  # UTCTime
    0x18: re.compile(rb"([0-9]{4})" + rb"([0-9]{2})" * 5 + rb"Z"),  # GeneralizedTime
}


@dataclass(frozen=True, slots=True)
class SignedBy:
    """The certificate inside the signature and the time that the signer states."""

    certificate: x509.Certificate
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class _Parts:
    """The elements of a signature, each at its place."""

    digests: Element
    certificate: Element
    signer: Element  # issuer and serial number
    digest: Element
    attributes: Element
    method: Element
    signature: Element


def check_signature(manifest: bytes, signature: bytes) -> SignedBy:
    """Who signed these very bytes, if the signature is of the allowed form and holds.

    Raises:
        JudgedError: whatever is wrong with it.
    """
    if not is_der(signature):
        raise JudgedError(Judgements.FORM, found="DER")
    try:
        return _checked(manifest, signature)
    except JudgedError:
        raise
    except Exception as error:  # parsers raise many kinds on hostile bytes; all mean no
        raise JudgedError(Judgements.FORM, found=type(error).__name__) from error


def _checked(manifest: bytes, signature: bytes) -> SignedBy:
    parts = _parts(root(signature))
    method = _method(parts)
    issuer, serial = _issuer_and_serial(parts.certificate)
    if [one.raw for one in parts.signer.inside()] != [issuer, serial]:
        raise JudgedError(Judgements.SIGNERS, found="sid")
    digest = hashlib.sha256(manifest).digest()
    signed_at = _check_attributes(parts, digest, issuer, serial, method)
    certificate = x509.load_der_x509_certificate(parts.certificate.raw)
    key = certificate.public_key()
    signs = ec.EllipticCurvePublicKey if method == _ECDSA else rsa.RSAPublicKey
    if not isinstance(key, signs):
        raise JudgedError(Judgements.ALGORITHM, _METHODS[method], type(key).__name__)
    covered = bytes((SET,)) + parts.attributes.raw[1:]  # RFC 5652 §5.4: not as [0], as a SET
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(parts.signature.content, covered, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(parts.signature.content, covered, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise JudgedError(Judgements.BROKEN) from error
    return SignedBy(certificate, signed_at)


def _parts(info: Element) -> _Parts:
    kind, wrapped = _exactly(info, SEQUENCE, (IDENTIFIER, CONTEXT))
    (signed_data,) = _exactly(wrapped, CONTEXT, (SEQUENCE,))
    if kind.raw != _SIGNED_DATA:
        _refuse("content type")
    version, digests, content, *rest = signed_data.inside()
    if version.raw != _ONE or (digests.tag, content.tag) != (SET, SEQUENCE):
        _refuse("version")
    if content.content != _DATA:
        attached = content.content.startswith(_DATA)
        raise JudgedError(Judgements.ATTACHED if attached else Judgements.FORM, found="content")
    *certificates, signers = rest
    if any(one.tag == CONTEXT + 1 for one in certificates):
        _refuse("crls")
    signing = signers.inside() if signers.tag == SET else []
    chosen = [one for each in certificates for one in each.inside() if each.tag == CONTEXT]
    if [one.tag for one in signing] != [SEQUENCE] or [one.tag for one in chosen] != [SEQUENCE]:
        raise JudgedError(Judgements.SIGNERS, "1+1", f"{len(signing)}+{len(chosen)}")
    if len(certificates) != 1:
        _refuse("certificates")
    version, signer, digest, *rest = signing[0].inside()
    if version.raw != _ONE or (signer.tag, digest.tag) != (SEQUENCE, SEQUENCE):
        _refuse("sid")
    tags = [one.tag for one in rest]
    if tags[:2] == [SEQUENCE, OCTETS]:
        raise JudgedError(Judgements.ATTRIBUTES, ", ".join(sorted(_REQUIRED.values())))
    if tags != [CONTEXT, SEQUENCE, OCTETS]:
        _refuse("unsigned attributes" if tags[3:] == [CONTEXT + 1] else "signer")
    return _Parts(digests, chosen[0], signer, digest, *rest)


def _method(parts: _Parts) -> bytes:
    """With which method it is signed."""
    for algorithm in (*parts.digests.inside(), parts.digest):
        if _algorithm(algorithm) != _SHA256:
            raise JudgedError(Judgements.ALGORITHM, "sha256", algorithm.content[:16].hex())
    if len(parts.digests.inside()) != 1:
        raise JudgedError(Judgements.ALGORITHM, "1", str(len(parts.digests.inside())))
    method = _algorithm(parts.method)
    if method not in _METHODS:
        known = ", ".join(sorted(_METHODS.values()))
        raise JudgedError(Judgements.ALGORITHM, known, parts.method.content[:16].hex())
    return method


def _algorithm(element: Element) -> bytes:
    """The identifier of an algorithm without parameters; b"" when it has any."""
    first, *parameters = element.inside() or [element]
    bare = element.tag == SEQUENCE and [one.raw for one in parameters] in _NO_PARAMETERS
    return first.raw if bare else b""


def _issuer_and_serial(certificate: Element) -> tuple[bytes, bytes]:
    """As the certificate itself spells them, byte for byte."""
    to_be_signed, algorithm, _ = _exactly(certificate, SEQUENCE, (SEQUENCE, SEQUENCE, 0x03))
    inside = to_be_signed.inside()
    serial, stated, issuer = inside[1:4] if inside[0].tag == CONTEXT else inside[:3]
    if algorithm.raw != stated.raw:
        _refuse("certificate")
    if serial.content[0] & 0x80 or not any(serial.content):
        _refuse("serial number")
    return issuer.raw, serial.raw


def _check_attributes(
    parts: _Parts, digest: bytes, issuer: bytes, serial: bytes, method: bytes
) -> datetime:
    """All signed attributes, each once; gives the time that the signer states."""
    found: dict[bytes, Element] = {}
    for attribute in parts.attributes.inside():
        kind, values = _exactly(attribute, SEQUENCE, (IDENTIFIER, SET), Judgements.ATTRIBUTES)
        inside = values.inside()
        if kind.raw in found or kind.raw not in _PERMITTED or len(inside) != 1:
            name = _REQUIRED.get(kind.raw, kind.content.hex()[:40])
            raise JudgedError(Judgements.ATTRIBUTES, found=name)
        found[kind.raw] = inside[0]
    missing = sorted(name for kind, name in _REQUIRED.items() if kind not in found)
    if missing:
        raise JudgedError(Judgements.ATTRIBUTES, ", ".join(missing))
    if found[_CONTENT_TYPE].raw != _DATA:
        raise JudgedError(Judgements.ATTRIBUTES, "data", "content_type")
    if found[_MESSAGE_DIGEST].tag != OCTETS or found[_MESSAGE_DIGEST].content != digest:
        raise JudgedError(Judgements.OTHER_CONTENT)
    _check_named(found[_SIGNING_CERTIFICATE], parts.certificate.raw, issuer, serial)
    if _PROTECTION in found:
        _check_protected(found[_PROTECTION], method)
    return _moment(found[_SIGNING_TIME])


def _check_named(value: Element, certificate: bytes, issuer: bytes, serial: bytes) -> None:
    """That the signer signed which certificate is meant: this one, by its SHA-256."""
    named, *policies = value.inside() or [value]
    one = named.inside()
    if value.tag != SEQUENCE or len(one) != 1 or [each.tag for each in policies] > [SEQUENCE]:
        raise JudgedError(Judgements.ATTRIBUTES, "signing_certificate_v2")
    parts = one[0].inside()
    if parts and parts[0].tag == SEQUENCE and _algorithm(parts.pop(0)) != _SHA256:
        raise JudgedError(Judgements.ATTRIBUTES, "signing_certificate_v2")
    if not parts or parts[0].tag != OCTETS or len(parts) > 2:
        raise JudgedError(Judgements.ATTRIBUTES, "signing_certificate_v2")
    if parts[0].content != hashlib.sha256(certificate).digest():
        raise JudgedError(Judgements.SIGNERS, "signing_certificate_v2")
    if len(parts) == 2:
        names, number = _exactly(parts[1], SEQUENCE, (SEQUENCE, INTEGER), Judgements.ATTRIBUTES)
        (name,) = _exactly(names, SEQUENCE, (CONTEXT + 4,), Judgements.ATTRIBUTES)
        if (name.content, number.raw) != (issuer, serial):
            raise JudgedError(Judgements.SIGNERS, "signing_certificate_v2")


def _check_protected(value: Element, method: bytes) -> None:
    """CMSAlgorithmProtection: the methods named under the signature are those that were used."""
    stated, used = _exactly(value, SEQUENCE, (SEQUENCE, CONTEXT + 1), Judgements.ATTRIBUTES)
    first, *parameters = used.inside()
    bare = [one.raw for one in parameters] in _NO_PARAMETERS
    if _algorithm(stated) != _SHA256 or first.raw != method or not bare:
        raise JudgedError(Judgements.ATTRIBUTES, found="cms_algorithm_protection")


def _moment(value: Element) -> datetime:
    """UTCTime or GeneralizedTime, in UTC and whole seconds."""
    form = _TIMES.get(value.tag)
    matched = form.fullmatch(value.content) if form else None
    if matched is None:
        raise JudgedError(Judgements.ATTRIBUTES, "signing_time")
    year, month, day, hour, minute, second = map(int, matched.groups())
    if len(matched[1]) == 2:  # RFC 5280 §4.1.2.5.1
        year += 1900 if year >= 50 else 2000
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise JudgedError(Judgements.ATTRIBUTES, "signing_time") from error


def _exactly(
    element: Element, tag: int, tags: tuple[int, ...], else_said: Judgements = Judgements.FORM
) -> list[Element]:
    """What is inside, when it is of that kind and holds elements of just these kinds."""
    inside = element.inside()
    if element.tag != tag or tuple(one.tag for one in inside) != tags:
        raise JudgedError(else_said, found="structure")
    return inside


def _refuse(place: str) -> NoReturn:
    raise JudgedError(Judgements.FORM, found=place)
