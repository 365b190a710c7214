"""A second reader of bundles in some 140 lines of code, written from `docs/bundle-format.md` alone; no line of hrdesk in it.

`read(bundle, ca, now)` gives bundle.json and the entries of a bundle whose container, signatures and sender hold, and
raises `Refused` for any other; tables are not looked into. By hand: `python tests/independent_reader.py FILE.asice CA.crt`.
"""

# fmt: off

import base64
import hashlib
import json
import re
import struct
import sys
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MEDIA = {"json": "application/json", "csv": "text/csv", "pdf": "application/pdf", "xml": "application/xml", "jpg": "image/jpeg",
         "png": "image/png", "crl": "application/pkix-crl", "crt": "application/pkix-cert",
         "bin": "application/octet-stream", "age": "application/octet-stream"}
STEM = r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])[/.])[a-z0-9][a-z0-9_-]{0,62}"
NAME = re.compile(rf"(?=.{{1,180}}\Z)(?:{STEM}/){{0,3}}{STEM}\.({'|'.join(MEDIA)})")
META = [f"META-INF/{one}" for n in "12" for one in (f"ASiCManifest00{n}.xml", f"signature00{n}.p7s")]
FACTS = ["format", "version", "min_reader", "type", "id", "from", "to", "stream", "created", "period", "supersedes", "catalogue", "set", "app", "counts", "sensitivity"]
SENDS = {"submission": ("clerk", "head"), "renewal": ("clerk", "head")}  # all others: the province
EXTRA = {"submission": {"zero", "roster"}, "receipt": {"ack"}}
CADES = {"content_type", "message_digest", "signing_time", "signing_certificate_v2"}
MORE = {"cms_algorithm_protection", "smime_capabilities"}
HARMLESS = {"superseded", "cessationOfOperation", "affiliationChanged"}
DAY = timedelta(days=1)


class Refused(Exception):  # noqa: N818 - what became of the bundle, not a fault of this program
    """The bundle is not to be believed."""


def need(holds, why):
    if not holds:
        raise Refused(why)


def entries(data):
    """§1: the entries of the one form of zip that there is."""
    mark, a, b, n, count, length, start, tail = struct.unpack("<4s4H2IH", data[-22:])
    need((mark, a, b, n, tail) == (b"PK\5\6", 0, 0, count, 0) and start + length + 22 == len(data), "end record")
    need(count <= 20_000, "too many entries")
    found, at, offset = {}, start, 0
    for _ in range(count):
        head = struct.unpack_from("<4s6H3I5H2I", data, at)
        method, crc, packed, size, letters = head[4], *head[7:11]
        need(head[:4] + head[5:7] == (b"PK\1\2", 0x0314, 20, 0, 0, 0x21) and method in (0, 8), "header")
        need(head[11:] == (0, 0, 0, 0, 0o100644 << 16, offset), "header")
        raw = data[at + 46 : at + 46 + letters]
        local, name = struct.pack("<4s5H3I2H", b"PK\3\4", *head[2:12]) + raw, raw.decode("ascii")
        begin = offset + len(local)
        need(data[offset:begin] == local and name not in found, "local header")
        content = data[begin : begin + packed]
        if method == 8:
            need(size <= max(1 << 20, 200 * packed), "bomb")
            unpacker = zlib.decompressobj(-15)
            content = unpacker.decompress(content, size + 1)
            need(unpacker.eof and not unpacker.unused_data, "deflate")
        need(len(content) == size and zlib.crc32(content) == crc, "size or checksum")
        found[name], at, offset = content, at + 46 + letters, begin + packed
    need((at, offset) == (start + length, start), "bytes that belong to no entry")
    return found


def manifest(payload, number):
    """§2: the bytes of the signed list."""
    text = ('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"'
            ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
            f'  <asic:SigReference URI="META-INF/signature{number}.p7s" MimeType="application/pkcs7-signature"/>\n')
    for name, content in payload.items():
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        text += (f'  <asic:DataObjectReference URI="{name}" MimeType="{MEDIA[name.rpartition(".")[2]]}">\n'
                 '    <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>\n'
                 f"    <ds:DigestValue>{digest}</ds:DigestValue>\n  </asic:DataObjectReference>\n")
    return (text + "</asic:ASiCManifest>\n").encode()


