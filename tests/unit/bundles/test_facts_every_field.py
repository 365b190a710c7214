"""bundle.json field by field: whatever stands in one, it is read as it must be or refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import UTC

import pytest

from hrdesk.bundles.facts_reading import read_facts
from hrdesk.bundles.faults import FaultFoundError
from tests.corpus.hand import DEVICE, NOW, facts

HASH = "ab" * 32
STREAM = {"epoch": "ab" * 16, "seq": 7, "prev": HASH}
ROWS: dict[str, object] = {"new": 1, "changed": 0, "refused": 0}
ACK = [
    {"bundle": HASH, "seq": 1, "result": "held", "code": "SIGN_303", "received": NOW.isoformat(), "rows": ROWS}
]  # fmt: skip
SUBMISSION = facts(
    stream=STREAM,
    supersedes=HASH,
    catalogue={"kit_seq": 3, "kit_id": HASH},
    set={"id": DEVICE, "index": 1, "count": 2},
    roster="Kiểm tra",
)
RECEIPT = facts(type="receipt", stream=None, period=None, ack=ACK)
ODD: list[object] = [
    None, True, False, 0, -1, 1, 2**53, 2**63, 10**30, 1.5, "", " ", "null", "a" * 100_000, "é",
    "e\u0301", "\u202e", "x\u0000", "=1+1", "../../x", "2026-10\n", "2026-13", "9" * 30, HASH,
    HASH.upper(), "ab" * 16, "\u0660\u0662", "\uff13", [], [1], {}, {"a": 1},
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z",
    "2026-11-23T11:00:60Z", "2026-11-23T24:00:00Z", "2026-11-23T11:00:00",
]  # fmt: skip
# What may stand there beside what does: texts without a grammar of their own, and counts.
FREE = {
    "app.name", "app.version", "roster", "version", "min_reader", "supersedes", "stream.seq",
    "stream.prev", "catalogue", "catalogue.kit_seq", "catalogue.kit_id", "counts.tables",
    "counts.attachments", "counts.bytes", "set", "set.index", "set.count", "from.key",
    "from.unit", "to.province", "stream.epoch", "period", "ack", "ack.0.bundle", "ack.0.code",
    "ack.0.seq", "ack.0.rows.new", "ack.0.rows.changed", "ack.0.rows.refused",
}  # fmt: skip


def places(value: object, before: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every field."""
    inside: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        inside = iter(value.items())
    elif isinstance(value, list):
        inside = iter(enumerate(value))
    for name, one in inside:
        yield (*before, name)
        yield from places(one, (*before, name))


def holder(value: object, way: tuple[str | int, ...]) -> dict[str | int, object]:
    """The object in which the last field of the way stands."""
    for name in way[:-1]:
        value = value[name]  # type: ignore[index]
    return value  # type: ignore[return-value]


def read(value: object) -> bool:
    """Whether it is read; whatever is read can be kept and shown."""
    content = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        found = read_facts(content)
    except FaultFoundError:
        return False
    assert found.created_at.astimezone(UTC)
    if found.stream is not None:
        assert 1 <= found.stream.seq <= 999_999
    return True


@pytest.mark.parametrize("whole", [SUBMISSION, RECEIPT], ids=["submission", "receipt"])
def test_facts__a_field_is_odd__read_rightly_or_refused(whole: dict[str, object]) -> None:
    assert read(whole)
    for way in places(whole):
        name = ".".join(map(str, way))
        for odd in ODD:
            changed = copy.deepcopy(whole)
            if holder(changed, way)[way[-1]] == odd:
                continue
            holder(changed, way)[way[-1]] = odd
            assert not read(changed) or name in FREE, (name, odd)


@pytest.mark.parametrize("whole", [SUBMISSION, RECEIPT], ids=["submission", "receipt"])
def test_facts__a_field_is_missing_or_one_more_is_there__refused(
    whole: dict[str, object],
) -> None:
    for way in places(whole):
        changed = copy.deepcopy(whole)
        del holder(changed, way)[way[-1]]
        may_go = {("roster",), ("ack", 0)}
        assert not read(changed) or way in may_go, way
        more = copy.deepcopy(whole)
        inner = holder(more, (*way, ""))
        if isinstance(inner, dict) and way != ("counts", "tables"):
            inner["colour"] = 1
            assert not read(more), way


@pytest.mark.parametrize(
    "field", [{"seq": 10**6, "prev": HASH}, {"seq": 2**53, "prev": HASH}, {"seq": True}]
)
def test_facts__number_in_the_stream_too_high__refused(field: dict[str, object]) -> None:
    assert not read({**SUBMISSION, "stream": {**STREAM, **field}})


@pytest.mark.parametrize("text", ['{"a":"' + '\\"' * 400_000, '"' * 400_001, "[" * 100_000])
def test_facts__a_text_that_never_ends__refused_at_once(text: str) -> None:
    with pytest.raises(FaultFoundError):
        read_facts(text.encode())
