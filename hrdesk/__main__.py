"""`python -m hrdesk`: the window when called alone, the command line when called with a command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hrdesk.cli import main as command_line
from hrdesk.errors import WindowMissingError

if TYPE_CHECKING:
    from pathlib import Path


def open_window(folder: Path) -> int:
    """Open the window on a folder; it asks for what is missing there.

    Raises:
        WindowMissingError: the program was installed without its window.
    """
    try:
        from hrdesk.gui.shell import app  # noqa: PLC0415 - a command must not load Qt
    except ImportError as error:
        raise WindowMissingError(reason=error) from error
    return app.main(folder)


def main() -> int:
    """The program; gives its exit code."""
    return command_line.main(window=open_window)


if __name__ == "__main__":
    sys.exit(main())
