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
_PIECE: Final = re.compile(
    r"""(?P<escaped>\\.)
      | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
      | (?P<open>\()
      | (?P<close>\)(?P<closed_again>[*+]|\{\d+,\d*\})?)
      | (?P<again>[*+|]|\{\d+,\})
      | .""",
    re.VERBOSE | re.DOTALL,
)


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
    """Whether a group that holds an open-ended repetition, or a choice, is itself repeated."""
    holds: list[bool] = [False]  # for every open group, the whole pattern first
    for piece in _PIECE.finditer(text):
        if piece["open"]:
            holds.append(False)
        elif piece["close"]:
            inner = holds.pop() if len(holds) > 1 else False
            repeated = piece["closed_again"] is not None
            if inner and repeated:
                return True
            holds[-1] = holds[-1] or inner or repeated
        elif piece["again"]:
            holds[-1] = True
    return False
