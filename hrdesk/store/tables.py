"""The tables of a form and its repeats: created once, given columns, never robbed of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.errors import FormNameReusedError, FormTooWideError, FormTypeChangedError
from hrdesk.forms.definition import Question, Repeat, ValueType
from hrdesk.store.layout import quoted, storage_of
from hrdesk.store.lexical import shortest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlite_utils.db import ForeignKey

    from hrdesk.forms.definition import Form, Item

COLUMN_LIMIT: Final = 1900  # SQLite's own limit is 2000
_SYSTEM: Final = frozenset({"_record", "_id", "_parent", "_pos"})


class FormTables:
    """Gives one definition the tables and columns it needs, inside a transaction."""

    def __init__(self, connection: sqlite3.Connection, form: Form) -> None:
        """Nothing is done before `put`."""
        self._connection = connection
        self._form = form
        self.added: list[str] = []  # `key` or `repeat/key`
        self.widened: list[str] = []
        self.renamed: list[str] = []  # the new places of questions that had another name
        self.hidden = False  # whether a question stored before became personal, or stopped to be

    def put(self) -> None:
        """Create what is missing, widen what became wider.

        Raises:
            FormTypeChangedError: a question changed its type.
            FormNameReusedError: an earlier name of a question is given to another one.
            FormTooWideError: more questions than columns are possible.
        """
        self._put("", "", personal=False)
        for outer_key, repeat in _repeats(self._form.children):
            self._put(repeat.key, outer_key, personal=repeat.personal)

    def _put(self, repeat_key: str, outer_key: str, *, personal: bool) -> None:
        questions = [
            question
            for question in self._form.questions(repeat_key or None)
            if question.value_type is not ValueType.NONE
        ]
        # What is no longer asked has its column still, so it counts.
        count = len(self._keys(repeat_key) | {question.key for question in questions})
        if count > COLUMN_LIMIT:
            raise FormTooWideError(form_id=self._form.form_id, count=count, limit=COLUMN_LIMIT)
        table = self._table_name(repeat_key)
        if table is None:
            table = self._create(repeat_key, outer_key)
        asked = frozenset(question.key for question in questions)
        for question in questions:
            self._rename(repeat_key, question, asked)
            self._put_column(table, repeat_key, question, personal=personal or question.personal)

    # --- one table

    def _table_name(self, repeat_key: str) -> str | None:
        row = self._connection.execute(
            "SELECT table_name FROM answer_table WHERE form_id = ? AND repeat_key = ?",
            (self._form.form_id, repeat_key),
        ).fetchone()
        return row[0] if row else None

    def _create(self, repeat_key: str, outer_key: str) -> str:
        from sqlite_utils import Database  # noqa: PLC0415 - off the start-up path

        names = self._connection.execute("SELECT name FROM sqlite_master")
        wanted = f"form_{self._form.form_id}" + (f"__{repeat_key}" if repeat_key else "")
        table = _free_name(wanted, {row[0].casefold() for row in names})
        made = Database(self._connection, execute_plugins=False).table(table)
        keys = [_owned(table, "_record", "record", "row_id")]
        if not repeat_key:
            made.create({"_record": int}, pk="_record", foreign_keys=keys, strict=True)
        else:
            columns: dict[str, type] = {"_id": int, "_record": int, "_pos": int}
            if outer_key:
                columns["_parent"] = int
                keys.append(_owned(table, "_parent", self._table_name(outer_key) or "", "_id"))
            made.create(
                columns, pk="_id", not_null={*columns} - {"_id"}, foreign_keys=keys, strict=True
            )
            made.create_index(["_record", "_pos"])  # a foreign key is not indexed by itself
            if outer_key:
                made.create_index(["_parent"])
        self._connection.execute(
            "INSERT INTO answer_table (form_id, repeat_key, outer_key, table_name)"
            " VALUES (?, ?, ?, ?)",
            (self._form.form_id, repeat_key, outer_key, table),
        )
        return table

    # --- one column

    def _rename(self, repeat_key: str, question: Question, asked: frozenset[str]) -> None:
        """Let the column of the question's earlier name be its own from now on."""
        earlier = question.renamed_from
        keys = self._keys(repeat_key)
        if not earlier or earlier in asked or earlier not in keys or question.key in keys:
            return
        where = (self._form.form_id, repeat_key)
        for statement in (
            "UPDATE answer_column SET question_key = ?"
            " WHERE form_id = ? AND repeat_key = ? AND question_key = ?",
            "UPDATE answer_alias SET question_key = ?"
            " WHERE form_id = ? AND repeat_key = ? AND question_key = ?",
        ):
            self._connection.execute(statement, (question.key, *where, earlier))
        self._connection.execute(  # back to a name it had: that is none of the earlier ones now
            "DELETE FROM answer_alias WHERE form_id = ? AND repeat_key = ? AND earlier_key = ?",
            (*where, question.key),
        )
        self._connection.execute(
            "INSERT OR REPLACE INTO answer_alias (form_id, repeat_key, earlier_key, question_key)"
            " VALUES (?, ?, ?, ?)",
            (*where, earlier, question.key),
        )
        self.renamed.append(f"{repeat_key}/{question.key}" if repeat_key else question.key)

    def _keys(self, repeat_key: str) -> frozenset[str]:
        rows = self._connection.execute(
            "SELECT question_key FROM answer_column WHERE form_id = ? AND repeat_key = ?",
            (self._form.form_id, repeat_key),
        )
        return frozenset(row[0] for row in rows)

    def _column_key(self, repeat_key: str, key: str) -> str:
        """The name under which the column of a question is known: its own, or the present one."""
        if key in self._keys(repeat_key):
            return key
        row = self._connection.execute(
            "SELECT question_key FROM answer_alias"
            " WHERE form_id = ? AND repeat_key = ? AND earlier_key = ?",
            (self._form.form_id, repeat_key, key),
        ).fetchone()
        if row is None:
            return key
        present: str = row[0]
        if any(
            one.key == present and one.value_type is not ValueType.NONE
            for one in self._form.questions(repeat_key or None)
        ):
            raise FormNameReusedError(form_id=self._form.form_id, key=key, present=present)
        return present

    def _put_column(
        self, table: str, repeat_key: str, question: Question, *, personal: bool
    ) -> None:
        place = f"{repeat_key}/{question.key}" if repeat_key else question.key
        where = (self._form.form_id, repeat_key, self._column_key(repeat_key, question.key))
        known = self._connection.execute(
            "SELECT column_name, value_type, personal FROM answer_column"
            " WHERE form_id = ? AND repeat_key = ? AND question_key = ?",
            where,
        ).fetchone()
        if known is None:
            self._add_column(table, repeat_key, question, personal=personal)
            self.added.append(place)
            return
        name, old, was_personal = known[0], ValueType(known[1]), bool(known[2])
        if old is not question.value_type:
            self._check_widening(place, old, question.value_type)
            self._widen(table, name, storage_of(old), storage_of(question.value_type))
            self.widened.append(place)
        self.hidden |= personal != was_personal
        self._connection.execute(
            "UPDATE answer_column SET value_type = ?, personal = ?"
            " WHERE form_id = ? AND repeat_key = ? AND question_key = ?",
            (question.value_type, int(personal), *where),
        )

    def _add_column(
        self, table: str, repeat_key: str, question: Question, *, personal: bool
    ) -> None:
        rows = self._connection.execute(
            "SELECT column_name FROM answer_column WHERE form_id = ? AND repeat_key = ?",
            (self._form.form_id, repeat_key),
        )
        taken = _SYSTEM | {row[0].casefold() for row in rows}
        name = _free_name(question.key, taken)
        self._connection.execute(
            f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(name)} "
            f"{storage_of(question.value_type)}"
        )
        self._connection.execute(
            "INSERT INTO answer_column (form_id, repeat_key, question_key, place, column_name,"
            " value_type, personal) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                self._form.form_id,
                repeat_key,
                question.key,
                len(taken),
                name,
                question.value_type,
                int(personal),
            ),
        )

    def _check_widening(self, place: str, old: ValueType, new: ValueType) -> None:
        if new is ValueType.TEXT or (old, new) == (ValueType.INTEGER, ValueType.DECIMAL):
            return
        raise FormTypeChangedError(
            form_id=self._form.form_id, key=place, old=old.value, new=new.value
        )

    def _widen(self, table: str, name: str, old: str, new: str) -> None:
        # Not transform(): it drops triggers, and refuses a transaction with cascading children.
        if old == new:
            return
        self._connection.create_function("shortest", 1, shortest, deterministic=True)
        column, wider = quoted(name), quoted("_wider")
        value = f"CAST({column} AS REAL)" if new == "REAL" else f"shortest({column})"
        for statement in (
            f"ALTER TABLE {quoted(table)} ADD COLUMN {wider} {new}",
            f"UPDATE {quoted(table)} SET {wider} = {value}",
            f"ALTER TABLE {quoted(table)} DROP COLUMN {column}",
            f"ALTER TABLE {quoted(table)} RENAME COLUMN {wider} TO {column}",
        ):
            self._connection.execute(statement)


def _owned(table: str, column: str, other_table: str, other_column: str) -> ForeignKey:
    from sqlite_utils.db import ForeignKey  # noqa: PLC0415 - off the start-up path

    return ForeignKey(
        table=table,
        column=column,
        other_table=other_table,
        other_column=other_column,
        on_delete="CASCADE",
    )


def _repeats(children: tuple[Item, ...], outer_key: str = "") -> Iterator[tuple[str, Repeat]]:
    """Each repeat with the key of the one it stands in, outer before inner."""
    for child in children:
        if isinstance(child, Repeat):
            yield outer_key, child
            yield from _repeats(child.children, child.key)
        elif not isinstance(child, Question):
            yield from _repeats(child.children, outer_key)


def _free_name(wanted: str, taken: set[str] | frozenset[str]) -> str:
    """SQLite does not tell upper from lower case in names; XForms do."""
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted}__{number}", number + 1
    return name
