"""Papers signed, judged by others' tools, altered, and taken back."""

from __future__ import annotations

import io
import socket
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from hrdesk.errors import (
    PaperForeignError,
    PaperRefusedError,
    PaperSignedAlreadyError,
    StampUnreadableError,
)
from hrdesk.indicators.period import parse_period
from hrdesk.services import reporting
from hrdesk.services.exchange import submit
from hrdesk.services.signed_papers import (
    Signing,
    check_own_paper,
    sign_paper,
    signed_papers,
    take_back,
    verify_pdfs,
)
from hrdesk.services.workspace import Workspace, open_workspace
from hrdesk.verification.outcome import Verdict
from tests.support.office import WORDS, offices, tell

NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)
PERIOD = parse_period("2026-11")


@pytest.fixture
def desk(tmp_path: Path):
    _, unit = offices(tmp_path)
    with open_workspace(unit, now=NOW) as ws:
        yield ws


@pytest.fixture
def report(desk: Workspace, tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    reporting.write_report(desk, PERIOD, path, now=NOW)
    return path


def picture(path: Path, colour: tuple[int, int, int], *, ground: int = 0) -> Path:
    image = Image.new("RGBA", (300, 300), (255, 255, 255, ground))
    ImageDraw.Draw(image).ellipse((10, 10, 290, 290), outline=(*colour, 255), width=20)
    image.save(path)
    return path


def both_signed(desk: Workspace, report: Path, folder: Path) -> Path:
    first, second = folder / "first.pdf", folder / "second.pdf"
    blue = picture(folder / "sign.png", (20, 40, 200))
    red = picture(folder / "seal.png", (220, 20, 30))
    sign_paper(desk, report, first, Signing("leader", blue), WORDS, now=NOW)
    sign_paper(desk, first, second, Signing("unit", red), WORDS, now=NOW)
    return second


def ids(outcome) -> set[str]:
    return {one.finding_id for one in outcome.findings}


def test_paper__person_then_agency__both_valid_also_for_pdfsig(
    desk: Workspace, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    signed = both_signed(desk, report, tmp_path)
    checked = check_own_paper(desk, signed, now=NOW)
    assert checked.outcome.verdict is Verdict.VALID, checked.outcome.findings
    assert [one.field_name for one in checked.signers] == ["hrdesk_leader", "hrdesk_unit"]
    assert all(one.ours and one.signed_at == NOW for one in checked.signers)
    said = subprocess.run(["pdfsig", signed], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2
    assert "Total document signed" in said.split("Signature #2")[1]
    assert signed.read_bytes().startswith(report.read_bytes())


def test_paper__byte_changed_or_text_added__refused(
    desk: Workspace, report: Path, tmp_path: Path
) -> None:
    from pyhanko.pdf_utils.generic import DecryptedObjectProxy, StreamObject  # noqa: F401
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    signed = both_signed(desk, report, tmp_path)
    content = bytearray(signed.read_bytes())
    place = content.index(b"stream") + 40
    content[place] ^= 1
    flipped = tmp_path / "flipped.pdf"
    flipped.write_bytes(content)
    assert check_own_paper(desk, flipped, now=NOW).outcome.verdict is Verdict.REFUSED
    writer = IncrementalPdfFileWriter(io.BytesIO(signed.read_bytes()))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 99 99 re f")))
    updated = tmp_path / "updated.pdf"
    with updated.open("wb") as stream:
        writer.write(stream)
    outcome = check_own_paper(desk, updated, now=NOW).outcome
    assert outcome.verdict is Verdict.REFUSED
    assert "PDF_105" in ids(outcome)


def test_paper__page_changed_between_two_signatures__refused_although_both_hold(
    desk: Workspace, report: Path, tmp_path: Path
) -> None:
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    first, changed, second = (tmp_path / f"{name}.pdf" for name in ("first", "changed", "second"))
    sign_paper(desk, report, first, Signing("leader"), WORDS, now=NOW)
    writer = IncrementalPdfFileWriter(io.BytesIO(first.read_bytes()))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 99 99 re f")))
    with changed.open("wb") as stream:
        writer.write(stream)
    sign_paper(desk, changed, second, Signing("unit"), WORDS, now=NOW)
    said = subprocess.run(["pdfsig", second], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2  # what ordinary tools do not say
    outcome = check_own_paper(desk, second, now=NOW).outcome
    assert outcome.verdict is Verdict.REFUSED
    assert "PDF_106" in ids(outcome)


def test_paper__unsigned_broken_or_scripted__said(
    desk: Workspace, report: Path, tmp_path: Path
) -> None:
    broken, script = tmp_path / "b.pdf", tmp_path / "s.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    script.write_bytes(report.read_bytes().replace(b"/Outlines", b"/JavaScript /X /Outlines", 1))
    seen = [ids(one) for one in verify_pdfs([report, broken, script], ca=None, now=NOW)]
    assert "PDF_102" in seen[0]
    assert "PDF_101" in seen[1]
    assert "PDF_301" in seen[2]


def test_take_back__own_report__kept_and_listed(
    desk: Workspace, report: Path, tmp_path: Path
) -> None:
    signed = both_signed(desk, report, tmp_path)
    kept, checked = take_back(desk, signed, now=NOW)
    assert (desk.paths.papers / kept.file_name).read_bytes() == signed.read_bytes()
    assert kept.made.period_id == PERIOD.period_id
    assert [one.sha256 for one in signed_papers(desk)] == [kept.sha256]
    take_back(desk, signed, now=NOW)
    assert len(signed_papers(desk)) == 1
    assert checked.outcome.verdict is Verdict.VALID


def test_take_back__altered_before_signing_or_foreign__refused(
    desk: Workspace, report: Path, tmp_path: Path
) -> None:
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(report.read_bytes()))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 99 99 re f")))
    altered, signed = tmp_path / "altered.pdf", tmp_path / "signed.pdf"
    with altered.open("wb") as stream:
        writer.write(stream)
    sign_paper(desk, altered, signed, Signing(), WORDS, now=NOW)
    assert check_own_paper(desk, signed, now=NOW).outcome.verdict is Verdict.VALID
    with pytest.raises(PaperRefusedError) as refused:
        take_back(desk, signed, now=NOW)
    assert "PDF_402" in str(refused.value.values["finding_ids"])
    other = tmp_path / "other.pdf"
    other.write_bytes(report.read_bytes() + b"\n%\n")
    with pytest.raises((PaperForeignError, PaperRefusedError)):
        take_back(desk, other, now=NOW)
    assert signed_papers(desk) == ()


def test_stamp__wrong_colour_or_opaque__refused(
    desk: Workspace, report: Path, tmp_path: Path
) -> None:
    blue = picture(tmp_path / "blue.png", (20, 40, 200))
    opaque = picture(tmp_path / "opaque.png", (220, 20, 30), ground=255)
    for stamp in (blue, opaque):
        with pytest.raises(StampUnreadableError):
            sign_paper(desk, report, tmp_path / "x.pdf", Signing("unit", stamp), WORDS, now=NOW)
    assert not (tmp_path / "x.pdf").exists()


def test_attachment__number_and_time_at_the_top_right(
    desk: Workspace, report: Path, tmp_path: Path
) -> None:
    signed = tmp_path / "a.pdf"
    signing = Signing("attachment", reference="05/BC-UBND")
    sign_paper(desk, report, signed, signing, WORDS, now=NOW)
    box = ["-f", "1", "-l", "1", "-r", "72", "-x", "400", "-y", "0", "-W", "195", "-H", "60"]
    said = subprocess.run(
        ["pdftotext", *box, signed, "-"], capture_output=True, text=True, check=True
    )
    assert "05/BC-UBND" in said.stdout
    assert "16/11/2026 10:00:00 +07:00" in said.stdout


def test_submit__setting_asks_for_it__report_inside_is_signed(
    desk: Workspace, tmp_path: Path
) -> None:
    desk.set_setting("sign_report", "yes")
    sent = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
    with zipfile.ZipFile(sent.path) as bundle:
        (name,) = [one for one in bundle.namelist() if one.endswith(".pdf")]
        inside = tmp_path / "inside.pdf"
        inside.write_bytes(bundle.read(name))
    checked = check_own_paper(desk, inside, now=NOW)
    assert checked.outcome.verdict is Verdict.VALID
    assert [one.field_name for one in checked.signers] == ["hrdesk_unit"]


def test_commands__sign_verify_take_back__exit_codes(
    desk: Workspace, report: Path, tmp_path: Path
) -> None:
    data, signed = desk.paths.folder, tmp_path / "signed.pdf"
    assert tell("--data", data, "sign", report, "--as", "leader", "--out", signed).code == 0
    told = tell("--data", data, "verify-pdf", signed, "--json")
    assert (told.code, told.json[0]["verdict"]) == (0, "valid")
    assert tell("verify", signed, "--trust", data / "trust" / "ca.crt").code == 10
    assert tell("--data", data, "verify-pdf", report).code == 20
    assert tell("--data", data, "take-back", signed, "--json").json["period"] == "2026-11"


def test_paper__signed_twice_by_the_same__is_refused_and_nothing_is_written(
    desk: Workspace, report: Path, tmp_path: Path
) -> None:
    signed = both_signed(desk, report, tmp_path)
    with pytest.raises(PaperSignedAlreadyError):
        sign_paper(desk, signed, tmp_path / "third.pdf", Signing("unit"), WORDS, now=NOW)
    assert not (tmp_path / "third.pdf").exists()
