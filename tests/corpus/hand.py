"""A second writer of bundles, after `docs/bundle-format.md` alone: no line of the program in it.

Every layer can be told to do wrong what it does. All keys follow from fixed numbers and all
signatures are deterministic, so that the same script always gives the same bytes. The keys belong to
nobody: no authority of any office was made this way.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from asn1crypto import algos, cms, core, tsp
from asn1crypto import csr as asn1_csr
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from tests.support.hostile_zip import HostileEntry

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # when the bundles were signed, and are read
UNIT, PROVINCE = "30307", "91"
DEVICE = "0b7c9c1e-5f39-4b0e-9a55-0d6f2a3c4d5e"
HEAD_DEVICE = "1c8d0d2f-6a4a-4c1f-8b66-1e7a3b4d5e6f"
PROVINCE_DEVICE = "7d1d5a52-2a0b-4c0c-8f6e-0c9b8a7d6e5f"
DOCUMENTS = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2046, 1, 1, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

MEDIA = {
    "json": "application/json", "csv": "text/csv", "pdf": "application/pdf", "jpg": "image/jpeg",
    "png": "image/png", "xml": "application/xml", "bin": "application/octet-stream",
    "crl": "application/pkix-crl", "crt": "application/pkix-cert",
    "age": "application/octet-stream",
}  # fmt: skip


def key(seed: str, curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    """The key of that word; anybody can make it again."""
    number = int.from_bytes(hashlib.sha512(seed.encode()).digest()[:20], "big")
    return ec.derive_private_key(number + 1, curve or ec.SECP256R1())


def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    """An RSA key whose primes are the first ones above fixed numbers."""
    p, q = (_prime(f"{bits}{letter}", bits // 2) for letter in "pq")
    e, n = 65537, p * q
    d = pow(e, -1, (p - 1) * (q - 1))
    parts = (rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q))
    numbers = rsa.RSAPrivateNumbers(p, q, d, *parts, rsa.RSAPublicNumbers(e, n))
    return numbers.private_key(unsafe_skip_rsa_key_validation=False)


def _prime(seed: str, bits: int) -> int:
    stream = hashlib.shake_256(seed.encode()).digest(bits // 8)
    number = int.from_bytes(stream, "big") | 3 << bits - 2 | 1
    while (
        any(number % small == 0 for small in (3, 5, 7, 11, 13)) or pow(2, number - 1, number) != 1
    ):
        number += 2
    return number


def spki(own: Key) -> bytes:
    """Its SubjectPublicKeyInfo."""
    return own.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


# --- certificates ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """What a certificate says; the defaults make that of a clerk."""

    unit: str = UNIT
    role: str = "clerk"
    device: str = DEVICE
    uris: tuple[str, ...] | None = None  # instead of the three
    purposes: tuple[ObjectIdentifier, ...] = (DOCUMENTS, ExtendedKeyUsageOID.EMAIL_PROTECTION)
    commitment: bool = True
    ca: bool = False
    begins: datetime = BEGINS
    ends: datetime = ENDS
    serial: int = 1001
    name: str = "Nguyễn Thị Mẫu"

    @property
    def names(self) -> tuple[str, ...]:
        """The URIs of the subject alternative name."""
        if self.uris is not None:
            return self.uris
        spoken = (f"unit:{self.unit}", f"role:{self.role}", f"device:{self.device}")
        return tuple(f"urn:x-hrdesk:{one}" for one in spoken)


@dataclass(frozen=True)
class RawCertificate:
    """Bytes that stand where a certificate does; no library has to like them."""

    der: bytes

    def public_bytes(self, _encoding: Encoding) -> bytes:
        """As a certificate gives its own."""
        return self.der


@dataclass(frozen=True)
class Signer:
    """A key and the certificate that travels with its signature."""

    key: Key
    certificate: x509.Certificate | RawCertificate


CA_KEY = key("authority")
CA_NAME = x509.Name(
    [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tỉnh Thử Nghiệm"),
        x509.NameAttribute(NameOID.COMMON_NAME, "hrdesk 91"),
    ]
)


def authority(own: ec.EllipticCurvePrivateKey = CA_KEY, serial: int = 7) -> x509.Certificate:
    """A self-signed authority; with another key it only has the same name."""
    return (
        _builder(own, CA_NAME, CA_NAME, own, serial, BEGINS, ENDS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(own, hashes.SHA256(), ecdsa_deterministic=True)
    )


def _usage(*, commitment: bool = False, signs_certificates: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=commitment,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _builder(  # noqa: PLR0917 - a certificate has that many parts
    own: Key, subject: x509.Name, issuer: x509.Name, issuer_key: ec.EllipticCurvePrivateKey,
    serial: int, begins: datetime, ends: datetime,
) -> x509.CertificateBuilder:  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(issuer).public_key(own.public_key())
        .serial_number(serial).not_valid_before(begins).not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
    )  # fmt: skip


def request(own: Key, wish: Wish, proof: Key | None = None) -> dict[str, object]:
    """What a desk asks for (§5); only the key is proved, by `proof` instead of itself when given."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, wish.name)])
    csr = x509.CertificateSigningRequestBuilder().subject_name(name)
    made = csr.sign(own, hashes.SHA256(), ecdsa_deterministic=True)
    if proof is not None:
        parts = asn1_csr.CertificationRequest.load(made.public_bytes(Encoding.DER))
        parts["signature"] = _sign(proof, parts["certification_request_info"].dump(), "sha256")
        made = x509.load_der_x509_csr(parts.dump(force=True))
    return {
        "format": "hrdesk-enrolment-request", "version": 1, "unit": wish.unit,
        "unit_name": "Xã Thử Nghiệm", "name": wish.name, "position": "Công chức",
        "device": wish.device, "created": NOW.isoformat(timespec="seconds"),
        "fingerprint": letters(spki(own)), "csr": made.public_bytes(Encoding.PEM).decode(),
    }  # fmt: skip


