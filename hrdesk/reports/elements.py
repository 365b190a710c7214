"""The fixed elements of a report as texts, the same for paper, word processor and sheet."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import tr_in
from hrdesk.reports.numbers import roman

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from hrdesk.reports.content import Heading, ReportContent

_END_MARKS: Final = " .;"
_CODES_NAMED: Final = 24


def dated_place(place: str, day: date | None, language: str) -> str:
    """Place and date, with room to write the date while there is none."""
    if day is None:
        return tr_in(language, "{place}, .......... (date)", place=place)
    return tr_in(language, "{place}, {day}/{month}/{year}", place=place, **_date_parts(day))


def _date_parts(day: date) -> dict[str, object]:
    """A day below 10 and the months 1 and 2 take a leading zero, other months none."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return {"day": f"{day.day:02}", "month": month, "year": day.year}


def numbered(number: str, symbol: str) -> str:
    """Number and symbol; a number below 10 takes a leading zero, none leaves its room."""
    if number.isdigit():
        number = f"{int(number):02}"
    return f"{number or 8 * chr(0xA0)}/{symbol}"


def heading_text(heading: Heading) -> str:
    """Number and text of a heading; those of parts in capitals."""
    text = heading.text.upper() if heading.level == 1 else heading.text
    return f"{heading.number} {text}".strip()


def recipient_lines(content: ReportContent) -> tuple[str, ...]:
    """What follows `Kính gửi:`: one receiver as it is, several under dashes with their marks."""
    if len(content.recipients) < 2:
        return content.recipients
    return _dashed(content.recipients)


def copy_lines(content: ReportContent) -> tuple[str, ...]:
    """The list under `Nơi nhận:`; `Như trên` stands first where somebody is addressed, else not."""
    above = {one.casefold() for one in (tr_in(content.language, "As above"), "Như trên")}
    copies = tuple(map(_bare, content.copies))
    others = tuple(one for one in copies if one.casefold() not in above)
    if content.recipients and len(others) < len(copies):
        return _dashed((tr_in(content.language, "As above"), *others))
    return _dashed(others)


def basis_lines(content: ReportContent) -> tuple[str, ...]:
    """`Căn cứ`: each ends in a semicolon, the last in a full stop."""
    return _marked(content.legal_bases)


def _dashed(names: tuple[str, ...]) -> tuple[str, ...]:
    return _marked(tuple(f"- {_bare(name)}" for name in names))


def _bare(name: str) -> str:
    """A receiver without the dash and the mark that some type with it."""
    return name.lstrip("- ").rstrip(_END_MARKS)


def _marked(texts: tuple[str, ...]) -> tuple[str, ...]:
    last = len(texts) - 1
    texts = tuple(text.rstrip(_END_MARKS) for text in texts)
    return tuple(f"{text}{'.' if index == last else ';'}" for index, text in enumerate(texts))


def appendix_head(content: ReportContent, number: int) -> str:
    """`Phụ lục`, with a Roman number when there are two or more."""
    if len(content.appendices) > 1:
        return tr_in(content.language, "Appendix {number}", number=roman(number))
    return tr_in(content.language, "Appendix")


def reference(content: ReportContent) -> str:
    """To which report an appendix belongs; what is not known yet is left to be filled in.

    On an electronic document nothing is filled in: number and date are given when it is signed.
    """
    day = content.issued_on
    agency = content.letterhead.in_text or content.letterhead.agency
    if content.number and day and not content.electronic:
        return tr_in(
            content.language,
            "(Attached to Report No. {symbol} of {day}/{month}/{year} by {agency})",
            symbol=numbered(content.number, content.symbol),
            agency=agency,
            **_date_parts(day),
        )
    return tr_in(
        content.language,
        "(Attached to Report No. {symbol} of ...../...../{year} by {agency})",
        symbol=f"{(not content.electronic and content.number) or '........'}/{content.symbol}",
        year=day.year if day and not content.electronic else ".........",
        agency=agency,
    )


def missing_letters_note(content: ReportContent, letters: Iterable[str]) -> str:
    """What the codes in brackets are: letters of a script that the program ships no font for."""
    ordered = sorted(letters)
    scripts = dict.fromkeys(unicodedata.name(one, "?").split()[0].title() for one in ordered)
    codes = ", ".join(f"[{ord(one):04X}]" for one in ordered[:_CODES_NAMED])
    return tr_in(
        content.language,
        "Note: no font draws these letters, so each stands as its code; copying gives the letters. Script: {scripts}. Codes: {codes}.",
        scripts=", ".join(scripts),
        codes=codes if len(ordered) <= _CODES_NAMED else f"{codes}, …",
    )
