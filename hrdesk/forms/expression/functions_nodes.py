"""Functions on sets of nodes: how many, which, where, what they are called."""

from __future__ import annotations

import math
from typing import Final

from hrdesk.errors import ExpressionError
from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.nodes import ATTRIBUTE, ELEMENT, INSTRUCTION, Node, descendants
from hrdesk.forms.expression.registry import function
from hrdesk.forms.expression.values import Value, to_number, to_text

_PARK_MILLER: Final = 2_147_483_647


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
    nodes = list(_nodes(arguments[0], "randomize"))
    if len(arguments) == 1:
        for last in range(len(nodes) - 1, 0, -1):
            other = int(c.scope.random() * (last + 1))
            nodes[last], nodes[other] = nodes[other], nodes[last]
        return nodes
    seed = to_number(arguments[1], c.scope.dates)
    state = int(seed) % _PARK_MILLER if math.isfinite(seed) else 0
    state = state + _PARK_MILLER - 1 if state <= 0 else state
    for last in range(len(nodes) - 1, 0, -1):
        state = state * 16_807 % _PARK_MILLER
        other = int((state - 1) / (_PARK_MILLER - 1) * (last + 1))
        nodes[last], nodes[other] = nodes[other], nodes[last]
    return nodes
