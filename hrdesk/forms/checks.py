"""Is this form sound? Faults that a conversion lets through, named by sheet, row and column.

An error stops the form from being taken into use; a warning is an advice.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrdesk.errors import ExpressionError, ExpressionPatternError, HrdeskError
from hrdesk.forms.compiled import CompiledForm, Facts, Rule
from hrdesk.forms.definition import Item, Question, QuestionType
from hrdesk.forms.expression import syntax as syn
from hrdesk.forms.expression.expression import walk
from hrdesk.forms.expression.patterns import pattern
from hrdesk.forms.external_files import external_names
from hrdesk.forms.sheets import KNOWN_COLUMNS, Places
from hrdesk.i18n import language, tr, tr_in

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_RESTLESS: Final = frozenset(["now", "random", "uuid"])
_NUMERIC: Final = frozenset(
    ["sum", "count", "round", "int", "number", "min", "max", "count-selected", "abs", "floor"]
)
_SILENT_TYPES: Final = frozenset(
    [
        "audit",
        "background-audio",
        "background-geopoint",
        "email",
        "osm",
        "phonenumber",
        "simserial",
        "start-geopoint",
        "subscriberid",
    ]
)
_MEDIA: Final = frozenset(["image", "audio", "video", "big-image"])
_COLUMNS: Final = {"calculate": "calculation", "count": "repeat_count", "choices": "choice_filter"}


@dataclass(frozen=True, slots=True)
class FormFinding:
    """One fault or remark. `row` is the row on the sheet as a spreadsheet counts, 0 unknown."""

    sheet: str
    row: int
    column: str
    message: str
    remedy: str
    severity: str  # "error" (the form cannot be used) | "warning"


def check_form(compiled: CompiledForm, source: Path | None = None) -> tuple[FormFinding, ...]:
    """All findings, errors first; with the source file, rows are named and cells looked at too."""
    checker = _Checker(compiled, Places.of(source, compiled.form) if source else Places.none())
    findings = list(dict.fromkeys(checker.findings()))
    return tuple(sorted(findings, key=lambda f: (f.severity != "error", f.row)))


class _Checker:
    def __init__(self, compiled: CompiledForm, places: Places) -> None:
        self._compiled = compiled
        self._places = places

    def findings(self) -> Iterator[FormFinding]:
        """Every finding, in no promised order."""
        for fault in self._compiled.faults:
            name = fault.path.rpartition("/")[2]
            yield self._of_error(fault.path, fault.column, fault.error, name)
        for item in self._compiled.form.items():
            yield from self._item(item)
        for rule in self._compiled.rules:
            yield from self._rule(rule)
        for facts in self._compiled.facts.values():
            yield from self._filter(facts)
        yield from self._settings()
        yield from self._files()
        yield from self._unknown_columns()
        yield from self._silent_types()
        yield from self._silent_columns()
        for sheet, row, column in self._places.lost_formulas:
            yield FormFinding(
                sheet,
                row,
                column,
                tr("The cell holds a formula, and its result is not in the file."),
                tr("Write the value itself into the cell."),
                "error",
            )

    # --- one item

    def _item(self, item: Item) -> Iterator[FormFinding]:
        if not _NAME.fullmatch(item.name):
            yield self._error(
                item.path,
                "name",
                tr("The name “{name}” cannot be a column of a table.", name=item.name),
                tr("Use small letters a-z, digits and _, beginning with a letter: so_nguoi."),
            )
        if isinstance(item, Question):
            yield from self._question(item)
        missing = [code for code in self._compiled.form.languages if code not in item.labels]
        if item.labels and missing:
            yield self._warning(
                item.path,
                "label",
                tr(
                    "“{name}” has no label in: {languages}.",
                    name=item.name,
                    languages=", ".join(missing),
                ),
                tr("Write the label in every language of the form."),
            )

    def _question(self, question: Question) -> Iterator[FormFinding]:
        if question.question_type is QuestionType.UNSUPPORTED:
            yield self._warning(
                question.path,
                "type",
                tr("“{name}” is of a kind that cannot be asked at a desk.", name=question.name),
                tr("Places, sound, video and barcodes are not supported; ask with text instead."),
            )
        facts = self._compiled.facts[question.path]
        asked = question.question_type not in (QuestionType.CALCULATE, QuestionType.HIDDEN)
        if facts.computed and asked and not question.readonly:
            yield self._warning(
                question.path,
                "calculation",
                tr(
                    "The calculation overwrites whatever is typed into “{name}”.",
                    name=question.name,
                ),
                tr("Use a default, or a trigger, or make the question readonly."),
            )

    # --- one expression

    def _rule(self, rule: Rule) -> Iterator[FormFinding]:
        if rule.expression is None:
            return
        column = _COLUMNS.get(rule.kind, rule.kind)
        tree = rule.expression.tree
        calls = [each for each in walk(tree) if isinstance(each, syn.Call)]
        for call in calls:
            if call.name == "regex":
                yield from self._pattern(rule.path, column, call)
        if rule.kind == "calculate":
            yield from self._calculation(rule.path, tree, calls)

    def _pattern(self, path: str, column: str, call: syn.Call) -> Iterator[FormFinding]:
        text = call.arguments[1]
        if not isinstance(text, syn.Literal):
            return
        try:
            pattern(text.value)
        except ExpressionPatternError as fault:
            yield self._of_error(path, column, fault, path.rpartition("/")[2])
            return
        if not (text.value.startswith("^") and text.value.endswith("$")):
            yield self._warning(
                path,
                column,
                tr(
                    "The pattern {pattern} also accepts longer texts that only contain it.",
                    pattern=text.value,
                ),
                tr("Begin it with ^ and end it with $."),
            )

    def _calculation(
        self, path: str, tree: syn.Syntax, calls: list[syn.Call]
    ) -> Iterator[FormFinding]:
        called = {call.name for call in calls}
        if called & _RESTLESS and "once" not in called:
            yield self._warning(
                path,
                "calculation",
                tr(
                    "{name}() gives something else every time the record is opened.",
                    name=min(called & _RESTLESS),
                ),
                tr("Put once(…) around it."),
            )
        if _gives_number(tree) and self._compiled.facts[path].data_type == "string":
            yield self._warning(
                path,
                "bind::type",
                tr("The result is a number, but it is kept as text."),
                tr("Add a column bind::type and write int or decimal there."),
            )

    def _filter(self, facts: Facts) -> Iterator[FormFinding]:
        """Names in a choice_filter that are no column of the choices sheet."""
        question = facts.question
        if facts.choices is None or facts.choices.nodeset is None or question is None:
            return
        offered = self._compiled.form.choices(question)
        known = {"name", "label", "itextId"} | {key for each in offered for key in each.extra}
        if not offered:
            return
        for name in _predicate_names(facts.choices.nodeset.tree):
            if name not in known:
                yield self._error(
                    facts.path,
                    "choice_filter",
                    tr("The choices have no column “{column}”.", column=name),
                    tr("Add the column to the choices sheet, or correct the name."),
                )

    # --- the form

    def _settings(self) -> Iterator[FormFinding]:
        form = self._compiled.form
        if not form.version:
            yield FormFinding(
                "settings",
                2,
                "version",
                tr("The form has no version."),
                tr("Write a number that grows with every change, such as 2026112301."),
                "error",
            )
        if "title_key" not in form.settings:
            yield FormFinding(
                "survey",
                0,
                "bind::hrdesk:role",
                tr("No question gives a record its title in lists."),
                tr("Write title in the column bind::hrdesk:role of one question."),
                "warning",
            )

    def _files(self) -> Iterator[FormFinding]:
        """Tables that the form reads and that do not lie beside it."""
        for name in external_names(self._compiled.form.xform):
            yield FormFinding(
                "survey",
                self._places.row_naming(name),
                "type",
                tr("The file {name} is not beside the form.", name=name),
                tr("Put it into the folder of the form and check again."),
                "error",
            )

    def _unknown_columns(self) -> Iterator[FormFinding]:
        """Columns that say nothing to anybody: a title misspelt, most of the time."""
        for sheet, column in self._places.unknown_columns():
            near = difflib.get_close_matches(column.split("::")[0], KNOWN_COLUMNS, 1, 0.7)
            yield FormFinding(
                sheet,
                1,
                column,
                tr(
                    "The column “{column}” is not known, so what stands in it is not read.",
                    column=column,
                ),
                tr("Perhaps {nearest} is meant.", nearest=near[0])
                if near
                else tr("Correct its title, or leave the column out."),
                "warning",
            )

    def _silent_types(self) -> Iterator[FormFinding]:
        """Kinds of row that a desk has no answer for, and that are shown nowhere."""
        for number, row in enumerate(self._places.sheets.get("survey", []), 2):
            kind = (row.get("type", "").split() or [""])[0].lower()
            if kind in _SILENT_TYPES:
                yield FormFinding(
                    "survey",
                    number,
                    "type",
                    tr("“{type}” records nothing at a desk.", type=kind),
                    tr("It may stay: the rest of the form works."),
                    "warning",
                )

    def _silent_columns(self) -> Iterator[FormFinding]:
        """Columns that are filled in and of which a desk shows nothing."""
        for sheet in ("survey", "choices"):
            rows = self._places.sheets.get(sheet, [])
            for title in dict.fromkeys(title for row in rows for title in row):
                words = re.split(r":+", title.strip().lower())
                if words[0] == "save_to":
                    message = tr("Entities are not kept at a desk, so save_to is not read.")
                elif _MEDIA.intersection(words[:2]):
                    message = tr(
                        "Pictures, sounds and films beside labels are not shown at a desk."
                    )
                else:
                    continue
                remedy = tr("It may stay: the rest of the form works.")
                yield FormFinding(sheet, 1, title, message, remedy, "warning")

    # --- findings

    def _of_error(self, path: str, column: str, error: HrdeskError, name: str) -> FormFinding:
        spoken = language()
        message = tr_in(spoken, error.sentence, **error.values)
        remedy = tr_in(spoken, error.remedy, **error.values)
        shown = message if not isinstance(error, ExpressionError) else f"{name}: {message}"
        return FormFinding("survey", self._places.row(path), column, shown, remedy, "error")

    def _error(self, path: str, column: str, message: str, remedy: str) -> FormFinding:
        return FormFinding("survey", self._places.row(path), column, message, remedy, "error")

    def _warning(self, path: str, column: str, message: str, remedy: str) -> FormFinding:
        return FormFinding("survey", self._places.row(path), column, message, remedy, "warning")


def _gives_number(tree: syn.Syntax) -> bool:
    if isinstance(tree, syn.Call):
        if tree.name in ("if", "coalesce"):
            return all(_gives_number(part) for part in tree.arguments[-2:])
        return tree.name in _NUMERIC
    if isinstance(tree, syn.Binary):
        return tree.operator in ("+", "-", "*", "div", "mod")
    return isinstance(tree, (syn.Negation, syn.Number))


def _predicate_names(tree: syn.Syntax) -> list[str]:
    """Bare names in the predicates on the items of an instance."""
    names: list[str] = []
    for part in walk(tree):
        if isinstance(part, syn.Path) and part.start is not None:
            for step in part.steps:
                for predicate in step.predicates:
                    names.extend(_bare_names(predicate))
    return list(dict.fromkeys(names))


def _bare_names(tree: syn.Syntax) -> Iterator[str]:
    for part in walk(tree):
        if isinstance(part, syn.Path) and not part.absolute and part.start is None:
            first = part.steps[0]
            if first.axis == "child" and first.test == "name" and first.name != "*":
                yield first.name
