"""After how long without a sign of life the screen locks by itself."""

from __future__ import annotations

from typing import Final

IDLE_SETTING: Final = "lock_after_minutes"
IDLE_MINUTES: Final = (0, 5, 10, 15, 30, 60)  # 0: never by itself
IDLE_DEFAULT: Final = 15


def idle_minutes(kept: str) -> int:
    """After how many minutes it locks by itself; 0 is never."""
    return int(kept) if kept.isdigit() and int(kept) in IDLE_MINUTES else IDLE_DEFAULT
