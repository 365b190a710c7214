from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from hrdesk.cli.main import main

WORDS = "bốn chữ dễ nhớ"
OWN = "một cụm từ khác hẳn"


@pytest.fixture
def run(tmp_path, capsys):
    """Runs a command in a folder; gives exit code and standard output."""
    (tmp_path / "words").write_text(WORDS, encoding="utf-8")
    (tmp_path / "own").write_text(OWN, encoding="utf-8")

    def call(place, *arguments, now="2026-11-12"):
        base = ["--lang", "en", "--data", str(tmp_path / place), "--now", now]
        code = main([*base, *map(str, arguments)])
        told = capsys.readouterr()
        return code, told.out + told.err

    return call


def init(run, tmp_path, place, unit, *more):
    words = ("--passphrase-file", tmp_path / "words")
    person = ("--unit", unit, "--name", f"Người {place}", "--position", "Công chức")
    code, told = run(place, "init", *person, *words, *more)
    assert code == 0, told


def test_commands__from_request_to_kit__do_the_whole_enrolment(run, tmp_path):
    init(run, tmp_path, "province", "91", "--province")
    init(run, tmp_path, "desk", "30577")
    own = ("--authority-passphrase-file", tmp_path / "own")
    code, told = run("province", "authority", "init", "--folder", tmp_path / "stick", *own)
    assert code == 0, told
    code, told = run("desk", "request", "--out", tmp_path / "req", "--json")
    asked = json.loads(told)
    paper = subprocess.run(
        ["pdftotext", asked["paper"], "-"], check=True, capture_output=True, text=True
    ).stdout
    assert asked["fingerprint"].replace("-", "") in paper.replace(" – ", "").replace("\n", "")
    answer = tmp_path / "answer.asice"
    compared = ("--fingerprint", asked["fingerprint"].lower())
    code, told = run("province", "enrol", asked["request"], "--out", answer, *own, *compared)
    assert code == 0, told
    assert run("desk", "trust", answer)[0] == 0
    run("province", "kit", "period", "2026-11", "--due", "2026-11-18", "--reason", "Họp")
    code, told = run("province", "kit", "make", "--out", tmp_path / "kits", "--json")
    made = json.loads(told)
    assert (code, made["seq"]) == (0, 1)
    code, told = run("desk", "kit", "show", made["path"])
    assert code == 0
    assert "18/11/2026" in told
    assert run("desk", "kit", "take", made["path"])[0] == 2  # nobody said yes
    assert run("desk", "kit", "take", made["path"], "--yes")[0] == 0
    assert run("desk", "kit", "take", made["path"], "--yes")[0] == 20
    code, told = run("desk", "kit", "list", "--json")
    assert [one["seq"] for one in json.loads(told)] == [1]


def test_commands__of_the_authority__show_search_withdraw_and_list(run, tmp_path):
    init(run, tmp_path, "province", "91", "--province")
    init(run, tmp_path, "desk", "30577")
    request = next((tmp_path / "desk" / "enrolment").glob("*.json"))
    assert run("province", "enrol", request, "--out", tmp_path / "a.asice")[0] == 0
    code, told = run("province", "authority", "register", "--search", "o lam", "--json")
    lines = json.loads(told)
    assert (code, len(lines), lines[0]["state"]) == (0, 1, "good")
    serial = lines[0]["serial"]
    assert run("province", "authority", "revoke", "ff", "--reason", "superseded")[0] == 12
    assert run("province", "authority", "revoke", serial, "--reason", "none")[0] == 2
    code, told = run("province", "authority", "revoke", serial, "--reason", "keyCompromise")
    assert code == 0
    assert "Everything not received yet is refused" in told
    crl = tmp_path / "ca.crl"
    assert run("province", "authority", "crl", "--out", crl)[0] == 0
    text = subprocess.run(
        ["openssl", "crl", "-in", str(crl), "-noout", "-text"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert serial.upper() in text
    assert "Key Compromise" in text
    assert "X509v3 CRL Number" in text
    out = tmp_path / "register.xlsx"
    assert run("province", "authority", "register", "--out", out)[0] == 0
    assert out.is_file()


def test_command__renew__asks_and_the_province_issues(run, tmp_path):
    init(run, tmp_path, "province", "91", "--province")
    init(run, tmp_path, "desk", "30577")
    request = next((tmp_path / "desk" / "enrolment").glob("*.json"))
    run("province", "enrol", request, "--out", tmp_path / "a.asice")
    run("desk", "trust", tmp_path / "a.asice")
    assert run("province", "authority", "renew")[0] == 0  # nothing waits, nothing is asked
    code, told = run("desk", "renew", "--out", tmp_path, "--json")
    assert code == 0, told
    code, said = run("province", "receive", json.loads(told)["path"])
    assert code == 0
    assert "records" not in said  # it holds none, and nothing is said of them
    code, said = run("province", "authority", "renew", "--json")
    assert code == 0, said
    assert [one["unit"] for one in json.loads(said)] == ["30577"]
    path = Path(json.loads(told)["path"])
    code, told = run("province", "authority", "renew", path, "--json")
    assert code == 0, told
    assert json.loads(told)["unit"] == "30577"
    shutil.copyfile(tmp_path / "a.asice", tmp_path / "other.asice")
    assert run("province", "authority", "renew", tmp_path / "other.asice")[0] == 12
