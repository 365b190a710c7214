"""Functions of ODK's documentation whose results other clients publish."""

import base64
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hrdesk.errors import ExpressionEffortError, ExpressionError
from hrdesk.forms.expression import compile_expression, to_text
from hrdesk.forms.expression.context import Context, Scope
from hrdesk.forms.expression.nodes import ELEMENT, ROOT, Node
from hrdesk.forms.expression.parser import parse


def _record(letters, version="2026112301"):
    root, top = Node(ROOT), Node(ELEMENT, "data")
    root.append(top)
    top.set_attribute("version", version)
    for letter in letters:
        top.append(Node(ELEMENT, "x", letter))
    return root


def _value(text, letters="ABCDEF"):
    root = _record(letters)
    scope = Scope(today=date(2026, 11, 28), root=root, random=lambda: 0.999)
    return compile_expression(text).evaluate(Context(scope, root.children[0].children[0]))


def _order(seed, letters="ABCDEF"):
    return "".join(node.text() for node in _value(f"randomize(/data/x, {seed})", letters))


@pytest.mark.parametrize(
    ("seed", "order"),
    [
        ("42", "AFCBDE"),
        ("'42'", "AFCBDE"),
        ("-42", "EDAFBC"),
        ("1.9", "BFEACD"),
        ("11111111", "ACDBFE"),
        ("''", "CBEAFD"),
        ("0 div 0", "CBEAFD"),
        ("/data/nothing", "CBEAFD"),
    ],
)
def test_randomize__with_a_number__is_in_the_order_of_every_client(seed, order):
    assert _order(seed) == order


@pytest.mark.parametrize(
    ("seed", "order"),
    [("'foo'", "EADBHGCF"), ("1234", "GFEDAHBC"), ("'somestring'", "EBCGDAFH")],
)
def test_randomize__with_a_text__is_in_the_order_of_its_digest(seed, order):
    assert _order(seed, "ABCDEFGH") == order


def test_randomize__without_a_seed__keeps_every_node():
    assert sorted(node.text() for node in _value("randomize(/data/x)")) == list("ABCDEF")


@pytest.mark.parametrize("seed", ["1 div 0", "-1 div 0", "1e308 * 10", "'é' "])
def test_randomize__with_an_odd_seed__keeps_every_node(seed):
    if "e308" in seed:
        seed = "number('1e308') * 10"
    assert sorted(_order(seed)) == list("ABCDEF")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is-selected('a b', 'b')", "true"),
        ("depend('first', /data/x, 3)", "first"),
        ("version()", "2026112301"),
        ("property('deviceid')", ""),
        ("number()", "NaN"),
        ("string()", "A"),
    ],
)
def test_function__that_only_some_documents_name__gives_what_javarosa_gives(text, expected):
    assert to_text(_value(text)) == expected


def test_parse__a_sign_before_a_set_of_a_union__is_refused():
    with pytest.raises(ExpressionError) as raised:
        parse("/data/x | -9")
    assert raised.value.position == 11


def _signed(text, key):
    return base64.b64encode(key.sign(text.encode()) + text.encode()).decode()


def _public(key):
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


@pytest.mark.parametrize("text", ["thẻ số 12", "x" * 500, ""])
def test_extract_signed__by_the_key__gives_the_text(text):
    key = Ed25519PrivateKey.generate()

    assert _value(f"extract-signed('{_signed(text, key)}', '{_public(key)}')") == text


@pytest.mark.parametrize("fault", ["other key", "changed", "short code", "short key", "no base64"])
def test_extract_signed__not_by_the_key__gives_nothing(fault):
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    code, public = _signed("thật", key), _public(key)
    match fault:
        case "other key":
            public = _public(other)
        case "changed":
            content = bytearray(base64.b64decode(code))
            content[70 % len(content)] ^= 1
            code = base64.b64encode(bytes(content)).decode()
        case "short code":
            code = "blah"
        case "short key":
            public = base64.b64encode(b"blah").decode()
        case _:
            code = "thế"
    assert _value(f"extract-signed('{code}', '{public}')") == ""


def test_extract_signed__again_and_again__is_stopped():
    key = Ed25519PrivateKey.generate()
    one = f"extract-signed('{_signed('a', key)}', '{_public(key)}') = /data/x"

    with pytest.raises(ExpressionEffortError):
        _value(f"count(/data/x[{one}])", "a" * 300)
