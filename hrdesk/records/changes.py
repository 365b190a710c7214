"""Where an answer stands, what is shown of it, and what one step changed."""

from __future__ import annotations

from dataclasses import dataclass

from hrdesk.records.record import Violation


@dataclass(frozen=True, slots=True)
class NodeRef:
    """An answer's place: a key of the form, or of a repeat and a 0-based row.

    Rows of a repeat inside a repeat are counted through the whole record, outer row by outer row.
    """

    key: str
    repeat: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class NodeState:
    """All that a widget needs to show of one question, besides its value."""

    relevant: bool
    required: bool
    readonly: bool
    violation: Violation | None
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What one step changed, and nothing else."""

    values: tuple[NodeRef, ...] = ()
    relevance: tuple[NodeRef, ...] = ()
    required: tuple[NodeRef, ...] = ()
    readonly: tuple[NodeRef, ...] = ()
    violations: tuple[NodeRef, ...] = ()
    labels: tuple[NodeRef, ...] = ()  # of groups and repeats: their path as key
    choices: tuple[NodeRef, ...] = ()
    rows: tuple[str, ...] = ()  # keys of repeats whose rows were added, removed or moved
    groups: tuple[tuple[str, bool], ...] = ()  # path (a row's as /data/people[2]/x), now relevant
