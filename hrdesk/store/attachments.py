"""Attached files: kept once by their SHA-256 beside the database, named in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to a question of a record."""

    sha256: str
    name: str  # the file's own name, without folders or control characters
    media_type: str
    size_bytes: int
    record_id: str = ""
    question_key: str = ""


@dataclass(frozen=True, slots=True)
class IncomingAttachment:
    """A file of a received bundle: what it is attached to, and where it lies staged."""

    attachment: Attachment
    staged: Path
