"""Patterns of regex(): what forms may use, without patterns that could take for ever.

A form is not a program that its reader has agreed to run: a pattern with a repetition inside a
repetition (`(a+)+$`) can keep a desk busy for years, so it is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from hrdesk.errors import ExpressionPatternError

_LENGTH_LIMIT: Final = 500
_UNBOUNDED: Final = re.compile(r"[*+]|\{\d+,\}")


@lru_cache(maxsize=256)
def pattern(text: str) -> re.Pattern[str]:
    """The pattern, compiled; raises ExpressionPatternError for one that cannot be used."""
    if len(text) > _LENGTH_LIMIT:
        raise ExpressionPatternError(pattern=text[:40], reason="too long")
    if _repeats_a_repetition(text):
        raise ExpressionPatternError(pattern=text, reason="a repetition inside a repetition")
    try:
        return re.compile(text)
    except (re.error, OverflowError, RecursionError) as fault:
        raise ExpressionPatternError(pattern=text, reason=str(fault)) from None


def _repeats_a_repetition(text: str) -> bool:
    """Whether a group that holds an open-ended repetition is itself repeated so."""
    open_groups: list[bool] = []
    at, inside_class = 0, False
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 2
            continue
        if inside_class:
            inside_class = char != "]"
        elif char == "[":
            inside_class = True
            at += text[at + 1 : at + 3] == "^]" and 2 or text[at + 1 : at + 2] in ("]", "^")
        elif char == "(":
            open_groups.append(False)
        elif char == ")" and open_groups:
            holds = open_groups.pop()
            if _UNBOUNDED.match(text, at + 1):
                if holds:
                    return True
                holds = True
            if open_groups:
                open_groups[-1] = open_groups[-1] or holds
        elif open_groups and _UNBOUNDED.match(text, at):
            open_groups[-1] = True
        at += 1
    return False
