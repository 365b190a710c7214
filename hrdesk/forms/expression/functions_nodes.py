"""Functions on sets of nodes: how many, which, where, what they are called."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from hrdesk.errors import ExpressionError
from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.nodes import ATTRIBUTE, ELEMENT, INSTRUCTION, Node, descendants
from hrdesk.forms.expression.registry import function
from hrdesk.forms.expression.values import Value, to_number, to_text

_PARK_MILLER: Final = 2_147_483_647
_LONGEST: Final = 2**63 - 1


def _nodes(value: Value, name: str) -> list[Node]:
    if not isinstance(value, list):
        raise ExpressionError(reason=f"{name}() takes a set of nodes")
    return value


@function("last", 0, 0)
def _last(c: Context, _arguments: list[Value]) -> Value:
    return float(c.size)


@function("position", 0, 1)
def _position(c: Context, arguments: list[Value]) -> Value:
    """Where a predicate stands; with a node, the place of that row among its like."""
    if not arguments:
        return float(c.position)
    nodes = _nodes(arguments[0], "position")
    if not nodes:
        return math.nan
    node = nodes[0]
    family = node.parent.named(node.name) if node.parent is not None else [node]
    return float(next((i for i, each in enumerate(family, 1) if each is node), 1))


@function("count", 1, 1)
def _count(_c: Context, arguments: list[Value]) -> Value:
    return float(len(_nodes(arguments[0], "count")))


@function("count-non-empty", 1, 1)
def _count_non_empty(_c: Context, arguments: list[Value]) -> Value:
    return float(sum(node.text() != "" for node in _nodes(arguments[0], "count-non-empty")))


@function("current", 0, 0)
def _current(c: Context, _arguments: list[Value]) -> Value:
    return [c.origin]


@function("id", 1, 1)
def _id(c: Context, arguments: list[Value]) -> Value:
    value = arguments[0]
    texts = [node.text() for node in value] if isinstance(value, list) else [to_text(value)]
    wanted = {word for text in texts for word in text.split()}
    return [node for node in descendants(c.scope.root) if node.attribute("id") in wanted]


def _first(c: Context, arguments: list[Value], name: str) -> Node | None:
    if not arguments:
        return c.node
    nodes = _nodes(arguments[0], name)
    return nodes[0] if nodes else None


@function("local-name", 0, 1)
def _local_name(c: Context, arguments: list[Value]) -> Value:
    node = _first(c, arguments, "local-name")
    return node.name if node else ""


@function("name", 0, 1)
def _name(c: Context, arguments: list[Value]) -> Value:
    node = _first(c, arguments, "name")
    if node is None or node.kind not in (ELEMENT, ATTRIBUTE, INSTRUCTION):
        return ""
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


@function("namespace-uri", 0, 1)
def _namespace_uri(c: Context, arguments: list[Value]) -> Value:
    node = _first(c, arguments, "namespace-uri")
    return node.namespace if node else ""


@function("lang", 1, 1)
def _lang(c: Context, arguments: list[Value]) -> Value:
    wanted = to_text(arguments[0]).lower()
    node: Node | None = c.node
    while node is not None:
        for attribute in node.attributes:
            if attribute.name == "lang" and attribute.prefix == "xml":
                spoken = attribute.value.lower()
                return spoken == wanted or spoken.startswith(f"{wanted}-")
        node = node.parent
    return False


@function("randomize", 1, 2)
def _randomize(c: Context, arguments: list[Value]) -> Value:
    """The nodes in random order; with a seed, in the same order as every ODK client."""
    nodes = _nodes(arguments[0], "randomize")
    c.scope.spend(len(nodes))
    if len(arguments) == 1:
        return _shuffled(nodes, c.scope.random)
    return _shuffled(nodes, _numbers_from(_seed(c, arguments[1])))


def _shuffled(nodes: list[Node], chance: Callable[[], float]) -> list[Node]:
    """Fisher and Yates from the inside out: the form of it decides the order that a seed gives."""
    shuffled: list[Node] = []
    for place, node in enumerate(nodes):
        other = int(chance() * (place + 1))
        shuffled.append(node)
        if other < place:
            shuffled[place], shuffled[other] = shuffled[other], node
    return shuffled


def _seed(c: Context, value: Value) -> int:
    """A number without its fraction; of a text that is none, its digest; of a blank, 0."""
    number = to_number(value, c.scope.dates)
    if math.isfinite(number):
        return int(number)
    text = "" if isinstance(value, (float, bool)) else to_text(value)
    if not text:
        return 0 if math.isnan(number) else _LONGEST if number > 0 else -_LONGEST - 1
    import hashlib  # noqa: PLC0415 - it brings OpenSSL: not for a window at rest

    digest = hashlib.sha256(text.encode()).digest()
    # Through a double, which holds 53 of the 64 bits: so does JavaRosa.
    return int(float(int.from_bytes(digest[:8], "big", signed=True)))


def _numbers_from(seed: int) -> Callable[[], float]:
    """Park and Miller's numbers from 0 up to 1."""
    state = abs(seed) % _PARK_MILLER * (1 if seed >= 0 else -1)
    state = state + _PARK_MILLER - 1 if state <= 0 else state

    def following() -> float:
        nonlocal state
        state = state * 16_807 % _PARK_MILLER
        return (state - 1) / (_PARK_MILLER - 1)

    return following
