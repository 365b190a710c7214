"""Where the answers to a form stand: its tables and columns over all versions, read from the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from hrdesk.errors import FormNotKeptError
from hrdesk.forms.definition import ValueType
from hrdesk.store.lexical import NARROW
from hrdesk.values import dataclass, field

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

FORMS_COUNTER: Final = "store.forms_counter"  # grows with each change: other connections reread

_STORAGE: Final[Mapping[ValueType, str]] = {
    ValueType.INTEGER: "INTEGER",
    ValueType.DECIMAL: "REAL",
}


def storage_of(value_type: ValueType) -> str:
    """The STRICT type of a column."""
    return _STORAGE.get(value_type, "TEXT")


@dataclass(frozen=True, slots=True)
class Column:
    """Where the answers to one question stand."""

    key: str
    name: str
    value_type: ValueType
    personal: bool

    @property
    def storage(self) -> str:
        """The STRICT type of the column."""
        return storage_of(self.value_type)


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a form, or of one of its repeats."""

    repeat_key: str  # "" for the form's own table
    outer_key: str
    name: str
    columns: tuple[Column, ...]
    holds_repeats: bool
    insert: str  # values: row, [parent, position,] one for each column
    renew: str  # the same, in place of the row that is there
    keys: frozenset[str]
    places: Mapping[str, int] = field(default_factory=dict, compare=False)  # columns by any key
    renamed: Mapping[str, str] = field(default_factory=dict)  # earlier keys: the key of the column
    narrow: Mapping[int, ValueType] = field(
        default_factory=dict, compare=False
    )  # not all texts fit

    def column(self, key: str) -> Column | None:
        """Where that question's answers stand, asked for by a name it has or had."""
        at = self.places.get(key)
        return None if at is None else self.columns[at]

    def current(self, key: str) -> str:
        """The key of the column in which the answers of that question stand."""
        return self.renamed.get(key, key)


@dataclass(frozen=True, slots=True)
class Listing:
    """What feeds the title, the summary and the search index of a record."""

    title_key: str = ""
    title_is_name: bool = False  # sorted by given name
    summary: tuple[tuple[str, str, Mapping[str, str]], ...] = ()  # key, value type, choice labels
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # searched keys by repeat


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a form's answers stand: all its tables, over all versions."""

    form_id: str
    version: str  # in use
    tables: Mapping[str, Table]  # by repeat key, outer before inner
    listing: Listing
    asked: Mapping[str, frozenset[str]]  # keys of the form's own table, by version

    def current(self, repeat_key: str, key: str) -> str:
        """The key of the column of a question, whatever it was called when it was answered."""
        table = self.tables.get(repeat_key)
        return key if table is None else table.current(key)


def quoted(name: str) -> str:
    """A name that may stand in SQL whatever it contains."""
    return '"' + name.replace('"', '""') + '"'


def forms_counter(connection: sqlite3.Connection) -> str:
    """Changes whenever a form did, in whichever process."""
    row = connection.execute(
        "SELECT value FROM setting WHERE name = ?", (FORMS_COUNTER,)
    ).fetchone()
    return row[0] if row else ""


def load_layout(connection: sqlite3.Connection, form_id: str) -> Layout:
    """Where the answers to a form stand.

    Raises:
        FormNotKeptError: there is no such form.
    """
    definitions = connection.execute(
        "SELECT version, active, listing FROM definition WHERE form_id = ? ORDER BY definition_id",
        (form_id,),
    ).fetchall()
    if not definitions:
        raise FormNotKeptError(form_id=form_id)
    asked: dict[str, frozenset[str]] = {}
    current = definitions[-1]
    for definition in definitions:
        version, active, listing = definition
        asked[version] = asked.get(version, frozenset()) | frozenset(json.loads(listing)["asked"])
        if active:
            current = definition
    return Layout(
        form_id=form_id,
        version=current[0],
        tables=_load_tables(connection, form_id),
        listing=read_listing(current[2]),
        asked=asked,
    )


def read_listing(text: str) -> Listing:
    """What feeds the lists, out of the JSON text in `definition`."""
    kept = json.loads(text)
    return Listing(
        title_key=kept["title_key"],
        title_is_name=kept["title_is_name"],
        summary=tuple((key, value_type, labels) for key, value_type, labels in kept["summary"]),
        texts={repeat: tuple(keys) for repeat, keys in kept["texts"].items()},
    )


def _load_tables(connection: sqlite3.Connection, form_id: str) -> dict[str, Table]:
    columns: dict[str, list[Column]] = {}
    for repeat_key, key, name, value_type, personal in connection.execute(
        "SELECT repeat_key, question_key, column_name, value_type, personal FROM answer_column"
        " WHERE form_id = ? ORDER BY place",
        (form_id,),
    ):
        column = Column(key, name, ValueType(value_type), bool(personal))
        columns.setdefault(repeat_key, []).append(column)
    rows = connection.execute(
        "SELECT repeat_key, outer_key, table_name FROM answer_table WHERE form_id = ?", (form_id,)
    ).fetchall()
    renamed: dict[str, dict[str, str]] = {}
    for repeat_key, earlier, key in connection.execute(
        "SELECT repeat_key, earlier_key, question_key FROM answer_alias WHERE form_id = ?",
        (form_id,),
    ):
        renamed.setdefault(repeat_key, {})[earlier] = key
    outers = {outer for _, outer, _ in rows}
    unordered = {
        repeat_key: _table(
            repeat_key, outer, name, columns.get(repeat_key, []), outers, renamed.get(repeat_key)
        )
        for repeat_key, outer, name in rows
    }
    return dict(sorted(unordered.items(), key=lambda item: _depth(unordered, item[0])))


def _table(
    repeat_key: str,
    outer_key: str,
    name: str,
    columns: list[Column],
    outers: set[str],
    renamed: Mapping[str, str] | None,
) -> Table:
    earlier = renamed or {}
    places = {column.key: at for at, column in enumerate(columns)}
    places |= {old: places[key] for old, key in earlier.items() if key in places}
    system = ["_record"]
    if repeat_key:
        system = ["_id", "_record", "_pos", *(["_parent"] if outer_key else [])]
    names = ", ".join(map(quoted, [*system, *(column.name for column in columns)]))
    marks = ", ".join("?" * (len(system) + len(columns)))
    return Table(
        repeat_key=repeat_key,
        outer_key=outer_key,
        name=name,
        columns=tuple(columns),
        holds_repeats=bool(repeat_key) and repeat_key in outers,
        # Beside a foreign key SQLite pays for each row that may replace one: twice the time.
        insert=f"INSERT INTO {quoted(name)} ({names}) VALUES ({marks})",
        renew=f"INSERT OR REPLACE INTO {quoted(name)} ({names}) VALUES ({marks})",
        keys=frozenset(places),
        places=places,
        renamed=earlier,
        narrow={
            at: each.value_type for at, each in enumerate(columns) if each.value_type in NARROW
        },
    )


def _depth(tables: Mapping[str, Table], repeat_key: str) -> int:
    depth = 0
    while repeat_key:
        repeat_key = tables[repeat_key].outer_key
        depth += 1
    return depth
