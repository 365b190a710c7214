"""Taking over the previous record into the one that is being filled."""

from __future__ import annotations

from collections.abc import Mapping

from hrdesk.records.copying import answers_to_copy
from hrdesk.records.entry import FormEntry, NodeRef


def copied_answers(
    entry: FormEntry, previous: Mapping[str, str]
) -> tuple[list[tuple[NodeRef, str]], NodeRef | None]:
    """The answers to take over, and where the keyboard goes: the date that must be new."""
    event = entry.form.settings.get("event_on_key", "")
    copied = answers_to_copy(entry.form, previous)
    return [(NodeRef(key), value) for key, value in copied.items()], (
        NodeRef(event) if event else None
    )
