"""Start to the first usable window with 200,000 records, beside a bare PySide6 window."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.records.record import Record, RecordStatus, Row
from hrdesk.services.lists import RecordQuery
from hrdesk.services.workspace import WorkspaceSetup, create_workspace, open_workspace
from tests.bench.bench_store import keystrokes
from tests.bench.result import Result
from tests.support.records import PLACES, SUBJECTS, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hrdesk.services.workspace import Workspace

RECORDS = 200_000
MANY = 1_000_000
TRAININGS = 12
PEOPLE = 30
ROUNDS = 7
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SCREEN_FILE = Path(tempfile.gettempdir()) / "hrdesk-bench-screen.json"
SCREEN = {
    "name": "office",
    "x": 0,
    "y": 0,
    "width": 1366,
    "height": 768,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1.0,
}
HEAVY = (
    "pyxform",
    "openpyxl",
    "reportlab",
    "pyhanko",
    "cryptography",
    "sqlite_utils",
    "uharfbuzz",
    "PIL",
    "lxml",
    "asyncio",
)

_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])
window = QMainWindow(); window.resize(1366, 720); window.show()
def ready():
    print("ready", flush=True); app.quit()
QTimer.singleShot(0, ready)
app.exec()
"""

_OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from hrdesk.gui.shell.app import Desk, make_application
app = make_application()
desk = Desk(app, Path(sys.argv[1]))
assert desk.begin()
desk.window.go("records", form_id="activity", chip="all")
def look():
    page = desk.window.page("records")
    if page.list.model.rowCount() > 0 and desk.window.isVisible():
        print("ready", flush=True)
        import json
        print(json.dumps(sorted({n.split(".")[0] for n in sys.modules})), flush=True)
        desk.end()
    else:
        QTimer.singleShot(5, look)
QTimer.singleShot(5, look)
app.exec()
desk.close()
"""

_AT_WORK = """
import json, random, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView
from hrdesk.gui.shell.app import Desk, make_application
from tests.bench.held import held
app = make_application()
desk = Desk(app, Path(sys.argv[1]))
assert desk.begin()
window = desk.window
window.go("records", form_id="activity", chip="all")
page = window.page("records")
rows = page.list
def until(seen):
    end = time.perf_counter() + 60
    while not seen():
        assert time.perf_counter() < end
        app.processEvents()
        time.sleep(0.0005)  # the worker needs the interpreter too
