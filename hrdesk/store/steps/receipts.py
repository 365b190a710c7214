"""Receipts, remarks, and what of a submission was taken in."""

from typing import Final

STATEMENTS: Final = (
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
