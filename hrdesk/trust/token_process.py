"""How the process with the token maker's library is started, asked, watched and ended."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, Final

import hrdesk
from hrdesk.errors import (
    TokenCrashedError,
    TokenError,
    TokenHangsError,
    TokenKeyMissingError,
    TokenLibraryError,
    TokenMissingError,
    TokenPinLastTryError,
    TokenPinLockedError,
    TokenPinWrongError,
)
from hrdesk.files import system_reason

SECONDS: Final = 30.0  # a slow RSA token needs two
HIDDEN_COMMAND: Final = "_token"  # how the frozen program calls itself
_ENDED: Final = b""


class TokenProcess:
    """One run of the worker: at most one login, and every answer within a time limit."""

    def __init__(self, library: str, *, seconds: float = SECONDS) -> None:
        """Start it. The library itself is loaded with the first question.

        Raises:
            TokenError: the process cannot be started.
        """
        self._library = library
        self._seconds = seconds
        self._lines: queue.Queue[bytes] = queue.Queue()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
                [*_command(), library],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise TokenError(reason=system_reason(error)) from error
        assert self._process.stdout is not None  # noqa: S101 - it was asked for above
        threading.Thread(
            target=_read, args=(self._process.stdout, self._lines), daemon=True
        ).start()

    def ask(self, label: str = "", **question: str) -> dict[str, Any]:
        """The answer to one question; `label` names the token in sentences and in the question.

        After a fault of the library itself the process is ended.

        Raises:
            TokenHangsError, TokenCrashedError: no answer came.
            TokenLibraryError, TokenMissingError, TokenKeyMissingError, TokenPinWrongError,
            TokenPinLockedError, TokenError: the answer was no.
        """
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 - it was asked for above
        try:
            stdin.write(json.dumps({"label": label, **question}).encode() + b"\n")
            stdin.flush()
            line = self._lines.get(timeout=self._seconds)
        except (OSError, ValueError) as error:
            self.close()
            raise TokenCrashedError from error
        except queue.Empty as error:
            self.close()
            raise TokenHangsError(seconds=f"{self._seconds:g}") from error
        if line == _ENDED:
            self.close()
            raise TokenCrashedError
        answer: dict[str, Any] = json.loads(line)
        if "fault" in answer:
            raise self._error(answer, label)
        return answer

    def close(self) -> None:
        """End the process; the token forgets the login with it."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):  # the other end went first
            if self._process.stdin is not None:
                self._process.stdin.close()

    def _error(self, answer: dict[str, Any], label: str) -> TokenError:
        reason = str(answer.get("reason", ""))
        known: dict[str, TokenError] = {
            "library": TokenLibraryError(path=self._library, reason=reason),
            "missing": TokenMissingError(label=label),
            "key": TokenKeyMissingError(label=label),
            "pin": TokenPinWrongError(),
            "tried": TokenPinWrongError(),
            "last": TokenPinLastTryError(),
            "locked": TokenPinLockedError(),
        }
        return known.get(str(answer["fault"])) or TokenError(reason=reason or "?")


def _read(stream: IO[bytes], lines: queue.Queue[bytes]) -> None:
    with stream:
        for line in stream:
            lines.put(line)
    lines.put(_ENDED)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_COMMAND]
    return [sys.executable, "-m", "hrdesk.trust.token_worker"]


def _environment() -> dict[str, str]:
    """Ours, with the place of this very program before all others."""
    place = str(Path(hrdesk.__file__).resolve().parent.parent)
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{place}{os.pathsep}{path}" if path else place}
