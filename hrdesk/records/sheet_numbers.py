"""Numbers as they stand in workbooks of offices: with their unit behind them, or a dash for none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from hrdesk.vietnamese.formats import parse_number
from hrdesk.vietnamese.text import fold

_SPLIT: Final = re.compile(r"([-+]?[\d.,\s\u00a0]*\d)\s*([^\d.,\s].*)", re.DOTALL)
_TIMES: Final = {"nghin": 3, "ngan": 3, "trieu": 6, "tr": 6, "ty": 9, "ti": 9}
_UNITS: Final = frozenset(
    {"d", "dong", "vnd", "nguoi", "luot", "luot nguoi", "hoc vien", "dai bieu", "buoi", "lan"}
    | {"cuoc", "lop", "hoi nghi", "tin", "bai", "ban", "cai", "to", "cuon", "quyen", "bang ron"}
    | {"pano", "video", "clip", "gio", "tiet", "phut", "ngay", "ho", "diem cau"}
)
_NONE: Final = frozenset({"-", "–", "—", "\u2212"})


def is_none(text: str) -> bool:
    """Whether a cell says that there is nothing by a dash, as tables on paper do."""
    return text in _NONE


def read_sheet_number(text: str) -> str | None:
    """`1.500.000 đồng`, `50 người`, `1,5 triệu` in lexical form; None when it is no number.

    A word that is no unit known (“khoảng 50”, “50-60 người”) is not passed over.
    """
    number = parse_number(text)
    if number is not None:
        return number
    found = _SPLIT.fullmatch(text.strip())
    if found is None or (number := parse_number(found[1])) is None:
        return None
    words = fold(found[2]).strip(" .").split()
    power = _TIMES.get(words[0]) if words else None
    rest = " ".join(words[1:] if power else words)
    if rest and rest not in _UNITS:
        return None
    if power is None:
        return number
    return parse_number(format(Decimal(number).scaleb(power), "f").replace(".", ","))
