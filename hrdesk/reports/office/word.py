"""A report as .docx: real styles, sections and page fields, so that it can be worked on."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, BinaryIO, Final

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from hrdesk.i18n import tr_in
from hrdesk.reports import elements
from hrdesk.reports.content import Heading, ListItem, Paragraph, Picture, Table
from hrdesk.reports.fonts import FontBook
from hrdesk.reports.layout import (
    A4,
    BODY_SIZE,
    FIRST_INDENT,
    LEFT,
    LEFT_SHARE,
    MM,
    MOTTO_SIZE,
    NATION_SIZE,
    NUMBER_SIZE,
    PARAGRAPH_GAP,
    PICTURE_SHARE,
    RECEIVERS_HEAD_SIZE,
    RECEIVERS_SIZE,
    RIGHT,
    SHORT_RULE,
    SIGNATURE_ROOM,
    table_size,
)
from hrdesk.reports.lines import break_lines
from hrdesk.reports.office.markup import (
    FONT,
    NAMESPACES,
    PLAIN,
    Look,
    Place,
    TableMarkup,
    bare_table,
    paragraph,
    rule,
    written,
)
from hrdesk.reports.shaping import Shaper

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docx.document import Document as DocxDocument
    from docx.section import Section
    from docx.styles.style import ParagraphStyle

    from hrdesk.reports.content import Appendix, Block, ReportContent
    from hrdesk.reports.fonts import Style

_LOCALES: Final = {"vi": "vi-VN", "en": "en-GB"}
_NUMBER_FROM_EDGE: Final = 10  # mm, of the page number


def write_word(
    content: ReportContent, stream: BinaryIO, progress: Callable[[int], None] | None = None
) -> None:
    """Write `content` as .docx; `progress` is told after each of its sections."""
    writer = _Writer(content)
    writer.front()
    if progress is not None:
        progress(1)
    for number, appendix in enumerate(content.appendices, start=1):
        writer.appendix(appendix, number)
        if progress is not None:
            progress(number + 1)
    writer.document.save(stream)


class _Writer:
    def __init__(self, content: ReportContent) -> None:
        self._content = content
        self._shaper = Shaper(FontBook())
        self._width = A4[0] - LEFT - RIGHT
        self.document: DocxDocument = Document()
        _set_styles(self.document, _LOCALES.get(content.language, "vi-VN"))
        _tell_facts(self.document, content)
        self._lay_out(self.document.sections[0], landscape=content.landscape)
        _number_pages(self.document.sections[0])

    def _say(self, msgid: str, **values: object) -> str:
        return tr_in(self._content.language, msgid, **values)

    def _add(self, markup: str) -> None:
        if not markup.startswith("<w:tbl"):
            markup = f"<w:p {NAMESPACES}{markup.removeprefix('<w:p')}"
        self.document.element.body.sectPr.addprevious(parse_xml(markup))

    # --- page 1 -----------------------------------------------------------------------------

    def front(self) -> None:
        """All that stands before the appendices."""
        content = self._content
        self._letterhead()
        self._add(paragraph(content.title.upper(), "Title"))
        self._add(paragraph(content.subject, "Subtitle"))
        widest = self._widest(content.subject, "bold", MOTTO_SIZE, self._width)
        side = (self._width - min(widest * SHORT_RULE, self._width / 3)) / 2
        self._add(rule(side, side))
        self._recipients()
        for basis in elements.basis_lines(content):
            self._add(paragraph(basis, "BodyText", Look(italic=True)))
        self.blocks(content.body, keep_last=content.is_signed)
        if content.is_signed:
            self._signature()

    def _letterhead(self) -> None:
        content = self._content
        left, right = self._width * LEFT_SHARE - 4, self._width * (1 - LEFT_SHARE) + 4
        nation, strong = Look(size=NATION_SIZE), Look(bold=True, size=NATION_SIZE)
        agency = content.letterhead.agency.upper()
        parent = content.letterhead.parent.upper()
        side = (left - self._widest(agency, "bold", NATION_SIZE, left) * SHORT_RULE) / 2
        issuer = _centred(parent, nation) if parent else ""
        issuer += _centred(agency, strong) + rule(side, side)
        motto = self._say("Independence - Freedom - Happiness")
        side = (right - self._widest(motto, "bold", MOTTO_SIZE, right)) / 2
        state = _centred(self._say("SOCIALIST REPUBLIC OF VIET NAM"), strong)
        state += _centred(motto, Look(bold=True, size=MOTTO_SIZE)) + rule(side, side)
        number = ""
        if content.symbol:
            symbol = elements.numbered(content.number, content.symbol)
            number = self._say("No. {symbol}", symbol=symbol)
        dated = elements.dated_place(content.place, content.issued_on, content.language)
        second = (
            _centred(number, nation, before=PARAGRAPH_GAP),
            _centred(dated, Look(italic=True, size=MOTTO_SIZE), before=PARAGRAPH_GAP),
        )
        self._add(bare_table((left, right), ((issuer, state), second)))

    def _widest(self, text: str, style: Style, size: float, limit: float) -> float:
        lines = (
            line
            for part in text.split("\n")
            for line in break_lines(self._shaper, part, style, limit * 1000 / size)
        )
        return max(line.width for line in lines) * size / 1000

    def _recipients(self) -> None:
        lines = elements.recipient_lines(self._content)
        head = self._say("To:")
        if len(lines) == 1:
            place = Place("center", before=2 * PARAGRAPH_GAP)
            self._add(paragraph(f"{head} {lines[0]}", "", PLAIN, place))
        elif lines:
            limit = self._width * 0.62
            head_width = self._widest(f"{head} ", "regular", BODY_SIZE, self._width)
            widest = max(self._widest(line, "regular", BODY_SIZE, limit) for line in lines)
            side = max(0.0, (self._width - head_width - widest) / 2)
            before = 2 * PARAGRAPH_GAP
            self._add(paragraph(head, "", PLAIN, Place("left", left=side, before=before)))
            inner = Place("left", left=side + head_width, right=side - 2 if side > 2 else 0)
            for line in lines:
                self._add(paragraph(line, "", PLAIN, inner))
        self._add(paragraph(""))

    def _signature(self) -> None:
        content = self._content
        copies = ""
        if content.copies:
            head = Look(bold=True, italic=True, size=RECEIVERS_HEAD_SIZE)
            copies = paragraph(self._say("Copies:"), "", head, Place("left"))
            for line in elements.copy_lines(content):
                copies += paragraph(line, "", Look(size=RECEIVERS_SIZE), Place("left"))
        strong = Look(bold=True)
        signer = "".join(_centred(line, strong) for line in content.signature.authority)
        signer += _centred(content.signature.name, strong, before=SIGNATURE_ROOM)
        half = self._width / 2
        self._add(bare_table((half, half), ((copies or paragraph(""), signer),)))

    # --- blocks -----------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block], *, keep_last: bool = False) -> None:
        """Add blocks in their order; with `keep_last` the last stays with what follows."""
        for index, block in enumerate(blocks):
            place = Place(keep_next=keep_last and index == len(blocks) - 1)
            match block:
                case Heading():
                    self._add(paragraph(elements.heading_text(block), f"Heading{block.level}"))
                case Paragraph():
                    look = Look(block.bold, block.italic)
                    self._add(paragraph(block.text, "BodyText", look, place))
                case ListItem():
                    text = f"{block.mark} {block.text}"
                    self._add(paragraph(text, "ListParagraph", PLAIN, place))
                case Table():
                    self._table(block)
                case Picture():
                    self._picture(block)

    def _picture(self, picture: Picture) -> None:
        most = (A4[1] - 40 * MM) * PICTURE_SHARE
        scale = min(self._width / picture.width, most / picture.height, 1.0)
        holder = self.document.add_paragraph()
        holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
        holder.paragraph_format.keep_with_next = True
        try:
            holder.add_run().add_picture(picture.path, Pt(picture.width * scale))
        except (UnrecognizedImageError, OSError):  # Word takes fewer kinds; its words stay
            holder.add_run("□")
        self._add(paragraph(picture.caption, "", Look(italic=True), Place("center")))

    def _table(self, table: Table) -> None:
        if table.caption:
            self._add(paragraph(table.caption, "Caption"))
        size = table_size(len(table.columns))
        self._add(TableMarkup(self._shaper, table, self._width, size).markup())
        self._add(paragraph("", "TableText"))

    # --- appendices -------------------------------------------------------------------------

    def appendix(self, appendix: Appendix, number: int) -> None:
        """A section of its own, numbered from 1."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        _shrink_break(self.document)
        self._lay_out(section, landscape=appendix.landscape)
        content = self._content
        self._add(paragraph(elements.appendix_head(content, number), "AppendixHeading"))
        self._add(paragraph(appendix.title.upper(), "AppendixTitle"))
        place = Place("center")
        self._add(paragraph(elements.reference(content), "", Look(italic=True), place))
        self._add(paragraph("", "TableText"))
        self.blocks(appendix.blocks)

    def _lay_out(self, section: Section, *, landscape: bool) -> None:
        width, height = (297, 210) if landscape else (210, 297)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.header_distance = Mm(_NUMBER_FROM_EDGE)
        section.different_first_page_header_footer = True
        for known in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001 - python-docx has no name for it
            section._sectPr.remove(known)  # noqa: SLF001 - as above
        start = OxmlElement("w:pgNumType")
        start.set(qn("w:start"), "1")
        margins = section._sectPr.find(qn("w:pgMar"))  # noqa: SLF001 - as above
        margins.addnext(start)
        self._width = width * MM - LEFT - RIGHT


