"""The files of records: kept once by their digest, named at a question, with their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.errors import StoreReadOnlyError
from hrdesk.store import attachment_events, attachments
from hrdesk.store.attachments import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from hrdesk.store.attachments import AttachmentFolder
    from hrdesk.store.connection import Connections


class AttachmentShelf:
    """What lies in the folder of attachments, and whose it is."""

    def __init__(self, connections: Connections, folder: AttachmentFolder) -> None:
        """The files of the store that these connections open."""
        self._connections, self._folder = connections, folder

    def add(
        self, record_id: str, key: str, source: Path, original_name: str, at: datetime
    ) -> Attachment:
        """Keep a copy of a file and name it at a question; the record may be a draft still.

        Raises:
            FileError: it cannot be read, or there is no room.
        """
        if self._connections.read_only:
            raise StoreReadOnlyError(path=self._connections.path)
        sha256, size_bytes = self._folder.keep(source)
        name = attachments.plain_name(original_name)
        attachment = Attachment(
            sha256, name, attachments.media_type_of(name), size_bytes, record_id, key
        )
        with self._connections.writing() as connection:
            attachment_events.attach(connection, attachment, at)
        return attachment

    def of_record(self, record_id: str) -> tuple[Attachment, ...]:
        """The files of a record, in the order attached."""
        with self._connections.known_faults():
            return attachments.of_record(self._connections.reading(), record_id)

    def remove(self, record_id: str, key: str, sha256: str, at: datetime | None = None) -> None:
        """Take a file off a question; its bytes stay."""
        with self._connections.writing() as connection:
            attachment_events.detach(connection, record_id, key, sha256, at)

    def set_all(self, record_id: str, wanted: Iterable[Attachment], at: datetime) -> None:
        """Make these, all kept already, the files of a record."""
        with self._connections.writing() as connection:
            attachment_events.set_files(connection, record_id, wanted, at)

    def revert(self, record_id: str) -> None:
        """Make the files of a record those of its last saved state."""
        with self._connections.writing() as connection:
            attachment_events.revert(connection, record_id)

    def of_revisions(self, record_id: str) -> dict[int, tuple[Attachment, ...]]:
        """The files that each saved state had, by revision; empty when there never were any."""
        with self._connections.known_faults():
            return attachment_events.of_revisions(self._connections.reading(), record_id)

    def path(self, sha256: str) -> Path:
        """Where the bytes of an attachment lie, unchecked; see `sound`."""
        return self._folder.path(sha256)

    def sound(self, attachment: Attachment) -> Path:
        """Where the bytes lie, after comparing them with their SHA-256.

        Raises:
            AttachmentLostError: they are gone or were changed.
        """
        return self._folder.sound(attachment)
