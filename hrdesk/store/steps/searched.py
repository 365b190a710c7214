"""A search index for longer beginnings of words."""

from typing import Final

# Without an index of its own a beginning of four letters and more gathers all that it finds, before
# the first is shown: a quarter of a second at a million records. Vietnamese syllables have seven
# letters at most.
STATEMENTS: Final = (
    'CREATE VIRTUAL TABLE search_longer USING fts5 (words, tokenize = "unicode61 remove_diacritics 0 '
    "categories 'L* N* M* Co'\", prefix = '1 2 3 4 5 6')",
    "INSERT INTO search_longer (rowid, words) SELECT rowid, words FROM search ORDER BY rowid",
    "DROP TABLE search",
    "ALTER TABLE search_longer RENAME TO search",
)
