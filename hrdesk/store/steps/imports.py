"""Tables taken over, and which records each brought."""

from typing import Final

STATEMENTS: Final = (
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
