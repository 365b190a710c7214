"""What bad input gets: a sentence with place and remedy, a documented code, nothing half-written."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.support.office import (
    ACTIVITIES,
    NOW,
    SET_UP,
    activities_file,
    init,
    offices,
    passphrase_file,
    remember_passphrase,
    tell,
)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    return init(tmp_path / "w")


def records_of(data: Path) -> int:
    return len(tell("--data", data, "records", "list", "--json").json)


# --- tables


def test_import__good_table__takes_every_row(unit: Path, tmp_path: Path) -> None:
    told = tell(
        "--data", unit, "records", "import", "activity", activities_file(tmp_path), "--json"
    )
    assert (told.code, told.json["imported"], told.json["refused"]) == (0, 2, [])
    figures = tell("--data", unit, "indicators", "2026-11", "--json").json
    assert figures["records"]["activity"] == 2


def test_import__bad_rows__are_named_and_stop_no_other(unit: Path, tmp_path: Path) -> None:
    table = (
        ACTIVITIES
        + "Sai ngày,31/02/2026,Hội nghị,Chủ trì,Tiếng Việt,10,1,1\n"
        + "Số bằng chữ,03/11/2026,Hội nghị,Chủ trì,Tiếng Việt,sáu mươi,,1\n"
        + "Kiểu lạ,03/11/2026,Hội chợ,Chủ trì,Tiếng Việt,10,1,1\n"
        + ",03/11/2026,Hội nghị,Chủ trì,Tiếng Việt,10,1,1\n"
    )
    told = tell(
        *("--data", unit, "records", "import", "activity"),
        *(activities_file(tmp_path, table), "--json"),
    )
    assert (told.code, told.json["imported"]) == (10, 2)
    assert [(row["row"], row["findings"][0]["column"]) for row in told.json["refused"]] == [
        (4, "Từ ngày"),
        (5, "Số lượt người"),
        (6, "Hình thức"),
        (7, "Tên hoạt động"),
    ]
    assert all(
        found["message"] and found["remedy"]
        for row in told.json["refused"]
        for found in row["findings"]
    )
    assert records_of(unit) == 2


@pytest.mark.parametrize(("lang", "words"), [("vi", "nằm ngoài kỳ"), ("en", "outside the period")])
def test_import__date_outside_the_period__is_refused(
    unit: Path, tmp_path: Path, lang: str, words: str
) -> None:
    table = ACTIVITIES + "Kỳ trước,14/10/2026,Hội nghị,Chủ trì,Tiếng Việt,10,1,1\n"
    told = tell(
        *("--data", unit, "records", "import", "activity", activities_file(tmp_path, table)),
        *("--period", "2026-11"),
        lang=lang,
    )
    assert told.code == 10
    assert words in told.out
    assert "14/10/2026" in told.out
    assert records_of(unit) == 2


def test_import__unknown_column__takes_nothing_and_names_it(unit: Path, tmp_path: Path) -> None:
    table = ACTIVITIES.replace("Trong đó nữ", "Trong đó nư giới")
    told = tell(
        "--data", unit, "records", "import", "activity", activities_file(tmp_path, table), "--json"
    )
    assert (told.code, told.json["imported"]) == (5, 0)
    assert told.json["table_findings"][0]["column"] == "Trong đó nư giới"
    assert records_of(unit) == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\x00\x01\x02", b""])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_import__broken_workbook__is_a_sentence(
    unit: Path, tmp_path: Path, content: bytes, lang: str
) -> None:
    book = tmp_path / "so_lieu.xlsx"
    book.write_bytes(content)
    told = tell("--data", unit, "records", "import", "activity", book, lang=lang)
    assert told.code == 5
    assert "so_lieu.xlsx" in told.err
    assert "REC_0" in told.err
    assert "Traceback" not in told.err


def test_import__missing_file__is_a_sentence(unit: Path, tmp_path: Path) -> None:
    told = tell("--data", unit, "records", "import", "activity", tmp_path / "no.csv")
    assert (told.code, "FILE_001" in told.err) == (8, True)


def test_import__unknown_form__names_the_known(unit: Path, tmp_path: Path) -> None:
    told = tell("--data", unit, "records", "import", "activities", activities_file(tmp_path))
    assert (told.code, "USE_001" in told.err) == (2, True)


def test_import__dry_run__takes_nothing(unit: Path, tmp_path: Path) -> None:
    told = tell(
        *("--data", unit, "records", "import", "activity", activities_file(tmp_path)),
        *("--dry-run", "--json"),
    )
    assert (told.code, told.json["imported"]) == (0, 2)
    assert records_of(unit) == 0


# --- database


def test_database__newer__is_refused_and_left_alone(unit: Path) -> None:
    path = unit / "hrdesk.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 9999")
    database.close()
    before = path.read_bytes()
    told = tell("--data", unit, "records", "list")
    assert told.code == 6
    assert "STORE_" in told.err
    assert path.read_bytes() == before


def test_database__not_one__is_refused(unit: Path) -> None:
    (unit / "hrdesk.sqlite").write_bytes(b"this is not a database at all" * 100)
    told = tell("--data", unit, "records", "list")
    assert told.code == 6


def test_database__locked_by_another_writer__is_a_sentence_and_nothing_is_written(
    unit: Path, tmp_path: Path
) -> None:
    other = sqlite3.connect(unit / "hrdesk.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        told = tell("--data", unit, "records", "import", "activity", activities_file(tmp_path))
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert told.code == 6
    assert "Traceback" not in told.err
    assert records_of(unit) == 0


# --- bundles


@pytest.fixture
def sent(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The province, the unit and the bundle it made of two activities."""
    province, desk = offices(tmp_path)
    assert (
        tell("--data", desk, "records", "import", "activity", activities_file(tmp_path)).code == 0
    )
    told = tell("--data", desk, "submit", "2026-11", "--out", tmp_path / "stick", "--json")
    assert told.code == 0, told.err
    return province, desk, Path(told.json["path"])


