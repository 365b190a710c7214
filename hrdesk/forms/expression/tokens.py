"""Expressions cut into tokens, by the rules of XPath 1.0 for what `*`, `and`, `div` … mean.

Where an operator must follow, a name is read as an operator even when more letters are glued to
it (`6andpath`), as other XForm engines do.
"""

from __future__ import annotations

import re
from typing import Final

from hrdesk.errors import (
    ExpressionLimitError,
    ExpressionQuoteError,
    ExpressionSyntaxError,
)
from hrdesk.values import dataclass

TEXT_LIMIT: Final = 32_000
TOKEN_LIMIT: Final = 8_000
_NAME = r"[^\W\d][\w.\-]*"
_TOKEN: Final = re.compile(
    rf"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<reference>\$\{{\s*{_NAME}\s*\}})
    | (?P<variable>\${_NAME}(?::{_NAME})?)
    | (?P<symbol>::|//|\.\.|!=|<=|>=|[()\[\]@,/|+\-=<>.*])
    | (?P<name>{_NAME}(?::(?:{_NAME}|\*))?)
    )""",
    re.VERBOSE,
)
_AXIS_NAME: Final = re.compile(rf"\s*(?P<name>{_NAME})(?=\s*::)")
_WORD_OPERATOR: Final = re.compile(r"\s*(?P<operator>and|or|div|mod)")
_SPACE: Final = re.compile(r"\s*")
_NO_OPERAND_BEFORE: Final = frozenset(["@", "::", "(", "[", ",", "/", "//"])


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, literal, reference, variable, name, operator, symbol or end."""

    kind: str
    text: str
    position: int  # from 1, as a person counts


def tokenize(text: str) -> list[Token]:
    """The tokens of an expression, the last of kind `end`."""
    if len(text) > TEXT_LIMIT:
        raise ExpressionLimitError(limit=TEXT_LIMIT, position=TEXT_LIMIT)
    tokens: list[Token] = []
    at = 0
    while (start := _end_of_space(text, at)) < len(text):
        token, at = _next(text, start, operand_before=_is_operand(tokens))
        tokens.append(token)
        if len(tokens) > TOKEN_LIMIT:
            raise ExpressionLimitError(limit=TOKEN_LIMIT, position=token.position)
    tokens.append(Token("end", "", len(text) + 1))
    return tokens


def _end_of_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _is_operand(tokens: list[Token]) -> bool:
    """Whether an operator must follow what was read so far."""
    if not tokens:
        return False
    last = tokens[-1]
    if last.kind == "symbol":
        return last.text not in _NO_OPERAND_BEFORE
    return last.kind != "operator"


def _next(text: str, start: int, *, operand_before: bool) -> tuple[Token, int]:
    if operand_before and (word := _WORD_OPERATOR.match(text, start)):
        return Token("operator", word["operator"], start + 1), word.end()
    if axis := _AXIS_NAME.match(text, start):
        return Token("name", axis["name"], start + 1), axis.end()
    match = _TOKEN.match(text, start)
    if match is None or match.lastgroup is None:
        if text[start] in "'\"":
            raise ExpressionQuoteError(position=start + 1, text=text)
        raise ExpressionSyntaxError(position=start + 1, found=text[start], text=text)
    kind, found = match.lastgroup, match[match.lastgroup]
    if kind == "literal":
        found = found[1:-1]
    elif kind == "reference":
        found = found[2:-1].strip()
    elif kind == "symbol":
        kind = _symbol_kind(found, operand_before=operand_before)
    return Token(kind, found, start + 1), match.end()


def _symbol_kind(symbol: str, *, operand_before: bool) -> str:
    if symbol == "*":
        return "operator" if operand_before else "name"
    if symbol in ("|", "+", "-", "=", "!=", "<", "<=", ">", ">="):
        return "operator"
    return "symbol"