def letters(key_info: bytes) -> str:
    """The 16 characters of a key, in groups of four."""
    number = int.from_bytes(hashlib.sha256(key_info).digest()[:10], "big")
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    said = "".join(digits[number >> 5 * at & 31] for at in range(15, -1, -1))
    return "-".join(said[at : at + 4] for at in range(0, 16, 4))


CA = authority()


def issued(
    own: Key, wish: Wish | None = None,
    by: ec.EllipticCurvePrivateKey = CA_KEY, issuer: x509.Name = CA_NAME,
) -> Signer:  # fmt: skip
    """A signer whose certificate that key issued, as wished."""
    wish = wish or Wish()
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, wish.name),
            x509.NameAttribute(NameOID.TITLE, "Công chức"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Xã Thử Nghiệm"),
        ]
    )
    builder = (
        _builder(own, subject, issuer, by, wish.serial, wish.begins, wish.ends)
        .add_extension(x509.BasicConstraints(ca=wish.ca, path_length=None), critical=True)
        .add_extension(_usage(commitment=wish.commitment), critical=True)
    )
    if wish.purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(wish.purposes), False)
    if wish.names:
        names = [x509.UniformResourceIdentifier(uri) for uri in wish.names]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
    return Signer(own, builder.sign(by, hashes.SHA256(), ecdsa_deterministic=True))


