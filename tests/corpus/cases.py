"""What can be wrong with a bundle, one case each; `write.py` turns them into files.

The rows are those that a reader of bundles must withstand: the container, the signature, the signer,
the trust data, the facts and the content. Each names the findings that a province must give.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from asn1crypto import cms, core, pem, tsp
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.corpus.hand import (
    ACTIVITY,
    CA_KEY,
    CLERK,
    CRL,
    DEVICE,
    FIGURES,
    FILES,
    HEAD,
    HEAD_DEVICE,
    MADE,
    NOW,
    OFFICER,
    RECORD_ID,
    WITHDRAWN,
    Key,
    Making,
    RawCertificate,
    Seal,
    Signer,
    Table,
    Wish,
    activity,
    authority,
    head,
    issued,
    key,
    line,
    remade,
    request,
    revocation_list,
    rsa_key,
    strict,
    tables,
)
from tests.support.hostile_zip import Header, HostileEnd, HostileEntry, build

VALID, REMARKS, REFUSED = "valid", "remarks", "refused"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """One file: its class, its name, the findings it must give, its bytes."""

    kind: str
    name: str
    findings: frozenset[str]
    content: bytes


def case(kind: str, name: str, findings: str, made: Making | bytes) -> Case:
    """`findings` are separated by spaces; one of them at least must be given."""
    content = made if isinstance(made, bytes) else build(made.entries())
    return Case(kind, name, frozenset(findings.split()), content)


def cases() -> Iterator[Case]:
    """All of them."""
    for own in (
        _sound,
        _remarked,
        _containers,
        _manifests,
        _signatures,
        _signers,
        _lists,
        _facts,
        _content,
    ):
        yield from own()


# --- what holds --------------------------------------------------------------------------------


def _sound() -> Iterator[Case]:
    yield case(VALID, "plain", "", Making())
    yield case(VALID, "two-signatures", "", Making(second=HEAD))
    yield case(VALID, "rsa-2048", "", Making(signer=issued(rsa_key(2048))))
    yield case(VALID, "p-384", "", Making(signer=issued(key("p-384", ec.SECP384R1()))))
    stored = [replace(one, deflate=False) for one in Making().entries()]
    yield case(VALID, "all-entries-stored", "", build(stored))
    yield case(VALID, "nothing-happened", "", Making(tables=tables(b""), facts={"zero": True}))
    yield case(VALID, "unknown-x-field", "", Making(facts={"x-colour": "blue"}))
    formula = activity('=HYPERLINK("http://example.invalid")', "1")
    yield case(VALID, "formula-stays-data", "", Making(tables=tables(formula)))
    named = activity("Tên có ảnh", "1")
    yield case(VALID, "picture", "", with_file("png", PNG, named))
    yield case(VALID, "certificate-ended-since", "", Making(signer=short_lived(NOW + DAY)))
    harmless = revocation_list(2, revoked=[(1001, NOW + DAY / 24, x509.ReasonFlags.superseded)])
    yield case(VALID, "superseded-afterwards", "SIGN_211", with_list(harmless))
    yield case(VALID, "renewal-inside", "", with_request(CLERK.key, Wish()))
    khmer = activity("កម្មវិធីផ្សព្វផ្សាយ " * 15, "3")
    yield case(VALID, "title-of-300-khmer-letters", "", Making(tables=tables(khmer)))


def _remarked() -> Iterator[Case]:
    stale = revocation_list(1, begins=NOW - 60 * DAY, ends=NOW - 5 * DAY)
    yield case(REMARKS, "list-past-its-next-update", "SIGN_303", with_list(stale))
    created = (NOW - 3 * DAY).isoformat(timespec="seconds")
    yield case(
        REMARKS, "made-three-days-before-signing", "SIGN_212", Making(facts={"created": created})
    )
    ended = short_lived(NOW - 30 * DAY)
    yield case(REMARKS, "certificate-ended-30-days-before", "SIGN_218", Making(signer=ended))


# --- the container -----------------------------------------------------------------------------


def _containers() -> Iterator[Case]:
    good = Making().entries()
    whole = build(good)
    yield from _whole_files(good, whole)
    yield from _headers(good)
    yield from _names(good)
    yield from _order(good)


def _whole_files(good: list[HostileEntry], whole: bytes) -> Iterator[Case]:
    end = "BUN_103 BUN_104 BUN_106 BUN_109"
    made: dict[str, tuple[str, bytes]] = {
        "empty-file": ("BUN_103", b""),
        "text": ("BUN_103", b"This is no bundle.\n" * 10),
        "cut-in-the-middle": (end, whole[: len(whole) // 2]),
        "last-byte-missing": (end, whole[:-1]),
        "program-in-front": ("BUN_104 BUN_106 BUN_108 BUN_109", b"MZ" + bytes(62) + whole),
        "program-in-front-offsets-right": ("BUN_109", build(good, prepend=b"MZ" + bytes(62))),
        "bytes-behind": (end, whole + b"\0"),
        "comment": (end, build(good, HostileEnd(comment=b"hello"))),
        "two-end-records": (end, whole + whole[-22:]),
        "bytes-before-directory": ("BUN_104 BUN_109", build(good, before_directory=b"PK\3\4" * 8)),
        "bytes-after-directory": ("BUN_104 BUN_106 BUN_109", build(good, after_directory=bytes(8))),
        "count-too-low": (end, build(good, HostileEnd(count=len(good) - 1, on_disk=len(good) - 1))),
        "count-too-high": (end, build(good, HostileEnd(count=len(good) + 1, on_disk=len(good) + 1))),
        "two-disks": ("BUN_104", build(good, HostileEnd(disk=1))),
        "zip64-mark": ("BUN_104 BUN_105", build(good, HostileEnd(count=0xFFFF, on_disk=0xFFFF))),
        "directory-past-the-end": (end, build(good, HostileEnd(start=0xFFFFFFF0))),
        "swallowed-by-a-folder-name": ("BUN_107 BUN_110", build([*good, HostileEntry("data/", b"")])),
        "hidden-entry": ("BUN_109", build([*good[:3], replace(_stray(), hidden=True), *good[3:]])),
        "two-in-one-file": (end + " BUN_108", whole + whole),
    }  # fmt: skip
    for name, (findings, content) in made.items():
        yield case(REFUSED, f"zip-{name}", findings, content)
    yield from _other_zips(good, whole)
    bomb = HostileEntry("data/bomb.csv", b"0" * (8 << 20), deflate=True)
    yield case(REFUSED, "zip-bomb", "BUN_113 BUN_112", build([*good[:3], bomb, *good[3:]]))
    many = [HostileEntry(f"data/t{number}.csv", b"") for number in range(20_001)]
    packed = zlib.compress(build([*good[:3], *many, *good[3:]]), 9)
    yield case(REFUSED, "zip-20000-entries", "BUN_105", zlib.decompress(packed))


def _other_zips(good: list[HostileEntry], whole: bytes) -> Iterator[Case]:
    """What other writers of zips do, each of it allowed by the format of zips and refused here."""
    end = "BUN_103 BUN_104 BUN_106 BUN_109"
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, len(whole), 1)
    zip64 = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, len(good), len(good), 0, 0)
    descriptor = b"PK\7\x08" + bytes(12)
    second = replace(good[2], before=descriptor)
    large = good[3].lying(size=0xFFFFFFFF, packed=0xFFFFFFFF)
    overlap = replace(good[3], offset=len(build(good[:2])) - 22 - 98)
    turned = build([*good[:3], good[4], good[3], *good[5:]])
    made = {
        "zip64-locator": ("BUN_104 BUN_106", build(good, after_directory=zip64 + locator)),
        "zip64-extra": ("BUN_107", build([*good[:2], good[2].lying(extra=b"\1\0\x10\0" + bytes(16)), *good[3:]])),
        "zip64-sizes": ("BUN_107 BUN_109 BUN_112 BUN_113", build([*good[:3], large, *good[4:]])),
        "descriptor-behind": ("BUN_107 BUN_108 BUN_109", build([*good[:2], second, *good[3:]])),
        "directory-signed": ("BUN_104 BUN_106", build(good, after_directory=b"PK\5\5\4\0sign")),
        "empty": ("BUN_116", build([])),
        "kind-alone": ("BUN_117", build(good[:1])),
        "overlap": ("BUN_108 BUN_109", build([*good[:3], overlap, *good[4:]])),
        "another-order": ("BUN_202", turned),
        "stored-says-deflated": ("BUN_114", build([*good[:3], replace(good[3], raw=good[3].content).lying(method=8), *good[4:]])),
        "deflated-says-stored": ("BUN_107 BUN_115", build([*good[:2], good[2].lying(method=0), *good[3:]])),
        "deflate64": ("BUN_107", build([*good[:2], good[2].lying(method=9), *good[3:]])),
        "first-disk-missing": ("BUN_104", build(good, HostileEnd(directory_disk=1, disk=1))),
        "spanned-mark": (end + " BUN_108", b"PK\x07\x08" + whole),
        "end-record-cut": (end, whole[:-10]),
    }  # fmt: skip
    for name, (findings, content) in made.items():
        yield case(REFUSED, f"zip-{name}", findings, content)


def _stray() -> HostileEntry:
    return HostileEntry("data/stray.csv", b"a,b\r\n")


def _headers(good: list[HostileEntry]) -> Iterator[Case]:
    at = 3  # datapackage.json, deflated
    one = good[at - 1]
    lies: dict[str, dict[str, object]] = {
        "encrypted": {"flags": 1},
        "data-descriptor": {"flags": 8},
        "utf-8-flag": {"flags": 0x800},
        "method-lzma": {"method": 14},
        "time-set": {"time": 1},
        "version-45": {"version": 45},
        "extra-field": {"extra": b"\x75\x70\x05\x00\x01abcd"},
        "crc-wrong": {"crc": 0},
        "size-too-small": {"size": len(one.content) - 1},
        "size-too-large": {"size": len(one.content) + 1},
    }
    expected = {"crc-wrong": "BUN_115", "size-too-small": "BUN_114", "size-too-large": "BUN_114"}
    for name, values in lies.items():
        changed = [*good[: at - 1], one.lying(**values), *good[at:]]
        yield case(REFUSED, f"header-{name}", expected.get(name, "BUN_107"), build(changed))
    apart = {
        "name": Header(name=b"datapackagf.json"), "size": Header(size=1), "crc": Header(crc=1),
        "method": Header(method=0), "flags": Header(flags=8), "mark": Header(mark=b"PK\1\2"),
        "extra": Header(extra=b"\1\0\0\0"),
    }  # fmt: skip
    for name, local in apart.items():
        changed = [*good[: at - 1], replace(one, local=local), *good[at:]]
        yield case(
            REFUSED, f"header-local-{name}-differs", "BUN_107 BUN_108 BUN_109", build(changed)
        )
    odd = {
        "symlink": {"attributes": 0o120777 << 16}, "made-by-dos": {"made_by": 20},
        "internal-text": {"internal": 1}, "other-disk": {"disk": 1}, "comment": {"comment": b"x"},
        "offset-of-another": {"offset": 0},
    }  # fmt: skip
    for name, values in odd.items():
        changed = [*good[: at - 1], replace(one, **values), *good[at:]]  # type: ignore[arg-type]
        yield case(REFUSED, f"header-{name}", "BUN_106 BUN_107 BUN_108 BUN_109", build(changed))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    longer = packer.compress(one.content + b"tail") + packer.flush()
    for name, raw in (("longer", longer), ("nonsense", b"\xff" * 40), ("cut", longer[:20])):
        size = {"packed": len(raw)}
        changed = [*good[: at - 1], replace(one, raw=raw).lying(**size), *good[at:]]
        yield case(REFUSED, f"deflate-{name}", "BUN_114 BUN_115", build(changed))


def _names(good: list[HostileEntry]) -> Iterator[Case]:
    names = {
        "slip": b"../../outside.csv", "absolute": b"/etc/outside.csv", "drive": b"c:/outside.csv",
        "backslash": b"data\\outside.csv", "stream": b"data/a.csv:x", "device": b"data/con.csv",
        "device-lpt1": b"data/lpt1.csv", "trailing-dot": b"data/a.csv.", "space": b"data/a .csv",
        "capitals": b"data/Activity.csv", "unicode": "data/hoạt-động.csv".encode(),
        "right-to-left": "data/\u202egpj.csv".encode(), "nul": b"data/a\0.csv",
        "two-dots": b"data/a.exe.csv", "program": b"data/run.exe", "link": b"data/a.lnk",
        "autorun": b"autorun.inf", "long": b"data/" + b"a" * 300 + b".csv", "empty": b"",
        "folders": b"a/b/c/d/e.csv", "meta": b"META-INF/manifest.xml", "not-utf-8": b"data/\xff.csv",
    }  # fmt: skip
    for name, spoken in names.items():
        stray = _stray().lying(name=spoken)
        yield case(REFUSED, f"name-{name}", "BUN_110 BUN_117", build([*good[:3], stray, *good[3:]]))
    twin = replace(good[3], content=b"x")
    yield case(REFUSED, "name-twice", "BUN_111", build([*good[:4], twin, *good[4:]]))


def _order(good: list[HostileEntry]) -> Iterator[Case]:
    required = "BUN_116 BUN_117 BUN_118"
    kind = good[0]
    yield case(REFUSED, "mimetype-missing", required, build(good[1:]))
    yield case(REFUSED, "mimetype-last", required, build([*good[1:], kind]))
    yield case(
        REFUSED, "mimetype-deflated", required, build([replace(kind, deflate=True), *good[1:]])
    )
    broken = replace(kind, content=kind.content + b"\n")
    yield case(REFUSED, "mimetype-with-newline", required, build([broken, *good[1:]]))
    other = replace(kind, content=b"application/vnd.etsi.asic-s+zip")
    yield case(REFUSED, "mimetype-asic-s", required, build([other, *good[1:]]))
    yield case(REFUSED, "signature-missing", required, build(good[:-1]))
    yield case(REFUSED, "manifest-missing", required, build([*good[:-2], good[-1]]))
    yield case(REFUSED, "both-missing", required, build(good[:-2]))
    yield case(
        REFUSED, "facts-second", "BUN_117 BUN_202", build([kind, good[2], good[1], *good[3:]])
    )
    second = replace(good[-2], name="META-INF/ASiCManifest002.xml")
    yield case(REFUSED, "second-manifest-alone", required, build([*good, second]))
    removed = [one for one in good if one.name != "data/withdrawn.csv"]
    yield case(REFUSED, "entry-removed", "BUN_202", build(removed))
    yield case(REFUSED, "entry-added", "BUN_202", build([*good[:3], _stray(), *good[3:]]))
    swapped = [*good[:3], good[4], good[3], *good[5:]]
    yield case(REFUSED, "entries-swapped", "BUN_202", build(swapped))
    changed = [
        replace(one, content=one.content.replace(b"64", b"46")) if "activity" in one.name else one
        for one in good
    ]
    yield case(REFUSED, "content-changed", "BUN_203", build(changed))
    two = Making(tables=tables(activity("Một bản khác", "9"))).entries()
    yield case(
        REFUSED, "signature-of-another-bundle", "SIGN_106 SIGN_107", build([*good[:-1], two[-1]])
    )
    yield case(
        REFUSED, "manifest-and-signature-of-another", "BUN_203", build([*good[:-2], *two[-2:]])
    )
    empty = replace(good[-1], content=b"")
    yield case(REFUSED, "signature-empty", "SIGN_101", build([*good[:-1], empty]))


# --- manifest and signature --------------------------------------------------------------------


def _manifests() -> Iterator[Case]:
    def changed(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
        return lambda listed: listed.replace(old, new, 1)

    made: dict[str, Callable[[bytes], bytes]] = {
        "sha-1": changed(b"2001/04/xmlenc#sha256", b"2000/09/xmldsig#sha1"),
        "percent-name": changed(b"data/activity.csv", b"data%2Factivity.csv"),
        "comment": changed(b"<asic:SigReference", b"<!-- x --><asic:SigReference"),
        "entity": changed(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'),
        "laughs": changed(
            b"?>\n", b'?>\n<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n'
        ),
        "crlf": lambda listed: listed.replace(b"\n", b"\r\n"),
        "utf-16": lambda listed: listed.decode().encode("utf-16"),
        "mark": lambda listed: b"\xef\xbb\xbf" + listed,
        "lists-itself": changed(b'URI="bundle.json"', b'URI="META-INF/ASiCManifest001.xml"'),
        "media-type": changed(b'MimeType="text/csv"', b'MimeType="text/html"'),
        "twice": _doubled,
        "empty": lambda listed: (
            listed[: listed.index(b"  <asic:DataObject")] + b"</asic:ASiCManifest>\n"
        ),
        "bytes-behind": lambda listed: listed + b"\n",
        "other-signature-named": changed(b"signature001", b"signature002"),
        "digest-of-another": changed(b"<ds:DigestValue>", b"<ds:DigestValue>AAAA"),
    }
    expected = {"empty": "BUN_201 BUN_202 BUN_117"}
    for name, change in made.items():
        findings = expected.get(name, "BUN_201 BUN_202")
        yield case(REFUSED, f"manifest-{name}", findings, Making(manifest=change))


def _doubled(listed: bytes) -> bytes:
    start = listed.index(b"  <asic:DataObject")
    end = listed.index(b"</asic:DataObjectReference>\n") + 28
    return listed[:end] + listed[start:end] + listed[end:]


def _signatures() -> Iterator[Case]:
    made = {
        "sha-1": ("SIGN_104", Seal(digest="sha1")),
        "sha-512": ("SIGN_104", Seal(digest="sha512")),
        "attached-content": ("SIGN_103", Seal(attached=True)),
        "two-signers": ("SIGN_102", Seal(signers=2)),
        "no-signer": ("SIGN_101 SIGN_102", Seal(signers=0)),
        "no-certificate": ("SIGN_101 SIGN_102", Seal(certificates=0)),
        "two-certificates": ("SIGN_102", Seal(certificates=2)),
        "bytes-behind": ("SIGN_101", Seal(behind=b"\0")),
        "no-signed-attributes": ("SIGN_101 SIGN_105", Seal(signed_attributes=False)),
        "of-other-content": ("SIGN_106", Seal(other_content=b"other")),
        "attribute-twice": ("SIGN_101 SIGN_105", Seal(twice="signing_time")),
        "dated-two-days-ahead": ("SIGN_205", Seal(at=NOW + 2 * DAY)),
    }  # fmt: skip
    for name in ("signing_certificate_v2", "signing_time", "message_digest", "content_type"):
        seal = Seal(omitted=frozenset({name}))
        made[f"without-{name.replace('_', '-')}"] = ("SIGN_105", seal)
    for name, (findings, seal) in made.items():
        yield case(REFUSED, f"signature-{name}", findings, Making(seal=seal))
    for name, (findings, seal) in _odd_seals().items():
        yield case(REFUSED, f"signature-{name}", findings, Making(seal=seal))
    stranger = Signer(key("stranger"), CLERK.certificate)
    yield case(REFUSED, "signature-by-another-key", "SIGN_107", Making(signer=stranger))
    indefinite = Making().entries()
    seal_bytes = indefinite[-1].content
    wrapped = replace(indefinite[-1], content=b"\x30\x80" + seal_bytes[4:] + b"\0\0")
    yield case(
        REFUSED, "signature-indefinite-length", "SIGN_101", build([*indefinite[:-1], wrapped])
    )


def _odd_seals() -> dict[str, tuple[str, Seal]]:
    """Signatures whose form is another than the one allowed, each signed as it stands."""

    def info(whole: cms.ContentInfo) -> cms.SignerInfo:
        return whole["content"]["signer_infos"][0]

    def put(name: str, value: object) -> Callable[[cms.ContentInfo], object]:
        return lambda whole: info(whole).__setitem__(name, value)

    def attribute(kind: str, value: object) -> cms.CMSAttribute:
        return cms.CMSAttribute({"type": kind, "values": [value]})

    def instead(kind: str, value: object, named: str = "") -> Seal:
        """An attribute of that kind in place of the one called so, or beside the others."""

        def change(attributes: list[cms.CMSAttribute]) -> list[cms.CMSAttribute]:
            kept = [one for one in attributes if one["type"].native != (named or kind)]
            return [*kept, attribute(kind, value)]

        return Seal(attributes=change)

    def with_two_values(attributes: list[cms.CMSAttribute]) -> list[cms.CMSAttribute]:
        times = [cms.Time({"utc_time": core.UTCTime(NOW + at * DAY)}) for at in (0, 1)]
        others = [one for one in attributes if one["type"].native != "signing_time"]
        return [*others, cms.CMSAttribute({"type": "signing_time", "values": times})]

    certificate = CLERK.certificate.public_bytes(Encoding.DER)
    right, wrong = hashlib.sha256(certificate).digest(), hashlib.sha256(b"another").digest()
    serial = {
        "issuer": [
            asn1_x509.GeneralName(
                name="directory_name", value=asn1_x509.Certificate.load(certificate).issuer
            )
        ],
        "serial_number": 4711,
    }
    sha1 = hashlib.sha1(certificate, usedforsecurity=False).digest()
    old_form = tsp.SigningCertificate({"certs": [{"cert_hash": sha1}]})
    crl = asn1_crl.CertificateList.load(pem.unarmor(CRL)[2])
    lying = cms.CMSAlgorithmProtection(
        {
            "digest_algorithm": {"algorithm": "sha256"},
            "signature_algorithm": {"algorithm": "sha384_ecdsa"},
        }
    )
    key_id = cms.SignerIdentifier(name="subject_key_identifier", value=core.OctetString(b"1" * 20))

    def v2(**one: object) -> tsp.SigningCertificateV2:
        return tsp.SigningCertificateV2({"certs": [one]})

    return {
        "unsigned-attribute": ("SIGN_101", Seal(change=put("unsigned_attrs", [attribute("signing_time", cms.Time({"utc_time": core.UTCTime(NOW)}))]))),
        "with-a-revocation-list": ("SIGN_101", Seal(change=lambda whole: whole["content"].__setitem__("crls", [cms.RevocationInfoChoice(name="crl", value=crl)]))),
        "names-the-key-only": ("SIGN_101 SIGN_102", Seal(change=lambda whole: (put("version", "v3")(whole), put("sid", key_id)(whole)))),
        "version-3": ("SIGN_101", Seal(change=lambda whole: whole["content"].__setitem__("version", "v3"))),
        "rsa-pss": ("SIGN_104", Seal(change=put("signature_algorithm", {"algorithm": "rsassa_pss"}))),
        "rsa-named-for-an-ec-key": ("SIGN_104", Seal(change=put("signature_algorithm", {"algorithm": "sha256_rsa"}))),
        "unknown-attribute": ("SIGN_105", instead("1.2.3.4.5", core.Null())),
        "certificate-of-another": ("SIGN_102", instead("signing_certificate_v2", v2(cert_hash=wrong))),
        "serial-of-another": ("SIGN_102", instead("signing_certificate_v2", v2(cert_hash=right, issuer_serial=serial))),
        "certificate-by-sha-1": ("SIGN_105", instead("signing_certificate", old_form, "signing_certificate_v2")),
        "digest-attribute-of-another": ("SIGN_106", instead("message_digest", wrong)),
        "content-type-other": ("SIGN_105", instead("content_type", "enveloped_data")),
        "protection-lies": ("SIGN_105", instead("cms_algorithm_protection", lying)),
        "time-twice-in-one": ("SIGN_101 SIGN_105", Seal(attributes=with_two_values)),
    }  # fmt: skip


# --- the signer --------------------------------------------------------------------------------


def short_lived(ends: object) -> Signer:
    """A clerk whose certificate ends then."""
    return issued(key("clerk"), Wish(ends=ends))  # type: ignore[arg-type]


def _signers() -> Iterator[Case]:
    def clerk(**changes: object) -> Signer:
        return issued(key("clerk"), Wish(**changes))  # type: ignore[arg-type]

    names = Wish().names
    stranger = key("another authority")
    unit_name = CLERK.certificate.subject
    made = {
        "rsa-1024": ("SIGN_201 SIGN_101", issued(rsa_key(1024))),
        "p-192": ("SIGN_201 SIGN_101", issued(key("clerk", ec.SECP192R1()))),
        "p-224": ("SIGN_201 SIGN_101", issued(key("clerk", ec.SECP224R1()))),
        "p-521": ("SIGN_201 SIGN_101", issued(key("clerk", ec.SECP521R1()))),
        "secp256k1": ("SIGN_201 SIGN_101", issued(key("clerk", ec.SECP256K1()))),
        "authority-itself": ("SIGN_202 SIGN_203 SIGN_206", Signer(CA_KEY, authority())),
        "no-content-commitment": ("SIGN_202", clerk(commitment=False)),
        "no-purpose": ("SIGN_202 SIGN_203", clerk(purposes=())),
        "other-purpose": ("SIGN_202", clerk(purposes=(ExtendedKeyUsageOID.SERVER_AUTH,))),
        "is-an-authority": ("SIGN_202", clerk(ca=True)),
        "expired": ("SIGN_204", clerk(ends=NOW - 100 * DAY)),
        "not-yet-valid": ("SIGN_204", clerk(begins=NOW + DAY)),
        "authority-of-the-same-name": ("SIGN_203", issued(key("clerk"), by=stranger)),
        "self-signed": ("SIGN_203", issued(key("clerk"), by=key("clerk"), issuer=unit_name)),
        "issued-by-a-unit": ("SIGN_203", issued(key("b"), by=key("clerk"), issuer=unit_name)),
        "names-no-unit": ("SIGN_206", clerk(uris=names[1:])),
        "names-two-units": ("SIGN_206", clerk(uris=(*names, "urn:x-hrdesk:unit:30308"))),
        "unknown-role": ("SIGN_206", clerk(role="king")),
        "no-names": ("SIGN_202 SIGN_206 SIGN_203", clerk(uris=())),
        "other-unit": ("SIGN_207", clerk(unit="30308")),
        "other-desk": ("SIGN_208", clerk(device="f" * 8 + DEVICE[8:])),
        "province-sends-submission": ("SIGN_209", clerk(role="province")),
    }  # fmt: skip
    for name, (findings, signer) in made.items():
        yield case(REFUSED, f"signer-{name}", findings, Making(signer=signer))
    for name, (findings, certificate) in _odd_certificates().items():
        signer = Signer(key("clerk"), certificate)
        yield case(REFUSED, f"signer-{name}", findings, Making(signer=signer))
    for kind in ("kit", "receipt", "enrolment"):
        spoken = Making(
            facts={"type": kind, "stream": None, **({"ack": []} if kind == "receipt" else {})}
        )
        yield case(REFUSED, f"signer-clerk-sends-{kind}", "SIGN_209", spoken)
    clerk_again = issued(key("colleague"), Wish(serial=1004, device="a" * 8 + DEVICE[8:]))
    yield case(REFUSED, "second-signer-no-leader", "SIGN_217", Making(second=clerk_again))
    same = issued(key("clerk"), Wish(role="head", serial=1005))
    yield case(REFUSED, "second-signature-of-the-same-key", "SIGN_216", Making(second=same))
    foreign = issued(key("head"), Wish(unit="30308", role="head", serial=1006))
    yield case(REFUSED, "second-signer-of-another-unit", "SIGN_207", Making(second=foreign))
    yield case(
        REFUSED, "second-signer-unknown", "SIGN_203", Making(second=issued(key("h"), by=stranger))
    )


NOBODY = x509.Name(
    [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "hrdesk"),
        x509.NameAttribute(NameOID.COMMON_NAME, "hrdesk not enrolled"),
    ]
)


def _odd_certificates() -> dict[str, tuple[str, RawCertificate]]:
    """Certificates that no authority would issue; anybody can make them."""
    stranger = key("another authority")
    last = asn1_x509.Time(
        name="general_time",
        value=core.GeneralizedTime(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    )

    def twice(oid: str) -> Callable[[asn1_x509.TbsCertificate], object]:
        def change(inside: asn1_x509.TbsCertificate) -> None:
            for one in list(inside["extensions"]):
                if one["extn_id"].dotted == oid:
                    inside["extensions"].append(one.copy())

        return change

    def without(oid: str) -> Callable[[asn1_x509.TbsCertificate], object]:
        return lambda inside: inside.__setitem__(
            "extensions", [one for one in inside["extensions"] if one["extn_id"].dotted != oid]
        )

    def of_nobody(inside: asn1_x509.TbsCertificate) -> None:
        inside["subject"] = inside["issuer"] = asn1_x509.Name.load(NOBODY.public_bytes())

    def of_nobody_twice(inside: asn1_x509.TbsCertificate) -> None:
        of_nobody(inside)
        twice("2.5.29.17")(inside)

    def unknown(inside: asn1_x509.TbsCertificate) -> None:
        value = core.ParsableOctetString(b"\5\0")
        inside["extensions"].append({"extn_id": "1.2.3.4.5", "critical": True, "extn_value": value})

    def endless(inside: asn1_x509.TbsCertificate) -> None:
        inside["validity"]["not_after"] = last

    def put(name: str, value: object) -> Callable[[asn1_x509.TbsCertificate], object]:
        return lambda inside: inside.__setitem__(name, value)

    return {
        "endless-by-a-stranger": ("SIGN_203", remade(endless, stranger)),
        "names-twice": ("SIGN_201 SIGN_203", remade(twice("2.5.29.17"))),
        "names-twice-by-a-stranger": ("SIGN_201 SIGN_203", remade(twice("2.5.29.17"), stranger)),
        "usage-twice-by-a-stranger": ("SIGN_201 SIGN_203", remade(twice("2.5.29.15"), stranger)),
        "without-constraints": ("SIGN_202 SIGN_203", remade(without("2.5.29.19"))),
        "without-usage": ("SIGN_202 SIGN_203", remade(without("2.5.29.15"))),
        "unknown-demand": ("SIGN_203", remade(unknown)),
        "version-1": ("SIGN_203", remade(put("version", "v1"))),
        "serial-below-zero": ("SIGN_101", remade(put("serial_number", -5))),
        "not-enrolled": ("SIGN_214", remade(of_nobody, stranger)),
        "not-enrolled-names-twice": ("SIGN_201 SIGN_203", remade(of_nobody_twice, stranger)),
    }


def with_list(content: bytes) -> Making:
    """The bundle carries this revocation list."""
    return Making(files={"trust/ca.crl": content})


def _lists() -> Iterator[Case]:
    reasons = x509.ReasonFlags
    revoked = {
        "key-compromise-afterwards": (reasons.key_compromise, NOW + DAY / 24),
        "unspecified": (reasons.unspecified, NOW - DAY),
        "superseded-before": (reasons.superseded, NOW - DAY),
        "affiliation-changed-before": (reasons.affiliation_changed, NOW - DAY),
        "ceased-before": (reasons.cessation_of_operation, NOW - DAY),
    }
    for name, (reason, moment) in revoked.items():
        content = revocation_list(2, revoked=[(1001, moment, reason)])
        yield case(REFUSED, f"revoked-{name}", "SIGN_210", with_list(content))
    yield case(REFUSED, "list-missing", "SIGN_301", Making(files={}))
    forged = revocation_list(9, by=key("another authority"))
    yield case(REFUSED, "list-forged", "SIGN_302", with_list(forged))
    yield case(REFUSED, "list-no-list", "SIGN_302", with_list(b"nonsense\n"))
    ahead = revocation_list(3, begins=NOW + 3 * DAY)
    yield case(REFUSED, "list-from-the-future", "SIGN_305", with_list(ahead))
    old = revocation_list(1, begins=NOW - 100 * DAY, ends=NOW - 40 * DAY)
    yield case(REFUSED, "list-40-days-past", "SIGN_304", with_list(old))


# --- facts and content -------------------------------------------------------------------------


def _facts() -> Iterator[Case]:
    made: dict[str, tuple[str, dict[str, object]]] = {
        "other-province": ("BUN_306", {"to": {"province": "89"}}),
        "unknown-field": ("BUN_302", {"colour": "blue"}),
        "unknown-type": ("BUN_305", {"type": "letter"}),
        "newer-reader": ("BUN_304", {"min_reader": 2}),
        "other-format": ("BUN_303", {"format": "other"}),
        "period-wrong": ("BUN_302", {"period": "2026-Q5"}),
        "seq-zero": ("BUN_302", {"stream": {"epoch": "ab" * 16, "seq": 0, "prev": None}}),
        "seq-2-without-prev": ("BUN_302", {"stream": {"epoch": "ab" * 16, "seq": 2, "prev": None}}),
        "no-stream": ("BUN_302", {"stream": None}),
        "created-without-offset": ("BUN_302", {"created": "2026-11-23T11:00:00"}),
        "zero-false": ("BUN_302", {"zero": False}),
        "part-3-of-2": ("BUN_302", {"set": {"id": DEVICE, "index": 3, "count": 2}}),
        "counts-wrong": ("BUN_308", {"counts": {"tables": {}, "attachments": 0, "bytes": 1}}),
        "other-key": ("SIGN_208", {"from": {"unit": "30307", "device": DEVICE, "key": "0" * 64}}),
        "period-month-13": ("BUN_302", {"period": "2026-13"}),
        "period-month-0": ("BUN_302", {"period": "2026-00"}),
        "period-year-0": ("BUN_302", {"period": "0000-12"}),
        "seq-a-million": ("BUN_302", {"stream": {"epoch": "ab" * 16, "seq": 10**6, "prev": "ab" * 32}}),
        "seq-huge": ("BUN_302", {"stream": {"epoch": "ab" * 16, "seq": 2**53, "prev": "ab" * 32}}),
        "created-in-the-year-1": ("BUN_302", {"created": "0001-01-01T00:00:00+14:00"}),
        "created-in-the-year-9999": ("BUN_302", {"created": "9999-12-31T23:59:59-14:00"}),
        "sensitivity-none": ("BUN_302", {"sensitivity": "none"}),
        "true-for-one": ("BUN_302", {"version": True}),
        "unit-in-other-digits": ("BUN_302", {"to": {"province": "\uff19\uff11"}}),
        "unit-spoofed": ("SIGN_207 SIGN_208", {"from": {"unit": "30308", "device": DEVICE, "key": "0" * 64}}),
    }  # fmt: skip
    for name, (findings, changes) in made.items():
        yield case(REFUSED, f"facts-{name}", findings, Making(facts=changes))
    changed: dict[str, Callable[[bytes], bytes]] = {
        "key-twice": lambda text: text.replace(b'"version": 1,', b'"version": 1, "version": 1,', 1),
        "not-a-number": lambda text: text.replace(b'"version": 1,', b'"version": NaN,', 1),
        "fraction": lambda text: text.replace(b'"version": 1,', b'"version": 1.0,', 1),
        "mark": lambda text: b"\xef\xbb\xbf" + text,
        "too-deep": lambda text: text.replace(
            b'"version": 1,', b'"version": 1, "x-a": ' + b"[" * 5000 + b"]" * 5000 + b",", 1
        ),
        "huge-number": lambda text: text.replace(
            b'"version": 1,', b'"version": 1' + b"0" * 5000 + b",", 1
        ),
        "not-utf-8": lambda text: text.replace(b"another-writer", b"another-\xff\xfe", 1),
        "utf-16": lambda text: text.decode().encode("utf-16"),
        "an-array": lambda text: b"[" + text.strip() + b"]\n",
        "empty": lambda _text: b"",
    }
    for name, change in changed.items():
        yield case(REFUSED, f"facts-{name}", "BUN_301 BUN_302 BUN_303", Making(facts_bytes=change))


PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\x0f\0\1\1\1\0\x18\xdd\x8d\xb0\0\0\0\0IEND\xaeB`\x82"
)


def with_file(extension: str, content: bytes, row: bytes | None = None, **lies: str) -> Making:
    """A bundle with one attachment; `lies` replaces columns of its row."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"attachments/{digest[:32]}.{extension}"
    values = {
        "record_id": RECORD_ID, "form_id": "activity", "key": "title", "path": path,
        "original_name": f"Ảnh.{extension}", "media_type": "image/png",
        "bytes": str(len(content)), "sha256": digest,
    } | lies  # fmt: skip
    described = Table(FILES, head(FILES) + line(*values.values()))
    return Making(
        tables=tables(row) | {"attachments": described},
        files={path: content, "trust/ca.crl": CRL},
    )


