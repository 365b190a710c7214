"""Patterns of regex(): what forms may use, without patterns that could take for ever.

A form is not a program that its reader has agreed to run. A pattern in which a repetition repeats
another over the same letters (`(a+)+$`) can keep a desk busy for years, so it is refused;
repetitions that follow one another over the same letters (`.*.*.*`) multiply, so they are counted,
and the more there are, the shorter a text may be that is compared with the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import Any, Final

from hrdesk.errors import ExpressionPatternError
from hrdesk.values import dataclass

_LENGTH_LIMIT: Final = 500
_LONGEST_TEXT: Final = (20_000, 20_000, 1_500, 150, 40)  # by how many repetitions multiply
_MOST_DEGREE: Final = len(_LONGEST_TEXT) - 1
_MANY: Final = 16  # times that count as a repetition without an end
_SOME: Final = 8  # times that an optional letter may be repeated
_REPEATS: Final = frozenset(["MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"])
# One letter of each kind that patterns tell apart; the letters of the pattern come beside them.
_SAMPLES: Final = "aZ0_ \t.-ạ中"
_CATEGORIES: Final = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}

_Item = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that may be used, for texts up to `longest` letters."""

    compiled: re.Pattern[str]
    longest: int

    def found_in(self, text: str) -> bool:
        """Whether the text contains it; one that is too long is no match."""
        return len(text) <= self.longest and self.compiled.search(text) is not None


@lru_cache(maxsize=256)
def pattern(text: str) -> Pattern:
    """The pattern, compiled; raises ExpressionPatternError for one that cannot be used."""
    if len(text) > _LENGTH_LIMIT:
        raise ExpressionPatternError(pattern=text[:40], reason="too long")
    try:
        compiled = re.compile(text)
        parsed = re._parser.parse(text)  # type: ignore[attr-defined]  # noqa: SLF001 - no other door to the tree
    except (re.error, OverflowError, RecursionError) as fault:
        raise ExpressionPatternError(pattern=text, reason=str(fault)) from None
    degree = _degree(parsed, text)
    if degree > _MOST_DEGREE:
        raise ExpressionPatternError(pattern=text, reason="a repetition inside a repetition")
    return Pattern(compiled, _LONGEST_TEXT[degree])


# --- how repetitions multiply -------------------------------------------------------------------


def _degree(parsed: Any, text: str) -> int:  # noqa: ANN401 - the tree has no public type
    """The most repetitions that can share out one run of the same letter among them."""
    items = list(_flat(parsed))
    degree = max((_in_a_row(items, letter) for letter in {*_SAMPLES, *text}), default=0)
    anchored = bool(items) and items[0][0] == "AT"
    return degree if anchored or not degree else degree + 1


def _in_a_row(items: list[_Item], letter: str) -> int:
    most = now = 0
    for item in items:
        inner = _endless(item, letter)
        most = max(most, now + inner)
        now = inner if _run([item], letter) is None else now + inner
    return most


def _endless(item: _Item, letter: str) -> int:
    """How many repetitions without an end an item is, for a run of one letter."""
    name, value = item
    if name == "BRANCH":
        return max(_in_a_row(list(_flat(branch)), letter) for branch in value[1])
    if name not in _REPEATS:
        return int(name == "GROUPREF")
    inside, times = list(_flat(value[2])), int(value[1])
    run = _run(inside, letter)
    if run is None:  # something else stands between two turns
        return _in_a_row(inside + inside if times > 1 else inside, letter)
    if times >= _MANY:
        return 1 if run[0] == run[1] else _MOST_DEGREE + 1
    if run[1] == inf:
        return times * max(1, _in_a_row(inside, letter))
    return _MOST_DEGREE + 1 if run[0] != run[1] and times >= _SOME else 0


def _run(items: list[_Item], letter: str) -> tuple[float, float] | None:
    """The fewest and the most of one letter that all items together match; None: they cannot."""
    least = most = 0.0
    for item in items:
        one = _run_of(item, letter)
        if one is None:
            return None
        least, most = least + one[0], most + one[1]
    return least, most


def _run_of(item: _Item, letter: str) -> tuple[float, float] | None:
    name, value = item
    if name == "AT":
        return 0, 0
    if name == "GROUPREF":
        return 0, inf
    if name == "BRANCH":
        runs = [_run(list(_flat(branch)), letter) for branch in value[1]]
        known = [run for run in runs if run is not None]
        return (min(r[0] for r in known), max(r[1] for r in known)) if known else None
    if name not in _REPEATS:
        return (1, 1) if _holds(name, value, letter) else None
    run = _run(list(_flat(value[2])), letter)
    if run is None:
        return (0, 0) if value[0] == 0 else None
    times = inf if int(value[1]) >= _MANY else int(value[1])
    return int(value[0]) * run[0], times * run[1] if run[1] else 0


def _flat(parsed: Any) -> Iterator[_Item]:  # noqa: ANN401 - as above
    """The items of a pattern one after another, groups opened."""
    for operator, value in parsed:
        name = str(operator)
        if name == "SUBPATTERN":
            yield from _flat(value[-1])
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _flat(value[1])
        elif name == "ATOMIC_GROUP":
            yield from _flat(value)
        else:
            yield name, value


def _holds(name: str, value: Any, letter: str) -> bool:  # noqa: ANN401 - as above
    """Whether an item that is no repetition can match a letter."""
    if name == "ANY":
        return letter != "\n"
    if name in ("LITERAL", "NOT_LITERAL"):
        return (chr(value) == letter) == (name == "LITERAL")
    if name != "IN":
        return False
    inside = any(_in_set(str(kind), part, letter) for kind, part in value)
    return inside != (str(value[0][0]) == "NEGATE")


def _in_set(kind: str, part: Any, letter: str) -> bool:  # noqa: ANN401 - as above
    match kind:
        case "LITERAL":
            return chr(part) == letter
        case "RANGE":
            return bool(part[0] <= ord(letter) <= part[1])
        case "CATEGORY":
            said = str(part).removeprefix("CATEGORY_")
            found = re.match(_CATEGORIES[said.removeprefix("NOT_")], letter) is not None
            return found != said.startswith("NOT_")
        case _:
            return False
