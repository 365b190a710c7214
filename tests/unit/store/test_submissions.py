from __future__ import annotations

from datetime import timedelta

import pytest

from hrdesk.errors import AttachmentLostError, FileMissingError
from hrdesk.store.attachments import plain_name
from hrdesk.store.database import Store
from hrdesk.store.records import RecordQuery
from hrdesk.store.submissions import StreamPosition, Submission, Tombstone
from tests.support.records import ACTOR, NOW, activity_form, record


@pytest.fixture
def store(tmp_path):
    kept = Store.create(tmp_path / "data" / "hrdesk.sqlite", epoch="first")
    kept.put_form(activity_form(), source_name="activity.md", at=NOW)
    yield kept
    kept.close()


def submission(bundle_id, position, period_id="2026-10", supersedes=None):
    return Submission(
        bundle_id=bundle_id,
        period_id=period_id,
        epoch=position.epoch,
        sequence=position.sequence,
        previous=position.previous,
        supersedes=supersedes,
        created_at=NOW + timedelta(minutes=position.sequence),
        author=ACTOR,
        file_name=f"{bundle_id}.asice",
        size_bytes=12,
        counts={"activity": 3},
        report_pages=4,
        facts={"title": "tháng 10"},
    )


def test_next_sequence__submissions_made__counts_up_and_names_the_one_before(store):
    assert store.journal.next_position() == StreamPosition("first", 1, None)
    first = submission("b1", store.journal.next_position())
    store.journal.add(first)
    assert store.journal.next_position() == StreamPosition("first", 2, "b1")
    second = submission("b2", store.journal.next_position(), "2026-11")
    store.journal.add(second)
    assert store.journal.submissions() == (second, first)
    assert store.journal.submissions("2026-10") == (first,)


def test_new_epoch__after_a_restore__numbers_begin_anew(store):
    store.journal.add(submission("b1", store.journal.next_position()))
    store.journal.begin_epoch("second")
    assert store.journal.next_position() == StreamPosition("second", 1, None)


def test_create__no_epoch_given__each_store_its_own(tmp_path):
    epochs = set()
    for number in range(3):
        kept = Store.create(tmp_path / str(number) / "a.sqlite")
        epochs.add(kept.journal.next_position().epoch)
        kept.close()
    assert len(epochs) == 3


def test_tombstones__submitted_then_put_away__named_with_their_revision(store):
    saved = store.save(record(), at=NOW, actor=ACTOR)
    never_left = store.save(record(), at=NOW, actor=ACTOR)
    with store.transaction():
        store.journal.add(submission("b1", store.journal.next_position()))
        store.mark_submitted({saved.record_id: 1}, "b1", NOW)
    assert store.journal.tombstones("2026-10") == ()
    store.delete(saved.record_id, NOW, ACTOR)
    store.delete(never_left.record_id, NOW, ACTOR)
    assert store.journal.tombstones("2026-10") == (Tombstone(saved.record_id, "activity", 2, NOW),)
    assert store.journal.tombstones("2026-11") == ()


def test_settings__set_twice__the_last(store):
    assert store.settings.get("a") is None
    assert store.settings.get("a", "b") == "b"
    store.settings.set("a", "1")
    store.settings.set("a", "2")
    assert store.settings.get("a") == "2"


# --- attachments


def test_add_attachment__photo__kept_by_content(store, tmp_path):
    source = tmp_path / "ảnh.JPG"
    source.write_bytes(b"\xff\xd8" * 1000)
    attached = store.files.add("r1", "photo", source, "C:\\Users\\an\\ảnh.JPG", NOW)
    assert (attached.name, attached.media_type, attached.size_bytes) == (
        "ảnh.JPG",
        "image/jpeg",
        2000,
    )
    source.unlink()
    assert store.files.sound(attached).read_bytes() == b"\xff\xd8" * 1000
    assert store.files.of_record("r1") == (attached,)


def test_add_attachment__draft_saved_later__counted_in_the_list(store, tmp_path):
    source = tmp_path / "a.pdf"
    source.write_bytes(b"x")
    wanted = record()
    store.files.add(wanted.record_id, "file", source, "a.pdf", NOW)
    store.save(wanted, at=NOW, actor=ACTOR)
    assert store.rows(store.ids(RecordQuery()))[0].attachment_count == 1


def test_add_attachment__same_content_to_two_questions__both_named_once_kept(store, tmp_path):
    source = tmp_path / "a.pdf"
    source.write_bytes(b"x")
    for key in ("one", "two", "two"):
        attached = store.files.add("r1", key, source, "a.pdf", NOW)
    assert [each.question_key for each in store.files.of_record("r1")] == ["one", "two"]
    files = [path for path in (store.path.parent / "attachments").rglob("*") if path.is_file()]
    assert files == [store.files.path(attached.sha256)]
    store.files.remove("r1", "two", attached.sha256)
    assert [each.question_key for each in store.files.of_record("r1")] == ["one"]


def test_add_attachment__no_such_file__sentence_and_nothing_left(store, tmp_path):
    with pytest.raises(FileMissingError):
        store.files.add("r1", "photo", tmp_path / "none.jpg", "none.jpg", NOW)
    assert store.files.of_record("r1") == ()
    assert [path for path in (store.path.parent / "attachments").rglob("*") if path.is_file()] == []


def test_sound_attachment__changed_outside__refused_and_found_by_the_check(store, tmp_path):
    source = tmp_path / "a.pdf"
    source.write_bytes(b"x")
    attached = store.files.add("r1", "file", source, "a.pdf", NOW)
    assert store.integrity_check() == []
    store.files.path(attached.sha256).write_bytes(b"y")
    with pytest.raises(AttachmentLostError):
        store.files.sound(attached)
    assert len(store.integrity_check()) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.txt", "b.txt"),
        ("a\nb\x1b[31m.txt", "a b [31m.txt"),
        ("", "file"),
        ("...", "file"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_plain_name__hostile_name__only_a_name(name, expected):
    assert plain_name(name) == expected
