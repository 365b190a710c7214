"""A record in words: the labels and values of the version of the form it was made under."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from hrdesk.forms.definition import Form, Group, Question, QuestionType, Repeat, ValueType
from hrdesk.i18n import label_in, tr
from hrdesk.records.record import AcceptedWarning, Record, Row
from hrdesk.records.renaming import in_names_of
from hrdesk.services.earlier_words import EarlierWords
from hrdesk.vietnamese.formats import show_date, show_lexical_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hrdesk.services.workspace import Workspace
    from hrdesk.store.attachments import Attachment

_SILENT: Final = frozenset({QuestionType.NOTE, QuestionType.CALCULATE, QuestionType.HIDDEN})
_FILES: Final = frozenset({QuestionType.IMAGE, QuestionType.FILE})
_SEPARATOR: Final = " · "


@dataclass(frozen=True, slots=True)
class Line:
    """An answer in words: the question, and where it stands in a list its place ("row 3")."""

    question: str
    value: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that became another; "" where there was none or is none."""

    question: str
    before: str
    after: str
    place: str = ""


class RecordWords:
    """The labels and values of one version of a form, in the language spoken."""

    def __init__(self, ws: Workspace, record: Record, *, files_known: bool = False) -> None:
        """The version that the record was made under, else the one in use.

        When the files of each saved state are known, the one name in the answer says nothing more.
        """
        self._files_known = files_known
        self._ws = ws
        self._earlier: EarlierWords | None = None
        kept = ws.form_version(record.form_id, record.form_version)
        self.form: Form = kept or ws.form(record.form_id)
        self._names = {
            question.choice_list: {
                choice.name: label_in(dict(choice.labels)) for choice in self.form.choices(question)
            }
            for question in _all_questions(self.form)
            if question.choice_list
        }

    @property
    def earlier(self) -> EarlierWords:
        """What other versions of the form call things."""
        if self._earlier is None:
            self._earlier = EarlierWords(self._ws, self.form)
        return self._earlier

    def named(self, record: Record) -> Record:
        """A record under the names that this version of the form uses."""
        if record.form_version == self.form.version:
            return record
        renamed = self._ws.store.renamed_keys(self.form.form_id)
        answers, repeats = in_names_of(self.form, renamed, record.answers, record.repeats)
        return replace(record, answers=answers, repeats=repeats)

    def lines(self, record: Record) -> Iterator[Line]:
        """The whole record; what this version no longer asks comes last and says so."""
        for item in shown_items(self.form, None, record.answers, record.repeats):
            if isinstance(item, Repeat):
                rows = record.repeats.get(item.key, ())
                for number, row in enumerate(rows, start=1):
                    yield Line(self.label(item), self.row(item, row), _row_words(number))
            elif self._is_file(item):
                continue
            elif value := record.answers.get(item.key, ""):
                place = "" if item.path else tr("no longer asked")
                yield Line(self.label(item), self.value(item, value), place)
        for one in record.accepted:
            yield Line(self.warned(one), one.reason, _accepted_at(one))

    def changes(self, before: Record, after: Record) -> Iterator[Change]:
        """Every answer that differs between two states."""
        answers = {**before.answers, **after.answers}
        repeats = {**before.repeats, **after.repeats}
        for item in shown_items(self.form, None, answers, repeats):
            if isinstance(item, Repeat):
                yield from self._row_changes(
                    item, before.repeats.get(item.key, ()), after.repeats.get(item.key, ()), ""
                )
            elif not self._is_file(item):
                yield from self._change(item, before.answers, after.answers, "")
        reasons = [
            {(self.warned(one), _accepted_at(one)): one.reason for one in record.accepted}
            for record in (before, after)
        ]
        for question, place in dict.fromkeys([*reasons[0], *reasons[1]]):
            old, new = (each.get((question, place), "") for each in reasons)
            if old != new:
                yield Change(question, old, new, place)

    def warned(self, one: AcceptedWarning) -> str:
        """`Cost: warning accepted`."""
        questions = self.form.questions(one.repeat) if self._has_repeat(one.repeat) else ()
        found = next((each for each in questions if each.key == one.key), None)
        if found is None or found.question_type is QuestionType.NOTE:
            return tr("Warning accepted")
        return tr("{question}: warning accepted", question=self.label(found))

    def _has_repeat(self, key: str | None) -> bool:
        return key is None or any(each.key == key for each in self.form.repeats())

    def _is_file(self, question: Question) -> bool:
        return self._files_known and question.question_type in _FILES

    def file_lines(self, files: Iterable[Attachment]) -> Iterator[Line]:
        """The files that were attached, each on a line of its own."""
        for one in files:
            yield Line(self._file_label(one), one.name)

    def file_changes(
        self, before: Iterable[Attachment], after: Iterable[Attachment]
    ) -> Iterator[Change]:
        """Files attached and taken off between two states."""
        before, after = tuple(before), tuple(after)
        for one in before:
            if one not in after:
                yield Change(self._file_label(one), one.name, "", tr("file taken off"))
        for one in after:
            if one not in before:
                yield Change(self._file_label(one), "", one.name, tr("file attached"))

    def _file_label(self, one: Attachment) -> str:
        question = next((q for q in self.form.questions() if q.key == one.question_key), None)
        return self.label(question) if question else one.question_key

    def _row_changes(
        self, repeat: Repeat, before: tuple[Row, ...], after: tuple[Row, ...], within: str
    ) -> Iterator[Change]:
        """Rows are told apart by what is in them: one taken out does not change all below it."""
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(None, [_key(row) for row in before], [_key(row) for row in after])
        for what, first, last, new_first, new_last in matcher.get_opcodes():
            if what == "equal":
                continue
            old, new = before[first:last], after[new_first:new_last]
            for step, (one, other) in enumerate(zip(old, new, strict=False)):
                place = _joined(within, self.label(repeat), _row_words(new_first + step + 1))
                yield from self._within_row(repeat, one, other, place)
            for step, row in enumerate(old[len(new) :], start=first + len(new) + 1):
                place = _joined(within, self.label(repeat), _row_words(step))
                yield Change(tr("Row removed"), self.row(repeat, row), "", place)
            for step, row in enumerate(new[len(old) :], start=new_first + len(old) + 1):
                place = _joined(within, self.label(repeat), _row_words(step))
                yield Change(tr("Row added"), "", self.row(repeat, row), place)

    def _within_row(self, repeat: Repeat, before: Row, after: Row, place: str) -> Iterator[Change]:
        answers = {**before.answers, **after.answers}
        repeats = {**before.repeats, **after.repeats}
        for item in shown_items(self.form, repeat, answers, repeats):
            if isinstance(item, Repeat):
                yield from self._row_changes(
                    item, before.repeats.get(item.key, ()), after.repeats.get(item.key, ()), place
                )
            else:
                yield from self._change(item, before.answers, after.answers, place)

    def _change(
        self,
        question: Question,
        before: Mapping[str, str],
        after: Mapping[str, str],
        place: str,
    ) -> Iterator[Change]:
        old, new = before.get(question.key, ""), after.get(question.key, "")
        if old != new:
            yield Change(
                self.label(question), self.value(question, old), self.value(question, new), place
            )

    def row(self, repeat: Repeat, row: Row) -> str:
        """A row in one line."""
        parts = [
            self.value(item, row.answers.get(item.key, ""))
            for item in shown_items(self.form, repeat, row.answers, {})
            if isinstance(item, Question)
        ]
        return _SEPARATOR.join(part for part in parts if part)

    def label(self, item: Question | Repeat) -> str:
        """What is asked; the key where the form says nothing."""
        if not item.path and (known := self.earlier.item(item.key)) is not None:
            return label_in(dict(known.labels)) or item.key
        return label_in(dict(item.labels)) or item.key

    def value(self, question: Question, value: str) -> str:
        """An answer as people read it."""
        if not value:
            return ""
        if not question.path:
            known = self.earlier.item(question.key)
            question = known if isinstance(known, Question) else question
        names = self._names.get(question.choice_list or "") or {}
        if question.choice_list and not names.keys() >= {*value.split()}:
            names = {**self.earlier.choices(question.choice_list), **names}
        if names:
            several = question.value_type is ValueType.NAMES
            chosen = value.split() if several else [value]
            return ", ".join(names.get(name) or name for name in chosen)
        if question.value_type is ValueType.DATE:
            return _date_words(value)
        if question.value_type in {ValueType.INTEGER, ValueType.DECIMAL}:
            return show_lexical_number(value)
        if question.question_type is QuestionType.ACKNOWLEDGE:
            return tr("Yes")
        return value


