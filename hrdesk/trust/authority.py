"""The province's certificate authority: P-256, 20 years, offline, with a register of its own.

    folder/ca.sealed       the private key (trust/sealing.py)
    folder/ca.crt          its certificate
    folder/register.json   every certificate issued, every revocation, the last list's number
    folder/ca.crl          the newest revocation list
    folder/issued/<serial>.crt

A serial number enters the register before the certificate is handed out, so that nothing is in
the world that the register does not know.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_der_public_key,
)
from cryptography.x509.oid import NameOID

from hrdesk.errors import (
    AuthorityDamagedError,
    AuthorityExistsError,
    AuthorityMissingError,
    CertificateUnknownError,
    CertificateUnreadableError,
    RequestConflictError,
)
from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.trust.certificates import (
    EKU_DOCUMENT_SIGNING,
    EKU_EMAIL_PROTECTION,
    CertificateFacts,
    certificate_from_pem,
    certificate_pem,
    read_certificate,
    spki_of,
)
from hrdesk.trust.material import LIST_LIMIT_BYTES
from hrdesk.trust.names import ROLES, URN
from hrdesk.trust.request import EnrolmentRequest
from hrdesk.trust.revocation import RevocationList, revocation_list_from_pem
from hrdesk.trust.sealing import check_passphrase, seal, unseal

_YEAR: Final = timedelta(days=365, hours=6)
_BACKDATED: Final = timedelta(hours=24)  # clocks of desks run behind
_LIST_LASTS: Final = timedelta(days=400)
_LIST_RENEWED_AFTER: Final = timedelta(days=30)
_REGISTER_LIMIT_BYTES: Final = 64 << 20
REASONS: Final = (
    "unspecified",
    "keyCompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
)


@dataclass(frozen=True, slots=True)
class Grant:
    """What the officer confirms; the certificate says this, not what the request says."""

    unit_code: str
    unit_name: str
    name: str
    position: str
    role: str = "clerk"


@dataclass(frozen=True, slots=True)
class Issued:
    """One line of the register."""

    serial: str  # lower-case hex
    key_id: str
    device_id: str
    unit_code: str
    unit_name: str
    name: str
    position: str
    role: str
    issued_at: str  # ISO, with offset
    not_after: str
    revoked_at: str = ""
    reason: str = ""


@dataclass(slots=True)
class Authority:
    """An open authority. One process at a time; the register is written before anything else."""

    folder: Path
    certificate: x509.Certificate
    _key: ec.EllipticCurvePrivateKey
    _issued: dict[str, Issued]
    _list_number: int

    @property
    def certificate_pem(self) -> bytes:
        """The authority's certificate as PEM."""
        return certificate_pem(self.certificate)

    @property
    def facts(self) -> CertificateFacts:
        """Name and fingerprint of the authority."""
        return read_certificate(self.certificate)

    def register(self) -> tuple[Issued, ...]:
        """Everything issued, oldest first."""
        return tuple(self._issued.values())

    def issue(self, request: EnrolmentRequest, grant: Grant, *, now: datetime) -> bytes:
        """The certificate (PEM) for the key of the request and the person of the grant.

        The same key and grant again gives the same certificate again.

        Raises:
            RequestConflictError: the key was issued for somebody else, or was revoked.
            FileError: the register cannot be written; nothing was issued.
        """
        if grant.role not in ROLES:
            raise ValueError(f"no such role: {grant.role}")
        earlier = next((one for one in self._issued.values() if one.key_id == request.key_id), None)
        if earlier is not None:
            return self._issued_before(earlier, request, grant)
        certificate = self._certificate_for(request, grant, now)
        serial = format(certificate.serial_number, "x")
        self._issued[serial] = Issued(
            serial=serial,
            key_id=request.key_id,
            device_id=request.device_id,
            **asdict(grant),
            issued_at=now.isoformat(timespec="seconds"),
            not_after=certificate.not_valid_after_utc.isoformat(),
        )
        pem = certificate_pem(certificate)
        make_folder(self.folder / "issued")
        try:
            write_durably(self.folder / "issued" / f"{serial}.crt", pem)
            self._save()
        except BaseException:
            del self._issued[serial]
            raise
        return pem

    def revoke(self, serial: str, reason: str, *, now: datetime) -> None:
        """Withdraw a certificate for good; the next list says so.

        Raises:
            CertificateUnknownError: it was not issued here.
        """
        if reason not in REASONS:
            raise ValueError(f"no such reason: {reason}")
        known = self._issued.get(serial)
        if known is None:
            raise CertificateUnknownError(serial=serial)
        if known.revoked_at:
            return
        self._issued[serial] = replace(
            known, revoked_at=now.isoformat(timespec="seconds"), reason=reason
        )
        self._save()

    def revocation_list(self, *, now: datetime) -> RevocationList:
        """A list that says all that the register knows; a new one only when there is need."""
        current = self._current_list()
        revoked = {int(one.serial, 16): one for one in self._issued.values() if one.revoked_at}
        if (
            current is not None
            and set(current.revoked) == set(revoked)
            and current.issued_at <= now < current.issued_at + _LIST_RENEWED_AFTER
        ):
            return current
        self._list_number += 1
        self._save()
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(now)
            .next_update(now + _LIST_LASTS)
            .add_extension(x509.CRLNumber(self._list_number), critical=False)
            .add_extension(self._authority_key_identifier(), critical=False)
        )
        for number, one in sorted(revoked.items()):
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(number)
                .revocation_date(datetime.fromisoformat(one.revoked_at))
                .add_extension(x509.CRLReason(x509.ReasonFlags(one.reason)), critical=False)
                .build()
            )
        pem = builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)
        write_durably(self.folder / "ca.crl", pem)
        return revocation_list_from_pem(pem, "ca.crl")

    def _current_list(self) -> RevocationList | None:
        path = self.folder / "ca.crl"
        if not path.is_file():
            return None
        try:
            current = revocation_list_from_pem(read_limited(path, LIST_LIMIT_BYTES), path.name)
        except CertificateUnreadableError:
            return None  # made anew, with the next number
        return current if current.number == self._list_number else None

    def _issued_before(self, earlier: Issued, request: EnrolmentRequest, grant: Grant) -> bytes:
        if earlier.revoked_at:
            raise RequestConflictError(fingerprint=request.fingerprint, reason=earlier.reason)
        if (earlier.unit_code, earlier.role, earlier.device_id) != (
            grant.unit_code,
            grant.role,
            request.device_id,
        ):
            raise RequestConflictError(fingerprint=request.fingerprint, reason=earlier.unit_code)
        return read_limited(self.folder / "issued" / f"{earlier.serial}.crt", 1 << 16)

    def _certificate_for(
        self, request: EnrolmentRequest, grant: Grant, now: datetime
    ) -> x509.Certificate:
        names = [
            (NameOID.COUNTRY_NAME, "VN"),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, grant.unit_name),
            (NameOID.TITLE, grant.position),
            (NameOID.COMMON_NAME, grant.name or grant.unit_code),
        ]
        subject = x509.Name([x509.NameAttribute(oid, text[:64]) for oid, text in names if text])
        speaks_for = [
            x509.UniformResourceIdentifier(f"{URN}{kind}:{value}")
            for kind, value in (
                ("unit", grant.unit_code),
                ("role", grant.role),
                ("device", request.device_id),
            )
        ]
        public_key = load_der_public_key(request.spki)
        if not isinstance(public_key, (ec.EllipticCurvePublicKey, rsa.RSAPublicKey)):
            raise TypeError("read_request lets only these through")
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.certificate.subject)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(max(now - _BACKDATED, self.certificate.not_valid_before_utc))
            .not_valid_after(now + 5 * _YEAR)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_documents=True), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([EKU_DOCUMENT_SIGNING, EKU_EMAIL_PROTECTION]), critical=False
            )
            .add_extension(x509.SubjectAlternativeName(speaks_for), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .add_extension(self._authority_key_identifier(), critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def _authority_key_identifier(self) -> x509.AuthorityKeyIdentifier:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())

    def _save(self) -> None:
        _write_register(self.folder, self._list_number, self.register())


def authority_exists(folder: Path) -> bool:
    """Whether an authority was made in the folder."""
    return (folder / "ca.sealed").is_file()


def create_authority(
    folder: Path, passphrase: str, province_code: str, province_name: str, *, now: datetime
) -> Authority:
    """Make the province's authority: key, self-signed certificate, empty register.

    Raises:
        AuthorityExistsError: there is one already; it is left alone.
        PassphraseTooShortError: fewer than twelve characters.
    """
    check_passphrase(passphrase)
    if authority_exists(folder):
        raise AuthorityExistsError(folder=folder)
    make_folder(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, province_name[:64] or province_code),
            x509.NameAttribute(NameOID.COMMON_NAME, f"hrdesk {province_code}"),
        ]
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + 20 * _YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_documents=False), critical=True)
        .add_extension(identifier, critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    write_durably(folder / "ca.crt", certificate_pem(certificate))
    _write_register(folder, 0, ())
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    write_durably(folder / "ca.sealed", seal(secret, passphrase))
    return Authority(folder, certificate, key, {}, 0)


def open_authority(folder: Path, passphrase: str) -> Authority:
    """Open the authority; about a third of a second.

    Raises:
        AuthorityMissingError, AuthorityDamagedError: there is none, or its files do not fit.
        IdentityLockedError: not this passphrase.
    """
    if not authority_exists(folder):
        raise AuthorityMissingError(folder=folder)
    try:
        key = load_der_private_key(
            unseal(read_limited(folder / "ca.sealed", 1 << 16), passphrase), None
        )
        certificate = certificate_from_pem(read_limited(folder / "ca.crt", 1 << 16), "ca.crt")
        register = json.loads(read_limited(folder / "register.json", _REGISTER_LIMIT_BYTES))
        issued = {line["serial"]: Issued(**line) for line in register["issued"]}
        number = int(register["list_number"])
    except (ValueError, KeyError, TypeError, CertificateUnreadableError) as error:
        raise AuthorityDamagedError(folder=folder, reason=str(error)[:80]) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or spki_of(key.public_key()) != spki_of(
        certificate.public_key()
    ):
        raise AuthorityDamagedError(folder=folder, reason="ca.crt")
    return Authority(folder, certificate, key, issued, number)


def _write_register(folder: Path, list_number: int, issued: tuple[Issued, ...]) -> None:
    content = {"list_number": list_number, "issued": [asdict(one) for one in issued]}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_durably(folder / "register.json", text.encode())


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        encipher_only=False,
        decipher_only=False,
    )
