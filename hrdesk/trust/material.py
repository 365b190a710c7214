"""What a desk believes: its authorities and every revocation list ever accepted.

folder/ca.crt                     the anchor, PEM
folder/ca-<16 hex>.crt            further authorities, by key: the next one, or the one before
folder/crl-000007.crl             lists; all are kept, because a revocation once seen stays
folder/crl-<16 hex>-000007.crl    the same where that number is taken by another authority's list
folder/recipients.json            whom submissions are encrypted to, by purpose
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import OtherAuthorityError
from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.trust.certificates import (
    CertificateFacts,
    certificate_from_pem,
    certificate_pem,
    issuer_key,
    read_certificate,
    subject_key,
)
from hrdesk.trust.revocation import RevocationList, revocation_list_from_pem

if TYPE_CHECKING:
    from cryptography import x509

CERTIFICATE_LIMIT_BYTES: Final = 1 << 16
LIST_LIMIT_BYTES: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class TrustMaterial:
    """The anchor and the lists known so far; a bundle may bring a newer list of its own."""

    authority: x509.Certificate
    revocation_lists: tuple[RevocationList, ...] = ()
    others: tuple[x509.Certificate, ...] = ()  # trusted beside it while one follows the other
    recipients: Mapping[str, str] = field(default_factory=dict)  # age keys by purpose

    @property
    def authorities(self) -> tuple[x509.Certificate, ...]:
        """All that are trusted, the anchor first."""
        return (self.authority, *self.others)

    def of_signer(self, certificate: x509.Certificate) -> TrustMaterial:
        """The same with the authority of this certificate in front, and its lists alone."""
        named = issuer_key(certificate)
        for authority in self.others:
            if named is not None and named == subject_key(authority):
                rest = tuple(one for one in self.authorities if one != authority)
                lists = tuple(one for one in self.revocation_lists if one.signed_by(authority))
                return replace(self, authority=authority, others=rest, revocation_lists=lists)
        if not self.others:
            return self
        lists = tuple(one for one in self.revocation_lists if one.signed_by(self.authority))
        return replace(self, revocation_lists=lists)

    @property
    def authority_facts(self) -> CertificateFacts:
        """Name and fingerprint of the authority, to show."""
        return _facts_of(self.authority)

    @property
    def newest_list(self) -> RevocationList | None:
        """The list with the highest number."""
        return max(self.revocation_lists, key=lambda known: known.number, default=None)


@functools.lru_cache(maxsize=4)
def _facts_of(authority: x509.Certificate) -> CertificateFacts:
    return read_certificate(authority)


def trust_from_certificate(path: Path) -> TrustMaterial:
    """Trust in the authority of a certificate file alone.

    Raises:
        CertificateUnreadableError: it is not one.
        FileError: it cannot be read.
    """
    content = read_limited(path, CERTIFICATE_LIMIT_BYTES)
    return TrustMaterial(certificate_from_pem(content, path.name))


def has_trust(folder: Path) -> bool:
    """Whether an authority was taken in."""
    return (folder / "ca.crt").is_file()


def load_trust(folder: Path) -> TrustMaterial:
    """All that the folder holds. Lists that cannot be read or are not the authority's are left out.

    Raises:
        CertificateUnreadableError, FileError: the anchor cannot be read.
    """
    anchor = trust_from_certificate(folder / "ca.crt").authority
    others = tuple(
        trust_from_certificate(path).authority for path in sorted(folder.glob("ca-*.crt"))
    )
    lists = (
        revocation_list_from_pem(read_limited(path, LIST_LIMIT_BYTES), path.name)
        for path in sorted(folder.glob("crl-*.crl"))
    )
    return TrustMaterial(
        anchor,
        tuple(known for known in lists if any(known.signed_by(one) for one in (anchor, *others))),
        others,
        _recipients(folder),
    )


def _recipients(folder: Path) -> dict[str, str]:
    path = folder / "recipients.json"
    if not path.is_file():
        return {}
    try:
        kept = json.loads(read_limited(path, CERTIFICATE_LIMIT_BYTES))
        return {str(purpose): str(key) for purpose, key in kept.items()}
    except (ValueError, AttributeError):
        return {}  # written anew when the kit is taken again


def keep_authority(folder: Path, authority: x509.Certificate) -> None:
    """Trust this authority from now on.

    Raises:
        OtherAuthorityError: another one is trusted already; nothing is changed.
    """
    if has_trust(folder):
        known = trust_from_certificate(folder / "ca.crt").authority
        if known != authority:
            raise OtherAuthorityError(
                found=read_certificate(authority).fingerprint,
                known=read_certificate(known).fingerprint,
            )
        return
    write_durably(make_folder(folder) / "ca.crt", certificate_pem(authority))


def keep_authorities(folder: Path, wanted: Iterable[x509.Certificate]) -> None:
    """Trust exactly these from now on, the first of them as the anchor; who judged them is asked.

    Every moment of it leaves at least the old or the new anchor: what is new is written first.
    """
    first, *rest = wanted
    make_folder(folder)
    before = load_trust(folder).authorities if has_trust(folder) else ()
    keep = {_other_name(one): one for one in rest}
    for name, one in keep.items():
        write_durably(folder / name, certificate_pem(one))
    if not before or before[0] != first:
        write_durably(folder / "ca.crt", certificate_pem(first))
    for path in folder.glob("ca-*.crt"):
        if path.name not in keep:
            path.unlink()


def keep_recipients(folder: Path, recipients: Mapping[str, str]) -> None:
    """Encrypt to these from now on."""
    text = json.dumps(dict(recipients), indent=1, sort_keys=True)
    write_durably(make_folder(folder) / "recipients.json", text.encode())


def _other_name(authority: x509.Certificate) -> str:
    return f"ca-{read_certificate(authority).key_id[:16]}.crt"


def keep_revocation_list(folder: Path, accepted: RevocationList) -> None:
    """Keep a list that was accepted under a trusted authority; none is ever removed."""
    plain = make_folder(folder) / f"crl-{accepted.number:06d}.crl"
    key = (accepted.authority_key or b"").hex()[:16]
    named = folder / f"crl-{key}-{accepted.number:06d}.crl"
    if named.is_file():
        return
    if not plain.is_file():
        write_durably(plain, accepted.pem)
    elif (
        read_limited(plain, LIST_LIMIT_BYTES) != accepted.pem
    ):  # of another authority, or made anew
        write_durably(named, accepted.pem)
