"""The table `accepted_warnings`: which warnings were left standing in the records sent, and why.

It is there only when there is something in it, so that a reader of earlier bundles meets nothing
new. A warning at an answer that does not travel stays behind with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.rows import instant, sendable_text
from hrdesk.bundles.schema import travelling_repeats
from hrdesk.forms.definition import Form
from hrdesk.records.record import AcceptedWarning, Record

NAME: Final = "accepted_warnings"
_LETTERS: Final = 1000
_PLACE: Final = f"data/{NAME}.csv"


def accepted_rows(forms: Iterable[Form], records: Iterable[Record]) -> Iterator[list[str]]:
    """One row for each warning accepted in these records."""
    travelling = {(form.form_id, form.version): _travelling(form) for form in forms}
    for record in records:
        keys = travelling.get((record.form_id, record.form_version), frozenset())
        for one in record.accepted:
            if (one.repeat, one.key) in keys:
                yield [
                    record.record_id,
                    record.form_id,
                    one.key if one.repeat is None else f"{one.repeat}/{one.key}",
                    str(0 if one.row is None else one.row + 1),
                    sendable_text(one.value)[:_LETTERS],
                    one.rule,
                    sendable_text(one.reason)[:_LETTERS],
                    instant(one.accepted_at),
                ]


def with_accepted(
    records: Sequence[Record], rows: Iterable[Sequence[str]], form_of_record: Mapping[str, str]
) -> tuple[Record, ...]:
    """The records with what the table says of them.

    Raises:
        FaultFoundError: a row of no record of the bundle, or one that says more than it may.
    """
    found: dict[str, list[AcceptedWarning]] = {}
    for record_id, form_id, question, row, value, rule, reason, accepted_at in rows:
        if form_of_record.get(record_id) != form_id:
            raise FaultFoundError(Faults.ROW_KEY, _PLACE, found=record_id[:80])
        repeat, slash, key = question.rpartition("/")
        number = int(row)
        too_long = max(len(value), len(reason)) > _LETTERS or len(question) + len(rule) > 400
        if too_long or number < 0 or bool(slash) != bool(number):
            raise FaultFoundError(Faults.VALUE, f"{_PLACE} {record_id}"[:120])
        found.setdefault(record_id, []).append(
            AcceptedWarning(
                key=key,
                rule=rule,
                value=value,
                reason=reason,
                accepted_at=datetime.fromisoformat(accepted_at),
                repeat=repeat if slash else None,
                row=number - 1 if slash else None,
            )
        )
    return tuple(
        replace(record, accepted=tuple(found[record.record_id]))
        if record.record_id in found
        else record
        for record in records
    )


def _travelling(form: Form) -> frozenset[tuple[str | None, str]]:
    return frozenset(
        (repeat, question.key)
        for repeat in (None, *travelling_repeats(form))
        for question in form.questions(repeat)
        if not question.personal
    )
