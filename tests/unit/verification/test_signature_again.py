"""Our reading of a signature against pyHanko's: what we believe, it finds intact and valid."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from asn1crypto.cms import ContentInfo
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from hrdesk.bundles.container import Reader
from hrdesk.verification.judgements import JudgedError
from hrdesk.verification.signature import check_signature
from tests.corpus.hand import HEAD, Seal, issued, rsa_key, signature
from tests.support.bundles import small_bundle

ODD = (0x00, 0x01, 0x02, 0x05, 0x30, 0x31, 0x80, 0xA0, 0xA1, 0xFF)


def made_by_pyhanko(folder: Path) -> tuple[bytes, bytes]:
    with Reader(small_bundle(folder / "a.asice")) as reader:
        manifest = reader.read(reader.entries[-2], 1 << 20)
        return manifest, reader.read(reader.entries[-1], 1 << 16)


def pyhanko_agrees(manifest: bytes, signed: bytes) -> bool:
    data = ContentInfo.load(signed, strict=True)["content"]
    certificate = data["certificates"][0].chosen
    digest = hashlib.sha256(manifest).digest()
    return validate_sig_integrity(data["signer_infos"][0], certificate, "data", digest) == (
        True,
        True,
    )


def believed(manifest: bytes, signed: bytes) -> bool:
    try:
        check_signature(manifest, signed)
    except JudgedError:
        return False
    return True


def samples(folder: Path) -> dict[str, tuple[bytes, bytes]]:
    manifest = b"a manifest"
    return {
        "pyhanko": made_by_pyhanko(folder),
        "hand": (manifest, signature(manifest, HEAD, Seal())),
        "rsa": (manifest, signature(manifest, issued(rsa_key(2048)), Seal())),
    }


@pytest.mark.long
@pytest.mark.parametrize("kind", ["pyhanko", "hand", "rsa"])
def test_signature__changed_anywhere__never_believed_where_pyhanko_does_not(
    kind: str, tmp_path: Path
) -> None:
    manifest, whole = samples(tmp_path)[kind]
    assert believed(manifest, whole)
    assert pyhanko_agrees(manifest, whole)
    assert not believed(manifest + b" ", whole)
    chance = random.Random(20261128)
    for at in range(len(whole)):
        for value in chance.sample(ODD, 3):
            changed = bytearray(whole)
            changed[at] = value
            if bytes(changed) != whole and believed(manifest, bytes(changed)):
                assert pyhanko_agrees(manifest, bytes(changed)), (at, value)


def test_signature__pieces_of_two__never_believed(tmp_path: Path) -> None:
    manifest, one = made_by_pyhanko(tmp_path)
    other = signature(manifest, HEAD, Seal())
    chance = random.Random(5)
    for _ in range(1500):
        cut, begin = chance.randrange(len(one)), chance.randrange(len(other))
        for mixed in (one[:cut] + other[begin:], one[:cut] + one[min(cut + 3, len(one)) :]):
            assert mixed in {one, other} or not believed(manifest, mixed)
