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
            r"must have an integer value|must be set to|is an invalid value|must have a numeric value"
            r"|must be either 'true' or 'false'|may either be 'true'|Invalid value for quality"
            r"|must be greater than or equal to|'reference-geometry' parameter",
            N_("a parameter has a value that is not possible."),
            "parameters",
        ),
        (
            r"seed value must be a number|Parameters must include randomize",
            N_("seed stands with randomize=true and is a number or an answer."),
            "parameters",
        ),
        (
            r"'tick_labelset' must be a choice list name",
            N_("tick_labelset names a list on the choices sheet."),
            "parameters",
        ),
        (
            r"tick_labelset|parameter '\w+' choice values must all be numbers",
            N_("the names in the list of tick_labelset are numbers on the scale."),
            "parameters",
        ),
        (
            r"To include location information in the audit",
            N_("the parameters of audit that belong together are not all there."),
            "parameters",
        ),
        (
            r"Audits must always be named",
            N_("a question of type audit is called audit, or has no name."),
            "name",
        ),
        (
            r"Choice filter not supported (?:with|for) (?P<cell>[\w-]+)",
            N_("a choice_filter is not possible together with {cell}."),
            "choice_filter",
        ),
        (
            r"Badly formatted table list",
            N_("all questions of a table-list choose from the same list."),
            "type",
        ),
        (
            r"The question \$\{(?P<cell>[^}]*)\} is not user-visible",
            N_("“{cell}” is not shown, so nothing can be triggered by it."),
            "trigger",
        ),
        (
            r"same instance id will be generated",
            N_("two different files beside the form have the same name."),
            "type",
        ),
        (
            r"Instance names must be unique within a form\. The name '(?P<cell>[^']*)'",
            N_("two lists or files of the form are called “{cell}”."),
            "",
        ),
        (
            r"Question '(?P<cell>[^']*)' (?:uses 'search\(\)'|is a select from file type)",
            N_("search() in “{cell}” does not go together with the way its list is used."),
            "appearance",
        ),
        (
            r"survey element named (?P<cell>[\w.-]+)\.$",
            N_("big-image of “{cell}” needs an image beside it."),
            "media::image",
        ),
        (
            r"should end with one of the supported file extensions",
            N_("the name of the file ends in .csv, .xml or .geojson."),
            "type",
        ),
        (
            r"(?:There should be an external_choices sheet)",
            N_("the external_choices sheet is missing."),
            "type",
        ),
        (
            r"List name not in columns sheet:? (?P<cell>\S+)",
            N_("there is no list “{cell}” on the choices sheet."),
            "type",
        ),
        (
            r"You must have a sheet named 'survey'",
            N_("there is no survey sheet with questions."),
            "",
        ),
        (
            r"There (?:is no|are multiple) survey elements? named '(?P<cell>[^']*)'",
            N_("“{cell}” is no question of the survey sheet."),
            "",
        ),
        (
            r"invalid date on the \w+ sheet",
            N_("a date in the cell cannot be read; write it as text: 2026-12-31."),
            "",
        ),
        (
            r"Error reading \.xlsx? file",
            N_("it is no workbook, or it is damaged"),
            "",
        ),
        (
            r"background-geopoint",
            N_("a background-geopoint has a trigger and no calculation."),
            "type",
        ),
        (
            r"Cannot omit instanceID|empty id_string",
            N_("the form has no form_id."),
            "form_id",
        ),
        (
            r"The name is a case-insensitive match",
            N_("the name stands there twice, once in other letters."),
            "name",
        ),
        (
            r"Names used here must not contain a period",
            N_("a name holds no full stop here."),
            "name",
        ),
        (
            r"Names used here must not be 'name' or 'label'",
            N_("the name must not be “name” or “label” here."),
            "name",
        ),
        (
            r"package|Media type: .* not supported",
            N_("a parameter has a value that is not possible."),
            "parameters",
        ),
        (
            r"Found a cascading_select",
            N_("cascading_select is no longer written; use choice_filter."),
            "type",
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
_COLUMN: Final = re.compile(r"the '([\w:-]+)' value|under the ([\w:-]+) column")
_LONGEST_QUOTE: Final = 160


def column_of(sentence: str) -> str:
    """The column that the converter complains about, "" when it does not say."""
    if match := _COLUMN.search(sentence):
        return match[1] or match[2]
    return next((column for pattern, _, column in _PATTERNS if pattern.search(sentence)), "")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that is put into words only when it is shown."""

    msgid: str
    cell: str = ""

    @override
    def __str__(self) -> str:
        """The sentence in the language now spoken."""
        return tr(self.msgid, cell=self.cell)


def said_of_file(reason: str, name: str) -> Said:
    """Why a file beside the definition cannot be used; see `ExternalFileError`."""
    if reason == "large":
        return Said(N_("the file {cell} beside the form is too large."), name)
    return Said(N_("the file {cell} beside the form is no table in UTF-8."), name)


def said_of_crash(fault: Exception) -> Said:
    """A file that the converter did not expect, and fell over."""
    quoted = _first_line(str(fault)) or type(fault).__name__
    return Said(N_("something stands in it that belongs in no form (“{cell}”)"), quoted)


def said(sentence: str) -> Said:
    """The converter's sentence as one of ours; one that is not known is quoted in ours."""
    for pattern, msgid, _ in _PATTERNS:
        if match := pattern.search(sentence):
            return Said(msgid, match.groupdict().get("cell", "") or "")
    return Said(N_("the form is not understood there: “{cell}”."), _first_line(sentence))


def _first_line(sentence: str) -> str:
    """As much of a sentence of others as fits beside ours."""
    line = " ".join(sentence.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"
