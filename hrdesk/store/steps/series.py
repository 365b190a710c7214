"""Series of recurring activities and their days."""

from typing import Final

STATEMENTS: Final = (
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
