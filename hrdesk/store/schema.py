"""Forms become tables: one a form, one a repeat; columns are only ever added.

Rules: a question keeps its type for ever, except that anything may become text and an integer a
decimal; a question that is no longer asked keeps its column; every definition ever used is kept,
so that a record can always be read with the words it was asked in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.errors import FormNotKeptError
from hrdesk.store.layout import FORMS_COUNTER, read_listing
from hrdesk.store.listing import listing_of, write_listing
from hrdesk.store.stamps import read_time, stored_time
from hrdesk.store.tables import FormTables
from hrdesk.values import dataclass, replace

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from hrdesk.forms.definition import Form
    from hrdesk.store.layout import Listing


@dataclass(frozen=True, slots=True)
class FormChange:
    """What putting a form into the store did."""

    known: bool = False  # exactly this definition was there already
    same_version: bool = False  # another definition of the same version was there: worth a warning
    activated: bool = True
    added: tuple[str, ...] = ()  # columns added, as `key` or `repeat/key`
    widened: tuple[str, ...] = ()  # columns whose type became a wider one
    renamed: tuple[str, ...] = ()  # questions whose answers are kept under another name now
    relisted: bool = False  # what feeds title, summary or search changed: old records are reread


def put_form(
    connection: sqlite3.Connection, form: Form, source_name: str, at: datetime, *, activate: bool
) -> FormChange:
    """Keep a definition and give it the tables and columns it needs, inside a transaction.

    Raises:
        FormTypeChangedError: a question changed its type.
        FormTooWideError: more questions than columns are possible.
    """
    versions = connection.execute(
        "SELECT definition_id, version, digest, active, listing FROM definition WHERE form_id = ?",
        (form.form_id,),
    ).fetchall()
    known = next((row for row in versions if row[1:3] == (form.version, form.digest)), None)
    before = next((read_listing(row[4]) for row in versions if row[3]), None)
    tables: FormTables | None = None
    listing = listing_of(form)
    if known is None:
        tables = FormTables(connection, form)
        tables.put()
        connection.execute(
            "INSERT INTO definition (form_id, version, digest, xform, source_name, imported_at,"
            " active, listing) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
            (
                form.form_id,
                form.version,
                form.digest,
                form.xform,
                source_name,
                stored_time(at),
                write_listing(form, listing),
            ),
        )
    activated = activate or not versions
    if activated:
        _activate(connection, form)
    _count_change(connection)
    return FormChange(
        known=known is not None,
        same_version=known is None and any(row[1] == form.version for row in versions),
        activated=activated,
        added=tuple(tables.added) if tables else (),
        widened=tuple(tables.widened) if tables else (),
        renamed=tuple(tables.renamed) if tables else (),
        relisted=activated
        and before is not None
        and _shows_otherwise(_renamed(connection, form.form_id, before), listing, tables),
    )


def _renamed(connection: sqlite3.Connection, form_id: str, listing: Listing) -> Listing:
    """What fed the lists before, under the names of today: a new name alone shows nothing anew."""
    names = renamed_keys(connection, form_id)
    own = names.get("", {})
    return replace(
        listing,
        title_key=own.get(listing.title_key, listing.title_key),
        summary=tuple((own.get(key, key), kind, words) for key, kind, words in listing.summary),
        texts={
            repeat_key: tuple(names.get(repeat_key, {}).get(key, key) for key in keys)
            for repeat_key, keys in listing.texts.items()
        },
    )


def _shows_otherwise(before: Listing, after: Listing, tables: FormTables | None) -> bool:
    """Whether records kept already would be listed or found otherwise now."""
    if replace(before, texts={}) != replace(after, texts={}) or (tables and tables.hidden):
        return True
    gained = {
        f"{repeat_key}/{key}" if repeat_key else key
        for repeat_key, keys in after.texts.items()
        for key in keys
        if key not in before.texts.get(repeat_key, ())
    }
    return not gained <= set(tables.added if tables else ())


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """One definition that was ever put into the store."""

    version: str
    digest: str
    source_name: str
    imported_at: datetime
    active: bool
    records: int  # that were saved last under this version


def versions(connection: sqlite3.Connection, form_id: str) -> tuple[KeptVersion, ...]:
    """Every definition kept of a form, the last one that came first."""
    used = dict(
        connection.execute(
            "SELECT form_version, count(*) FROM record WHERE form_id = ? GROUP BY 1", (form_id,)
        )
    )
    rows = connection.execute(
        "SELECT version, digest, source_name, imported_at, active FROM definition"
        " WHERE form_id = ? ORDER BY definition_id DESC",
        (form_id,),
    )
    return tuple(
        KeptVersion(row[0], row[1], row[2], read_time(row[3]), bool(row[4]), used.get(row[0], 0))
        for row in rows
    )


def renamed_keys(connection: sqlite3.Connection, form_id: str) -> dict[str, dict[str, str]]:
    """Names that questions had before, by repeat ("" for none), each with the name of today."""
    found: dict[str, dict[str, str]] = {}
    for repeat_key, earlier, key in connection.execute(
        "SELECT repeat_key, earlier_key, question_key FROM answer_alias WHERE form_id = ?",
        (form_id,),
    ):
        found.setdefault(repeat_key, {})[earlier] = key
    return found


def kept_kinds(connection: sqlite3.Connection, form_id: str) -> dict[str, dict[str, str]]:
    """Kind of every answer ever kept, by repeat ("" for none) and by name."""
    found: dict[str, dict[str, str]] = {}
    for repeat_key, key, kind in connection.execute(
        "SELECT repeat_key, question_key, value_type FROM answer_column WHERE form_id = ?",
        (form_id,),
    ):
        found.setdefault(repeat_key, {})[key] = kind
    return found


def is_active(connection: sqlite3.Connection, form: Form) -> bool:
    """Whether exactly this definition is in use already: then nothing is to do."""
    row = connection.execute(
        "SELECT 1 FROM definition WHERE form_id = ? AND version = ? AND digest = ? AND active = 1",
        (form.form_id, form.version, form.digest),
    ).fetchone()
    return row is not None


def active_forms(connection: sqlite3.Connection) -> dict[str, str]:
    """Version in use by form_id."""
    return dict(
        connection.execute("SELECT form_id, version FROM definition WHERE active = 1 ORDER BY 1")
    )


def form_xform(connection: sqlite3.Connection, form_id: str, version: str | None) -> str:
    """The XForm of a version, of the one in use by default.

    Raises:
        FormNotKeptError: no such form or version.
    """
    where = "active = 1" if version is None else "version = ?"
    row = connection.execute(
        f"SELECT xform FROM definition WHERE form_id = ? AND {where}"
        " ORDER BY active DESC, definition_id DESC LIMIT 1",
        (form_id,) if version is None else (form_id, version),
    ).fetchone()
    if row is None:
        raise FormNotKeptError(form_id=form_id if version is None else f"{form_id} {version}")
    xform: str = row[0]
    return xform


def _activate(connection: sqlite3.Connection, form: Form) -> None:
    connection.execute(
        "UPDATE definition SET active = 0 WHERE form_id = ? AND active = 1", (form.form_id,)
    )
    connection.execute(
        "UPDATE definition SET active = 1 WHERE form_id = ? AND version = ? AND digest = ?",
        (form.form_id, form.version, form.digest),
    )


def _count_change(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO setting (name, value) VALUES (?, '1')"
        " ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)",
        (FORMS_COUNTER,),
    )
