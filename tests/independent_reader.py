"""A second reader of bundles in 100 lines of code, written from `docs/bundle-format.md` alone; no line of hrdesk in it.

`read(bundle, ca, now)` gives bundle.json and the entries of a bundle whose container, signatures and sender hold, and
raises `Refused` for any other; tables are not looked into. By hand: `python tests/independent_reader.py FILE.asice CA.crt`.
"""

# fmt: off

import io
import json
import re
import struct
import sys
import zipfile
import zlib
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from asn1crypto import cms
from cryptography import x509
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

MEDIA = {"json": "application/json", "csv": "text/csv", "pdf": "application/pdf", "xml": "application/xml", "jpg": "image/jpeg", "png": "image/png",
         "crl": "application/pkix-crl", "crt": "application/pkix-cert", "bin": "application/octet-stream", "age": "application/octet-stream"}
STEM = r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])[/.])[a-z0-9][a-z0-9_-]{0,62}"
NAME = re.compile(rf"(?=.{{1,180}}\Z)(?:{STEM}/){{0,3}}{STEM}\.({'|'.join(MEDIA)})")
META = [f"META-INF/{one}" for n in "12" for one in (f"ASiCManifest00{n}.xml", f"signature00{n}.p7s")]
HEAD = ('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"'
        ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n  <asic:SigReference URI="{}" MimeType="application/pkcs7-signature"/>\n')
LINE = ('  <asic:DataObjectReference URI="{}" MimeType="{}">\n    <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>\n'
        "    <ds:DigestValue>{}</ds:DigestValue>\n  </asic:DataObjectReference>\n")
FACTS = set("format version min_reader type id from to stream created period supersedes catalogue set app counts sensitivity".split())  # noqa: SIM905
KINDS = {"submission": ("clerk head", "zero roster", "head"), "renewal": ("clerk head", "", ""), "enrolment": ("province", "", ""),
         "receipt": ("province", "ack", ""), "kit": ("province", "", "province")}  # who sends it, further facts, who signs second
KEYS = {("ecdsa", "sha256"): ("secp256r1", "secp384r1"), ("rsassa_pkcs1v15", "sha256"): range(2048, 4097)}
CADES = {"content_type", "message_digest", "signing_time", "signing_certificate_v2"}
HARMLESS = {"superseded", "cessationOfOperation", "affiliationChanged"}


class Refused(Exception):  # noqa: N818 - what became of the bundle, not a fault of this program
    """The bundle is not to be believed."""


def need(holds, why):
    if not holds:
        raise Refused(why)


def once(pairs):
    need(len(dict(pairs)) == len(pairs), "a key twice")
    return dict(pairs)


# §1: the entries that zipfile sees, once every header, written anew, is the same bytes and each content is sound.
def entries(data):
    found, directory, at, listed = {}, b"", 0, zipfile.ZipFile(io.BytesIO(data)).infolist()
    need(len(listed) <= 20_000 and all(one.file_size <= max(1 << 20, 200 * one.compress_size) for one in listed), "bomb")
    for one in listed:
        name, method, size = one.filename.encode("ascii"), one.compress_type, one.compress_size
        head = struct.pack("<5H3I2H", 20, 0, method, 0, 0x21, one.CRC, size, one.file_size, len(name), 0)
        need(data.startswith(b"PK\3\4" + head + name, at) and method in (0, 8), "local header")
        directory += b"PK\1\2\x14\3" + head + struct.pack("<3H2I", 0, 0, 0, 0o100644 << 16, at) + name
        at += 30 + len(name) + size
        unpacker, packed = zlib.decompressobj(-15), data[at - size : at]
        found[one.filename] = content = unpacker.decompress(packed, one.file_size + 1) if method else packed
        need((len(content), zlib.crc32(content), unpacker.eof, unpacker.unused_data) == (one.file_size, one.CRC, method == 8, b""), "content")
    need(data[at:] == directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(found), len(found), len(directory), at, 0), "directory")
    return found