def _centred(text: str, look: Look, before: float = 0.0) -> str:
    return paragraph(text, "", look, Place("center", before=before))


def _number_pages(section: Section) -> None:
    """A page number in the middle of the top margin; the first page of a section has none."""
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = header.add_run()
    run.font.size = Pt(NUMBER_SIZE)
    for kind, inside in (
        ("begin", ""),
        ("", " PAGE "),
        ("separate", ""),
        ("text", "2"),
        ("end", ""),
    ):
        if kind == "":
            part = OxmlElement("w:instrText")
            part.text = inside
        elif kind == "text":
            part = OxmlElement("w:t")
            part.text = inside
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)  # noqa: SLF001 - python-docx has no fields


def _shrink_break(document: DocxDocument) -> None:
    """The paragraph that carries the end of a section takes no room of its own."""
    last = document.element.body.sectPr.getprevious()
    spacing = OxmlElement("w:spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)
    last.pPr.insert(0, spacing)


def _set_styles(document: DocxDocument, locale: str) -> None:
    styles = document.styles
    normal = styles["Normal"]
    _letters(normal, BODY_SIZE)
    normal.paragraph_format.space_after = Pt(0)
    for element in document.styles.element.iter(qn("w:lang")):
        for name in ("w:val", "w:eastAsia"):
            element.set(qn(name), locale)
    for name in ("Body Text", "List Paragraph", "Heading 1", "Heading 2", "Heading 3"):
        style = styles[name]
        _letters(style, BODY_SIZE, bold=name in {"Heading 1", "Heading 2"})
        shape = style.paragraph_format
        shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        shape.left_indent, shape.first_line_indent = Pt(0), Pt(FIRST_INDENT)
        shape.space_before, shape.space_after = Pt(0), Pt(PARAGRAPH_GAP)
        shape.line_spacing = 1.05
        shape.widow_control = True
    for name in ("Title", "Subtitle", "Caption"):
        style = styles[name]
        _letters(style, MOTTO_SIZE, bold=True)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.paragraph_format.space_before = Pt(2 * PARAGRAPH_GAP if name == "Title" else 0)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
        for border in list(style.element.iter(qn("w:pBdr"), qn("w:contextualSpacing"))):
            border.getparent().remove(border)
    for name, based_on in (
        ("Appendix Heading", "Heading 1"),
        ("Appendix Title", "Normal"),
        ("Table Text", "Normal"),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[based_on]
        shape = style.paragraph_format
        shape.first_line_indent = Pt(0)
        if name != "Table Text":
            style.font.bold = True
            shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
            shape.keep_with_next = True
            shape.space_after = Pt(0)
        else:
            shape.space_before = shape.space_after = Pt(1)


def _letters(style: ParagraphStyle, size: float, *, bold: bool = False) -> None:
    """One family for every script, black, upright; the theme of the template has no say."""
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    for name in ("w:szCs", "w:spacing", "w:kern"):
        for known in style.element.rPr.findall(qn(name)):
            style.element.rPr.remove(known)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(round(size * 2)))
    style.element.rPr.find(qn("w:sz")).addnext(complex_size)


def _tell_facts(document: DocxDocument, content: ReportContent) -> None:
    facts = document.core_properties
    facts.title = written(content.document_title)[:255]
    facts.author = facts.last_modified_by = written(content.author)[:255]
    facts.language = content.language
    facts.comments = ""
    if content.issued_on is not None:
        facts.created = facts.modified = datetime.combine(content.issued_on, time(), UTC)
