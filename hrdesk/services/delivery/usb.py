"""Files onto a stick or into a folder: written, flushed, read back, compared, and only then named.

The order, which the tests stop at every step: room and format are looked at; each file is written
under a provisional name, fsynced, dropped from the system's cache, read again and compared byte for
byte; the stick must still be the one that was chosen; then each file gets its name in one rename.
At any moment a file that bears its name is whole. Nothing else on the stick is opened or changed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn

from hrdesk.errors import (
    OtherVolumeError,
    ReadBackDiffersError,
    VolumeFileLimitError,
    VolumeGoneError,
    VolumeReadOnlyError,
    VolumeSpaceError,
)
from hrdesk.files import CHUNK_BYTES, known_fault, make_folder, sync_folder
from hrdesk.i18n import tr
from hrdesk.services.delivery.volumes import this_computer
from hrdesk.services.progress import SILENT, CancelledError, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hrdesk.services.delivery.volumes import Volume, Volumes

_SPARE_BYTES: Final = 64 * 1024  # folder entries, and what rounding up to clusters takes
_PROTECTED: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE: Final = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ESTALE})


@dataclass(frozen=True, slots=True)
class Placed:
    """One file that was written and read back."""

    path: Path
    size_bytes: int
    sha256: str


@contextlib.contextmanager
def placed(
    sources: Sequence[Path],
    folder: Path,
    *,
    volume: Volume | None = None,
    volumes: Volumes | None = None,
    progress: Progress = SILENT,
) -> Iterator[tuple[Placed, ...]]:
    """Copies of `sources` in `folder`; inside the block all is on the disk but bears no name yet.

    `volume` is the stick that a person chose; without it, the one that holds the folder is taken.
    When the block ends well the files get their names, else nothing of them is left.

    Raises:
        VolumeGoneError, OtherVolumeError: it was taken out, or another one lies there.
        VolumeSpaceError, VolumeReadOnlyError, VolumeFileLimitError: it cannot take the files.
        ReadBackDiffersError: it gives back something else than it was given.
        FileError: a source cannot be read, or the folder not be written.
        CancelledError: stopped; nothing is left of the files.
    """
    known = volumes or this_computer()
    chosen = _stood(known, folder, volume)
    _fits(sources, folder, chosen)
    writing = _Writing(folder, chosen, known, progress)
    try:
        done = tuple(writing.write(source) for source in sources)
        yield done
        writing.name_all()
    finally:
        writing.clear()


def _stood(volumes: Volumes, folder: Path, chosen: Volume | None) -> Volume | None:
    """The volume that is written to; the folder is made where it may be."""
    if chosen is not None:
        _same_or_raise(volumes, chosen, chosen.folder)
    make_folder(folder)
    return chosen or volumes.holding(folder)


def _same_or_raise(volumes: Volumes, chosen: Volume, path: Path) -> None:
    there = volumes.holding(chosen.folder)
    if there is None or there.folder != chosen.folder:
        raise VolumeGoneError(path=path)
    if there.identity != chosen.identity:
        raise OtherVolumeError(wanted=chosen.name, found=there.name)


def _fits(sources: Sequence[Path], folder: Path, volume: Volume | None) -> None:
    if volume is not None and volume.read_only:
        raise VolumeReadOnlyError(path=folder)
    sizes = [_size(source) for source in sources]
    limit = volume.file_limit_bytes if volume is not None else None
    for source, size in zip(sources, sizes, strict=True):
        if limit is not None and size > limit:
            raise VolumeFileLimitError(path=source.name)
    if volume is not None and sum(sizes) + _SPARE_BYTES > volume.free_bytes:
        raise VolumeSpaceError(
            path=folder,
            needed_kb=-(-(sum(sizes) + _SPARE_BYTES) // 1024),
            free_kb=volume.free_bytes // 1024,
        )


def _size(source: Path) -> int:
    try:
        return source.stat().st_size
    except OSError as error:
        raise known_fault(error, source, writing=False) from error


@dataclass(slots=True)
class _Provisional:
    """A file on the stick that has no name yet. `mark`: device and file number, to know it again."""

    path: Path
    target: Path
    mark: tuple[int, int]


class _Writing:
    """One run of files into one folder."""

    def __init__(
        self, folder: Path, volume: Volume | None, volumes: Volumes, progress: Progress
    ) -> None:
        self._folder, self._volume, self._volumes = folder, volume, volumes
        self._progress = progress
        self._waiting: list[_Provisional] = []

    def write(self, source: Path) -> Placed:
        """One file written and read back under a provisional name."""
        target = self._folder / source.name
        self._go_on(tr("Writing {file}", file=source.name))
        try:
            self._clear_leftovers(source.name)
            handle, name = tempfile.mkstemp(
                prefix=f".{source.name}.", suffix=".part", dir=self._folder
            )
        except OSError as error:
            self._fault(error, target)
        stated = os.fstat(handle)
        provisional = _Provisional(Path(name), target, (stated.st_dev, stated.st_ino))
        self._waiting.append(provisional)
        digest = hashlib.sha256()
        try:
            with os.fdopen(handle, "wb") as out, self._opened(source) as stream:
                while chunk := self._read(stream, source):
                    digest.update(chunk)
                    out.write(chunk)
                    self._go_on()
                out.flush()
                os.fsync(out.fileno())
            provisional.path.chmod(0o644)
        except OSError as error:
            self._fault(error, target)
        self._go_on(tr("Reading back {file}", file=source.name))
        size, found = self._read_back(provisional, target)
        if (size, found) != (_size(source), digest.hexdigest()):
            raise ReadBackDiffersError(path=target)
        return Placed(target, size, found)

    def name_all(self) -> None:
        """Every file under its name, if it is still the same stick."""
        for one in self._waiting:
            try:
                stated = one.path.stat()
            except OSError as error:
                self._fault(error, one.target)
            if (stated.st_dev, stated.st_ino) != one.mark:
                raise VolumeGoneError(path=one.target)
        if self._volume is not None and self._waiting:
            _same_or_raise(self._volumes, self._volume, self._waiting[0].target)
        while self._waiting:
            one = self._waiting[0]
            try:
                one.path.replace(one.target)
                self._waiting.pop(0)
                sync_folder(self._folder)
            except OSError as error:
                self._fault(error, one.target)
        with contextlib.suppress(OSError):
            _sync_volume(self._folder)

    def clear(self) -> None:
        """Take away what never got a name."""
        for one in self._waiting:
            with contextlib.suppress(OSError):
                one.path.unlink()
        self._waiting = []

    def _clear_leftovers(self, name: str) -> None:
        """What a computer that went off while it wrote this very file left behind."""
        for path in self._folder.glob(f".{name}.*.part"):
            if path.is_file() and not path.is_symlink():
                path.unlink()

    def _read_back(self, provisional: _Provisional, target: Path) -> tuple[int, str]:
        size, digest = 0, hashlib.sha256()
        try:
            with provisional.path.open("rb", buffering=0) as stream:
                if hasattr(os, "posix_fadvise"):  # else the system may answer from its memory
                    os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                while chunk := stream.read(CHUNK_BYTES):
                    size += len(chunk)
                    digest.update(chunk)
                    self._go_on()
        except OSError as error:
            self._fault(error, target)
        return size, digest.hexdigest()

    def _go_on(self, sentence: str = "") -> None:
        if self._progress.cancelled():
            raise CancelledError
        if sentence:
            self._progress.step(sentence)

    @staticmethod
    def _opened(source: Path) -> BinaryIO:
        try:
            return source.open("rb")
        except OSError as error:
            raise known_fault(error, source, writing=False) from error

    @staticmethod
    def _read(stream: BinaryIO, source: Path) -> bytes:
        try:
            return stream.read(CHUNK_BYTES)
        except OSError as error:
            raise known_fault(error, source, writing=False) from error

    def _fault(self, error: OSError, target: Path) -> NoReturn:
        """The sentence for what the system said while the stick was written."""
        if self._volume is not None and self._volume.folder != Path("/"):
            there = self._volumes.holding(self._volume.folder)
            if there is None or there.folder != self._volume.folder:
                raise VolumeGoneError(path=target) from error
        if error.errno in _PROTECTED:
            raise VolumeReadOnlyError(path=target.parent) from error
        if error.errno == errno.EFBIG:
            raise VolumeFileLimitError(path=target.name) from error
        if error.errno in _GONE:
            raise VolumeGoneError(path=target) from error
        raise known_fault(error, target, writing=True) from error


def _sync_volume(folder: Path) -> None:
    """All that the system still holds back for this volume, so that it may be taken out."""
    if sys.platform != "linux":
        return
    import ctypes

    handle = os.open(folder, os.O_RDONLY)
    try:
        ctypes.CDLL(None, use_errno=True).syncfs(handle)
    finally:
        os.close(handle)
