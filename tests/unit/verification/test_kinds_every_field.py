"""Kits and receipts field by field, signed as they stand: read as they must be, or refused; never a crash."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path

import pytest

from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Verdict
from tests.corpus.hand import HostileEntry, Seal, Signer, manifest_of, signature
from tests.support import kinds
from tests.support.bundles import NOW, world
from tests.support.hostile_zip import build, taken_apart
from tests.unit.bundles.test_facts_every_field import ODD, holder, places

MAKERS = {"receipt": kinds.receipt, "kit": kinds.kit, "enrolment": kinds.enrolment}


def payload_of(kind: str, folder: Path) -> dict[str, bytes]:
    """The signed entries of a small bundle of that kind."""
    entries = taken_apart(MAKERS[kind](folder / f"{kind}.asice"))
    return {one.name: one.content for one in entries[1:] if not one.name.startswith("META-INF")}


def outcome(payload: dict[str, bytes], folder: Path) -> Verdict:
    """The verdict on these entries, counted and signed as they are."""
    facts = json.loads(payload["bundle.json"])
    if isinstance(facts.get("counts"), dict) and "bytes" in facts["counts"]:
        rest = (len(one) for name, one in payload.items() if name != "bundle.json")
        facts["counts"]["bytes"] = sum(rest)
        payload = payload | {"bundle.json": json.dumps(facts).encode("utf-8", "surrogatepass")}
    listed = manifest_of(payload)
    own = world().province
    assert own.certificate is not None
    signer = Signer(own.private_key, own.certificate)  # type: ignore[arg-type]
    entries = [HostileEntry("mimetype", b"application/vnd.etsi.asic-e+zip")]
    entries += [HostileEntry(name, content) for name, content in payload.items()]
    entries += [
        HostileEntry("META-INF/ASiCManifest001.xml", listed),
        HostileEntry("META-INF/signature001.p7s", signature(listed, signer, Seal(at=NOW))),
    ]
    path = folder / "changed.asice"
    path.write_bytes(build(entries))
    return verify_bundle(path, world().trust, NOW, expected=Expected("91")).outcome.verdict


def written(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "name"),
    [("receipt", "receipt.json"), ("receipt", "bundle.json"), ("kit", "kit.json"), ("enrolment", "bundle.json")],
)  # fmt: skip
def test_kind__a_field_is_odd_missing_or_one_more__judged_and_no_crash(
    kind: str, name: str, tmp_path: Path
) -> None:
    payload = payload_of(kind, tmp_path)
    whole = json.loads(payload[name])
    assert outcome(payload, tmp_path) is Verdict.VALID
    chance = random.Random(20261128)
    for way in places(whole):
        for odd in chance.sample(ODD, 5):
            changed = copy.deepcopy(whole)
            holder(changed, way)[way[-1]] = odd
            outcome(payload | {name: written(changed)}, tmp_path)
        gone = copy.deepcopy(whole)
        del holder(gone, way)[way[-1]]
        judged = outcome(payload | {name: written(gone)}, tmp_path)
        may_go = way[0] == "to" or isinstance(way[-1], int) or way[0] in {"reasons", "left_out"}
        assert judged is Verdict.REFUSED or may_go, way


@pytest.mark.parametrize(
    ("kind", "name", "way", "value"),
    [
        ("receipt", "receipt.json", ("missing", 0), True),
        ("receipt", "receipt.json", ("missing", 0), 2**53),
        ("receipt", "receipt.json", ("remarks", 0, "made_at"), "2026-11-23T11:00:00"),
        ("receipt", "receipt.json", ("remarks", 0, "made_at"), "0001-01-01T00:00:00+14:00"),
        ("receipt", "receipt.json", ("remarks", 0, "row"), 2**53),
        ("receipt", "receipt.json", ("remarks", 0, "revision"), -1),
        ("receipt", "bundle.json", ("ack", 0, "seq"), 2**53),
        ("kit", "kit.json", ("policy", "due_days"), 2**53),
        ("kit", "kit.json", ("policy", "mail_limit_bytes"), 2**53),
        ("kit", "kit.json", ("stale_after_days",), 2**53),
        ("kit", "kit.json", ("issued",), "0001-01-01T00:00:00+14:00"),
        ("kit", "kit.json", ("not_before",), "9999-12-31T23:59:59-14:00"),
        ("kit", "kit.json", ("complete",), False),
    ],
)
def test_kind__a_value_that_nothing_could_be_done_with__refused(
    kind: str, name: str, way: tuple[str | int, ...], value: object, tmp_path: Path
) -> None:
    payload = payload_of(kind, tmp_path)
    changed = json.loads(payload[name])
    holder(changed, way)[way[-1]] = value
    assert outcome(payload | {name: written(changed)}, tmp_path) is Verdict.REFUSED


@pytest.mark.parametrize("kind", list(MAKERS))
def test_kind__counts_that_are_not_so__refused(kind: str, tmp_path: Path) -> None:
    payload = payload_of(kind, tmp_path)
    for counts in ({"tables": {"a": 1}}, {"attachments": 1}):
        facts = json.loads(payload["bundle.json"])
        facts["counts"] |= counts
        assert outcome(payload | {"bundle.json": written(facts)}, tmp_path) is Verdict.REFUSED
