"""Files follow the versions of their record; what is taken off can be put back; copies go out."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hrdesk import errors
from hrdesk.services import attaching, entering
from hrdesk.services.attached_copies import save_copies, viewing_copy
from hrdesk.services.history import history, restore_version
from hrdesk.services.workspace import Workspace
from tests.support import files
from tests.support.desk import NOW, activity, make_desk

KEY = "attachments"


@pytest.fixture
def ws(tmp_path: Path):
    with make_desk(tmp_path / "office") as workspace:
        yield workspace


def saved(ws: Workspace) -> str:
    record = activity(ws, "Tập huấn ở ấp", NOW.date())
    return ws.store.save(record, at=NOW, actor=ws.name).record_id


def save_again(ws: Workspace, record_id: str, note: str) -> None:
    record = ws.store.get(record_id)
    ws.store.save(replace(record, answers={**record.answers, "note": note}), at=NOW, actor=ws.name)


def attach(ws: Workspace, record_id: str, folder: Path, name: str, width: int):
    path = files.photo(folder / name, size=(width, 100))
    return attaching.take_in(ws, record_id, KEY, path, now=NOW).attachment


def names(ws: Workspace, record_id: str) -> list[str]:
    return [one.name for one in ws.store.files.of_record(record_id)]


def test_restore__older_version__its_files_are_back(ws: Workspace, tmp_path: Path) -> None:
    record_id = saved(ws)
    first = attach(ws, record_id, tmp_path, "a.jpg", 200)
    save_again(ws, record_id, "có ảnh")
    attaching.remove(ws, record_id, first, now=NOW)
    attach(ws, record_id, tmp_path, "b.jpg", 300)
    save_again(ws, record_id, "ảnh khác")
    restore_version(ws, record_id, 2, now=NOW)
    assert names(ws, record_id) == ["a.jpg"]
    restore_version(ws, record_id, 1, now=NOW)
    assert names(ws, record_id) == []
    restore_version(ws, record_id, 3, now=NOW)
    assert names(ws, record_id) == ["b.jpg"]
    assert ws.store.integrity_check() == []
    row = ws.store.rows(ws.store.ids(entering.RecordQuery(form_id="activity")))[0]
    assert row.attachment_count == 1


def test_history__files__added_and_taken_off_are_named(ws: Workspace, tmp_path: Path) -> None:
    record_id = saved(ws)
    first = attach(ws, record_id, tmp_path, "a.jpg", 200)
    save_again(ws, record_id, "một")
    attaching.remove(ws, record_id, first, now=NOW)
    attach(ws, record_id, tmp_path, "b.jpg", 300)
    save_again(ws, record_id, "hai")
    third, second, one = history(ws, record_id).versions
    told = [(change.before, change.after) for change in third.changes]
    assert ("a.jpg", "") in told
    assert ("", "b.jpg") in told
    assert ("", "a.jpg") in [(change.before, change.after) for change in second.changes]
    assert [line.value for line in third.lines].count("b.jpg") == 1
    assert "a.jpg" not in [line.value for line in one.lines]


def test_discard_draft__files_attached_since_the_save__gone_with_it(
    ws: Workspace, tmp_path: Path
) -> None:
    record_id = saved(ws)
    first = attach(ws, record_id, tmp_path, "a.jpg", 200)
    save_again(ws, record_id, "một")
    attaching.remove(ws, record_id, first, now=NOW)
    attach(ws, record_id, tmp_path, "b.jpg", 300)
    entering.discard_draft(ws, record_id)
    assert names(ws, record_id) == ["a.jpg"]
    new = "99999999-2222-4333-8444-555555555555"
    attach(ws, new, tmp_path, "c.jpg", 400)
    entering.discard_draft(ws, new)
    assert names(ws, new) == []


def test_upgrade__from_before_files_had_versions__known_by_their_times(
    ws: Workspace, tmp_path: Path
) -> None:
    record_id = saved(ws)
    attach(ws, record_id, tmp_path, "a.jpg", 200)
    later = NOW + timedelta(hours=1)
    record = ws.store.get(record_id)
    ws.store.save(replace(record, answers={**record.answers, "note": "x"}), at=later, actor="A")
    path = ws.store.path
    ws.close()
    with sqlite3.connect(path) as connection:
        for statement in (
            "DROP TABLE attachment_event",
            "DROP TABLE revision_files",
            "DROP INDEX import_batch_source",
            "ALTER TABLE import_batch DROP COLUMN source_sha256",
            "DELETE FROM _sqlite_migrations WHERE name = '5_files_of_versions'",
            "PRAGMA user_version=4",
        ):
            connection.execute(statement)
    from hrdesk.services.workspace import open_workspace

    with open_workspace(path.parent, now=later) as again:
        files_then = again.store.files.of_revisions(record_id)
        assert [one.name for one in files_then[2]] == ["a.jpg"]
        assert again.store.imports() == ()


def test_viewing_copy__of_a_kept_file__own_name_read_only_and_kept_is_untouched(
    ws: Workspace, tmp_path: Path
) -> None:
    record_id = saved(ws)
    one = attach(ws, record_id, tmp_path, "ảnh 1.jpg", 200)
    copy = viewing_copy(ws, one, tmp_path / "xem")
    assert (copy.name, copy.stat().st_mode & 0o222) == ("ảnh 1.jpg", 0)
    copy.chmod(0o644)
    copy.write_bytes(b"spoilt")
    again = viewing_copy(ws, one, tmp_path / "xem")
    assert again.read_bytes() == ws.store.files.sound(one).read_bytes()
    ws.store.files.path(one.sha256).write_bytes(b"broken")
    with pytest.raises(errors.AttachmentLostError):
        viewing_copy(ws, one, tmp_path / "xem")


def test_save_copies__same_names__both_are_there(ws: Workspace, tmp_path: Path) -> None:
    record_id = saved(ws)
    (tmp_path / "k").mkdir()
    attach(ws, record_id, tmp_path, "a.jpg", 200)
    attach(ws, record_id, tmp_path / "k", "a.jpg", 300)
    written = save_copies(ws, record_id, tmp_path / "ra")
    assert [path.name for path in written] == ["a.jpg", "a (2).jpg"]
    assert len({path.read_bytes() for path in written}) == 2
