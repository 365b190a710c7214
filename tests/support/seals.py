"""Keys of tests cost a guesser nothing: a desk is made in a third of the time and memory."""

from __future__ import annotations

from hrdesk.trust import sealing

CHEAP = 10  # log2 of the rounds; the least that the program opens


def seal_cheaply() -> None:
    """For a process of its own that a test starts."""
    sealing.WORK_FACTOR = CHEAP
