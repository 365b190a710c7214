"""Text from before Unicode, TCVN3 (ABC) and VNI-Windows, as it comes out of old workbooks.

Which of them a text is in can only be guessed, and only over a whole column or file: the person
who takes the text over sees it before and after, and chooses. A decoder spoils text that is
Unicode already.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

from hrdesk.resources import resource
from hrdesk.vietnamese.syllables import is_syllable
from hrdesk.vietnamese.text import nfc

Encoding = Literal["unicode", "tcvn3", "vni"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:[^\s\d.,;:!?()\[\]/\"]*[^\W\d_])?|[^\s\d.,;:!?()\[\]/\"]+")
_SAMPLE_WORDS: Final = 5000


def decode_tcvn3(text: str) -> str:
    """Text in the fonts .VnTime, .VnArial … as Unicode NFC.

    Headings in the fonts of capitals (.VnTimeH) come back in lower case. ư is a soft hyphen in
    this encoding: do not strip soft hyphens beforehand.
    """
    return nfc(text.translate(_tcvn3()))


def decode_vni(text: str) -> str:
    """Text in the fonts VNI-Times, VNI-Helve … as Unicode NFC."""
    letters, pattern = _vni()
    return nfc(pattern.sub(lambda match: letters[match[0]], text))


def decode(text: str, encoding: Encoding) -> str:
    """The text as Unicode NFC, whichever of the three it is in."""
    if encoding == "tcvn3":
        return decode_tcvn3(text)
    return decode_vni(text) if encoding == "vni" else nfc(text)


def guess_encoding(samples: Iterable[str]) -> Encoding:
    """What a column or a file is written in: the reading that makes most words Vietnamese.

    Unicode unless another reading is clearly better. Give it all the cells, never one.
    """
    words = _telling_words(samples)
    as_it_is = sum(map(is_syllable, words))
    best: Encoding = "unicode"
    best_count = as_it_is
    for encoding in ("tcvn3", "vni"):
        count = sum(is_syllable(decode(word, encoding)) for word in words)
        if count > best_count:
            best, best_count = encoding, count
    return best


def syllables_in(text: str) -> int:
    """How many words that hold something beside plain Latin are Vietnamese syllables."""
    return sum(map(is_syllable, _telling_words([text])))


def _telling_words(samples: Iterable[str]) -> list[str]:
    """The words that hold something beside plain Latin, as many as are worth looking at."""
    telling: list[str] = []
    for sample in samples:
        telling += [word for word in _WORD.findall(nfc(sample)) if not word.isascii()]
        if len(telling) >= _SAMPLE_WORDS:
            break
    return telling


def _rows(name: str) -> list[dict[str, str]]:
    path = resource("legacy", name)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@lru_cache(maxsize=1)
def _tcvn3() -> dict[int, str]:
    # Only the 74 letters of VN3: what the fonts drew elsewhere (capitals) is other signs in files.
    return {
        int(row["byte"], 16): row["unicode_nfc"]
        for row in _rows("tcvn3.csv")
        if row["subset"] == "VN3"
    }


@lru_cache(maxsize=1)
def _vni() -> tuple[dict[str, str], re.Pattern[str]]:
    letters = {row["sequence"]: row["unicode_nfc"] for row in _rows("vni.csv")}
    for sequence, letter in list(letters.items()):
        if (
            len(sequence) == 2 and sequence[0].isupper()
        ):  # a capital with the mark of a small letter
            letters.setdefault(sequence[0] + sequence[1].lower(), letter)
    longest_first = sorted(letters, key=len, reverse=True)
    return letters, re.compile("|".join(map(re.escape, longest_first)))
