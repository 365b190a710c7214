"""A report as data: what stands on the paper, in which order, and nothing about how it is drawn.

PDF, screen and word processor draw the same value, so no two of them can disagree. Texts are
plain and NFC; a cell may hold any script. Numbers are already written out ("1.234", "92,5%").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Align = Literal["left", "center", "right"]
CellKind = Literal["text", "number", "percent", "date", "fraction"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body. Level 1 is `I. …` in capitals, 2 is `1. …`, 3 is `a) …`."""

    level: Literal[1, 2, 3]
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text: justified, first line indented. `large`: to be read out, centred and big."""

    text: str
    italic: bool = False
    bold: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item under a dash, or under a letter such as `a)`."""

    text: str
    mark: str = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `width` is a share; neighbours with one `group` share a head above.

    `kind` says what its texts are, so that a sheet can hold true numbers: `1.234`, `92,5%`,
    `05/11/2026`, or `3/5` for a numerator over a denominator. Any other text may stand among them.
    """

    label: str
    width: float
    align: Align = "left"
    group: str = ""
    kind: CellKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. A row of a single cell is a heading across the whole table.

    `rows` may be anything that can be walked again and again, also what makes its rows when
    asked. `total_row` closes the table in bold. `row_height` leaves room to write by hand, in
    points.
    """

    columns: tuple[Column, ...]
    rows: Iterable[tuple[str, ...]]
    total_row: tuple[str, ...] | None = None
    caption: str = ""
    row_height: float = 0.0


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One bar with its words. `share` is 0 to 1 of the room, `marks` are what is required.

    `earlier` bars are those that the last one is compared with.
    """

    label: str
    share: float
    shown: str
    asked: str = ""
    marks: tuple[float, ...] = ()
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under one another; `heads` name label, figure and requirement where it is a table."""

    title: str
    heads: tuple[str, str, str]
    rows: tuple[ChartRow, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or scan that belongs to what is said, with its size in dots and the words below it."""

    path: str
    width: int
    height: int
    caption: str


Block = Heading | Paragraph | ListItem | Table | Chart | Picture


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues: the body above (may be empty) and the issuing body, as the decree writes them.

    `in_text` is the issuing body inside a sentence ("Ủy ban nhân dân xã Châu Phong").
    """

    parent: str
    agency: str
    in_text: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs. `authority` holds the lines such as `TM. …`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`."""

    authority: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Appendix:
    """One `Phụ lục`: pages of its own, numbered from 1; its Roman number follows from its place."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """What the foot of each page says, so that paper and data can be compared.

    `digest` is that of the content (`hrdesk.reports.proof.report_digest`), 64 hex digits. `version`
    counts the submissions of the period from 1; a `draft` was printed before it was submitted.
    """

    unit: str
    period_id: str
    version: int
    digest: str
    draft: bool = False


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report in the order of Nghị định 30/2020/NĐ-CP, Mẫu 1.4.

    `number` is blank until the clerk's office gives one; the paper then keeps the room for it.
    `issued_on` is None when the date is to be written by hand. `recipients` stand after
    `Kính gửi`, `copies` under `Nơi nhận` (each without dash and end mark). A paper that is kept in
    the office has neither symbol nor recipients, and may have no signature. In an `electronic` one
    the line under the title of an appendix keeps its blanks.
    """

    letterhead: Letterhead
    number: str
    symbol: str
    place: str
    issued_on: date | None
    title: str
    subject: str
    recipients: tuple[str, ...]
    body: tuple[Block, ...]
    signature: Signature
    copies: tuple[str, ...]
    appendices: tuple[Appendix, ...] = ()
    legal_bases: tuple[str, ...] = ()
    language: str = "vi"
    author: str = ""
    landscape: bool = False
    proof: Proof | None = None
    electronic: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether anything stands below the body: a signature or a list of receivers."""
        return bool(self.signature.authority or self.signature.name or self.copies)

    @property
    def document_title(self) -> str:
        """Title and subject in one line, for the file's metadata and the window."""
        return f"{self.title.capitalize()} {self.subject}".strip()
