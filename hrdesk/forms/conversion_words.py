"""What the converter says of a faulty sheet, said again in the language of the officer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from hrdesk.i18n import N_, tr

_PATTERNS: Final = tuple(
    (re.compile(pattern), msgid, column)
    for pattern, msgid, column in (
        (
            r"Unknown question type '(?P<cell>[A-Z]\w*(?: \w+)*)'",
            N_("the type “{cell}” has to be written in small letters."),
            "type",
        ),
        (
            r"Unknown question type '(?P<cell>[^']*)'",
            N_("there is no question type “{cell}”."),
            "type",
        ),
        (
            r"List name not in choices sheet:? (?P<cell>\S+)",
            N_("there is no list “{cell}” on the choices sheet."),
            "type",
        ),
        (
            r"List name not in external choices sheet:? (?P<cell>\S+)",
            N_("there is no list “{cell}” on the external_choices sheet."),
            "type",
        ),
        (r"not recognized as a supported type", N_("it is no workbook, or it is damaged"), ""),
        (
            r"(?:There should be a choices sheet|There should be choices for this question)",
            N_("the choices sheet is missing."),
            "type",
        ),
        (
            r"specify choices for this 'or other' question",
            N_("or_other needs a list of choices before it."),
            "type",
        ),
        (
            r"Could not find the name '(?P<cell>[^']*)'",
            N_("“{cell}” is no question of the survey sheet."),
            "",
        ),
        (
            r"The name '(?P<cell>[^']*)' appears more than once",
            N_("more than one question is called “{cell}”, so ${{{cell}}} is not clear."),
            "",
        ),
        (
            r"Reference variables must start with",
            N_("an answer is written ${{name}}: a bracket or the dollar sign is missing."),
            "",
        ),
        (
            r"Reference variable lists must have a comma",
            N_("several answers in one cell are separated by commas: ${{a}}, ${{b}}."),
            "",
        ),
        (
            r"the 'name' value '(?P<cell>[^']*)' is invalid. Questions, groups.*must be unique",
            N_("the name “{cell}” stands there twice."),
            "name",
        ),
        (
            r"Repeat names must not be the same as the survey root",
            N_("a table must not be called as the form itself is (data)."),
            "name",
        ),
        (
            r"the 'name' value '(?P<cell>[^']*)' is invalid. Repeat names must",
            N_("the name “{cell}” of a table stands there twice in the form."),
            "name",
        ),
        (
            r"The name 'meta' is reserved",
            N_("the name “meta” is reserved; choose another."),
            "name",
        ),
        (
            r"Unmatched 'begin_(?P<cell>\w+)'",
            N_("a begin_{cell} has no end_{cell}."),
            "type",
        ),
        (
            r"Unmatched 'end_(?P<cell>\w+)'",
            N_("an end_{cell} has no begin_{cell}."),
            "type",
        ),
        (r"Missing calculation", N_("the calculation is missing."), "calculation"),
        (
            r"Names must begin with a letter",
            N_("a name begins with a letter and holds only letters, digits, _ and -."),
            "name",
        ),
        (
            r"must not begin with two underscores",
            N_("a name does not begin with two underscores."),
            "name",
        ),
        (
            r"(?:Question or group with no name|must have a name)",
            N_("the name is missing."),
            "name",
        ),
        (r"Question with no type", N_("the type is missing."), "type"),
        (r"Repeat loop without list name", N_("the loop names no list."), "type"),
        (
            r"The survey element named '(?P<cell>[^']*)' has no label",
            N_("“{cell}” has no label."),
            "label",
        ),
        (r"Choices should have a label", N_("the label is missing."), "label"),
        (
            r"Choice names must be unique|duplicate.*choice|choices? .*duplicate",
            N_("a name stands twice in one list of choices."),
            "name",
        ),
        (
            r"Choice names with spaces cannot be added",
            N_("names of choices hold no spaces: several are kept beside one another."),
            "name",
        ),
        (
            r"Headers that are different names for the same column were found: (?P<cell>[^.]*)\.",
            N_("two columns mean the same: {cell}. Keep one of them."),
            "",
        ),
        (
            r"required column headers were not found: (?P<cell>.*?)\. Learn",
            N_("columns are missing: {cell}."),
            "",
        ),
        (
            r"Column headers must not be empty and must not contain spaces",
            N_("titles of columns on the choices sheet hold no spaces and are not empty."),
            "",
        ),
        (r"missing header row|Duplicate column header", N_("the first row holds no titles."), ""),
        (
            r"sheets with similar names were found: (?P<cell>[^.]*)",
            N_("the sheet is missing; is it the one called {cell}?"),
            "",
        ),
        (
            r"parameter '(?P<cell>\w+)' must be a number",
            N_("the parameter {cell} must be a number."),
            "parameters",
        ),
        (
            r"parameter '(?P<cell>\w+)' must not be (?:'0'|larger)",
            N_("the parameter {cell} must lie between 0 and the length of the scale."),
            "parameters",
        ),
        (
            r"parameter '(?P<cell>\w+)' must be (?:a multiple|between)",
            N_("the parameter {cell} does not fit start, end and step."),
            "parameters",
        ),
        (
            r"Parameters must be in the form of",
            N_("parameters are written key=value, with a space between two."),
            "parameters",
        ),
        (
            r"invalid parameter key\(s\): '(?P<cell>[^']*)'",
            N_("this type has no parameter {cell}."),
            "parameters",
        ),
        (
            r"must have an integer value|must be set to true or false|is an invalid value",
            N_("a parameter has a value that is not possible."),
            "parameters",
        ),
        (
            r"(?:section has not been included|Unable to find .*include)",
            N_("another form is included here, and that is not possible."),
            "type",
        ),
        (
            r"(?:'save_to' value|'entities' sheet)",
            N_("entities are not possible at a desk; take save_to and the sheet entities out."),
            "save_to",
        ),
        (
            r"The input data does not appear to be a valid XLSForm|survey.*sheet.*(?:missing|empty)",
            N_("there is no survey sheet with questions."),
            "",
        ),
        (
            r"Error reading \.(?P<cell>md|csv) file",
            N_("the .{cell} file cannot be read: a row has more cells than its titles."),
            "",
        ),
    )
)
_COLUMN: Final = re.compile(r"the '([\w:-]+)' value")


def column_of(sentence: str) -> str:
    """The column that the converter complains about, "" when it does not say."""
    if match := _COLUMN.search(sentence):
        return match[1]
    return next((column for pattern, _, column in _PATTERNS if pattern.search(sentence)), "")


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
    for pattern, msgid, _ in _PATTERNS:
        if match := pattern.search(sentence):
            return Said(msgid, match.groupdict().get("cell", "") or "")
    return sentence