def other_province(folder: Path) -> tuple[Path, Path, Path]:
    """A province with an authority of its own, its unit, and a bundle for it."""
    province, unit = init(folder / "p2", province=True), init(folder / "u2")
    request = next((unit / "enrolment").glob("enrol_*.json"))
    answer = folder / "answer.asice"
    assert tell("--data", province, "enrol", request, "--out", answer, now=SET_UP).code == 0
    assert tell("--data", unit, "trust", answer, now=SET_UP).code == 0
    told = tell("--data", unit, "submit", "2026-11", "--out", folder / "s2", "--json")
    return province, unit, Path(told.json["path"])


def test_verify__good_bundle__is_0_needs_no_workspace(sent: tuple[Path, Path, Path]) -> None:
    province, _, bundle = sent
    told = tell(
        "--data", "/nowhere", "verify", bundle, "--trust", province / "trust/ca.crt", "--json"
    )
    assert (told.code, [row["verdict"] for row in told.json]) == (0, ["valid"])


@pytest.mark.parametrize("how", ["truncated", "altered", "empty", "not a zip", "entry replaced"])
def test_verify__bad_bundle__is_20_with_place_and_remedy(
    sent: tuple[Path, Path, Path], tmp_path: Path, how: str
) -> None:
    province, _, bundle = sent
    bad = tmp_path / bundle.name
    content = bundle.read_bytes()
    if how == "entry replaced":
        with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(b"64", b"65"))
    else:
        bad.write_bytes(
            {
                "truncated": content[: len(content) // 2],
                "altered": content[:2000] + bytes([content[2000] ^ 1]) + content[2001:],
                "empty": b"",
                "not a zip": b"hello" * 100,
            }[how]
        )
    told = tell("verify", bad, bundle, "--trust", province / "trust/ca.crt", "--json")
    assert told.code == 20
    assert [row["verdict"] for row in told.json] == ["refused", "valid"]
    faults = [one for one in told.json[0]["findings"] if one["severity"] == "fault"]
    assert faults
    assert all(one["sentence"] and one["remedy"] for one in faults)


def test_verify__bundle_of_another_province__is_refused(
    sent: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    province, _, _ = sent
    _, _, foreign = other_province(tmp_path)
    told = tell("verify", foreign, "--trust", province / "trust/ca.crt", "--json")
    assert told.code == 20
    assert "SIGN_203" in {one["id"] for one in told.json[0]["findings"]}


def test_verify__trust_that_is_no_certificate__is_a_sentence(
    sent: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _, _, bundle = sent
    wrong = tmp_path / "ca.crt"
    wrong.write_text("no certificate", encoding="utf-8")
    told = tell("verify", bundle, "--trust", wrong)
    assert (told.code, "SIGN_009" in told.err) == (11, True)


def test_verify__missing_bundle__is_refused_beside_the_good_one(
    sent: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    province, _, bundle = sent
    told = tell(
        "verify", tmp_path / "no.asice", bundle, "--trust", province / "trust/ca.crt", "--json"
    )
    assert (told.code, [row["verdict"] for row in told.json]) == (20, ["refused", "valid"])


def test_receive__bad_ones_among_good__are_quarantined_and_stop_no_other(
    sent: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    province, _, bundle = sent
    _, _, foreign = other_province(tmp_path)
    folder = tmp_path / "came"
    folder.mkdir()
    shutil.copy(bundle, folder)
    shutil.copy(foreign, folder / "an_other.asice")
    (folder / "half.asice").write_bytes(bundle.read_bytes()[:3000])
    told = tell("--data", province, "receive", folder, "--json")
    assert told.code == 20
    assert {row["file"]: row["result"] for row in told.json} == {
        bundle.name: "accepted",
        "an_other.asice": "refused",
        "half.asice": "refused",
    }
    for row in told.json:
        if row["result"] == "refused":
            kept = Path(row["quarantined_at"])
            assert kept.is_file()
            assert row["reason"] in kept.with_suffix(".txt").read_text(encoding="utf-8")
            assert kept.with_suffix(".json").is_file()
    assert records_of(province) == 2


def test_receive__same_bundle_again_and_renamed__changes_nothing(
    sent: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    province, _, bundle = sent
    renamed = shutil.copy(bundle, tmp_path / "renamed.asice")
    first = tell("--data", province, "receive", bundle, "--json").json
    figures = tell("--data", province, "consolidate", "2026-11", "--json").out
    again = tell("--data", province, "receive", bundle, renamed, "--json")
    assert [row["result"] for row in first] == ["accepted"]
    assert (again.code, [row["result"] for row in again.json]) == (0, ["already", "already"])
    assert tell("--data", province, "consolidate", "2026-11", "--json").out == figures


def test_receive__at_a_unit__is_refused(sent: tuple[Path, Path, Path]) -> None:
    _, unit, bundle = sent
    told = tell("--data", unit, "receive", bundle)
    assert (told.code, "WORK_007" in told.err) == (7, True)


def test_receive__folder_without_bundles__is_a_sentence(
    sent: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    told = tell("--data", sent[0], "receive", tmp_path / "empty")
    assert (told.code, "USE_009" in told.err) == (2, True)


def test_receive__copied_desk__is_held_as_a_fork(
    sent: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    province, unit, bundle = sent
    assert tell("--data", province, "receive", bundle).code == 0
    twin = tmp_path / "twin"
    shutil.copytree(unit, twin)
    for data, stick in ((unit, "a"), (twin, "b")):
        assert tell("--data", data, "submit", "2026-11", "--out", tmp_path / stick).code == 0
    told = tell("--data", province, "receive", tmp_path / "a", tmp_path / "b", "--json")
    assert (told.code, [row["result"] for row in told.json]) == (10, ["accepted", "held"])
    assert Path(told.json[1]["quarantined_at"]).is_file()


def test_receive__second_before_first__ends_the_same(
    sent: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    province, unit, first = sent
    second = Path(
        tell("--data", unit, "submit", "2026-11", "--out", tmp_path / "s", "--json").json["path"]
    )
    late = tell("--data", province, "receive", second, "--json").json[0]
    assert late["result"] == "accepted"
    assert "1" in late["reason"]
    early = tell("--data", province, "receive", first, "--json").json[0]
    assert early["result"] == "accepted"
    assert records_of(province) == 2


# --- enrolment


def test_enrol__request_changed_on_the_way__is_refused(tmp_path: Path) -> None:
    province = init(tmp_path / "p", province=True)
    unit = init(tmp_path / "u")
    request = next((unit / "enrolment").glob("enrol_*.json"))
    text = request.read_text(encoding="utf-8")
    request.write_text(text.replace("BEGIN CERTIFICATE", "BEGIN CERTIFICATF"), encoding="utf-8")
    told = tell("--data", province, "enrol", request, "--out", tmp_path / "a.asice", now=SET_UP)
    assert (told.code, "AUTH_004" in told.err) == (12, True)
    assert not (tmp_path / "a.asice").exists()


def test_enrol__at_a_unit__is_refused(tmp_path: Path) -> None:
    unit = init(tmp_path / "u")
    request = next((unit / "enrolment").glob("enrol_*.json"))
    told = tell("--data", unit, "enrol", request, "--out", tmp_path / "a.asice", now=SET_UP)
    assert (told.code, "WORK_007" in told.err) == (7, True)


def test_trust__answer_for_another_desk__changes_nothing(tmp_path: Path) -> None:
    province, other = init(tmp_path / "p", province=True), init(tmp_path / "o")
    request = next((other / "enrolment").glob("enrol_*.json"))
    answer = tmp_path / "a.asice"
    assert tell("--data", province, "enrol", request, "--out", answer, now=SET_UP).code == 0
    stranger = init(tmp_path / "s")
    told = tell("--data", stranger, "trust", answer, now=SET_UP)
    assert (told.code, "SIGN_012" in told.err) == (11, True), told.err
    assert not list((stranger / "trust").glob("*"))


def test_trust__other_fingerprint_on_paper__is_refused(tmp_path: Path) -> None:
    province, unit = init(tmp_path / "p", province=True), init(tmp_path / "u")
    remember_passphrase(province, passphrase_file(tmp_path))
    request = next((unit / "enrolment").glob("enrol_*.json"))
    answer = tmp_path / "a.asice"
    assert tell("--data", province, "enrol", request, "--out", answer, now=SET_UP).code == 0
    told = tell("--data", unit, "trust", answer, "--fingerprint", "AAAA-BBBB-CCCC-DDDD", now=NOW)
    assert told.code == 11
    assert not (unit / "identity" / "unit.crt").exists()


# --- demo


def test_demo__folder_not_empty__is_refused(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "mine.txt").write_text("x", encoding="utf-8")
    told = tell("demo", tmp_path / "d")
    assert (told.code, "USE_008" in told.err) == (2, True)
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["mine.txt"]
