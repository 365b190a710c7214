"""Papers that are printed from the records: lists, one record, sign-in sheets, blank forms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from hrdesk.errors import AttachmentLostError, NoTrainingError, PaperColumnError, RecordMissingError
from hrdesk.i18n import label_in, trn
from hrdesk.services.progress import SILENT, CancelledError, Progress, page_watch
from hrdesk.services.workspace import today_of
from hrdesk.store.records import COUNTED, RecordQuery
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from hrdesk.forms.definition import Form
    from hrdesk.indicators.period import Period
    from hrdesk.records.record import Record
    from hrdesk.reports.content import ReportContent
    from hrdesk.reports.papers import PaperFrame, Training
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.attachments import Attachment
    from hrdesk.store.records import Draft

_CHUNK: Final = 500
DEFAULT_BLANK_ROWS: Final = 30


def write_paper(
    content: ReportContent, path: Path, *, progress: Progress = SILENT, archive: bool = False
) -> int | None:
    """Write a paper as .pdf, .docx or .xlsx; see `reporting.write_report`."""
    from hrdesk.reports.writing import write_content

    return write_content(content, path, page_watch(progress), archive=archive)


def list_of(
    ws: Workspace,
    form_id: str,
    *,
    now: datetime,
    columns: Sequence[str] = (),
    period: Period | None = None,
    rowids: Sequence[int] | None = None,
) -> ReportContent:
    """The counted records of a kind by day, with the columns asked for or those of the list.

    `rowids` are printed as they are chosen, whatever their state, in their order.

    Raises:
        PaperColumnError: the form has no such question, or it names persons.
    """
    from hrdesk.records.renaming import in_names_of
    from hrdesk.reports.papers import list_paper
    from hrdesk.reports.texts import Texts

    form, frame = ws.form(form_id), _frame(ws, now)
    keys = list(columns) or default_columns(form)
    printable = dict(_printable(form))
    for key in keys:
        if key not in printable:
            raise PaperColumnError(name=key, known=", ".join(printable))
    texts, kind = Texts(frame.language), _title(ws, form_id, frame.language)
    if period is None:
        subject = texts.say("papers", "list_subject", kind=kind)
    else:
        title = period.title(frame.language)
        subject = texts.say("papers", "list_subject_period", kind=kind, period=title)
    records = _records(ws, form_id, period) if rowids is None else _chosen(ws, form_id, rowids)
    renamed = ws.store.renamed_keys(form_id)
    answers = (in_names_of(form, renamed, record.answers, {})[0] for record in records)
    summed = frozenset(
        key for one in ws.kit.plan.counts if one.form_id == form_id for key in one.sums
    )
    return list_paper(frame, form, subject, keys, answers, summed)


def default_columns(form: Form) -> list[str]:
    """Title, day and what the list shows beside them."""
    settings = form.settings
    named = [
        settings.get("title_key", ""),
        settings.get("event_on_key", ""),
        *settings.get("summary_keys", "").split(),
    ]
    printable = [key for key, _ in _printable(form)]
    keys = [key for key in dict.fromkeys(named) if key in printable]
    return keys or printable[:5]


def _printable(form: Form) -> Iterator[tuple[str, str]]:
    from hrdesk.reports.answers import asked, label_of

    for question in asked(form.questions()):
        if not question.personal:
            yield question.key, label_of(question, "vi")


def record_of(ws: Workspace, record_id: str, *, now: datetime) -> ReportContent:
    """One record with its documents.

    Raises:
        RecordMissingError: there is no such record.
    """
    from hrdesk.reports.papers import AttachedFile, record_paper

    record = _record(ws, record_id)
    own = ws.form_version(record.form_id, record.form_version)
    form, frame = own or ws.form(record.form_id), _frame(ws, now)
    files = [
        AttachedFile(one.name, one.size_bytes, one.sha256, _picture_of(ws, one))
        for one in ws.store.files.of_record(record_id)
    ]
    return record_paper(frame, form, _title(ws, form.form_id, frame.language), record, files)


def _picture_of(ws: Workspace, attachment: Attachment) -> tuple[str, int, int] | None:
    """Where a picture lies and how large it is; None for other files and for one that is lost."""
    from PIL import Image

    if not attachment.media_type.startswith("image/"):
        return None
    try:
        kept = ws.store.files.sound(attachment)
        with Image.open(kept) as opened:
            return str(kept), *opened.size
    except (AttachmentLostError, OSError, ValueError, Image.DecompressionBombError):
        return None


def attendance_of(
    ws: Workspace,
    record_id: str | None,
    *,
    now: datetime,
    filled: bool = True,
    rows: int | None = None,
) -> ReportContent:
    """The sign-in sheet of a training; without a record or names, blank lines to write on.

    What is typed and not saved yet stands on it too: the sheet is wanted before the training.

    Raises:
        RecordMissingError: there is neither such a record nor a draft of it.
        NoTrainingError: it is no training.
    """
    from hrdesk.reports.papers import Participant, Training, attendance_paper

    frame = _frame(ws, now)
    if record_id is None:
        return attendance_paper(frame, Training(), (), blank_rows=rows or DEFAULT_BLANK_ROWS)
    record = ws.store.draft(record_id) or _record(ws, record_id)
    if record.form_id != "training":
        raise NoTrainingError(record_id=record_id)
    people = []
    if filled:
        people = [
            Participant(
                row.answers["full_name"],
                row.answers.get("workplace", ""),
                row.answers.get("position", ""),
            )
            for row in record.repeats.get("participants", ())
            if row.answers.get("full_name")
        ]
    blank = rows if rows is not None else (0 if people else _expected(record))
    return attendance_paper(frame, _training(record), people, blank_rows=blank)


def _expected(record: Record | Draft) -> int:
    """As many lines as people came or were invited."""
    counts = (record.answers.get(key, "") for key in ("people", "invited"))
    return max((int(count) for count in counts if count.isdigit()), default=DEFAULT_BLANK_ROWS)


def _training(record: Record | Draft) -> Training:
    from hrdesk.reports.papers import Training

    answers = record.answers
    days = [
        show_date(date.fromisoformat(answers[key]))
        for key in ("event_on", "ended_on")
        if answers.get(key)
    ]
    sessions = answers.get("sessions", "")
    until = answers.get("roster_until", "")
    return Training(
        title=answers.get("title", ""),
        when=" - ".join(dict.fromkeys(days)),
        where=answers.get("place", ""),
        sessions=int(sessions) if sessions.isdigit() else 1,
        keep_until=date.fromisoformat(until) if until else None,
    )


def write_records(
    ws: Workspace,
    record_ids: Sequence[str],
    path: Path,
    *,
    now: datetime,
    progress: Progress = SILENT,
) -> int:
    """One .pdf with the paper of each record, each on a page of its own; how many pages.

    Raises:
        RecordMissingError: one of them is gone.
        CancelledError: stopped; nothing was written.
    """
    papers = (record_of(ws, record_id, now=now) for record_id in record_ids)
    return _write_together(ws, papers, len(record_ids), path, progress)


def write_lists(
    ws: Workspace,
    rowids: Sequence[int],
    path: Path,
    *,
    now: datetime,
    progress: Progress = SILENT,
) -> int:
    """One .pdf with the chosen records as a list of each kind, in the order chosen; its pages."""
    kinds: dict[str, list[int]] = {}
    for start in range(0, len(rowids), _CHUNK):
        for row in ws.store.rows(rowids[start : start + _CHUNK]):
            kinds.setdefault(row.form_id, []).append(row.rowid)
    papers = (list_of(ws, form_id, now=now, rowids=part) for form_id, part in kinds.items())
    return _write_together(ws, papers, len(kinds), path, progress)


def _write_together(
    ws: Workspace, papers: Iterator[ReportContent], count: int, path: Path, progress: Progress
) -> int:
    from pikepdf import Pdf

    from hrdesk.files import durable_replace
    from hrdesk.scratch import scratch

    progress.total(count + 1)
    with scratch(ws.paths, "paper") as folder, Pdf.new() as whole:
        for number, content in enumerate(papers, start=1):
            if progress.cancelled():
                raise CancelledError
            one = folder / "paper.pdf"
            write_paper(content, one)
            with Pdf.open(one) as paper:
                whole.pages.extend(paper.pages)
            progress.step(trn("{count} paper done", "{count} papers done", number))
        with durable_replace(path) as stream:
            whole.save(stream)
        return len(whole.pages)


def _chosen(ws: Workspace, form_id: str, rowids: Sequence[int]) -> Iterator[Record]:
    """The chosen records of a kind, a few hundred at a time."""
    for start in range(0, len(rowids), _CHUNK):
        rows = ws.store.rows(rowids[start : start + _CHUNK])
        kept = ws.store.get_many(row.record_id for row in rows if row.form_id == form_id)
        yield from kept.values()


def false_news_register(ws: Workspace, period: Period, *, now: datetime) -> ReportContent:
    """The false news of a period: codes, channels, outcomes; no person and no free text."""
    from hrdesk.reports.papers import false_news_paper

    frame = _frame(ws, now)
    answers = (record.answers for record in _records(ws, "false_news", period))
    title = period.title(frame.language)
    return false_news_paper(frame, ws.form("false_news"), title, answers)


def targets_sheet(ws: Workspace, period: Period, *, now: datetime) -> ReportContent:
    """The five targets of a period with the definitions they were counted by."""
    from hrdesk.reports.appendices import targets_appendix
    from hrdesk.reports.papers import targets_paper
    from hrdesk.reports.source import PeriodCounts, ReportInput
    from hrdesk.reports.targets import target_words
    from hrdesk.services.period_figures import figures

    frame, known = _frame(ws, now), figures(ws, period)
    source = ReportInput(
        office=frame.office,
        period=period,
        figures=known.targets,
        counts=PeriodCounts(known.counts),
        targets=target_words(ws.kit.plan, frame.language),
        language=frame.language,
    )
    return targets_paper(frame, targets_appendix(source, frame.texts))


def blank_form(ws: Workspace, form_id: str, *, now: datetime) -> ReportContent:
    """A form to fill in by hand."""
    from dataclasses import replace

    from hrdesk.reports.papers import blank_form_paper

    frame = replace(_frame(ws, now), issued_on=None)
    return blank_form_paper(frame, ws.form(form_id), _title(ws, form_id, frame.language))


def _frame(ws: Workspace, now: datetime) -> PaperFrame:
    from hrdesk.reports.papers import PaperFrame
    from hrdesk.services.paper import office_of

    return PaperFrame(office_of(ws), today_of(now), ws.setting("report_language", "vi"))


def _title(ws: Workspace, form_id: str, language: str) -> str:
    titles: Mapping[str, str] = ws.form(form_id).titles
    return label_in(dict(titles), language) or form_id


def _record(ws: Workspace, record_id: str) -> Record:
    record = ws.store.get(record_id)
    if record is None:
        raise RecordMissingError(record_id=record_id)
    return record


def _records(ws: Workspace, form_id: str, period: Period | None) -> Iterator[Record]:
    """The counted records of a kind, a few hundred at a time, in the order of their days."""
    query = RecordQuery(
        form_id=form_id,
        event_from=period.first_on if period else None,
        event_to=period.last_on if period else None,
        statuses=COUNTED,
        descending=False,
    )
    rows = ws.store.rows(ws.store.ids(query))
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        kept = ws.store.get_many(row.record_id for row in chunk)
        yield from (kept[row.record_id] for row in chunk)
