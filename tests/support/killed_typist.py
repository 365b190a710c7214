"""A clerk who is killed again and again: run as a program of its own, it forks one process a kill.

Usage: python -m tests.support.killed_typist FOLDER KILLS SEED

Each child types records into the same workspace: a letter, a draft, a letter, a draft, at times a
warning accepted, a record saved, a series confirmed; what the store acknowledged it says through a
pipe. The parent kills it at a random moment, opens the workspace, and looks for all that was said.
Prints one JSON object: kills, records and drafts said, and what was lost.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hrdesk.records.entry import NodeRef
from hrdesk.services import entering, recurring
from hrdesk.services.soft_checks import accept_warning, warnings_of
from hrdesk.services.workspace import open_workspace

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
TITLE = "Tọa đàm quyền của phụ nữ dân tộc thiểu số"


@dataclass
class Said:
    """What was acknowledged: titles of records, the last draft of each record not saved since."""

    records: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def hear(self, line: str) -> None:
        """One acknowledgement."""
        kind, record_id, text = line.split("\t", 2)
        self.count += 1
        if kind == "saved":
            self.records[record_id] = text
            self.drafts.pop(record_id, None)
        else:
            self.drafts[record_id] = text


def type_for_ever(folder: Path, pipe: int, seed: int) -> None:
    """The child."""
    chance = random.Random(seed)

    def say(kind: str, record_id: str, text: str) -> None:
        os.write(pipe, f"{kind}\t{record_id}\t{text}\n".encode())

    with open_workspace(folder, now=NOW) as ws:
        for number in range(10_000):
            filled = entering.new_entry(ws, "activity", now=NOW)
            wanted = f"{TITLE} {seed} {number}"
            for length in range(1, len(wanted) + 1, 5):
                filled.entry.set_value(NodeRef("title"), wanted[:length])
                entering.save_draft(ws, filled, now=NOW)
                say("draft", filled.record_id, wanted[:length])
            answers = {"title": wanted, "event_on": "2026-11-10", "activity_kind": "conference"}
            for key, value in {**answers, "people": "6000"}.items():
                filled.entry.set_value(NodeRef(key), value)
            if chance.random() < 0.5:
                accept_warning(filled, warnings_of(filled)[0], "Đã kiểm tra", now=NOW)
            kept = entering.save_record(ws, filled, now=NOW, complete=chance.random() < 0.8)
            assert kept.record is not None
            say("saved", filled.record_id, wanted)
            if chance.random() < 0.2:
                rule = recurring.Recurrence(recurring.Frequency.WEEKLY, date(2026, 11, 2), count=2)
                made = recurring.add_series(ws, "activity", kept.record.answers, rule, now=NOW)
                for line in recurring.listed_dates(ws, made.series_id, now=NOW):
                    (done,) = recurring.confirm(ws, [line.record_id], now=NOW)
                    assert done.record is not None
                    say("saved", line.record_id, wanted)


def kill_one(folder: Path, seed: int, said: Said) -> None:
    """Let a child type, kill it at a random moment, and take down what it said."""
    chance = random.Random(seed)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            type_for_ever(folder, writing, seed)
        finally:
            os._exit(1)
    os.close(writing)
    heard = b""
    select.select([reading], [], [], 20)  # it types: from here on any moment is as good
    end = time.monotonic() + chance.uniform(0.0, 0.12)
    while (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            heard += os.read(reading, 65536)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while part := os.read(reading, 65536):
        heard += part
    os.close(reading)
    for line in heard.decode().split("\n")[:-1]:  # a line that was cut was not said
        said.hear(line)


def lost(folder: Path, said: Said) -> list[str]:
    """What was acknowledged and is not there, or is not whole."""
    found = []
    with open_workspace(folder, now=NOW + timedelta(minutes=1)) as ws:
        found += ws.store.quick_check()
        records = ws.store.get_many(said.records)
        for record_id, title in said.records.items():
            if record_id not in records or records[record_id].answers["title"] != title:
                found.append(f"record {record_id}")
        drafts = {draft.record_id: draft.title for draft in ws.store.drafts()}
        for record_id, text in said.drafts.items():
            there = drafts.get(record_id)
            if there is None:
                record = ws.store.get(record_id)  # saved, and killed before it could say so
                there = record.answers.get("title", "") if record is not None else ""
            if not there.startswith(text):
                found.append(f"draft {record_id}")
    return found


def main(folder: Path, kills: int, seed: int) -> dict[str, object]:
    """Kill so many times; the findings."""
    said, missing = Said(), []
    for number in range(kills):
        kill_one(folder, seed * 1000 + number, said)
        missing += lost(folder, said)
    with open_workspace(folder, now=NOW) as ws:
        faults = ws.store.integrity_check()
        series = {
            one.series_id: ws.store.series.dates(one.series_id) for one in ws.store.series.all()
        }
    halves = [key for key, dates in series.items() if len(dates) != 2]
    return {
        "kills": kills,
        "said": said.count,
        "records": len(said.records),
        "lost": missing,
        "faults": faults,
        "half_series": halves,
    }


if __name__ == "__main__":
    result = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(result) + "\n")
