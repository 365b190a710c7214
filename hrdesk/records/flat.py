"""Rows of a form without repeats, read many thousand a minute.

One record's tree is filled again for each row. What an expression gives depends on the answers it
reads, so it is worked out once for each combination of them. Says exactly what `FormEntry` would;
forms that ask for more than this can promise are left to it (`FlatRecords.fits`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from hrdesk.forms.compiled import CompiledForm, Rule
from hrdesk.forms.definition import Choice, Question, QuestionType
from hrdesk.forms.expression import is_true
from hrdesk.i18n import tr_in
from hrdesk.records.entry import FormEntry, NodeRef
from hrdesk.records.instance import Answer
from hrdesk.records.lexical import cast, result
from hrdesk.records.record import Violation
from hrdesk.records.row_results import Column, RowFinding, RowResult, read_cell
from hrdesk.records.tables import TableRow
from hrdesk.records.typed import Typed, read_answer
from hrdesk.vietnamese.text import nfc

_IMPURE: Final = re.compile(r"\b(?:random|randomize|uuid|now|once|position)\s*\(")
_FLAGS: Final = frozenset(["relevant", "required", "readonly"])
_WORKED_OUT: Final = frozenset([QuestionType.CALCULATE, QuestionType.HIDDEN, QuestionType.NOTE])
_REMEMBERED: Final = 4_000  # results of one expression, readings of one column
_MISSING: Final = object()

Find = Callable[[Violation, Column | None, str], RowFinding]


@dataclass(slots=True)
class _Step:
    """One rule to work out again for each row."""

    kind: str
    answer: Answer
    rule: Rule
    inputs: tuple[Answer, ...]
    known: dict[tuple[str | None, ...], Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Check:
    """One question to judge; `plain` when no answer to it can be wrong but a missing one."""

    answer: Answer
    question: Question
    inputs: tuple[Answer, ...]
    plain: bool
    rule: Rule | None = None
    good: set[str | tuple[str | None, ...]] = field(default_factory=set)
    sound: set[str] = field(default_factory=set)  # answers that only the rule can refuse


@dataclass(slots=True)
class _Filled:
    """One column that is taken over, and what was read from its cells before."""

    column: Column
    at: int
    answer: Answer
    choices: tuple[Choice, ...]
    read: dict[str, str] = field(default_factory=dict)


class FlatRecords:
    """Results of rows, one after another. Make one for each table."""

    def __init__(  # noqa: PLR0913 - what is filled, by which columns, in which world
        self,
        compiled: CompiledForm,
        columns: Sequence[Column],
        find: Find,
        *,
        today: date,
        now: datetime,
        language: str,
        unasked: tuple[str, str],
    ) -> None:
        """`find` words a violation; `unasked` is message and remedy of an answer not asked for."""
        entry = FormEntry.new(compiled, today=today, now=now, language=language, random=0)
        entry.drop_blank_rows()
        record, judge = entry._record, entry._judge  # noqa: SLF001 - its tree is what is filled
        self._recalculation = entry._recalculation  # noqa: SLF001 - as above
        self._nodes = record.nodes
        self._judge = judge
        self._compiled = compiled
        self._find = find
        self._today = today
        self._language = language
        self._unasked = unasked
        self._inputs = _inputs(compiled)
        self._steps = [step for rule in compiled.rules if (step := self._step(rule))]
        self._filled = [
            _Filled(
                column,
                column.at,
                self._nodes[column.question.path],
                entry.choices(NodeRef(column.question.key)),
            )
            for column in columns
            if column.question.question_type not in _WORKED_OUT
        ]
        self._columns = {each.answer.path: each.column for each in self._filled}
        changing = self._changing()
        self._checks = [
            check
            for check in self._all_checks()
            if check.answer.path in changing or check.answer.value or check.answer.required
        ]
        self._kept = [
            (question.key, node)
            for question in compiled.form.questions()
            if (node := self._nodes.get(question.path)) is not None
            and (node.path in changing or node.value)
        ]
        # Answers and flags that a rule gives are given anew for each row, but for a result that is
        # not asked for: it says what it said in the empty record.
        self._start = [
            (step.answer, step.answer.value) for step in self._steps if step.kind == "calculate"
        ]

    def _changing(self) -> frozenset[str]:
        """Paths of what one row may leave otherwise than the empty record has it."""
        found = {filled.answer.path for filled in self._filled}
        for step in self._steps:
            found.add(step.answer.path)
            if step.kind == "relevant":
                found.update(below.path for below in _below(step.answer))
        return frozenset(found)

    @classmethod
    def fits(cls, compiled: CompiledForm, columns: Sequence[Column]) -> bool:
        """Whether these columns of this form can be read so."""
        if compiled.faults or compiled.counted or any(column.repeat for column in columns):
            return False
        if any("value-changed" in action.source.event for action in compiled.actions):
            return False
        files = (QuestionType.IMAGE, QuestionType.FILE)
        if any(column.question.question_type in files for column in columns):
            return False
        own = [rule for rule in compiled.rules if not rule.table]
        relevant = {rule.path: rule.index for rule in own if rule.kind == "relevant"}
        for rule in own:
            if rule.kind == "choices" or (
                rule.expression is not None and _IMPURE.search(rule.expression.text)
            ):
                return False
            if rule.kind == "calculate" and any(
                index > rule.index
                for path, index in relevant.items()
                if rule.path == path or rule.path.startswith(f"{path}/")
            ):
                return False
        return True

    def result(self, row: TableRow) -> RowResult:
        """The record of a row, or what is wrong in it."""
        for answer, value in self._start:
            answer.value = value
        cells = row.cells
        width = len(cells)
        for filled in self._filled:
            at = filled.at
            text = cells[at] if at < width else ""
            found = filled.read.get(text)
            filled.answer.value = self._read(filled, text) if found is None else found
        for step in self._steps:
            self._work_out(step)
        findings = self._findings()
        if findings:
            return RowResult(row.number, None, findings=findings, rows=(row,))
        return RowResult(
            row.number,
            {key: node.value for key, node in self._kept if node.value and node.relevant},
            rows=(row,),
        )

    # --- reading

    def _read(self, filled: _Filled, text: str) -> str:
        column = filled.column
        shown = read_cell(text, column.encoding)
        typed = Typed(shown, self._today, column.dates, column.since_1904)
        value = read_answer(column.question, typed, filled.choices)
        value = cast(value if value is typed.text else nfc(value), filled.answer.facts.data_type)
        if len(filled.read) > _REMEMBERED:
            filled.read.clear()
        filled.read[text] = value
        return value

    # --- working out

    def _step(self, rule: Rule) -> _Step | None:
        answer = self._nodes.get(rule.path)
        if rule.table or answer is None or rule.expression is None:
            return None
        inputs = self._inputs_of(rule)
        if rule.kind in _FLAGS:
            # What reads nothing that a row changes stays as it is in the empty record.
            return _Step(rule.kind, answer, rule, inputs) if inputs else None
        return _Step(rule.kind, answer, rule, inputs) if rule.kind == "calculate" else None

    def _inputs_of(self, rule: Rule) -> tuple[Answer, ...]:
        paths = self._inputs.get(rule.index, ())
        return tuple(self._nodes[path] for path in paths if path in self._nodes)

    def _work_out(self, step: _Step) -> None:
        answer = step.answer
        if step.kind == "calculate" and not answer.relevant:
            return
        key = tuple([each.value if each.relevant else None for each in step.inputs])
        value = step.known.get(key, _MISSING)
        if value is _MISSING:
            value = self._value(step)
            if len(step.known) > _REMEMBERED:
                step.known.clear()
            step.known[key] = value
        match step.kind:
            case "relevant":
                if value != answer.own_relevant:
                    answer.own_relevant = value
                    _inherit(answer)
            case "required":
                answer.required = value
            case "readonly":
                answer.readonly = value
            case _:
                answer.value = value

    def _value(self, step: _Step) -> bool | str:
        self._recalculation.scope.rest()
        value = self._recalculation.value(step.rule.expression, step.answer)
        if step.kind == "calculate":
            facts = step.answer.facts
            rules = self._recalculation.scope.dates
            return "" if value is None else result(value, facts.data_type, rules)
        return step.kind == "relevant" if value is None else is_true(value)

    # --- judging

    def _all_checks(self) -> list[_Check]:
        constraints = {
            rule.path: rule
            for rule in self._compiled.rules
            if rule.kind == "constraint" and not rule.table
        }
        checks = []
        for answer in _below(next(iter(self._nodes.values()))):
            question = answer.facts.question
            if question is None or question.question_type in _WORKED_OUT:
                continue
            rule = constraints.get(answer.path)
            inputs = self._inputs_of(rule) if rule else ()
            plain = rule is None and question.question_type is QuestionType.TEXT
            checks.append(_Check(answer, question, inputs, plain, rule))
        return checks

    def _findings(self) -> tuple[RowFinding, ...]:
        findings: list[RowFinding] = []
        for check in self._checks:
            answer = check.answer
            value = answer.value
            if (check.plain if value else not answer.required) or not answer.relevant:
                continue
            key: str | tuple[str | None, ...] = value
            if check.inputs:
                key = (value, *[e.value if e.relevant else None for e in check.inputs])
            if value and key in check.good:
                continue
            verdict = self._verdict(check, value, key)
            if verdict is None:
                continue
            violation = Violation(answer.path, check.question.key, *verdict)
            column = self._columns.get(answer.path)
            findings.append(self._find(violation, column, self._language))
        for filled in self._filled:
            if filled.answer.value and not filled.answer.relevant:
                message, remedy = (tr_in(self._language, words) for words in self._unasked)
                column = filled.column
                findings.append(RowFinding(column.title, message, remedy, column.at))
        return tuple(findings)

    def _verdict(
        self, check: _Check, value: str, key: str | tuple[str | None, ...]
    ) -> tuple[str, str] | None:
        """What is wrong with an answer; it is remembered when nothing is."""
        self._recalculation.scope.rest()
        if value in check.sound:
            rule = check.rule
            held = self._recalculation.value(rule.expression, check.answer) if rule else None
            verdict = None
            if held is not None and not is_true(held):
                self._recalculation.scope.rest()
                verdict = self._judge.verdict(check.answer, self._language)
        else:
            verdict = self._judge.verdict(check.answer, self._language)
        if verdict is None and value:
            if len(check.good) > _REMEMBERED:
                check.good.clear()
                check.sound.clear()
            check.good.add(key)
            check.sound.add(value)
        return verdict


def _inputs(compiled: CompiledForm) -> dict[int, tuple[str, ...]]:
    """Paths that each rule reads, by the rule's number."""
    found: dict[int, dict[str, None]] = {}
    for readers in (compiled.on_value, compiled.on_relevance):
        for path, dependents in readers.items():
            for dependent in dependents:
                found.setdefault(dependent.rule, {})[path] = None
    return {rule: tuple(paths) for rule, paths in found.items()}


def _inherit(answer: Answer) -> None:
    above = answer.parent
    now = answer.own_relevant and (above is None or above.relevant)
    if now != answer.relevant:
        answer.relevant = now
        for child in answer.children:
            if isinstance(child, Answer):
                _inherit(child)


def _below(answer: Answer) -> list[Answer]:
    found: list[Answer] = []
    for child in answer.children:
        if isinstance(child, Answer):
            found.append(child)
            found += _below(child)
    return found
