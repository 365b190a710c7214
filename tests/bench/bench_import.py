"""Import of 50,000 rows: checked, taken in, undone, exported; with the memory it takes.

The baseline is what cannot be saved: reading the same .csv with the standard library, the same
.xlsx with openpyxl. Goals are rows a second (at least) and growth of memory (at most).
"""

from __future__ import annotations

import csv
import random
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hrdesk.services import importing
from hrdesk.services.exporting import export_records
from hrdesk.services.import_plan import ImportPlan, propose
from hrdesk.services.lists import RecordQuery
from hrdesk.services.workspace import Workspace
from tests.bench.result import Result
from tests.support.desk import NOW, make_desk

ROWS = 50_000
LEAST = 5_000.0  # rows a second
HEADER = (
    "Tên hoạt động",
    "Từ ngày",
    "Hình thức",
    "Địa điểm",
    "Ngôn ngữ",
    "Số lượt người",
    "Trong đó nữ",
    "Số buổi, lượt phát",
    "Kinh phí (đồng)",
    "Nguồn kinh phí",
    "Chủ đề",
    "Ghi chú",
)
RATE = "rows/s"


def bench_import(folder: Path) -> list[Result]:
    """The whole way, from both kinds of file."""
    ws = make_desk(folder / "office")
    table, book = folder / "so.csv", folder / "so.xlsx"
    rows = _rows(ws, ROWS)
    _write_csv(table, rows)
    _write_book(book, rows)
    del rows
    results = []
    for name, path, plain in (("csv", table, _plain_csv), ("xlsx", book, _plain_book)):
        ws.close()  # each kind of file into an office of its own
        ws = make_desk(folder / f"office-{name}")
        plan = propose(ws, "activity", path).plan
        baseline = ROWS / _seconds(lambda plain=plain, path=path: plain(path))
        seconds = _seconds(lambda ws=ws, plan=plan: _check(ws, plan))
        results.append(_rate(f"check {ROWS} rows of a .{name}", ROWS / seconds, baseline))
        taken: list[importing.ImportOutcome] = []
        seconds = _seconds(lambda ws=ws, plan=plan, to=taken: to.append(_take(ws, plan)))
        assert taken[0].imported == ROWS
        results.append(_rate(f"import {ROWS} rows of a .{name}", ROWS / seconds, baseline))
        batch = taken[0].batch_id
        seconds = _seconds(lambda ws=ws, batch=batch: importing.undo_import(ws, batch, now=NOW))
        results.append(_rate(f"undo the import of a .{name}", ROWS / seconds, 0))
    results += _memory(ws, folder)
    plan = propose(ws, "activity", table).plan
    _take(ws, plan)
    query = RecordQuery(form_id="activity")
    for kind in ("csv", "xlsx"):
        target = folder / f"ds.{kind}"
        seconds = _seconds(lambda ws=ws, target=target: export_records(ws, query, target))
        count = ws.store.count(query)
        results.append(_rate(f"export {count} records to .{kind}", count / seconds, 0))
    ws.close()
    return results


def _memory(ws: Workspace, folder: Path) -> list[Result]:
    """Peak of what Python holds while 5,000 and 50,000 rows are taken in."""
    peaks: dict[str, list[float]] = {"csv": [], "xlsx": []}
    for count in (ROWS // 10, ROWS):
        _write_csv(folder / f"nho-{count}.csv", _rows(ws, count))
        _write_book(folder / f"nho-{count}.xlsx", _rows(ws, count))
        for kind, found in peaks.items():
            plan = propose(ws, "activity", folder / f"nho-{count}.{kind}").plan
            tracemalloc.start()
            done = _take(ws, plan)
            found.append(tracemalloc.get_traced_memory()[1] / 1e6)
            tracemalloc.stop()
            importing.undo_import(ws, done.batch_id, now=NOW)
    return [
        Result(f"peak, {ROWS} rows of a .{kind} beside {ROWS // 10}", b, a, b / a, 2, "MB")
        for kind, (a, b) in peaks.items()
    ]


def _check(ws: Workspace, plan: ImportPlan) -> None:
    assert importing.check_import(ws, plan, now=NOW).imported == ROWS


def _take(ws: Workspace, plan: ImportPlan) -> importing.ImportOutcome:
    return importing.take_in(ws, plan, now=NOW)


def _rows(ws: Workspace, count: int) -> list[tuple[object, ...]]:
    draw = random.Random(count)
    lists = ws.form("activity").choice_lists
    topics = [choice.labels["vi"] for choice in lists["topics"]]
    sources = [choice.labels["vi"] for choice in lists["cost_source"]]
    kinds = ("Hội nghị", "Tọa đàm, hội thảo", "Hội thi", "Phát thanh", "Văn nghệ, thể thao")
    rows = []
    for number in range(count):
        people = draw.randint(10, 400)
        rows.append(
            (
                f"Tọa đàm quyền của phụ nữ dân tộc, lần {number}",
                date(2026, 1, 1) + timedelta(days=draw.randint(0, 300)),
                draw.choice(kinds),
                f"Nhà văn hóa ấp {draw.randint(1, 60)}",
                "Tiếng Việt; Khmer",
                people,
                draw.randint(0, people),
                draw.randint(1, 4),
                draw.randint(1, 900) * 10_000,
                draw.choice(sources),
                "; ".join(draw.sample(topics, 2)),
                "có ảnh kèm theo",
            )
        )
    return rows


def _as_text(row: tuple[object, ...]) -> list[str]:
    return [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell) for cell in row]


def _write_csv(path: Path, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([HEADER, *map(_as_text, rows)])


def _write_book(path: Path, rows: list[tuple[object, ...]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ")
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    book.save(path)


def _plain_csv(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert sum(1 for _ in csv.reader(stream, delimiter=";")) == ROWS + 1


def _plain_book(path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) == ROWS + 1
    book.close()


def _rate(name: str, ours: float, baseline: float) -> Result:
    """A rate; `ratio` is how much of the least rate is needed, so that 1 is the goal."""
    goal = 1.0 if name.startswith(("check", "import")) else 0
    return Result(name, ours, baseline, LEAST / ours, goal, RATE)


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


BENCHES: list[Callable[[Path], list[Result]]] = [bench_import]
