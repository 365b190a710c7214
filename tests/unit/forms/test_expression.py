from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hrdesk.errors import (
    ExpressionClosingError,
    ExpressionEffortError,
    ExpressionError,
    ExpressionLimitError,
    ExpressionPatternError,
    ExpressionQuoteError,
    ExpressionSyntaxError,
    ExpressionVariableError,
    FunctionArityError,
    FunctionMisspeltError,
    FunctionUnknownError,
)
from hrdesk.forms.expression import compile_expression, evaluate_on, is_true
from hrdesk.forms.expression.context import Context, Scope
from hrdesk.forms.expression.nodes import ELEMENT, ROOT, Node
from hrdesk.forms.expression.parser import parse
from hrdesk.forms.expression.patterns import pattern

TODAY = date(2026, 11, 23)


def value(text, **answers):
    return evaluate_on(answers, compile_expression(text), today=TODAY)


@pytest.mark.parametrize(
    ("text", "error", "position"),
    [
        (". >= and 3", ExpressionSyntaxError, 10),
        ("(1 + 2", ExpressionClosingError, 7),
        ("${a} == ${b}", ExpressionSyntaxError, 7),
        ("'abc", ExpressionQuoteError, 1),
        ("selectd(., 'x')", FunctionMisspeltError, 1),
        ("xyzzy(1)", FunctionUnknownError, 1),
        ("1 + if(1, 2)", FunctionArityError, 5),
        ("$name", ExpressionVariableError, 1),
        ("", ExpressionSyntaxError, 1),
        ("${a} && ${b}", ExpressionSyntaxError, 6),
    ],
)
def test_compile__faulty_text__names_the_fault_and_its_position(text, error, position):
    with pytest.raises(error) as raised:
        compile_expression(text)

    assert raised.value.position == position


def test_compile__misspelt_function__offers_the_nearest():
    with pytest.raises(FunctionMisspeltError) as raised:
        compile_expression("count-selectd(.)")

    assert raised.value.values["nearest"] == "count-selected"


@pytest.mark.parametrize(
    "text", ["(" * 500 + "1" + ")" * 500, "1" + "+1" * 5000, "-" * 9000 + "1", "not(" * 90 + "1"]
)
def test_compile__beyond_reason__is_refused(text):
    with pytest.raises(ExpressionError):
        compile_expression(text)


def test_compile__a_hundred_ors__are_one_level():
    text = " or ".join(f"${{a}} = '{number}'" for number in range(150))

    assert value(text, a="149") is True


@given(st.text(alphabet=" '\"()[]{}$./@*+-=<>!|:,andorivmoxyz019é", max_size=60))
@settings(max_examples=300, deadline=None)
@example("${a")
@example("a[1")
def test_parse__any_text__is_read_or_refused_with_an_error_of_ours(text):
    position = 0
    try:
        parse(text)
    except ExpressionError as fault:
        position = fault.position
    assert 0 <= position <= len(text) + 1


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_evaluate__any_answers__give_a_value(left, right):
    for text in ("${a} = ${b}", "${a} < ${b}", "${a} + ${b}", "concat(${a}, ${b})"):
        value(text, a=left, b=right)


_NUMBERS = st.integers(-999, 999)


@given(_NUMBERS, _NUMBERS, _NUMBERS)
@settings(max_examples=100, deadline=None)
def test_arithmetic__whole_numbers__follows_the_usual_precedence(a, b, c):
    assert value(f"{a} + {b} * {c} - ({a} - {b})") == a + b * c - (a - b)
    assert value(f"{a} <= {b} and {b} < {c} or {a} = {c}") == ((a <= b < c) or a == c)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${people} - ${women}", 9.0),
        ("coalesce(${nothing}, 0) + 1", 1.0),
        ("if(selected(${topics}, 'a'), 'yes', 'no')", "yes"),
        ("${on} <= today() and ${on} >= '2026-10-15'", True),
        ("${on} + 7 = '2026-11-10'", True),
        ("date(${on} + 7)", "2026-11-10"),
        ("format-date(${on}, '%d/%m/%Y')", "03/11/2026"),
        ("round(2.345, 2)", 2.35),
        ("string-length(${name})", 3.0),
        ("count-selected(${topics})", 2.0),
        ("${nothing} = ''", True),
        ("not(${nothing} > 0)", True),
        ("substr('hello', 1, 3)", "el"),
        ("translate('a-b', '-', '_')", "a_b"),
        ("decimal-date-time('2026-11-03T12:00:00.000+07:00') - decimal-date-time(${on})", 0.5),
    ],
)
def test_evaluate_on__answers_by_key__gives_the_value(text, expected):
    answers = {
        "people": "12",
        "women": "3",
        "topics": "a b",
        "on": "2026-11-03",
        "name": "Bảy",
    }
    assert value(text, **answers) == expected


