"""What follows from a change: calculations, what is asked, what is wrong, and who has to know.

Rules are worked out in the order of the compiled form, each at most once for one change where
the form has no circle. Only what came out differently than before is told.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import isnan, nan
from typing import Final

from hrdesk.errors import ExpressionError
from hrdesk.forms.compiled import CompiledForm, Dependent, Rule, Text
from hrdesk.forms.expression import Expression, is_true, to_number, to_text
from hrdesk.forms.expression.context import Context, Scope
from hrdesk.forms.expression.values import Value
from hrdesk.records.instance import Answer, Frame
from hrdesk.records.lexical import result

_AGAIN_LIMIT: Final = 12  # how often one rule runs in one row for one change
ROWS_LIMIT: Final = 2_000
ALL_ROWS_LIMIT: Final = 10_000  # that a form may ask for by itself, tables inside tables together
_FAULTS: Final = (ExpressionError, ArithmeticError, ValueError, RecursionError)


class Touched:
    """What one step touched; nodes once each, in the order they were met."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.values: dict[int, Answer] = {}
        self.relevance: dict[int, Answer] = {}
        self.required: dict[int, Answer] = {}
        self.readonly: dict[int, Answer] = {}
        self.labels: dict[int, Answer] = {}
        self.choices: dict[int, Answer] = {}
        self.checks: dict[int, Answer] = {}
        self.rows: dict[str, None] = {}
        self.parents: dict[int, Frame] = {}  # frames that got or lost rows


