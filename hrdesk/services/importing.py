"""Taking over a table of records: all good rows in, each refused row named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.services.progress import SILENT, Progress

if TYPE_CHECKING:
    from hrdesk.records.tabular import RowFinding
    from hrdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that was not taken in: its number in the sheet and all that is wrong with it."""

    row_number: int
    findings: tuple[RowFinding, ...]


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did; with `table_findings` of an unusable table nothing was taken in."""

    imported: int
    refused: tuple[RefusedRow, ...]
    table_findings: tuple[RowFinding, ...]


def import_table(
    ws: Workspace,
    form_id: str,
    path: Path,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = SILENT,
) -> ImportOutcome:
    """Take in the rows of a .csv or .xlsx file; with `dry_run` only say what would happen."""
    raise NotImplementedError
