"""What an expression sees: the node it stands on, and the world around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Final

from hrdesk.errors import ExpressionEffortError
from hrdesk.forms.expression.dates import DateRules
from hrdesk.forms.expression.nodes import ROOT, Node
from hrdesk.values import dataclass, field

EFFORT_LIMIT: Final = 2_000_000  # nodes looked at between two calls of `rest`
_NO_ROOT: Final = Node(ROOT)


def _no_text(_identifier: str, _origin: Node) -> list[Node]:
    return []


def _no_label(value: str, _path: str, _origin: Node | None) -> str:
    return value


def _half() -> float:
    return 0.5


@dataclass(slots=True)
class Scope:
    """The world of an expression: nothing in it is read from the machine."""

    today: date
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    dates: DateRules = field(default_factory=DateRules)
    language: str = ""
    root: Node = _NO_ROOT
    instances: Mapping[str, Node] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)  # what property() may tell
    random: Callable[[], float] = _half
    itext: Callable[[str, Node], list[Node]] = _no_text
    choice_label: Callable[[str, str, Node | None], str] = _no_label
    effort: int = 0

    def spend(self, nodes: int) -> None:
        """Count nodes looked at; raises when it is more than is reasonable."""
        self.effort += nodes
        if self.effort > EFFORT_LIMIT:
            raise ExpressionEffortError

    def rest(self) -> None:
        """Start counting from nothing."""
        self.effort = 0


class Context:
    """Where an expression stands. `origin` is what current() gives."""

    __slots__ = ("node", "origin", "position", "scope", "size")

    def __init__(self, scope: Scope, node: Node, position: int = 1, size: int = 1) -> None:
        """Stand on `node`, which is also the origin."""
        self.scope = scope
        self.node = node
        self.origin = node
        self.position = position
        self.size = size

    def inside(self, size: int) -> Context:
        """A context for predicates, to be moved over `size` nodes; the origin stays."""
        inner = Context(self.scope, self.node, 1, size)
        inner.origin = self.origin
        return inner
