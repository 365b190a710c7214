"""Whether this computer's clock may be signed with (signing.md §6).

The last time that is known lies in a file beside the database, so that a restored backup does not
take it back. A clock more than a day behind it (a dead battery) or more than 400 days ahead of it
stops signing, until a person has typed the date of the newest paper on the desk.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hrdesk.errors import ClockWrongError, FileError
from hrdesk.files import read_limited, write_durably
from hrdesk.services.workspace import today_of
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.services.workspace import Workspace

BEHIND: Final = timedelta(hours=24)
AHEAD: Final = timedelta(days=400)
PAPER_DAYS: Final = timedelta(days=31)
_LIMIT_BYTES: Final = 100


def last_known_time(ws: Workspace) -> datetime | None:
    """The latest moment this desk knows of: kept beside the data, or out of what it handed over."""
    known = [one for one in (_kept(_path(ws)),) if one is not None]
    known += [one.created_at for one in ws.store.journal.submissions()[:1]]
    known += [one.issued_at for one in ws.store.kits.all()[:1]]
    return max(known, default=None)


def check_clock(ws: Workspace, *, now: datetime, paper_date: date | None = None) -> None:
    """Nothing when the clock may be signed with.

    `paper_date` is the date of the newest paper on the desk, typed by the person: it lets the clock
    pass when it lies in the 31 days before the clock's day.

    Raises:
        ClockWrongError: the clock is far behind or ahead, and no date bears it out.
    """
    known = last_known_time(ws)
    if known is None or known - BEHIND <= now <= known + AHEAD:
        return
    today = today_of(now)
    if paper_date is not None and today - PAPER_DAYS <= paper_date <= today:
        return
    raise ClockWrongError(today=show_date(today), known=show_date(today_of(known)))


def note_time(ws: Workspace, now: datetime) -> None:
    """Remember that this moment was reached; after a confirmed correction it may be earlier."""
    write_durably(_path(ws), now.astimezone(UTC).isoformat(timespec="seconds").encode())


def _path(ws: Workspace) -> Path:
    return ws.paths.folder / "last_known_time"


def _kept(path: Path) -> datetime | None:
    try:
        kept = datetime.fromisoformat(read_limited(path, _LIMIT_BYTES).decode("ascii"))
    except (FileError, ValueError):
        return None
    return kept if kept.tzinfo is not None else None


def later_of(here: Path, brought: Path) -> None:
    """Leave the later of two kept times in `brought`: a restored backup does not take it back."""
    known = [one for one in (_kept(here), _kept(brought)) if one is not None]
    if known:
        write_durably(brought, max(known).astimezone(UTC).isoformat(timespec="seconds").encode())
