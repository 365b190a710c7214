"""The columns a list may show, what stands in them, and which ones a person chose, by kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import N_, label_in, tr
from hrdesk.records.record import RecordStatus
from hrdesk.values import dataclass
from hrdesk.vietnamese.formats import show_date, show_datetime, show_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hrdesk.forms.definition import Form, Question
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.records import ListRow

_SETTING: Final = "list.columns."
_ANSWER: Final = "answer:"  # before the key of a question
_LEAST, _MOST = 40, 1200  # pixels; what a hand-edited setting may not exceed
_BUILT_IN: Final = (
    ("date", N_("Date"), 98),
    ("title", N_("Title"), 360),
    ("kind", N_("Kind"), 150),
    ("state", N_("State"), 104),
    ("summary", N_("In short"), 240),
    ("unit", N_("Unit"), 152),
    ("files", N_("Files"), 56),
    ("updated", N_("Edited"), 140),
)
_SORTED_BY: Final = {"date": "event_on", "title": "title", "updated": "updated_at"}
_STATES: Final = {
    RecordStatus.INCOMPLETE: N_("incomplete"),
    RecordStatus.COMPLETE: N_("complete"),
    RecordStatus.SUBMITTED: N_("handed over"),
}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column that may be shown. `order` is what `RecordQuery.order` calls it, "" when by none."""

    key: str
    title: str
    width: int  # pixels, when nobody sized it
    order: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column that is shown, as wide as a person made it."""

    key: str
    width: int


def columns_offered(ws: Workspace, form_id: str) -> tuple[ListColumn, ...]:
    """Every column of a kind; of all kinds together ("") those that each record has."""
    made = [
        ListColumn(key, tr(title), width, _SORTED_BY.get(key, ""), key == "files")
        for key, title, width in _BUILT_IN
        if form_id or key != "summary"
        if not form_id or key != "kind"
    ]
    if not form_id:
        return tuple(made)
    return (*made, *(_column(question, ws.language) for question in _asked(ws.form(form_id))))


def columns_shown(ws: Workspace, form_id: str) -> tuple[ShownColumn, ...]:
    """The columns chosen, in their order; the usual ones when nobody chose."""
    offered = {column.key: column for column in columns_offered(ws, form_id)}
    chosen = [one for one in _chosen(ws, form_id) if one.key in offered]
    if chosen:
        return tuple(chosen)
    return tuple(ShownColumn(key, offered[key].width) for key in _usual(ws, form_id, offered))


def choose_columns(ws: Workspace, form_id: str, shown: Sequence[ShownColumn]) -> None:
    """Remember columns, order and widths of a kind; none brings the usual ones back."""
    ws.set_setting(
        _SETTING + form_id,
        json.dumps([[one.key, max(_LEAST, min(_MOST, one.width))] for one in shown]),
    )


def _chosen(ws: Workspace, form_id: str) -> list[ShownColumn]:
    try:
        kept = json.loads(ws.setting(_SETTING + form_id, "[]"))
        return [ShownColumn(str(key), max(_LEAST, min(_MOST, int(width)))) for key, width in kept]
    except (ValueError, TypeError):  # not ours: the usual ones
        return []


def _usual(ws: Workspace, form_id: str, offered: Mapping[str, ListColumn]) -> list[str]:
    if not form_id:
        usual = ["date", "kind", "title", "unit", "state"] if ws.province else []
        return usual or ["date", "kind", "title", "files", "state"]
    settings = ws.form(form_id).settings
    answers = [_ANSWER + key for key in settings.get("summary_keys", "").split()]
    dated = ["date"] if settings.get("event_on_key") else []
    if ws.province:  # who it is from counts more there than how many files it has
        keys = [*dated, "title", "unit", *answers[:1], "state"]
    else:
        keys = [*dated, "title", *answers[:2], "files", "state"]
    return [key for key in keys if key in offered]


def _asked(form: Form) -> list[Question]:
    from hrdesk.reports.answers import asked

    own = {form.settings.get("title_key", ""), form.settings.get("event_on_key", "")}
    return [question for question in asked(form.questions()) if question.key not in own]


def _column(question: Question, language: str) -> ListColumn:
    from hrdesk.forms.definition import ValueType

    number = question.value_type in {ValueType.INTEGER, ValueType.DECIMAL}
    width = 116 if number or question.value_type is ValueType.DATE else 148
    title = label_in(dict(question.labels), language) or question.name
    return ListColumn(_ANSWER + question.key, title, width, is_number=number)


# --- what stands in them


class CellTexts:
    """The texts of rows in the columns of one list; answers by one query a page."""

    def __init__(self, ws: Workspace, form_id: str, keys: Sequence[str]) -> None:
        """`keys` are those of the columns shown, in any order."""
        self._ws = ws
        self._form_id = form_id
        self._keys = tuple(keys)
        self._questions: dict[str, Question] = {}
        if form_id:
            self._form = ws.form(form_id)
            wanted = {key.removeprefix(_ANSWER) for key in keys if key.startswith(_ANSWER)}
            self._questions = {
                question.key: question
                for question in self._form.questions()
                if question.key in wanted
            }
        self._kinds = {kind.form_id: label_in(dict(kind.titles)) for kind in ws.kinds()}

    def of(self, rows: Sequence[ListRow]) -> list[dict[str, str]]:
        """For each row its texts by column key; what is blank is left out."""
        answers: dict[int, dict[str, str]] = {}
        if self._questions:
            rowids = [row.rowid for row in rows]
            answers = self._ws.store.cells(self._form_id, list(self._questions), rowids)
        return [self._row(row, answers.get(row.rowid, {})) for row in rows]

    def _row(self, row: ListRow, answers: Mapping[str, str]) -> dict[str, str]:
        from hrdesk.reports.answers import shown_answer

        texts = {}
        for key in self._keys:
            if key.startswith(_ANSWER):
                question = self._questions.get(key.removeprefix(_ANSWER))
                lexical = answers.get(question.key, "") if question else ""
                if question is not None and lexical:
                    text = shown_answer(self._form, question, lexical, self._ws.language)
                    texts[key] = " ".join(text.split())
            elif text := self._built_in(key, row):
                texts[key] = text
        return texts

    def _built_in(self, key: str, row: ListRow) -> str:  # noqa: PLR0911 - a line each
        match key:
            case "date":
                return show_date(row.event_on) if row.event_on else ""
            case "title":
                return row.title or tr("(no name yet)")
            case "kind":
                return self._kinds.get(row.form_id, row.form_id)
            case "state":
                return tr("deleted") if row.deleted else tr(_STATES[row.status])
            case "summary":
                return row.summary
            case "unit":
                unit = self._ws.units.by_key(row.unit_code, row.unit_valid_from)
                return unit.name if unit else row.unit_code
            case "files":
                return show_number(row.attachment_count) if row.attachment_count else ""
            case "updated":
                return show_datetime(row.updated_at)
            case _:
                return ""