def _all_questions(form: Form) -> Iterator[Question]:
    return (item for item in form.items() if isinstance(item, Question))


def shown_items(
    form: Form,
    within: Repeat | None,
    answers: Mapping[str, str],
    repeats: Mapping[str, tuple[Row, ...]],
) -> Iterator[Question | Repeat]:
    """What has answers, in the order asked; then what only another version asks."""
    known: set[str] = set()
    for item in _items(within.children if within else form.children):
        known.add(item.key)
        silent = isinstance(item, Question) and item.question_type in _SILENT
        if not silent and (item.key in answers or item.key in repeats):
            yield item
    for key in answers:
        if key not in known:
            yield Question("", key, key, QuestionType.TEXT, ValueType.TEXT)
    for key in repeats:
        if key not in known:
            yield Repeat("", key, key, {}, frozenset(), ())


def _items(children: tuple[Question | Group | Repeat, ...]) -> Iterator[Question | Repeat]:
    for child in children:
        if isinstance(child, Group):
            yield from _items(child.children)
        else:
            yield child


def _key(row: Row) -> str:
    return repr(
        (
            sorted(row.answers.items()),
            [(key, [*map(_key, rows)]) for key, rows in row.repeats.items()],
        )
    )


def _accepted_at(one: AcceptedWarning) -> str:
    return "" if one.row is None else _row_words(one.row + 1)


def _row_words(number: int) -> str:
    return tr("row {number}", number=number)


def _joined(*places: str) -> str:
    return ", ".join(place for place in places if place)


def _date_words(value: str) -> str:
    try:
        return show_date(date.fromisoformat(value[:10]))
    except ValueError:
        return value
