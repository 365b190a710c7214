"""Times as the store writes them: UTC, one width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache


@lru_cache(maxsize=256)  # a thousand records saved at once share their times
def stored_time(at: datetime) -> str:
    """An aware time as text.

    Raises:
        ValueError: the time does not say its zone.
    """
    if at.tzinfo is None:
        raise ValueError(at)
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def read_time(text: str) -> datetime:
    """The time that was stored."""
    return datetime.fromisoformat(text)


def stored_day(day: date | None) -> str | None:
    """A date as text; a blank one stays blank."""
    return None if day is None else day.isoformat()


def read_day(text: str | None) -> date | None:
    """The date that was stored."""
    return None if text is None else date.fromisoformat(text)
