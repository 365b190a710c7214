"""Numbers of papers, and what a person wrote into a report."""

from typing import Final

STATEMENTS: Final = (
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
