from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hrdesk.errors import (
    StoreDamagedError,
    StoreError,
    StoreExistsError,
    StoreForeignError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreNewerError,
    StoreReadOnlyError,
)
from hrdesk.store import migrations, steps
from hrdesk.store.connection import APPLICATION_ID
from hrdesk.store.database import Store
from hrdesk.store.records import RecordQuery
from tests.support.records import ACTOR, NOW, activity_form, many_records, record

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "hrdesk.sqlite"


@pytest.fixture
def store(path):
    kept = Store.create(path)
    kept.put_form(activity_form(), source_name="activity.md", at=NOW)
    yield kept
    kept.close()


def pragma(path, name):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]
    finally:
        connection.close()


def set_pragma(path, name, value):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA {name}={value}")
    connection.close()


def test_create__new_file__durable_and_marked_as_ours(store, path):
    connection = store._connections.reading()
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
    assert pragma(path, "user_version") == migrations.SCHEMA_VERSION
    assert pragma(path, "application_id") == APPLICATION_ID


def test_create__file_there__refused_and_untouched(path):
    path.write_text("mine")
    with pytest.raises(StoreExistsError):
        Store.create(path)
    assert path.read_text() == "mine"


def test_open__no_file__refused_and_none_made(path):
    with pytest.raises(StoreMissingError):
        Store.open(path)
    assert not path.exists()


def test_open__newer_database__refused_and_untouched(store, path):
    store.close()
    set_pragma(path, "user_version", migrations.SCHEMA_VERSION + 1)
    before = path.read_bytes()
    with pytest.raises(StoreNewerError):
        Store.open(path)
    assert path.read_bytes() == before


def test_open__other_sqlite_file__refused(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE a (b)")
    connection.close()
    with pytest.raises(StoreForeignError):
        Store.open(path)


@pytest.mark.parametrize("content", [b"", b"no database at all " * 100])
def test_open__no_database__refused(path, content):
    path.write_bytes(content)
    with pytest.raises(StoreError):
        Store.open(path)
    assert path.read_bytes() == content


def test_open__damaged__told_and_not_changed(store, path):
    store.save_many(many_records(300), at=NOW, actor=ACTOR)
    store.close()
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreDamagedError):
        Store.open(path).ids(RecordQuery())


def test_quick_check__damaged__faults_listed(store, path):
    store.save_many(many_records(300), at=NOW, actor=ACTOR)
    assert store.quick_check() == store.integrity_check() == []
    store.close()
    content = bytearray(path.read_bytes())
    place = len(content) // 2 // 4096 * 4096
    content[place : place + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    reopened = Store.open(path)
    assert reopened.quick_check() != []
    assert reopened.integrity_check() != []
    reopened.close()


def test_save__locked_by_another_program__told_and_saved_afterwards(store, path):
    other = sqlite3.connect(path, isolation_level=None)
    impatient = Store.open(path, busy_timeout_ms=50)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLockedError):
        impatient.save(record(), at=NOW, actor=ACTOR)
    assert impatient.count(RecordQuery()) == 0  # reading goes on beside the other's write
    other.execute("ROLLBACK")
    other.close()
    impatient.save(record(), at=NOW, actor=ACTOR)
    impatient.close()


def test_save__disk_full__told_and_what_was_saved_is_there(store):
    saved = store.save(record(), at=NOW, actor=ACTOR)
    connection = store._connections.reading()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages + 4}")
    with pytest.raises(StoreFullError):
        store.save_many(many_records(500), at=NOW, actor=ACTOR)
    assert not connection.in_transaction
    assert store.count(RecordQuery()) == 1
    connection.execute("PRAGMA max_page_count=1000000")
    store.save(saved, at=NOW, actor=ACTOR)
    assert store.integrity_check() == []


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_save__file_may_not_grow__every_acknowledged_save_is_there(path):
    script = """
        import resource, sys
        from pathlib import Path
        from hrdesk.errors import StoreError
        from hrdesk.store.database import Store
        from tests.support.records import ACTOR, NOW, activity_form, many_records
        store = Store.create(Path(sys.argv[1]))
        store.put_form(activity_form(), source_name="a", at=NOW)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
        for each in many_records(5000):
            try:
                store.save(each, at=NOW, actor=ACTOR)
            except StoreError as error:
                print(error.error_id, flush=True)
                break
            print(each.record_id, flush=True)
    """
    *saved, fault = run(script, path).stdout.split()
    assert fault in {"STORE_006", "STORE_009"}
    assert len(saved) > 10
    assert_all_there(path, saved)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("after", [1, 7, 40, 150])
