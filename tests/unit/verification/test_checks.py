"""verify_bundle from end to end: what is believed, what is refused, and why."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hrdesk.bundles.assembly import Part, write_container
from hrdesk.bundles.submission import write_submission
from hrdesk.i18n import tr_in
from hrdesk.records.record import RecordStatus
from hrdesk.trust.material import TrustMaterial
from hrdesk.trust.revocation import revocation_list_from_pem
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Outcome, Verdict
from hrdesk.verification.verified import VerifiedBundle
from tests.support.bundles import (
    NOW,
    PNG,
    attachment,
    form_source,
    new_world,
    small_bundle,
    submission,
    training_form,
    training_record,
    world,
)
from tests.support.hostile_zip import taken_apart

ROOT = Path(__file__).resolve().parents[3]
EXPECTED = Expected("91", form_source, at_province=True)


def verified(path: Path, **changes: object) -> VerifiedBundle:
    return verify_bundle(path, world().trust, NOW, expected=replace(EXPECTED, **changes))  # type: ignore[arg-type]


def ids(outcome: Outcome) -> list[str]:
    return [finding.finding_id for finding in outcome.findings]


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The bundle with other entries, properly signed by the same clerk."""
    entries = {entry.name: entry.content for entry in taken_apart(path)[1:-2]}
    change(entries)
    parts = [Part(name, content) for name, content in entries.items()]
    write_container(path, parts, world().unit, now=NOW)
    return path