def with_request(own: Key, wish: Wish, proof: Key | None = None) -> Making:
    """A bundle that asks for a certificate for that key; `proof` signs in its place."""
    return Making(
        files={"trust/renewal.json": strict(request(own, wish, proof)), "trust/ca.crl": CRL}
    )


def _with_table(name: str, table: Table) -> Making:
    return Making(tables=tables() | {name: table})


def _content() -> Iterator[Case]:
    yield from _rows()
    yield from _files()
    yield from _descriptors()


def _rows() -> Iterator[Case]:
    def own(content: bytes) -> Making:
        return _with_table("activity", Table(ACTIVITY, content, form=True))

    names, row = head(ACTIVITY), activity()
    other = "../../outside"
    made = {
        "nul": ("PKG_105", names + row.replace(b"64", b"6\0", 1)),
        "mark": ("PKG_105 PKG_107", b"\xef\xbb\xbf" + names + row),
        "utf-16": ("PKG_105 PKG_107", (names + row).decode().encode("utf-16")),
        "latin-1": ("PKG_105", names + row.decode().replace("ổ", "\u00f4").encode("latin-1", "replace")),
        "lone-cr": ("PKG_106", names + row.replace(b"\r\n", b"\r")),
        "lf": ("PKG_106", names + row.replace(b"\r\n", b"\n")),
        "semicolon": ("PKG_106 PKG_107", (names + row).replace(b",", b";")),
        "needless-quotes": ("PKG_106", names + row.replace(b"complete", b'"complete"')),
        "open-quote": ("PKG_106", names + row.replace(b"complete", b'"complete')),
        "column-missing": ("PKG_106", names + row.replace(b",64", b"")),
        "column-extra": ("PKG_106", names + row.replace(b",64", b",64,1")),
        "head-twice": ("PKG_107", names.replace(b"people", b"title") + row),
        "head-missing": ("PKG_107", row),
        "number-in-letters": ("PKG_108", names + row.replace(b",64", b",many")),
        "number-in-other-digits": ("PKG_108", names + row.replace(b",64", ",٦٤".encode())),
        "date-impossible": ("PKG_108", names + row.replace(b"2026-11-03,", b"2026-11-31,", 1)),
        "row-twice": ("PKG_109", names + row + row),
        "record-id-wrong": ("PKG_109", names + activity(record_id=other)),
        "record-of-another-unit": ("PKG_110", names + activity(unit="30308")),
        "draft": ("PKG_108", names + row.replace(b"complete", b"draft")),
        "decomposed-letters": ("PKG_108", names + activity("Buo\u0302\u0309i", "1")),
        "line-end-in-a-value": ("PKG_105 PKG_106 PKG_108", names + activity("Hai\r\ndòng", "1")),
        "revision-below-zero": ("PKG_108", names + row.replace(b",complete,1,", b",complete,-1,")),
        "id-in-other-letters": ("PKG_109", names + activity(record_id="\u0430" * 8)),
        "moment-at-the-end-of-time": ("PKG_108", names + row.replace(MADE.encode(), b"9999-12-31T23:59:59Z", 1)),
        "moment-at-the-beginning-of-time": ("PKG_108", names + row.replace(MADE.encode(), b"0001-01-01T00:00:00Z", 1)),
        "bidi-in-code": ("PKG_108 PKG_110", names + activity(unit="30307\u202e")),
    }  # fmt: skip
    for name, (findings, content) in made.items():
        yield case(REFUSED, f"csv-{name}", findings, own(content))
    long = activity("x" * ((1 << 20) + 1), "1")
    yield case(REFUSED, "csv-field-of-a-million", "PKG_106 BUN_113", own(names + long))
    zero = Making(facts={"zero": True})
    yield case(REFUSED, "nothing-happened-but-a-record", "PKG_115", zero)
    twice = line("T1", "2026-10", "3", "4", "9", "12", "met") * 2
    yield case(
        REFUSED,
        "figure-twice",
        "PKG_109",
        _with_table("figures", Table(FIGURES, head(FIGURES) + twice)),
    )
    lines = {
        "figure-below-zero": ("T1", "2026-10", "-3", "4", "9", "12", "met"),
        "figure-of-month-13": ("T1", "2026-13", "3", "4", "9", "12", "met"),
        "figure-with-a-fraction": ("T1", "2026-10", "3.5", "4", "9", "12", "met"),
    }
    for name, values in lines.items():
        table = Table(FIGURES, head(FIGURES) + line(*values))
        yield case(REFUSED, name, "PKG_108", _with_table("figures", table))
    gone = Table(
        WITHDRAWN, head(WITHDRAWN) + line(RECORD_ID, "activity", "2", "2026-11-03T01:02:03Z")
    )
    yield case(REFUSED, "withdrawn-and-sent", "PKG_109", _with_table("withdrawn", gone))