def remade(
    change: Callable[[asn1_x509.TbsCertificate], object],
    by: ec.EllipticCurvePrivateKey = CA_KEY,
) -> RawCertificate:
    """The clerk's certificate with something else in it, signed anew."""
    original = issued(key("clerk")).certificate.public_bytes(Encoding.DER)
    inside = asn1_x509.Certificate.load(original)["tbs_certificate"].copy()
    change(inside)
    content = inside.dump(force=True)
    value = by.sign(content, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    algorithm = {"algorithm": "sha256_ecdsa"}
    parts = {"tbs_certificate": inside, "signature_algorithm": algorithm, "signature_value": value}
    return RawCertificate(asn1_x509.Certificate(parts).dump(force=True))


CLERK = issued(key("clerk"))
HEAD = issued(key("head"), Wish(role="head", device=HEAD_DEVICE, serial=1002, name="Lê Văn Giả"))
OFFICER = issued(
    key("officer"), Wish("91", "province", PROVINCE_DEVICE, serial=1003, name="Trần Văn Ví Dụ")
)


def revocation_list(
    number: int = 1, *, begins: datetime = NOW - timedelta(days=1),
    ends: datetime = NOW + timedelta(days=7000),
    revoked: Sequence[tuple[int, datetime, x509.ReasonFlags]] = (),
    by: ec.EllipticCurvePrivateKey = CA_KEY,
) -> bytes:  # fmt: skip
    """A list in PEM."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(CA_NAME).last_update(begins).next_update(ends)
        .add_extension(x509.CRLNumber(number), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), False)
    )  # fmt: skip
    for serial, moment, reason in revoked:
        one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment)
        builder = builder.add_revoked_certificate(
            one.add_extension(x509.CRLReason(reason), False).build()
        )
    return builder.sign(by, hashes.SHA256(), ecdsa_deterministic=True).public_bytes(Encoding.PEM)


CRL = revocation_list()


# --- the signature -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Seal:
    """How the CMS is made; the defaults make the one allowed form."""

    at: datetime = NOW
    digest: str = "sha256"
    attached: bool = False
    omitted: frozenset[str] = frozenset()
    twice: str = ""
    signed_attributes: bool = True
    signers: int = 1
    certificates: int = 1
    other_content: bytes | None = None  # what is signed instead of the manifest
    behind: bytes = b""
    attributes: Callable[[list[cms.CMSAttribute]], list[cms.CMSAttribute]] = list
    change: Callable[[cms.ContentInfo], object] = bool  # after signing; what it gives is not used


def signature(manifest: bytes, signer: Signer, seal: Seal | None = None) -> bytes:
    """Detached CAdES-B over the manifest, in DER."""
    seal = seal or Seal()
    certificate = asn1_x509.Certificate.load(signer.certificate.public_bytes(Encoding.DER))
    content = manifest if seal.other_content is None else seal.other_content
    info = _signer_info(content, signer, certificate, seal)
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": seal.digest})],
            "encap_content_info": {
                "content_type": "data",
                **({"content": content} if seal.attached else {}),
            },
            "signer_infos": [info.copy() for _ in range(seal.signers)],
        }
    )
    if seal.certificates:
        data["certificates"] = [certificate] * seal.certificates
    whole = cms.ContentInfo({"content_type": "signed_data", "content": data})
    seal.change(whole)
    return bytes(whole.dump()) + seal.behind


def _signer_info(
    content: bytes, signer: Signer, certificate: asn1_x509.Certificate, seal: Seal
) -> cms.SignerInfo:
    digest = hashlib.new(seal.digest, content).digest()
    named = tsp.SigningCertificateV2(
        {"certs": [{"cert_hash": hashlib.sha256(certificate.dump()).digest()}]}
    )
    values: dict[str, object] = {
        "content_type": "data",
        "message_digest": digest,
        "signing_time": cms.Time({"utc_time": core.UTCTime(seal.at)}),
        "signing_certificate_v2": named,
    }
    attributes = [
        cms.CMSAttribute({"type": name, "values": [value]})
        for name, value in values.items()
        if name not in seal.omitted
    ]
    attributes += [one.copy() for one in attributes if one["type"].native == seal.twice]
    signed = cms.CMSAttributes(seal.attributes(attributes))
    kind = "ecdsa" if isinstance(signer.key, ec.EllipticCurvePrivateKey) else "rsa"
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": {
                        "issuer": certificate.issuer,
                        "serial_number": certificate.serial_number,
                    }
                }
            ),
            "digest_algorithm": {"algorithm": seal.digest},
            "signature_algorithm": {"algorithm": f"{seal.digest}_{kind}"},
            "signature": _sign(
                signer.key, signed.dump() if seal.signed_attributes else content, seal.digest
            ),
        }
    )
    if seal.signed_attributes:
        info["signed_attrs"] = signed
    return info


def _sign(own: Key, content: bytes, digest: str) -> bytes:
    method = {"sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha512": hashes.SHA512}[digest]()
    if isinstance(own, rsa.RSAPrivateKey):
        return own.sign(content, padding.PKCS1v15(), method)
    return own.sign(content, ec.ECDSA(method, deterministic_signing=True))


# --- the content -------------------------------------------------------------------------------

RECORD = (
    ("record_id", "string", True), ("unit_code", "string", True), ("unit_valid_from", "date", False),
    ("event_on", "date", False), ("status", "string", True), ("revision", "integer", True),
    ("form_version", "string", True), ("created_at", "datetime", True),
    ("updated_at", "datetime", True),
)  # fmt: skip
FILES = tuple(
    (name, "integer" if name == "bytes" else "string", True)
    for name in (
        "record_id", "form_id", "key", "path", "original_name", "media_type", "bytes", "sha256"
    )
)  # fmt: skip
FIGURES = (
    ("target_id", "string", True), ("period_id", "string", True), ("numerator", "integer", True),
    ("denominator", "integer", True), ("cumulative_numerator", "integer", True),
    ("cumulative_denominator", "integer", True), ("achieved", "string", False),
)  # fmt: skip
WITHDRAWN = (
    ("record_id", "string", True), ("form_id", "string", True), ("revision", "integer", True),
    ("withdrawn_at", "datetime", True),
)  # fmt: skip
KEYS = {
    "attachments": ["record_id", "key", "original_name", "sha256"],
    "figures": ["target_id", "period_id"],
    "withdrawn": ["record_id"],
}
RECORD_ID = "00000000-0000-4000-8000-000000000001"
MADE = "2026-11-03T01:02:03Z"


@dataclass(frozen=True)
class Table:
    """One table: its columns, its answers' titles, and its bytes."""

    columns: tuple[tuple[str, str, bool], ...]
    content: bytes
    form: bool = False

    @property
    def rows(self) -> int:
        """As many lines as there are below the head; the corpus has none with a line break."""
        return max(self.content.count(b"\n") - 1, 0)


def line(*values: str) -> bytes:
    """One line of CSV."""
    quoted = (
        '"' + one.replace('"', '""') + '"' if any(c in one for c in ',"\r\n') else one
        for one in values
    )
    return (",".join(quoted) + "\r\n").encode()


def head(columns: tuple[tuple[str, str, bool], ...]) -> bytes:
    """The line of names."""
    return line(*(name for name, _, _ in columns))


ACTIVITY = (*RECORD, ("title", "string", False), ("people", "integer", False))


def activity(*values: str, record_id: str = RECORD_ID, unit: str = UNIT) -> bytes:
    """A row of the only form that the corpus knows."""
    own = values or ("Buổi truyền thông", "64")
    return line(
        record_id, unit, "2025-07-01", "2026-11-03", "complete", "1", "2026110101", MADE, MADE, *own
    )


def tables(rows: bytes | None = None) -> dict[str, Table]:
    """The tables of a small submission."""
    own = activity() if rows is None else rows
    return {
        "activity": Table(ACTIVITY, head(ACTIVITY) + own, form=True),
        "attachments": Table(FILES, head(FILES)),
        "figures": Table(
            FIGURES, head(FIGURES) + line("T1", "2026-10", "3", "4", "9", "12", "met")
        ),
        "withdrawn": Table(WITHDRAWN, head(WITHDRAWN)),
    }


def descriptor(packed: Mapping[str, Table], files: Mapping[str, bytes]) -> dict[str, object]:
    """datapackage.json."""
    resources: list[dict[str, object]] = []
    for name, table in packed.items():
        resource = _resource(f"data/{name}.csv", name, table.content)
        resource |= {"type": "table", "encoding": "utf-8"}
        if table.form:
            resource["hrdesk:form"] = {"form_id": name, "version": "2026110101", "repeat": None}
        fields: list[dict[str, object]] = []
        for at, (column, kind, required) in enumerate(table.columns):
            one: dict[str, object] = {"name": column, "type": kind}
            if required:
                one["constraints"] = {"required": True}
            if table.form and at >= len(RECORD):
                one["title"] = f"Câu hỏi {column}"
            fields.append(one)
        resource["schema"] = {
            "fields": fields,
            "missingValues": [""],
            "primaryKey": KEYS.get(name, ["record_id"]),
        }
        resources.append(resource)
    resources += [
        _resource(path, path.replace("/", "-").rpartition(".")[0], content)
        for path, content in files.items()
    ]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hrdesk-submission",
        "resources": resources,
    }


