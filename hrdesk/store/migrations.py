"""The tables that all kinds of record share, as numbered steps from an empty file.

Each step runs in a transaction with the row that says it ran (`sqlite_utils.Migrations`);
`user_version` says cheaply at every start that nothing is to do. Steps are never edited.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlite_utils import Database, Migrations

SCHEMA_VERSION: Final = 12  # how many steps there are

_CORE: Final = (
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE definition (
      definition_id INTEGER PRIMARY KEY,
      form_id TEXT NOT NULL,
      version TEXT NOT NULL,
      digest TEXT NOT NULL,
      xform TEXT NOT NULL,
      source_name TEXT NOT NULL,
      imported_at TEXT NOT NULL,
      active INTEGER NOT NULL,
      listing TEXT NOT NULL,                       -- JSON: what feeds title, summary and search
      UNIQUE (form_id, version, digest)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX definition_active ON definition (form_id) WHERE active = 1",
    """
    CREATE TABLE answer_table (
      form_id TEXT NOT NULL,
      repeat_key TEXT NOT NULL,                    -- '' for the form's own table
      outer_key TEXT NOT NULL,                     -- the repeat it stands in; '' when in none
      table_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      PRIMARY KEY (form_id, repeat_key)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE answer_column (
      form_id TEXT NOT NULL,
      repeat_key TEXT NOT NULL,
      question_key TEXT NOT NULL,
      place INTEGER NOT NULL,
      column_name TEXT NOT NULL COLLATE NOCASE,
      value_type TEXT NOT NULL,
      personal INTEGER NOT NULL,
      PRIMARY KEY (form_id, repeat_key, question_key),
      UNIQUE (form_id, repeat_key, column_name)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE record (
      row_id INTEGER PRIMARY KEY,
      record_id TEXT NOT NULL UNIQUE,
      form_id TEXT NOT NULL,
      form_version TEXT NOT NULL,
      unit_code TEXT NOT NULL,
      unit_valid_from TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('incomplete', 'complete', 'submitted')),
      revision INTEGER NOT NULL,
      revision_row INTEGER NOT NULL,               -- the revision that holds the answers
      desk_id TEXT NOT NULL,
      author TEXT NOT NULL,
      created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL,
      event_on TEXT,
      superseded_by TEXT,
      deleted_at TEXT,
      withdrawn_by TEXT,                           -- bundle that no longer contains it
      present INTEGER NOT NULL,                    -- 0 when superseded, deleted or withdrawn
      own INTEGER NOT NULL,                        -- 1 when typed at this desk
      origin TEXT NOT NULL,                        -- 'own', or the bundle its answers came in
      sender TEXT NOT NULL,                        -- unit that sent it; '' for own
      submission TEXT,                             -- bundle in which it last left
      title TEXT NOT NULL,
      title_key TEXT NOT NULL,                     -- sorts the Vietnamese way, bytewise
      summary TEXT NOT NULL,
      attachment_count INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE INDEX record_by_event ON record
      (form_id, event_on, row_id, status, own, attachment_count, unit_code) WHERE present = 1
    """,
    """
    CREATE INDEX record_by_title ON record
      (form_id, title_key, row_id, status, own, attachment_count, unit_code) WHERE present = 1
    """,
    """
    CREATE INDEX record_by_update ON record
      (form_id, updated_at, row_id, status, own, attachment_count, unit_code) WHERE present = 1
    """,
    """
    CREATE INDEX record_any_event ON record
      (event_on, row_id, status, own, attachment_count, unit_code) WHERE present = 1
    """,
    """
    CREATE INDEX record_any_update ON record
      (updated_at, row_id, status, own, attachment_count, unit_code) WHERE present = 1
    """,
    "CREATE INDEX record_absent ON record (form_id, event_on, row_id) WHERE present = 0",
    """
    CREATE TABLE revision (
      revision_row INTEGER PRIMARY KEY,
      record_row INTEGER NOT NULL REFERENCES record (row_id) ON DELETE CASCADE,
      revision INTEGER NOT NULL,
      source TEXT NOT NULL,                        -- 'own', or the bundle it came in
      action TEXT NOT NULL,
      at TEXT NOT NULL,
      actor TEXT NOT NULL,
      note TEXT NOT NULL,
      form_version TEXT NOT NULL,
      status TEXT NOT NULL,
      author TEXT NOT NULL,
      updated_at TEXT NOT NULL,
      event_on TEXT,
      content TEXT NOT NULL                        -- JSON: {"a": answers, "r": repeats}, as typed
    ) STRICT
    """,
    "CREATE UNIQUE INDEX revision_of ON revision (record_row, revision, source)",
    """
    CREATE TABLE draft (
      record_id TEXT PRIMARY KEY,
      form_id TEXT NOT NULL,
      form_version TEXT NOT NULL,
      base_revision INTEGER NOT NULL,
      updated_at TEXT NOT NULL,
      title TEXT NOT NULL,
      content TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE attachment (
      attachment_id INTEGER PRIMARY KEY,
      record_id TEXT NOT NULL,                     -- may be a draft's: no foreign key
      question_key TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      name TEXT NOT NULL,
      media_type TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      added_at TEXT NOT NULL,
      UNIQUE (record_id, question_key, sha256, name)
    ) STRICT
    """,
    "CREATE INDEX attachment_content ON attachment (sha256)",
    'CREATE VIRTUAL TABLE search USING fts5 (words, tokenize = "unicode61 remove_diacritics 0 '
    "categories 'L* N* M* Co'\", prefix = '1 2 3')",
    """
    CREATE TABLE submission (
      bundle_id TEXT PRIMARY KEY,
      period_id TEXT NOT NULL,
      epoch TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      previous TEXT,
      supersedes TEXT,
      created_at TEXT NOT NULL,
      author TEXT NOT NULL,
      file_name TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      report_pages INTEGER NOT NULL,
      counts TEXT NOT NULL,
      facts TEXT NOT NULL,
      UNIQUE (epoch, sequence)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE submission_record (
      bundle_id TEXT NOT NULL,
      record_row INTEGER NOT NULL REFERENCES record (row_id) ON DELETE CASCADE,
      revision INTEGER NOT NULL,
      marked_at TEXT NOT NULL,
      PRIMARY KEY (bundle_id, record_row)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX submission_record_row ON submission_record (record_row)",
    """
    CREATE TABLE intake (
      bundle_id TEXT PRIMARY KEY,
      result TEXT NOT NULL,
      file_name TEXT NOT NULL,
      received_at TEXT NOT NULL,
      unit_code TEXT NOT NULL,
      unit_valid_from TEXT NOT NULL,
      period_id TEXT NOT NULL,
      epoch TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      previous TEXT,
      supersedes TEXT,
      created_at TEXT,
      author TEXT NOT NULL,
      verdict TEXT NOT NULL,
      outcome TEXT NOT NULL,
      counts TEXT NOT NULL,
      superseded_by TEXT,
      facts TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX intake_of_unit ON intake (unit_code, period_id)",
    """
    CREATE TABLE intake_record (
      bundle_id TEXT NOT NULL REFERENCES intake (bundle_id) ON DELETE CASCADE,
      record_row INTEGER NOT NULL REFERENCES record (row_id) ON DELETE CASCADE,
      revision INTEGER NOT NULL,
      revision_row INTEGER NOT NULL,
      PRIMARY KEY (bundle_id, record_row)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX intake_record_row ON intake_record (record_row)",
    """
    CREATE TABLE intake_tombstone (
      bundle_id TEXT NOT NULL REFERENCES intake (bundle_id) ON DELETE CASCADE,
      record_id TEXT NOT NULL,                     -- may be of a record that has not come yet
      revision INTEGER NOT NULL,
      PRIMARY KEY (bundle_id, record_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX intake_tombstone_record ON intake_tombstone (record_id)",
)

_IMPORTS: Final = (
    """
    CREATE TABLE import_batch (
      batch_id TEXT NOT NULL UNIQUE,
      form_id TEXT NOT NULL,
      source_name TEXT NOT NULL,
      at TEXT NOT NULL,
      actor TEXT NOT NULL,
      record_count INTEGER NOT NULL,
      undone_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE import_record (
      batch_id TEXT NOT NULL REFERENCES import_batch (batch_id) ON DELETE CASCADE,
      record_row INTEGER NOT NULL REFERENCES record (row_id) ON DELETE CASCADE,
      PRIMARY KEY (batch_id, record_row)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX import_record_row ON import_record (record_row)",
)

_PAPERS: Final = (
    """
    CREATE TABLE paper_number (
      year INTEGER NOT NULL,
      symbol TEXT NOT NULL,
      number INTEGER NOT NULL CHECK (number > 0),
      kind TEXT NOT NULL,
      period_id TEXT NOT NULL,
      subject TEXT NOT NULL,
      issued_on TEXT NOT NULL,
      given_at TEXT NOT NULL,
      actor TEXT NOT NULL,
      superseded_by INTEGER,                       -- the number of the same year and symbol, or of a later year
      superseded_year INTEGER,
      PRIMARY KEY (year, symbol, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE UNIQUE INDEX paper_number_standing ON paper_number (kind, period_id)
      WHERE superseded_by IS NULL
    """,
    """
    CREATE TRIGGER paper_number_stays BEFORE UPDATE ON paper_number
      WHEN old.superseded_by IS NOT NULL OR new.superseded_by IS NULL
        OR (new.year, new.symbol, new.number, new.kind, new.period_id, new.subject, new.issued_on)
          IS NOT (old.year, old.symbol, old.number, old.kind, old.period_id, old.subject, old.issued_on)
      BEGIN SELECT raise(ABORT, 'a number that was given is never edited'); END
    """,
    """
    CREATE TRIGGER paper_number_kept BEFORE DELETE ON paper_number
      BEGIN SELECT raise(ABORT, 'a number that was given is never taken back'); END
    """,
    """
    CREATE TABLE report_remark (
      kind TEXT NOT NULL,
      period_id TEXT NOT NULL,
      section TEXT NOT NULL,
      text TEXT NOT NULL,
      figures TEXT NOT NULL,                       -- JSON: the figures as they stood when it was written
      kept_at TEXT NOT NULL,
      actor TEXT NOT NULL,
      PRIMARY KEY (kind, period_id, section)
    ) STRICT, WITHOUT ROWID
    """,
)

_SERIES: Final = (
    """
    CREATE TABLE series (
      series_id TEXT PRIMARY KEY,
      form_id TEXT NOT NULL,
      form_version TEXT NOT NULL,
      title TEXT NOT NULL,
      rule TEXT NOT NULL,                          -- RFC 5545, for example FREQ=WEEKLY;BYDAY=MO,TH
      starts_on TEXT NOT NULL,
      until_on TEXT,
      date_count INTEGER CHECK (date_count > 0),
      content TEXT NOT NULL,                       -- JSON: {"a": answers, "r": repeats} of each date
      made_at TEXT NOT NULL,
      changed_at TEXT NOT NULL,
      actor TEXT NOT NULL,
      deleted_at TEXT
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE series_date (
      series_id TEXT NOT NULL REFERENCES series (series_id) ON DELETE CASCADE,
      occurs_on TEXT NOT NULL,                     -- the day the rule says
      held_on TEXT NOT NULL,                       -- the day it was, or will be, held
      skipped INTEGER NOT NULL,
      record_id TEXT NOT NULL UNIQUE,              -- of its draft, later of its record
      made_at TEXT,                                -- when the draft was made; NULL while to come
      PRIMARY KEY (series_id, occurs_on)
    ) STRICT, WITHOUT ROWID
    """,
)

_FILES_OF_VERSIONS: Final = (
    """
    CREATE TABLE attachment_event (
      event_id INTEGER PRIMARY KEY,                -- counted up: the order in which it happened
      record_id TEXT NOT NULL,                     -- may be a draft's: no foreign key
      question_key TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      name TEXT NOT NULL,
      media_type TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('added', 'removed')),
      at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX attachment_event_of_record ON attachment_event (record_id, event_id)",
    "CREATE INDEX attachment_event_content ON attachment_event (sha256)",
    """
    INSERT INTO attachment_event (record_id, question_key, sha256, name, media_type, size_bytes,
      action, at)
    SELECT record_id, question_key, sha256, name, media_type, size_bytes, 'added', added_at
    FROM attachment ORDER BY attachment_id
    """,
    """
    CREATE TABLE revision_files (                  -- the last event that a saved state knows of
      revision_row INTEGER PRIMARY KEY REFERENCES revision (revision_row) ON DELETE CASCADE,
      event_id INTEGER NOT NULL
    ) STRICT
    """,
    "ALTER TABLE import_batch ADD COLUMN source_sha256 TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX import_batch_source ON import_batch (source_sha256)",
)


_KITS: Final = (
    """
    CREATE TABLE kit (
      seq INTEGER PRIMARY KEY CHECK (seq > 0),
      bundle_id TEXT NOT NULL UNIQUE,
      prev_id TEXT NOT NULL,                       -- '' for the first
      issued_at TEXT NOT NULL,
      taken_at TEXT NOT NULL,
      file_name TEXT NOT NULL,
      made_here INTEGER NOT NULL,
      changes TEXT NOT NULL                        -- JSON: what changed, in the words that were shown
    ) STRICT
    """,
    """
    CREATE TABLE kit_file (
      place TEXT NOT NULL CHECK (place IN ('in_use', 'next')),  -- 'next': at the province, not sent yet
      name TEXT NOT NULL,
      content BLOB NOT NULL,
      PRIMARY KEY (place, name)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE certificate (                     -- the province's copy of the authority's register
      serial TEXT PRIMARY KEY,
      key_id TEXT NOT NULL,
      device_id TEXT NOT NULL,
      unit_code TEXT NOT NULL,
      unit_name TEXT NOT NULL,
      person TEXT NOT NULL,
      position TEXT NOT NULL,
      role TEXT NOT NULL,
      issued_at TEXT NOT NULL,
      not_after TEXT NOT NULL,
      revoked_at TEXT NOT NULL,                    -- '' while it is good
      reason TEXT NOT NULL,
      pem TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX certificate_unit ON certificate (unit_code)",
)

_LISTED: Final = (
    # Of an incomplete record when it was last checked; 1 until then: it is incomplete for a reason.
    "ALTER TABLE record ADD COLUMN fault_count INTEGER NOT NULL DEFAULT 1",
    """
    CREATE INDEX record_any_title ON record
      (title_key, row_id, status, own, attachment_count, unit_code) WHERE present = 1
    """,
    "CREATE INDEX record_any_absent ON record (event_on, row_id) WHERE present = 0",
)

_SIGNED_PAPERS: Final = (
    """
    CREATE TABLE made_paper (                      -- PDF files as this program wrote them
      sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
      size_bytes INTEGER NOT NULL,
      kind TEXT NOT NULL,                          -- "report", "consolidated" …
      period_id TEXT NOT NULL,
      made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX made_paper_size ON made_paper (size_bytes)",
    """
    CREATE TABLE signed_paper (                    -- the same papers when they came back signed
      sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
      made_sha256 TEXT NOT NULL REFERENCES made_paper (sha256),
      file_name TEXT NOT NULL,                     -- in the workspace's folder of papers
      verdict TEXT NOT NULL,
      outcome TEXT NOT NULL,                       -- JSON: findings and signers as they were shown
      taken_at TEXT NOT NULL,
      actor TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX signed_paper_made ON signed_paper (made_sha256)",
)

_EXCHANGE: Final = (
    """
    CREATE TABLE held_bundle (                     -- what came and waits: for a part, a key, a person
      file_sha256 TEXT PRIMARY KEY CHECK (length(file_sha256) = 64),  -- of the file as it came
      kept_as TEXT NOT NULL,                       -- in the folder of what was put aside
      file_name TEXT NOT NULL,
      held_at TEXT NOT NULL,
      cause TEXT NOT NULL,
      reason TEXT NOT NULL,
      bundle_id TEXT NOT NULL,                     -- '' while the file cannot be opened
      unit_code TEXT NOT NULL,                     -- '' while the sender is not believed
      unit_valid_from TEXT NOT NULL,
      period_id TEXT NOT NULL,
      epoch TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      set_id TEXT NOT NULL,
      part INTEGER NOT NULL,
      parts INTEGER NOT NULL,
      outcome TEXT NOT NULL,                       -- JSON, for showing it again
      decision TEXT NOT NULL CHECK (decision IN ('', 'accepted', 'refused')),
      decided_at TEXT,
      decided_by TEXT NOT NULL,
      decided_why TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX held_bundle_of ON held_bundle (bundle_id)",
    """
    CREATE TABLE exchange_log (
      log_id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      subject TEXT NOT NULL,                       -- bundle id, or what else it was done to
      period_id TEXT NOT NULL,
      why TEXT NOT NULL,
      facts TEXT NOT NULL                          -- JSON; no names of people in the data
    ) STRICT
    """,
    """
    CREATE TRIGGER exchange_log_stays BEFORE UPDATE ON exchange_log
      BEGIN SELECT raise(ABORT, 'the log is only added to'); END
    """,
    """
    CREATE TRIGGER exchange_log_kept BEFORE DELETE ON exchange_log
      BEGIN SELECT raise(ABORT, 'the log is only added to'); END
    """,
)

_RENAMED: Final = (
    """
    CREATE TABLE answer_alias (                    -- names that questions had before
      form_id TEXT NOT NULL,
      repeat_key TEXT NOT NULL,
      earlier_key TEXT NOT NULL,
      question_key TEXT NOT NULL,                  -- the name in answer_column
      PRIMARY KEY (form_id, repeat_key, earlier_key)
    ) STRICT, WITHOUT ROWID
    """,
)

_RECEIPTS: Final = (
    """
    CREATE TABLE intake_rows (                     -- what a bundle changed at the province
      bundle_id TEXT PRIMARY KEY,
      new INTEGER NOT NULL,
      changed INTEGER NOT NULL,
      refused TEXT NOT NULL                        -- record ids that were left out, JSON
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE receipt_line (                    -- what the province says of a bundle of this desk
      bundle_id TEXT PRIMARY KEY,
      sequence INTEGER NOT NULL,
      result TEXT NOT NULL,
      code TEXT NOT NULL,
      reason TEXT NOT NULL,
      received_at TEXT NOT NULL,
      new INTEGER NOT NULL,
      changed INTEGER NOT NULL,
      refused INTEGER NOT NULL,
      officer TEXT NOT NULL,
      signed_at TEXT NOT NULL,
      receipt_id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE remark (                          -- asked by the province, answered by the desk
      remark_id TEXT PRIMARY KEY,
      record_id TEXT NOT NULL,
      form_id TEXT NOT NULL,
      unit_code TEXT NOT NULL,
      period_id TEXT NOT NULL,
      question TEXT NOT NULL,                      -- key or repeat/key, blank for the whole record
      row INTEGER NOT NULL,                        -- from 1, 0 outside a repeat
      text TEXT NOT NULL,
      value TEXT NOT NULL,                         -- the answer that it was made about
      revision INTEGER NOT NULL,                   -- and the saved state
      made_at TEXT NOT NULL,
      made_by TEXT NOT NULL,
      sent_at TEXT NOT NULL,
      state TEXT NOT NULL,                         -- open, corrected, withdrawn, closed
      changed_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX remark_of_record ON remark (record_id)",
)

# Without an index of its own a beginning of four letters and more gathers all that it finds, before
# the first is shown: a quarter of a second at a million records. Vietnamese syllables have seven
# letters at most.
_SEARCHED: Final = (
    'CREATE VIRTUAL TABLE search_longer USING fts5 (words, tokenize = "unicode61 remove_diacritics 0 '
    "categories 'L* N* M* Co'\", prefix = '1 2 3 4 5 6')",
    "INSERT INTO search_longer (rowid, words) SELECT rowid, words FROM search ORDER BY rowid",
    "DROP TABLE search",
    "ALTER TABLE search_longer RENAME TO search",
)

_STEPS: Final = (
    ("1_core", _CORE),
    ("2_imports", _IMPORTS),
    ("3_papers", _PAPERS),
    ("4_series", _SERIES),
    ("5_files_of_versions", _FILES_OF_VERSIONS),
    ("6_kits", _KITS),
    ("7_listed", _LISTED),
    ("8_signed_papers", _SIGNED_PAPERS),
    ("9_exchange", _EXCHANGE),
    ("10_renamed", _RENAMED),
    ("11_receipts", _RECEIPTS),
    ("12_searched", _SEARCHED),
)


def migrations() -> Migrations:
    """All steps, in their order."""
    from sqlite_utils import Migrations  # noqa: PLC0415 - off the start-up path

    steps = Migrations("hrdesk")
    for name, statements in _STEPS:
        steps(name=name)(_step(statements))
    return steps


def _step(statements: Iterable[str]) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        for statement in statements:
            database.conn.execute(statement)

    return run


def migrate(connection: sqlite3.Connection, application_id: int) -> None:
    """Bring the file to `SCHEMA_VERSION`; what a step began and could not finish is undone."""
    from sqlite_utils import Database  # noqa: PLC0415 - off the start-up path

    connection.execute(f"PRAGMA application_id={application_id}")
    migrations().apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
