"""The answers of a record as one JSON text, exactly as they were typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from hrdesk.errors import AnswerNotTextError
from hrdesk.records.record import AcceptedWarning, Row
from hrdesk.store.stamps import read_time, stored_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ENCODED: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False
).encode
_QUOTED: Final = json.encoder.encode_basestring  # what the encoder above says of a string


def write_content(
    answers: Mapping[str, str],
    repeats: Mapping[str, tuple[Row, ...]],
    accepted: tuple[AcceptedWarning, ...] = (),
) -> str:
    """The JSON text. Blank answers are left out; without accepted warnings nothing is said of any.

    Raises:
        AnswerNotTextError: an answer contains NUL or half of a character.
    """
    if any(repeats.values()) or accepted:
        plain = _plain(answers, repeats)
        if accepted:
            plain["w"] = [_accepted_plain(one) for one in accepted]
        text = _ENCODED(plain)
    else:  # most records, a third of the time
        pairs = [f"{_QUOTED(key)}:{_QUOTED(value)}" for key, value in answers.items() if value]
        text = f'{{"a":{{{",".join(pairs)}}}}}'
    if "\\u0000" in text or not _is_unicode(text):
        _refuse_broken_text(answers, repeats)
        for one in accepted:
            _refuse_broken_text({one.key: one.reason}, {})
    return text


def read_content(text: str) -> tuple[dict[str, str], dict[str, tuple[Row, ...]]]:
    """Answers and repeats out of the JSON text."""
    kept = json.loads(text)
    return kept["a"], _rows(kept)


def read_accepted(text: str) -> tuple[AcceptedWarning, ...]:
    """The warnings that were accepted, out of the same JSON text."""
    if '"w":' not in text:  # what most records say; an answer may hold these letters by chance
        return ()
    return tuple(
        AcceptedWarning(
            key=one["key"],
            rule=one["rule"],
            value=one["value"],
            reason=one["reason"],
            accepted_at=read_time(one["at"]),
            repeat=one.get("repeat"),
            row=one.get("row"),
        )
        for one in json.loads(text).get("w", ())
    )


def _accepted_plain(one: AcceptedWarning) -> dict[str, Any]:
    plain: dict[str, Any] = {"key": one.key, "rule": one.rule, "value": one.value}
    plain |= {"reason": one.reason, "at": stored_time(one.accepted_at)}
    if one.repeat is not None:
        plain |= {"repeat": one.repeat, "row": one.row}
    return plain


def _plain(answers: Mapping[str, str], repeats: Mapping[str, tuple[Row, ...]]) -> dict[str, Any]:
    plain: dict[str, Any] = {"a": {key: value for key, value in answers.items() if value}}
    inner = {
        key: [_plain(row.answers, row.repeats) for row in rows]
        for key, rows in repeats.items()
        if rows
    }
    if inner:
        plain["r"] = inner
    return plain


def _rows(kept: dict[str, Any]) -> dict[str, tuple[Row, ...]]:
    return {
        key: tuple(Row(row["a"], _rows(row)) for row in rows)
        for key, rows in kept.get("r", {}).items()
    }


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_broken_text(answers: Mapping[str, str], repeats: Mapping[str, tuple[Row, ...]]) -> None:
    for key, value in _pairs(answers, repeats):
        if "\0" in value or not _is_unicode(value):
            raise AnswerNotTextError(key=key)


def _pairs(
    answers: Mapping[str, str], repeats: Mapping[str, tuple[Row, ...]]
) -> Iterator[tuple[str, str]]:
    yield from answers.items()
    for key, rows in repeats.items():
        for row in rows:
            for inner, value in _pairs(row.answers, row.repeats):
                yield f"{key}/{inner}", value
