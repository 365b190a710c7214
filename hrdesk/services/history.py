"""Who changed what when in a record, in words; and bringing back what was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from hrdesk.errors import RecordForeignError, RecordMissingError, VersionMissingError
from hrdesk.forms.definition import Form, Group, Question, QuestionType, Repeat, ValueType
from hrdesk.i18n import N_, label_in, tr, trn
from hrdesk.records.record import AcceptedWarning, Record, RecordStatus, Row
from hrdesk.records.renaming import in_names_of
from hrdesk.services.earlier_words import EarlierWords
from hrdesk.store.records import RecordQuery, Revision
from hrdesk.vietnamese.formats import show_date, show_lexical_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hrdesk.services.workspace import Workspace
    from hrdesk.store.attachments import Attachment

_BROUGHT_BACK: Final = "version:"  # the note of a saved state that repeats an earlier one
_SILENT: Final = frozenset({QuestionType.NOTE, QuestionType.CALCULATE, QuestionType.HIDDEN})
_FILES: Final = frozenset({QuestionType.IMAGE, QuestionType.FILE})
_SEPARATOR: Final = " · "
_STATES: Final = {
    RecordStatus.INCOMPLETE: N_("incomplete"),
    RecordStatus.COMPLETE: N_("complete"),
    RecordStatus.SUBMITTED: N_("handed over"),
}


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


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state: who, when, what was done, which answers changed against the one before."""

    revision: int
    at: datetime
    actor: str
    what: str  # a sentence
    changes: tuple[Change, ...]
    lines: tuple[Line, ...]  # the whole record as it was then
    is_current: bool
    may_restore: bool


@dataclass(frozen=True, slots=True)
class History:
    """A record's saved states, the latest first."""

    record_id: str
    form_id: str
    title: str
    deleted: bool
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record that was put away."""

    record_id: str
    form_id: str
    title: str
    deleted_at: datetime
    deleted_by: str


# --- reading


def history(ws: Workspace, record_id: str) -> History:
    """What happened to a record.

    Raises:
        RecordMissingError: there is no such record.
    """
    with ws.store.snapshot():
        record = ws.store.get(record_id)
        kept = ws.store.revisions(record_id)
        files = ws.store.attachments_of_revisions(record_id)
    if record is None or not kept:
        raise RecordMissingError(record_id=record_id)
    own = record.unit == ws.unit_key
    versions: list[Version] = []
    before: Revision | None = None
    for one in kept:
        words = _Words(ws, one.record, files_known=bool(files))
        changes = tuple(_changes(words, words.named(before), one)) if before is not None else ()
        now_there = files.get(one.revision, ())
        if files:
            was_there = files.get(before.revision, ()) if before is not None else ()
            changes += tuple(words.file_changes(was_there, now_there))
        is_current = one is kept[-1]
        versions.append(
            Version(
                revision=one.revision,
                at=one.at,
                actor=one.actor,
                what=_what(one, before, len(changes)),
                changes=changes,
                lines=(*words.lines(one.record), *words.file_lines(now_there)),
                is_current=is_current,
                may_restore=own and (not is_current or record.deleted_at is not None),
            )
        )
        before = one
    title_key = _Words(ws, record).form.settings.get("title_key", "")
    return History(
        record_id,
        record.form_id,
        record.answers.get(title_key, ""),
        deleted=record.deleted_at is not None,
        versions=tuple(reversed(versions)),
    )


def trash(ws: Workspace, form_id: str | None = None) -> tuple[Deleted, ...]:
    """What was put away and can be brought back, the last one first."""
    query = RecordQuery(form_id=form_id, only_deleted=True, order="updated_at", own=True)
    found = []
    for row in ws.store.rows(ws.store.ids(query)):
        deletion = next(
            (one for one in reversed(ws.store.revisions(row.record_id)) if one.action == "deleted"),
            None,
        )
        found.append(
            Deleted(
                row.record_id,
                row.form_id,
                row.title,
                deletion.at if deletion else row.updated_at,
                deletion.actor if deletion else "",
            )
        )
    return tuple(found)


# --- bringing back


def restore_version(ws: Workspace, record_id: str, revision: int, *, now: datetime) -> Record:
    """Make an earlier state the latest one, as a new saved state; a deleted record is back with it.

    Its files are those it had then. The draft of the record, if there is one, is gone afterwards.

    Raises:
        RecordMissingError, VersionMissingError: there is no such record or state.
        RecordForeignError: the record is another unit's.
    """
    record = ws.store.get(record_id)
    if record is None:
        raise RecordMissingError(record_id=record_id)
    if record.unit != ws.unit_key:
        raise RecordForeignError(unit_code=record.unit.code)
    wanted = next((one for one in ws.store.revisions(record_id) if one.revision == revision), None)
    if wanted is None:
        raise VersionMissingError(revision=revision)
    again = replace(
        wanted.record,
        revision=record.revision,
        desk_id=ws.desk_id,
        author=ws.name,
        updated_at=now,
        superseded_by=None,
        deleted_at=None,
    )
    with ws.store.transaction():
        files = ws.store.attachments_of_revisions(record_id)
        if files:
            ws.store.set_attachments(record_id, files.get(revision, ()), now)
        return ws.store.save(again, at=now, actor=ws.name, note=f"{_BROUGHT_BACK}{revision}")


# --- in words


def record_lines(ws: Workspace, record: Record) -> Iterator[Line]:
    """The whole record in words, in the order asked."""
    yield from _Words(ws, record).lines(record)


def _what(one: Revision, before: Revision | None, count: int) -> str:
    if one.note.startswith(_BROUGHT_BACK):
        return tr("Version {number} brought back", number=one.note.removeprefix(_BROUGHT_BACK))
    said = {
        "deleted": N_("Deleted"),
        "restored": N_("Brought back"),
        "received": N_("Received"),
        "forgotten": N_("Names of the list deleted, figures kept"),
    }.get(one.action)
    if said is not None:
        return tr(said)
    if before is None:
        return tr("Created: {note}", note=one.note) if one.note else tr("Created")
    if not count:
        return tr("Saved without a change")
    return trn("{count} answer changed", "{count} answers changed", count)


def _changes(words: _Words, before: Revision, after: Revision) -> Iterator[Change]:
    """What differs, in the order asked, in the words of the later version of the form."""
    if before.record.status is not after.record.status:
        yield Change(
            tr("State"), tr(_STATES[before.record.status]), tr(_STATES[after.record.status])
        )
    yield from words.changes(before.record, after.record)


class _Words:
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

    def named(self, revision: Revision) -> Revision:
        """A saved state under the names that this version of the form uses."""
        if revision.record.form_version == self.form.version:
            return revision
        renamed = self._ws.store.renamed_keys(self.form.form_id)
        record = revision.record
        answers, repeats = in_names_of(self.form, renamed, record.answers, record.repeats)
        return replace(revision, record=replace(record, answers=answers, repeats=repeats))

    def lines(self, record: Record) -> Iterator[Line]:
        """The whole record; what this version no longer asks comes last and says so."""
        for item in _shown(self.form, None, record.answers, record.repeats):
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
        for item in _shown(self.form, None, answers, repeats):
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
        for item in _shown(self.form, repeat, answers, repeats):
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
            for item in _shown(self.form, repeat, row.answers, {})
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


def _shown(
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
