"""Commands that print: lists, one record, sign-in sheets, registers, blank forms; numbers of papers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hrdesk.cli.papers_made_commands import made, note_when_done
from hrdesk.cli.reporting_commands import written_report
from hrdesk.cli.session import FILE, PERIOD, Session, pass_session
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenGroup,
    SpokenOption,
    Told,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.indicators.period import Period
    from hrdesk.reports.content import ReportContent

_Command = TypeVar("_Command", bound="Callable[..., Any]")
_ARCHIVE_WANTED = "hrdesk.archive"


def _OUT(command: _Command) -> _Command:  # noqa: N802 - a decorator like the options beside it
    """Where to write, and whether for the archive; the second is asked for by `_write`."""
    archive = click.option(
        "--archive",
        is_flag=True,
        expose_value=False,
        callback=_keep_archive,
        cls=SpokenOption,
        help=N_(
            "Write the PDF as a copy for the archive (PDF/A-2b, checked by the program itself)."
        ),
    )
    out = click.option(
        "--out",
        required=True,
        type=FILE,
        cls=SpokenOption,
        help=N_("The paper to write (.pdf, .docx or .xlsx)."),
    )
    return out(archive(command))


def _keep_archive(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    ctx.meta[_ARCHIVE_WANTED] = wanted


_PERIOD_OPTION = click.option(
    "--period", type=PERIOD, cls=SpokenOption, help=N_("Only records of this period.")
)


@click.group("print", cls=SpokenGroup, help=N_("Papers to print, made from the records."))
def print_papers() -> None:
    """Papers."""


def _write(content: ReportContent, out: Path) -> int:
    from hrdesk.services.printing import write_paper

    archive = bool(click.get_current_context().meta.get(_ARCHIVE_WANTED))
    pages = write_paper(content, out, progress=Told(), archive=archive)
    result(written_report(pages, out))
    note_when_done(out, content)
    return EXIT_OK


@print_papers.command("list", help=N_("Records of the kind FORM, with the columns asked for."))
@click.argument("form_id", metavar="FORM")
@click.option(
    "--columns",
    default="",
    cls=SpokenOption,
    help=N_("Names of questions, parted by commas; those of the list else."),
)
@_PERIOD_OPTION
@_OUT
@pass_session
def list_papers(
    session: Session, form_id: str, columns: str, period: Period | None, out: Path
) -> int:
    """Print a list."""
    from hrdesk.services.printing import list_of

    keys = tuple(key.strip() for key in columns.split(",") if key.strip())
    with session.workspace() as ws:
        return _write(list_of(ws, form_id, now=session.now, columns=keys, period=period), out)


@print_papers.command("record", help=N_("One record with its documents."))
@click.argument("record_id", metavar="RECORD")
@_OUT
@pass_session
def record_paper(session: Session, record_id: str, out: Path) -> int:
    """Print a record."""
    from hrdesk.services.printing import record_of

    with session.workspace() as ws:
        return _write(record_of(ws, record_id, now=session.now), out)


@print_papers.command(
    "attendance", help=N_("The sign-in sheet of the training RECORD; without one a blank sheet.")
)
@click.argument("record_id", metavar="[RECORD]", required=False)
@click.option(
    "--blank",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Leave the names out, to be written by hand."),
)
@click.option(
    "--rows",
    type=click.IntRange(0, 2000),
    default=None,
    cls=SpokenOption,
    help=N_("How many blank lines to add."),
)
@_OUT
@pass_session
def attendance(
    session: Session, record_id: str | None, blank: bool, rows: int | None, out: Path
) -> int:
    """Print a sign-in sheet."""
    from hrdesk.services.printing import attendance_of

    with session.workspace() as ws:
        paper = attendance_of(ws, record_id, now=session.now, filled=not blank, rows=rows)
        return _write(paper, out)


@print_papers.command(
    "certificates",
    help=N_("Certificates of attendance of the training RECORD, one page a person who came."),
)
@click.argument("record_id", metavar="RECORD")
@click.option(
    "--row",
    type=click.IntRange(min=1),
    default=None,
    cls=SpokenOption,
    help=N_("Only for the person in this line of the list."),
)
@click.option(
    "--out", required=True, type=FILE, cls=SpokenOption, help=N_("The paper to write (.pdf).")
)
@pass_session
def certificates(session: Session, record_id: str, row: int | None, out: Path) -> int:
    """Print certificates."""
    from hrdesk.services.certifying import write_certificates

    with session.workspace() as ws:
        pages = write_certificates(ws, record_id, out, now=session.now, row=row, progress=Told())
    result(written_report(pages, out))
    note_when_done(out)
    return EXIT_OK


@print_papers.command(
    "false-news", help=N_("The register of false news of PERIOD, without persons.")
)
@click.argument("period", metavar="PERIOD", type=PERIOD)
@_OUT
@pass_session
def false_news(session: Session, period: Period, out: Path) -> int:
    """Print the register of false news."""
    from hrdesk.services.printing import false_news_register

    with session.workspace() as ws:
        return _write(false_news_register(ws, period, now=session.now), out)


@print_papers.command("targets", help=N_("The five targets of PERIOD with their definitions."))
@click.argument("period", metavar="PERIOD", type=PERIOD)
@_OUT
@pass_session
def targets(session: Session, period: Period, out: Path) -> int:
    """Print the targets."""
    from hrdesk.services.printing import targets_sheet

    with session.workspace() as ws:
        return _write(targets_sheet(ws, period, now=session.now), out)


@print_papers.command("summary", help=N_("PERIOD on one page for the leader, with charts."))
@click.argument("period", metavar="PERIOD", type=PERIOD)
@_OUT
@pass_session
def summary(session: Session, period: Period, out: Path) -> int:
    """Print the summary."""
    from hrdesk.services.summarising import summary as paper_of

    with session.workspace() as ws:
        return _write(paper_of(ws, period, now=session.now), out)


@print_papers.command("form", help=N_("The form FORM, blank, to fill in by hand."))
@click.argument("form_id", metavar="FORM")
@_OUT
@pass_session
def blank_form(session: Session, form_id: str, out: Path) -> int:
    """Print a blank form."""
    from hrdesk.services.printing import blank_form as paper_of

    with session.workspace() as ws:
        return _write(paper_of(ws, form_id, now=session.now), out)


print_papers.add_command(made)


@click.command(
    cls=SpokenCommand,
    help=N_("Enter the number of the report of PERIOD: the next one, or --number."),
)
@click.argument("period", metavar="PERIOD", type=PERIOD)
@click.option(
    "--number",
    "wanted",
    type=click.IntRange(min=1),
    default=None,
    cls=SpokenOption,
    help=N_("The number that the clerk's office gave."),
)
@click.option(
    "--on",
    "issued_on",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    default=None,
    cls=SpokenOption,
    help=N_("The day that the report bears; today else."),
)
@JSON_OPTION
@pass_session
def number(
    session: Session,
    period: Period,
    wanted: int | None,
    issued_on: datetime | None,
    json_wanted: bool,
) -> int:
    """Give a number."""
    from hrdesk.services.numbering import CONSOLIDATED, REPORT, give_number
    from hrdesk.vietnamese.formats import show_date

    with session.workspace() as ws:
        given = give_number(
            ws,
            period,
            now=session.now,
            number=wanted,
            issued_on=issued_on.date() if issued_on else None,
            kind=CONSOLIDATED if ws.province else REPORT,
        )
    if json_wanted:
        result_json(
            {
                "period": given.period_id,
                "number": given.number,
                "symbol": given.symbol,
                "issued_on": given.issued_on.isoformat(),
            }
        )
    else:
        result(
            tr(
                "Number {number}/{symbol} of {day}.",
                number=f"{given.number:02}",
                symbol=given.symbol,
                day=show_date(given.issued_on),
            )
        )
    return EXIT_OK
