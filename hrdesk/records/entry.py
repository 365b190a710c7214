"""One record being filled: answers, what is asked, what is wrong, and what just changed."""

from __future__ import annotations

import random as random_numbers
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Self

from hrdesk.errors import ExpressionError
from hrdesk.forms.compiled import Action, CompiledForm
from hrdesk.forms.definition import Choice, Form, Item, Question, QuestionType, Repeat
from hrdesk.forms.expression import compile_expression, to_text
from hrdesk.forms.expression.context import Context, Scope
from hrdesk.forms.expression.nodes import ELEMENT, Node
from hrdesk.forms.model import Output
from hrdesk.i18n import label_in
from hrdesk.records.choosing import Choosing
from hrdesk.records.instance import Answer, Frame, Instance, put_row, take_row
from hrdesk.records.lexical import cast, fits, result
from hrdesk.records.recalculation import ROWS_LIMIT, Recalculation, Touched
from hrdesk.records.record import Row, Violation
from hrdesk.records.validation import Judge

_UNDO_LIMIT: Final = 200
_CHAIN_LIMIT: Final = 10  # one trigger setting off another
_TYPED: Final = frozenset(
    [
        QuestionType.TEXT,
        QuestionType.INTEGER,
        QuestionType.DECIMAL,
        QuestionType.DATE,
        QuestionType.TIME,
        QuestionType.DATETIME,
    ]
)


