"""The tree of one record: answers as nodes, and the rows they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from hrdesk.forms.compiled import CompiledForm, Facts
from hrdesk.forms.dependencies import Shape
from hrdesk.forms.expression.nodes import ELEMENT, ROOT, Node
from hrdesk.records.lexical import cast


class Answer(Node):
    """A node of a record: a question's answer, a group, or a row of a repeat."""

    __slots__ = (
        "facts",
        "frame",
        "offered",
        "own_relevant",
        "path",
        "readonly",
        "required",
        "shown",
        "verdict",
    )

    def __init__(self, name: str, path: str, frame: Frame, facts: Facts) -> None:
        """A blank answer; the tree puts it in its place."""
        super().__init__(ELEMENT, name)
        self.path = path
        self.frame = frame
        self.facts = facts
        self.own_relevant = True
        self.required = False
        self.readonly = False
        self.verdict: tuple[str, str] | None = None  # kind and message of what is wrong
        self.shown: str | None = None  # label last told, when answers stand in it
        self.offered: tuple[str, ...] | None = None  # names of choices last told


class Frame:
    """The record itself (`path` "") or one row: its nodes by path, its repeats' rows by path."""

    __slots__ = ("automatic", "node", "nodes", "parent", "path", "rows")

    def __init__(self, path: str, parent: Frame | None) -> None:
        """A frame without nodes."""
        self.path = path
        self.parent = parent
        self.node: Node = Node(ROOT)
        self.nodes: dict[str, Answer] = {}
        self.rows: dict[str, list[Frame]] = {}
        self.automatic = False  # there from the start, and nothing typed in it yet

    def up_to(self, path: str) -> Frame:
        """This frame or the one above it that is a row of `path` ("" for the record)."""
        frame = self
        while frame.path != path and frame.parent is not None:
            frame = frame.parent
        return frame

    def down_to(self, path: str) -> Iterator[Frame]:
        """This frame when it is one of `path`, else all such rows below it, in order."""
        if self.path == path:
            yield self
            return
        for repeat, rows in self.rows.items():
            if path == repeat or path.startswith(f"{repeat}/"):
                for row in rows:
                    yield from row.down_to(path)

    def all_below(self) -> Iterator[Frame]:
        """This frame and every row below it."""
        yield self
        for rows in self.rows.values():
            for row in rows:
                yield from row.all_below()


class Instance:
    """Grows the tree of a record from the instance of its form, and rows into it."""

    def __init__(self, compiled: CompiledForm, *, with_rows: bool) -> None:
        """With or without the rows that the form itself begins with."""
        self._compiled = compiled
        self._templates: dict[str, Node] = {}
        self._seeds: dict[str, list[Node]] = {}
        data = compiled.model.data
        self._find_templates(data, f"/{data.name}")
        self.record = Frame("", None)
        top = self._copy(data, f"/{data.name}", self.record, with_rows=with_rows)
        self.record.node.append(top)

    def _find_templates(self, node: Node, path: str) -> None:
        for child in node.children:
            below = f"{path}/{child.name}"
            if below in self._compiled.repeats:
                if is_template(child):
                    self._templates[below] = child
                else:
                    self._seeds.setdefault(below, []).append(child)
            self._find_templates(child, below)

    def _copy(self, source: Node, path: str, frame: Frame, *, with_rows: bool) -> Answer:
        facts = self._compiled.facts[path]
        answer = Answer(source.name, path, frame, facts)
        answer.value = cast(source.value, facts.data_type) if not source.children else ""
        for attribute in source.attributes:
            answer.set_attribute(attribute.name, attribute.value, prefix=attribute.prefix)
        frame.nodes[path] = answer
        for child in source.children:
            below = f"{path}/{child.name}"
            if below not in self._compiled.repeats:
                answer.append(self._copy(child, below, frame, with_rows=with_rows))
                continue
            frame.rows.setdefault(below, [])
            if with_rows and (not is_template(child) or self._must_start(below, source)):
                row = self._row(child, below, frame, with_rows=True)
                row.automatic = True
                frame.rows[below].append(row)
                answer.append(row.node)
        return answer

    def _must_start(self, path: str, parent: Node) -> bool:
        """Rows cannot be added and the form gives none but the template: begin with one."""
        compiled = self._compiled
        return (
            path in compiled.fixed_rows
            and path not in compiled.counted
            and len(parent.named(path.rpartition("/")[2])) == 1
        )

    def _row(self, source: Node, path: str, parent: Frame, *, with_rows: bool) -> Frame:
        frame = Frame(path, parent)
        frame.node = self._copy(source, path, frame, with_rows=with_rows)
        return frame

    def new_row(self, path: str, parent: Frame, at: int, *, with_rows: bool = True) -> Frame:
        """A row as the form gives it, not yet in the tree."""
        seeds = self._seeds.get(path, [])
        source = self._templates.get(path) or seeds[0]
        if path in self._compiled.counted and parent.parent is None and at < len(seeds):
            source = seeds[at]
        return self._row(source, path, parent, with_rows=with_rows)


def is_template(node: Node) -> bool:
    """Whether an element only shows what new rows look like."""
    return any(attribute.name == "template" for attribute in node.attributes)


def put_row(row: Frame, at: int, shape: Shape) -> None:
    """Put a row into the tree, before the one now at `at`."""
    parent = row.parent
    if parent is None:
        return
    rows = parent.rows[row.path]
    holder = parent.nodes[row.path.rpartition("/")[0]]
    if at < len(rows):
        index = holder.children.index(rows[at].node)
    elif rows:
        index = holder.children.index(rows[-1].node) + 1
    else:
        index = _place_of_first(holder, row.path, shape.children[holder.path])
    rows.insert(at, row)
    holder.insert(index, row.node)


def _place_of_first(holder: Answer, path: str, names: tuple[str, ...]) -> int:
    """Where the first row of a repeat belongs among its siblings, by the order of the form."""
    later = set(names[names.index(path.rpartition("/")[2]) + 1 :])
    for index, child in enumerate(holder.children):
        if child.name in later:
            return index
    return len(holder.children)


def take_row(row: Frame) -> int:
    """Take a row out of the tree; tells where it stood."""
    parent = row.parent
    if parent is None:
        return 0
    at = next(i for i, each in enumerate(parent.rows[row.path]) if each is row)
    del parent.rows[row.path][at]
    parent.nodes[row.path.rpartition("/")[0]].remove(row.node)
    return at