def _resource(path: str, name: str, content: bytes) -> dict[str, object]:
    extension = path.rpartition(".")[2]
    return {
        "name": name,
        "path": path,
        "format": extension,
        "mediatype": MEDIA.get(extension, "application/octet-stream"),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def facts(signer: Signer = CLERK, **changes: object) -> dict[str, object]:
    """bundle.json of a submission."""
    value: dict[str, object] = {
        "format": "hrdesk-bundle",
        "version": 1,
        "min_reader": 1,
        "type": "submission",
        "id": "018f3a2b-7c4d-7e5f-8a9b-0c1d2e3f4a5b",
        "from": {
            "unit": UNIT,
            "device": DEVICE,
            "key": hashlib.sha256(spki(signer.key)).hexdigest(),
        },
        "to": {"province": PROVINCE},
        "stream": {"epoch": "ab" * 16, "seq": 1, "prev": None},
        "created": NOW.isoformat(timespec="seconds"),
        "period": "2026-10",
        "supersedes": None,
        "catalogue": None,
        "set": None,
        "app": {"name": "another-writer", "version": "1.0"},
        "counts": {"tables": {}, "attachments": 0, "bytes": 0},
        "sensitivity": "restricted",
    }
    return value | changes


def strict(value: object) -> bytes:
    """JSON as bytes."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


# --- the container -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Making:
    """One bundle on its way; each layer follows from those before it unless it is given."""

    signer: Signer = CLERK
    seal: Seal = field(default_factory=Seal)
    tables: Mapping[str, Table] = field(default_factory=tables)
    files: Mapping[str, bytes] = field(default_factory=lambda: {"trust/ca.crl": CRL})
    facts: Mapping[str, object] = field(default_factory=dict)  # changes
    facts_bytes: Callable[[bytes], bytes] = bytes
    descriptor: Callable[[dict[str, object]], dict[str, object]] = dict
    descriptor_bytes: Callable[[bytes], bytes] = bytes
    manifest: Callable[[bytes], bytes] = bytes
    second: Signer | None = None
    package: bool = True

    def but(self, **changes: object) -> Making:
        """The same with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def payload(self) -> dict[str, bytes]:
        """All signed entries in their order."""
        packed = {f"data/{name}.csv": table.content for name, table in self.tables.items()}
        inner: dict[str, bytes] = {}
        if self.package:
            described = self.descriptor(descriptor(self.tables, self.files))
            inner["datapackage.json"] = self.descriptor_bytes(strict(described))
        inner |= packed | dict(self.files)
        counts = {
            "tables": {name: table.rows for name, table in self.tables.items()},
            "attachments": self.tables["attachments"].rows if "attachments" in self.tables else 0,
            "bytes": sum(map(len, inner.values())),
        }
        own = facts(self.signer, **{"counts": counts, **self.facts})
        return {"bundle.json": self.facts_bytes(strict(own)), **inner}

    def entries(self) -> list[HostileEntry]:
        """What goes into the zip."""
        payload = self.payload()
        listed = self.manifest(manifest_of(payload))
        found = [HostileEntry("mimetype", b"application/vnd.etsi.asic-e+zip")]
        found += [
            HostileEntry(name, content, deflate=name.endswith((".json", ".csv")))
            for name, content in payload.items()
        ]
        found += [
            HostileEntry("META-INF/ASiCManifest001.xml", listed, deflate=True),
            HostileEntry("META-INF/signature001.p7s", signature(listed, self.signer, self.seal)),
        ]
        if self.second is not None:
            again = manifest_of(payload, "002")
            found += [
                HostileEntry("META-INF/ASiCManifest002.xml", again, deflate=True),
                HostileEntry("META-INF/signature002.p7s", signature(again, self.second)),
            ]
        return found


def manifest_of(payload: Mapping[str, bytes], number: str = "001") -> bytes:
    """The signed list."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"'
        ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
        f'  <asic:SigReference URI="META-INF/signature{number}.p7s"'
        ' MimeType="application/pkcs7-signature"/>',
    ]
    for name, content in payload.items():
        media = MEDIA.get(name.rpartition(".")[2], "application/octet-stream")
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        lines += [
            f'  <asic:DataObjectReference URI="{name}" MimeType="{media}">',
            '    <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>',
            f"    <ds:DigestValue>{digest}</ds:DigestValue>",
            "  </asic:DataObjectReference>",
        ]
    return ("\n".join([*lines, "</asic:ASiCManifest>"]) + "\n").encode()
