"""The tree that expressions walk: XPath's nodes, as light as a record being filled allows.

A question's answer is the `value` of an element without children. What is not relevant has
`relevant` False and is passed over when a path goes down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

ROOT: Final = "root"
ELEMENT: Final = "element"
ATTRIBUTE: Final = "attribute"
TEXT: Final = "text"
COMMENT: Final = "comment"
INSTRUCTION: Final = "processing-instruction"
NAMESPACE: Final = "namespace"


class Node:
    """One node. `name` is the local name; `namespace` the URI, "" for none."""

    __slots__ = (
        "_named",
        "attributes",
        "children",
        "kind",
        "name",
        "namespace",
        "parent",
        "prefix",
        "relevant",
        "value",
    )

    def __init__(
        self,
        kind: str,
        name: str = "",
        value: str = "",
        *,
        namespace: str = "",
        prefix: str = "",
    ) -> None:
        """A node that stands alone until it is appended to another."""
        self.kind = kind
        self.name = name
        self.value = value
        self.namespace = namespace
        self.prefix = prefix
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: list[Node] = []
        self.relevant = True
        self._named: dict[str, list[Node]] | None = None

    def append(self, child: Node) -> Node:
        """Add a child at the end; the child is returned."""
        return self.insert(len(self.children), child)

    def insert(self, index: int, child: Node) -> Node:
        """Add a child before the one at `index`; the child is returned."""
        child.parent = self
        self.children.insert(index, child)
        self._named = None
        return child

    def remove(self, child: Node) -> None:
        """Take a child out."""
        self.children.remove(child)
        child.parent = None
        self._named = None

    def set_attribute(
        self, name: str, value: str, *, namespace: str = "", prefix: str = ""
    ) -> Node:
        """Add an attribute; the attribute is returned."""
        attribute = Node(ATTRIBUTE, name, value, namespace=namespace, prefix=prefix)
        attribute.parent = self
        self.attributes.append(attribute)
        return attribute

    def attribute(self, name: str) -> str:
        """The value of an attribute by local name, "" when there is none."""
        for candidate in self.attributes:
            if candidate.name == name:
                return candidate.value
        return ""

    def named(self, name: str) -> list[Node]:
        """Child elements with that local name, relevant or not."""
        if self._named is None:
            self._named = {}
            for child in self.children:
                if child.kind == ELEMENT:
                    self._named.setdefault(child.name, []).append(child)
        return self._named.get(name, _NONE)

    def text(self) -> str:
        """The string value: what stands in the node and in what is below it."""
        if not self.children:
            return self.value
        return self.value + "".join(_texts(self))


_NONE: Final[list[Node]] = []


def _texts(node: Node) -> Iterator[str]:
    for child in node.children:
        if child.kind == TEXT:
            yield child.value
        elif child.kind == ELEMENT and child.relevant:
            yield child.value
            yield from _texts(child)


# --- axes, each in its own order --------------------------------------------------------------


def children(node: Node) -> Iterator[Node]:
    """Children that are relevant; the answer of a question counts as its text node."""
    if node.children:
        for child in node.children:
            if child.relevant:
                yield child
    elif node.value and node.kind == ELEMENT:
        text = Node(TEXT, value=node.value)
        text.parent = node
        yield text


def descendants(node: Node) -> Iterator[Node]:
    """Everything below that is relevant, in document order."""
    for child in children(node):
        yield child
        yield from descendants(child)


def _descendants_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from descendants(node)


def ancestors(node: Node) -> Iterator[Node]:
    """Parent, grandparent … up to the root."""
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestors_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from ancestors(node)


def _siblings(node: Node) -> tuple[list[Node], int]:
    if node.parent is None or node.kind in (ATTRIBUTE, NAMESPACE):
        return [], 0
    family = node.parent.children
    for index, sibling in enumerate(family):
        if sibling is node:
            return family, index
    return [], 0


def _following_siblings(node: Node) -> Iterator[Node]:
    family, index = _siblings(node)
    return (sibling for sibling in family[index + 1 :] if sibling.relevant)


def _preceding_siblings(node: Node) -> Iterator[Node]:
    family, index = _siblings(node)
    return (sibling for sibling in reversed(family[:index]) if sibling.relevant)


def _following(node: Node) -> Iterator[Node]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        yield from descendants(node.parent)
        node = node.parent
    for origin in _ancestors_or_self(node):
        for sibling in _following_siblings(origin):
            yield from _descendants_or_self(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        node = node.parent
    for origin in _ancestors_or_self(node):
        for sibling in _preceding_siblings(origin):
            yield from reversed(list(_descendants_or_self(sibling)))


def _parent(node: Node) -> Iterator[Node]:
    if node.parent is not None:
        yield node.parent


def _self(node: Node) -> Iterator[Node]:
    yield node


def _attributes(node: Node) -> Iterator[Node]:
    return iter(node.attributes)


def _namespaces(node: Node) -> Iterator[Node]:
    del node
    return iter(())


AXES: Final[Mapping[str, Callable[[Node], Iterator[Node]]]] = {
    "ancestor": ancestors,
    "ancestor-or-self": _ancestors_or_self,
    "attribute": _attributes,
    "child": children,
    "descendant": descendants,
    "descendant-or-self": _descendants_or_self,
    "following": _following,
    "following-sibling": _following_siblings,
    "namespace": _namespaces,
    "parent": _parent,
    "preceding": _preceding,
    "preceding-sibling": _preceding_siblings,
    "self": _self,
}


def in_document_order(nodes: list[Node]) -> list[Node]:
    """Each node once, in the order of the document."""
    if len(nodes) < 2:
        return nodes
    once = list({id(node): node for node in nodes}.values())
    places: dict[int, dict[int, int]] = {}
    return sorted(once, key=lambda node: _place(node, places))


def _place(node: Node, places: dict[int, dict[int, int]]) -> tuple[int, ...]:
    """The way down from the root: attributes come after their element, before its children."""
    way: list[int] = []
    while node.parent is not None:
        parent = node.parent
        if id(parent) not in places:
            indices = {id(child): index for index, child in enumerate(parent.children)}
            first = -len(parent.attributes)
            indices.update({id(a): first + i for i, a in enumerate(parent.attributes)})
            places[id(parent)] = indices
        way.append(places[id(parent)].get(id(node), 0))
        node = parent
    return (id(node), *reversed(way))