def _files() -> Iterator[Case]:
    bomb = bytearray(PNG)
    bomb[16:24] = struct.pack(">II", 20_000, 20_000)
    made = {
        "picture-of-400-megapixels": ("PKG_113", with_file("png", bytes(bomb))),
        "picture-is-a-program": ("PKG_112", with_file("png", b"MZ" + bytes(80))),
        "pdf-is-a-picture": ("PKG_112", with_file("pdf", PNG)),
        "attachment-of-no-record": ("PKG_111", with_file("png", PNG, record_id="00000000-0000-4000-8000-0000000000ff")),
        "attachment-of-another-form": ("PKG_111", with_file("png", PNG, form_id="training")),
        "attachment-digest-wrong": ("PKG_111", with_file("png", PNG, sha256="0" * 64)),
        "attachment-size-wrong": ("PKG_111", with_file("png", PNG, bytes="1")),
        "attachment-elsewhere": ("PKG_111", with_file("png", PNG, path="attachments/../../x.png")),
    }  # fmt: skip
    for name, (findings, own) in made.items():
        yield case(REFUSED, name, findings, own)
    unnamed = Making(files={f"attachments/{'0' * 32}.png": PNG, "trust/ca.crl": CRL})
    yield case(REFUSED, "attachment-unnamed", "PKG_111", unnamed)
    asks = {
        "of-another-desk": ("SIGN_208", with_request(key("next"), Wish(device=HEAD_DEVICE))),
        "of-another-unit": ("SIGN_208", with_request(key("next"), Wish("30308"))),
        "by-another-key": ("BUN_320", with_request(key("next"), Wish(), proof=key("stranger"))),
        "no-request": ("BUN_320", Making(files={"trust/renewal.json": b"{}", "trust/ca.crl": CRL})),
    }
    for name, (findings, own) in asks.items():
        yield case(REFUSED, f"renewal-{name}", findings, own)
    strange = Making(files={"trust/key.bin": b"x", "trust/ca.crl": CRL})
    yield case(REFUSED, "entry-without-a-place", "BUN_309", strange)
    roster = Making(files={"roster/list-001.age": b"age-encryption.org/v1\n", "trust/ca.crl": CRL})
    yield case(REFUSED, "people-without-a-reason", "BUN_309", roster)


