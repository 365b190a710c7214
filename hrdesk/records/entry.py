"""One record being filled: answers, what is asked, what is wrong, and what just changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Final, Self

from hrdesk.forms.compiled import Action, CompiledForm
from hrdesk.forms.definition import Choice, Form
from hrdesk.forms.expression.context import Scope
from hrdesk.forms.expression.nodes import Node
from hrdesk.i18n import label_in
from hrdesk.records.actions import Actions
from hrdesk.records.addresses import Addresses, shown_path, stands
from hrdesk.records.changes import Changes, NodeRef, NodeState
from hrdesk.records.choosing import Choosing
from hrdesk.records.history import History, Moved, Wrote
from hrdesk.records.instance import Answer, Frame, Instance, put_row, take_row
from hrdesk.records.keeping import Keeping
from hrdesk.records.lexical import cast
from hrdesk.records.recalculation import (
    ALL_ROWS_LIMIT,
    ROWS_LIMIT,
    Recalculation,
    Touched,
)
from hrdesk.records.record import AcceptedWarning, Row, Violation
from hrdesk.records.surroundings import ended, preloaded, scope_of
from hrdesk.records.validation import Judge
from hrdesk.records.warnings import PastFigures, SoftWarning, Warnings

__all__ = ["Changes", "FormEntry", "NodeRef", "NodeState"]

_CHAIN_LIMIT: Final = 10  # one trigger setting off another


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
        self._judge = Judge(compiled, self._recalculation, self._choosing.names, _is_readonly)
        self._actions = Actions(compiled, self._recalculation, scope)
        self._addresses = Addresses(compiled, self._record)
        self._keeping = Keeping(compiled, self._addresses, self._record)
        self._warnings = Warnings(compiled, self._addresses, self._recalculation)
        self._history = History()
        self._row_count = 0  # rows of all tables, those inside others too

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
        properties: Mapping[str, str] | None = None,
    ) -> Self:
        """An empty record with its defaults in place; `properties` are username and deviceid."""
        scope = scope_of(compiled, today, now, language, random)
        scope.properties = properties or {}
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
        properties: Mapping[str, str] | None = None,
    ) -> Self:
        """A record as it was kept; calculations are brought up to date, defaults are not given."""
        scope = scope_of(compiled, today, now, language, random)
        scope.properties = properties or {}
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
        paths = self._addresses.paths[repeat]
        for key, value in answers.items():
            answer = frame.nodes.get(paths.get(key, ""))
            if answer is not None:
                answer.value = value
        for path in frame.rows:
            for row in repeats.get(self._addresses.repeat_keys[path], ()):
                grown = self._instance.new_row(path, frame, len(frame.rows[path]), with_rows=False)
                for answer in grown.nodes.values():
                    answer.value = ""
                put_row(grown, len(frame.rows[path]), self._compiled.shape)
                self._fill(grown, self._addresses.repeat_keys[path], row.answers, row.repeats)

    def _preload(self) -> None:
        for frame in self._record.all_below():
            for answer in frame.nodes.values():
                if answer.facts.preload:
                    self._set(answer, preloaded(answer, self._scope))

    def note_end(self, now: datetime) -> None:
        """Write down when the record is finished, where the form asks for it (type `end`)."""
        for answer in self._record.nodes.values():
            value = ended(answer, self._scope, now)
            if value is not None:
                self._recalculation.write(answer, value)
        self._settle()

    def _begin(self, *events: str) -> None:
        """Work everything out, let the form's own actions set their values, forget the steps."""
        self._row_count = _rows_in(self._record)
        self._recalculation.everything()
        self._recalculation.run()
        for event in events:
            for action in self._actions.at(event):
                for frame in list(self._record.down_to(self._actions.table_of(action))):
                    self._act(action, frame)
        self._finish()
        self._history.forget()

    # --- changing

    def set_value(self, ref: NodeRef, value: str) -> Changes:
        """Answer in lexical form, "" for blank. A value of the wrong type is kept as typed."""
        answer = self._addresses.answer(ref)
        self._change(answer, cast(unicodedata.normalize("NFC", value), answer.facts.data_type))
        return self._finish(answer)

    def set_column(self, answers: Iterable[tuple[NodeRef, str]]) -> Changes:
        """The same question in many rows, one step: worked out once, however many rows."""
        for ref, value in answers:
            answer = self._addresses.answer(ref)
            typed = cast(unicodedata.normalize("NFC", value), answer.facts.data_type)
            if self._actions.follow(answer.path):
                self._change(answer, typed)
            elif self._set(answer, typed):
                answer.frame.automatic = False
        self._recalculation.run()
        return self._finish()

    def _change(self, answer: Answer, value: str, chain: int = 0) -> None:
        """Write a value, work out what follows, set off the triggers of the question."""
        if not self._set(answer, value):
            return
        answer.frame.automatic = False
        self._recalculation.run()
        if chain >= _CHAIN_LIMIT:
            return
        for action in self._actions.after_change(answer.path):
            for target in self._actions.targets(action, answer):
                if target.relevant:
                    self._change(target, self._actions.value(action, target), chain + 1)

    def _act(self, action: Action, frame: Frame) -> None:
        target = frame.nodes.get(action.source.path)
        if target is not None:
            self._set(target, self._actions.value(action, target))
            self._recalculation.run()

    def _set(self, answer: Answer, value: str) -> bool:
        before = answer.value
        if not self._recalculation.write(answer, value):
            return False
        self._history.note(Wrote(answer, before, value))
        return True

    # --- rows

    def add_row(
        self, repeat: str, at: int | None = None, *, parent_row: int | None = None
    ) -> Changes:
        """A new row, at the end or before row `at`; `parent_row` for a repeat inside a repeat.

        `at` counts inside the outer row.
        """
        path = self._addresses.repeat_paths[repeat]
        parent = self._addresses.parent(path, parent_row)
        rows = parent.rows[path]
        if len(rows) < ROWS_LIMIT:
            self._insert(path, parent, len(rows) if at is None else max(0, min(at, len(rows))))
            self._recalculation.run()
        return self._finish()

    def add_rows(self, repeat: str, rows: Iterable[Iterable[tuple[str, str]]]) -> Changes:
        """New rows at the end with their answers, one step: worked out once, however many."""
        path = self._addresses.repeat_paths[repeat]
        parent = self._addresses.parent(path, None)
        paths = self._addresses.paths[repeat]
        for answers in rows:
            if len(parent.rows[path]) >= ROWS_LIMIT:
                break
            self._append(path, parent, [(paths[key], value) for key, value in answers])
        self._recalculation.run()
        return self._finish()

    def _append(self, path: str, parent: Frame, answers: list[tuple[str, str]]) -> None:
        at = len(parent.rows[path])
        acting = self._actions.stand_in(path)
        if acting:
            self._insert(path, parent, at)
        else:
            self._place(self._instance.new_row(path, parent, at), at)
        row = parent.rows[path][at]
        for place, value in answers:
            answer = row.nodes[place]
            typed = cast(unicodedata.normalize("NFC", value), answer.facts.data_type)
            if acting:
                self._change(answer, typed)
            else:
                self._set(answer, typed)
                row.automatic = False

    def reorder(self, repeat: str, order: Sequence[int]) -> Changes:
        """Put the rows of a repeat of the form in another order, one step.

        `order` names every row once, by its number now.
        """
        path = self._addresses.repeat_paths[repeat]
        rows = list(self._addresses.parent(path, None).rows[path])
        if sorted(order) != list(range(len(rows))):
            raise IndexError(len(order))
        for row in reversed(rows):
            self._remove(row)
        for at, number in enumerate(order):
            self._place(rows[number], at)
        self._recalculation.run()
        return self._finish()

    def remove_row(self, repeat: str, row: int) -> Changes:
        """Take a row out, with all that was in it."""
        self._remove(self._addresses.row(repeat, row))
        self._recalculation.run()
        return self._finish()

    def drop_blank_rows(self) -> Changes:
        """Take out rows in which nothing was answered: a record does not keep them."""
        for path in self._addresses.repeat_paths.values():
            if path not in self._compiled.counted:
                for row in [
                    row for row in self._record.down_to(path) if self._keeping.is_blank(row)
                ]:
                    self._remove(row)
        self._recalculation.run()
        return self._finish()

    def _insert(self, path: str, parent: Frame, at: int) -> None:
        row = self._instance.new_row(path, parent, at)
        self._place(row, at)
        self._recalculation.run()
        for action in self._actions.at_new_row(path):
            for frame in list(row.down_to(self._actions.table_of(action))):
                self._act(action, frame)

    def _place(self, row: Frame, at: int) -> None:
        put_row(row, at, self._compiled.shape)
        self._row_count += _rows_in(row)
        self._history.note(Moved(row, at, came=True))
        self._moved(row)
        self._recalculation.grown(row)

    def _remove(self, row: Frame) -> None:
        at = take_row(row)
        self._row_count -= _rows_in(row)
        self._history.note(Moved(row, at, came=False))
        self._moved(row)

    def _moved(self, row: Frame) -> None:
        self._addresses.moved()
        if row.parent is not None:
            self._recalculation.restructured(row.path, row.parent)

    def _resize(self, path: str, parent: Frame, count: int) -> None:
        """Make a repeat that the form counts as long as it should be."""
        rows = parent.rows[path]
        while len(rows) > count:
            self._remove(rows[-1])
        while len(rows) < count and self._row_count < ALL_ROWS_LIMIT:
            row = self._instance.new_row(path, parent, len(rows))
            self._place(row, len(rows))

    def rows(self, repeat: str, *, parent_row: int | None = None) -> int:
        """How many rows there are, in the whole record or inside one outer row."""
        path = self._addresses.repeat_paths[repeat]
        frame = self._record if parent_row is None else self._addresses.parent(path, parent_row)
        return sum(1 for _ in frame.down_to(path))

    def rows_fixed(self, repeat: str) -> bool:
        """Whether the form counts the rows itself, so that none is added or removed by hand."""
        return self._addresses.repeat_paths[repeat] in self._compiled.fixed_rows

    # --- asking

    def value(self, ref: NodeRef) -> str:
        """The answer in lexical form, "" when blank; also while not relevant."""
        return self._addresses.answer(ref).value

    def state(self, ref: NodeRef) -> NodeState:
        """What to show of a question now."""
        answer = self._addresses.answer(ref)
        text = self._recalculation.text
        return NodeState(
            relevant=answer.relevant,
            required=answer.required,
            readonly=_is_readonly(answer),
            violation=self._addresses.violation_of(answer),
            label=text(answer.facts.label, answer),
            hint=text(answer.facts.hint, answer),
        )

    def group_relevant(self, path: str) -> bool:
        """Whether a group or repeat is asked now; in a row, `/data/people[2]/address`."""
        node = self._addresses.at(path)
        if node is not None:
            return node.relevant
        above = self._addresses.at(path.rpartition("/")[0])
        return above is None or above.relevant

    def choices(self, ref: NodeRef) -> tuple[Choice, ...]:
        """The choices offered now, after choice_filter."""
        return self._choosing.offered(self._addresses.answer(ref))

    def choice_label(self, choice: Choice) -> str:
        """The words of a choice in the language of the entry."""
        return label_in(dict(choice.labels), self.language) or choice.name

    def label(self, item_path: str) -> str:
        """The label of any item by path, `${}` filled; in a row, `/data/people[2]/name`."""
        answer = self._addresses.at(item_path)
        if answer is not None:
            return self._recalculation.text(answer.facts.label, answer)
        facts = self._compiled.facts.get(_plain(item_path))
        top = next(iter(self._record.nodes.values()))
        return self._recalculation.text(facts.label, top) if facts else ""

    def violations(self) -> tuple[Violation, ...]:
        """All rules broken now, touched or not, in the order of the form."""
        placed = (self._addresses.violation_of(answer) for answer in self._addresses.in_order())
        return tuple(violation for violation in placed if violation is not None)

    def warnings(
        self,
        past: Mapping[str, PastFigures] | None = None,
        accepted: Iterable[AcceptedWarning] = (),
    ) -> tuple[SoftWarning, ...]:
        """What wants a look and blocks nothing; `past` says what is usual, by key."""
        return tuple(self._warnings.found(past or {}, accepted, self.language))

    def answers(self, *, for_record: bool = True) -> dict[str, str]:
        """Answers by key: what is relevant and of its type, or (drafts) all that was typed."""
        if for_record and self._keeping.has_blank_rows():
            return self._without_blank_rows().answers()
        return self._keeping.answers(for_record=for_record)

    def repeats(self, *, for_record: bool = True) -> dict[str, tuple[Row, ...]]:
        """Rows by repeat: blank rows left out of a record, rows nobody touched out of a draft."""
        if for_record and self._keeping.has_blank_rows():
            return self._without_blank_rows().repeats()
        return self._keeping.rows(for_record=for_record, blank=not for_record)

    def _without_blank_rows(self) -> FormEntry:
        """This entry worked out again without the rows that a record does not keep."""
        return FormEntry.open(
            self._compiled,
            self._keeping.answers(for_record=False),
            self._keeping.rows(for_record=False, blank=False),
            today=self._scope.today,
            now=self._scope.now,
            language=self._scope.language,
            random=self._scope.random,
            properties=self._scope.properties,
        )

    def begin_here(self) -> None:
        """Forget the steps so far: what stands now is where undo ends."""
        self._history.forget()

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
        for answer in self._addresses.in_order():
            if answer.facts.label is not None:
                self._recalculation.touched.labels[id(answer)] = answer
            if answer.facts.question is not None and answer.facts.question.choice_list:
                self._recalculation.touched.choices[id(answer)] = answer
        return self._finish()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return self._history.can_redo

    def undo(self) -> Changes:
        """Take back the last answer, added row or removed row."""
        if not self._history.can_undo:
            return Changes()
        for each in reversed(self._history.take_back()):
            if isinstance(each, Wrote):
                self._recalculation.write(each.answer, each.before)
            else:
                self._replay(each, came=not each.came)
        return self._settle()

    def redo(self) -> Changes:
        """Take the step again that was last taken back."""
        if not self._history.can_redo:
            return Changes()
        for each in self._history.take_again():
            if isinstance(each, Wrote):
                self._recalculation.write(each.answer, each.after)
            else:
                self._replay(each, came=each.came)
        return self._settle()

    def one_step(self) -> AbstractContextManager[None]:
        """All that changes inside is one step of undo."""
        return self._history.one_step()

    def end_step(self) -> None:
        """Typing stopped: the next key in the same field begins a step of its own."""
        self._history.end_step()

    def _replay(self, moved: Moved, *, came: bool) -> None:
        if came:
            self._place(moved.row, moved.at)
        else:
            self._remove(moved.row)

    def _settle(self) -> Changes:
        """Work out and tell, without a new step."""
        self._recalculation.run()
        self._history.discard()
        return self._tell()

    def _finish(self, typed_in: Answer | None = None) -> Changes:
        """Close a step: remember it, judge what it touched, and tell."""
        self._history.close(typed_in)
        return self._tell()

    # --- telling

    def _tell(self) -> Changes:
        touched, self._recalculation.touched = self._recalculation.touched, Touched()
        offered = self._reoffer(touched.choices.values())
        judged = self._judged(touched)
        refs = self._addresses.refs
        groups = [a for a in touched.relevance.values() if a.facts.question is None]
        return Changes(
            values=refs(touched.values.values()),
            relevance=refs(touched.relevance.values()),
            required=refs(touched.required.values()),
            readonly=refs(touched.readonly.values()),
            violations=refs(judged),
            labels=refs(touched.labels.values(), with_groups=True),
            choices=refs(offered),
            rows=tuple(self._addresses.repeat_keys[path] for path in touched.rows),
            groups=tuple((shown_path(a), a.relevant) for a in groups if stands(a)),
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
                kept[id(row)] = row.parent is None or self._keeping.is_kept(row)
            verdict = self._judge.verdict(answer, self.language) if kept[id(row)] else None
            if verdict != answer.verdict:
                answer.verdict = verdict
                changed.append(answer)
        return changed


def _rows_in(frame: Frame) -> int:
    return sum(1 for _ in frame.all_below())


def _is_readonly(answer: Answer) -> bool:
    """Whether an answer, or a group above it, is readonly."""
    node: Node | None = answer
    while isinstance(node, Answer):
        if node.readonly:
            return True
        node = node.parent
    return False


def _with_outer_rows(frames: Iterable[Frame]) -> Iterator[Frame]:
    """The rows among the frames, and the rows they stand in, each once."""
    seen: set[int] = set()
    for frame in frames:
        row = frame
        while row.parent is not None and id(row) not in seen:
            seen.add(id(row))
            yield row
            row = row.parent


def _plain(path: str) -> str:
    return "/".join(step.partition("[")[0] for step in path.split("/"))
