"""The signature over the manifest: one allowed form of CMS, then its integrity (signing.md §2.5, §5.2).

Whom to believe is not asked here. pyHanko checks the digest and the signature; what it lets pass
(no signing-certificate-v2, bytes behind the structure, odd curves …) is refused before it is asked.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography import x509

from hrdesk.verification.der import is_der
from hrdesk.verification.judgements import JudgedError, Judgements

SIGNATURE_LIMIT_BYTES: Final = 1 << 16
_REQUIRED: Final = frozenset(
    {"content_type", "message_digest", "signing_time", "signing_certificate_v2"}
)
_PERMITTED: Final = _REQUIRED | {"cms_algorithm_protection", "smime_capabilities"}
_DATA_OID_BYTES: Final = 11  # id-data and nothing behind it
_NO_PARAMETERS: Final = (b"", b"\x05\x00")
_METHODS: Final = frozenset({"sha256_ecdsa", "sha256_rsa", "rsassa_pkcs1v15"})


@dataclass(frozen=True, slots=True)
class SignedBy:
    """The certificate inside the signature and the time that the signer states."""

    certificate: x509.Certificate
    signed_at: datetime


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
    # Half a second and 500 modules: only where something is really verified.
    from asn1crypto.cms import ContentInfo  # noqa: PLC0415 - see above
    from pyhanko.sign.validation.generic_cms import (  # noqa: PLC0415 - see above
        validate_sig_integrity,
    )

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)  # it would log names
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL + 1)
    content_info = ContentInfo.load(signature, strict=True)
    if content_info["content_type"].native != "signed_data":
        raise JudgedError(Judgements.FORM, found=str(content_info["content_type"].native))
    signed_data = content_info["content"]
    certificate, signer_info = _only_signer(signed_data)
    _check_algorithms(signed_data, signer_info, certificate)
    digest = hashlib.sha256(manifest).digest()
    signed_at = _check_attributes(signer_info, certificate, digest)
    # Read anew: where the attributes were looked into, asn1crypto writes them again, value by value.
    data = ContentInfo.load(signature, strict=True)["content"]
    untouched = data["signer_infos"][0], data["certificates"][0].chosen
    intact, valid = validate_sig_integrity(*untouched, "data", digest)
    if not intact:
        raise JudgedError(Judgements.OTHER_CONTENT)
    if not valid:
        raise JudgedError(Judgements.BROKEN)
    return SignedBy(x509.load_der_x509_certificate(certificate.dump()), signed_at)


def _only_signer(signed_data: Any) -> tuple[Any, Any]:  # noqa: ANN401 - asn1crypto is untyped
    encapsulated = signed_data["encap_content_info"]
    if signed_data["version"].native != "v1" or encapsulated["content_type"].native != "data":
        raise JudgedError(Judgements.FORM, found="version")
    if encapsulated["content"].native is not None or len(encapsulated.contents) != _DATA_OID_BYTES:
        raise JudgedError(Judgements.ATTACHED)
    certificates, signer_infos = signed_data["certificates"], signed_data["signer_infos"]
    if len(certificates) != 1 or len(signer_infos) != 1 or certificates[0].name != "certificate":
        raise JudgedError(Judgements.SIGNERS, "1+1", f"{len(signer_infos)}+{len(certificates)}")
    if signed_data["crls"].native is not None:
        raise JudgedError(Judgements.FORM, found="crls")
    certificate, signer_info = certificates[0].chosen, signer_infos[0]
    identifier = signer_info["sid"]
    if signer_info["version"].native != "v1" or identifier.name != "issuer_and_serial_number":
        raise JudgedError(Judgements.FORM, found="sid")
    named = identifier.chosen
    if (
        named["issuer"].dump() != certificate.issuer.dump()
        or named["serial_number"].native != certificate.serial_number
    ):
        raise JudgedError(Judgements.SIGNERS, found="sid")
    if signer_info["unsigned_attrs"].native is not None:
        raise JudgedError(Judgements.FORM, found="unsigned_attrs")
    return certificate, signer_info


def _check_algorithms(signed_data: Any, signer_info: Any, certificate: Any) -> None:  # noqa: ANN401 - asn1crypto is untyped
    digests = signed_data["digest_algorithms"]
    if len(digests) != 1:
        raise JudgedError(Judgements.ALGORITHM, "sha256", str(len(digests)))
    for algorithm in (digests[0], signer_info["digest_algorithm"]):
        if algorithm["algorithm"].native != "sha256" or not _bare(algorithm):
            raise JudgedError(Judgements.ALGORITHM, "sha256", str(algorithm["algorithm"].native))
    method = signer_info["signature_algorithm"]
    name = method["algorithm"].native
    if name not in _METHODS or not _bare(method):
        raise JudgedError(Judgements.ALGORITHM, ", ".join(sorted(_METHODS)), str(name))
    kind = certificate.public_key.algorithm
    if kind != ("ec" if name == "sha256_ecdsa" else "rsa"):
        raise JudgedError(Judgements.ALGORITHM, str(name), str(kind))
    stated = certificate["tbs_certificate"]["signature"].dump()
    if certificate["signature_algorithm"].dump() != stated:
        raise JudgedError(Judgements.FORM, found="certificate")


def _bare(algorithm: Any) -> bool:  # noqa: ANN401 - asn1crypto is untyped
    return algorithm["parameters"].dump() in _NO_PARAMETERS


def _check_attributes(signer_info: Any, certificate: Any, digest: bytes) -> datetime:  # noqa: ANN401 - asn1crypto is untyped
    found: dict[str, Any] = {}
    for attribute in signer_info["signed_attrs"]:
        name = attribute["type"].native
        if name in found or name not in _PERMITTED or len(attribute["values"]) != 1:
            raise JudgedError(Judgements.ATTRIBUTES, found=str(name))
        found[name] = attribute["values"][0]
    if not found.keys() >= _REQUIRED:
        raise JudgedError(Judgements.ATTRIBUTES, ", ".join(sorted(_REQUIRED - found.keys())))
    if found["content_type"].native != "data":
        raise JudgedError(Judgements.ATTRIBUTES, "data", str(found["content_type"].native))
    if found["message_digest"].native != digest:
        raise JudgedError(Judgements.OTHER_CONTENT)
    named = found["signing_certificate_v2"]["certs"]
    if len(named) != 1 or named[0]["hash_algorithm"]["algorithm"].native != "sha256":
        raise JudgedError(Judgements.ATTRIBUTES, "signing_certificate_v2")
    if named[0]["cert_hash"].native != hashlib.sha256(certificate.dump()).digest():
        raise JudgedError(Judgements.SIGNERS, "signing_certificate_v2")
    signed_at = found["signing_time"].native
    if not isinstance(signed_at, datetime) or signed_at.tzinfo is None:
        raise JudgedError(Judgements.ATTRIBUTES, "signing_time")
    return signed_at
