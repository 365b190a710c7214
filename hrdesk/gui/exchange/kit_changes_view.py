"""What a kit changes, in words: a heading for each subject, the weighty lines first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrdesk.gui.look.components import IconMark, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services.kit_changes import SUBJECT_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.services.kit_changes import KitChange

_MARKS = {
    "alert": ("triangle-alert", "warn"),
    "change": ("arrow-right", "accent"),
    "note": ("info", "second"),
}


class KitChangesView(QWidget):
    """Shows a difference; `sentences` is what stands there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(UNIT * 2)
        self.sentences: tuple[str, ...] = ()

    def show_changes(self, changes: Sequence[KitChange], nothing: str) -> None:
        """Say these changes; `nothing` when there are none."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.sentences = tuple(one.sentence for one in changes)
        if not changes:
            self._column.addWidget(label(nothing, "second", wraps=True))
        subjects = dict.fromkeys(one.subject for one in changes)
        for subject in subjects:
            self._column.addWidget(label(tr(SUBJECT_TITLES[subject]), "strong"))
            for one in changes:
                if one.subject == subject:
                    self._column.addWidget(_line(one))
        self._column.addStretch(1)
        self.setAccessibleName(" ".join(self.sentences) or nothing)


def _line(change: KitChange) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(UNIT * 2)
    mark = QVBoxLayout()
    mark.setContentsMargins(0, UNIT // 2, 0, 0)
    mark.addWidget(IconMark(_MARKS[change.weight][0], 16, _MARKS[change.weight][1]))
    mark.addStretch(1)
    row.addLayout(mark)
    texts = QVBoxLayout()
    texts.setSpacing(UNIT // 2)
    texts.addWidget(label(change.sentence, "label", wraps=True))
    for detail in change.details:
        texts.addWidget(label(detail, "second", wraps=True))
    row.addLayout(texts, 1)
    return holder
