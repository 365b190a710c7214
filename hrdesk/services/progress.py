"""What a long use case tells while it runs, and how it is asked to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class CancelledError(Exception):
    """The person asked to stop; nothing was half-written."""


class Progress(Protocol):
    """Told by a use case, shown by window or command line."""

    def total(self, steps: int) -> None:
        """How many steps there are; may be said again when more becomes known."""

    def step(self, sentence: str = "") -> None:
        """One step is done; the sentence (already translated) says what comes next."""

    def cancelled(self) -> bool:
        """Whether the person asked to stop; the use case then raises `CancelledError`."""


class Silent:
    """Progress that nobody watches."""

    def total(self, steps: int) -> None:
        """Do nothing."""

    def step(self, sentence: str = "") -> None:
        """Do nothing."""

    def cancelled(self) -> bool:
        """Never."""
        return False


SILENT: Final[Progress] = Silent()


def page_watch(progress: Progress) -> Callable[[int], None]:
    """Progress of drawing: told the pages done, stops when the person asked to."""

    def told(pages: int) -> None:
        if progress.cancelled():
            raise CancelledError
        progress.total(pages + 1)
        progress.step()

    return told
