"""The desk's key: another passphrase, a token, a lost key; what is never tried or lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hrdesk import files
from hrdesk.errors import (
    IdentityLockedError,
    PassphraseTooShortError,
    TokenHangsError,
    TokenPinKnownWrongError,
    TokenPinWrongError,
)
from hrdesk.indicators.period import parse_period
from hrdesk.services import reporting, signing
from hrdesk.services.signed_papers import Signing, check_own_paper, sign_paper
from hrdesk.services.workspace import Workspace, open_workspace
from hrdesk.verification.outcome import Verdict
from tests.support.office import NOW as TOLD_NOW
from tests.support.office import WORDS, activities_file, offices, tell
from tests.support.tokens import PIN, Tokens, misbehaving, softhsm_in

NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]
NEW_WORDS = "bốn chữ khác hẳn trước"


@pytest.fixture
def office(tmp_path: Path):
    province, unit = offices(tmp_path)
    return province, unit


@pytest.fixture
def desk(office):
    with open_workspace(office[1], now=NOW) as ws:
        yield ws


@pytest.fixture
def tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    return softhsm_in(tmp_path / "softhsm", monkeypatch)


def opens(ws: Workspace, words: str) -> bool:
    try:
        signing.open_signer(ws, words).close()
    except IdentityLockedError:
        return False
    return True


def written(path: Path, text: str) -> Path:
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


# --- passphrase


def test_passphrase__changed__only_the_new_one_opens_in_either_normal_form(desk: Workspace) -> None:
    before = signing.signing_key(desk)
    nfd = unicodedata.normalize("NFD", NEW_WORDS)
    assert nfd != NEW_WORDS
    assert signing.change_passphrase(desk, unicodedata.normalize("NFD", WORDS), nfd) == (
        "identity",
    )
    assert not opens(desk, WORDS)
    assert opens(desk, NEW_WORDS)
    assert opens(desk, nfd)
    assert signing.signing_key(desk) == before


def test_passphrase__wrong_old_or_short_new__nothing_changes(desk: Workspace) -> None:
    sealed = desk.paths.identity / "key.sealed"
    before = sealed.read_bytes()
    with pytest.raises(IdentityLockedError):
        signing.change_passphrase(desk, "không phải mật khẩu này", NEW_WORDS)
    with pytest.raises(PassphraseTooShortError):
        signing.change_passphrase(desk, WORDS, "ngắn quá")
    assert sealed.read_bytes() == before


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace", "sync_folder"])
def test_passphrase__fault_at_any_step__old_or_new_opens(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt  # what no handler for known faults catches

    with monkeypatch.context() as patch:
        where = {"fsync": os, "chmod": Path, "replace": Path, "sync_folder": files}[step]
        patch.setattr(where, step, broken)
        with pytest.raises(KeyboardInterrupt):
            signing.change_passphrase(desk, WORDS, NEW_WORDS)
    assert opens(desk, WORDS) != opens(desk, NEW_WORDS)
    assert [path.name for path in desk.paths.identity.glob("*.part")] == []


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_passphrase__killed_in_the_middle__old_or_new_opens(
    desk: Workspace, tmp_path: Path
) -> None:
    old, new = written(tmp_path / "old", WORDS), written(tmp_path / "new", NEW_WORDS)
    arguments = ["--now", TOLD_NOW, "--data", desk.paths.folder, "passphrase", "change"]
    for delay in (0.6, 0.9, 1.2, 1.5):
        process = subprocess.Popen(
            [sys.executable, "-m", "hrdesk", *arguments, "--old-file", old, "--new-file", new],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(timeout=delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert opens(desk, WORDS) != opens(desk, NEW_WORDS)
        if opens(desk, NEW_WORDS):
            old, new = new, old
            break


def test_passphrase__changed_at_the_province__authority_too(office, tmp_path: Path) -> None:
    province, _ = office
    old, new = written(tmp_path / "old", WORDS), written(tmp_path / "new", NEW_WORDS)
    told = tell(
        "--data", province, "passphrase", "change", "--old-file", old, "--new-file", new, "--json"
    )
    assert told.json == {"resealed": ["authority", "identity"]}
    again = tell("--data", province, "passphrase", "change", "--old-file", old, "--new-file", new)
    assert again.code == 11
    assert NEW_WORDS not in again.err + again.out


# --- a lost key


def test_lost_key__new_one__records_drafts_and_numbers_stay(office, tmp_path: Path) -> None:
    province, unit = office
    table = activities_file(tmp_path)
    words = written(tmp_path / "new", NEW_WORDS)
    assert tell("--data", unit, "records", "import", "activity", table).code == 0
    sent = tell("--data", unit, "submit", "2026-11", "--out", tmp_path / "stick", "--json").json
    (unit / "identity" / "key.sealed").unlink()
    told = tell("--data", unit, "identity", "show", "--json")
    assert told.json["kind"] == "damaged"
    refused = tell("--data", unit, "identity", "renew", "--passphrase-file", words)
    assert refused.code == 2
    renewed = tell(
        "--data", unit, "identity", "renew", "--lost", "--passphrase-file", words,
        "--out", tmp_path / "request", "--json",
    )  # fmt: skip
    assert renewed.code == 0, renewed.err
    assert renewed.json["holder"] == ""
    (request,) = (tmp_path / "request").glob("enrol_*.json")
    reply = tmp_path / "reply.asice"
    enrolled = tell("--data", province, "enrol", request, "--out", reply)
    assert enrolled.code == 0, enrolled.err
    assert tell("--data", unit, "trust", reply).code == 0
    again = tell(
        "--data", unit, "submit", "2026-11", "--out", tmp_path / "stick",
        "--passphrase-file", words, "--json",
    ).json  # fmt: skip
    assert again["sequence"] == sent["sequence"] + 1
    assert again["records"] == sent["records"]
    taken = tell("--data", province, "receive", tmp_path / "stick", "--json")
    assert taken.code in {0, 10}, taken.err


# --- tokens


def make_token_key(unit: Path, tokens: Tokens, tmp_path: Path):
    tokens.add()
    pin_file = written(tmp_path / "pin", PIN)
    return pin_file, tell(
        "--data", unit, "identity", "use-token", "--library", tokens.library, "--make-key",
        "--pin-file", pin_file, "--out", tmp_path / "request", "--json",
    )  # fmt: skip


def test_token__whole_road__request_enrolment_submission_receipt(
    office, tokens: Tokens, tmp_path: Path
) -> None:
    province, unit = office
    pin_file, told = make_token_key(unit, tokens, tmp_path)
    assert told.code == 0, told.err
    assert told.json["kind"] == "token"
    listed = tell("identity", "tokens", "--library", tokens.library, "--json").json
    assert listed[0]["keys"][0]["fingerprint"] == told.json["fingerprint"]
    (request,) = (tmp_path / "request").glob("enrol_*.json")
    reply = tmp_path / "reply.asice"
    assert tell("--data", province, "enrol", request, "--out", reply).code == 0
    assert tell("--data", unit, "trust", reply).code == 0
    assert (
        tell("--data", unit, "records", "import", "activity", activities_file(tmp_path)).code == 0
    )
    sent = tell(
        "--data", unit, "submit", "2026-11", "--out", tmp_path / "stick", "--pin-file", pin_file,
        "--json",
    )  # fmt: skip
    assert sent.code == 0, sent.err
    taken = tell("--data", province, "receive", tmp_path / "stick", "--json")
    assert taken.code == 0, taken.out
    (bundle,) = (tmp_path / "stick").glob("*.asice")
    by_openssl = subprocess.run(
        ["sh", ROOT / "docs" / "verify-without-hrdesk.sh", bundle, province / "trust" / "ca.crt"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert by_openssl.returncode == 0, by_openssl.stderr
    assert "CAdES Verification successful" in by_openssl.stderr
    with open_workspace(unit, now=NOW) as ws:
        paper, signed = tmp_path / "report.pdf", tmp_path / "signed.pdf"
        reporting.write_report(ws, parse_period("2026-11"), paper, now=NOW)
        sign_paper(ws, paper, signed, Signing("unit"), PIN, now=NOW)
        assert check_own_paper(ws, signed, now=NOW).outcome.verdict is Verdict.VALID
    said = subprocess.run(["pdfsig", signed], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    back = tell("--data", unit, "identity", "use-software", "--json").json
    assert back["kind"] == "software"
    assert back["holder"]


def test_token__wrong_pin_in_a_file__not_tried_again_until_the_file_changes(
    office, tokens: Tokens, tmp_path: Path
) -> None:
    _, unit = office
    make_token_key(unit, tokens, tmp_path)
    wrong = written(tmp_path / "wrong", "sai rồi")
    with open_workspace(unit, now=NOW) as ws:
        with pytest.raises(TokenPinWrongError), signing.pin_tried_once(ws, wrong):
            signing.open_signer(ws, "sai rồi")
        assert signing.signing_key(ws).warning
        with pytest.raises(TokenPinKnownWrongError), signing.pin_tried_once(ws, wrong):
            raise AssertionError("the file was used a second time")
        written(wrong, PIN)
        os.utime(wrong, ns=(1, time.time_ns()))
        with signing.pin_tried_once(ws, wrong):
            signing.open_signer(ws, PIN).close()
        assert signing.signing_key(ws).warning == ""


def test_token__hanging_library__submit_ends_with_a_sentence(
    desk: Workspace, tmp_path: Path
) -> None:
    library = misbehaving(tmp_path, "for (;;) sleep(1)")
    with pytest.raises(TokenHangsError):
        signing.tokens(library, seconds=2)
    with pytest.raises(TokenHangsError):
        signing.use_token(desk, signing.TokenChoice(library), PIN, now=NOW, seconds=2)
    assert signing.signing_key(desk).kind == "software"