def edited(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(entries: dict[str, bytes]) -> None:
        assert old in entries[name]
        entries[name] = entries[name].replace(old, new, 1)

    return change


def table_changed(old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    """One table changed, with all lengths and digests in the descriptors made to fit again."""

    def change(entries: dict[str, bytes]) -> None:
        edited("data/training.csv", old, new)(entries)
        refit(entries)

    return change


def refit(entries: dict[str, bytes]) -> None:
    import hashlib

    package = json.loads(entries["datapackage.json"])
    for resource in package["resources"]:
        content = entries[resource["path"]]
        resource |= {
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
    entries["datapackage.json"] = json.dumps(package, ensure_ascii=False).encode()
    facts = json.loads(entries["bundle.json"])
    facts["counts"]["bytes"] = sum(map(len, entries.values())) - len(entries["bundle.json"])
    entries["bundle.json"] = json.dumps(facts).encode()


def test_submission__current_list_inside__valid_without_remarks(tmp_path: Path) -> None:
    record = training_record(1)
    report = tmp_path / "r.pdf"
    report.write_bytes(b"%PDF-1.7\n")
    staging = tmp_path / "staging"
    staging.mkdir()
    path = small_bundle(
        tmp_path / "a.asice",
        attachments=(attachment(tmp_path, record),),
        reports={"report_2026-10": report},
    )
    bundle = verify_bundle(path, world().trust, NOW, expected=EXPECTED, staging=staging)
    assert bundle.outcome.verdict is Verdict.VALID
    assert bundle.outcome.findings == ()
    assert bundle.outcome.facts["unit_code"] == "30307"
    assert bundle.attachments[0].staged is not None
    assert bundle.attachments[0].staged.read_bytes() == PNG
    assert bundle.reports["report_2026-10"].read_bytes() == b"%PDF-1.7\n"  # type: ignore[union-attr]
    assert bundle.figures[0].numerator == 3


def test_submission__records__come_back_without_what_is_personal(tmp_path: Path) -> None:
    bundle = verified(small_bundle(tmp_path / "a.asice"))
    sent, got = training_record(1), bundle.records[0]
    answers = {key: value for key, value in sent.answers.items() if key != "contact"}
    assert dict(got.answers) == answers
    assert [row.answers for row in got.repeats["people"]] == [{"sex": "m"}, {"sex": "f"}]
    assert got.repeats["people"][0].repeats == sent.repeats["people"][0].repeats
    assert "phones" not in got.repeats
    assert got.author == ""
    assert replace(got, answers={}, repeats={}, author="", status=sent.status) == replace(
        sent, answers={}, repeats={}, author=""
    )
    raw = b"".join(entry.content for entry in taken_apart(tmp_path / "a.asice")[:-1])
    for secret in ("0900 000", "Lê Văn Giả", "Nguyễn Thị Mẫu"):
        assert secret.encode() not in raw


def test_submission__incomplete_deleted_or_replaced_records__stay_at_home(tmp_path: Path) -> None:
    records = (
        training_record(1),
        training_record(2, status=RecordStatus.INCOMPLETE),
        training_record(3, deleted_at=NOW),
        training_record(4, superseded_by="x"),
        training_record(5, status=RecordStatus.SUBMITTED),
    )
    bundle = verified(small_bundle(tmp_path / "a.asice", records=records))
    assert [one.record_id[-1] for one in bundle.records] == ["1", "5"]


def test_submission__attachment_of_personal_answer__stays_at_home(tmp_path: Path) -> None:
    one = attachment(tmp_path, training_record(1))
    bundle = verified(
        small_bundle(tmp_path / "a.asice", attachments=(one, replace(one, key="contact")))
    )
    assert [attached.key for attached in bundle.attachments] == ["photo"]


def test_submission__picture_that_is_none__travels_as_bin(tmp_path: Path) -> None:
    record = training_record(1)
    path = small_bundle(
        tmp_path / "a.asice", attachments=(attachment(tmp_path, record, b"no picture"),)
    )
    bundle = verified(path)
    assert bundle.outcome.verdict is Verdict.VALID
    assert any(entry.name.endswith(".bin") for entry in taken_apart(path))


def test_submission__two_versions_of_a_form__two_tables(tmp_path: Path) -> None:
    forms = (training_form("1"), training_form("2"))
    records = (training_record(1, form_version="1"), training_record(2, form_version="2"))
    path = small_bundle(tmp_path / "a.asice", forms=forms, records=records)
    bundle = verified(path, forms=lambda _id, version: training_form(version))
    assert bundle.outcome.verdict is Verdict.VALID
    assert {table.form_version for table in bundle.tables} == {"1", "2"}
    assert {one.form_version for one in bundle.records} == {"1", "2"}


def test_submission__empty_period__valid(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice", records=(), figures=(), withdrawn=())
    assert verified(path).outcome.verdict is Verdict.VALID


def test_verify__only_the_authority_known__valid(tmp_path: Path) -> None:
    bundle = verify_bundle(small_bundle(tmp_path / "a.asice"), world().trust, NOW)
    assert bundle.outcome.verdict is Verdict.VALID
    assert bundle.tables
    assert bundle.records == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (edited("bundle.json", b'"version": 1', b'"version": 1, "version": 1'), "BUN_301"),
        (edited("bundle.json", b'"seq": 1', b'"seq": 1.0'), "BUN_301"),
        (edited("bundle.json", b'"seq": 1', b'"seq": NaN'), "BUN_301"),
        (edited("bundle.json", b'"set": null', b'"set": ' + b"[" * 9 + b"]" * 9), "BUN_301"),
        (edited("bundle.json", b"{", b"\xef\xbb\xbf{"), "BUN_301"),
        (edited("bundle.json", b"{", b"\xff{"), "BUN_301"),
        (edited("bundle.json", b"{", b'{"x-note": "kept", '), ""),
        (edited("bundle.json", b"{", b'{"note": "no", '), "BUN_302"),
        (edited("bundle.json", b'"catalogue": null,', b""), "BUN_302"),
        (edited("bundle.json", b'"seq": 1', b'"seq": 0'), "BUN_302"),
        (edited("bundle.json", b'"seq": 1', b'"seq": 2'), "BUN_302"),
        (edited("bundle.json", b'"seq": 1', b'"seq": true'), "BUN_302"),
        (edited("bundle.json", b'"2026-10"', b'"2026-10; drop"'), "BUN_302"),
        (edited("bundle.json", b"hrdesk-bundle", b"other-bundle"), "BUN_303"),
        (edited("bundle.json", b'"min_reader": 1', b'"min_reader": 2'), "BUN_304"),
        (edited("bundle.json", b'"submission"', b'"receipt"'), "BUN_302"),
        (edited("bundle.json", b'"submission"', b'"kit"'), "BUN_302"),
        (edited("bundle.json", b'"submission"', b'"virus"'), "BUN_305"),
        (edited("bundle.json", b'"province": "91"', b'"province": "92"'), "BUN_306"),
        (edited("bundle.json", b'"set": null', b'"set": {"id": 1}'), "BUN_302"),
        (edited("bundle.json", b'"training": 2', b'"training": 3'), "BUN_308"),
        (edited("bundle.json", b'"unit": "30307"', b'"unit": "30308"'), "SIGN_207"),
        (edited("bundle.json", b'"device": "0', b'"device": "1'), "SIGN_208"),
        (edited("trust/ca.crl", b"BEGIN", b"BEGIM"), "SIGN_302"),
        (lambda entries: entries.update({"kit.json": b"{}"}), "BUN_309"),
        (lambda entries: entries.update({"data/deep/x.csv": b"{}"}), "BUN_309"),
        (lambda entries: entries.update({"trust/ca.crt": b"{}"}), "BUN_309"),
        (lambda entries: entries.update({"attachments/a.xml": b"{}"}), "BUN_309"),
        (lambda entries: entries.pop("datapackage.json"), "BUN_117"),
        (lambda entries: entries.pop("bundle.json"), "BUN_117"),
        (lambda entries: entries.pop("trust/ca.crl"), "SIGN_301"),
        (lambda entries: entries.update({"data/more.csv": b"a\r\n"}), "PKG_102"),
        (lambda entries: entries.pop("data/figures.csv"), "PKG_102"),
        (edited("datapackage.json", b"{", b"[{"), "PKG_101"),
        (edited("datapackage.json", b'"hrdesk-submission"', b'"other"'), "PKG_101"),
        (edited("datapackage.json", b'"data/training.csv"', b'"https://x.invalid/a.csv"'), "PKG_102"),
        (edited("datapackage.json", b'"csv"', b'"xlsx"'), "PKG_102"),
        (edited("datapackage.json", b'"hash": "sha256:', b'"hash": "sha1:'), "PKG_102"),
        (edited("datapackage.json", b'"integer"', b'"string"'), "PKG_103"),
        (edited("datapackage.json", b'"repeat": "people"', b'"repeat": "nobody"'), "PKG_103"),
        (edited("datapackage.json", b'"version": "2026110101"', b'"version": "9"'), "PKG_104"),
        (table_changed(b"record_id,", b"\xef\xbb\xbfrecord_id,"), "PKG_105"),
        (table_changed("Tập".encode(), "Tập".encode("utf-16")), "PKG_105"),
        (table_changed(b",64\r\n", b",6\x004\r\n"), "PKG_105"),
        (table_changed(b",64\r\n", b",64\n"), "PKG_106"),
        (table_changed(b",64\r\n", b",64,65\r\n"), "PKG_106"),
        (table_changed(b",64\r\n", b',"64"\r\n'), "PKG_106"),
        (table_changed(b",64\r\n", b',"64\r\n'), "PKG_106"),
        (table_changed(b",ok,", b",o\rk,"), "PKG_106"),
        (table_changed(b"unit_code", b"unit_kode"), "PKG_107"),
        (table_changed(b"unit_code,unit_valid_from", b"unit_code,unit_code"), "PKG_107"),
        (table_changed(b",64\r\n", b",many\r\n"), "PKG_108"),
        (table_changed(b",ok,", b",o\x07k,"), "PKG_108"),
        (table_changed(b",2026-11-03,", b",2026-02-30,"), "PKG_108"),
        (table_changed(b"T01:02:03Z", b"T01:02:03+07:00"), "PKG_108"),
        (table_changed(b",complete,", b",incomplete,"), "PKG_108"),
        (table_changed(b"000000000002,30307", b"000000000001,30307"), "PKG_109"),
        (table_changed(b"000000000002,30307", b"000000000009,30307"), "PKG_109"),
        (table_changed(b"000000000002,30307", b"000000000002,30308"), "PKG_110"),
    ],
)  # fmt: skip
def test_content__signed_but_wrong__refused(
    change: Callable[[dict[str, bytes]], None], expected: str, tmp_path: Path
) -> None:
    bundle = verified(rewritten(small_bundle(tmp_path / "a.asice"), change))
    assert ids(bundle.outcome) == ([expected] if expected else [])
    if expected:
        assert bundle.facts is None
        assert bundle.records == bundle.tables == ()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("attachments/{}.png", PNG, ""),
        ("attachments/{}.png", PNG + b"x", "PKG_111"),
        ("attachments/{}.jpg", None, "PKG_112"),
        ("attachments/00000000000000000000000000000000.png", None, "PKG_111"),
    ],
)
def test_attachment__not_as_described__refused(
    name: str, content: bytes | None, expected: str, tmp_path: Path
) -> None:
    one = attachment(tmp_path, training_record(1))
    old, new = f"attachments/{one.sha256[:32]}.png", name.format(one.sha256[:32])

    def change(entries: dict[str, bytes]) -> None:
        moved = {key.replace(old, new): value for key, value in entries.items()}
        entries.clear()
        entries.update(moved)
        entries[new] = content or entries[new]
        entries["data/attachments.csv"] = entries["data/attachments.csv"].replace(
            old.encode(), new.encode()
        )
        package = entries["datapackage.json"].decode().replace(old, new)
        stems = (one.rpartition(".")[0].replace("/", "-") for one in (old, new))
        entries["datapackage.json"] = package.replace(*stems).encode()
        refit(entries)

    path = small_bundle(tmp_path / "a.asice", attachments=(one,))
    assert ids(verified(rewritten(path, change)).outcome) == ([expected] if expected else [])


