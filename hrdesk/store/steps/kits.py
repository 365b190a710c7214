"""Kits that were put in use, what the next one will say, the register of certificates."""

from typing import Final

STATEMENTS: Final = (
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