until(lambda: rows.model.rowCount() == int(sys.argv[2]) and not desk.workers._pending)
rest = time.perf_counter() + 5  # the form is made ready, the caches let go of
until(lambda: time.perf_counter() > rest and desk.workers.idle)  # and the daily copy is made
rest = time.perf_counter() + 3
until(lambda: time.perf_counter() > rest and desk.workers.idle)
memory = held()
chance = random.Random(3)
def jump():
    row = chance.randrange(rows.model.rowCount())
    start = time.perf_counter()
    rows.view.scrollTo(rows.model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
    until(lambda: rows.model.line(row) is not None)
    rows.view.viewport().repaint()
    return time.perf_counter() - start, rows.model.line(row)
jumps = sorted(jump()[0] for _ in range(100))
def opening():
    line = jump()[1]
    start = time.perf_counter()
    window.open_record("activity", line.record_id)
    until(lambda: page.is_open(line.record_id))
    window.repaint()
    return time.perf_counter() - start
openings = [opening() for _ in range(11)]
page._close_entry()
window.go("records", form_id="training", chip="all")
until(lambda: rows.model.rowCount() == int(sys.argv[3]) and desk.workers.idle)
rest = time.perf_counter() + 4  # the form of this kind is made ready
until(lambda: time.perf_counter() > rest and desk.workers.idle)
def opening_list(row):
    line = rows.model.line(row)
    start = time.perf_counter()
    window.open_record("training", line.record_id)
    until(lambda: page.is_open(line.record_id))
    window.repaint()
    return time.perf_counter() - start
lists = [opening_list(row) for row in range(int(sys.argv[3]))]
print(json.dumps([
    memory, jumps[94], openings[0], sorted(openings[1:])[5], lists[0], sorted(lists[1:])[5]
]))
desk.end()
desk.close()
"""

_BARE_AT_REST = """
import json, sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
from tests.bench.held import held
app = QApplication(sys.argv[:1])
window = QMainWindow(); window.resize(1366, 720); window.show()
end = time.perf_counter() + 1
while time.perf_counter() < end:
    app.processEvents()
print(json.dumps(held()))
"""


_PLAIN_AT_REST = """
import runpy
runpy.run_module("tests.bench.plain_window", run_name="__main__")
"""


def made_up(ws: Workspace, count: int) -> Iterator[Record]:
    """Complete activities over three years, titled as offices title them."""
    chance = random.Random(7)
    version = ws.form("activity").version
    for number in range(count):
        day = (NOW - timedelta(days=chance.randrange(1000))).date()
        what, of = chance.choice(SUBJECTS), chance.choice(THEMES)
        title = (
            f"{what} về {of} tại ấp {chance.randrange(400)} {chance.choice(PLACES)}, lần {number}"
        )
        yield Record(
            record_id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            form_id="activity",
            form_version=version,
            unit=ws.unit_key,
            status=RecordStatus.COMPLETE,
            revision=1,
            desk_id=ws.desk_id,
            author="Trần Thị Mẫu",
            created_at=NOW,
            updated_at=NOW,
            event_on=day,
            answers={ws.form("activity").settings["title_key"]: title},
        )


def made_up_trainings(ws: Workspace) -> Iterator[Record]:
    """A few trainings, each with a list of thirty people."""
    form = ws.form("training")
    for number in range(TRAININGS):
        people = [Row({"full_name": f"Người Mẫu Số {one}"}) for one in range(PEOPLE)]
        yield Record(
            record_id=str(uuid.UUID(int=number + 1, version=4)),
            form_id="training",
            form_version=form.version,
            unit=ws.unit_key,
            status=RecordStatus.INCOMPLETE,
            revision=1,
            desk_id=ws.desk_id,
            author="Trần Thị Mẫu",
            created_at=NOW,
            updated_at=NOW,
            event_on=NOW.date(),
            answers={form.settings["title_key"]: f"Lớp tập huấn {number}"},
            repeats={"participants": tuple(people)},
        )


def workspace_with(folder: Path, count: int) -> None:
    """A workspace that holds `count` activities, and a few trainings."""
    ws = create_workspace(
        folder, WorkspaceSetup("30307", "Trần Thị Mẫu", "Công chức", "mật khẩu thử nghiệm"), now=NOW
    )
    records = made_up(ws, count)
    while batch := list(islice(records, 20_000)):
        ws.store.save_many(batch, at=NOW, actor="Trần Thị Mẫu")
    ws.store.save_many(list(made_up_trainings(ws)), at=NOW, actor="Trần Thị Mẫu")
    ws.close()


def _environment() -> dict[str, str]:
    """A screen as an office has it; without being told, Qt's has 800 by 800 points."""
    SCREEN_FILE.write_text(json.dumps({"screens": [SCREEN]}), encoding="ascii")
    platform = f"offscreen:configfile={SCREEN_FILE}"
    return {**os.environ, "QT_QPA_PLATFORM": platform, "HRDESK_NOW": NOW.isoformat()}


def said(code: str, *arguments: str) -> str:
    """What a window of its own process printed."""
    environment = _environment()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


def at_work(home: Path, count: int) -> list[Result]:
    """Memory of the window at rest, jumps through its list, records opened from it."""
    bare = json.loads(said(_BARE_AT_REST))
    with open_workspace(home, now=NOW) as ws:
        questions = sum(1 for _ in ws.form("activity").questions())
    plain = json.loads(said(_PLAIN_AT_REST, str(home / "hrdesk.sqlite"), str(questions)))
    told = json.loads(said(_AT_WORK, str(home), str(count), str(TRAININGS)))
    memory, jump, *openings = told
    opened = (
        "the first record opened",
        "a record opened after it",
        f"the first training with {PEOPLE} people opened",
        "a training opened after it",
    )
    million = 1_000_000
    return [
        *(
            Result(
                f"memory at rest, list of {count:,} / {beside}, {what}",
                ours / million,
                theirs / million,
                ours / theirs,
                1.4,
                "MB",
            )
            for beside, baseline in (("bare", bare), ("stock Qt with that list and a form", plain))
            for what, ours, theirs in zip(("resident", "own share"), memory, baseline, strict=True)
        ),
        Result(f"jump and paint in {count:,} p95 / 32 ms", jump * 1000, 32, jump / 0.032, 1, "ms"),
        *(
            Result(f"{what} / 50 ms", seconds * 1000, 50, seconds / 0.05, 1, "ms")
            for what, seconds in zip(opened, openings, strict=True)
        ),
    ]


def searching(home: Path, count: int, goal_ms: float) -> Result:
    """The first 200 matches after each key, in the list of activities."""
    with open_workspace(home, now=NOW) as ws:
        times = []
        for typed in keystrokes():
            query = RecordQuery(form_id="activity", search=typed, limit=200)
            start = time.perf_counter()
            ws.store.rows(ws.store.ids(query)[:30])  # what the window shows of them
            times.append((time.perf_counter() - start) * 1000)
    p95 = sorted(times)[int(len(times) * 0.95)]
    name = f"search while typing, {count:,} records p95 / {goal_ms:g} ms"
    return Result(name, p95, goal_ms, p95 / goal_ms, 1, "ms")


def until_ready(code: str, *arguments: str) -> tuple[float, str]:
    """Seconds from starting the interpreter to its word, and what it said after."""
    environment = _environment()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, env=environment, text=True
    )
    assert process.stdout is not None
    while (line := process.stdout.readline()) and line.strip() != "ready":
        pass
    seconds = time.perf_counter() - start
    rest = process.stdout.read()
    process.wait()
    return seconds, rest


def bench_start(folder: Path) -> list[Result]:
    """Both windows by turns, so that a busy machine slows both."""
    home = folder / "office"
    workspace_with(home, RECORDS)
    ours: list[float] = []
    bare: list[float] = []
    loaded: set[str] = set()
    for _ in range(ROUNDS):
        bare.append(until_ready(_BARE)[0])
        seconds, rest = until_ready(_OURS, str(home))
        ours.append(seconds)
        loaded |= set(json.loads(rest.splitlines()[0])) & set(HEAVY) if rest else set()
    mine, theirs = statistics.median(ours) * 1000, statistics.median(bare) * 1000
    return [
        Result(
            f"start to a usable list of {RECORDS:,} records / bare window",
            mine,
            theirs,
            mine / theirs,
            1.5,
            "ms",
        ),
        Result(
            f"heavy modules loaded at start {sorted(loaded)}",
            len(loaded),
            0,
            len(loaded),
            0,
            "modules",
        ),
        *at_work(home, RECORDS),
        searching(home, RECORDS, 5),
    ]


def bench_million(folder: Path) -> list[Result]:
    """The list of a province after many years."""
    home = folder / "office"
    workspace_with(home, MANY)
    return [*at_work(home, MANY), searching(home, MANY, 16)]


BENCHES: list[Callable[[Path], list[Result]]] = [bench_start, bench_million]
