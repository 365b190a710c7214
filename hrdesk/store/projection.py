"""A record as rows: typed columns for counting, and what lists and search show of it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from hrdesk.errors import AnswerUnaskedError, AnswerUnstorableError
from hrdesk.forms.definition import ValueType
from hrdesk.records.record import RecordStatus
from hrdesk.store.lexical import typed
from hrdesk.vietnamese.formats import show_date, show_lexical_number
from hrdesk.vietnamese.text import fold, name_key, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hrdesk.records.record import Record, Row
    from hrdesk.store.layout import Layout, Table

TITLE_LETTERS: Final = 500
SUMMARY_LETTERS: Final = 300
SEARCHED_LETTERS: Final = 20_000
SUMMARY_SEPARATOR: Final = " · "

Value = int | float | str | None


class Shown(NamedTuple):
    """What a list shows of a record, and the folded words it is found by."""

    title: str
    title_key: str
    summary: str
    words: str


def shown(layout: Layout, record: Record) -> Shown:
    """Title, its sort key, summary and searched words of a record.

    What the list shows is found, a person's name as title included; other personal answers are not.
    """
    listing = layout.listing
    answers = present_names(layout, "", record.answers)
    own = layout.tables.get("")
    renamed = own.renamed if own is not None else {}
    title_key = renamed.get(listing.title_key, listing.title_key)
    title = _one_line(answers.get(title_key, ""), TITLE_LETTERS)
    parts = [
        _summary_part(value, value_type, labels)
        for key, value_type, labels in listing.summary
        if (value := answers.get(renamed.get(key, key), ""))
    ]
    summary = _one_line(SUMMARY_SEPARATOR.join(filter(None, parts)), SUMMARY_LETTERS)
    # Each once: words are looked for one by one, and the title is among the answers again.
    texts = dict.fromkeys([title, summary, *_texts(layout, "", answers, record.repeats)])
    key = name_key(title) if listing.title_is_name else sort_key(title)
    return Shown(title, key, summary, fold(" ".join(texts))[:SEARCHED_LETTERS])


class Projection:
    """The columns of one record's answers.

    `strict`: answers to questions that were never asked, and values of a wrong type in a record
    that counts, are refused. What does not fit its column stays in the content and is NULL there.
    """

    def __init__(self, layout: Layout, status: RecordStatus, *, strict: bool) -> None:
        """Nothing is computed before it is asked for."""
        self._layout = layout
        self._strict = strict
        self._counts = status is not RecordStatus.INCOMPLETE

    def values(self, table: Table, answers: Mapping[str, str]) -> list[Value]:
        """One value for each column of the table.

        Raises:
            AnswerUnaskedError: an answer to a question that no version asks.
            AnswerUnstorableError: a value of a wrong type in a record that counts.
        """
        if self._strict and not answers.keys() <= table.keys:
            unknown = min(answers.keys() - table.keys)
            if answers[unknown]:
                raise AnswerUnaskedError(form_id=self._layout.form_id, key=unknown)
        values: list[Value] = [None] * len(table.columns)
        narrow = table.narrow
        for key, text in present_names(self._layout, table.repeat_key, answers).items():
            at = table.places.get(key)
            if not text or at is None:
                continue
            value_type = narrow.get(at)
            values[at] = text if value_type is None else self._typed(key, text, value_type)
        return values

    def _typed(self, key: str, text: str, value_type: ValueType) -> Value:
        try:
            return typed(text, value_type)
        except ValueError as error:
            if self._strict and self._counts:
                raise AnswerUnstorableError(key=key, value=text) from error
            return None

    def table(self, repeat_key: str, *, inner: bool) -> Table | None:
        """The table of a repeat; None when it is not known and that is let pass."""
        table = self._layout.tables.get(repeat_key)
        if table is not None and bool(table.outer_key) == inner:
            return table
        if self._strict:
            raise AnswerUnaskedError(form_id=self._layout.form_id, key=repeat_key)
        return None


def _one_line(text: str, letters: int) -> str:
    return " ".join(text.split())[:letters]


def _summary_part(value: str, value_type: str, labels: Mapping[str, str]) -> str:
    if labels:
        names = value.split() if value_type == ValueType.NAMES else [value]
        return ", ".join(labels.get(name, name) for name in names)
    return _spelled(value, value_type)


@lru_cache(maxsize=8192)  # days and numbers come again and again
def _spelled(value: str, value_type: str) -> str:
    if value_type == ValueType.DATE:
        try:
            return show_date(date.fromisoformat(value))
        except ValueError:
            return value
    if value_type in {ValueType.INTEGER, ValueType.DECIMAL}:
        return show_lexical_number(value)
    return value


def present_names(layout: Layout, repeat_key: str, answers: Mapping[str, str]) -> Mapping[str, str]:
    """Answers under the names their columns have now; what has that name already stays."""
    table = layout.tables.get(repeat_key)
    if table is None or not table.renamed or not any(key in table.renamed for key in answers):
        return answers
    present = {key: value for key, value in answers.items() if key not in table.renamed}
    for key, value in answers.items():
        present.setdefault(table.current(key), value)
    return present


def _texts(
    layout: Layout,
    repeat_key: str,
    answers: Mapping[str, str],
    repeats: Mapping[str, tuple[Row, ...]],
) -> Iterator[str]:
    table = layout.tables.get(repeat_key)
    renamed = table.renamed if table is not None else {}
    for key in layout.listing.texts.get(repeat_key, ()):
        present = renamed.get(key, key)
        if present in answers:
            yield answers[present]
    for inner, rows in repeats.items():
        for row in rows:
            named = present_names(layout, inner, row.answers)
            yield from _texts(layout, inner, named, row.repeats)
