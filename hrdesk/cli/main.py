"""The command line: `hrdesk [--data DIR] COMMAND …`; without a command the window opens.

The only place where errors become text on a terminal, and where the clock is read for commands.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import click

from hrdesk import __version__, i18n
from hrdesk.cli import (
    authority_commands,
    backup_commands,
    delivery_commands,
    enrolment_commands,
    exchange_commands,
    forms_commands,
    history_commands,
    identity_commands,
    import_commands,
    kit_commands,
    letterhead_commands,
    paper_commands,
    printing_commands,
    program_commands,
    province_commands,
    receipt_commands,
    recipient_commands,
    reporting_commands,
    series_commands,
    text_commands,
    waiting_commands,
    workspace_commands,
)
from hrdesk.cli.session import Session
from hrdesk.cli.speech import SpokenGroup, SpokenOption, say
from hrdesk.errors import (
    EXIT_OK,
    ArgumentExtraError,
    ArgumentMissingError,
    ArgumentWrongError,
    ClockUnreadableError,
    HrdeskError,
    OptionUnknownError,
    OptionValueMissingError,
    OptionValueWrongError,
    UsageError,
    WindowMissingError,
)
from hrdesk.i18n import N_, tr
from hrdesk.paths import default_data_folder
from hrdesk.services.progress import CancelledError

EXIT_STOPPED: Final = 130
CLOCK_VARIABLE: Final = "HRDESK_NOW"
DATA_VARIABLE: Final = "HRDESK_DATA"
_TOO_MUCH: Final = "Got unexpected extra argument"  # click has no class for it
_VIETNAM: Final = timezone(timedelta(hours=7))


Window = Callable[[Path], int]


def read_clock(told: str | None) -> datetime:
    """The time now, or the one told for a rehearsal.

    Raises:
        ClockUnreadableError: what was told is no time.
    """
    text = told or os.environ.get(CLOCK_VARIABLE)
    if not text:
        return datetime.now(UTC)  # noqa: TID251 - the one clock of the command line
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == len("2026-11-23"):
            day = date.fromisoformat(text)
            moment = datetime(day.year, day.month, day.day, 9, tzinfo=_VIETNAM)
    except ValueError as error:
        raise ClockUnreadableError(text=text) from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=_VIETNAM)
    return aware.astimezone(UTC)


def _speak(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    i18n.set_language(value)
    return value


@click.group(
    cls=SpokenGroup,
    invoke_without_command=True,
    help=N_(
        "The log of communication on human rights: records, reports and signed bundles.\n\n"
        "Without a command the window opens."
    ),
)
@click.option(
    "--lang",
    type=click.Choice(i18n.LANGUAGES),
    default="vi",
    is_eager=True,
    expose_value=False,
    callback=_speak,
    cls=SpokenOption,
    help=N_("The language of sentences: vi or en."),
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    cls=SpokenOption,
    help=N_("The folder of the workspace."),
)
@click.option("--now", "told_time", hidden=True)
@click.version_option(
    __version__,
    prog_name="hrdesk",
    message="%(prog)s %(version)s",
    cls=SpokenOption,
    help=N_("Show the version."),
)
@click.pass_context
def hrdesk(ctx: click.Context, data: Path | None, told_time: str | None) -> int:
    """Prepare what every command shares, or open the window."""
    named = os.environ.get(DATA_VARIABLE)
    folder = data or (Path(named) if named else default_data_folder())
    window: Window = ctx.obj or no_window
    ctx.obj = Session(data=folder, now=read_clock(told_time))
    if ctx.invoked_subcommand is not None:
        return EXIT_OK
    return window(folder)


for _command in (
    workspace_commands.init,
    forms_commands.GROUP,
    history_commands.GROUP,
    import_commands.GROUP,
    series_commands.GROUP,
    reporting_commands.indicators,
    reporting_commands.report,
    printing_commands.number,
    letterhead_commands.letterhead,
    text_commands.report_text,
    printing_commands.print_papers,
    exchange_commands.submit,
    exchange_commands.verify,
    exchange_commands.trust,
    identity_commands.identity,
    identity_commands.passphrase_group,
    identity_commands.token_helper,
    paper_commands.sign,
    paper_commands.verify_pdf,
    paper_commands.take_back,
    province_commands.enrol,
    authority_commands.authority,
    kit_commands.kit,
    enrolment_commands.request,
    enrolment_commands.renew,
    province_commands.receive,
    province_commands.consolidate,
    receipt_commands.receipt,
    receipt_commands.remark,
    waiting_commands.held,
    waiting_commands.decide,
    waiting_commands.countersign,
    waiting_commands.resend,
    delivery_commands.volumes,
    delivery_commands.deliver,
    delivery_commands.mail,
    recipient_commands.recipient,
    workspace_commands.check,
    backup_commands.backup,
    program_commands.selftest,
    program_commands.demo,
    program_commands.picture_helper,
    program_commands.rows_helper,
):
    hrdesk.add_command(_command)


def no_window(_folder: Path) -> int:
    """What opens where nobody gave a window.

    Raises:
        WindowMissingError: always.
    """
    raise WindowMissingError(reason="PySide6")


def main(argv: Sequence[str] | None = None, window: Window = no_window) -> int:
    """Run one command, or open `window` when there is none; its exit code (docs/exit-codes.md)."""
    i18n.set_language("vi")
    arguments = language_first(sys.argv[1:] if argv is None else argv)
    try:
        code = hrdesk.main(args=arguments, prog_name="hrdesk", standalone_mode=False, obj=window)
    except HrdeskError as error:
        return _tell(error)
    except click.ClickException as error:
        return _tell(_usage_error(error))
    except (click.Abort, KeyboardInterrupt, CancelledError):
        say(tr("Stopped. Nothing was half-written."))
        return EXIT_STOPPED
    except BrokenPipeError:  # `| head` has seen enough
        sys.stdout = None
        return EXIT_OK
    except Exception:
        say(
            tr(
                "This is a fault of the program itself. Please send these lines to who maintains it:"
            )
        )
        raise
    return code if isinstance(code, int) else EXIT_OK


def language_first(arguments: Sequence[str]) -> list[str]:
    """`--lang` may stand anywhere: it is moved before the command."""
    spoken: list[str] = []
    others: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            others += [argument, *waiting]
        elif argument == "--lang":
            spoken += [argument, *([value] if (value := next(waiting, None)) is not None else [])]
        elif argument.startswith("--lang="):
            spoken.append(argument)
        else:
            others.append(argument)
    return spoken + others


def _tell(error: HrdeskError) -> int:
    say(f"hrdesk: {i18n.explain(error)} [{error.error_id}]")
    return error.exit_code


def _usage_error(error: click.ClickException) -> UsageError:
    """The parser's complaint as one of our sentences."""
    if isinstance(error, click.NoSuchOption):
        return OptionUnknownError(name=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return ArgumentMissingError(name=error.param.get_error_hint(error.ctx))
    if isinstance(error, click.BadOptionUsage):
        return OptionValueMissingError(name=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        wanted = _wanted(error.param.type)
        if wanted:
            name = error.param.get_error_hint(error.ctx).strip("'")
            return OptionValueWrongError(name=name, wanted=wanted)
    said = error.format_message()
    if said.startswith(_TOO_MUCH):
        return ArgumentExtraError(words=said.partition("(")[2].rstrip(")"))
    return ArgumentWrongError(reason=said)


def _wanted(kind: click.ParamType[Any]) -> str:
    """What an option or argument of that kind takes, in words; "" where nothing is to be said."""
    match kind:
        case click.Choice():
            return tr("one of {choices}", choices=", ".join(map(str, kind.choices)))
        case click.IntRange(min=int() as least, max=int() as most):
            return tr("a whole number from {least} to {most}", least=least, most=most)
        case click.IntRange(min=int() as least):
            return tr("a whole number, {least} or more", least=least)
        case click.DateTime():
            return tr("a date such as 2026-11-23")
        case click.types.IntParamType():
            return tr("a whole number")
    return ""
