"""What a list shows of a record without opening it."""

from typing import Final

STATEMENTS: Final = (
    # Of an incomplete record when it was last checked; 1 until then: it is incomplete for a reason.
    "ALTER TABLE record ADD COLUMN fault_count INTEGER NOT NULL DEFAULT 1",
    """
    CREATE INDEX record_any_title ON record
      (title_key, row_id, status, own, attachment_count, unit_code) WHERE present = 1
    """,
    "CREATE INDEX record_any_absent ON record (event_on, row_id) WHERE present = 0",
)
