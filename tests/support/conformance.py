"""Published test material, read from beside the repository; absent, the tests skip."""

import json
import math
import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from hrdesk.errors import ExpressionError
from hrdesk.forms.expression import compile_expression, is_true, to_number, to_text
from hrdesk.forms.expression.context import Context, Scope
from hrdesk.forms.expression.dates import DateRules
from hrdesk.forms.expression.nodes import ATTRIBUTE, ROOT, Node, descendants
from hrdesk.forms.expression.parser import parse
from hrdesk.forms.xmltree import read_xml

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "conformance"
_ZONES = {"America/Phoenix": timezone(timedelta(hours=-7)), "UTC": UTC, None: UTC}
_NAMESPACES = {
    "xhtml": "http://www.w3.org/1999/xhtml",
    "OpenClinica": "http://openclinica.com/odm",
    "enk": "http://enketo.org/xforms",
}


def load(name):
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"the published test material is not here: {path.name}")
    return json.loads(path.read_text("utf-8"))


def holds(vector):
    """Whether a vector's expectation is met; a text says what was found instead."""
    if vector["type"] == "parse":
        return _parses(vector["expression"]) == vector["expected"] or "parses otherwise"
    try:
        value = _evaluate(vector)
    except ExpressionError as fault:
        return vector["type"] == "error" or f"refused: {fault}"
    return _compare(vector, value)


def _parses(text):
    try:
        parse(text)
    except ExpressionError:
        return False
    return True


def _evaluate(vector):
    context = vector.get("context") or {}
    document = read_xml(context["xml"]) if context.get("xml") else Node(ROOT)
    node = _locate(document, context.get("node", ""))
    zone = _ZONES[vector.get("tz")]
    scope = Scope(
        today=date(2026, 11, 23),
        now=datetime(2026, 11, 23, 11, 41, 5, tzinfo=zone),
        dates=DateRules(zone=zone, whole_days=False),
        root=_instance_root(document),
        instances=_instances(document),
        namespaces=_NAMESPACES,
        random=lambda: 0.123456789012345,
        itext=lambda key, _origin: _itext(document, vector.get("lang"), key),
    )
    return compile_expression(vector["expression"]).evaluate(Context(scope, node))


def _locate(document, path):
    node = document
    for step in [step for step in path.split("/") if step]:
        if step.startswith("@"):
            node = next(a for a in node.attributes if a.name == step[1:])
            continue
        test, place = re.fullmatch(r"(.*)\[(\d+)\]", step).groups()
        kind = "element" if test == "*" else test.removesuffix("()")
        node = [child for child in node.children if child.kind == kind][int(place) - 1]
    return node


def _instance_root(document):
    for element in descendants(document):
        if element.name == "instance" and element.parent.name == "model":
            return element if element.parent.parent.kind != ROOT else document
    return document


def _instances(document):
    found = [e for e in descendants(document) if e.name == "instance" and e.kind == "element"]
    return {element.attribute("id"): element for element in found if element.attribute("id")}


def _itext(document, language, key):
    translations = [e for e in descendants(document) if e.name == "translation"]
    chosen = [t for t in translations if t.attribute("lang") == language]
    default = [t for t in translations if any(a.name == "default" for a in t.attributes)]
    for translation in chosen or default or translations[:1]:
        for text in translation.named("text"):
            if text.attribute("id") == key:
                return text.named("value")
    return []


def _compare(vector, value):  # noqa: PLR0911 - one a type
    expected, kind = vector["expected"], vector["type"]
    if kind == "boolean":
        return is_true(value) == expected or f"{value!r}"
    if kind == "nodeset-count":
        return (isinstance(value, list) and len(value) == expected) or f"{value!r}"
    if kind == "number":
        return _same_number(vector, to_number(value, _rules(vector))) or f"{value!r}"
    text = to_text(value)
    if kind == "string-match" or "{4}" in str(expected):
        return re.search(expected, text) is not None or text
    if kind == "string-length":
        return len(text) == expected or text
    if kind == "date":
        return text[:10] == expected or text
    return (kind != "error" and text == str(expected)) or text


def _rules(vector):
    return DateRules(zone=_ZONES[vector.get("tz")], whole_days=False)


def _same_number(vector, number):
    expected = vector["expected"]
    if isinstance(expected, str):
        expected = float(expected.replace("Infinity", "inf"))
    if expected is None or math.isnan(expected):
        return math.isnan(number)
    if math.isinf(expected) or math.isinf(number):
        return number == expected
    if rounded := vector.get("rounded"):
        return round(number * rounded) / rounded == expected
    return abs(number - expected) <= max(vector.get("tolerance", 0), 1e-9 * max(1, abs(expected)))


__all__ = ["ATTRIBUTE", "holds", "load"]
