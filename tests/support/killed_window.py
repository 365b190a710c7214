"""A clerk at the window who is killed in the middle of a word: run as a program of its own.

Usage: python -m tests.support.killed_window FOLDER KILLS SEED

Each child (forked, one a kill) opens the window on the workspace, begins an activity and types its
name by real keys, a letter every few milliseconds; how long the name is it says through a pipe. The
parent kills it at a random moment and compares the draft on the disk with what was typed a second
before. Prints one JSON object: kills, letters typed, seconds of typing lost at most, and faults.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from hrdesk.gui.shell.app import Desk, make_application
from hrdesk.services import recovering
from hrdesk.services.workspace import open_workspace
from tests.support.hands import Hands

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
WORDS = "tuyen truyen quyen con nguoi "
EVERY_MS = 15


def type_for_ever(folder: Path, pipe: int) -> None:
    """The child."""
    app = make_application()
    desk = Desk(app, folder)
    assert desk.begin()
    window = desk.window
    assert window is not None
    window.go("records", form_id="activity")
    page = window.page("records")
    page.new_record()  # type: ignore[attr-defined]
    entry = page._entry  # type: ignore[attr-defined]
    hands = Hands()
    typed = ""

    def letter() -> None:
        nonlocal typed
        more = WORDS[len(typed) % len(WORDS)]
        hands.type(more)
        typed += more
        line = f"{entry.filled.record_id}\t{len(typed)}\t{time.monotonic()}\n"
        os.write(pipe, line.encode())

    entry.focus_first()
    QTest.qWaitForWindowActive(window)
    clock = QTimer()
    clock.timeout.connect(letter)
    clock.start(EVERY_MS)
    app.exec()


def kill_one(folder: Path, seed: int) -> tuple[str, list[tuple[int, float]], float]:
    """Let a child type and kill it: the record, lengths with their moments, the moment of the kill."""
    chance = random.Random(seed)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            type_for_ever(folder, writing)
        finally:
            os._exit(1)
    os.close(writing)
    select.select([reading], [], [], 60)  # the window stands and is typed in
    heard = b""
    end = time.monotonic() + chance.uniform(1.1, 3.0)
    while (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            heard += os.read(reading, 65536)
    killed = time.monotonic()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while part := os.read(reading, 65536):
        heard += part
    os.close(reading)
    lines = [line.split("\t") for line in heard.decode().split("\n")[:-1]]
    return lines[0][0], [(int(length), float(at)) for _, length, at in lines], killed


def main(folder: Path, kills: int, seed: int) -> dict[str, object]:
    """Kill so many times, each time in a fresh copy of the office; the findings."""
    letters, worst, faults = 0, 0.0, []
    office = folder
    for number in range(kills):
        folder = Path(shutil.copytree(office, office.with_name(f"{office.name}-{number}")))
        record_id, typed, killed = kill_one(folder, seed * 1000 + number)
        letters += typed[-1][0]
        with open_workspace(folder, now=NOW) as ws:
            faults += ws.store.quick_check()
            draft = next((one for one in ws.store.drafts() if one.record_id == record_id), None)
            kept = draft.title if draft else ""
            stopped = recovering.interrupted(ws)
        if stopped is None or stopped.record_id != record_id:
            faults.append(f"kill {number}: the record is not offered again")
        whole = WORDS * (typed[-1][0] // len(WORDS) + 1)
        if not whole.startswith(kept.rstrip()):
            faults.append(f"kill {number}: the draft reads {kept!r}")
        missing = [at for length, at in typed if length > len(kept.rstrip()) + 1]
        worst = max(worst, killed - min(missing) if missing else 0.0)
    return {"kills": kills, "letters": letters, "lost_seconds": round(worst, 3), "faults": faults}


if __name__ == "__main__":
    os.environ["HRDESK_NOW"] = NOW.isoformat()
    result = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(result) + "\n")
