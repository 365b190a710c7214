"""Everything the window can be told by a key, as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from hrdesk.i18n import N_, tr
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Action:
    """One row: an id, what it does (msgid), the keys in Qt's portable spelling."""

    action_id: str
    does: str
    keys: tuple[str, ...]


ACTIONS: Final = (
    Action("new_record", N_("New record"), ("Ctrl+N",)),
    Action("find", N_("Search the records"), ("Ctrl+F",)),
    Action("import", N_("Import from Excel…"), ("Ctrl+I",)),
    Action("home", N_("Home"), ("Alt+Home", "Ctrl+0")),
    Action("next_record", N_("Open the next record"), ("Ctrl+PgDown",)),
    Action("previous_record", N_("Open the previous record"), ("Ctrl+PgUp",)),
    Action("history", N_("History of the record"), ("F6", "Ctrl+H")),
    Action("toggle_list", N_("Show or hide the list"), ("Ctrl+L",)),
    Action("toggle_navigation", N_("Narrow or widen the navigation"), ("Ctrl+B",)),
    Action("refresh", N_("Read the data anew"), ("F5",)),
    Action("settings", N_("Settings"), ("Ctrl+,",)),
    Action("lock", N_("Lock the screen"), ("Ctrl+Shift+L",)),
    Action("shortcuts", N_("Keys that work here"), ("F1",)),
    Action("quit", N_("Close the program"), ("Ctrl+Q",)),
)


def install(window: QWidget, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Make the actions of the table work in `window`; each needs a handler of its id."""
    made: dict[str, QAction] = {}
    for row in ACTIONS:
        action = QAction(tr(row.does), window)
        action.setObjectName(row.action_id)
        action.setShortcuts([QKeySequence(keys) for keys in row.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(_without_state(handlers[row.action_id]))
        window.addAction(action)
        made[row.action_id] = action
    return made


def _without_state(handler: Callable[[], object]) -> Callable[[bool], None]:
    def called(_checked: bool = False) -> None:
        handler()

    return called