def test_save__killed_while_writing__every_acknowledged_save_is_there(path, after):
    script = """
        import sys
        from dataclasses import replace
        from pathlib import Path
        from hrdesk.store.database import Store
        from hrdesk.store.records import Draft
        from tests.support.records import ACTOR, NOW, activity_form, many_records
        store = Store.create(Path(sys.argv[1]))
        store.put_form(activity_form(), source_name="a", at=NOW)
        for each in many_records(100000):
            saved = store.save(each, at=NOW, actor=ACTOR)
            store.save(replace(saved, answers={"title": "lần hai"}), at=NOW, actor=ACTOR)
            store.save_draft(Draft("d", "activity", "1", each.answers, updated_at=NOW))
            print(each.record_id, flush=True)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    saved = [process.stdout.readline().strip() for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    saved += process.stdout.read().split()
    process.wait()
    process.stdout.close()
    saved = [each for each in saved if len(each) == 36]
    assert len(saved) >= after
    assert_all_there(path, saved)


def run(script, path):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )


def assert_all_there(path, saved):
    reopened = Store.open(path)
    assert reopened.get_many(saved).keys() == set(saved)
    assert reopened.quick_check() == reopened.integrity_check() == []
    connection = reopened._connections.reading()
    connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    reopened.close()


def test_open__older_version__upgraded_with_a_copy_beside_and_data_kept(store, path, monkeypatch):
    saved = store.save(record(), at=NOW, actor=ACTOR)
    store.close()
    original = migrations.migrations

    def with_one_more_step():
        steps = original()

        @steps(name="next_test")
        def more(database):
            database.conn.execute("ALTER TABLE record ADD COLUMN colour TEXT")

        return steps

    newer = migrations.SCHEMA_VERSION + 1
    monkeypatch.setattr(migrations, "migrations", with_one_more_step)
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", newer)
    monkeypatch.setattr("hrdesk.store.database.SCHEMA_VERSION", newer)
    reopened = Store.open(path)
    assert reopened.get(saved.record_id) == saved
    reopened.close()
    assert pragma(path, "user_version") == newer
    copy = path.with_name(f"hrdesk.sqlite.before-{newer}")
    assert pragma(copy, "user_version") == newer - 1
    Store.open(path).close()


def test_open__upgrade_fails__stays_as_it_was(store, path, monkeypatch):
    saved = store.save(record(), at=NOW, actor=ACTOR)
    store.close()
    original = migrations.migrations

    def with_a_broken_step():
        steps = original()

        @steps(name="next_test")
        def broken(database):
            database.conn.execute("DELETE FROM record")
            raise KeyError

        return steps

    monkeypatch.setattr(migrations, "migrations", with_a_broken_step)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "SCHEMA_VERSION", migrations.SCHEMA_VERSION + 1)
        patched.setattr("hrdesk.store.database.SCHEMA_VERSION", migrations.SCHEMA_VERSION)
        with pytest.raises(KeyError):
            Store.open(path)
    reopened = Store.open(path)
    assert reopened.get(saved.record_id) == saved
    reopened.close()


def test_open__read_only_beside_a_window__reads_and_does_not_write(store, path):
    saved = store.save(record(), at=NOW, actor=ACTOR)
    beside = Store.open(path, read_only=True)
    assert beside.get(saved.record_id) == saved
    later = store.save(record(), at=NOW, actor=ACTOR)
    assert beside.get(later.record_id) == later
    with pytest.raises(StoreReadOnlyError):
        beside.save(record(), at=NOW, actor=ACTOR)
    with pytest.raises(StoreReadOnlyError):
        beside.settings.set("a", "b")
    beside.close()


def test_close__done__one_file_and_nothing_lost(store, path):
    saved = store.save(record(), at=NOW, actor=ACTOR)
    store.close()
    store.close()
    assert sorted(each.name for each in path.parent.glob("hrdesk*")) == ["hrdesk.sqlite"]
    reopened = Store.open(path)
    assert reopened.get(saved.record_id) == saved
    reopened.close()
    with pytest.raises(StoreMissingError):
        reopened.get(saved.record_id)


def test_threads__many_write_and_read__all_saved(store):
    faults = []

    def work(seed):
        try:
            for each in many_records(25, seed=seed):
                store.save(each, at=NOW, actor=ACTOR)
                store.rows(store.ids(RecordQuery(limit=10)))
        except BaseException as error:  # noqa: BLE001 - told to the test below
            faults.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert store.count(RecordQuery()) == 150
    assert store.integrity_check() == []
    store.get("x")
    assert len(store._connections._opened) <= 2 + len(threads)


def test_threads__finished__their_connections_are_closed(store):
    for _ in range(5):
        thread = threading.Thread(target=store.count, args=(RecordQuery(),))
        thread.start()
        thread.join()
    assert len(store._connections._opened) <= 2


def test_backup__while_open__a_store_of_its_own(store, tmp_path):
    saved = store.save(record(), at=NOW, actor=ACTOR)
    target = tmp_path / "backups" / "copy.sqlite"
    store.backup(target)
    store.backup(target)
    assert [each.name for each in target.parent.iterdir()] == ["copy.sqlite"]
    copy = Store.open(target)
    assert copy.get(saved.record_id) == saved
    copy.close()


def test_backup__two_at_a_time__both_whole_and_nothing_left(store, path, tmp_path):
    store.save_many(many_records(400), at=NOW, actor=ACTOR)
    other = Store.open(path)
    target = tmp_path / "copies" / "today.sqlite"
    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(one.backup, target) for one in (store, other) * 10]
    assert [one.exception() for one in done] == [None] * 20
    other.close()
    copy = Store.open(target)
    assert copy.integrity_check() == []
    copy.close()
    assert [found.name for found in target.parent.iterdir()] == ["today.sqlite"]


def test_backup__half_a_copy_of_a_killed_program__goes_with_the_next(store, tmp_path):
    left, young = tmp_path / ".today.sqlite.77-1.part", tmp_path / ".today.sqlite.78-1.part"
    for one in (left, young):
        one.write_bytes(b"half")
    os.utime(left, (1, 1))
    store.backup(tmp_path / "today.sqlite")
    assert not left.exists()
    assert young.exists()


def test_backup__no_such_place__sentence_and_nothing_left(store, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(Exception, match="FILE_003"):
        store.backup(blocked / "copy.sqlite")


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_backup__no_room__nothing_left(store, path, tmp_path):
    store.save_many(many_records(500), at=NOW, actor=ACTOR)
    store.close()
    script = """
        import resource, sys
        from pathlib import Path
        from hrdesk.errors import StoreError
        from hrdesk.store.database import Store
        store = Store.open(Path(sys.argv[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            store.backup(Path(sys.argv[1]).parent / "backups" / "copy.sqlite")
        except StoreError as error:
            print(error.error_id)
    """
    assert run(script, path).stdout.strip() in {"STORE_006", "STORE_009"}
    assert list((tmp_path / "backups").iterdir()) == []


def test_backup__damaged_source__not_kept(store, path, tmp_path):
    store.save_many(many_records(300), at=NOW, actor=ACTOR)
    store.close()
    content = bytearray(path.read_bytes())
    place = len(content) // 2 // 4096 * 4096
    content[place : place + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    reopened = Store.open(path)
    with pytest.raises(StoreError):
        reopened.backup(tmp_path / "b" / "copy.sqlite")
    assert list((tmp_path / "b").iterdir()) == []
    reopened.close()


def test_open__start_up__nothing_heavy_is_loaded(store, path):
    store.close()
    script = """
        import sys
        from pathlib import Path
        from hrdesk.store.database import Store
        from hrdesk.store.records import RecordQuery
        from tests.support.records import ACTOR, NOW, activity_form, record
        store = Store.open(Path(sys.argv[1]))
        store.put_form(activity_form(), source_name="again", at=NOW)
        store.save(record(), at=NOW, actor=ACTOR)
        store.rows(store.ids(RecordQuery()))
        print(sorted({"sqlite_utils", "click", "openpyxl", "pyxform", "PIL"} & set(sys.modules)))
    """
    assert run(script, path).stdout.strip() == "[]"


def test_open__read_only_medium__read_without_a_log(store, path):
    saved = store.save(record(), at=NOW, actor=ACTOR)
    store.close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        reader = Store.open(path, read_only=True)
        assert reader.get(saved.record_id) == saved
        reader.close()
    finally:
        path.parent.chmod(0o755)
        path.chmod(0o644)


def test_save__file_became_read_only__told(store, path):
    if os.geteuid() == 0:
        pytest.skip("the system lets root write everything")
    store.close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(StoreError):
            Store.open(path).save(record(), at=NOW, actor=ACTOR)
    finally:
        path.parent.chmod(0o755)
        path.chmod(0o644)


def test_schema_version__counts_the_steps() -> None:
    assert len(steps.STEPS) == migrations.SCHEMA_VERSION
    assert [name.split("_")[0] for name, _ in steps.STEPS] == [
        str(number + 1) for number in range(migrations.SCHEMA_VERSION)
    ]
