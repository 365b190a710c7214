"""Papers that are kept in the office: lists, one record, sign-in sheets, registers, blank forms.

They are reports without number and receivers, so that PDF, Word and Excel are written alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hrdesk.forms.definition import Question, QuestionType, Repeat
from hrdesk.reports.answers import CHOSEN, asked, column_of, label_of, shown_answer
from hrdesk.reports.content import (
    Column,
    Heading,
    Letterhead,
    Paragraph,
    Picture,
    ReportContent,
    Signature,
    Table,
)
from hrdesk.reports.texts import Texts
from hrdesk.vietnamese.formats import show_date, show_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from hrdesk.forms.definition import Form, Item
    from hrdesk.records.record import Record
    from hrdesk.reports.content import Appendix, Block
    from hrdesk.reports.source import Office

FALSE_NEWS_KEYS: Final = (
    "case_code",
    "event_on",
    "channel",
    "topics",
    "severity",
    "detected_by",
    "conclusion",
    "measures",
    "result",
    "handled_on",
)
CODES: Final = frozenset({"case_code"})  # short, although it is text
_CODE_WIDTH: Final = 10.0
WIDE: Final = 6  # columns; more want the page turned
_WRITING_ROOM: Final = 22.0
_SIGNING_ROOM: Final = 24.0
_BLANK_ROWS: Final = 6
_LONG_LIST: Final = 40  # choices; of more one writes the answer
_ROOM_FOR_TEXT: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class PaperFrame:
    """What every paper carries: the office, the day, the language."""

    office: Office
    issued_on: date | None
    language: str = "vi"

    @property
    def texts(self) -> Texts:
        """The words of its language."""
        return Texts(self.language)


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A document that belongs to a record; of a picture where it lies and its size in dots."""

    name: str
    size_bytes: int
    sha256: str
    picture: tuple[str, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One line of a sign-in sheet."""

    name: str
    workplace: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Training:
    """What a sign-in sheet says of the training; blanks leave room to write."""

    title: str = ""
    when: str = ""
    where: str = ""
    sessions: int = 1
    keep_until: date | None = None


def _paper(
    frame: PaperFrame,
    title: str,
    subject: str,
    blocks: Sequence[Block],
    *,
    landscape: bool = False,
    signer: str = "",
) -> ReportContent:
    office = frame.office
    return ReportContent(
        letterhead=Letterhead(office.parent_agency, office.agency, office.name_in_text),
        number="",
        symbol="",
        place=office.place,
        issued_on=frame.issued_on,
        title=title,
        subject=subject,
        recipients=(),
        body=tuple(blocks),
        signature=Signature((signer.upper(),) if signer else ()),
        copies=(),
        language=frame.language,
        author=office.author,
        landscape=landscape,
    )


# --- lists


def list_paper(
    frame: PaperFrame,
    form: Form,
    title: str,
    keys: Sequence[str],
    records: Iterable[Mapping[str, str]],
    summed: frozenset[str] = frozenset(),
) -> ReportContent:
    """Records of one kind under one another, with the columns chosen by their keys.

    A row of totals closes the list where one of the columns is among `summed`.

    Raises:
        KeyError: the form has no such question.
    """
    texts = frame.texts
    known = list(records) if summed.intersection(keys) else records
    table, count = _table(frame, form, keys, known)
    if isinstance(known, list) and count:
        table = replace(table, total_row=_totals(texts, keys, known, summed))
    blocks = (table, Paragraph(texts.say("papers", "total", count=show_number(count))))
    return _paper(
        frame, texts.say("papers", "list_title"), title, blocks, landscape=len(keys) > WIDE - 1
    )


def _totals(
    texts: Texts,
    keys: Sequence[str],
    records: Sequence[Mapping[str, str]],
    summed: frozenset[str],
) -> tuple[str, ...]:
    """The sums of whole numbers under their columns, the word for it under the first other one."""
    cells = [
        show_number(sum(int(one[key]) for one in records if one.get(key, "").isdecimal()))
        if key in summed
        else ""
        for key in keys
    ]
    if "" in cells:
        cells[cells.index("")] = texts.say("words", "total")
    return ("", *cells)


def false_news_paper(
    frame: PaperFrame, form: Form, period: str, records: Iterable[Mapping[str, str]]
) -> ReportContent:
    """The register of false news: no free text stands on it, and so no person can."""
    texts = frame.texts
    known = {question.key for question in form.questions()}
    table, _ = _table(frame, form, [key for key in FALSE_NEWS_KEYS if key in known], records)
    blocks = (Paragraph(texts.say("papers", "false_news_note"), italic=True), table)
    subject = texts.say("papers", "false_news_subject", period=period)
    return _paper(frame, texts.say("papers", "false_news_title"), subject, blocks, landscape=True)


def _table(
    frame: PaperFrame, form: Form, keys: Sequence[str], records: Iterable[Mapping[str, str]]
) -> tuple[Table, int]:
    questions = [form.question(key) for key in keys]
    columns = [Column(frame.texts.say("papers", "number"), 5, "center", kind="number")]
    for question in questions:
        width, align, kind = column_of(form, question, frame.language)
        if question.key in CODES:
            width = _CODE_WIDTH
        columns.append(Column(label_of(question, frame.language), width, align, kind=kind))
    rows = [
        (
            show_number(number),
            *(
                shown_answer(form, question, answers.get(question.key, ""), frame.language)
                for question in questions
            ),
        )
        for number, answers in enumerate(records, start=1)
    ]
    return Table(tuple(columns), rows), len(rows)


def targets_paper(frame: PaperFrame, appendix: Appendix) -> ReportContent:
    """The targets with the definitions they were counted by."""
    title = frame.texts.say("papers", "targets_title")
    return _paper(frame, title, appendix.title, appendix.blocks, landscape=True)


# --- one record


def record_paper(
    frame: PaperFrame,
    form: Form,
    title: str,
    record: Record,
    attachments: Sequence[AttachedFile] = (),
) -> ReportContent:
    """Everything that was answered, group by group, and the documents that belong to it."""
    texts, language = frame.texts, frame.language
    blocks: list[Block] = []
    rows = list(_answered(form, form.children, record.answers, language))
    if rows:
        blocks.append(Table(_two_columns(texts), rows))
    for repeat in form.repeats():
        kept = record.repeats.get(repeat.key, ())
        questions = [
            question
            for question in asked(form.questions(repeat.key))
            if any(row.answers.get(question.key) for row in kept)
        ]
        if questions:
            blocks.append(
                Table(
                    _repeat_columns(form, questions, frame),
                    [
                        (
                            show_number(number),
                            *(
                                shown_answer(form, one, row.answers.get(one.key, ""), language)
                                for one in questions
                            ),
                        )
                        for number, row in enumerate(kept, start=1)
                    ],
                    caption=label_of(repeat, language),
                )
            )
    if record.accepted:
        blocks.append(_accepted(frame, form, record))
    if attachments:
        heads = texts.several("papers", "attachment_columns")
        blocks.append(
            Table(
                (
                    Column(heads[0], 5, "center", kind="number"),
                    Column(heads[1], 34),
                    Column(heads[2], 13, "right", kind="number"),
                    Column(heads[3], 50),
                ),
                [
                    (show_number(number), one.name, show_number(one.size_bytes), one.sha256)
                    for number, one in enumerate(attachments, start=1)
                ],
                caption=texts.say("papers", "attachments"),
            )
        )
        blocks += [
            Picture(*one.picture, texts.say("papers", "picture", number=number, name=one.name))
            for number, one in enumerate(attachments, start=1)
            if one.picture is not None
        ]
    return _paper(frame, texts.say("papers", "record_title"), title, blocks)


def _accepted(frame: PaperFrame, form: Form, record: Record) -> Table:
    """The warnings that were left standing, each with its reason."""
    heads = frame.texts.several("papers", "accepted_columns")
    rows = []
    for one in record.accepted:
        question = next((each for each in form.questions(one.repeat) if each.key == one.key), None)
        words, value = one.key, one.value
        if question is not None:
            note = question.question_type is QuestionType.NOTE  # its words are the warning
            words = "" if note else label_of(question, frame.language)
            value = value if note else shown_answer(form, question, value, frame.language)
        rows.append((words, value, one.reason))
    return Table(
        (Column(heads[0], 35), Column(heads[1], 25), Column(heads[2], 40)),
        rows,
        caption=frame.texts.say("papers", "accepted"),
    )


def _two_columns(texts: Texts) -> tuple[Column, Column]:
    heads = (texts.say("papers", "question"), texts.say("papers", "answer"))
    return Column(heads[0], 35), Column(heads[1], 65)


def _repeat_columns(
    form: Form, questions: Sequence[Question], frame: PaperFrame
) -> tuple[Column, ...]:
    columns = [Column(frame.texts.say("papers", "number"), 5, "center", kind="number")]
    for question in questions:
        width, align, kind = column_of(form, question, frame.language)
        columns.append(Column(label_of(question, frame.language), width, align, kind=kind))
    return tuple(columns)


def _answered(
    form: Form, children: Sequence[Item], answers: Mapping[str, str], language: str
) -> Iterator[tuple[str, ...]]:
    """A row for each answer; a heading above those of a group that has any."""
    for item in children:
        if isinstance(item, Question):
            for question in asked((item,)):
                said = shown_answer(form, question, answers.get(question.key, ""), language)
                if said:
                    yield label_of(question, language), said
        elif not isinstance(item, Repeat):
            rows = list(_answered(form, item.children, answers, language))
            if rows:
                yield (label_of(item, language),)
                yield from rows


# --- a form to fill in by hand


def blank_form_paper(frame: PaperFrame, form: Form, title: str) -> ReportContent:
    """Every question of a definition with room to write; choices with boxes to mark."""
    texts, language = frame.texts, frame.language
    blocks: list[Block] = [Paragraph(texts.say("papers", "form_hint"), italic=True)]
    rows = list(_blanks(form, form.children, language))
    blocks.append(Table(_two_columns(texts), rows, row_height=_WRITING_ROOM))
    for repeat in form.repeats():
        questions = list(asked(form.questions(repeat.key)))
        if questions:
            empty = [
                (str(number), *("" for _ in questions)) for number in range(1, _BLANK_ROWS + 1)
            ]
            columns = tuple(
                Column(column.label, column.width, column.align)
                for column in _repeat_columns(form, questions, frame)
            )
            caption = label_of(repeat, language)
            blocks.append(Table(columns, empty, caption=caption, row_height=_WRITING_ROOM))
    blocks.append(Paragraph(texts.say("papers", "form_filled"), italic=True))
    signer = texts.say("papers", "form_person")
    return _paper(frame, texts.say("papers", "form_title"), title, blocks, signer=signer)


def _blanks(form: Form, children: Sequence[Item], language: str) -> Iterator[tuple[str, ...]]:
    for item in children:
        if isinstance(item, Question):
            for question in asked((item,)):
                mark = " (*)" if question.required else ""
                yield f"{label_of(question, language)}{mark}", _room(form, question, language)
        elif not isinstance(item, Repeat):
            rows = list(_blanks(form, item.children, language))
            if rows:
                yield (label_of(item, language),)
                yield from rows


def _room(form: Form, question: Question, language: str) -> str:
    """Boxes for choices, the shape of a date, lines for long text, else nothing."""
    if question.question_type in CHOSEN:
        choices = form.choices(question)
        if len(choices) > _LONG_LIST:
            return ""
        labels = (dict(one.labels).get(language) or one.name for one in choices)
        return "      ".join(f"□\u00a0{label.replace(' ', chr(0xA0))}" for label in labels)
    if question.question_type is QuestionType.ACKNOWLEDGE:
        return "□"
    if "multiline" in question.appearance:
        return _ROOM_FOR_TEXT
    if question.question_type is QuestionType.DATE:
        return "....... / ....... / .............."
    return ""


# --- sign-in sheets


def attendance_paper(
    frame: PaperFrame, training: Training, people: Sequence[Participant], *, blank_rows: int = 0
) -> ReportContent:
    """The people of a training with room to sign for each session, and the notice of the law."""
    texts = frame.texts
    blank = texts.say("papers", "attendance_blank")
    until = training.keep_until
    blocks: list[Block] = [
        Paragraph(texts.say("papers", "attendance_when", when=training.when or blank)),
        Paragraph(texts.say("papers", "attendance_where", where=training.where or blank)),
        _attendance_table(texts, training, people, blank_rows),
    ]
    if people:
        blocks.append(
            Paragraph(texts.say("papers", "attendance_count", count=show_number(len(people))))
        )
    blocks += [
        Heading(2, "", texts.say("papers", "attendance_notice_title")),
        Paragraph(
            texts.say(
                "papers",
                "attendance_notice",
                office=frame.office.name_in_text,
                until=show_date(until) if until else texts.say("papers", "attendance_until"),
            )
        ),
        Paragraph(texts.say("papers", "attendance_photos")),
    ]
    return _paper(
        frame,
        texts.say("papers", "attendance_title"),
        training.title or blank,
        blocks,
        landscape=training.sessions > 2,
        signer=texts.say("papers", "attendance_signer"),
    )


def _attendance_table(
    texts: Texts, training: Training, people: Sequence[Participant], blank_rows: int
) -> Table:
    heads = texts.several("papers", "attendance_columns")
    columns = [
        Column(heads[0], 6, "center", kind="number"),
        Column(heads[1], 29),
        Column(heads[2], 32),
        Column(heads[3], 18),
    ]
    sessions = max(1, min(training.sessions, 8))
    for number in range(1, sessions + 1):
        session = texts.say("papers", "attendance_session", number=number)
        columns.append(
            Column(heads[4], 18) if sessions == 1 else Column(session, 12, "left", heads[4])
        )
    signing = ("",) * sessions
    rows = [
        (show_number(number), one.name, one.workplace, one.position, *signing)
        for number, one in enumerate(people, start=1)
    ]
    rows += [
        (show_number(number), "", "", "", *signing)
        for number in range(len(people) + 1, len(people) + blank_rows + 1)
    ]
    return Table(tuple(columns), rows, row_height=_SIGNING_ROOM)
