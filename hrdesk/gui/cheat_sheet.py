"""The keys of the entry page, as rows: the cheat sheet of F1 and the hint strip are made of them."""

from __future__ import annotations

from typing import Final

from hrdesk.i18n import N_, tr

ENTRY_KEYS: Final = (
    ("Enter, Tab", N_("Next question")),
    ("Shift+Enter, Shift+Tab", N_("Previous question")),
    (N_("1 to 9"), N_("Pick a choice by its number")),
    (N_("Letters, Space"), N_("Search in a list, open it")),
    ("1503", N_("A date: 15/03 of this year; h is today; Alt+Down opens the calendar")),
    (
        "F4, Ctrl+D",
        N_("Same answer as in the previous record; in a table, as in the row above"),
    ),
    ("Ctrl+Shift+D", N_("Take over the whole previous record, with a new date")),
    ("F8", N_("Next place to look at")),
    ("F2", N_("List of places to look at")),
    ("F3", N_("Accept a warning, with a reason")),
    ("F7", N_("Keep this answer from record to record, or no longer")),
    ("F9", N_("Go to a question by its name")),
    ("F12", N_("To records that are like this one")),
    ("Ctrl+R", N_("Make a series of this record")),
    ("Ctrl+N", N_("New record; Ctrl+Shift+D takes over the last one")),
    ("Ctrl+Z, Ctrl+Y", N_("Undo, redo")),
    ("Ctrl+S", N_("Keep as a draft")),
    ("Ctrl+Enter", N_("Done; in a table, next row")),
    ("Ctrl+Delete", N_("Remove the row of a table")),
    ("Ctrl+V", N_("Paste rows from Excel into a table")),
    ("Esc", N_("Leave a table; close a list")),
    ("Ctrl+W", N_("Close the record; what was typed stays as a draft")),
    ("Shift+F1", N_("Show or put away the line of keys")),
)
_STRIP: Final = (
    ("Enter", N_("next")),
    ("F4", N_("as before")),
    ("F7", N_("keep")),
    ("F8", N_("next fault")),
    ("F1", N_("all keys")),
)


def entry_keys() -> tuple[tuple[str, str], ...]:
    """Key and what it does, in the language now spoken."""
    return tuple((tr(keys), tr(does)) for keys, does in ENTRY_KEYS)


def strip_keys() -> tuple[tuple[str, str], ...]:
    """The few that stand below every record."""
    return tuple((tr(keys), tr(does)) for keys, does in _STRIP)