class Recalculation:
    """Brings a record up to date. `resize` makes a counted repeat as long as it should be."""

    def __init__(
        self,
        compiled: CompiledForm,
        record: Frame,
        scope: Scope,
        resize: Callable[[str, Frame, int], None],
    ) -> None:
        """Nothing is worked out before `run`."""
        self._compiled = compiled
        self._record = record
        self.scope = scope
        self._resize = resize
        self._heap: list[tuple[int, int, Frame]] = []
        self._waiting: set[tuple[int, int]] = set()
        self.touched = Touched()

    # --- what changed

    def write(self, answer: Answer, value: str) -> bool:
        """Give an answer a value; False when it had it already."""
        if answer.value == value:
            return False
        answer.value = value
        self.touched.values[id(answer)] = answer
        self.touched.checks[id(answer)] = answer
        self._wake(self._compiled.on_value.get(answer.path, ()), answer.frame)
        return True

    def restructured(self, path: str, parent: Frame) -> None:
        """Rows of a repeat were added or removed below `parent`."""
        self.touched.rows[path] = None
        self.touched.parents[id(parent)] = parent
        self._wake(self._compiled.on_structure.get(path, ()), parent)

    def grown(self, frame: Frame) -> None:
        """A row (or the record) is new: everything in it is worked out."""
        for each in frame.all_below():
            for rule in self._compiled.by_table.get(each.path, ()):
                self._push(rule, each)
            for answer in each.nodes.values():
                self._inherit(answer)
                self.touched.checks[id(answer)] = answer

    def everything(self) -> None:
        """Work out every rule again."""
        self.grown(self._record)

    # --- working out

    def run(self) -> None:
        """Work out what waits, until nothing does."""
        self.scope.rest()
        runs: Counter[tuple[int, int]] = Counter()
        while self._heap:
            index, key, frame = heapq.heappop(self._heap)
            self._waiting.discard((index, key))
            runs[index, key] += 1
            if runs[index, key] <= _AGAIN_LIMIT:
                self._work_out(self._compiled.rules[index], frame)

    def _push(self, rule: Rule, frame: Frame) -> None:
        key = (rule.index, id(frame))
        if key not in self._waiting:
            self._waiting.add(key)
            heapq.heappush(self._heap, (rule.index, id(frame), frame))

    def _wake(self, dependents: Iterable[Dependent], frame: Frame) -> None:
        for dependent in dependents:
            rule = self._compiled.rules[dependent.rule]
            for each in frame.up_to(dependent.shared).down_to(rule.table):
                self._push(rule, each)

    def _work_out(self, rule: Rule, frame: Frame) -> None:
        if rule.kind == "count":
            self._count(rule, frame)
            return
        answer = frame.nodes.get(rule.path)
        if answer is None:
            return
        match rule.kind:
            case "relevant":
                self._relevant(answer, self._holds(rule, answer, otherwise=True))
            case "calculate":
                self._calculate(rule, answer)
            case "constraint":
                self.touched.checks[id(answer)] = answer
            case "label":
                self._label(answer)
            case "choices":
                self.touched.choices[id(answer)] = answer
                self.touched.checks[id(answer)] = answer
            case _:
                self._flag(rule, answer)

    def _calculate(self, rule: Rule, answer: Answer) -> None:
        if answer.relevant:
            value = self.value(rule.expression, answer)
            kind = answer.facts.data_type
            self.write(answer, "" if value is None else result(value, kind, self.scope.dates))

    def _count(self, rule: Rule, frame: Frame) -> None:
        holder = frame.nodes.get(rule.path.rpartition("/")[0])
        if holder is None or not holder.relevant:
            return
        value = self.value(rule.expression, holder)
        count = nan if value is None else to_number(value, self.scope.dates)
        if not isnan(count):
            self._resize(rule.path, frame, max(0, min(int(min(count, 1e9)), ROWS_LIMIT)))
        elif all(row.automatic for row in frame.rows[rule.path]):
            self._resize(rule.path, frame, 0)  # a count not answered yet begins with no row

    def _flag(self, rule: Rule, answer: Answer) -> None:
        held = self._holds(rule, answer, otherwise=False)
        if rule.kind == "required" and held != answer.required:
            answer.required = held
            self.touched.required[id(answer)] = answer
            self.touched.checks[id(answer)] = answer
        elif rule.kind == "readonly" and held != answer.readonly:
            answer.readonly = held
            for each in _subtree(answer):
                self.touched.readonly[id(each)] = each
                self.touched.checks[id(each)] = each

    def _relevant(self, answer: Answer, held: bool) -> None:
        if held == answer.own_relevant:
            return
        answer.own_relevant = held
        self._inherit(answer)

    def _inherit(self, answer: Answer) -> None:
        """Bring what is shown into line with the conditions above, and wake what reads it."""
        above = answer.parent
        now = answer.own_relevant and (above is None or above.relevant)
        if now == answer.relevant:
            return
        answer.relevant = now
        self.touched.relevance[id(answer)] = answer
        self.touched.checks[id(answer)] = answer
        self._wake(self._compiled.on_relevance.get(answer.path, ()), answer.frame)
        for rule in self._compiled.within.get(answer.path, ()):
            for frame in answer.frame.down_to(rule.table):
                self._push(rule, frame)
        for child in answer.children:
            if isinstance(child, Answer):
                self._inherit(child)

    def _label(self, answer: Answer) -> None:
        shown = self.text(answer.facts.label, answer) + "\n" + self.text(answer.facts.hint, answer)
        if shown != answer.shown:
            answer.shown = shown
            self.touched.labels[id(answer)] = answer

    # --- asking

    def value(self, expression: Expression | None, answer: Answer) -> Value | None:
        """The value of an expression on a node; None when it cannot be worked out."""
        if expression is None:
            return None
        try:
            return expression.closure(Context(self.scope, answer))
        except _FAULTS:
            return None

    def _holds(self, rule: Rule, answer: Answer, *, otherwise: bool) -> bool:
        value = self.value(rule.expression, answer)
        return otherwise if value is None else is_true(value)

    def text(self, text: Text | None, answer: Answer) -> str:
        """Words in the language of the scope, the answers in them filled in."""
        if text is None:
            return ""
        return "".join(
            piece if isinstance(piece, str) else to_text(self.value(piece, answer) or "")
            for piece in text.pieces(self.scope.language)
        )


def _subtree(answer: Answer) -> Iterator[Answer]:
    yield answer
    for child in answer.children:
        if isinstance(child, Answer):
            yield from _subtree(child)
