"""Copies for the archive: what they claim, read back; what would make them unfit is found."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageCms

from hrdesk.errors import ArchiveFormatError, ArchiveUnfitError
from hrdesk.reports.archive import archived, checks
from hrdesk.reports.pdf import write_pdf
from hrdesk.reports.writing import write_content
from tests.support.reports import long_content


@pytest.fixture(scope="module")
def plain() -> bytes:
    whole = io.BytesIO()
    write_pdf(long_content(), whole)
    return whole.getvalue()


def test_archive__of_every_script__claims_2b_and_holds_its_checks(
    tmp_path: Path, plain: bytes
) -> None:
    path = tmp_path / "kept.pdf"
    pages = write_content(long_content(), path, archive=True)
    assert all(checks(path.read_bytes()).values())
    with pikepdf.open(path) as kept, pikepdf.open(io.BytesIO(plain)) as before:
        assert kept.open_metadata().pdfa_status == "2B"
        assert len(kept.pages) == len(before.pages) == pages
        assert str(kept.Root.Lang) == "vi-VN"
        assert [one.title for one in kept.open_outline().root] == [
            one.title for one in before.open_outline().root
        ]
        profile = kept.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        assert profile[36:40] == b"acsp"
        assert profile[16:20] == b"RGB "
        for one, other in zip(kept.pages, before.pages, strict=True):
            assert one.Contents.read_bytes() == other.Contents.read_bytes()


def test_archive__made_on_another_day__is_the_same_file(
    plain: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = archived(plain)
    later = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    later[24:36] = struct.pack(">6H", 2046, 7, 9, 10, 11, 12)
    monkeypatch.setattr(ImageCms.ImageCmsProfile, "tobytes", lambda _: bytes(later))
    assert archived(plain) == made


def test_checks__of_a_paper_for_reading__find_what_is_lacking(plain: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        pdf.Root.Metadata = pikepdf.Stream(pdf, b"<x/>")
        whole = io.BytesIO()
        pdf.save(whole)
    found = checks(whole.getvalue())
    assert not found["says PDF/A-2b"]
    assert not found["output intent"]
    assert found["fonts embedded"]


def test_archive__of_a_script_or_a_font_left_out__is_refused(plain: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        whole = io.BytesIO()
        pdf.save(whole)
    with pytest.raises(ArchiveUnfitError) as refused:
        archived(whole.getvalue())
    assert "no forbidden action" in str(refused.value)
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        font = next(one for one in pdf.objects if "/FontFile2" in getattr(one, "keys", list)())
        del font["/FontFile2"]
        whole = io.BytesIO()
        pdf.save(whole)
    with pytest.raises(ArchiveUnfitError) as refused:
        archived(whole.getvalue())
    assert "fonts embedded" in str(refused.value)


def test_archive__that_is_no_pdf__is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveFormatError):
        write_content(long_content(), tmp_path / "kept.docx", archive=True)
    assert not (tmp_path / "kept.docx").exists()
