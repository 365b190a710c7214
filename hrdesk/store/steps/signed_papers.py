"""Papers that were made, and those that were signed."""

from typing import Final

STATEMENTS: Final = (
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
