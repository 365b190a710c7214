"""What is unusual in a period's records: pointed out before closing, with the reasons given for it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from hrdesk.forms.definition import QuestionType
from hrdesk.i18n import tr
from hrdesk.records.warnings import SoftWarning, past_figures
from hrdesk.services.soft_checks import Past, asked_of_past, remembered_since, warnings_of
from hrdesk.store.records import COUNTED, RecordQuery
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from hrdesk.forms.definition import Form
    from hrdesk.indicators.period import Period
    from hrdesk.services.entering import EntrySession
    from hrdesk.services.workspace import Workspace

    _Pasts = dict[str, dict[str, array[float]]]  # by kind of event and key

_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Unusual:
    """One warning of one record; `warning.accepted` holds the reason where one was given."""

    form_id: str
    record_id: str
    title: str
    question: str
    warning: SoftWarning


def unusual(ws: Workspace, period: Period, *, now: datetime) -> Iterator[Unusual]:
    """The warnings of the period's own records that count, those without a reason first."""
    from hrdesk.services.entering import open_entry

    found: list[Unusual] = []
    for kind in ws.kinds():
        form = ws.form(kind.form_id)
        if not form.settings.get("event_on_key", ""):
            continue
        kind_key, keys = asked_of_past(form)
        pasts = _pasts(ws, form, kind_key, keys, now) if keys else {}
        for record_id in _worth_a_look(ws, form, period, kind_key, pasts):
            session = open_entry(ws, record_id, now=now)
            found += _of_record(session, _past_without(session, kind_key, pasts))
    yield from sorted(found, key=lambda one: one.warning.accepted is not None)


def _of_record(session: EntrySession, past: Past) -> Iterator[Unusual]:
    entry = session.entry
    form = entry.form
    title = entry.answers(for_record=False).get(form.settings.get("title_key", ""), "")
    for warning in warnings_of(session, past):
        question = next(
            (one for one in form.questions(warning.repeat) if one.key == warning.key), None
        )
        words = entry.label(question.path) if question is not None else warning.key
        if question is not None and question.question_type is QuestionType.NOTE:
            words = tr("Note")
        yield Unusual(form.form_id, session.record_id, title, words, warning)


def _pasts(ws: Workspace, form: Form, kind_key: str, keys: list[str], now: datetime) -> _Pasts:
    """Every answer of the last three years, by kind of event and key."""
    gathered: defaultdict[str, dict[str, array[float]]] = defaultdict(
        lambda: defaultdict(lambda: array("d"))
    )
    wanted = [*keys, kind_key] if kind_key else keys
    since = remembered_since(now)
    for _, _, _, answers in ws.store.select(form.form_id, wanted, event_from=since, own=True):
        kind = gathered[answers.get(kind_key, "")]
        for key in keys:
            if key in answers:
                kind[key].append(float(answers[key]))
    return gathered


def _worth_a_look(
    ws: Workspace, form: Form, period: Period, kind_key: str, pasts: _Pasts
) -> Iterator[str]:
    """Records that may be warned of: with a soft check or a reason, or the most or least of all."""
    outermost = {
        (kind, key): (min(values), max(values))
        for kind, by_key in pasts.items()
        for key, values in by_key.items()
        if past_figures(values[:-1]) is not None
    }
    checked = _has_soft_checks(ws, form)
    query = RecordQuery(
        form_id=form.form_id,
        event_from=period.first_on,
        event_to=period.last_on,
        statuses=COUNTED,
        own=True,
        descending=False,
    )
    ids = ws.store.ids(query)
    for start in range(0, len(ids), _CHUNK):
        rows = ws.store.rows(ids[start : start + _CHUNK])
        kept = ws.store.get_many(row.record_id for row in rows)
        for record in kept.values():
            kind = record.answers.get(kind_key, "")
            ends = any(
                float(record.answers[key]) in bounds
                for (of, key), bounds in outermost.items()
                if of == kind and key in record.answers
            )
            if checked or record.accepted or ends:
                yield record.record_id


def _has_soft_checks(ws: Workspace, form: Form) -> bool:
    compiled = ws.compiled(form.form_id, form.version)
    if any(facts.warning is not None for facts in compiled.facts.values()):
        return True
    sometimes = {rule.path for rule in compiled.rules if rule.kind == "relevant"}
    return any(
        question.question_type is QuestionType.NOTE and question.path in sometimes
        for question in form.questions()
    )


def _past_without(session: EntrySession, kind_key: str, pasts: _Pasts) -> Past:
    """What was usual for records of this kind, this one left out: it does not judge itself."""
    answers: Mapping[str, str] = session.record.answers if session.record is not None else {}
    kind = answers.get(kind_key, "")
    figures = {}
    for key, values in pasts.get(kind, {}).items():
        others = array("d", values)
        if key in answers and float(answers[key]) in others:
            others.remove(float(answers[key]))
        known = past_figures(others)
        if known is not None:
            figures[key] = known
    return Past(kind_key, {kind: figures})
