"""Imports and acts on many records, killed again and again: run as a program of its own.

Usage: python -m tests.support.killed_acts import|bulk FOLDER KILLS SEED

A child (forked, one a kill) imports the same table for ever, undoing every second import, or marks
all records complete and incomplete in turn; what was acknowledged it says through a pipe. The
parent kills it at a random moment and looks: an import is there whole or not at all, a part of a
bulk act likewise, and nothing acknowledged is lost. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from typing_extensions import override

from hrdesk.records.record import RecordStatus
from hrdesk.services import bulk, importing
from hrdesk.services.bulk import BulkAct
from hrdesk.services.import_plan import propose
from hrdesk.services.lists import RecordQuery
from hrdesk.services.progress import Silent
from hrdesk.services.workspace import Workspace, open_workspace

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
ROWS = bulk.AT_ONCE  # one part of a bulk act
BULK = 3 * ROWS


def table(folder: Path) -> Path:
    """The table that is imported."""
    path = folder / "so.csv"
    lines = ["Tên hoạt động,Từ ngày,Hình thức,Vai trò của đơn vị,Ngôn ngữ,Số lượt người,Số buổi"]
    lines += [
        f"Buổi tuyên truyền {number},05/11/2026,Hội nghị,Chủ trì,Tiếng Việt,{number + 10},1"
        for number in range(ROWS)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def import_for_ever(ws: Workspace, pipe: int, path: Path) -> None:
    """The child that imports."""
    plan = propose(ws, "activity", path).plan
    for number in range(10_000):
        done = importing.take_in(ws, plan, now=NOW, duplicates="keep")
        assert done.imported == ROWS, done
        os.write(pipe, f"in\t{done.batch_id}\n".encode())
        if number % 2:
            importing.undo_import(ws, done.batch_id, now=NOW)
            os.write(pipe, f"out\t{done.batch_id}\n".encode())


class Telling(Silent):
    """Says each part that was done."""

    def __init__(self, pipe: int, act: BulkAct) -> None:
        self._pipe, self._act = pipe, act

    @override
    def step(self, what: str = "") -> None:
        os.write(self._pipe, f"part\t{self._act.value}\n".encode())


def change_for_ever(ws: Workspace, pipe: int) -> None:
    """The child that marks all records."""
    ids = [row.record_id for row in ws.store.rows(ws.store.ids(RecordQuery(form_id="activity")))]
    os.write(pipe, b"ready\t\n")
    for _ in range(10_000):
        for act in (BulkAct.INCOMPLETE, BulkAct.COMPLETE, BulkAct.DELETE, BulkAct.RESTORE):
            bulk.change_records(ws, act, ids, now=NOW, progress=Telling(pipe, act))
            os.write(pipe, f"all\t{act.value}\n".encode())


def kill_one(kind: str, folder: Path, seed: int) -> list[list[str]]:
    """Let a child work, kill it at a random moment; what it said."""
    chance = random.Random(seed)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            with open_workspace(folder, now=NOW) as ws:
                if kind == "import":
                    import_for_ever(ws, writing, folder.parent / "so.csv")
                else:
                    change_for_ever(ws, writing)
        finally:
            os._exit(1)
    os.close(writing)
    heard = b""
    select.select([reading], [], [], 20)
    end = time.monotonic() + chance.uniform(0.0, 0.25)
    while (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            heard += os.read(reading, 65536)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while part := os.read(reading, 65536):
        heard += part
    os.close(reading)
    return [line.split("\t") for line in heard.decode().split("\n")[:-1]]


def lost_of_imports(ws: Workspace, said: list[list[str]]) -> list[str]:
    """Imports that are there in part, or were acknowledged and are not there."""
    alive = {one.batch_id: one for one in importing.imports(ws, "activity")}
    found = [f"half {key}" for key, one in alive.items() if one.count != ROWS]
    kept = ws.store.count(RecordQuery(form_id="activity"))
    standing = [one for one in alive.values() if one.undone_at is None]
    if kept != ROWS * len(standing):
        found.append(f"{kept} records of {len(standing)} imports")
    for kind, batch in said:
        if batch not in alive or (kind == "out" and alive[batch].undone_at is None):
            found.append(f"{kind} {batch}")
    return found


def lost_of_acts(ws: Workspace, said: list[list[str]]) -> list[str]:
    """Parts that were done in part."""
    rows = ws.store.rows(ws.store.ids(RecordQuery(form_id="activity")))
    gone = ws.store.count(RecordQuery(form_id="activity", only_deleted=True))
    states = Counter(row.status for row in rows)
    found = [
        f"{count} records {what}"
        for what, count in [
            ("complete", states[RecordStatus.COMPLETE]),
            ("incomplete", states[RecordStatus.INCOMPLETE]),
            ("deleted", gone),
        ]
        if count % bulk.AT_ONCE
    ]
    if len(rows) + gone != BULK:
        found.append(f"{len(rows)} + {gone} records")
    return found if said else [*found, "nothing was said"]


def main(kind: str, folder: Path, kills: int, seed: int) -> dict[str, object]:
    """Kill so many times; the findings."""
    path = table(folder.parent)
    if kind == "bulk":
        with open_workspace(folder, now=NOW) as ws:
            plan = propose(ws, "activity", path).plan
            for _ in range(BULK // ROWS):
                importing.take_in(ws, plan, now=NOW, duplicates="keep")
    said, missing, faults = 0, [], []
    for number in range(kills):
        heard = kill_one(kind, folder, seed * 1000 + number)
        said += len(heard)
        with open_workspace(folder, now=NOW) as ws:
            faults += ws.store.quick_check()
            missing += (lost_of_imports if kind == "import" else lost_of_acts)(ws, heard)
    with open_workspace(folder, now=NOW) as ws:
        faults += ws.store.integrity_check()
    return {"kills": kills, "said": said, "lost": missing, "faults": faults}


if __name__ == "__main__":
    result = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.write(json.dumps(result) + "\n")
