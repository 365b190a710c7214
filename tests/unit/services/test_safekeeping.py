"""A copy a day, sound, the newest seven kept."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from hrdesk.services.safekeeping import KEPT, daily_copies, keep_daily_copy
from tests.support.desk import NOW, fill, make_desk


def test_daily_copy__made_twice_a_day__is_made_once_and_is_sound(tmp_path: Path) -> None:
    with make_desk(tmp_path / "office") as ws:
        fill(ws)
        target = keep_daily_copy(ws, now=NOW)
        assert target is not None
        assert keep_daily_copy(ws, now=NOW + timedelta(hours=3)) is None
        copy = sqlite3.connect(target)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM record").fetchone() == (11,)
        copy.close()


def test_daily_copy__after_many_days__keeps_the_newest_seven(tmp_path: Path) -> None:
    with make_desk(tmp_path / "office") as ws:
        for day in range(KEPT + 3):
            keep_daily_copy(ws, now=NOW + timedelta(days=day))
        names = [path.name for path in daily_copies(ws)]
        assert len(names) == KEPT
        assert names[0] == "hrdesk_2026-11-21.sqlite"
        (ws.paths.backups / "của tôi.sqlite").write_bytes(b"mine")
        keep_daily_copy(ws, now=NOW + timedelta(days=30))
        assert (ws.paths.backups / "của tôi.sqlite").exists()


def test_daily_copy__folder_in_the_way__leaves_the_data_alone(tmp_path: Path) -> None:
    from hrdesk.errors import HrdeskError

    with make_desk(tmp_path / "office") as ws:
        ws.paths.backups.write_text("a file where the folder should be")
        with pytest.raises(HrdeskError):
            keep_daily_copy(ws, now=NOW)
        assert ws.store.quick_check() == []  # no fault in the data