def _descriptors() -> Iterator[Case]:
    def resource(**changes: object) -> Making:
        def change(value: dict[str, object]) -> dict[str, object]:
            first, *others = value["resources"]  # type: ignore[misc]
            return value | {"resources": [first | changes, *others]}

        return Making(descriptor=change)

    made = {
        "path-is-an-address": ("PKG_102", resource(path="https://example.invalid/a.csv")),
        "path-outside": ("PKG_102", resource(path="../../etc/passwd")),
        "other-dialect": ("PKG_102", resource(dialect={"delimiter": ";"})),
        "inline-data": ("PKG_102", resource(data=[])),
        "hash-wrong": ("PKG_102", resource(hash="sha256:" + "0" * 64)),
        "bytes-wrong": ("PKG_102", resource(bytes=1)),
    }
    for name, (findings, own) in made.items():
        yield case(REFUSED, f"descriptor-{name}", findings, own)
    missing = Making(descriptor=lambda value: value | {"resources": value["resources"][:-1]})  # type: ignore[index]
    yield case(REFUSED, "descriptor-file-missing", "PKG_102", missing)
    field = Making(descriptor=lambda value: value | {"sources": []})
    yield case(REFUSED, "descriptor-unknown-field", "PKG_101 PKG_102", field)
    text = Making(descriptor_bytes=lambda text: text.replace(b'"name"', b'"name": "a", "name"', 1))
    yield case(REFUSED, "descriptor-key-twice", "PKG_101", text)
    yield case(REFUSED, "descriptor-missing", "BUN_117 BUN_309", Making(package=False))
    without = Making(tables={name: one for name, one in tables().items() if name != "figures"})
    yield case(REFUSED, "table-missing", "PKG_102", without)


__all__ = ["OFFICER", "Case", "cases"]
