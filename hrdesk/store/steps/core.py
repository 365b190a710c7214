"""What every record has, definitions and their tables, drafts, revisions, files, what left and came."""

from typing import Final

STATEMENTS: Final = (
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
