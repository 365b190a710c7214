"""Search as one types: folded words, each the beginning of a word, without ranking.

Vietnamese marks are folded away before indexing and before asking, đ included: "dong nai" finds
"Đồng Nai". Ranking is left out on purpose: it makes a common word cost two hundred milliseconds.
"""

from __future__ import annotations

from typing import Final

from hrdesk.vietnamese.text import fold, words

WORDS_ASKED: Final = 12


def match_of(text: str) -> str:
    """The FTS5 expression for what was typed; "" when nothing in it can be looked for."""
    asked = dict.fromkeys(words(fold(text)))
    return " ".join(f'"{word}" *' for word in list(asked)[:WORDS_ASKED])
