"""How the helper process for foreign files is started, watched and ended."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

import hrdesk
from hrdesk.errors import HelperMissingError
from hrdesk.files import system_reason

SECONDS: Final = 30
HIDDEN_COMMAND: Final = "_picture"  # how the frozen program calls itself
_HEAVY: Final[dict[str, Any]] = {"fault": "heavy"}


def ask_helper(*arguments: str, seconds: float = SECONDS) -> dict[str, Any]:
    """What the helper says; `{"fault": "heavy"}` when it had to be ended or ended itself.

    Raises:
        HelperMissingError: it could not be started.
    """
    import subprocess  # a megabyte of memory, wanted with the first foreign file

    try:
        done = subprocess.run(  # noqa: S603 - our own program, arguments as a list
            [*_command(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return dict(_HEAVY)
    except OSError as error:
        raise HelperMissingError(reason=system_reason(error)) from error
    if done.returncode != 0:
        return dict(_HEAVY)
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return dict(_HEAVY)
    return said if isinstance(said, dict) else dict(_HEAVY)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_COMMAND]
    return [sys.executable, "-m", "hrdesk.services.attachment_worker"]


def environment() -> dict[str, str]:
    """Ours, with the place of this very program before all others."""
    place = str(Path(hrdesk.__file__).resolve().parent.parent)
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{place}{os.pathsep}{path}" if path else place}
