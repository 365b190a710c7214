"""A corpus of bundles, made by another writer: each lands in its class for the reason it was made for."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from hrdesk.trust.material import trust_from_certificate
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Outcome, Severity
from tests.corpus import write as corpus
from tests.independent_reader import Refused, read

ABOUT = json.loads((corpus.BUNDLES / "expected.json").read_text(encoding="utf-8"))
READ_AT = datetime.fromisoformat(ABOUT["read_at"])
CASES = [
    pytest.param(name, frozenset(findings), id=name.removesuffix(".asice"))
    for name, findings in ABOUT["findings_any_of"].items()
]
WATCHED: list[str] = []
_watching = False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching:
        return
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "urllib.")):
        WATCHED.append(event)
    if event == "open" and _writes(arguments):
        WATCHED.append(f"open {arguments[0]}")
    if event in {"os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "shutil.move"}:
        WATCHED.append(f"{event} {arguments}")


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What the process writes, starts and connects to, meanwhile."""
    global _watching  # noqa: PLW0603 - an audit hook cannot be taken away, only told to be quiet
    WATCHED.clear()
    _watching = True
    try:
        yield WATCHED
    finally:
        _watching = False


def outcome_of(path: Path, staging: Path | None = None) -> Outcome:
    trust = trust_from_certificate(corpus.BUNDLES / "ca.crt")
    expected = Expected(ABOUT["province"], at_province=True)
    return verify_bundle(path, trust, READ_AT, expected=expected, staging=staging).outcome


@pytest.mark.long
def test_corpus__written_anew__same_files(tmp_path: Path) -> None:
    assert corpus.write(tmp_path) == len(CASES) > 240
    committed = {one.relative_to(corpus.BUNDLES) for one in corpus.BUNDLES.rglob("*.asice")}
    assert committed == {one.relative_to(tmp_path) for one in tmp_path.rglob("*.asice")}
    for name in ("expected.json", "ca.crt"):
        assert (tmp_path / name).read_bytes() == (corpus.BUNDLES / name).read_bytes()
    stored = "valid/all-entries-stored.asice"  # deflate may differ from one library to another
    assert (tmp_path / stored).read_bytes() == (corpus.BUNDLES / stored).read_bytes()


def test_watching__a_file_is_written_or_a_socket_opened__seen(tmp_path: Path) -> None:
    with watched() as seen:
        (tmp_path / "outside.txt").write_text("x", encoding="utf-8")
        socket.socket().close()
    assert [one for one in seen if "outside.txt" in one]
    assert [one for one in seen if one.startswith("socket.")]


@pytest.mark.parametrize(("name", "findings"), CASES)
def test_corpus__one_file__its_class_and_reason(
    name: str, findings: frozenset[str], tmp_path: Path
) -> None:
    quarantine = tmp_path / "deep" / "in" / "quarantine"
    quarantine.mkdir(parents=True)
    canary = tmp_path / "outside.csv"
    canary.write_text("untouched", encoding="utf-8")
    outcome_of(corpus.BUNDLES / "valid/plain.asice")  # what is loaded once is loaded now
    with watched() as seen:
        outcome = outcome_of(corpus.BUNDLES / name, quarantine)
        done = list(seen)
    found = {one.finding_id for one in outcome.findings}
    assert str(outcome.verdict) == name.partition("/")[0], found
    assert found <= findings
    assert bool(found) == bool(findings)
    assert all(one.sentence for one in outcome.findings)
    assert all(one.remedy for one in outcome.findings if one.severity is Severity.FAULT)
    assert [one for one in done if str(quarantine) not in one] == []
    assert canary.read_text(encoding="utf-8") == "untouched"
    written = {one for one in tmp_path.rglob("*") if one.is_file()} - {canary}
    assert all(one.is_relative_to(quarantine) for one in written)


@pytest.mark.parametrize(("name", "findings"), CASES)
def test_corpus__independent_reader__agrees(name: str, findings: frozenset[str]) -> None:
    """It looks at container, signatures and sender; fields of bundle.json, tables, requests it leaves."""
    content, ca = (corpus.BUNDLES / name).read_bytes(), (corpus.BUNDLES / "ca.crt").read_bytes()
    beyond = {"BUN_302", "BUN_306", "BUN_308", "BUN_309"}
    try:
        facts, entries = read(content, ca, READ_AT)
    except Refused:
        assert name.startswith("refused/")
        assert not all(one.startswith("PKG_") for one in findings)
        return
    assert facts["format"] == "hrdesk-bundle"
    assert "mimetype" in entries
    if name.startswith("refused/") and not name.startswith("refused/renewal-"):
        assert all(one.startswith("PKG_") or one in beyond for one in findings) or findings & beyond
