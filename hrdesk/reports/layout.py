"""Measures of the paper: Nghị định 30/2020/NĐ-CP, Phụ lục I. Lengths in points."""

from __future__ import annotations

from typing import Final

MM: Final = 72 / 25.4
A4: Final = (210 * MM, 297 * MM)
TOP = BOTTOM = 20 * MM
LEFT: Final = 30 * MM
RIGHT: Final = 15 * MM
BODY_SIZE: Final = 14.0
LINE_SPACING: Final = 1.2
PARAGRAPH_GAP: Final = 6.0
FIRST_INDENT: Final = 12.7 * MM
NUMBER_BASELINE: Final = 12 * MM
NUMBER_SIZE: Final = 13.0
LARGE_SIZE: Final = 28.0  # what is read out over the telephone
TABLE_SIZE: Final = 12.0
WIDE_TABLE_SIZE: Final = 11.0
WIDE_TABLE_COLUMNS: Final = 7
RULE_WIDTH: Final = 0.6

NATION_SIZE: Final = 13.0
MOTTO_SIZE: Final = 14.0
RECEIVERS_SIZE: Final = 11.0
RECEIVERS_HEAD_SIZE: Final = 12.0
PICTURE_SHARE: Final = 0.42  # of the height of a page: two pictures with their words on each
CAPTION_SIZE: Final = 12.0
SIGNATURE_ROOM: Final = 26 * MM
LEFT_SHARE: Final = 0.40
SHORT_RULE: Final = 0.4  # of the text above it: the decree asks for 1/3 to 1/2


def table_size(columns: int) -> float:
    """Size of the letters of a table; smaller when it has many columns."""
    return WIDE_TABLE_SIZE if columns > WIDE_TABLE_COLUMNS else TABLE_SIZE
