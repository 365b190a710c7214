"""Which files each kept version of a record had."""

from typing import Final

STATEMENTS: Final = (
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