def signer(listed, signature, ca, now, lists):
    """§2 and §6: who signed the list, once signature, certificate and revocation were looked at."""
    info = cms.ContentInfo.load(signature, strict=True)
    data = info["content"]
    need(info["content_type"].native == "signed_data" and signature[1] != 0x80, "form")
    need(len(data["signer_infos"]) == len(data["certificates"]) == 1, "one signer, one certificate")
    need(data["encap_content_info"]["content"].native is data["crls"].native is None, "content or lists inside")
    one, inside, der = data["signer_infos"][0], data["certificates"][0].chosen.dump(), data["certificates"][0].chosen
    need(data["version"].native == one["version"].native == "v1" and one["unsigned_attrs"].native is None, "form")
    serials = {(each["issuer"].dump(), each["serial_number"].native) for each in (one["sid"].chosen, der["tbs_certificate"])}
    signed = {each["type"].native: each["values"][0] for each in one["signed_attrs"] if len(each["values"]) == 1}
    need(CADES <= signed.keys() <= CADES | MORE and len(signed) == len(one["signed_attrs"]), "signed attributes")
    need(signed["content_type"].native == "data", "content type")
    for each in filter(None, [signed["signing_certificate_v2"]["certs"][0]["issuer_serial"].native]):
        serials.add((der.issuer.dump(), each["serial_number"]))
    need(len(serials) == 1, "names another certificate")
    method = one["signature_algorithm"]["algorithm"].native, one["digest_algorithm"]["algorithm"].native
    need(method in [(each, "sha256") for each in ("sha256_ecdsa", "sha256_rsa", "rsassa_pkcs1v15")], "method")
    need(signed["signing_certificate_v2"]["certs"][0]["cert_hash"].native == hashlib.sha256(inside).digest(), "another certificate")
    need(signed["message_digest"].native == hashlib.sha256(listed).digest(), "signs other content")
    stated = signed.get("cms_algorithm_protection", one)["signature_algorithm"]["algorithm"].native
    need(stated == method[0], "states another method")
    certificate, moment = x509.load_der_x509_certificate(inside), signed["signing_time"].native
    key, covered = certificate.public_key(), one["signed_attrs"].untag().dump()
    if isinstance(key, ec.EllipticCurvePublicKey):
        need(key.curve.name in ("secp256r1", "secp384r1") and method[0] == "sha256_ecdsa", "curve")
        key.verify(one["signature"].native, covered, ec.ECDSA(hashes.SHA256()))
    else:
        need(2048 <= key.key_size <= 4096 and method[0] != "sha256_ecdsa", "RSA")
        key.verify(one["signature"].native, covered, padding.PKCS1v15(), hashes.SHA256())
    certificate.verify_directly_issued_by(ca)
    has = {type(each.value): each for each in certificate.extensions}
    need(certificate.version is x509.Version.v3 and certificate.serial_number > 0, "certificate")
    need(all(kind is not x509.UnrecognizedExtension or not each.critical for kind, each in has.items()), "unknown demand")
    usage, basic = has[x509.KeyUsage], has[x509.BasicConstraints].value
    need(usage.critical and usage.value.digital_signature and usage.value.content_commitment and not basic.ca, "key usage")
    need("1.3.6.1.5.5.7.3.36" in [each.dotted_string for each in has[x509.ExtendedKeyUsage].value], "purpose")
    need(certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc + 90 * DAY, "out of its time")
    need(moment <= now + DAY, "signed in the future")
    uris = has[x509.SubjectAlternativeName].value.get_values_for_type(x509.UniformResourceIdentifier)
    said = [uri.removeprefix("urn:x-hrdesk:").partition(":")[::2] for uri in uris]
    need(sorted(kind for kind, _ in said) == ["device", "role", "unit"], "unit, role and desk")
    need(lists and lists[-1].last_update_utc <= now + DAY and now <= lists[-1].next_update_utc + 30 * DAY, "revocation list")
    for gone in filter(None, (each.get_revoked_certificate_by_serial_number(certificate.serial_number) for each in lists)):
        need(HARMLESS & {each.value.reason.value for each in gone.extensions} and moment < gone.revocation_date_utc, "revoked")
    return dict(said) | {"key": hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()}


def once(pairs):
    need(len(dict(pairs)) == len(pairs), "a key twice")
    return dict(pairs)


def read(bundle, ca, now):
    """bundle.json and all entries (name → bytes), or `Refused`; `ca` is PEM."""
    try:
        return believed(bundle, x509.load_pem_x509_certificate(ca), now)
    except Refused:
        raise
    except Exception as error:  # whatever the libraries say of such bytes means no
        raise Refused(repr(error)) from error


def believed(bundle, ca, now):
    found = entries(bundle)
    names, signers = list(found), []
    meta = names[names.index(META[0]) :]
    payload = {name: found[name] for name in names[1 : -len(meta)]}
    need((names[0], bundle[8:10], found["mimetype"]) == ("mimetype", b"\0\0", b"application/vnd.etsi.asic-e+zip"), "mimetype")
    need(meta in (META[:2], META) and next(iter(payload)) == "bundle.json" and all(map(NAME.fullmatch, payload)), "names")
    lists = [x509.load_pem_x509_crl(found["trust/ca.crl"])] if "trust/ca.crl" in payload else []
    need(all(each.is_signature_valid(ca.public_key()) for each in lists), "a foreign revocation list")
    for listed, signature in zip(meta[::2], meta[1::2], strict=True):
        need(found[listed] == manifest(payload, listed[-7:-4]), "the signed list")
        signers.append(signer(found[listed], found[signature], ca, now, lists))
    facts = json.loads(found["bundle.json"].decode(), object_pairs_hook=once, parse_float=int, parse_constant=int)
    (first, second), kind = (signers[0], signers[-1]), facts["type"]
    need({name for name in facts if name[:2] != "x-"} ^ {*FACTS} <= EXTRA.get(kind, set()), "fields of bundle.json")
    need(facts["format"] == "hrdesk-bundle" and facts["min_reader"] <= 1, "another format")
    need(facts["from"] == {name: first[name] for name in ("unit", "device", "key")}, "the sender is another")
    need(first["role"] in SENDS.get(kind, ("province",)), "the role may not send this")
    if len(signers) == 2:
        need((second["unit"], second["role"]) == (first["unit"], {"submission": "head", "kit": "province"}.get(kind)), "second signer")
        need(second["key"] != first["key"], "one key signed twice")
    return facts, found


if __name__ == "__main__":
    print(json.dumps(read(Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]).read_bytes(), datetime.now(UTC))[0], indent=2))
