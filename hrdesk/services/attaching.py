"""Attaching files: pictures upright, small and without location; documents looked at; limits kept.

The file on the person's disk is only read. What is taken in is made beside the attachments, kept
by its content, and named in the database last: whatever stops the program in between, a record
names whole files only, and what lies half made is swept away by the next one taken in.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from hrdesk.errors import (
    AttachmentActiveError,
    AttachmentBrokenError,
    AttachmentDisguisedError,
    AttachmentHeavyError,
    AttachmentKindError,
    AttachmentsTooLargeError,
    AttachmentsTooManyError,
    FileMissingError,
    FileTooLargeError,
    PictureFormatError,
    PictureKindWantedError,
    PictureLargeError,
    RecordForeignError,
)
from hrdesk.files import known_fault, make_folder, sha256_of
from hrdesk.i18n import N_, tr
from hrdesk.services.helper_process import ask_helper
from hrdesk.vietnamese.formats import show_number
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.services.workspace import Workspace
    from hrdesk.store.attachments import Attachment

SOURCE_BYTES: Final = 100_000_000
MOST_FILES: Final = 10
MOST_MEGABYTES: Final = 20
LONGEST_SIDE: Final = 1920
QUALITY: Final = 85
_STAGING: Final = ".new."
_STALE: Final = timedelta(hours=1)
_HEAD_BYTES: Final = 4096

PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif"})
_FOREIGN_PICTURES: Final = frozenset({".heic", ".heif", ".avif", ".jxl", ".raw", ".dng"})
_EXPECTED: Final = {  # what the first bytes of a file must be, by its ending
    **dict.fromkeys(PICTURES, frozenset({"picture"})),
    ".pdf": frozenset({"pdf"}),
    ".docx": frozenset({"zip"}),
    ".xlsx": frozenset({"zip"}),
    ".pptx": frozenset({"zip"}),
    ".odt": frozenset({"zip"}),
    ".ods": frozenset({"zip"}),
    ".doc": frozenset({"ole", "text"}),
    ".xls": frozenset({"ole", "zip", "text"}),
    ".ppt": frozenset({"ole"}),
    ".csv": frozenset({"text"}),
    ".txt": frozenset({"text"}),
    ".mp3": frozenset({"sound", "other"}),
    ".mp4": frozenset({"film"}),
}
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"ID3", "sound"),
    (b"\xff\xfb", "sound"),
)
_KIND_WORDS: Final = {
    "picture": N_("a picture"),
    "pdf": N_("a PDF document"),
    "zip": N_("an archive or an Office document"),
    "ole": N_("an old Office document"),
    "program": N_("a program"),
    "sound": N_("a sound"),
    "film": N_("a film"),
    "heif": N_("a picture in the format HEIC"),
    "text": N_("plain text"),
    "other": N_("something unknown"),
}
_REMARKS: Final = {
    "embedded": N_("The document contains other files. Open them only when you expect them."),
    "sends": N_("The document can send what is typed into it somewhere else."),
    "media": N_("The document contains films or sounds that start by themselves."),
    "form": N_("The document is a form that changes by itself; print it to PDF to fix it."),
    "encrypted": N_("The document is locked with a password; keep the password elsewhere."),
    "unexamined": N_("A part of the document could not be looked into."),
    "opens": N_("The document opens something by itself, such as a web address."),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one record may carry, and how large its pictures are kept."""

    files: int = MOST_FILES
    megabytes: int = MOST_MEGABYTES
    side: int = LONGEST_SIDE
    quality: int = QUALITY


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was taken in, and what was done to it; `known` when it was there already."""

    attachment: Attachment
    known: bool = False
    turned: bool = False
    shrunk: bool = False
    location_removed: bool = False
    camera_removed: bool = False
    remarks: tuple[str, ...] = ()  # sentences in the language spoken

    def sentence(self) -> str:
        """What a person should know, in one or two sentences."""
        name = self.attachment.name
        if self.known:
            return tr("{name} is attached already.", name=name)
        done = [
            tr(words)
            for happened, words in (
                (self.turned, N_("turned upright")),
                (self.shrunk, N_("made smaller")),
                (self.location_removed, N_("place taken out")),
                (self.camera_removed, N_("camera data taken out")),
            )
            if happened
        ]
        said = (
            tr("Attached {name}: {done}.", name=name, done=", ".join(done))
            if done
            else tr("Attached {name}.", name=name)
        )
        return " ".join([said, *self.remarks])


@dataclass(frozen=True, slots=True)
class _Prepared:
    path: Path
    name: str
    facts: dict[str, Any]
    remarks: tuple[str, ...] = ()


def limits(ws: Workspace) -> Limits:
    """The limits of this workspace: settings with a sensible beginning."""
    return Limits(
        _whole(ws.setting("attachment_files"), MOST_FILES),
        _whole(ws.setting("attachment_megabytes"), MOST_MEGABYTES),
        _whole(ws.setting("picture_side"), LONGEST_SIDE),
        min(95, _whole(ws.setting("picture_quality"), QUALITY)),
    )


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and int(text) > 0 else otherwise


def take_in(
    ws: Workspace,
    record_id: str,
    key: str,
    source: Path,
    *,
    now: datetime,
    pictures_only: bool = False,
) -> TakenIn:
    """Attach a copy of `source` to the question `key` of a record or draft.

    Raises:
        AttachmentError: it may not be taken in; the sentence says why and what to do.
        FileError: it cannot be read, or there is no room.
        RecordForeignError: the record is another unit's.
    """
    record = ws.store.get(record_id)
    if record is not None and record.unit != ws.unit_key:
        raise RecordForeignError(unit_code=record.unit.code)
    allowed = limits(ws)
    name = nfc(source.name)
    kind = _kind_of(source, name, pictures_only=pictures_only)
    folder = make_folder(ws.paths.attachments)
    sweep(folder, now)
    try:
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    except OSError as error:
        raise known_fault(error, folder, writing=True) from error
    try:
        prepared = _prepare(kind, source, name, staging, allowed)
        return _keep(ws, record_id, key, prepared, allowed, now)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def remove(
    ws: Workspace, record_id: str, attachment: Attachment, *, now: datetime | None = None
) -> tuple[Attachment, ...]:
    """Take a file off its question; what the question still has. The bytes stay for the history."""
    key = attachment.question_key
    ws.store.files.remove(record_id, key, attachment.sha256, now)
    return tuple(one for one in ws.store.files.of_record(record_id) if one.question_key == key)


def sweep(folder: Path, now: datetime) -> int:
    """Remove what was left half made by a program that was stopped; how many."""
    before = (now - _STALE).timestamp()
    swept = 0
    for left in folder.glob(f"{_STAGING}*"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime > before:
                continue  # perhaps another window's, at this moment
            shutil.rmtree(left) if left.is_dir() else left.unlink()
            swept += 1
    return swept


# --- what a file is


def _kind_of(source: Path, name: str, *, pictures_only: bool) -> str:
    """What the file is, its ending and its beginning agreeing."""
    ending = PurePosixPath(name).suffix.lower()
    head, size_bytes = _head(source)
    found = beginning(head)
    if ending in _FOREIGN_PICTURES or found == "heif":
        raise PictureFormatError(name=name)
    if size_bytes > SOURCE_BYTES:
        raise FileTooLargeError(path=source, size_bytes=size_bytes, limit_bytes=SOURCE_BYTES)
    if pictures_only and ending not in PICTURES:
        raise PictureKindWantedError(name=name)
    expected = _EXPECTED.get(ending)
    if expected is None:
        raise AttachmentKindError(name=name, ending=ending or "?")
    if not head:
        raise AttachmentBrokenError(name=name)
    if found not in expected:
        raise AttachmentDisguisedError(name=name, found=tr(_KIND_WORDS[found]))
    return found


def _head(source: Path) -> tuple[bytes, int]:
    try:
        if not source.is_file():
            raise FileMissingError(path=source)
        with source.open("rb") as stream:
            return stream.read(_HEAD_BYTES), source.stat().st_size
    except OSError as error:
        raise known_fault(error, source, writing=False) from error


def beginning(head: bytes) -> str:
    """What kind of file begins so: a word of `_KIND_WORDS`."""
    for mark, kind in _BEGINNINGS:
        if head.startswith(mark):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "picture"
    if head[4:8] == b"ftyp":
        heif = head[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc"}
        return "heif" if heif else "film"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "other"


# --- making it fit


def _prepare(kind: str, source: Path, name: str, staging: Path, allowed: Limits) -> _Prepared:
    if kind == "picture":
        return _picture(source, name, staging, allowed)
    if kind == "pdf":
        return _document(source, name)
    return _Prepared(source, name, {})


def _picture(source: Path, name: str, staging: Path, allowed: Limits) -> _Prepared:
    target = staging / "picture"
    facts = ask_helper(
        "picture",
        str(source.resolve()),
        str(target),
        str(allowed.side),
        str(allowed.quality),
    )
    _refuse(facts, name)
    return _Prepared(target, _named(name, facts["format"]), facts)


def _document(source: Path, name: str) -> _Prepared:
    facts = ask_helper("pdf", str(source.resolve()))
    _refuse(facts, name)
    if facts["refused"]:
        raise AttachmentActiveError(name=name, what=", ".join(facts["refused"]))
    return _Prepared(source, name, {}, tuple(tr(_REMARKS[word]) for word in facts["remarked"]))


def _refuse(facts: dict[str, Any], name: str) -> None:
    fault = facts.get("fault")
    if fault == "pixels":
        raise PictureLargeError(name=name, megapixels=facts["megapixels"], limit=40)
    if fault == "broken":
        raise AttachmentBrokenError(name=name)
    if fault is not None:
        raise AttachmentHeavyError(name=name)


def _named(name: str, ending: str) -> str:
    """The name with the ending of what the picture became."""
    path = PurePosixPath(name)
    same = {".jpeg": "jpg"}.get(path.suffix.lower(), path.suffix.lower().lstrip("."))
    return name if same == ending else f"{path.stem}.{ending}"


# --- keeping it


def _keep(
    ws: Workspace,
    record_id: str,
    key: str,
    prepared: _Prepared,
    allowed: Limits,
    now: datetime,
) -> TakenIn:
    size_bytes = prepared.path.stat().st_size
    with ws.store.transaction():
        there = ws.store.files.of_record(record_id)
        sha256 = sha256_of(prepared.path)
        for one in there:
            if (one.sha256, one.question_key) == (sha256, key):
                return TakenIn(one, known=True)
        _room(there, prepared.name, size_bytes, allowed)
        attachment = ws.store.files.add(record_id, key, prepared.path, prepared.name, now)
    facts = prepared.facts
    return TakenIn(
        attachment,
        turned=facts.get("turned", False),
        shrunk=facts.get("shrunk", False),
        location_removed=facts.get("location", False),
        camera_removed=facts.get("camera", False),
        remarks=prepared.remarks,
    )


def _room(there: tuple[Attachment, ...], name: str, size_bytes: int, allowed: Limits) -> None:
    """Whether one more file fits beside those that are there.

    Raises:
        AttachmentsTooManyError, AttachmentsTooLargeError: it does not.
    """
    if len(there) >= allowed.files:
        raise AttachmentsTooManyError(count=len(there), limit=allowed.files)
    total = sum(one.size_bytes for one in there) + size_bytes
    if total > allowed.megabytes * 1_000_000:
        raise AttachmentsTooLargeError(
            name=name, total=show_number(total / 1_000_000, 1), limit=allowed.megabytes
        )
