"""The store against plain SQLite doing the same, in the same run on the same disk.

`python -m tests.bench.bench_store [records]`; 200,000 records by default.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from hrdesk.records.record import Record, RecordStatus
from hrdesk.store.database import Store
from hrdesk.store.records import RecordQuery
from hrdesk.vietnamese.text import fold
from tests.bench.result import Result
from tests.support.records import ACTOR, NOW, activity_form, many_records

RECORDS = 200_000
SAVES = 300
TYPED = (
    "tuyen truyen dan toc",
    "tập huấn bình đẳng",
    "dong nai ap 12",
    "quyền trẻ em tại",
    "oc eo",
)
MS = "ms"


def bench_save(folder: Path) -> list[Result]:
    """One durable save after another, against the same rows written by plain statements."""
    ours, plain = folder / "ours", folder / "plain"
    stores = [Store.create(place / "hrdesk.sqlite") for place in (ours, plain)]
    records = list(many_records(2000 + SAVES, seed=2))
    for store in stores:
        store.put_form(activity_form(), source_name="bench", at=NOW)
        store.save_many(records[:2000], at=NOW, actor=ACTOR)
    statements = _statements(stores[0], stores[1], records[2000:])
    stores[1].close()
    connection = _plain_connection(plain / "hrdesk.sqlite")
    measured: tuple[list[float], list[float]] = ([], [])
    for record, rows in zip(records[2000:], statements, strict=True):  # alternating: same disk mood
        measured[0].append(_ms(lambda record=record: stores[0].save(record, at=NOW, actor=ACTOR)))
        measured[1].append(_ms(lambda rows=rows: _write(connection, rows)))
    connection.close()
    stores[0].close()
    return [_result("save one record durably, median", *map(statistics.median, measured), 3)]


def bench_search(folder: Path, count: int = RECORDS) -> list[Result]:
    """Search as one types, and the lists, over many records."""
    store = Store.create(folder / "hrdesk.sqlite")
    store.put_form(activity_form(), source_name="bench", at=NOW)
    seconds = time.perf_counter()
    store.save_many(many_records(count), at=NOW, actor=ACTOR)
    seconds = time.perf_counter() - seconds
    plain = _plain_search(store.path, folder / "plain.sqlite")
    ours_ms, plain_ms, any_ms = [], [], []
    for typed in keystrokes():
        query = RecordQuery(search=typed, limit=200)
        words = " ".join(f'"{word}" *' for word in fold(typed).split())
        ours_ms.append(_best(lambda query=query: store.ids(query)))
        matching = "SELECT rowid FROM folded WHERE folded MATCH ?"
        latest, first = f"{matching} ORDER BY rowid DESC LIMIT 200", f"{matching} LIMIT 200"
        plain_ms.append(
            _best(lambda words=words, sql=latest: plain.execute(sql, (words,)).fetchall())
        )
        any_ms.append(_best(lambda words=words, sql=first: plain.execute(sql, (words,)).fetchall()))
    plain.close()
    results = [
        _result("search as one types, median", *map(statistics.median, (ours_ms, plain_ms)), 2),
        _result("search as one types, p95", _p95(ours_ms), _p95(plain_ms), 2),
        _result("same, against any 200 matches", *map(statistics.median, (ours_ms, any_ms)), 0),
        *_lists(store, count),
        _result(f"save_many, {count} records, ms a record", seconds * 1000 / count, 0, 0),
    ]
    store.close()
    return results


def _lists(store: Store, count: int) -> list[Result]:
    connection = sqlite3.connect(store.path)
    fetched = _best(lambda: connection.execute("SELECT row_id FROM record").fetchall())
    connection.close()
    everything = RecordQuery(form_id="activity")
    by_title = RecordQuery(form_id="activity", order="title", descending=False)
    incomplete = RecordQuery(
        form_id="activity", statuses=frozenset({RecordStatus.INCOMPLETE}), order="updated_at"
    )
    found = store.ids(everything)
    assert len(found) == count
    step = max(1, len(found) // 60)
    pages = [found[start : start + 128] for start in range(0, len(found) - 128, step)]
    paged = [_ms(lambda page=page: store.rows(page)) for page in pages]
    first = RecordQuery(form_id="activity", limit=200)
    return [
        _result("ids of all, newest first", _best(lambda: store.ids(everything)), fetched, 0),
        _result("ids of all, by title", _best(lambda: store.ids(by_title)), fetched, 0),
        _result("ids of one status", _best(lambda: store.ids(incomplete)), fetched, 0),
        _result("first 200 ids", _best(lambda: store.ids(first)), 0, 0),
        _result("page of 128 rows, p95", _p95(paged), 0, 0),
        _result(
            "all matches of one letter", _best(lambda: store.ids(RecordQuery(search="t"))), 0, 0
        ),
        _result("select of 3 answers, all records", _ms(lambda: _drain(store)), 0, 0),
        _result(
            "suggestions", _best(lambda: store.suggestions("activity", "place", "nha van")), 0, 0
        ),
    ]


def _drain(store: Store) -> int:
    return sum(1 for _ in store.select("activity", ["people", "cost", "kind"]))


def keystrokes() -> Iterator[str]:
    """What stands in the search after each key."""
    for text in TYPED:
        for length in range(1, len(text) + 1):
            if text[length - 1] != " ":
                yield text[:length]


def _plain_search(source: Path, target: Path) -> sqlite3.Connection:
    """The words alone, in the index that desktop.md found best."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("CREATE VIRTUAL TABLE folded USING fts5 (words, prefix = '1 2 3')")
    connection.execute("ATTACH ? AS source", (str(source),))
    connection.execute("INSERT INTO folded (rowid, words) SELECT rowid, words FROM source.search")
    return connection