# §2 and §6: who signed the list, once signature, certificate and revocation were looked at.
def signer(listed, signature, ca, now, crl):
    data = cms.ContentInfo.load(signature, strict=True)["content"]
    one, der = data["signer_infos"][0], data["certificates"][0].chosen
    sid = {"issuer_and_serial_number": {"issuer": der.issuer, "serial_number": der.serial_number}}
    only = {name: one[name] for name in one if name != "unsigned_attrs"} | {"version": "v1", "sid": sid}
    anew = {"version": "v1", "digest_algorithms": [one["digest_algorithm"]], "encap_content_info": {"content_type": "data"},
            "certificates": [der], "signer_infos": [only]}
    need(cms.ContentInfo({"content_type": "signed_data", "content": anew}).dump() == signature, "another form of signature")
    signed = {each["type"].native: value for each in one["signed_attrs"] for (value,) in [each["values"]]}
    need(signed.keys() - {"cms_algorithm_protection", "smime_capabilities"} == CADES and len(signed) == len(one["signed_attrs"]), "attributes")
    (named,) = signed["signing_certificate_v2"]["certs"].native
    need(named["issuer_serial"] in (None, {"issuer": [der.issuer.native], "serial_number": der.serial_number}), "another certificate")
    need(named["cert_hash"] == sha256(der.dump()).digest(), "another certificate")
    key, methods = der.public_key, (one["signature_algorithm"].signature_algo, one["digest_algorithm"]["algorithm"].native)
    need((key.curve[1] if key.algorithm == "ec" else key.bit_size) in KEYS[methods], "key")
    need(validate_sig_integrity(one, der, "data", sha256(listed).digest()) == (True, True), "signature")
    certificate, moment = x509.load_der_x509_certificate(der.dump()), signed["signing_time"].native
    certificate.verify_directly_issued_by(ca)
    need(certificate.version is x509.Version.v3 and der.serial_number > 0 and "1.3.6.1.5.5.7.3.36" in der.extended_key_usage_value.native, "purpose")
    need({"key_usage"} <= der.critical_extensions <= {"key_usage", "extended_key_usage", "basic_constraints", "subject_alt_name"}, "unknown demand")
    need({"digital_signature", "non_repudiation"} <= der.key_usage_value.native and not der.basic_constraints_value["ca"].native, "usage")
    need(der.not_valid_before <= moment <= min(now + timedelta(1), der.not_valid_after + timedelta(90)), "time")
    if gone := crl.get_revoked_certificate_by_serial_number(der.serial_number):
        need(moment < gone.revocation_date_utc and HARMLESS & {each.value.reason.value for each in gone.extensions}, "revoked")
    uris = [each.native for each in der.subject_alt_name_value if each.name == "uniform_resource_identifier"]
    said = dict(uri.removeprefix("urn:x-hrdesk:").partition(":")[::2] for uri in uris)
    need(said.keys() == {"device", "role", "unit"} and len(uris) == 3 and certificate.extensions, "unit, role and desk")  # none twice
    return said | {"key": sha256(key.dump()).hexdigest()}


# bundle.json and all entries (name → bytes), or `Refused`; `ca` is PEM.
def read(bundle, ca, now):
    try:
        names, ca = list(found := entries(bundle)), x509.load_pem_x509_certificate(ca)
        meta, lists = names.index(META[0]), [x509.load_pem_x509_crl(found[one]) for one in names if one.endswith(".crl")]
        (crl,) = [each for each in lists if each.is_signature_valid(ca.public_key())]
        need(bundle[8:10] == b"\0\0" and found["mimetype"] == b"application/vnd.etsi.asic-e+zip", "mimetype")
        need(names[:2] == ["mimetype", "bundle.json"] and all(map(NAME.fullmatch, names[1:meta])) and names[meta:] in (META[:2], META), "names")
        lines = "".join(LINE.format(one, MEDIA[one.partition(".")[2]], b64encode(sha256(found[one]).digest()).decode()) for one in names[1:meta])
        texts = {one: f"{HEAD.format(one)}{lines}</asic:ASiCManifest>\n".encode() for one in names[meta + 1 :: 2]}
        need([*texts.values()] == [found[one] for one in names[meta::2]], "the signed list")
        need(crl.last_update_utc - timedelta(1) <= now <= crl.next_update_utc + timedelta(30), "age of the revocation list")
        first, *others = [signer(listed, found[one], ca, now, crl) for one, listed in texts.items()]
        facts = json.loads(found["bundle.json"].decode(), object_pairs_hook=once, parse_float=int, parse_constant=int)
        roles, further, second = KINDS[facts["type"]]
        need({one for one in facts if one[:2] != "x-"} ^ FACTS <= set(further.split()) and first.pop("role") in roles.split(), "fields or role")
        need((facts["format"], facts["min_reader"], facts["from"]) == ("hrdesk-bundle", 1, first), "format or sender")
        need(all((one["unit"], one["role"]) == (first["unit"], second) and one["key"] != first["key"] for one in others), "second signer")
        return facts, found  # noqa: TRY300
    except Exception as error:  # whatever the libraries say of such bytes means no
        raise Refused(error) from error


if __name__ == "__main__":
    print(json.dumps(read(*(open(name, "rb").read() for name in sys.argv[1:3]), datetime.now(UTC))[0], indent=2))  # noqa: PTH123, SIM115
