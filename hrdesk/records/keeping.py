"""What of an entry is kept: in a record what is asked and sound, in a draft all that was typed."""

from __future__ import annotations

from hrdesk.forms.compiled import CompiledForm
from hrdesk.records.addresses import Addresses
from hrdesk.records.instance import Answer, Frame
from hrdesk.records.lexical import fits
from hrdesk.records.record import Row


class Keeping:
    """Decides which rows of one record are kept, and collects answers and rows."""

    def __init__(self, compiled: CompiledForm, addresses: Addresses, record: Frame) -> None:
        """Nothing is remembered: rows are looked at when they are asked about."""
        self._counted = compiled.counted
        self._addresses = addresses
        self._record = record

    def is_kept(self, row: Frame) -> bool:
        """Whether a record keeps the row: it is asked, and not blank or counted by the form."""
        return row.node.relevant and (row.path in self._counted or not self.is_blank(row))

    def is_blank(self, row: Frame) -> bool:
        """Whether nothing was answered: what the form worked out or gave itself does not count."""
        return all(frame.automatic for frame in row.all_below()) or all(
            answer.value == "" or answer.facts.computed
            for frame in row.all_below()
            for answer in frame.nodes.values()
        )

    def has_blank_rows(self) -> bool:
        """Whether there is a row that is asked and that a record does not keep."""
        rows = (frame for frame in self._record.all_below() if frame.parent is not None)
        return any(row.node.relevant and not self.is_kept(row) for row in rows)

    def answers(self, *, for_record: bool) -> dict[str, str]:
        """Answers of the form's own table, by key."""
        return self._answers_of(self._record, None, for_record=for_record)

    def rows(self, *, for_record: bool, blank: bool) -> dict[str, tuple[Row, ...]]:
        """Rows by repeat; `blank` ones too, unless the form began with them untouched."""
        return self._rows_of(self._record, for_record=for_record, blank=blank)

    def _answers_of(self, frame: Frame, repeat: str | None, *, for_record: bool) -> dict[str, str]:
        kept: dict[str, str] = {}
        for key, path in self._addresses.paths[repeat].items():
            answer = frame.nodes.get(path)
            if answer is not None and answer.value and (not for_record or _is_fit(answer)):
                kept[key] = answer.value
        return kept

    def _rows_of(
        self, frame: Frame, *, for_record: bool, blank: bool
    ) -> dict[str, tuple[Row, ...]]:
        kept: dict[str, tuple[Row, ...]] = {}
        for path, rows in frame.rows.items():
            key = self._addresses.repeat_keys[path]
            found = tuple(
                Row(
                    self._answers_of(row, key, for_record=for_record),
                    self._rows_of(row, for_record=for_record, blank=blank),
                )
                for row in rows
                if (not self._is_untouched(row) if blank else self.is_kept(row))
            )
            if found:
                kept[key] = found
        return kept

    def _is_untouched(self, row: Frame) -> bool:
        """Whether the form began with this row and nobody has typed in it since."""
        counted = row.path in self._counted
        return not counted and all(frame.automatic for frame in row.all_below())


def _is_fit(answer: Answer) -> bool:
    """Whether an answer can stand in a record: asked, and of its type."""
    return answer.relevant and fits(answer.value, answer.facts.data_type)
