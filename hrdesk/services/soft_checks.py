"""Warnings that block nothing: what is usual in this unit, and reasons for what is not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hrdesk.errors import ReasonBlankError
from hrdesk.forms.definition import QuestionType, ValueType
from hrdesk.i18n import N_, tr
from hrdesk.records.record import AcceptedWarning
from hrdesk.records.warnings import PastFigures, SoftWarning, past_figures
from hrdesk.services.workspace import today_of
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from hrdesk.forms.definition import Form
    from hrdesk.services.entry_session import EntrySession
    from hrdesk.services.workspace import Workspace

REASON_LETTERS: Final = 200
_REMEMBERED: Final = timedelta(days=3 * 365)
_MOST_RECORDS: Final = 3000  # of the latest ones: more says nothing new and takes seconds
_USUAL_REASONS: Final = (
    N_("The figure was checked and is right."),
    N_("The event was unusually large."),
    N_("The event was unusually small."),
    N_("Several events were counted together."),
)


@dataclass(frozen=True, slots=True)
class Past:
    """What the unit's counted records of one form had before, by kind of event and by key."""

    kind_key: str = ""
    by_kind: Mapping[str, Mapping[str, PastFigures]] = field(default_factory=dict)

    def of(self, answers: Mapping[str, str]) -> Mapping[str, PastFigures]:
        """What was usual for records of the same kind as these answers."""
        return self.by_kind.get(answers.get(self.kind_key, ""), {})


def usual_reasons() -> tuple[str, ...]:
    """The reasons offered by number, in the language now spoken."""
    return tuple(tr(reason) for reason in _USUAL_REASONS)


def past_of(ws: Workspace, form_id: str, *, now: datetime, besides: str = "") -> Past:
    """The unit's own records of the last three years that count, another than `besides`.

    In an office with very many, the latest of them.

    Records are told apart by the first single choice that the form shows in lists (the form of an
    activity, the kind of a training): a broadcast says nothing about a conference.
    """
    kind_key, keys = asked_of_past(ws.form(form_id))
    if not keys:
        return Past()
    wanted = [*keys, kind_key] if kind_key else keys
    gathered: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    since = remembered_since(now)
    found = ws.store.select(form_id, wanted, event_from=since, own=True, latest=_MOST_RECORDS)
    for record_id, _, _, answers in found:
        if record_id == besides:
            continue
        kind = gathered[answers.get(kind_key, "")]
        for key in keys:
            if key in answers:
                kind[key].append(float(answers[key]))
    return Past(
        kind_key,
        {
            kind: {
                key: figures
                for key, values in by_key.items()
                if (figures := past_figures(values)) is not None
            }
            for kind, by_key in gathered.items()
        },
    )


def asked_of_past(form: Form) -> tuple[str, list[str]]:
    """The question that tells kinds of event apart ("" for none), and the numbers looked at."""
    keys = [
        question.key
        for question in form.questions()
        if question.question_type is QuestionType.INTEGER
        and question.value_type is ValueType.INTEGER
        and not question.personal
    ]
    return _kind_key(form), keys


def remembered_since(now: datetime) -> date:
    """From which day on the unit's past says what is usual."""
    return today_of(now) - _REMEMBERED


def warnings_of(session: EntrySession, past: Past | None = None) -> tuple[SoftWarning, ...]:
    """All warnings of a record being filled, the accepted ones with their reason."""
    entry = session.entry
    usual: Mapping[str, PastFigures] = {}
    if past is not None and past.by_kind:
        usual = past.of(entry.answers(for_record=False))
    return entry.warnings(usual, session.accepted)


def accept_warning(
    session: EntrySession, warning: SoftWarning, reason: str, *, now: datetime
) -> AcceptedWarning:
    """Leave an answer standing against a warning; the reason stays with the record and travels.

    Raises:
        ReasonBlankError: no reason is given.
    """
    said = " ".join(nfc(reason).split())[:REASON_LETTERS]
    if not said:
        raise ReasonBlankError(key=warning.key)
    accepted = AcceptedWarning(
        key=warning.key,
        rule=warning.rule,
        value=warning.value,
        reason=said,
        accepted_at=now,
        repeat=warning.repeat,
        row=warning.row,
    )
    withdraw_acceptance(session, warning)
    session.accepted = (*session.accepted, accepted)
    return accepted


def withdraw_acceptance(session: EntrySession, warning: SoftWarning) -> None:
    """Warn again of what was accepted."""
    session.accepted = tuple(
        one
        for one in session.accepted
        if (one.key, one.repeat, one.row, one.rule) != (*warning.place, warning.rule)
    )


def still_accepted(session: EntrySession, past: Past | None = None) -> tuple[AcceptedWarning, ...]:
    """The acceptances that still speak of the answer as it is: those of other answers go.

    What a later look no longer finds unusual keeps its reason, since it was said of this answer.
    """
    entry = session.entry
    noted = {one.place: one.value for one in warnings_of(session, past)}
    answers = entry.answers(for_record=False)
    rows = entry.repeats(for_record=False)
    kept = []
    for one in session.accepted:
        value = noted.get((one.key, one.repeat, one.row))
        if value is None and one.repeat is None:
            value = answers.get(one.key)
        elif value is None and one.repeat is not None and one.row is not None:
            here = rows.get(one.repeat, ())
            value = here[one.row].answers.get(one.key) if one.row < len(here) else None
        if value == one.value:
            kept.append(one)
    return tuple(kept)


def _kind_key(form: Form) -> str:
    single = {
        question.key
        for question in form.questions()
        if question.question_type is QuestionType.SELECT_ONE
    }
    shown = form.settings.get("summary_keys", "").split()
    return next((key for key in shown if key in single), "")
