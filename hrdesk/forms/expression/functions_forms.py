"""Functions that know forms: instances, itext, choices, repeats by number."""

from __future__ import annotations

from hrdesk.errors import ExpressionError
from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.nodes import Node, in_document_order
from hrdesk.forms.expression.registry import Closure, function, lazy_function
from hrdesk.forms.expression.values import Value, to_number, to_text


@function("instance", 1, 1)
def _instance(c: Context, arguments: list[Value]) -> Value:
    found = c.scope.instances.get(to_text(arguments[0]))
    return [] if found is None else [found]


@function("jr:itext", 1, 1)
def _itext(c: Context, arguments: list[Value]) -> Value:
    return c.scope.itext(to_text(arguments[0]), c.origin)


@function("jr:choice-name", 2, 2)
def _choice_name(c: Context, arguments: list[Value]) -> Value:
    """The label of a choice, by its name and the path of the question as a text."""
    return c.scope.choice_label(to_text(arguments[0]), to_text(arguments[1]).strip(), c.origin)


@function("pulldata", 4, 4)
def _pulldata(c: Context, arguments: list[Value]) -> Value:
    """A column of the row of an instance whose other column has a value."""
    name, column, key_column, key = (to_text(value) for value in arguments)
    instance = c.scope.instances.get(name)
    for root in instance.children if instance is not None else ():
        c.scope.spend(len(root.children))
        for item in root.children:
            if _cell(item, key_column) == key != "":
                return _cell(item, column) or ""
    return ""


@function("version", 0, 0)
def _version(c: Context, _arguments: list[Value]) -> Value:
    """The version of the form that the record is filled in with."""
    return next((top.attribute("version") for top in c.scope.root.children), "")


@function("property", 1, 1)
def _property(c: Context, arguments: list[Value]) -> Value:
    """Who fills in and at which desk (username, deviceid), "" for what a desk does not tell."""
    return c.scope.properties.get(to_text(arguments[0]).strip(), "")


def _cell(item: Node, column: str) -> str | None:
    if column.startswith("@"):
        return item.attribute(column[1:])
    found = item.named(column)
    return found[0].text() if found else None


@lazy_function("indexed-repeat", 3, 11)
def _indexed_repeat(c: Context, arguments: tuple[Closure, ...]) -> Value:
    """The targets inside the n-th row of a repeat, and of up to four repeats inside it."""
    if len(arguments) % 2 == 0:
        raise ExpressionError(reason="indexed-repeat() takes repeats and numbers in pairs")
    targets = _nodes(arguments[0](c))
    for repeat, number in zip(arguments[1::2], arguments[2::2], strict=True):
        place = to_number(number(c), c.scope.dates)
        rows = _nodes(repeat(c))
        chosen = {id(row) for row in rows if _place(row) == place}
        targets = [target for target in targets if _stands_in(target, chosen)]
    return in_document_order(targets)


def _place(row: Node) -> int:
    family = row.parent.named(row.name) if row.parent is not None else [row]
    return next((i for i, each in enumerate(family, 1) if each is row), 0)


def _stands_in(node: Node, rows: set[int]) -> bool:
    above: Node | None = node
    while above is not None:
        if id(above) in rows:
            return True
        above = above.parent
    return False


def _nodes(value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise ExpressionError(reason="indexed-repeat() takes paths")
    return value
