"""The report by command: letterhead, its text, its file for the archive."""

from __future__ import annotations

import json
import subprocess

import pytest

from hrdesk.cli.main import main
from hrdesk.reports.archive import checks

WORDS = "bốn chữ dễ nhớ"


@pytest.fixture
def run(tmp_path, capsys):
    """A new desk of a commune; runs a command there, gives exit code and output."""
    (tmp_path / "words").write_text(WORDS, encoding="utf-8")

    def call(*arguments):
        base = ["--lang", "en", "--data", str(tmp_path / "desk"), "--now", "2026-11-12"]
        code = main([*base, *map(str, arguments)])
        told = capsys.readouterr()
        return code, told.out + told.err

    person = ("--unit", "30577", "--name", "Lê Thị Mẫu", "--position", "Công chức")
    code, told = call("init", *person, "--passphrase-file", tmp_path / "words")
    assert code == 0, told
    return call


def test_letterhead__changed_by_command__stands_on_the_report(run, tmp_path):
    changed = ("--signs", "deputy", "--position", "Phó Chủ tịch", "--signer", "Lê Văn Mẫu")
    receivers = ("--receiver", "Sở Văn hóa và Thể thao", "--receiver", "Ủy ban nhân dân tỉnh")
    code, told = run("letterhead", *changed, *receivers, "--json")
    assert code == 0, told
    said = json.loads(told)
    assert said["authority"] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert said["locked"] == {}
    out = tmp_path / "report.pdf"
    assert run("report", "2026-10", "--out", out)[0] == 0
    text = subprocess.run(
        ["pdftotext", out, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    for line in ("- Sở Văn hóa và Thể thao;", "- Ủy ban nhân dân tỉnh.", "PHÓ CHỦ TỊCH"):
        assert line in text
    assert run("letterhead")[1].count("Lê Văn Mẫu") == 1


def test_letterhead__of_an_office_below_another__is_named_in_head_text_and_appendix(run, tmp_path):
    names = ("--parent", "Ủy ban nhân dân xã Mẫu", "--agency", "Trung tâm Văn hóa")
    code, told = run("letterhead", *names, "--name", "Trung tâm Văn hóa xã Mẫu", "--json")
    assert code == 0, told
    assert json.loads(told)["parent_agency"] == "Ủy ban nhân dân xã Mẫu"
    assert run("number", "2026-10")[0] == 0
    texts = []
    for how in ("--on-paper", "--electronic"):
        assert run("letterhead", how, "--copy", "- Như trên;", "--copy", "Lưu: VT.")[0] == 0
        out = tmp_path / f"report{how}.pdf"
        assert run("report", "2026-10", "--out", out)[0] == 0
        said = subprocess.run(
            ["pdftotext", out, "-"], check=True, capture_output=True, encoding="utf-8"
        ).stdout
        texts.append(" ".join(said.split()))
    paper, electronic = texts
    for text in texts:
        assert "ỦY BAN NHÂN DÂN XÃ MẪU " in text
        assert "TRUNG TÂM VĂN HÓA " in text
        assert "Trung tâm Văn hóa xã Mẫu báo cáo" in text
        assert "- Như trên; - Lưu: VT. " in text
    filled = "(Kèm theo Báo cáo số 01/BC-UBND ngày 12 tháng 11 năm 2026 của Trung tâm"
    assert filled in paper
    assert filled not in electronic
    assert (
        "(Kèm theo Báo cáo số ......../BC-UBND ngày ..... tháng ..... năm ......... của"
        in electronic
    )
    codes = {text.split("Mã số liệu: ")[1][:19] for text in texts}
    assert len(codes) == 1  # what is drawn otherwise is the same report


def test_letterhead__emptied__follows_from_the_unit_again(run):
    before = json.loads(run("letterhead", "--json")[1])
    assert run("letterhead", "--agency", "Trung tâm", "--place", "Mẫu", "--symbol", "BC-TT")[0] == 0
    blank = ("--agency", "", "--place", "", "--symbol", "", "--name", "")
    assert json.loads(run("letterhead", *blank, "--json")[1]) == before


def test_letterhead__without_the_position_that_it_needs__is_refused(run):
    code, told = run("letterhead", "--signs", "by_order", "--position", "")
    assert code != 0
    assert "REP_013" in told


def test_text__written_from_a_file__is_listed_and_printed(run, tmp_path):
    written = tmp_path / "causes.txt"
    written.write_text("Do mưa lũ kéo dài.", encoding="utf-8")
    assert run("text", "2026-10", "--section", "causes", "--from", written)[0] == 0
    sections = json.loads(run("text", "2026-10", "--json")[1])["sections"]
    kept = {one["section"]: one for one in sections}
    assert (kept["causes"]["text"], kept["causes"]["edited"]) == ("Do mưa lũ kéo dài.", True)
    assert kept["part:activity"]["proposed"]
    assert run("text", "2026-10", "--section", "nothing", "--from", written)[0] != 0


def test_archive__of_report_and_paper__claims_what_it_holds(run, tmp_path):
    for out, command in (
        (tmp_path / "report.pdf", ("report", "2026-10")),
        (tmp_path / "form.pdf", ("print", "form", "activity")),
    ):
        code, told = run(*command, "--out", out, "--archive")
        assert code == 0, told
        assert all(checks(out.read_bytes()).values())
    code, told = run("report", "2026-10", "--out", tmp_path / "r.docx", "--archive")
    assert (code != 0, "REP_022" in told) == (True, True)
