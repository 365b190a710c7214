"""Saving a paper: which format, and where."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFileDialog, QMenu

from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

_FORMATS: Final = {
    ".pdf": (N_("As PDF, to print and to keep…"), N_("PDF files (*.pdf)")),
    ".docx": (N_("For Word, to work on…"), N_("Word files (*.docx)")),
    ".xlsx": (N_("For Excel, with true numbers…"), N_("Excel files (*.xlsx)")),
}


def save_menu(owner: QWidget, save: Callable[[str], object]) -> QMenu:
    """A menu of formats; `save` is told the ending of the one chosen."""
    menu = QMenu(owner)
    for suffix, (words, _) in _FORMATS.items():
        menu.addAction(tr(words)).triggered.connect(partial(_chosen, save, suffix))
    return menu


def _chosen(save: Callable[[str], object], suffix: str, _checked: bool = False) -> None:
    save(suffix)


def ask_path(owner: QWidget, stem: str, suffix: str) -> Path | None:
    """Where to save; the ending is put there when it was left out."""
    chosen, _ = QFileDialog.getSaveFileName(
        owner, tr("Save"), str(Path.home() / f"{stem}{suffix}"), tr(_FORMATS[suffix][1])
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}")
