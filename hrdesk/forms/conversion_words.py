"""What the converter says of a faulty sheet, said again in the language of the officer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from hrdesk.i18n import N_, tr

_PATTERNS: Final = tuple(
    (re.compile(pattern), msgid)
    for pattern, msgid in (
        (
            r"Unknown question type '(?P<cell>[^']*)'",
            N_("there is no question type “{cell}”."),
        ),
        (
            r"List name not in choices sheet:? (?P<cell>\S+)",
            N_("there is no list “{cell}” on the choices sheet."),
        ),
        (r"not recognized as a supported type", N_("it is no workbook, or it is damaged")),
        (r"There should be a choices sheet", N_("the choices sheet is missing.")),
        (
            r"Could not find the name '(?P<cell>[^']*)'",
            N_("“{cell}” is no question of the survey sheet."),
        ),
        (
            r"the 'name' value '(?P<cell>[^']*)' is invalid.*must be unique",
            N_("the name “{cell}” stands there twice."),
        ),
        (
            r"Unmatched 'begin_(?P<cell>\w+)'",
            N_("a begin_{cell} has no end_{cell}."),
        ),
        (
            r"Unmatched 'end_(?P<cell>\w+)'",
            N_("an end_{cell} has no begin_{cell}."),
        ),
        (r"Missing calculation", N_("the calculation is missing.")),
        (
            r"Names must begin with a letter",
            N_("a name begins with a letter and holds only letters, digits, _ and -."),
        ),
        (r"(?:Question or group with no name|must have a name)", N_("the name is missing.")),
        (
            r"The survey element named '(?P<cell>[^']*)' has no label",
            N_("“{cell}” has no label."),
        ),
        (
            r"Choice names must be unique|duplicate.*choice|choices? .*duplicate",
            N_("a name stands twice in one list of choices."),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that is put into words only when it is shown."""

    msgid: str
    cell: str

    @override
    def __str__(self) -> str:
        """The sentence in the language now spoken."""
        return tr(self.msgid, cell=self.cell)


def said_of_file(reason: str, name: str) -> Said:
    """Why a file beside the definition cannot be used; see `ExternalFileError`."""
    if reason == "large":
        return Said(N_("the file {cell} beside the form is too large."), name)
    return Said(N_("the file {cell} beside the form is no table in UTF-8."), name)


def said(sentence: str) -> Said | str:
    """The converter's sentence as a known one, or as it came."""
    for pattern, msgid in _PATTERNS:
        if match := pattern.search(sentence):
            return Said(msgid, match.groupdict().get("cell", "") or "")
    return sentence
