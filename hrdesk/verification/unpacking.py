"""A container whose manifest is believed: its entries streamed once, each against its digest."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrdesk.bundles.container import Entry, Reader
from hrdesk.bundles.csv_table import TABLE_LIMIT_BYTES
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.file_kinds import check_file_kind
from hrdesk.bundles.manifest import Reference
from hrdesk.bundles.package import DESCRIPTOR_LIMIT_BYTES, PackedFile
from hrdesk.trust.material import CERTIFICATE_LIMIT_BYTES, LIST_LIMIT_BYTES

_IN_MEMORY: Final = {
    "json": DESCRIPTOR_LIMIT_BYTES,
    "csv": TABLE_LIMIT_BYTES,
    "xml": DESCRIPTOR_LIMIT_BYTES,
    "crl": LIST_LIMIT_BYTES,
    "crt": CERTIFICATE_LIMIT_BYTES,
}


@dataclass(frozen=True, slots=True)
class UnpackedFile:
    """A signed entry after it was streamed: kept in memory (`content`) or on the disk (`staged`)."""

    packed: PackedFile
    content: bytes | None
    staged: Path | None


@dataclass(frozen=True, slots=True)
class Unpacking:
    """The entries of one container, in the order of its manifest."""

    reader: Reader
    references: Mapping[str, Reference]
    staging: Path | None

    @property
    def names(self) -> list[str]:
        """All entries that are signed, bundle.json first."""
        return list(self.references)

    def covered(self, name: str, limit_bytes: int) -> bytes:
        """A small entry, read whole; its digest is the signed one.

        Raises:
            FaultFoundError: it is not there, too large, or other bytes.
        """
        entry = self.reader.entry(name)
        if entry is None:
            raise FaultFoundError(Faults.REQUIRED, name)
        content = self.reader.read(entry, limit_bytes)
        if hashlib.sha256(content).digest() != self.references[name].sha256:
            raise FaultFoundError(Faults.DIGEST, name)
        return content

    def small_files(self, limits: Mapping[str, int] = _IN_MEMORY) -> dict[str, bytes]:
        """All entries after bundle.json in memory, by name; for kinds that hold no large files.

        Raises:
            FaultFoundError: an entry too large, of another extension, or of other bytes.
        """
        contents = {}
        for name in self.names[1:]:
            limit = limits.get(name.rpartition(".")[2])
            if limit is None:
                raise FaultFoundError(Faults.ENTRIES, name)
            contents[name] = self.covered(name, limit)
        return contents

    def files(self, after: int) -> dict[str, UnpackedFile]:
        """All entries but the first `after`: tables in memory, files staged when asked to.

        Raises:
            FaultFoundError: the first that is damaged, or not of the kind that its name says.
        """
        return {
            entry.name: self._unpacked(entry, number)
            for number, entry in enumerate(self.reader.payload()[after:], start=1)
        }

    def _unpacked(self, entry: Entry, number: int) -> UnpackedFile:
        """Stream an entry once: size, checksum, digest; keep tables, stage files if asked to."""
        reference = self.references[entry.name]
        extension = entry.name.rpartition(".")[2]
        packed = PackedFile(entry.name, reference.sha256, entry.size_bytes)
        limit = _IN_MEMORY.get(extension)
        if limit is not None:
            return UnpackedFile(packed, self.covered(entry.name, limit), None)
        staged = None if self.staging is None else self.staging / f"{number:05d}.{extension}"
        digest, head = hashlib.sha256(), b""
        with contextlib.ExitStack() as stack:
            sink = None if staged is None else stack.enter_context(staged.open("xb"))
            for index, chunk in enumerate(self.reader.chunks(entry)):
                if index == 0:
                    head = chunk
                digest.update(chunk)
                if sink is not None:
                    sink.write(chunk)
        if digest.digest() != reference.sha256:
            raise FaultFoundError(Faults.DIGEST, entry.name)
        check_file_kind(entry.name, head)
        return UnpackedFile(packed, None, staged)
