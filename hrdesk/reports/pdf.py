"""A report drawn as PDF in the layout of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.reports.content import ReportContent

Progress = Callable[[int], None]


def write_pdf(
    content: ReportContent, target: Path | BinaryIO, progress: Progress | None = None
) -> int:
    """Draw `content` into a file or an open binary stream; the number of pages.

    A file appears whole or not at all. `progress` is told the pages done so far, after each
    page; whatever it raises stops the work and reaches the caller, and no file is left.

    Raises:
        FileError: the file cannot be written.
    """
    raise NotImplementedError
