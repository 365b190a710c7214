"""Questions that had another name before."""

from typing import Final

STATEMENTS: Final = (
    """
    CREATE TABLE answer_alias (                    -- names that questions had before
      form_id TEXT NOT NULL,
      repeat_key TEXT NOT NULL,
      earlier_key TEXT NOT NULL,
      question_key TEXT NOT NULL,                  -- the name in answer_column
      PRIMARY KEY (form_id, repeat_key, earlier_key)
    ) STRICT, WITHOUT ROWID
    """,
)
