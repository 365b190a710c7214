"""The second reader, written from the page alone, over everything that the program sends."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Callable
from pathlib import Path

import pytest

from hrdesk.bundles.encryption import encrypt_file
from hrdesk.bundles.facts import BundleType
from hrdesk.trust.certificates import certificate_pem
from hrdesk.trust.recipient import write_escrow
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Verdict
from tests import independent_reader
from tests.corpus.hand import CA as OTHER
from tests.independent_reader import Refused, read
from tests.support import kinds
from tests.support.bundles import NOW, small_bundle, world
from tests.support.hostile_zip import build, taken_apart

TRUST = world().trust
CA = world().authority.certificate_pem


MAKERS: dict[str, Callable[[Path], list[Path]]] = {
    "submission": lambda path: [small_bundle(path)],
    "zero": lambda path: [small_bundle(path, records=(), zero=True)],
    "second-signature": lambda path: [kinds.countersigned(path)],
    "people": lambda path: [
        kinds.with_people(path, write_escrow(path.parent / "escrow.txt", now=NOW))
    ],
    "parts": lambda path: kinds.parts(path.parent),
    "asking": lambda path: [kinds.asking(path)],
    "enrolment": lambda path: [kinds.enrolment(path)],
    "renewal": lambda path: [kinds.renewal(path)],
    "kit": lambda path: [kinds.kit(path)],
    "root-change": lambda path: [kinds.root_change(path)],
    "receipt": lambda path: [kinds.receipt(path)],
}
PAGE = Path(__file__).parents[3] / "docs" / "bundle-format.md"
READER = Path(independent_reader.__file__)


def made(kind: str, folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return MAKERS[kind](folder / f"{kind}.asice")


def lines_of_code(source: str) -> set[int]:
    """The lines that a statement stands in; comments, blanks and the file's own words do not count."""
    words = ast.parse(source).body[0]
    blank = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    lines: set[int] = set()
    for one in tokenize.generate_tokens(io.StringIO(source).readline):
        if one.type not in blank and one.string:
            lines.update(range(one.start[0], one.end[0] + 1))
    return lines - set(range(words.lineno, (words.end_lineno or 0) + 1))


def test_second_reader__its_own_source__a_hundred_lines_and_none_of_ours() -> None:
    source = READER.read_text(encoding="utf-8")
    assert len(lines_of_code(source)) <= 100
    assert max(len(line) for line in source.splitlines()) <= 150
    assert ";" not in {one.string for one in tokenize.generate_tokens(io.StringIO(source).readline)}
    brought = set()
    for one in ast.walk(ast.parse(source)):
        if isinstance(one, ast.Import):
            brought |= {each.name.partition(".")[0] for each in one.names}
        if isinstance(one, ast.ImportFrom):
            brought.add((one.module or "tests").partition(".")[0])
    assert "zipfile" in brought
    assert not brought & {"hrdesk", "tests"}


def test_second_reader__kinds_it_is_run_over__are_all_that_the_page_knows(tmp_path: Path) -> None:
    row = next(one for one in PAGE.read_text(encoding="utf-8").splitlines() if "| `type` |" in one)
    named = set(re.findall(r"`(\w+)`", row)) - {"type"}
    assert named == {str(one) for one in BundleType}
    paths = [path for kind in MAKERS for path in made(kind, tmp_path / kind)]
    assert {read(path.read_bytes(), CA, NOW)[0]["type"] for path in paths} == named


@pytest.mark.parametrize("kind", list(MAKERS))
def test_second_reader__what_the_program_sends__believed_by_both(kind: str, tmp_path: Path) -> None:
    for path in made(kind, tmp_path):
        seen = verify_bundle(path, TRUST, NOW, expected=Expected("91"))
        assert seen.outcome.verdict is Verdict.VALID, seen.outcome
        facts, entries = read(path.read_bytes(), CA, NOW)
        assert seen.facts is not None
        assert facts["type"] == str(seen.facts.bundle_type)
        assert facts["id"] == seen.facts.uuid
        assert list(entries)[1] == "bundle.json"


def test_second_reader__encrypted__the_age_tool_opens_it(tmp_path: Path) -> None:
    key = write_escrow(tmp_path / "escrow.txt", now=NOW)
    path = small_bundle(tmp_path / "a.asice", recipient_key=key)
    encrypt_file(path, tmp_path / "a.asice.age", [key])
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "escrow.txt", tmp_path / "a.asice.age"],
        capture_output=True,
        check=True,
    ).stdout
    facts, _ = read(opened, CA, NOW)
    assert facts["to"] == {"province": "91", "key": key}
    assert opened == path.read_bytes()


@pytest.mark.long
@pytest.mark.parametrize(
    "kind",
    ["submission", "second-signature", "enrolment", "renewal", "kit", "root-change", "receipt"],
)
def test_second_reader__any_entry_changed_or_missing__refused_by_both(
    kind: str, tmp_path: Path
) -> None:
    (path,) = made(kind, tmp_path)
    entries = taken_apart(path)
    for at, entry in enumerate(entries):
        flipped = bytes([entry.content[0] ^ 1]) + entry.content[1:]
        changed = [*entries[:at], type(entry)(entry.name, flipped), *entries[at + 1 :]]
        for mutated in (changed, [*entries[:at], *entries[at + 1 :]]):
            other = tmp_path / "changed.asice"
            other.write_bytes(build(mutated))
            outcome = verify_bundle(other, TRUST, NOW, expected=Expected("91"))
            assert outcome.outcome.verdict is Verdict.REFUSED
            with pytest.raises(Refused):
                read(other.read_bytes(), CA, NOW)


def test_second_reader__of_a_desk_not_enrolled__refused_by_both(tmp_path: Path) -> None:
    path = kinds.before_enrolment(tmp_path / "a.asice")
    assert verify_bundle(path, TRUST, NOW).outcome.verdict is Verdict.REFUSED
    with pytest.raises(Refused):
        read(path.read_bytes(), CA, NOW)


def test_second_reader__of_another_authority__refused(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice")
    with pytest.raises(Refused):
        read(path.read_bytes(), certificate_pem(OTHER), NOW)
