"""Commands in process: exit code, stdout, stderr, both languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hrdesk.cli.main import hrdesk
from tests.support.office import (
    NOW,
    SET_UP,
    WORDS,
    activities_file,
    init,
    offices,
    passphrase_file,
    tell,
)

ROOT = Path(__file__).resolve().parents[2]
SPEC = {
    "init",
    "records",
    "indicators",
    "report",
    "number",
    "print",
    "submit",
    "verify",
    "trust",
    "enrol",
    "receive",
    "consolidate",
    "check",
    "selftest",
    "demo",
}


def test_commands__of_the_manual__are_all_there() -> None:
    assert {name for name, made in hrdesk.commands.items() if not made.hidden} >= SPEC


@pytest.mark.parametrize("command", sorted(n for n, c in hrdesk.commands.items() if not c.hidden))
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_help__of_every_command__speaks_the_language(command: str, lang: str) -> None:
    told = tell(command, "--help", lang=lang)
    assert told.code == 0
    assert told.out.startswith("Cách dùng: " if lang == "vi" else "Usage: ")


def test_help__of_every_command_and_option__is_there() -> None:
    for command in hrdesk.commands.values():
        assert command.help
        for option in command.params:
            if option.param_type_name == "option":
                assert option.help, (command.name, option.name)


def test_exit_codes__on_their_page__are_those_of_the_classes() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "build" / "write_exit_codes.py", "--check"], check=False
    )
    assert done.returncode == 0, "run build/write_exit_codes.py"


def test_command__misspelt__names_the_near_one() -> None:
    told = tell("recieve", "x")
    assert told.code == 2
    assert "receive" in told.err
    assert "USE_002" in told.err


def test_language__after_the_command__is_heard() -> None:
    told = tell("--data", "/nowhere/at/all", "check", "--lang", "en")
    assert "There is no workspace" in told.err


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_workspace__missing__is_a_sentence_with_a_remedy(tmp_path: Path, lang: str) -> None:
    told = tell("--data", tmp_path, "records", "list", lang=lang)
    assert told.code == 7
    assert told.out == ""
    assert "WORK_001" in told.err
    assert "--data" in told.err


def test_period__that_is_none__is_refused(tmp_path: Path) -> None:
    told = tell("--data", init(tmp_path / "w"), "indicators", "2026-13")
    assert (told.code, "USE_010" in told.err) == (2, True)


def test_clock__that_is_none__is_refused() -> None:
    told = tell("selftest", now="soon")
    assert (told.code, "USE_007" in told.err) == (2, True)


# --- init


def test_init__unit__makes_key_and_request(tmp_path: Path) -> None:
    told = tell(
        *("--data", tmp_path / "w", "init", "--unit", "30403", "--name", "A", "--position", "B"),
        *("--passphrase-file", passphrase_file(tmp_path), "--json"),
        now=SET_UP,
    )
    assert told.code == 0
    facts = told.json
    request = Path(facts["request"])
    assert request.name == "enrol_30403_20260901.json"
    assert facts["fingerprint"] in request.read_text(encoding="utf-8")


def test_init__province__makes_authority(tmp_path: Path) -> None:
    folder = init(tmp_path / "p", province=True)
    assert (folder / "trust" / "ca.crt").is_file()
    assert (folder / "authority" / "ca.sealed").is_file()


@pytest.mark.parametrize(
    ("unit", "error_id", "near"),
    [("30404", "WORK_004", "304"), ("chau phong", "WORK_004", "30403"), ("zzz", "WORK_003", "")],
)
def test_init__unknown_unit__names_near_ones_and_writes_nothing(
    tmp_path: Path, unit: str, error_id: str, near: str
) -> None:
    told = tell(
        *("--data", tmp_path / "w", "init", "--unit", unit, "--name", "A", "--position", "B"),
        *("--passphrase-file", passphrase_file(tmp_path)),
    )
    assert told.code == 2
    assert error_id in told.err
    assert near in told.err
    assert not (tmp_path / "w").exists()


def test_init__twice__leaves_the_first_alone(tmp_path: Path) -> None:
    folder = init(tmp_path / "w")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    told = tell(
        *("--data", folder, "init", "--unit", "30403", "--name", "A", "--position", "B"),
        *("--passphrase-file", passphrase_file(tmp_path)),
    )
    assert (told.code, "WORK_002" in told.err) == (7, True)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("words", "code", "error_id"), [("ngắn", 2, "SIGN_005"), ("", 2, "USE_005")]
)
def test_init__bad_passphrase__leaves_nothing(
    tmp_path: Path, words: str, code: int, error_id: str
) -> None:
    told = tell(
        *("--data", tmp_path / "w", "init", "--unit", "30403", "--name", "A", "--position", "B"),
        *("--passphrase-file", passphrase_file(tmp_path, words)),
    )
    assert (told.code, error_id in told.err) == (code, True)
    assert not list((tmp_path / "w").glob("*"))


def test_init__province_for_a_commune__is_refused(tmp_path: Path) -> None:
    told = tell(
        *("--data", tmp_path / "w", "init", "--unit", "30403", "--name", "A", "--position", "B"),
        *("--passphrase-file", passphrase_file(tmp_path), "--province"),
    )
    assert (told.code, "WORK_008" in told.err) == (2, True)


def test_init__blank_name__is_refused(tmp_path: Path) -> None:
    told = tell(
        *("--data", tmp_path / "w", "init", "--unit", "30403", "--name", " ", "--position", "B"),
        *("--passphrase-file", passphrase_file(tmp_path)),
    )
    assert (told.code, "WORK_005" in told.err) == (2, True)


# --- passphrase


def test_submit__without_any_passphrase_file__says_what_to_do(tmp_path: Path) -> None:
    _, unit = offices(tmp_path)
    passphrase_file(tmp_path).unlink()
    told = tell("--data", unit, "submit", "2026-11", "--out", tmp_path / "stick")
    assert (told.code, "USE_006" in told.err) == (2, True)
    assert not (tmp_path / "stick").exists()


def test_submit__passphrase_file_of_environment__is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, unit = offices(tmp_path)
    other = passphrase_file(tmp_path).rename(tmp_path / "elsewhere.txt")
    monkeypatch.setenv("HRDESK_PASSPHRASE_FILE", str(other))
    assert tell("--data", unit, "submit", "2026-11", "--out", tmp_path / "stick").code == 0


def test_submit__wrong_passphrase__hands_nothing_over(tmp_path: Path) -> None:
    _, unit = offices(tmp_path)
    wrong = passphrase_file(tmp_path, f"{WORDS} sai")
    told = tell(
        *("--data", unit, "submit", "2026-11", "--out", tmp_path / "stick"),
        *("--passphrase-file", wrong),
    )
    assert (told.code, "SIGN_002" in told.err) == (11, True)
    assert not list((tmp_path / "stick").glob("*"))
    assert not list((unit / "outbox").glob("*"))


def test_submit__before_enrolment__is_held_until_the_desk_is_enrolled(tmp_path: Path) -> None:
    province, unit = init(tmp_path / "p", province=True), init(tmp_path / "w")
    words = ("--passphrase-file", passphrase_file(tmp_path))
    told = tell("--data", unit, "submit", "2026-11", "--out", tmp_path / "s", *words, "--json")
    assert (told.code, told.json["zero"]) == (0, True)
    assert tell("--data", province, "receive", tmp_path / "s").code == 10
    (waiting,) = tell("--data", province, "held", "--json").json
    assert (waiting["cause"], waiting["unit"], waiting["decidable"]) == ("unenrolled", "", False)
    refused = tell(
        *("--data", province, "decide", waiting["id"], "accept", "--reason", "Known by voice")
    )
    assert refused.code != 0
    request = next((unit / "enrolment").glob("enrol_*.json"))
    assert (
        tell("--data", province, "enrol", request, "--out", tmp_path / "a.asice", *words).code == 0
    )
    assert tell("--data", province, "held", "--json").json == []
    again = tell("--data", province, "receive", tmp_path / "s", "--json")
    assert [one["result"] for one in again.json] == ["already"]


# --- results


def test_indicators__as_json__have_the_promised_names(tmp_path: Path) -> None:
    told = tell("--data", init(tmp_path / "w"), "indicators", "2026-Q4", "--json")
    assert told.code == 0
    assert [row["target"] for row in told.json["targets"]] == ["T1", "T2", "T3", "T4", "T5"]
    assert {
        "numerator",
        "denominator",
        "percent",
        "cumulative_numerator",
        "cumulative_denominator",
        "achieved",
    } <= set(told.json["targets"][0])


def test_records_list__search_without_marks__finds_with_marks(tmp_path: Path) -> None:
    unit = init(tmp_path / "w")
    assert (
        tell("--data", unit, "records", "import", "activity", activities_file(tmp_path)).code == 0
    )
    told = tell("--data", unit, "records", "list", "--search", "tuyen truyen tre", "--json")
    assert [row["title"] for row in told.json] == ["Tuyên truyền quyền trẻ em"]
    outside = tell("--data", unit, "records", "list", "--period", "2026-10", "--json")
    assert outside.json == []


def test_records_list__unknown_form__names_the_known(tmp_path: Path) -> None:
    told = tell("--data", init(tmp_path / "w"), "records", "list", "--form", "activty")
    assert (told.code, "activity" in told.err) == (2, True)


def test_report__into_a_missing_folder__is_a_sentence(tmp_path: Path) -> None:
    told = tell("--data", init(tmp_path / "w"), "report", "2026-11", "--out", tmp_path / "no/r.pdf")
    assert told.code == 8
    assert "r.pdf" in told.err


def test_report__json__tells_path_and_pages(tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    told = tell("--data", init(tmp_path / "w"), "report", "2026-11", "--out", out, "--json")
    assert told.json["pages"] >= 2
    assert out.read_bytes().startswith(b"%PDF")


def test_check__sound_workspace__is_0(tmp_path: Path) -> None:
    province, unit = offices(tmp_path)
    for folder in (province, unit):
        told = tell("--data", folder, "check", "--json")
        assert (told.code, told.json["sound"]) == (0, True)


def test_check__key_gone__is_20_and_says_so(tmp_path: Path) -> None:
    unit = init(tmp_path / "w")
    (unit / "identity" / "key.sealed").unlink()
    told = tell("--data", unit, "check", "--json")
    assert told.code == 20
    assert [row["check"] for row in told.json["checks"] if not row["sound"]] == ["key"]


def test_selftest__of_this_build__is_whole() -> None:
    told = tell("selftest", "--json", now=NOW)
    assert (told.code, told.json["sound"]) == (0, True)


def test_window__without_pyside__is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hrdesk.gui.shell.app", None)
    if "hrdesk.gui.shell" in sys.modules:
        monkeypatch.delattr(sys.modules["hrdesk.gui.shell"], "app", raising=False)
    told = tell()
    assert (told.code, "WORK_009" in told.err) == (7, True)


@pytest.mark.parametrize(
    ("words", "error_id", "said"),
    [
        (("print", "nothing"), "USE_002", "nothing"),
        (("demo", "x", "--units", "0"), "USE_052", "số nguyên từ 1 đến 100"),
        (("demo", "x", "--units", "abc"), "USE_052", "--units"),
        (("records", "list", "--form"), "USE_051", "--form"),
        (("--lang", "fr", "check"), "USE_052", "vi, en"),
        (("indicators", "2026-11", "extra"), "USE_053", "extra"),
    ],
)
def test_command_line__that_cannot_be__is_said_in_vietnamese(
    words: tuple[str, ...], error_id: str, said: str
) -> None:
    told = tell(*words)
    assert (told.code, told.out) == (2, "")
    assert error_id in told.err
    assert said in told.err


def test_list__of_nothing__is_said_beside_the_result(tmp_path: Path) -> None:
    told = tell("--data", init(tmp_path / "w"), "remark", "list")
    assert (told.code, told.out) == (0, "")
    assert "Không có mục nào." in told.err


def test_identity__valid_until__reads_as_dates_do_here(tmp_path: Path) -> None:
    _, unit = offices(tmp_path)
    told = tell("--data", unit, "identity", "show")
    until = tell("--data", unit, "identity", "show", "--json").json["valid_until"]
    year, month, day = until.split("-")
    assert f"{day}/{month}/{year}" in told.out