def _statements(
    ours: Store, plain: Store, records: list[Record]
) -> list[list[tuple[str, tuple[object, ...]]]]:
    """The very rows that a save writes, as plain statements with their values worked out before."""
    scratch = ours.path.with_name("scratch.sqlite")
    plain.backup(scratch)
    copy = Store.open(scratch)
    connection = copy._connections.reading()
    tables = ("record", "revision", "form_activity", "form_activity__posting", "search")
    gathered = []
    for record in records:
        copy.save(record, at=NOW, actor=ACTOR)
        rows: list[tuple[str, tuple[object, ...]]] = []
        row_id = connection.execute("SELECT max(row_id) FROM record").fetchone()[0]
        for table in tables:
            key = {"revision": "record_row", "record": "row_id", "search": "rowid"}.get(
                table, "_record"
            )
            columns = "rowid, words" if table == "search" else "*"
            for row in connection.execute(
                f"SELECT {columns} FROM {table} WHERE {key} = ?", (row_id,)
            ):
                into = "search (rowid, words)" if table == "search" else table
                rows.append((f"INSERT INTO {into} VALUES ({', '.join('?' * len(row))})", row))
        gathered.append(rows)
    copy.close()
    return gathered


def _plain_connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _write(connection: sqlite3.Connection, rows: list[tuple[str, tuple[object, ...]]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for sql, values in rows:
        connection.execute(sql, values)
    connection.execute("COMMIT")


def _result(name: str, ours: float, baseline: float, goal: float) -> Result:
    return Result(name, ours, baseline, ours / baseline if baseline else 0, goal, MS)


def _ms(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def _best(act: Callable[[], object]) -> float:
    return statistics.median(_ms(act) for _ in range(5))


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


BENCHES: list[Callable[[Path], list[Result]]] = [bench_save, bench_search]


def main() -> None:
    """Run them all and print what they say."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    for bench in (bench_save, lambda folder: bench_search(folder, count)):
        with tempfile.TemporaryDirectory() as folder:
            for result in bench(Path(folder)):
                line = {
                    "name": result.name,
                    "ours": round(result.ours, 3),
                    "baseline": round(result.baseline, 3),
                    "ratio": round(result.ratio, 2),
                    "goal": result.goal,
                    "unit": result.unit,
                }
                sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
