"""What an expression reads, found from its text alone, before any record exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hrdesk.forms.expression import syntax as syn
from hrdesk.forms.expression.expression import parts

_STRUCTURAL: Final = frozenset(["position", "count"])
_PASS_THROUGH: Final = frozenset(["randomize", "indexed-repeat"])


@dataclass(frozen=True, slots=True)
class Shape:
    """The definition's tree: names of children by path, and which paths are repeats."""

    children: Mapping[str, tuple[str, ...]]
    repeats: frozenset[str]

    def below(self, path: str) -> Iterable[str]:
        """Every path under `path`, itself left out."""
        for name in self.children.get(path, ()):
            child = f"{path}/{name}"
            yield child
            yield from self.below(child)

    def known(self, path: str) -> bool:
        """Whether the definition has such a node."""
        if path == "":
            return True
        above, _, name = path.rpartition("/")
        return name in self.children.get(above, ())


@dataclass(frozen=True, slots=True)
class Read:
    """One path that is read. In the row the reader stands in, as far as `shared` (a repeat).

    `structural` when only the number or the place of rows is read, not what is in them.
    """

    path: str
    shared: str
    structural: bool = False


@dataclass(frozen=True, slots=True)
class _At:
    """A path reached, and how much of it is surely the reader's own row."""

    path: str
    own: int
    exact: bool = True


class Reads:
    """Collects what expressions read; `unknown` are paths that the definition does not have."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self.reads: set[Read] = set()
        self.unknown: list[str] = []
        self._origin = _At("", 0)

    def collect(self, tree: syn.Syntax, context: str) -> None:
        """Add what `tree` reads when it stands on the node at path `context`."""
        self._origin = _At(context, len(context))
        self._visit(tree, [self._origin])

    def _visit(self, tree: syn.Syntax, here: list[_At]) -> None:
        if isinstance(tree, (syn.Path, syn.Filter)):
            self._read(self._resolve(tree, here), structural=False)
        elif isinstance(tree, syn.Call):
            self._call(tree, here)
        else:
            for part in parts(tree):
                self._visit(part, here)

    def _call(self, tree: syn.Call, here: list[_At]) -> None:
        if tree.name in _STRUCTURAL and tree.arguments:
            self._read(self._resolve(tree.arguments[0], here), structural=True)
        elif tree.name == "indexed-repeat":
            self._indexed(tree, here)
        else:
            for argument in tree.arguments:
                self._visit(argument, here)

    def _indexed(self, tree: syn.Call, here: list[_At]) -> None:
        self._read(self._resolve(tree.arguments[0], here), structural=False)
        for repeat in tree.arguments[1::2]:
            self._read(self._resolve(repeat, here), structural=True)
        for number in tree.arguments[2::2]:
            self._visit(number, here)

    # --- paths

    def _resolve(self, tree: syn.Syntax, here: list[_At]) -> list[_At]:
        """Where a tree leads; what predicates read on the way is collected."""
        if isinstance(tree, syn.Filter):
            reached = self._resolve(tree.primary, here)
            for predicate in tree.predicates:
                self._visit(predicate, reached)
            return reached
        if isinstance(tree, syn.Call):
            return self._resolve_call(tree, here)
        if not isinstance(tree, syn.Path):
            self._visit(tree, here)
            return []
        if tree.absolute:
            reached = [_At("", 0)]
        elif tree.start is not None:
            reached = self._resolve(tree.start, here)
        else:
            reached = here
        for step in tree.steps:
            reached = [each for at in reached for each in self._step(step, at)]
            for predicate in step.predicates:
                self._visit(predicate, reached)
        return reached

    def _resolve_call(self, tree: syn.Call, here: list[_At]) -> list[_At]:
        if tree.name == "current":
            return [self._origin]
        if tree.name in _PASS_THROUGH and tree.arguments:
            for argument in tree.arguments[1:]:
                self._visit(argument, here)
            return self._resolve(tree.arguments[0], here)
        self._call(tree, here)
        return []

    def _step(self, step: syn.Step, at: _At) -> list[_At]:
        match step.axis:
            case "self":
                return [at]
            case "parent":
                above = at.path.rpartition("/")[0]
                return [_At(above, min(at.own, len(above)), at.exact)]
            case "child":
                return self._children(step, at)
            case "descendant" | "descendant-or-self":
                below = self._shape.below(at.path)
                return [_At(path, at.own, exact=False) for path in (at.path, *below)]
            case "attribute" | "namespace":
                return []
            case _:
                return [_At(path, 0, exact=False) for path in self._shape.below("")]

    def _children(self, step: syn.Step, at: _At) -> list[_At]:
        names = self._shape.children.get(at.path, ())
        if step.test != "name" or step.name == "*":
            found = [_At(f"{at.path}/{name}", at.own, exact=False) for name in names]
            return [at] if not found and step.test == "text" else found
        if step.name in names:
            return [_At(f"{at.path}/{step.name}", at.own, at.exact)]
        if at.exact:
            self.unknown.append(f"{at.path}/{step.name}")
        return []

    def _read(self, reached: list[_At], *, structural: bool) -> None:
        for at in reached:
            self.reads.add(Read(at.path, self._shared(at), structural))
            if not structural:
                for path in self._shape.below(at.path):
                    self.reads.add(Read(path, self._shared(at)))

    def _shared(self, at: _At) -> str:
        """The innermost repeat whose row is surely the reader's own."""
        path = at.path[: at.own]
        while path and path not in self._shape.repeats:
            path = path.rpartition("/")[0]
        return path
