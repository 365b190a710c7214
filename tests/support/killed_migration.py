"""New versions of a form over many records, killed again and again: a program of its own.

Usage: python -m tests.support.killed_migration FOLDER RECORDS KILLS SEED

A child (forked, one a kill) puts one version after the other: each adds a question, renames one,
widens one and takes the title from another question, so that every record is listed and searched
anew. The parent kills it at a random moment and looks: the version in use is the one acknowledged
last or the one after it, whole: triggers, search index, every column. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sqlite3
import sys
import time
from dataclasses import replace
from pathlib import Path

from hrdesk.forms.definition import Form, ValueType
from hrdesk.store.database import Store
from hrdesk.store.records import RecordQuery
from tests.support.records import ACTOR, NOW, form, question, record

START = 2026110100
_SHAPES = (
    ("triggers", "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"),
    ("records", "SELECT count(*) FROM record"),
    ("searched", "SELECT count(*) FROM search"),
    ("rows", "SELECT count(*) FROM form_activity"),
)


def version(number: int) -> Form:
    """The form as it is after that many changes."""
    questions = [question("title"), question("place")]
    if number:
        questions += [question(f"count_{n}", ValueType.DECIMAL) for n in range(number)]
    questions.append(question(f"count_{number}", ValueType.INTEGER))
    renamed = question(f"remark_{number}")
    questions.append(replace(renamed, renamed_from=f"remark_{number - 1}") if number else renamed)
    return form(
        *questions,
        version=str(START + number),
        settings={"title_key": "place" if number % 2 else "title"},
    )


def fill(path: Path, records: int) -> None:
    """A store with the first version and that many records."""
    store = Store.create(path)
    store.put_form(version(0), source_name="first", at=NOW)
    answers = (
        {
            "title": f"Buổi {n}",
            "place": f"Ấp {n}",
            "count_0": str(n),
            "remark_0": f"Nhận xét {n}",
        }
        for n in range(records)
    )
    made = (replace(record(answers=one), form_version=str(START)) for one in answers)
    store.save_many(made, at=NOW, actor=ACTOR)
    store.close()


def number_in_use(store: Store) -> int:
    """How many changes the version in use has had."""
    return int(store.active_forms()["activity"]) - START


def change_for_ever(path: Path, pipe: int) -> None:
    """The child: one version after the other, each acknowledged."""
    store = Store.open(path)
    os.write(pipe, b"ready\n")
    for number in range(number_in_use(store) + 1, 10_000):
        store.put_form(version(number), source_name=f"{number}.xlsx", at=NOW)
        os.write(pipe, f"{number}\n".encode())


def shape(path: Path) -> dict[str, object]:
    """What no version may change, read past the store."""
    with sqlite3.connect(path) as plain:
        return {name: plain.execute(sql).fetchall() for name, sql in _SHAPES}


def faults(path: Path, records: int) -> list[str]:
    """What is not whole."""
    found = []
    with sqlite3.connect(path) as plain:
        found += [row[0] for row in plain.execute("PRAGMA integrity_check") if row[0] != "ok"]
        plain.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        columns = dict(
            plain.execute(
                "SELECT question_key, column_name FROM answer_column WHERE repeat_key = ''"
            )
        )
        counted = f'SELECT count(*), sum("{columns["count_0"]}") FROM form_activity'
        if plain.execute(counted).fetchone() != (records, records * (records - 1) / 2):
            found.append("a column lost numbers")
    store = Store.open(path)
    try:
        number = number_in_use(store)
        word, key = ("Ấp", "place") if number % 2 else ("Buổi", "title")
        remark = f"remark_{number}"
        if columns.get(remark) != "remark_0":
            found.append(f"{remark} is not the column it was")
        for n in (0, records // 2, records - 1):
            rows = store.rows(store.ids(RecordQuery(form_id="activity", search=f"nhan xet {n}")))
            titles = {row.title for row in rows}
            if f"{word} {n}" not in titles:
                found.append(f"{key} {n} is not found under its title: {sorted(titles)[:3]}")
        saved = store.save(record(answers={key: "Mới"}), at=NOW, actor=ACTOR)
        if store.count(RecordQuery(form_id="activity", search="moi")) != 1:
            found.append("a new record is not found: a trigger is gone")
        with sqlite3.connect(path) as plain:  # taken out again: the numbers above must stay
            plain.execute("PRAGMA foreign_keys=ON")
            row = plain.execute(
                "SELECT row_id FROM record WHERE record_id = ?", (saved.record_id,)
            ).fetchone()[0]
            plain.execute("DELETE FROM search WHERE rowid = ?", (row,))
            plain.execute("DELETE FROM form_activity WHERE _record = ?", (row,))
            plain.execute("DELETE FROM revision WHERE record_row = ?", (row,))
            plain.execute("DELETE FROM record WHERE row_id = ?", (row,))
    finally:
        store.close()
    return found


def kill_once(path: Path, chance: random.Random, longest: float) -> tuple[int, float]:
    """Let a child work, kill it; the last version it acknowledged (-1 none), seconds of one."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            change_for_ever(path, into)
        finally:
            os._exit(1)
    os.close(into)
    heard = b""
    while b"ready\n" not in heard:
        heard += os.read(out, 4096)
    begun = time.monotonic()
    until = begun + chance.uniform(0, longest)
    while (left := until - time.monotonic()) > 0:
        if select.select([out], [], [], left)[0]:
            heard += os.read(out, 4096)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while part := os.read(out, 4096):
        heard += part
    os.close(out)
    said = [int(line) for line in heard.split(b"\n")[:-1] if line.isdigit()]
    return (said[-1] if said else -1), (time.monotonic() - begun) / max(1, len(said))


def main(folder: Path, records: int, kills: int, seed: int) -> dict[str, object]:
    """All kills; what was seen."""
    chance = random.Random(seed)
    path = folder / "hrdesk.sqlite"
    fill(path, records)
    before = shape(path)
    broken: list[str] = []
    reached, half = 0, 0
    longest = 0.4
    for _ in range(kills):
        acknowledged, each = kill_once(path, chance, longest)
        # On a busy machine a version takes longer than the first guess: wait until some are whole.
        longest = 2.2 * each if acknowledged >= 0 else min(8.0, 1.5 * longest)
        store = Store.open(path)
        now = number_in_use(store)
        store.close()
        last = max(acknowledged, reached)
        if now not in (last, last + 1):
            broken.append(f"version {now} in use, {last} was acknowledged")
        half += acknowledged < 0
        reached = now
        if shape(path) != before:
            broken.append(f"not the same: {shape(path)}")
        broken += faults(path, records)
    return {"kills": kills, "versions": reached, "cut_off": half, "broken": broken}


if __name__ == "__main__":
    seen = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.write(json.dumps(seen, ensure_ascii=False) + "\n")