@dataclass(frozen=True, slots=True)
class NodeRef:
    """An answer's place: a key of the form, or of a repeat and a 0-based row.

    Rows of a repeat inside a repeat are counted through the whole record, outer row by outer row.
    """

    key: str
    repeat: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class NodeState:
    """All that a widget needs to show of one question, besides its value."""

    relevant: bool
    required: bool
    readonly: bool
    violation: Violation | None
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What one step changed, and nothing else."""

    values: tuple[NodeRef, ...] = ()
    relevance: tuple[NodeRef, ...] = ()
    required: tuple[NodeRef, ...] = ()
    readonly: tuple[NodeRef, ...] = ()
    violations: tuple[NodeRef, ...] = ()
    labels: tuple[NodeRef, ...] = ()  # of groups and repeats: their path as key
    choices: tuple[NodeRef, ...] = ()
    rows: tuple[str, ...] = ()  # keys of repeats whose rows were added, removed or moved
    groups: tuple[tuple[str, bool], ...] = ()  # path (a row's as /data/people[2]/x), now relevant


@dataclass(frozen=True, slots=True)
class _Wrote:
    """An answer got another value."""

    answer: Answer
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Moved:
    """A row came into the record, or went."""

    row: Frame
    at: int
    came: bool


_Step = list[_Wrote | _Moved]


class FormEntry:
    """One record being filled. No Qt, no SQL, no clock: time and random are given."""

    form: Form

    def __init__(self, compiled: CompiledForm, scope: Scope, instance: Instance) -> None:
        """Use `new` or `open`."""
        self.form = compiled.form
        self._compiled = compiled
        self._scope = scope
        self._instance = instance
        self._record = instance.record
        scope.root = self._record.node
        self._recalculation = Recalculation(compiled, self._record, scope, self._resize)
        self._choosing = Choosing(compiled, self._recalculation)
        scope.choice_label = self._choosing.label_of
        scope.itext = self._itext
        self._judge = Judge(compiled, self._recalculation, self._choosing.names, self._is_readonly)
        self._paths = _paths_by_key(compiled.form)
        self._repeat_keys = {repeat.path: repeat.key for repeat in compiled.form.repeats()}
        self._repeat_paths = {key: path for path, key in self._repeat_keys.items()}
        self._numbers: dict[int, int] = {}
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._joined: _Step | None = None  # what one_step gathers
        self._closed = False  # end_step was said: what is typed next is another step
        self._step: _Step = []

    # --- beginning

    @classmethod
    def new(
        cls,
        compiled: CompiledForm,
        *,
        today: date,
        now: datetime,
        language: str,
        random: Callable[[], float] | int | None = None,
    ) -> Self:
        """An empty record with its defaults in place."""
        scope = _scope(compiled, today, now, language, random)
        entry = cls(compiled, scope, Instance(compiled, with_rows=True))
        entry._preload()
        entry._begin("odk-instance-first-load", "odk-instance-load")
        return entry

    @classmethod
    def open(  # noqa: PLR0913 - a record as kept, and the world it is opened in
        cls,
        compiled: CompiledForm,
        answers: Mapping[str, str],
        repeats: Mapping[str, tuple[Row, ...]],
        *,
        today: date,
        now: datetime,
        language: str,
        random: Callable[[], float] | int | None = None,
    ) -> Self:
        """A record as it was kept; calculations are brought up to date, defaults are not given."""
        scope = _scope(compiled, today, now, language, random)
        entry = cls(compiled, scope, Instance(compiled, with_rows=False))
        for answer in entry._record.nodes.values():
            answer.value = ""
        entry._fill(entry._record, None, answers, repeats)
        entry._begin("odk-instance-load")
        return entry

    def _fill(
        self,
        frame: Frame,
        repeat: str | None,
        answers: Mapping[str, str],
        repeats: Mapping[str, tuple[Row, ...]],
    ) -> None:
        paths = self._paths[repeat]
        for key, value in answers.items():
            answer = frame.nodes.get(paths.get(key, ""))
            if answer is not None:
                answer.value = value
        for path in frame.rows:
            for row in repeats.get(self._repeat_keys[path], ()):
                grown = self._instance.new_row(path, frame, len(frame.rows[path]), with_rows=False)
                for answer in grown.nodes.values():
                    answer.value = ""
                put_row(grown, len(frame.rows[path]), self._compiled.shape)
                self._fill(grown, self._repeat_keys[path], row.answers, row.repeats)

    def _preload(self) -> None:
        for frame in self._record.all_below():
            for answer in frame.nodes.values():
                if answer.facts.preload:
                    self._set(answer, _preloaded(answer, self._scope))

    def _begin(self, *events: str) -> None:
        """Work everything out, let the form's own actions set their values, forget the steps."""
        self._recalculation.everything()
        self._recalculation.run()
        for event in events:
            for action in self._compiled.actions:
                if action.source.event == event:
                    for frame in list(self._record.down_to(self._table_of(action))):
                        self._act(action, frame)
        self._finish()
        self._undo.clear()

    # --- changing

    def set_value(self, ref: NodeRef, value: str) -> Changes:
        """Answer in lexical form, "" for blank. A value of the wrong type is kept as typed."""
        answer = self._answer(ref)
        self._change(answer, cast(unicodedata.normalize("NFC", value), answer.facts.data_type))
        return self._finish(answer)

    def _change(self, answer: Answer, value: str, chain: int = 0) -> None:
        """Write a value, work out what follows, set off the triggers of the question."""
        if not self._set(answer, value):
            return
        answer.frame.automatic = False
        self._recalculation.run()
        if chain >= _CHAIN_LIMIT:
            return
        for action in self._compiled.actions:
            if action.source.source == answer.path and "value-changed" in action.source.event:
                self._trigger(action, answer, chain)

    def _trigger(self, action: Action, source: Answer, chain: int) -> None:
        if "[" in action.source.target:
            found = self._recalculation.value(action.target, source)
            nodes = found if isinstance(found, list) else []
            targets = [node for node in nodes if isinstance(node, Answer)]
        else:
            targets = list(self._targets(action, source.frame))
        for target in targets:
            if target.relevant:
                self._change(target, self._action_value(action, target), chain + 1)

    def _targets(self, action: Action, frame: Frame) -> Iterator[Answer]:
        """Targets of an action in the rows that the frame stands in, or below it."""
        table = self._table_of(action)
        while frame.parent is not None and not _holds_rows(frame.path, table):
            frame = frame.parent
        for each in frame.down_to(table):
            if action.source.path in each.nodes:
                yield each.nodes[action.source.path]

    def _table_of(self, action: Action) -> str:
        facts = self._compiled.facts.get(action.source.path)
        return facts.table if facts else ""

    def _act(self, action: Action, frame: Frame) -> None:
        target = frame.nodes.get(action.source.path)
        if target is not None:
            self._set(target, self._action_value(action, target))
            self._recalculation.run()

    def _action_value(self, action: Action, target: Answer) -> str:
        kind = target.facts.data_type
        if action.value is None:
            return cast(action.source.text, kind)
        value = self._recalculation.value(action.value, target)
        return "" if value is None else result(value, kind, self._scope.dates)

    def _set(self, answer: Answer, value: str) -> bool:
        before = answer.value
        if not self._recalculation.write(answer, value):
            return False
        self._step.append(_Wrote(answer, before, value))
        return True

    # --- rows

    def add_row(
        self, repeat: str, at: int | None = None, *, parent_row: int | None = None
    ) -> Changes:
        """A new row, at the end or before row `at`; `parent_row` for a repeat inside a repeat.

        `at` counts inside the outer row.
        """
        path = self._repeat_paths[repeat]
        parent = self._parent(path, parent_row)
        rows = parent.rows[path]
        if len(rows) < ROWS_LIMIT:
            self._insert(path, parent, len(rows) if at is None else max(0, min(at, len(rows))))
            self._recalculation.run()
        return self._finish()

    def remove_row(self, repeat: str, row: int) -> Changes:
        """Take a row out, with all that was in it."""
        self._remove(self._row(repeat, row))
        self._recalculation.run()
        return self._finish()

    def drop_blank_rows(self) -> Changes:
        """Take out rows in which nothing was answered: a record does not keep them."""
        for path in self._repeat_paths.values():
            if path not in self._compiled.counted:
                for row in [row for row in self._record.down_to(path) if self._is_blank(row)]:
                    self._remove(row)
        self._recalculation.run()
        return self._finish()

    def _insert(self, path: str, parent: Frame, at: int) -> None:
        row = self._instance.new_row(path, parent, at)
        self._place(row, at)
        self._recalculation.run()
        for action in self._compiled.actions:
            if action.source.event == "odk-new-repeat" and action.source.repeat == path:
                for frame in list(row.down_to(self._table_of(action))):
                    self._act(action, frame)

    def _place(self, row: Frame, at: int) -> None:
        put_row(row, at, self._compiled.shape)
        self._step.append(_Moved(row, at, came=True))
        self._moved(row)
        self._recalculation.grown(row)

    def _remove(self, row: Frame) -> None:
        at = take_row(row)
        self._step.append(_Moved(row, at, came=False))
        self._moved(row)

    def _moved(self, row: Frame) -> None:
        self._numbers.clear()
        if row.parent is not None:
            self._recalculation.restructured(row.path, row.parent)

    def _resize(self, path: str, parent: Frame, count: int) -> None:
        """Make a repeat that the form counts as long as it should be."""
        rows = parent.rows[path]
        while len(rows) > count:
            self._remove(rows[-1])
        while len(rows) < count:
            row = self._instance.new_row(path, parent, len(rows))
            self._place(row, len(rows))

    def rows(self, repeat: str, *, parent_row: int | None = None) -> int:
        """How many rows there are, in the whole record or inside one outer row."""
        path = self._repeat_paths[repeat]
        frame = self._record if parent_row is None else self._parent(path, parent_row)
        return sum(1 for _ in frame.down_to(path))

    def rows_fixed(self, repeat: str) -> bool:
        """Whether the form counts the rows itself, so that none is added or removed by hand."""
        return self._repeat_paths[repeat] in self._compiled.fixed_rows

    # --- asking

    def value(self, ref: NodeRef) -> str:
        """The answer in lexical form, "" when blank; also while not relevant."""
        return self._answer(ref).value

    def state(self, ref: NodeRef) -> NodeState:
        """What to show of a question now."""
        answer = self._answer(ref)
        text = self._recalculation.text
        return NodeState(
            relevant=answer.relevant,
            required=answer.required,
            readonly=self._is_readonly(answer),
            violation=self._placed(answer),
            label=text(answer.facts.label, answer),
            hint=text(answer.facts.hint, answer),
        )

    def group_relevant(self, path: str) -> bool:
        """Whether a group or repeat is asked now; in a row, `/data/people[2]/address`."""
        node = self._at(path)
        if node is not None:
            return node.relevant
        above = self._at(path.rpartition("/")[0])
        return above is None or above.relevant

    def choices(self, ref: NodeRef) -> tuple[Choice, ...]:
        """The choices offered now, after choice_filter."""
        return self._choosing.offered(self._answer(ref))

    def choice_label(self, choice: Choice) -> str:
        """The words of a choice in the language of the entry."""
        return label_in(dict(choice.labels), self.language) or choice.name

    def label(self, item_path: str) -> str:
        """The label of any item by path, `${}` filled; in a row, `/data/people[2]/name`."""
        answer = self._at(item_path)
        if answer is not None:
            return self._recalculation.text(answer.facts.label, answer)
        facts = self._compiled.facts.get(_plain(item_path))
        top = next(iter(self._record.nodes.values()))
        return self._recalculation.text(facts.label, top) if facts else ""

    def violations(self) -> tuple[Violation, ...]:
        """All rules broken now, touched or not, in the order of the form."""
        placed = (self._placed(answer) for answer in self._in_order(self._record))
        return tuple(violation for violation in placed if violation is not None)

    def answers(self, *, for_record: bool = True) -> dict[str, str]:
        """Answers by key: what is relevant and of its type, or (drafts) all that was typed."""
        entry = self._without_blank_rows() if for_record else self
        if entry is not self:
            return entry.answers()
        return self._answers_of(self._record, None, for_record=for_record)

    def repeats(self, *, for_record: bool = True) -> dict[str, tuple[Row, ...]]:
        """Rows by repeat: blank rows left out of a record, rows nobody touched out of a draft."""
        entry = self._without_blank_rows() if for_record else self
        if entry is not self:
            return entry.repeats()
        return self._rows_of(self._record, for_record=for_record)

    def _without_blank_rows(self) -> FormEntry:
        """This entry, or one worked out again without the rows that a record does not keep."""
        if all(self._is_kept(row) or not row.node.relevant for row in self._all_rows()):
            return self
        kept = self._rows_of(self._record, for_record=False, without_blank=True)
        answers = self._answers_of(self._record, None, for_record=False)
        scope = self._scope
        return FormEntry.open(
            self._compiled,
            answers,
            kept,
            today=scope.today,
            now=scope.now,
            language=scope.language,
            random=scope.random,
        )

    def _all_rows(self) -> Iterator[Frame]:
        return (row for row in self._record.all_below() if row.parent is not None)

    def _answers_of(self, frame: Frame, repeat: str | None, *, for_record: bool) -> dict[str, str]:
        kept: dict[str, str] = {}
        for key, path in self._paths[repeat].items():
            answer = frame.nodes.get(path)
            if answer is not None and answer.value and (not for_record or _is_fit(answer)):
                kept[key] = answer.value
        return kept

    def _rows_of(
        self, frame: Frame, *, for_record: bool, without_blank: bool = False
    ) -> dict[str, tuple[Row, ...]]:
        kept: dict[str, tuple[Row, ...]] = {}
        for path, rows in frame.rows.items():
            key = self._repeat_keys[path]
            found = tuple(
                Row(
                    self._answers_of(row, key, for_record=for_record),
                    self._rows_of(row, for_record=for_record, without_blank=without_blank),
                )
                for row in rows
                if (
                    self._is_kept(row)
                    if for_record or without_blank
                    else not self._is_untouched(row)
                )
            )
            if found:
                kept[key] = found
        return kept

    def _is_kept(self, row: Frame) -> bool:
        return row.node.relevant and (row.path in self._compiled.counted or not self._is_blank(row))

    def _is_untouched(self, row: Frame) -> bool:
        """Whether the form began with this row and nobody has typed in it since."""
        counted = row.path in self._compiled.counted
        return not counted and all(frame.automatic for frame in row.all_below())

    def _is_blank(self, row: Frame) -> bool:
        """Whether nothing was answered: what the form worked out or gave itself does not count."""
        if all(frame.automatic for frame in row.all_below()):
            return True
        return all(
            answer.value == "" or answer.facts.computed
            for frame in row.all_below()
            for answer in frame.nodes.values()
        )

    # --- language, undo

    @property
    def language(self) -> str:
        """The language of labels and messages."""
        return self._scope.language

    def set_language(self, language: str) -> Changes:
        """Speak another language of the form from now on."""
        if language == self._scope.language:
            return Changes()
        self._scope.language = language
        self._recalculation.everything()
        self._recalculation.run()
        for answer in self._in_order(self._record):
            if answer.facts.label is not None:
                self._recalculation.touched.labels[id(answer)] = answer
            if answer.facts.question is not None and answer.facts.question.choice_list:
                self._recalculation.touched.choices[id(answer)] = answer
        return self._finish()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._redo)

    def undo(self) -> Changes:
        """Take back the last answer, added row or removed row."""
        if not self._undo:
            return Changes()
        step = self._undo.pop()
        self._redo.append(step)
        for each in reversed(step):
            if isinstance(each, _Wrote):
                self._recalculation.write(each.answer, each.before)
            else:
                self._replay(each.row, each.at, came=not each.came)
        return self._settle()

    def redo(self) -> Changes:
        """Take the step again that was last taken back."""
        if not self._redo:
            return Changes()
        step = self._redo.pop()
        self._undo.append(step)
        for each in step:
            if isinstance(each, _Wrote):
                self._recalculation.write(each.answer, each.after)
            else:
                self._replay(each.row, each.at, came=each.came)
        return self._settle()

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """All that changes inside is one step of undo."""
        self._joined = []
        try:
            yield
        finally:
            joined, self._joined = self._joined, None
            if joined:
                self._undo.append(joined)
                del self._undo[:-_UNDO_LIMIT]

    def end_step(self) -> None:
        """Typing stopped: the next key in the same field begins a step of its own."""
        self._closed = True

    def _replay(self, row: Frame, at: int, *, came: bool) -> None:
        if came:
            self._place(row, at)
        else:
            self._remove(row)

    def _settle(self) -> Changes:
        """Work out and tell, without a new step."""
        self._recalculation.run()
        self._step = []
        return self._tell()

    def _finish(self, typed_in: Answer | None = None) -> Changes:
        """Close a step: remember it, judge what it touched, and tell."""
        step, self._step = self._step, []
        if step:
            self._redo.clear()
            if self._joined is not None:
                self._joined += step
            elif not self._continues(step, typed_in):
                self._undo.append(step)
                del self._undo[:-_UNDO_LIMIT]
        return self._tell()

    def _continues(self, step: _Step, typed_in: Answer | None) -> bool:
        """Whether typing goes on in one field: then the step before grows."""
        closed, self._closed = self._closed, False
        if closed or typed_in is None or not self._undo or len(step) != 1:
            return False
        question, now, before = typed_in.facts.question, step[0], self._undo[-1]
        if question is None or question.question_type not in _TYPED:
            return False
        last = before[-1]
        if not isinstance(last, _Wrote) or not isinstance(now, _Wrote):
            return False
        if last.answer is not typed_in or last.before == last.after:
            return False
        before[-1] = _Wrote(typed_in, last.before, now.after)
        return True

    # --- telling

    def _tell(self) -> Changes:
        touched, self._recalculation.touched = self._recalculation.touched, Touched()
        offered = self._reoffer(touched.choices.values())
        judged = self._judged(touched)
        groups = [a for a in touched.relevance.values() if a.facts.question is None]
        return Changes(
            values=self._refs(touched.values.values()),
            relevance=self._refs(touched.relevance.values()),
            required=self._refs(touched.required.values()),
            readonly=self._refs(touched.readonly.values()),
            violations=self._refs(judged),
            labels=self._refs(touched.labels.values(), with_groups=True),
            choices=self._refs(offered),
            rows=tuple(self._repeat_keys[path] for path in touched.rows),
            groups=tuple((self._shown_path(a), a.relevant) for a in groups if self._alive(a)),
        )

    def _reoffer(self, answers: Iterable[Answer]) -> list[Answer]:
        """Those whose choices are others than last told."""
        changed: list[Answer] = []
        for answer in answers:
            before = answer.offered
            self._choosing.forget([answer])
            answer.offered = tuple(choice.name for choice in self._choosing.offered(answer))
            if before != answer.offered:
                changed.append(answer)
        return changed

    def _judged(self, touched: Touched) -> list[Answer]:
        changed: list[Answer] = []
        checks = dict(touched.checks)
        frames = [answer.frame for answer in touched.values.values()]
        for row in _with_outer_rows([*frames, *touched.parents.values()]):
            # It may have become blank, or be so no longer: then rules begin to hold in it.
            checks.update({id(each): each for each in row.nodes.values()})
        kept: dict[int, bool] = {}
        for answer in checks.values():
            row = answer.frame
            if id(row) not in kept:
                kept[id(row)] = row.parent is None or self._is_kept(row)
            verdict = self._judge.verdict(answer, self.language) if kept[id(row)] else None
            if verdict != answer.verdict:
                answer.verdict = verdict
                changed.append(answer)
        return changed

    def _refs(self, answers: Iterable[Answer], *, with_groups: bool = False) -> tuple[NodeRef, ...]:
        refs: list[NodeRef] = []
        for answer in answers:
            question = answer.facts.question
            if (question is None and not with_groups) or not self._alive(answer):
                continue
            repeat, row = self._place_of(answer.frame)
            refs.append(NodeRef(question.key if question else answer.path, repeat, row))
        return tuple(refs)

    def _place_of(self, frame: Frame) -> tuple[str | None, int | None]:
        if frame.parent is None:
            return None, None
        if id(frame) not in self._numbers:
            self._numbers.update(
                {id(each): number for number, each in enumerate(self._record.down_to(frame.path))}
            )
        return self._repeat_keys[frame.path], self._numbers[id(frame)]

    def _alive(self, answer: Answer) -> bool:
        frame = answer.frame
        while frame.parent is not None:
            if frame.node.parent is None:
                return False
            frame = frame.parent
        return True

    def _placed(self, answer: Answer) -> Violation | None:
        """What is wrong with an answer, with its place."""
        question = answer.facts.question
        if answer.verdict is None or question is None:
            return None
        repeat, row = self._place_of(answer.frame)
        kind, message = answer.verdict
        return Violation(answer.path, question.key, kind, message, repeat, row)

    def _shown_path(self, answer: Answer) -> str:
        """The path with the numbers of rows, from 1."""
        path, frame = answer.path, answer.frame
        while frame.parent is not None:
            number = next(
                i for i, each in enumerate(frame.parent.rows[frame.path], 1) if each is frame
            )
            path = f"{frame.path}[{number}]{path[len(frame.path) :]}"
            frame = frame.parent
        return path

    # --- finding

    def _answer(self, ref: NodeRef) -> Answer:
        frame = self._record
        if ref.repeat is not None:
            frame = self._row(ref.repeat, ref.row or 0)
        return frame.nodes[self._paths[ref.repeat][ref.key]]

    def _row(self, repeat: str, number: int) -> Frame:
        for index, row in enumerate(self._record.down_to(self._repeat_paths[repeat])):
            if index == number:
                return row
        raise IndexError(number)

    def _parent(self, path: str, parent_row: int | None) -> Frame:
        """The frame whose rows of `path` are meant: the record, or one outer row."""
        outer = self._compiled.facts[path.rpartition("/")[0]].table
        if outer == "":
            return self._record
        return self._row(self._repeat_keys[outer], parent_row or 0)

    def _at(self, path: str) -> Answer | None:
        """The node at a path with row numbers; where a number is missing, the first row."""
        nodes: list[Node] = [self._record.node]
        for step in path.strip("/").split("/"):
            name, _, number = step.partition("[")
            found = nodes[0].named(name)
            index = int(number.rstrip("]") or 1) - 1 if number else 0
            if not 0 <= index < len(found):
                return None
            nodes = [found[index]]
        return nodes[0] if isinstance(nodes[0], Answer) else None

    def _in_order(self, frame: Frame) -> Iterator[Answer]:
        yield from _answers_below(frame.node)

    def _is_readonly(self, answer: Answer) -> bool:
        node: Node | None = answer
        while isinstance(node, Answer):
            if node.readonly:
                return True
            node = node.parent
        return False

    def _itext(self, identifier: str, origin: Node) -> list[Node]:
        words = self._compiled.model.itext.get(identifier, {})
        pieces = words.get(self.language) or next(iter(words.values()), ())
        text = "".join(
            piece if isinstance(piece, str) else self._output(piece, origin) for piece in pieces
        )
        return [Node(ELEMENT, "value", text)] if pieces else []

    def _output(self, output: Output, origin: Node) -> str:
        """An answer inside a text that an expression chose, read from where it stands."""
        try:
            expression = compile_expression(output.expression)
            return to_text(expression.evaluate(Context(self._scope, origin)))
        except ExpressionError:
            return ""


