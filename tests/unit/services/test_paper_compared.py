"""A printed report compared with bundles and with what the province took in."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hrdesk.errors import PaperCodeError
from hrdesk.indicators.period import parse_period
from hrdesk.services.importing import import_table
from hrdesk.services.paper_proof import compare_known
from hrdesk.services.province import receive
from hrdesk.services.reporting import report_content, write_report
from hrdesk.services.submitting import submit
from hrdesk.services.workspace import open_workspace
from tests.support.office import ACTIVITIES, WORDS, activities_file, offices, tell

NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)
PERIOD = parse_period("2026-11")


def code_on(paper: Path, page: int = 1) -> str:
    """The QR code of a page, read by another program."""
    stem = paper.with_suffix("")
    subprocess.run(
        ["pdftoppm", "-gray", "-r", "150", "-f", str(page), "-singlefile", paper, stem],
        check=True,
    )
    (seen,) = zxingcpp.read_barcodes(Image.open(stem.with_suffix(".pgm")))
    return str(seen.text)


def printed(ws, path: Path) -> str:
    write_report(ws, PERIOD, path, now=NOW)
    return code_on(path)


def test_paper__of_two_versions__matches_the_standing_one_alone(tmp_path: Path) -> None:
    at_province, at_unit = offices(tmp_path)
    with open_workspace(at_unit, now=NOW) as desk:
        import_table(desk, "activity", activities_file(tmp_path), now=NOW)
        draft = report_content(desk, PERIOD, now=NOW).proof
        assert draft is not None
        assert (draft.version, draft.draft) == (1, True)
        one = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
        sent = report_content(desk, PERIOD, now=NOW).proof
        assert sent is not None
        assert (sent.version, sent.draft, sent.digest) == (1, False, draft.digest)
        first = printed(desk, tmp_path / "one.pdf")
        more = (
            ACTIVITIES.splitlines()[0]
            + "\nTọa đàm ở ấp,03/11/2026,Hội nghị,Chủ trì,Tiếng Việt,50,20,1\n"
        )
        import_table(desk, "activity", activities_file(tmp_path, more, "them.csv"), now=NOW)
        two = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
        second = printed(desk, tmp_path / "two.pdf")
        assert compare_known(desk, first).state == "older"
        assert compare_known(desk, second).state == "matches"
    assert first != second
    ca = at_unit / "trust" / "ca.crt"
    for code, path, expected in (
        (second, two.path, (0, "matches", 2)),
        (first, two.path, (10, "older", 1)),
        (second, one.path, (20, "unknown", None)),
        (first, one.path, (0, "matches", 1)),
    ):
        told = tell("verify", "--paper", code, "--trust", ca, path, "--json")
        said = told.json
        assert (told.code, said["state"], said["version"]) == expected
    told = tell("--data", at_province, "verify", "--paper", second, two.path)
    assert told.code == 0
    assert "khớp" in told.out
    with open_workspace(at_province, now=NOW) as province:
        assert compare_known(province, second).state == "unknown"
        receive(province, [one.path, two.path], now=NOW, accept_remarks=True)
        assert compare_known(province, first).state == "older"
        outcome = compare_known(province, second)
        assert (outcome.state, outcome.version) == ("matches", 2)
        with pytest.raises(PaperCodeError):
            compare_known(province, "không phải mã")
    typed = second.rpartition(":")[2][:16].lower()
    told = tell("--data", at_province, "verify", "--paper", typed, "--json")
    assert (told.code, told.json["unit"], told.json["period"]) == (0, "30403", "2026-11")
    assert tell("--data", at_province, "verify", "--paper", "0" * 16).code == 20
    assert tell("--data", at_province, "verify", "--paper", "ABC").code == 2


def test_paper__against_a_bundle_that_was_changed__is_not_believed(tmp_path: Path) -> None:
    _, at_unit = offices(tmp_path)
    with open_workspace(at_unit, now=NOW) as desk:
        sent = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
        code = printed(desk, tmp_path / "paper.pdf")
    content = bytearray(sent.path.read_bytes())
    content[len(content) // 2] ^= 1
    changed = tmp_path / "changed.asice"
    changed.write_bytes(content)
    ca = at_unit / "trust" / "ca.crt"
    told = tell("verify", "--paper", code, "--trust", ca, changed, "--json")
    assert (told.code, told.json["state"], told.json["refused"]) == (
        20,
        "unknown",
        ["changed.asice"],
    )


def test_verify__neither_file_nor_paper__is_a_wrong_call(tmp_path: Path) -> None:
    assert tell("verify").code == 2
    assert tell("verify", tmp_path / "a.asice").code == 2
