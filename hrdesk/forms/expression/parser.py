"""Tokens read as an expression: the grammar of XPath 1.0, and `${name}`."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hrdesk.errors import (
    ExpressionClosingError,
    ExpressionLimitError,
    ExpressionSyntaxError,
)
from hrdesk.forms.expression.syntax import (
    Binary,
    Call,
    Filter,
    Literal,
    Logic,
    Negation,
    Number,
    Path,
    Reference,
    Step,
    Syntax,
    Variable,
)
from hrdesk.forms.expression.tokens import Token, tokenize

DEPTH_LIMIT: Final = 60  # brackets inside brackets
CHAIN_LIMIT: Final = 200  # operators after one another
_STRENGTH: Final = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_NEGATION_STRENGTH: Final = 7
_NODE_TYPES: Final = frozenset(["node", "text", "comment", "processing-instruction"])
AXES: Final = frozenset(
    [
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    ]
)
_ANY_BELOW: Final = Step("descendant-or-self", "node")


def parse(text: str) -> Syntax:
    """The expression that `text` spells; raises `ExpressionError` where it spells none."""
    return _Parser(text).read_all()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenize(text)
        self._at = 0
        self._depth = 0

    # --- tokens

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _is(self, *symbols: str) -> bool:
        token = self._now
        return token.kind == "symbol" and token.text in symbols

    def _take(self) -> Token:
        token = self._now
        self._at += 1
        return token

    def _unexpected(self) -> ExpressionSyntaxError:
        token = self._now
        return ExpressionSyntaxError(
            position=token.position, found=token.text or "…", text=self._text
        )

    def _close(self, symbol: str) -> None:
        if self._is(symbol):
            self._at += 1
        elif self._now.kind == "end":
            raise ExpressionClosingError(
                position=self._now.position, expected=symbol, text=self._text
            )
        else:
            raise self._unexpected()

    # --- grammar

    def read_all(self) -> Syntax:
        expression = self._expression(0)
        if self._now.kind != "end":
            raise self._unexpected()
        return expression

    def _nested(self) -> Syntax:
        """An expression inside brackets, one deeper."""
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise ExpressionLimitError(limit=DEPTH_LIMIT, position=self._now.position)
        expression = self._expression(0)
        self._depth -= 1
        return expression

    def _expression(self, weakest: int) -> Syntax:
        left = self._unary()
        for _ in range(CHAIN_LIMIT):
            operator = self._now
            strength = _STRENGTH.get(operator.text, 0) if operator.kind == "operator" else 0
            if strength <= weakest:
                return left
            self._at += 1
            if operator.text == "|" and self._is_minus():
                raise self._unexpected()  # the sets that | joins have no sign
            left = _joined(operator.text, left, self._expression(strength))
        raise ExpressionLimitError(limit=CHAIN_LIMIT, position=self._now.position)

    def _is_minus(self) -> bool:
        return self._now.kind == "operator" and self._now.text == "-"

    def _unary(self) -> Syntax:
        signs = 0
        while self._is_minus():
            self._at += 1
            signs += 1
        if not signs:
            return self._path()
        operand = self._expression(_NEGATION_STRENGTH)
        return Negation(operand if signs % 2 else Negation(operand))

    def _path(self) -> Syntax:
        position = self._now.position
        if self._starts_primary():
            return self._filtered(position)
        if self._is("/"):
            self._at += 1
            steps = self._steps() if self._starts_step() else ()
            return Path(steps, absolute=True, position=position)
        if self._is("//"):
            self._at += 1
            return Path((_ANY_BELOW, *self._steps()), absolute=True, position=position)
        return Path(self._steps(), position=position)

    def _starts_primary(self) -> bool:
        token = self._now
        if token.kind in ("number", "literal", "reference", "variable") or self._is("("):
            return True
        return token.kind == "name" and token.text not in _NODE_TYPES and self._opens_after()

    def _opens_after(self) -> bool:
        after = self._tokens[self._at + 1]
        return after.kind == "symbol" and after.text == "("

    def _starts_step(self) -> bool:
        return self._now.kind == "name" or self._is(".", "..", "@")

    def _filtered(self, position: int) -> Syntax:
        primary = self._primary()
        if predicates := self._predicates():
            primary = Filter(primary, predicates)
        if self._is("/"):
            self._at += 1
            return Path(self._steps(), start=primary, position=position)
        if self._is("//"):
            self._at += 1
            return Path((_ANY_BELOW, *self._steps()), start=primary, position=position)
        return primary

    def _primary(self) -> Syntax:
        token = self._take()
        match token.kind:
            case "number":
                return Number(float(token.text))
            case "literal":
                return Literal(token.text)
            case "reference":
                return Reference(token.text, token.position)
            case "variable":
                return Variable(token.text[1:], token.position)
            case "name":
                return Call(token.text, self._arguments(), token.position)
            case _:
                inner = self._nested()
                self._close(")")
                return inner

    def _arguments(self) -> tuple[Syntax, ...]:
        self._at += 1  # the opening bracket
        arguments: list[Syntax] = []
        if not self._is(")"):
            arguments.append(self._nested())
            while self._is(","):
                self._at += 1
                arguments.append(self._nested())
        self._close(")")
        return tuple(arguments)

    def _predicates(self) -> tuple[Syntax, ...]:
        predicates: list[Syntax] = []
        while self._is("["):
            self._at += 1
            predicates.append(self._nested())
            self._close("]")
        return tuple(predicates)

    def _steps(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while self._is("/", "//"):
            if self._take().text == "//":
                steps.append(_ANY_BELOW)
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> Step:
        if self._is("."):
            self._at += 1
            return Step("self", "node")
        if self._is(".."):
            self._at += 1
            return Step("parent", "node")
        step = self._test(self._axis())
        return replace(step, predicates=self._predicates())

    def _axis(self) -> str:
        if self._is("@"):
            self._at += 1
            return "attribute"
        after = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        if self._now.kind == "name" and after.kind == "symbol" and after.text == "::":
            if self._now.text not in AXES:
                raise self._unexpected()
            axis = self._take().text
            self._at += 1
            return axis
        return "child"

    def _test(self, axis: str) -> Step:
        if self._now.kind != "name":
            raise self._unexpected()
        if self._now.text in _NODE_TYPES and self._opens_after():
            return self._node_type(axis)
        name = self._take().text
        prefix, colon, local = name.partition(":")
        return Step(axis, "name", local, prefix) if colon else Step(axis, "name", name)

    def _node_type(self, axis: str) -> Step:
        test = self._take().text
        self._at += 1
        target = "*"
        if test == "processing-instruction" and self._now.kind == "literal":
            target = self._take().text
        self._close(")")
        return Step(axis, test, target)


def _joined(operator: str, left: Syntax, right: Syntax) -> Syntax:
    if operator not in ("and", "or"):
        return Binary(operator, left, right)
    if isinstance(left, Logic) and left.operator == operator:
        return Logic(operator, (*left.operands, right))
    return Logic(operator, (left, right))
