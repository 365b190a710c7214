"""Attaching files: real photos, bombs, broken and disguised files, documents that act."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from hrdesk import errors
from hrdesk.services import attaching, helper_process
from hrdesk.services.pdf_actions import look_at_pdf
from hrdesk.services.workspace import Workspace, open_workspace
from tests.support import files
from tests.support.desk import make_desk

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
RECORD = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "w"
    make_desk(folder).close()
    return folder


@pytest.fixture
def ws(made: Path, tmp_path: Path):
    shutil.copytree(made, tmp_path / "w")
    with open_workspace(tmp_path / "w", now=NOW) as workspace:
        yield workspace


def take_in(ws: Workspace, path: Path, record: str = RECORD, key: str = "attachments", **more):
    return attaching.take_in(ws, record, key, path, now=NOW, **more)


def content(ws: Workspace, taken: attaching.TakenIn) -> bytes:
    return ws.store.files.sound(taken.attachment).read_bytes()


def leftovers(ws: Workspace) -> list[Path]:
    return list(ws.paths.attachments.glob(".new.*"))


def is_red(pixel: tuple[int, ...]) -> bool:
    return all(abs(got - wanted) < 40 for got, wanted in zip(pixel, files.CORNER, strict=True))


# --- pictures


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_photo__turned_by_a_note__stands_upright_and_is_small(
    ws: Workspace, tmp_path: Path, orientation: int
) -> None:
    source = files.photo(tmp_path / "IMG_1.jpg", orientation=orientation)
    taken = take_in(ws, source)
    with Image.open(ws.store.files.sound(taken.attachment)) as kept:
        assert kept.size == (1920, 1280)
        assert is_red(kept.getpixel((20, 20)))
        assert not is_red(kept.getpixel((1900, 20)))
    assert taken.turned is (orientation != 1)
    assert taken.shrunk


def test_photo__with_place_and_camera__keeps_neither_and_original_is_untouched(
    ws: Workspace, tmp_path: Path
) -> None:
    source = files.photo(tmp_path / "IMG_2.jpg")
    before = source.read_bytes()
    assert files.MAKER.encode() in before
    taken = take_in(ws, source)
    kept = content(ws, taken)
    assert source.read_bytes() == before
    for trace in (files.MAKER.encode(), files.COMMENT, b"Exif", b"2026:11:03", b"http://ns.adobe"):
        assert trace not in kept
    with Image.open(ws.store.files.sound(taken.attachment)) as picture:
        assert not picture.getexif()
    assert taken.location_removed
    assert taken.camera_removed
    assert "vị trí" in taken.sentence()


@pytest.mark.parametrize(("form", "ending"), [("PNG", "png"), ("WEBP", "jpg"), ("TIFF", "png")])
def test_other_formats__are_kept_as_jpeg_or_png_without_notes(
    ws: Workspace, tmp_path: Path, form: str, ending: str
) -> None:
    source = files.photo(tmp_path / f"a.{form.lower()}", size=(600, 400), form=form)
    taken = take_in(ws, source)
    kept = content(ws, taken)
    assert taken.attachment.name.rpartition(".")[2] in {ending, "jpg"}
    assert files.MAKER.encode() not in kept
    with Image.open(ws.store.files.sound(taken.attachment)) as picture:
        assert picture.size == (600, 400)


def test_transparent_picture__stays_transparent(ws: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "logo.png"
    Image.new("RGBA", (40, 40), (10, 20, 30, 0)).save(source)
    taken = take_in(ws, source)
    with Image.open(ws.store.files.sound(taken.attachment)) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((5, 5))[3] == 0


def test_picture__under_a_picture_ending_that_is_not_its_own__gets_the_right_one(
    ws: Workspace, tmp_path: Path
) -> None:
    source = tmp_path / "zalo.png"
    files.scene(300, 200).save(source, "JPEG")
    assert take_in(ws, source).attachment.name == "zalo.jpg"


def test_bomb__of_170_megapixels__is_refused_in_words(ws: Workspace, tmp_path: Path) -> None:
    source = files.png_bomb(tmp_path / "bomb.png")
    assert source.stat().st_size < 200_000
    with pytest.raises(errors.PictureLargeError) as caught:
        take_in(ws, source)
    assert caught.value.values["megapixels"] == 170
    assert leftovers(ws) == []
    assert ws.store.files.of_record(RECORD) == ()


def test_bomb__of_41_megapixels__is_refused_too(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(errors.PictureLargeError):
        take_in(ws, files.png_bomb(tmp_path / "bomb.png", 6400, 6410))


@pytest.mark.parametrize("part", [0.3, 0.7, 0.97])
def test_photo__cut_off__is_refused(ws: Workspace, tmp_path: Path, part: float) -> None:
    whole = files.photo(tmp_path / "whole.jpg").read_bytes()
    source = tmp_path / "cut.jpg"
    source.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(errors.AttachmentBrokenError):
        take_in(ws, source)
    assert leftovers(ws) == []


def test_photos__with_bits_turned_over__are_kept_or_refused_never_worse(
    ws: Workspace, tmp_path: Path
) -> None:
    draw = random.Random(5)
    whole = files.photo(tmp_path / "whole.jpg", size=(240, 160)).read_bytes()
    for number in range(12):
        broken = bytearray(whole)
        for _ in range(6):
            broken[draw.randrange(3, 900)] = draw.randrange(256)
        source = tmp_path / f"b{number}.jpg"
        source.write_bytes(broken)
        with contextlib.suppress(errors.AttachmentError):
            take_in(ws, source, record=f"r{number}")
    assert ws.store.integrity_check() == []
    assert leftovers(ws) == []


def test_helper__that_thinks_too_long__is_ended(tmp_path: Path) -> None:
    source = files.photo(tmp_path / "a.jpg")
    said = helper_process.ask_helper(
        "picture", str(source), str(tmp_path / "out"), "1920", "85", seconds=0.01
    )
    assert said == {"fault": "heavy"}


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are known on Linux alone")
def test_helper__that_wants_too_much_memory__ends_itself() -> None:
    code = (
        "from hrdesk.services import attachment_worker as w; w.limit_process();"
        "w._work = lambda arguments: bytearray(2 << 30); w.main(['x'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert '"heavy"' in done.stdout


def test_helper__in_the_frozen_program__is_a_hidden_command(tmp_path: Path) -> None:
    source = files.photo(tmp_path / "a.jpg", size=(300, 200))
    told = [sys.executable, "-m", "hrdesk", "_picture", "picture", str(source)]
    done = subprocess.run(
        [*told, str(tmp_path / "out"), "100", "85"], cwd=ROOT, capture_output=True, check=True
    )
    assert b'"width": 100' in done.stdout
    shown = subprocess.run(
        [sys.executable, "-m", "hrdesk", "--help"], cwd=ROOT, capture_output=True, check=True
    )
    assert b"_picture" not in shown.stdout


# --- what a file is


@pytest.mark.parametrize(
    ("name", "head", "error"),
    [
        ("hinh.jpg", b"MZ\x90\0" + b"\0" * 100, errors.AttachmentDisguisedError),
        ("scan.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, errors.AttachmentDisguisedError),
        ("bang.docx", b"\x7fELF" + b"\0" * 100, errors.AttachmentDisguisedError),
        ("chay.exe", b"MZ\x90\0", errors.AttachmentKindError),
        ("ghi", b"abc", errors.AttachmentKindError),
        ("macro.docm", b"PK\x03\x04", errors.AttachmentKindError),
        ("iphone.heic", b"\0\0\0\x18ftypheic", errors.PictureFormatError),
        ("iphone.jpg", b"\0\0\0\x18ftypheic", errors.PictureFormatError),
        ("rong.jpg", b"", errors.AttachmentBrokenError),
        ("gia.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, errors.AttachmentBrokenError),
    ],
)
def test_file__that_is_not_what_it_says__is_refused(
    ws: Workspace, tmp_path: Path, name: str, head: bytes, error: type[errors.HrdeskError]
) -> None:
    source = tmp_path / name
    source.write_bytes(head)
    with pytest.raises(error):
        take_in(ws, source)
    assert ws.store.files.of_record(RECORD) == ()


def test_question_for_pictures__refuses_documents(ws: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(files.pdf([]))
    with pytest.raises(errors.PictureKindWantedError):
        take_in(ws, source, pictures_only=True)


def test_file__that_is_gone__says_so(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(errors.FileMissingError):
        take_in(ws, tmp_path / "none.jpg")


# --- documents


def test_scan__is_kept_byte_for_byte(ws: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "scan.pdf"
    source.write_bytes(files.pdf([], root=b"/OpenAction [3 0 R /Fit]"))
    taken = take_in(ws, source)
    assert content(ws, taken) == source.read_bytes()
    assert taken.remarks == ()


ACTS = {
    "plain": files.pdf([b"<< /S /JavaScript /JS (app.alert(1)) >>"], root=b"/OpenAction 4 0 R"),
    "direct": files.pdf([], root=b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
    "escaped": files.pdf([b"<< /S /J#61va#53cript /JS (x) >>"], root=b"/OpenAction 4 0 R"),
    "packed": files.pdf([], root=b"/OpenAction 50 0 R", packed=[b"<< /S /JavaScript /JS (x) >>"]),
    "page": files.pdf([b"<< /O << /S /Launch /F (a) >> >>"], root=b"/AA 4 0 R"),
}


@pytest.mark.parametrize("how", ACTS)
def test_document__that_runs_something__is_refused(ws: Workspace, tmp_path: Path, how: str) -> None:
    source = tmp_path / "scan.pdf"
    source.write_bytes(ACTS[how])
    with pytest.raises(errors.AttachmentActiveError) as caught:
        take_in(ws, source)
    assert caught.value.values["what"] in {"JavaScript", "Launch"}


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (files.pdf([], root=b"/OpenAction << /S /URI /URI (http://x.example) >>"), "opens"),
        (files.pdf([b"<< /Type /EmbeddedFile >>"]), "embedded"),
        (files.pdf([b"<< /S /SubmitForm >>"]), "sends"),
        (files.pdf([], root=b"/OpenAction 50 0 R", packed=[b"<< /S /URI /URI (u) >>"]), "opens"),
    ],
)
def test_document__that_is_odd__is_remarked(content: bytes, remark: str) -> None:
    assert look_at_pdf(content) == {"refused": [], "remarked": [remark]}


@pytest.mark.parametrize(
    "content",
    [
        files.pdf([b"<< /S /GoTo /D [3 0 R /Fit] >>"], root=b"/OpenAction 4 0 R"),
        files.pdf([], root=b"/OpenAction 50 0 R", packed=[b"<< /S /GoTo /D [3 0 R /Fit] >>"]),
        files.pdf([b"<< /Type /Annot /A << /S /URI /URI (http://x.example) >> >>"]),
    ],
)
def test_document__as_offices_make_them__is_not_remarked(content: bytes) -> None:
    assert look_at_pdf(content) == {"refused": [], "remarked": []}


def test_document__remarks__are_said_when_attached(ws: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(files.pdf([b"<< /Type /EmbeddedFile >>"]))
    assert "tệp khác" in take_in(ws, source).sentence()


def test_document__cut_off__is_refused(ws: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(files.pdf([])[:-60])
    with pytest.raises(errors.AttachmentBrokenError):
        take_in(ws, source)


# --- keeping


def test_equal_files__are_held_once(ws: Workspace, tmp_path: Path) -> None:
    source = files.photo(tmp_path / "a.jpg")
    other = tmp_path / "b.jpg"
    shutil.copy(source, other)
    first, second = take_in(ws, source), take_in(ws, other, record="another")
    again = take_in(ws, other)
    assert first.attachment.sha256 == second.attachment.sha256
    assert again.known
    assert "từ trước" in again.sentence()
    assert len(ws.store.files.of_record(RECORD)) == 1
    kept = [path for path in ws.paths.attachments.rglob("*") if path.is_file()]
    assert len(kept) == 1


def test_limit__of_files__refuses_in_words(ws: Workspace, tmp_path: Path) -> None:
    ws.set_setting("attachment_files", "2")
    for number in range(2):
        take_in(ws, files.photo(tmp_path / f"{number}.jpg", size=(200 + number, 100)))
    with pytest.raises(errors.AttachmentsTooManyError):
        take_in(ws, files.photo(tmp_path / "c.jpg", size=(300, 100)))
    assert len(ws.store.files.of_record(RECORD)) == 2


def test_limit__of_bytes__counts_what_is_kept(ws: Workspace, tmp_path: Path) -> None:
    ws.set_setting("attachment_megabytes", "1")
    take_in(ws, files.photo(tmp_path / "a.jpg"))  # megabytes outside, less inside
    source = tmp_path / "scan.pdf"
    source.write_bytes(files.pdf([b"(" + b"x" * 1_000_000 + b")"]))
    with pytest.raises(errors.AttachmentsTooLargeError):
        take_in(ws, source)
    assert leftovers(ws) == []


def test_removing__takes_the_file_off_and_keeps_its_bytes(ws: Workspace, tmp_path: Path) -> None:
    first = take_in(ws, files.photo(tmp_path / "a.jpg", size=(200, 100))).attachment
    second = take_in(ws, files.photo(tmp_path / "b.jpg", size=(300, 100))).attachment
    assert attaching.remove(ws, RECORD, first) == (second,)
    assert ws.store.files.path(first.sha256).is_file()


def test_sweep__removes_what_is_old_and_half_made(ws: Workspace) -> None:
    folder = ws.paths.attachments
    folder.mkdir(exist_ok=True)
    old, young = folder / ".new.old.part", folder / ".new.young"
    old.write_bytes(b"half")
    young.mkdir()
    an_hour = (NOW - timedelta(hours=2)).timestamp()
    os.utime(old, (an_hour, an_hour))
    os.utime(young, (NOW.timestamp(), NOW.timestamp()))
    assert attaching.sweep(folder, NOW) == 1
    assert leftovers(ws) == [young]


@pytest.mark.long
def test_kill__at_any_moment__leaves_whole_files_only(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    shutil.copytree(made, folder)
    for number in range(6):
        files.photo(tmp_path / f"p{number}.jpg", size=(900 + number, 700))
    code = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path;"
        "from hrdesk.services.workspace import open_workspace;"
        "from hrdesk.services.attaching import take_in;"
        "now = datetime(2026, 11, 12, tzinfo=UTC); ws = open_workspace(Path(sys.argv[1]), now=now);"
        "print('go', flush=True);"
        "[take_in(ws, sys.argv[3], 'attachments', p, now=now)"
        " for p in sorted(Path(sys.argv[2]).glob('*.jpg'))]"
    )
    draw = random.Random(11)
    kept = 0
    for turn in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(folder), str(tmp_path), f"r{turn}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(draw.uniform(0.0, 1.2))  # a random moment is what is tested
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        with open_workspace(folder, now=NOW) as ws:
            assert ws.store.integrity_check() == []
            kept += len(ws.store.files.of_record(f"r{turn}"))
            for path in ws.paths.attachments.glob("??/*"):
                assert files_digest(path) == path.name
    assert kept > 0
    with open_workspace(folder, now=NOW) as ws:
        attaching.sweep(ws.paths.attachments, datetime.now(UTC) + timedelta(hours=2))
        assert leftovers(ws) == []


def files_digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()
