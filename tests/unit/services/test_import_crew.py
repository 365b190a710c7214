"""Rows judged by several processes: the same said, in the same order, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from hrdesk.records.tables import TableRow
from hrdesk.services import import_crew, importing
from hrdesk.services.import_crew import judged
from hrdesk.services.import_plan import columns_of, propose
from hrdesk.services.import_rows import ImportJob, RefusedRow
from hrdesk.services.lists import RecordQuery
from hrdesk.services.progress import CancelledError
from hrdesk.services.workspace import today_of
from tests.support.desk import NOW, make_desk
from tests.support.sheets import good_rows, write_csv

ROOT = Path(__file__).resolve().parents[3]
COUNT = 1_300
FORMS = ("activity", "training")
ALL = RecordQuery(form_id="activity")


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    made = make_desk(tmp_path_factory.mktemp("desk") / "office")
    yield made
    made.close()


@pytest.fixture
def crew(monkeypatch):
    """Two processes, also for a table as short as these; those that were started."""
    monkeypatch.setattr(import_crew, "SHORT", 20)
    monkeypatch.setattr(import_crew, "_PIECE", 50)
    monkeypatch.setattr(import_crew, "_cores", lambda: 2)
    started: list[subprocess.Popen[bytes]] = []
    plain = subprocess.Popen

    def start(*given, **named):
        started.append(plain(*given, **named))
        return started[-1]

    monkeypatch.setattr(import_crew.subprocess, "Popen", start)
    return started


def sheet(ws, tmp_path, form_id):
    """Rows of a sheet, every seventh with a fault, every eleventh with a cell too much."""
    if form_id == "activity":
        rows = [
            [f"{c:%d/%m/%Y}" if hasattr(c, "year") else str(c) for c in r] for r in good_rows(COUNT)
        ]
        for row in rows[::7]:
            row[1] = "31/02/2026"
        header = [
            "Tên hoạt động",
            "Từ ngày",
            "Hình thức",
            "Số lượt người",
            "Trong đó nữ",
            "Ngôn ngữ",
        ]
    else:
        form = ws.form("training")
        (repeat,) = form.repeats()
        who = next(q for q in form.questions(repeat.key) if q.required)
        header = ["title", "event_on", f"{repeat.key}/{who.key}"]
        rows = [
            ["", "", f"Người {n}"] if n % 3 else [f"Lớp {n}", "12/10/2026", "Người đầu"]
            for n in range(COUNT // 4)
        ]
    for row in rows[::11]:
        row.append("thừa")
    return write_csv(tmp_path / "so.csv", [header, *rows])


def job_of(ws, plan):
    return ImportJob(
        form=ws.form(plan.form_id),
        columns=columns_of(ws, plan),
        width=max(column.at for column in plan.columns) + 1,
        now=NOW,
        today=today_of(NOW),
        language=ws.language,
        unit=ws.unit_key,
        desk_id=ws.desk_id,
        author=ws.name,
        maker=ws.store.maker(plan.form_id),
    )


def found(ws, path, form_id):
    plan = propose(ws, form_id, path).plan
    rows = importing.rows_of(plan.path, plan.sheet, after=plan.header_row)
    return [plain(row) for row in judged(job_of(ws, plan), ws.compiled(form_id), rows)]


def plain(row):
    """What is said of a row, without the id that is drawn for it."""
    if isinstance(row, RefusedRow):
        return row
    cells = row.made.cells
    return row._replace(made=row.made._replace(cells=cells[1:]))


@pytest.mark.parametrize("form_id", FORMS)
def test_judged__by_processes__what_one_would_say(ws, tmp_path, crew, monkeypatch, form_id):
    path = sheet(ws, tmp_path, form_id)
    together = found(ws, path, form_id)
    assert len(crew) == 2
    monkeypatch.setattr(import_crew, "_cores", lambda: 1)
    alone = found(ws, path, form_id)
    assert len(crew) == 2
    assert together == alone
    refused = [row for row in together if isinstance(row, RefusedRow)]
    assert refused
    assert all(isinstance(each, TableRow) for row in refused for each in row.rows)
    assert form_id != "activity" or len(refused) < len(together)


def test_judged__a_process_dies__nothing_but_time_is_lost(ws, tmp_path, crew, monkeypatch):
    path = sheet(ws, tmp_path, "activity")
    plan = propose(ws, "activity", path).plan
    rows = list(importing.rows_of(plan.path, plan.sheet, after=plan.header_row))
    said = []
    for row in judged(job_of(ws, plan), ws.compiled("activity"), rows):
        said.append(plain(row))
        if len(said) == 120:
            crew[0].kill()
        if len(said) == 400:
            crew[1].kill()
    monkeypatch.setattr(import_crew, "_cores", lambda: 1)
    assert said == found(ws, path, "activity")


def test_judged__no_process_can_be_started__judged_here(ws, tmp_path, crew, monkeypatch):
    def refuse(*_given, **_named):
        raise PermissionError(13, "no")

    monkeypatch.setattr(import_crew.subprocess, "Popen", refuse)
    path = sheet(ws, tmp_path, "activity")
    assert len(found(ws, path, "activity")) == COUNT


def test_take_in__by_processes__kept_and_cancelled_whole(ws, tmp_path, crew):
    path = sheet(ws, tmp_path, "activity")
    plan = propose(ws, "activity", path).plan

    class Stops:
        words = 0

        def total(self, steps):
            pass

        def step(self, _sentence=""):
            self.words += 1

        def cancelled(self):
            return self.words >= 2

    before = ws.store.count(ALL)
    with pytest.raises(CancelledError):
        importing.take_in(ws, plan, now=NOW, progress=Stops())
    assert ws.store.count(ALL) == before
    assert [one.wait(20) for one in crew]  # ended, not left behind
    done = importing.take_in(ws, plan, now=NOW)
    assert ws.store.count(ALL) == before + done.imported
    assert done.imported + done.refused_count == COUNT
    assert [one.wait(20) for one in crew]
    importing.undo_import(ws, done.batch_id, now=NOW)


def test_judged__who_asks_is_killed__the_processes_end(ws, tmp_path):
    path = sheet(ws, tmp_path, "activity")
    script = textwrap.dedent(f"""
        import sys, time
        from hrdesk.services import import_crew
        import_crew.SHORT, import_crew._PIECE, import_crew._cores = 20, 50, lambda: 2
        from hrdesk.services.workspace import open_workspace
        from tests.unit.services.test_import_crew import NOW, importing, job_of, propose
        from pathlib import Path
        ws = open_workspace(Path({str(ws.paths.folder)!r}), now=NOW)
        plan = propose(ws, "activity", Path({str(path)!r})).plan
        rows = importing.rows_of(plan.path, plan.sheet, after=plan.header_row)
        crew = import_crew._Crew(job_of(ws, plan), 2)
        asked = [crew.ask(import_crew.pack([[row] for row in rows])) for _ in range(2)]
        print(*(one._process.pid for one in crew._workers), flush=True)
        time.sleep(60)
    """)
    asker = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
    assert asker.stdout is not None
    pids = [int(pid) for pid in asker.stdout.readline().split()]
    assert len(pids) == 2
    os.kill(asker.pid, signal.SIGKILL)
    asker.wait()
    asker.stdout.close()
    patience = time.monotonic() + 60
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < patience
        time.sleep(0.05)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_take_in__period__told_by_processes_too(ws, tmp_path, crew):
    from hrdesk.indicators.period import parse_period

    path = sheet(ws, tmp_path, "activity")
    plan = propose(ws, "activity", path).plan
    period = parse_period("2026-Q1")
    checked = importing.check_import(ws, plan, now=NOW, period=period)
    assert len(crew) == 2
    outside = [r for r in checked.refused if any("ngoài kỳ" in f.message for f in r.findings)]
    assert outside
    assert replace(outside[0], rows=()).row_number > 1