def _answers_below(node: Node) -> Iterator[Answer]:
    for child in node.children:
        if isinstance(child, Answer):
            yield child
            yield from _answers_below(child)


def _with_outer_rows(frames: Iterable[Frame]) -> Iterator[Frame]:
    """The rows among the frames, and the rows they stand in, each once."""
    seen: set[int] = set()
    for frame in frames:
        row = frame
        while row.parent is not None and id(row) not in seen:
            seen.add(id(row))
            yield row
            row = row.parent


def _is_fit(answer: Answer) -> bool:
    """Whether an answer can stand in a record: asked, and of its type."""
    return answer.relevant and fits(answer.value, answer.facts.data_type)


def _holds_rows(path: str, table: str) -> bool:
    """Whether rows of `table` are rows of `path`, or stand in them."""
    return table == path or table.startswith(f"{path}/")


def _plain(path: str) -> str:
    return "/".join(step.partition("[")[0] for step in path.split("/"))


def _paths_by_key(form: Form) -> dict[str | None, dict[str, str]]:
    """Paths of what is kept, by key, for the form and every repeat."""
    tables: dict[str | None, dict[str, str]] = {None: {}}
    _collect(form.children, None, tables)
    return tables


def _collect(
    items: tuple[Item, ...], table: str | None, tables: dict[str | None, dict[str, str]]
) -> None:
    for item in items:
        if isinstance(item, Question):
            tables[table][item.key] = item.path
        elif isinstance(item, Repeat):
            tables[item.key] = {}
            _collect(item.children, item.key, tables)
        else:
            _collect(item.children, table, tables)


def _scope(
    compiled: CompiledForm,
    today: date,
    now: datetime,
    language: str,
    random: Callable[[], float] | int | None,
) -> Scope:
    source = random if callable(random) else random_numbers.Random(random).random  # noqa: S311 - not for secrets
    return Scope(
        today=today,
        now=now,
        language=language,
        instances=compiled.model.instances,
        namespaces=compiled.model.namespaces,
        random=source,
    )


def _preloaded(answer: Answer, scope: Scope) -> str:
    facts = answer.facts
    if facts.preload == "uid":
        uuid = _UUID.closure(Context(scope, answer))
        return f"uuid:{uuid}"
    if facts.preload == "date" or (facts.preload, facts.preload_params) == ("timestamp", "start"):
        moment = _NOW if facts.preload == "timestamp" else _TODAY
        return result(moment.closure(Context(scope, answer)), facts.data_type, scope.dates)
    return answer.value


_UUID: Final = compile_expression("uuid()")
_NOW: Final = compile_expression("now()")
_TODAY: Final = compile_expression("today()")
