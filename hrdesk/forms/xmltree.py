"""XML read into the nodes that expressions walk. Entities of a document's own are refused."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from hrdesk.errors import FormUnreadableError
from hrdesk.forms.conversion_words import Said
from hrdesk.forms.expression.nodes import COMMENT, ELEMENT, INSTRUCTION, ROOT, TEXT, Node
from hrdesk.i18n import N_

_DEPTH_LIMIT: Final = 200
_SEPARATOR: Final = "\x1f"
_XML_NAMESPACE: Final = "http://www.w3.org/XML/1998/namespace"


def read_xml(text: str) -> Node:
    """The document as a node of kind `root`; FormUnreadableError when it is not XML."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.CommentHandler = builder.comment
    parser.ProcessingInstructionHandler = builder.instruction
    parser.EntityDeclHandler = builder.entity
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as fault:
        raise FormUnreadableError(
            name="XForm", reason=Said(N_("it is no XML ({cell})"), str(fault))
        ) from None
    return builder.root


def fold(element: Node) -> Node:
    """Leave out comments and layout: an element is its children, or its text as `value`."""
    elements = [child for child in element.children if child.kind == ELEMENT]
    if not elements:
        element.value = "".join(c.value for c in element.children if c.kind == TEXT)
    element.children = elements
    for child in elements:
        fold(child)
    return element


class _Builder:
    def __init__(self) -> None:
        self.root = Node(ROOT)
        self._open = [self.root]

    def start(self, name: str, attributes: list[str]) -> None:
        if len(self._open) > _DEPTH_LIMIT:
            raise FormUnreadableError(
                name="XForm", reason=Said(N_("groups stand too deep inside one another"))
            )
        namespace, local, prefix = _parts(name)
        element = Node(ELEMENT, local, namespace=namespace, prefix=prefix)
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            uri, attribute, mark = _parts(key)
            mark = "xml" if uri == _XML_NAMESPACE else mark
            element.set_attribute(attribute, value, namespace=uri, prefix=mark)
        self._open[-1].append(element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        self._open[-1].append(Node(TEXT, value=data))

    def comment(self, data: str) -> None:
        self._open[-1].append(Node(COMMENT, value=data))

    def instruction(self, target: str, data: str) -> None:
        self._open[-1].append(Node(INSTRUCTION, target, data))

    def entity(self, *_declaration: object) -> None:
        raise FormUnreadableError(name="XForm", reason=Said(N_("it declares entities of its own")))


def _parts(name: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix of what expat reports."""
    pieces = name.split(_SEPARATOR)
    if len(pieces) == 1:
        return "", pieces[0], ""
    return pieces[0], pieces[1], pieces[2] if len(pieces) == 3 else ""
