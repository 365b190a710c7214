"""Bundles that wait for a decision, and what was handed over where."""

from typing import Final

STATEMENTS: Final = (
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
