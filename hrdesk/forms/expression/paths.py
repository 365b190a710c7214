"""Location paths as closures, with short cuts for what forms write most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hrdesk.forms.expression import nodes as tree
from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.nodes import Node, in_document_order
from hrdesk.forms.expression.registry import Closure
from hrdesk.forms.expression.syntax import Step, Syntax
from hrdesk.forms.expression.values import is_true

Walk = Callable[[Context, list[Node]], list[Node]]
Compile = Callable[[Syntax], Closure]
_KEEPS_ORDER: Final = frozenset(["child", "attribute", "self", "parent"])
_BACKWARDS: Final = frozenset(["ancestor", "ancestor-or-self", "preceding", "preceding-sibling"])
_KINDS: Final = {
    "text": tree.TEXT,
    "comment": tree.COMMENT,
    "processing-instruction": tree.INSTRUCTION,
}


def compile_steps(steps: tuple[Step, ...], compile_inner: Compile) -> Walk:
    """A walk along the steps, from nodes in document order to nodes in document order."""
    if all(_is_name(step) and not step.predicates for step in steps):
        return _down(tuple(step.name for step in steps))
    walks = [_compile_step(step, compile_inner) for step in steps]
    if len(walks) == 1:
        return walks[0]

    def walk(c: Context, nodes: list[Node]) -> list[Node]:
        for step in walks:
            nodes = step(c, nodes)
            if not nodes:
                return nodes
        return nodes

    return walk


def _compile_step(step: Step, compile_inner: Compile) -> Walk:
    if step.test == "node" and not step.predicates and step.axis in ("self", "parent"):
        return _here if step.axis == "self" else _above
    if _is_name(step):
        select: Callable[[Context, Node], list[Node]] = _named(step.name)
        if not step.predicates:
            return _down((step.name,))
    else:
        select = _general(step)
    predicates = tuple(compile_inner(predicate) for predicate in step.predicates)
    return _walk(step.axis, select, predicates)


def _is_name(step: Step) -> bool:
    return step.axis == "child" and step.test == "name" and step.name != "*" and not step.prefix


def _here(_c: Context, nodes: list[Node]) -> list[Node]:
    return nodes


def _above(_c: Context, nodes: list[Node]) -> list[Node]:
    if len(nodes) == 1:
        parent = nodes[0].parent
        return [] if parent is None else [parent]
    parents = {id(n.parent): n.parent for n in nodes if n.parent is not None}
    return in_document_order(list(parents.values()))


def _named(name: str) -> Callable[[Context, Node], list[Node]]:
    def named(_c: Context, node: Node) -> list[Node]:
        found = node.named(name)
        if len(found) == 1:
            return found if found[0].relevant else []
        return [child for child in found if child.relevant]

    return named


def _down(names: tuple[str, ...]) -> Walk:
    """Through one name after another, as the answer to a question of a form is reached."""

    def down(_c: Context, nodes: list[Node]) -> list[Node]:
        for name in names:
            if len(nodes) == 1:
                nodes = nodes[0].named(name)
                if len(nodes) == 1:
                    if nodes[0].relevant:
                        continue
                    return []
            else:
                nodes = [child for node in nodes for child in node.named(name)]
            nodes = [child for child in nodes if child.relevant]
            if not nodes:
                return nodes
        return nodes

    return down


def _general(step: Step) -> Callable[[Context, Node], list[Node]]:
    axis = tree.AXES[step.axis]
    matches = _test(step)

    def select(c: Context, node: Node) -> list[Node]:
        found = list(axis(node))
        c.scope.spend(len(found))
        return [candidate for candidate in found if matches(c, candidate)]

    return select


def _test(step: Step) -> Callable[[Context, Node], bool]:
    if step.test == "node":
        return lambda _c, _node: True
    if step.test in _KINDS:
        kind, target = _KINDS[step.test], step.name
        return lambda _c, node: node.kind == kind and target in ("*", node.name)
    principal = {"attribute": tree.ATTRIBUTE, "namespace": tree.NAMESPACE}.get(
        step.axis, tree.ELEMENT
    )
    name, prefix = step.name, step.prefix

    def matches(c: Context, node: Node) -> bool:
        if node.kind != principal or name not in ("*", node.name):
            return False
        if not prefix:
            return not node.prefix or principal == tree.ELEMENT
        wanted = c.scope.namespaces.get(prefix)
        return node.namespace == wanted if wanted is not None else node.prefix == prefix

    return matches


def _walk(
    axis: str, select: Callable[[Context, Node], list[Node]], predicates: tuple[Closure, ...]
) -> Walk:
    keeps_order = axis in _KEEPS_ORDER
    backwards = axis in _BACKWARDS

    def walk(c: Context, nodes: list[Node]) -> list[Node]:
        if len(nodes) == 1:
            found = _kept(c, select(c, nodes[0]), predicates)
            return found[::-1] if backwards else found
        gathered = [each for node in nodes for each in _kept(c, select(c, node), predicates)]
        return gathered if keeps_order and axis != "parent" else in_document_order(gathered)

    return walk


def _kept(c: Context, nodes: list[Node], predicates: tuple[Closure, ...]) -> list[Node]:
    for predicate in predicates:
        nodes = keep(c, nodes, predicate)
    return nodes


def keep(c: Context, nodes: list[Node], predicate: Closure) -> list[Node]:
    """The nodes for which a predicate holds; a number is a position."""
    c.scope.spend(len(nodes))
    inner = c.inside(len(nodes))
    kept: list[Node] = []
    for position, node in enumerate(nodes, 1):
        inner.node = node
        inner.position = position
        value = predicate(inner)
        if value == position if isinstance(value, float) else is_true(value):
            kept.append(node)
    return kept
