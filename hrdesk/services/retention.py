"""Delete the list, keep the figures: names of participants end with their retention date."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING, Final

from hrdesk.errors import RecordMissingError
from hrdesk.forms.definition import ValueType
from hrdesk.services.workspace import today_of
from hrdesk.store.retention import Roster

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from hrdesk.forms.definition import Form, Question, Repeat
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.retention import Blanks

__all__ = ["REMOVED", "Roster", "due", "forget", "rosters"]

REMOVED: Final = "(đã xóa)"  # stands where the form demands a name, so that the record stays whole
_UNTIL: Final = "roster_until"  # the question that tells the date, where no role says another
_COUNTED: Final = frozenset({ValueType.INTEGER, ValueType.DECIMAL, ValueType.NONE})
_log = logging.getLogger(__name__)


def rosters(ws: Workspace) -> tuple[Roster, ...]:
    """Every list of people at this desk, the one that ends first before the others."""
    found = [roster for form in _forms(ws) for roster in _of_form(ws, form)]
    return tuple(sorted(found, key=lambda roster: (roster.until or date.max, roster.title)))


def due(ws: Workspace, today: date) -> tuple[Roster, ...]:
    """The lists whose last day is over."""
    return tuple(one for one in rosters(ws) if one.until is not None and one.until < today)


def forget(ws: Workspace, record_ids: Iterable[str], *, now: datetime) -> int:
    """Delete the names in these records, in their drafts and in all earlier states, for ever.

    Kept are the rows with their choices and numbers, and the codes that the plan's targets count
    by. The log names records, never people. Whoever asks may do it before the date.

    Raises:
        RecordMissingError: one of them holds no list.
    """
    wanted = set(record_ids)
    done = 0
    for form in _forms(ws):
        mine = [one.record_id for one in _of_form(ws, form) if one.record_id in wanted]
        wanted -= set(mine)
        if mine:
            done += ws.store.forget_rosters(mine, blanks_of(form), at=now, actor=ws.name)
            for record_id in mine:
                _log.info("list of people deleted: %s on %s", record_id, today_of(now))
    if wanted:
        raise RecordMissingError(record_id=min(wanted))
    return done


def blanks_of(form: Form) -> Blanks:
    """What of a form's lists names people: neither choices nor numbers, nor what targets count."""
    counted = _counted_keys()
    found: dict[str, dict[str, str]] = {}
    for repeat in form.repeats():
        named = {
            question.key: REMOVED
            if question.required and question.value_type is ValueType.TEXT
            else ""
            for question in form.questions(repeat.key)
            if _names_people(repeat, question) and (repeat.key, question.key) not in counted
        }
        if named:
            found[repeat.key] = named
    return found


def _names_people(repeat: Repeat, question: Question) -> bool:
    if not (repeat.personal or question.personal) or question.choice_list:
        return False
    return question.value_type not in _COUNTED


def _counted_keys() -> set[tuple[str, str]]:
    """Repeat and question of every answer in a list that a target is worked out from."""
    from hrdesk.indicators.facts import asked
    from hrdesk.indicators.plan import load_plan

    return {
        (condition.repeat, key)
        for target in load_plan().targets
        for condition in target.conditions
        if condition.repeat
        for key in (*asked(condition.where), condition.key)
        if key
    }


def _forms(ws: Workspace) -> list[Form]:
    forms = [ws.form(kind.form_id) for kind in ws.kinds()]
    return [form for form in forms if blanks_of(form)]


def _of_form(ws: Workspace, form: Form) -> list[Roster]:
    return ws.store.rosters(form.form_id, until_key(form), blanks_of(form))


def until_key(form: Form) -> str:
    """The question that tells up to which day a list is kept."""
    return form.settings.get("retention_key", _UNTIL)
