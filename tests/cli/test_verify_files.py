"""`verify`: exit code and JSON for one file, many, folders, pipes and encrypted bundles."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from hrdesk.bundles.encryption import encrypt_file
from hrdesk.trust.recipient import write_escrow
from tests.corpus.write import BUNDLES
from tests.support.bundles import NOW as ANY_TIME
from tests.support.office import Told, init, tell

ABOUT = json.loads((BUNDLES / "expected.json").read_text(encoding="utf-8"))
CODES = {"valid": 0, "remarks": 10, "refused": 20}
PLAIN = BUNDLES / "valid" / "plain.asice"
STALE = BUNDLES / "remarks" / "list-past-its-next-update.asice"
BAD = BUNDLES / "refused" / "content-changed.asice"
# What only a reader refuses that knows for whom it reads; `verify` is nobody's desk.
ELSEWHERE = {"facts-other-province", "signer-other-unit", "list-40-days-past"}


def verify(*arguments: object) -> Told:
    return tell("verify", "--trust", BUNDLES / "ca.crt", *arguments, now=ABOUT["read_at"])


def test_verify__whole_corpus__code_and_json_agree() -> None:
    for kind in CODES:
        told = verify(BUNDLES / kind, "--json")
        assert told.code == max(CODES[one["verdict"]] for one in told.json)
        names = {one["file"].removesuffix(".asice") for one in told.json}
        assert len(told.json) == len(names) == len(list((BUNDLES / kind).glob("*.asice")))
        at_a_desk = {"list-40-days-past", "certificate-ended-30-days-before"}
        for one in told.json:
            name = one["file"].removesuffix(".asice")
            if name in at_a_desk | ELSEWHERE:
                continue
            assert one["verdict"] == kind, name
            allowed = set(ABOUT["findings_any_of"][f"{kind}/{name}.asice"])
            assert {found["id"] for found in one["findings"]} <= allowed
        assert told.err == ""


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        ((PLAIN,), 0),
        ((PLAIN, STALE), 10),
        ((STALE, BAD, PLAIN), 20),
        ((PLAIN, PLAIN), 0),
        ((PLAIN, BUNDLES / "nowhere.asice"), 20),
        ((PLAIN, BUNDLES / "nowhere.pdf"), 20),
        ((BUNDLES / "ca.crt",), 20),
    ],
)
def test_verify__several__the_worst_counts_and_all_are_told(
    paths: tuple[Path, ...], code: int
) -> None:
    told = verify(*paths, "--json")
    assert told.code == code
    assert [one["file"] for one in told.json] == [path.name for path in paths]
    assert verify(*paths).code == code


def test_verify__folder__every_bundle_below_by_its_way(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    shutil.copy(PLAIN, tmp_path / "a" / "b" / "ONE.ASICE")
    shutil.copy(PLAIN, tmp_path / "one.asice")
    (tmp_path / "autorun.inf").write_text("[autorun]", encoding="utf-8")
    told = verify(tmp_path, "--json")
    assert (told.code, [one["file"] for one in told.json]) == (0, ["a/b/ONE.ASICE", "one.asice"])


def test_verify__folder_without_bundles__said_so(tmp_path: Path) -> None:
    told = verify(tmp_path)
    assert told.code != 0
    assert str(tmp_path) in told.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_verify__a_pipe__refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.asice")
    assert verify(tmp_path / "pipe.asice").code == 20


def test_verify__encrypted__opened_with_the_key_of_the_safe_alone(tmp_path: Path) -> None:
    safe, sealed = tmp_path / "safe.txt", tmp_path / "a.asice.age"
    key = write_escrow(safe, now=ANY_TIME)
    encrypt_file(PLAIN, sealed, [key])
    locked = verify(sealed, "--json")
    assert (locked.code, locked.json[0]["findings"][0]["id"]) == (20, "BUN_401")
    opened = verify(sealed, "--key", safe, "--json")
    assert (opened.code, opened.json[0]["findings"]) == (0, [])
    other = tmp_path / "other.txt"
    write_escrow(other, now=ANY_TIME)
    assert verify(sealed, "--key", other, "--json").json[0]["findings"][0]["id"] == "BUN_402"
    damaged = tmp_path / "b.asice.age"
    damaged.write_bytes(sealed.read_bytes()[:-40])
    assert verify(damaged, "--key", safe, "--json").json[0]["findings"][0]["id"] == "BUN_403"
    assert verify(sealed, "--key", PLAIN).code == 12
    assert {one.name for one in tmp_path.iterdir() if one.is_file()} == {
        "a.asice.age", "b.asice.age", "other.txt", "safe.txt"
    }  # fmt: skip


def test_verify__encrypted_at_the_province__opened_with_the_keys_of_the_workspace(
    tmp_path: Path,
) -> None:
    data = init(tmp_path / "province", province=True)
    words = tmp_path / "passphrase.txt"
    made = tell("--data", data, "recipient", "make", "--passphrase-file", words)
    assert made.code == 0, made.err
    sealed = tmp_path / "a.asice.age"
    encrypt_file(PLAIN, sealed, [made.out.strip()])
    told = tell(
        "--data", data, "verify", sealed, "--trust", BUNDLES / "ca.crt",
        "--passphrase-file", words, "--json", now=ABOUT["read_at"],
    )  # fmt: skip
    # It was signed for nobody's key and encrypted to ours: somebody sent it on.
    assert told.json[0]["findings"][0]["id"] == "BUN_311"
    assert not list(data.glob(".verify-*"))
