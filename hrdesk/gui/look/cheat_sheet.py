"""The keys of a record and of a list, in groups: the cheat sheet of F1 and the hint strip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hrdesk.i18n import N_, tr


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that belong together: what each is called, and what it does."""

    title: str
    rows: tuple[tuple[str, str], ...]


ENTRY_GROUPS: Final = (
    KeyGroup(
        N_("On the way through the form"),
        (
            ("Enter, Tab", N_("Next question")),
            ("Shift+Enter, Shift+Tab", N_("Previous question")),
            ("F8", N_("Next place to look at")),
            ("F2", N_("List of places to look at")),
            ("F9", N_("Go to a question by its name")),
            ("F12", N_("To records that are like this one")),
            ("Esc", N_("Leave a table; close a list")),
        ),
    ),
    KeyGroup(
        N_("Answering"),
        (
            (N_("1 to 9"), N_("Pick a choice by its number")),
            (N_("Letters, Space"), N_("Search in a list, open it")),
            ("1503", N_("A date: 15/03 of this year; h is today; Alt+Down opens the calendar")),
            ("F4, Ctrl+D", N_("Same answer as in the previous record")),
            ("F7", N_("Keep this answer from record to record, or no longer")),
            ("F3", N_("Accept a warning, with a reason")),
            ("Ctrl+Z, Ctrl+Y", N_("Undo, redo")),
            ("Ctrl+V", N_("Attach what was copied: a picture, files")),
        ),
    ),
    KeyGroup(
        N_("The whole record"),
        (
            ("Ctrl+Enter", N_("Done; in a table, next row")),
            ("Ctrl+S", N_("Keep as a draft")),
            ("Ctrl+N", N_("New record; Ctrl+Shift+D takes over the last one")),
            ("Ctrl+Shift+D", N_("Take over the whole previous record, with a new date")),
            ("Ctrl+R", N_("Make a series of this record")),
            ("Ctrl+P", N_("Print: the record, the sign-in sheet of a training")),
            ("Ctrl+W", N_("Close the record; what was typed stays as a draft")),
            ("Shift+F1", N_("Show or put away the line of keys")),
        ),
    ),
    KeyGroup(
        N_("In a table"),
        (
            ("Ctrl+V, Shift+Ins", N_("Paste rows from Excel, Word or a message")),
            ("Ctrl+C", N_("Copy the marked cells")),
            ("F4, Ctrl+D", N_("As in the row above; down through the marked cells")),
            ("Ctrl++, Ctrl+=", N_("Insert a row above")),
            ("Ctrl+Delete, Ctrl+-", N_("Remove the row")),
            ("Alt+Up, Alt+Down", N_("Move the row up or down")),
            ("Del", N_("Blank the marked cells")),
            ("Ctrl+F", N_("Find in the table")),
            ("F3, Shift+F3", N_("Next or previous hit")),
        ),
    ),
    KeyGroup(
        N_("In a list of people"),
        (
            ("Space", N_("Came, or did not come")),
            ("X, V", N_("In the column of attendance: present, absent; and on to the next row")),
            ("F9", N_("All came but those marked absent")),
            ("F7", N_("Fill in who was met before")),
            ("F11", N_("Show by given name, or as entered")),
            ("Shift+F11", N_("Keep the order of given names")),
            ("F12", N_("Take the numbers of the list into the form")),
        ),
    ),
)
LIST_GROUPS: Final = (
    KeyGroup(
        N_("In the list"),
        (
            ("Up, Down", N_("Another record; the one looked at stands beside the list")),
            ("Enter", N_("Open the record")),
            ("Shift+Down, Ctrl+A", N_("Choose several, choose all")),
            ("Del", N_("Delete what is chosen; it can be brought back")),
            ("Esc", N_("Empty the search, or choose one only")),
            ("Ctrl+Shift+F", N_("Narrow the list by a filter")),
            ("Alt+1", N_("The first filter that was saved; Alt+2 the second")),
            ("Ctrl+Shift+I", N_("Show the record beside the list, or hide it")),
        ),
    ),
)
_STRIP: Final = (
    ("Enter", N_("next")),
    ("F4", N_("as before")),
    ("F7", N_("keep")),
    ("F8", N_("next fault")),
    ("F1", N_("all keys")),
)


def entry_groups() -> tuple[KeyGroup, ...]:
    """The keys of a record with what they do, in the language now spoken."""
    return _spoken(ENTRY_GROUPS)


def list_groups() -> tuple[KeyGroup, ...]:
    """The keys of a list with what they do, in the language now spoken."""
    return _spoken(LIST_GROUPS)


def _spoken(groups: tuple[KeyGroup, ...]) -> tuple[KeyGroup, ...]:
    return tuple(
        KeyGroup(tr(group.title), tuple((tr(keys), tr(does)) for keys, does in group.rows))
        for group in groups
    )


def strip_keys() -> tuple[tuple[str, str], ...]:
    """The few that stand below every record."""
    return tuple((tr(keys), tr(does)) for keys, does in _STRIP)
