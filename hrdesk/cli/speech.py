"""What the command line says: results to stdout, everything else to stderr, help in two languages."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import click
from typing_extensions import override

from hrdesk.errors import CommandUnknownError
from hrdesk.i18n import tr

JsonValue = Any  # what json.dumps takes: the one edge where structures travel as dict


def result(text: str) -> None:
    """One line of a result."""
    sys.stdout.write(f"{text}\n")


def result_json(value: JsonValue) -> None:
    """A result for another program: UTF-8, two spaces, one document."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def say(text: str) -> None:
    """Something for the person at the keyboard that is no result."""
    sys.stderr.write(f"{text}\n")


def say_nothing_found() -> None:
    """An empty list is said to the person; to another program it is an empty result."""
    say(tr("There is nothing to list."))


def columns(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A result as columns, as wide as their longest cell; a word to the person when it is empty."""
    lines = [list(head), *[list(row) for row in rows]]
    if len(lines) == 1:
        say_nothing_found()
        return
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    for line in lines:
        padded = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        result("  ".join(padded).rstrip())


class Told:
    """Progress told line by line to stderr."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._steps = 0
        self._done = 0

    def total(self, steps: int) -> None:
        """Keep how many there are."""
        self._steps = steps

    def step(self, sentence: str = "") -> None:
        """Say what comes next."""
        self._done += 1
        if sentence:
            of_how_many = f"/{self._steps}" if self._steps >= self._done else ""
            say(f"[{self._done}{of_how_many}] {sentence}")

    def cancelled(self) -> bool:
        """Ctrl+C raises by itself."""
        return False


class SpokenOption(click.Option):
    """An option whose help is translated when it is shown."""

    @override
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        msgid, self.help = self.help, tr(self.help or "")
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = msgid


class SpokenCommand(click.Command):
    """A command whose help is translated when it is shown."""

    @override
    def get_short_help_str(self, limit: int = 45) -> str:
        return tr(self.help or "").partition("\n")[0].rstrip(".")

    @override
    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        msgid, self.help = self.help, tr(self.help or "")
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = msgid

    @override
    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=tr("Usage: "))

    @override
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            param.get_help_record(ctx)
            for param in self.get_params(ctx)
            if isinstance(param, click.Option)
        ]
        rows = [record for record in records if record is not None]
        if rows:
            with formatter.section(tr("Options")):
                formatter.write_dl(rows)

    @override
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return spoken_help_option(super().get_help_option(ctx))


class SpokenGroup(SpokenCommand, click.Group):
    """Commands whose help is translated when shown; a wrong name is answered with the near ones."""

    command_class = SpokenCommand

    @override
    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            import difflib

            known = [name for name in self.list_commands(ctx) if not name.startswith("_")]
            near = difflib.get_close_matches(args[0], known, n=3, cutoff=0.5) or known
            raise CommandUnknownError(name=args[0], near=", ".join(near))
        return super().resolve_command(ctx, args)

    @override
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, command.get_short_help_str())
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        ]
        with formatter.section(tr("Commands")):
            formatter.write_dl(rows)


def spoken_help_option(option: click.Option | None) -> click.Option | None:
    """`--help` with its own words translated."""
    if option is not None:
        option.help = tr("Show this help.")
    return option


@dataclass(frozen=True, slots=True)
class Table:
    """A result that is shown as columns, or as JSON when a program asks."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    as_json: JsonValue

    def show(self, *, json_wanted: bool) -> None:
        """Print it the way that was asked for."""
        if json_wanted:
            result_json(self.as_json)
        else:
            columns(self.head, self.rows)


def _json_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    from hrdesk.i18n import N_

    return click.option(
        "--json",
        "json_wanted",
        is_flag=True,
        cls=SpokenOption,
        help=N_("Print the result as JSON, for other programs."),
    )


JSON_OPTION: Final = _json_option()
