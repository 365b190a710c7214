"""XLSForm workbooks: read through pyxform into an XForm, and written for the officer to edit."""

from __future__ import annotations

from pathlib import Path


def convert(path: Path) -> str:
    """The XForm of a definition (.xlsx, .xls, .csv, .md); FormError says sheet and row."""
    raise NotImplementedError


def form_id_of(path: Path) -> str:
    """The form_id in the settings sheet of a definition."""
    raise NotImplementedError


def write_xlsx(md_path: Path, xlsx_path: Path) -> None:
    """The same definition as a workbook for the officer: frozen header, text cells, lists."""
    raise NotImplementedError
