"""Is this form sound? Faults that a conversion lets through, named by sheet, row and column."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hrdesk.forms.compiled import CompiledForm


@dataclass(frozen=True, slots=True)
class FormFinding:
    """One fault or remark. `row` is the row on the sheet as a spreadsheet counts, 0 unknown."""

    sheet: str
    row: int
    column: str
    message: str
    remedy: str
    severity: str  # "error" (the form cannot be used) | "warning"


def check_form(compiled: CompiledForm, source: Path | None = None) -> tuple[FormFinding, ...]:
    """All findings, errors first; with the source file, rows and columns are named too."""
    raise NotImplementedError