def test_attachment__picture_of_83_megapixels__refused(tmp_path: Path) -> None:
    huge = PNG[:16] + (9100).to_bytes(4, "big") * 2 + PNG[24:]
    one = attachment(tmp_path, training_record(1), huge)
    path = small_bundle(tmp_path / "a.asice", attachments=(one,))

    def change(entries: dict[str, bytes]) -> None:
        renamed = {key.replace(".bin", ".png"): value for key, value in entries.items()}
        entries.clear()
        entries.update(renamed)

    assert ids(verified(rewritten(path, change)).outcome) == ["PKG_113"]


def test_file__not_a_bundle__refused_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "x.asice"
    for content in (b"", b"hello", os.urandom(3000)):
        path.write_bytes(content)
        outcome = verified(path).outcome
        assert outcome.verdict is Verdict.REFUSED
        sentence = outcome.findings[0].sentence
        assert tr_in("vi", sentence) != sentence
    assert ids(verified(tmp_path / "none.asice").outcome) == ["BUN_101"]


# --- revocation and freshness ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "signed_after_days", "expected"),
    [
        ("keyCompromise", -5, ["SIGN_210"]),
        ("unspecified", -5, ["SIGN_210"]),
        ("affiliationChanged", -5, ["SIGN_211"]),
        ("cessationOfOperation", 1, ["SIGN_210"]),
        ("superseded", -1, ["SIGN_211"]),
    ],
)
def test_revocation__certificate_without_list_address__judged_by_reason_and_time(
    reason: str, signed_after_days: int, expected: list[str], tmp_path: Path
) -> None:
    own = new_world()
    path = tmp_path / "a.asice"
    old_list = own.authority.revocation_list(now=NOW - timedelta(days=20)).pem
    signed = NOW - timedelta(days=10) + timedelta(days=signed_after_days)
    write_submission(path, submission(old_list), own.unit, now=signed)
    serial = own.authority.register()[-1].serial
    own.authority.revoke(serial, reason, now=NOW - timedelta(days=10))
    new_list = own.authority.revocation_list(now=NOW)
    for lists in ((new_list,), (new_list, revocation_list_from_pem(old_list, "old"))):
        trust = TrustMaterial(own.authority.certificate, lists)
        assert ids(verify_bundle(path, trust, NOW).outcome) == expected
    assert ids(verify_bundle(path, own.trust, NOW).outcome) == []  # only the old list is known


