"""Cells of a table copied: to the clipboard as a spreadsheet reads them, and down into other rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from hrdesk.gui.entry.repeat_model import RepeatModel
    from hrdesk.records.entry import NodeRef


def written_cells(cells: Sequence[QModelIndex]) -> str:
    """Cells as text with tabs; those between them that are not marked stay blank."""
    if not cells:
        return ""
    rows = sorted({index.row() for index in cells})
    columns = sorted({index.column() for index in cells})
    said = {(index.row(), index.column()): str(index.data() or "") for index in cells}
    lines = ["\t".join(_quoted(said.get((row, c), "")) for c in columns) for row in rows]
    return "\n".join(lines)


def copied_down(model: RepeatModel, cells: Sequence[QModelIndex]) -> list[tuple[NodeRef, str]]:
    """Answers that give every marked cell of a column what its uppermost marked cell says."""
    answers: list[tuple[NodeRef, str]] = []
    for column in {index.column() for index in cells}:
        marked = sorted(
            (index for index in cells if index.column() == column), key=lambda index: index.row()
        )
        value = model.value(marked[0])
        answers += [
            (model.ref(index), value) for index in marked[1:] if not model.is_extra(index.row())
        ]
    return answers


def _quoted(text: str) -> str:
    if any(sign in text for sign in '\t\n"'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text
