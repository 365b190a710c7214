"""Vietnamese text: folded for search, keyed for sorting, matched for highlighting.

`fold` never uses NFKC: Khmer and Jawi titles must come out of the program as they went in. What is
folded is only compared, never stored in place of what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LATIN_MARKS: Final = range(0x0300, 0x0370)  # marks of other scripts are letters there: keep them
_ZERO_WIDTH_SPACE: Final = "\u200b"  # the word boundary of Khmer

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY: Final = {letter: chr(0x41 + place) for place, letter in enumerate(_ALPHABET)}
_TONES: Final = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_OTHER_MARK: Final = "7"
_SHAPES: Final = {"\u0306": {"a"}, "\u0302": {"a", "e", "o"}, "\u031b": {"o", "u"}}
_CLUSTERS: Final = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
_LONELY_MARK: Final = re.compile(r"\s[\u0300-\u036f]")
_WORD: Final = 32  # letters; what is longer comes once and is not remembered
_WORDS: Final = 16_384
_FIELD, _LEVEL, _SPACE, _SIGN = "\x01", "\x02", "\x03", "\x04"  # below every letter and digit


def nfc(text: str) -> str:
    """The text in Unicode NFC: the one form in which text is kept."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text for comparing and searching: lower case, without Vietnamese marks, đ as d.

    Letters of other scripts stay, with their marks; whitespace is collapsed. Idempotent.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    if _ZERO_WIDTH_SPACE in text:  # it parts words, and folding tells
        return nfc(" ".join("".join(map(_folded, text)).split()))
    return nfc(" ".join(filter(None, map(_FOLDED.__getitem__, text.split()))))


def _fold_each(word: str) -> str:
    if word.isascii():
        return word.lower()
    return "".join(map(_folded, word))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char == _ZERO_WIDTH_SPACE:
        return " "
    decomposed = unicodedata.normalize("NFD", char.lower())
    return "".join(ch for ch in decomposed if ord(ch) not in _LATIN_MARKS).replace("đ", "d")


class _Folded(dict[str, str]):
    """Folded words: those of records come again and again."""

    def __missing__(self, word: str) -> str:
        folded = _fold_each(word)
        if len(word) <= _WORD:
            if len(self) >= _WORDS:
                self.clear()
            self[word] = folded
        return folded


_FOLDED: Final = _Folded()


def is_word_char(char: str) -> bool:
    """Whether the character belongs to a word: letters, digits, and marks of any script."""
    return unicodedata.category(char)[0] in "LNM"


def words(folded: str) -> list[str]:
    """The words of a folded text, in their order."""
    separated = "".join(ch if is_word_char(ch) else " " for ch in folded)
    return separated.split()


def sort_key(text: str) -> str:
    """A text whose code point order (also UTF-8 byte order) is the Vietnamese order.

    First the letters (ă â đ ê ô ơ ư are letters of their own), then the tones in the order ngang,
    huyền, hỏi, ngã, sắc, nặng, then lower case before upper case. Signs come before digits, digits
    before letters, other scripts last.
    """
    if _LONELY_MARK.search(text):  # a mark after a space: words cannot be weighed one by one
        levels = [_weigh(" ".join(text.split()))]
    else:
        levels = list(map(_weigh, text.split()))
    primary, tones, cases = zip(*levels, strict=True) if levels else ((), (), ())
    return _LEVEL.join(
        (_SPACE.join(primary), "1".join(tones).rstrip("1"), "1".join(cases).rstrip("1"))
    )


@lru_cache(maxsize=16_384)  # the words of titles come again and again
def _weigh(text: str) -> tuple[str, str, str]:
    """Letters, tones and cases of a word, or of a text."""
    if text.isdigit() and text.isascii():  # numbers in titles are new in each of them
        flat = "1" * len(text)
        return text, flat, flat
    primary: list[str] = []
    tones: list[str] = []
    cases: list[str] = []
    for cluster in _CLUSTERS.findall(unicodedata.normalize("NFD", text)):
        letter, tone, case = _weights(cluster)
        if letter:
            primary.append(letter)
            tones.append(tone)
            cases.append(case)
    return "".join(primary), "".join(tones), "".join(cases)


@lru_cache(maxsize=4096)
def _weights(cluster: str) -> tuple[str, str, str]:
    """Letter, tone and case weight of one base character with its marks; "" for a control."""
    base, marks = cluster[0], cluster[1:]
    letter = base.lower() if len(base.lower()) == 1 else base
    case = "2" if base != letter else "1"
    tone = "1"
    for mark in marks:
        if letter in _SHAPES.get(mark, ()):
            letter = nfc(letter + mark)
        else:
            tone = max(tone, _TONES.get(mark, _OTHER_MARK))
    if letter in _PRIMARY:
        return _PRIMARY[letter], tone, case
    if base == " ":
        return _SPACE, "1", "1"
    category = unicodedata.category(base)
    if category[0] == "C":
        return "", "", ""
    if category[0] in "LNM":
        return letter, tone, case
    return _SIGN + base, "11", "11"


def name_key(full_name: str) -> str:
    """The sort key of a person's name in a list: given name, then family name, then the rest."""
    parts = full_name.split()
    if not parts:
        return ""
    given = parts[-1]
    family = parts[0] if len(parts) > 1 else ""
    middle = " ".join(parts[1:-1])
    return _FIELD.join(map(sort_key, (given, family, middle)))


def match_spans(text: str, folded_query: str) -> list[tuple[int, int]]:
    """Where in `text`, as typed, its words begin with a word of the folded query.

    Spans are (start, end) indices into `text`, in order and apart from each other.
    """
    sought = sorted(set(words(folded_query)), key=len, reverse=True)
    if not sought:
        return []
    folded: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for piece in _folded(char):
            folded.append(piece)
            origin.append(index)
    return [
        (origin[start], _end_of_cluster(text, origin[end - 1] + 1))
        for start, end in _matches("".join(folded), sought)
    ]


def _matches(folded: str, sought: list[str]) -> list[tuple[int, int]]:
    found = []
    at_start = True
    for index, char in enumerate(folded):
        inside = is_word_char(char)
        if inside and at_start:
            word = next((word for word in sought if folded.startswith(word, index)), None)
            if word is not None:
                found.append((index, index + len(word)))
        at_start = not inside
    return found


def _end_of_cluster(text: str, end: int) -> int:
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
