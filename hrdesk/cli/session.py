"""What every command shares: where the data lies, what time it is, how a passphrase is had."""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from typing_extensions import override

from hrdesk.errors import ArgumentWrongError, PassphraseMissingError
from hrdesk.files import read_limited
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace

PASSPHRASE_FILE_VARIABLE: Final = "HRDESK_PASSPHRASE_FILE"  # noqa: S105 - a variable's name
PASSPHRASE_FILE_SETTING: Final = "passphrase_file"  # noqa: S105 - a setting's name
PASSPHRASE_FILE_LIMIT_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line."""

    data: Path
    now: datetime

    @contextlib.contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """The workspace of `--data`, open while the command works."""
        from hrdesk.services.workspace import open_workspace

        ws = open_workspace(self.data, now=self.now)
        try:
            yield ws
        finally:
            ws.close()


pass_session = click.make_pass_decorator(Session)


def read_passphrase(path: Path) -> str:
    """The first line of a file; a byte order mark of an editor is not part of it."""
    content = read_limited(path, PASSPHRASE_FILE_LIMIT_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArgumentWrongError(
            reason=tr("{path} is not a text file in UTF-8.", path=path)
        ) from error
    lines = text.splitlines()
    if not lines or not lines[0]:
        raise ArgumentWrongError(reason=tr("{path} holds no passphrase.", path=path))
    return lines[0]


def passphrase_file(given: Path | None, ws: Workspace | None) -> Path | None:
    """The file that holds the passphrase: as given, as remembered, as the environment says."""
    if given is not None:
        return given
    remembered = ws.setting(PASSPHRASE_FILE_SETTING) if ws is not None else ""
    if remembered and Path(remembered).is_file():
        return Path(remembered)
    named = os.environ.get(PASSPHRASE_FILE_VARIABLE)
    return Path(named) if named else None


def passphrase(given: Path | None, ws: Workspace | None, *, confirm: bool = False) -> str:
    """The passphrase from a file, or asked at the keyboard.

    Raises:
        PassphraseMissingError: no file is named and there is no keyboard.
    """
    source = passphrase_file(given, ws)
    if source is not None:
        return read_passphrase(source)
    if not sys.stdin.isatty():
        raise PassphraseMissingError
    typed = getpass.getpass(tr("Passphrase of the signing key: "))
    if confirm and getpass.getpass(tr("The same passphrase again: ")) != typed:
        raise ArgumentWrongError(reason=tr("The two passphrases are not the same."))
    return typed


class PeriodType(click.ParamType["Period"]):
    """A period such as 2026-10, 2026-Q4, 2026-H1, 2026-9M or 2026."""

    name = "period"

    @override
    def convert(
        self, value: str | Period, param: click.Parameter | None, ctx: click.Context | None
    ) -> Period:
        """The period; UsageError says what a period looks like."""
        from hrdesk.indicators.period import parse_period
        from hrdesk.services.kit_in_use import calendar_at

        if not isinstance(value, str):
            return value
        session = ctx.find_object(Session) if ctx is not None else None
        return parse_period(value, calendar_at(session.data) if session else None)


PERIOD: Final = PeriodType()
FILE: Final = click.Path(path_type=Path)
