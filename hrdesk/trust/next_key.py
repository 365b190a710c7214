"""The key that follows: made and asked for while the old one is good, used once the province answers.

    folder/next.json            what identity.json will say
    folder/key-<16 hex>.sealed  the new key, sealed with the same passphrase

It comes into use by the one file that `renewal` replaces, when a certificate for it is there.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cryptography import x509

from hrdesk.errors import FileError
from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.trust.certificates import certificate_pem, fingerprint, key_id, spki_of
from hrdesk.trust.identity import json_bytes, new_key
from hrdesk.trust.identity_files import LIMIT_BYTES
from hrdesk.trust.renewal import put_in_use
from hrdesk.trust.request import REQUEST_FORMAT, REQUEST_VERSION
from hrdesk.trust.sealing import seal
from hrdesk.trust.signer import Holder

NEXT_NAME: Final = "next.json"


def prepare_next_key(folder: Path, passphrase: str, holder: Holder, *, now: datetime) -> bytes:
    """Make the next key, or take the one that waits; the request for its certificate as JSON."""
    described = _described(folder)
    if described is None:
        secret, made = new_key(holder, now)
        name = _key_id(str(made["csr"]))[:16]
        make_folder(folder)
        write_durably(folder / f"key-{name}.sealed", seal(secret, passphrase))
        described = {
            **made,
            "key_file": f"key-{name}.sealed",
            "certificate_file": f"unit-{name}.crt",
        }
        write_durably(folder / NEXT_NAME, json_bytes(described))
    spki = spki_of(x509.load_pem_x509_csr(str(described["csr"]).encode()).public_key())
    return json_bytes(
        {
            "format": REQUEST_FORMAT,
            "version": REQUEST_VERSION,
            "unit": holder.unit_code,
            "unit_name": holder.unit_name,
            "name": holder.name,
            "position": holder.position,
            "device": holder.device_id,
            "created": now.isoformat(timespec="seconds"),
            "fingerprint": fingerprint(spki),
            "csr": described["csr"],
        }
    )


def use_next_key(folder: Path, certificate: x509.Certificate) -> bool:
    """Sign with the next key from now on, when the certificate is for it; whether it is."""
    described = _described(folder)
    if described is None:
        return False
    if key_id(spki_of(certificate.public_key())) != _key_id(str(described["csr"])):
        return False
    write_durably(folder / str(described["certificate_file"]), certificate_pem(certificate))
    put_in_use(folder, described)
    (folder / NEXT_NAME).unlink(missing_ok=True)
    return True


def _described(folder: Path) -> dict[str, Any] | None:
    path = folder / NEXT_NAME
    if not path.is_file():
        return None
    try:
        described = json.loads(read_limited(path, LIMIT_BYTES))
        sealed = folder / str(described["key_file"])
        _key_id(str(described["csr"]))
    except (FileError, ValueError, KeyError, TypeError):
        return None  # damaged: another one is made
    return described if sealed.is_file() else None


def _key_id(csr_pem: str) -> str:
    return key_id(spki_of(x509.load_pem_x509_csr(csr_pem.encode()).public_key()))