def test_freshness__list_past_its_time__remark_then_refused_at_province(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice")
    for days, at_province, expected in (
        (399, True, []),
        (401, False, ["SIGN_303"]),
        (401, True, ["SIGN_303"]),
        (432, True, ["SIGN_304"]),
        (432, False, ["SIGN_303"]),
    ):
        outcome = verify_bundle(
            path,
            world().trust,
            NOW + timedelta(days=days),
            expected=Expected(at_province=at_province),
        ).outcome
        assert ids(outcome) == expected


def test_freshness__list_from_the_future__refused(tmp_path: Path) -> None:
    own = new_world()
    path = tmp_path / "a.asice"
    crl = own.authority.revocation_list(now=NOW + timedelta(days=3)).pem
    write_submission(path, submission(crl), own.unit, now=NOW)
    assert ids(verify_bundle(path, own.trust, NOW).outcome) == ["SIGN_305"]


def test_freshness__list_of_another_authority__refused(tmp_path: Path) -> None:
    path = tmp_path / "a.asice"
    write_submission(path, submission(new_world().crl), world().unit, now=NOW)
    assert ids(verify_bundle(path, world().trust, NOW).outcome) == ["SIGN_302"]


def test_province__another_authority__refused(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice")
    outcome = verify_bundle(path, new_world().trust, NOW).outcome
    assert ids(outcome) == ["SIGN_203"]
    assert outcome.facts == {}


# --- independent judges ------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("unzip") is None, reason="no unzip here")
def test_bundle__unzip__finds_nothing_wrong(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice")
    assert subprocess.run(["unzip", "-t", path], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(
    not all(map(shutil.which, ("sh", "unzip", "openssl", "sha256sum"))), reason="tools are missing"
)
def test_bundle__shell_script_of_the_docs__agrees(tmp_path: Path) -> None:
    # openssl judges by today's clock, so this bundle is made today.
    from datetime import UTC, datetime

    from tests.support.bundles import clerk, create_authority, enrolled

    today = datetime.now(UTC).replace(microsecond=0)
    authority = create_authority(tmp_path / "ca", "mật khẩu thử nghiệm", "91", "Tỉnh", now=today)
    unit = enrolled(tmp_path / "unit", authority, clerk(), now=today)
    path, ca = tmp_path / "a.asice", tmp_path / "ca" / "ca.crt"
    crl = authority.revocation_list(now=today).pem
    record = training_record(1)
    content = submission(crl, attachments=(attachment(tmp_path, record),))
    bundle_id = write_submission(path, content, unit, now=today).bundle_id
    script = ROOT / "docs" / "verify-without-hrdesk.sh"

    def run(bundle: Path, anchor: Path) -> subprocess.CompletedProcess[str]:
        command = ["sh", str(script), str(bundle), str(anchor)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    good = run(path, ca)
    assert good.returncode == 0, good.stderr
    assert bundle_id in good.stdout
    other = create_authority(tmp_path / "o", "mật khẩu thử nghiệm", "91", "Tỉnh", now=today)
    (tmp_path / "other.crt").write_bytes(other.certificate_pem)
    assert run(path, tmp_path / "other.crt").returncode != 0
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("data/stowaway.csv", "x")
    assert run(path, ca).returncode != 0
    serial = authority.register()[0].serial
    authority.revoke(serial, "keyCompromise", now=today)
    crl = authority.revocation_list(now=today).pem
    write_submission(path, submission(crl), unit, now=today)
    assert run(path, ca).returncode != 0


def test_package__frictionless__valid(tmp_path: Path) -> None:
    pytest.importorskip("frictionless")
    path = small_bundle(
        tmp_path / "a.asice", attachments=(attachment(tmp_path, training_record(1)),)
    )
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    program = (
        "import socket, sys\n"
        "socket.socket.connect = None\n"
        "import frictionless\n"
        "report = frictionless.Package('datapackage.json').validate()\n"
        "print(report.flatten(['type', 'note']))\n"
        "sys.exit(0 if report.valid and len(report.tasks) >= 7 else 1)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_verification__no_socket_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert verified(small_bundle(tmp_path / "a.asice")).outcome.verdict is Verdict.VALID