def test_evaluate_on__a_blank_in_arithmetic__is_not_true():
    assert not is_true(value("${women} + 1"))


def test_evaluate_on__names__are_told():
    assert compile_expression("${a} + ${b} * ${a}").names == ("a", "b")


@pytest.mark.parametrize(
    "text",
    [
        r"^(a+)+$",
        r"(a*)*",
        r"^(\w+\s?)*$",
        r"(a|aa)+$",
        r"^(a?){22}a{22}$",
        r"^.*.*.*.*.*.*x$",
        r"(.*)\1\1\1$",
        "[",
        "x" * 600,
    ],
)
def test_pattern__could_take_for_ever_or_is_none__is_refused(text):
    with pytest.raises(ExpressionPatternError):
        pattern(text)


@pytest.mark.parametrize(
    "text",
    [
        r"^0[0-9]{9}$",
        r"^(0|\+84)[0-9]{9}$",
        r"[()*+]+",
        r"^[^]]+$",
        r"^([a-z]+,)*[a-z]+$",
        r"^(?=.*\d)(?=.*[a-z]).{8,}$",
        r"^(.*a|.*b|.*c|.*d|.*e)$",
        r"^[A-ZĐ][a-zà-ỹđ]*( [A-ZĐ][a-zà-ỹđ]*){1,5}$",
    ],
)
def test_pattern__ordinary__is_taken(text):
    assert pattern(text).longest >= 1_500


def test_pattern__repetitions_that_multiply__are_compared_with_short_texts_only():
    longest = [pattern(text).longest for text in (r"^a*x$", r"^a*a*x$", r"^a*a*a*x$")]

    assert longest == sorted(longest, reverse=True)
    assert longest[2] < longest[0]
    assert not pattern(r"^a*a*a*$").found_in("a" * (longest[2] + 1))
    assert pattern(r"^a*a*a*$").found_in("a" * longest[2])


_ATOMS = st.sampled_from(["a", "b", ".", "[ab]", r"\w", r"\d", "a?", "(ab)", "(a|b)", "x"])
_MARKS = st.sampled_from(["", "", "*", "+", "?", "{2}", "{2,}", "{0,20}"])
_PATTERNS = st.lists(st.tuples(_ATOMS, _MARKS), min_size=1, max_size=6).map(
    lambda pieces: "^" + "".join(f"({atom}){mark}" for atom, mark in pieces) + "$"
)


@given(_PATTERNS)
@settings(max_examples=60, deadline=None)
def test_pattern__any_that_is_taken__ends_soon_on_the_worst_texts(text):
    try:
        taken = pattern(text)
    except ExpressionPatternError:
        return
    for letter in "ab0x":
        taken.found_in(letter * (taken.longest - 1) + "!")


def _long_list(length):
    root, top = Node(ROOT), Node(ELEMENT, "data")
    root.append(top)
    for number in range(length):
        top.append(Node(ELEMENT, "x", str(number)))
    return root


def test_evaluate__a_product_of_long_lists__is_stopped():
    root = _long_list(2500)
    expression = compile_expression("count(/data/x[count(/data/x[. > 5]) > 1])")

    with pytest.raises(ExpressionEffortError):
        expression.evaluate(Context(Scope(today=TODAY, root=root), root))


def test_compile__beyond_the_token_limit__is_refused():
    with pytest.raises(ExpressionLimitError):
        compile_expression("a | " * 9000 + "a")
