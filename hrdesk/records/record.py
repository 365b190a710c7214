"""A record: one filled form, as data.

Answers are kept in XForm lexical form everywhere (store, bundle, indicators): numbers as "64" or
"2.5", dates as "2026-11-03", several choices as names with a space between. A blank answer is
absent, never "".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from hrdesk.values import dataclass, field

if TYPE_CHECKING:
    from hrdesk.forms.definition import Form


class RecordStatus(StrEnum):
    """How far a record has come (product words: nháp / đã xác nhận / đã báo cáo)."""

    INCOMPLETE = "incomplete"  # kept with faults or unfinished: counts nowhere, travels nowhere
    COMPLETE = "complete"  # every check passed: counts
    SUBMITTED = "submitted"  # left in a submission: counts; an edit makes a new revision


@dataclass(frozen=True, slots=True)
class UnitKey:
    """A unit in its era: codes were used twice (domain: 54 codes), so the date belongs to it."""

    code: str
    valid_from: str = ""  # ISO date or "" (before 2023 or not researched)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a repeat: its answers by key, and the repeats inside it."""

    answers: Mapping[str, str]
    repeats: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AcceptedWarning:
    """A warning that a person looked at and left standing, with the reason.

    It is bound to the answer: another `value` is warned about anew.
    """

    key: str
    rule: str  # "form": a soft check of the form; "past": far from what the unit had before
    value: str  # the answer, in lexical form
    reason: str
    accepted_at: datetime  # aware, UTC
    repeat: str | None = None
    row: int | None = None  # 0-based


@dataclass(frozen=True, slots=True)
class Record:
    """One filled form. `revision` counts the saved states from 1; `record_id` is a UUID."""

    record_id: str
    form_id: str
    form_version: str
    unit: UnitKey
    status: RecordStatus
    revision: int
    desk_id: str
    author: str
    created_at: datetime  # aware, UTC
    updated_at: datetime  # aware, UTC
    event_on: date | None  # decides the period; None only while incomplete, or for registers
    answers: Mapping[str, str]
    repeats: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    superseded_by: str | None = None
    deleted_at: datetime | None = None
    accepted: tuple[AcceptedWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """An answer that breaks a rule. `row` is the 0-based row where the question is in a repeat."""

    path: str
    key: str
    kind: str  # "required" | "constraint" | "type" | "choice"
    message: str  # in the language asked for, from the form or from the catalogue
    repeat: str | None = None
    row: int | None = None


def event_on(form: Form, answers: Mapping[str, str]) -> date | None:
    """The day that decides the period, when it is answered and a day."""
    text = answers.get(form.settings.get("event_on_key", ""), "")
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
