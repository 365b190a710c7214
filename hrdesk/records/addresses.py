"""From keys and rows to the nodes of a record, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hrdesk.forms.compiled import CompiledForm
from hrdesk.forms.definition import Form, Item, Question, Repeat
from hrdesk.forms.expression.nodes import Node
from hrdesk.records.changes import NodeRef
from hrdesk.records.instance import Answer, Frame
from hrdesk.records.record import Violation


class Addresses:
    """Finds nodes of one record by their place, and tells the place of nodes."""

    def __init__(self, compiled: CompiledForm, record: Frame) -> None:
        """Rows are numbered when they are asked for; `moved` forgets the numbers."""
        self._compiled = compiled
        self._record = record
        self._numbers: dict[int, int] = {}
        self._rows: dict[str, list[Frame]] = {}
        self.paths = _paths_by_key(compiled.form)
        self.repeat_keys = {repeat.path: repeat.key for repeat in compiled.form.repeats()}
        self.repeat_paths = {key: path for path, key in self.repeat_keys.items()}

    def moved(self) -> None:
        """Rows came or went."""
        self._numbers.clear()
        self._rows.clear()

    # --- finding

    def answer(self, ref: NodeRef) -> Answer:
        """The node of a place; KeyError or IndexError when there is none."""
        frame = self._record
        if ref.repeat is not None:
            frame = self.row(ref.repeat, ref.row or 0)
        return frame.nodes[self.paths[ref.repeat][ref.key]]

    def row(self, repeat: str, number: int) -> Frame:
        """The n-th row of a repeat in the whole record."""
        return self.rows(self.repeat_paths[repeat])[number]

    def rows(self, path: str) -> list[Frame]:
        """All rows of a repeat in the whole record; listed once as long as none comes or goes."""
        if path not in self._rows:
            self._rows[path] = list(self._record.down_to(path))
        return self._rows[path]

    def parent(self, path: str, parent_row: int | None) -> Frame:
        """The frame whose rows of `path` are meant: the record, or one outer row."""
        outer = self._compiled.facts[path.rpartition("/")[0]].table
        if outer == "":
            return self._record
        return self.row(self.repeat_keys[outer], parent_row or 0)

    def at(self, path: str) -> Answer | None:
        """The node at a path with row numbers; where a number is missing, the first row."""
        node: Node = self._record.node
        for step in path.strip("/").split("/"):
            name, _, number = step.partition("[")
            found = node.named(name)
            index = int(number.rstrip("]") or 1) - 1 if number else 0
            if not 0 <= index < len(found):
                return None
            node = found[index]
        return node if isinstance(node, Answer) else None

    def in_order(self) -> Iterator[Answer]:
        """Every node of the record, in the order of the form."""
        return _answers_below(self._record.node)

    # --- telling

    def refs(self, answers: Iterable[Answer], *, with_groups: bool = False) -> tuple[NodeRef, ...]:
        """The places of nodes that still stand in the record."""
        refs: list[NodeRef] = []
        for answer in answers:
            question = answer.facts.question
            if (question is None and not with_groups) or not stands(answer):
                continue
            repeat, row = self.place_of(answer.frame)
            refs.append(NodeRef(question.key if question else answer.path, repeat, row))
        return tuple(refs)

    def place_of(self, frame: Frame) -> tuple[str | None, int | None]:
        """The repeat and the number of a row; neither for the record itself."""
        if frame.parent is None:
            return None, None
        if id(frame) not in self._numbers:
            self._numbers.update(
                {id(each): number for number, each in enumerate(self._record.down_to(frame.path))}
            )
        return self.repeat_keys[frame.path], self._numbers[id(frame)]

    def violation_of(self, answer: Answer) -> Violation | None:
        """What is wrong with an answer, with its place."""
        question = answer.facts.question
        if answer.verdict is None or question is None:
            return None
        repeat, row = self.place_of(answer.frame)
        kind, message = answer.verdict
        return Violation(answer.path, question.key, kind, message, repeat, row)


def shown_path(answer: Answer) -> str:
    """The path with the numbers of rows, from 1."""
    path, frame = answer.path, answer.frame
    while frame.parent is not None:
        rows = frame.parent.rows[frame.path]
        number = next(i for i, each in enumerate(rows, 1) if each is frame)
        path = f"{frame.path}[{number}]{path[len(frame.path) :]}"
        frame = frame.parent
    return path


def stands(answer: Answer) -> bool:
    """Whether a node is still in the record, not in a row that was taken out."""
    frame = answer.frame
    while frame.parent is not None:
        if frame.node.parent is None:
            return False
        frame = frame.parent
    return True


def _answers_below(node: Node) -> Iterator[Answer]:
    for child in node.children:
        if isinstance(child, Answer):
            yield child
            yield from _answers_below(child)


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
