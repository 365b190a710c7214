from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrdesk.records.record import RecordStatus
from hrdesk.store.attachments import Attachment, IncomingAttachment
from hrdesk.store.database import Store
from hrdesk.store.records import RecordQuery
from hrdesk.store.submissions import IntakeRecord, Tombstone
from tests.support.records import ACTOR, NOW, OTHER_UNIT, UNIT, activity_form, record


def fresh_store(folder):
    kept = Store.create(folder / "hrdesk.sqlite")
    kept.put_form(activity_form(), source_name="activity.md", at=NOW)
    return kept


@pytest.fixture
def store(tmp_path):
    kept = fresh_store(tmp_path)
    yield kept
    kept.close()


def bundle(bundle_id, sequence=1, *, period="2026-10", epoch="e1", unit=UNIT, minutes=None):
    at = NOW + timedelta(minutes=sequence if minutes is None else minutes)
    return IntakeRecord(
        bundle_id=bundle_id,
        result="accepted",
        file_name=f"{bundle_id}.asice",
        received_at=NOW,
        unit=unit,
        period_id=period,
        epoch=epoch,
        sequence=sequence,
        created_at=at,
        author=ACTOR,
        verdict="valid",
        counts={"activity": 1},
    )


def sent(record_id, revision=1, title="A", **more):
    return record(
        record_id=record_id,
        revision=revision,
        status=RecordStatus.SUBMITTED,
        answers={"title": f"{title}{revision}"},
        **more,
    )


def present(store):
    return sorted((row.record_id, row.title) for row in store.rows(store.ids(RecordQuery())))


def test_take_in__first_bundle__records_as_received(store):
    taken = store.take_in([sent("x"), sent("y", 3)], [], bundle("b1"))
    assert (taken.new, taken.already, taken.superseded_by) == (2, False, None)
    assert store.get("y").revision == 3
    assert store.journal.intake_of("b1") == bundle("b1")
    assert [origin for *_, origin in _origins(store)] == ["b1", "b1"]
    assert len(list(store.select("activity", ["title"], own=False))) == 2
    assert list(store.select("activity", ["title"], own=True)) == []


def _origins(store):
    connection = store._connections.reading()
    return connection.execute("SELECT record_id, origin FROM record ORDER BY record_id").fetchall()


def test_take_in__same_bundle_again__changes_nothing(store):
    store.take_in([sent("x")], [], bundle("b1"))
    before = dump(store)
    again = store.take_in([sent("x", 9), sent("z")], [], replace(bundle("b1"), file_name="copy"))
    assert again.already
    assert dump(store) == before


def test_take_in__newer_submission__replaces_and_withdraws(store):
    store.take_in([sent("x"), sent("y"), sent("z")], [], bundle("b1", 1))
    taken = store.take_in([sent("x", 2), sent("y")], [], bundle("b2", 2))
    assert (taken.new, taken.changed, taken.unchanged, taken.withdrawn) == (0, 1, 1, 1)
    assert present(store) == [("x", "A2"), ("y", "A1")]
    assert store.journal.intake_of("b1").superseded_by == "b2"
    assert store.get("z") is not None
    assert [r.revision for r in store.revisions("x")] == [1, 2]


def test_take_in__older_submission_later__is_history(store):
    store.take_in([sent("x", 2)], [], bundle("b2", 2))
    taken = store.take_in([sent("x"), sent("z")], [], bundle("b1", 1))
    assert (taken.superseded_by, taken.new, taken.changed, taken.older) == ("b2", 0, 0, ("x",))
    assert present(store) == [("x", "A2")]
    assert store.count(RecordQuery(include_deleted=True)) == 2


def test_take_in__record_moved_to_another_period__counted_once_and_not_withdrawn(tmp_path_factory):
    arrivals = [
        ([sent("x", 2)], bundle("a1", 1, period="2026-10")),
        ([sent("x", 3)], bundle("b1", 2, period="2026-11")),
        ([], bundle("a2", 3, period="2026-10")),
    ]
    for order in permutations(arrivals):
        kept = fresh_store(tmp_path_factory.mktemp("order"))
        for records, intake in order:
            kept.take_in(records, [], intake)
        assert present(kept) == [("x", "A3")]
        kept.close()


def test_take_in__buried_in_another_period__stays_buried(store):
    store.take_in([sent("x", 2)], [], bundle("a1", 1, period="2026-10"))
    store.take_in([sent("x", 3)], [], bundle("b1", 2, period="2026-11"))
    stone = Tombstone("x", "activity", 4, NOW)
    taken = store.take_in([], [stone], bundle("b2", 3, period="2026-11"))
    assert taken.withdrawn == 1
    assert present(store) == []


def test_take_in__record_of_another_unit__left_alone(store):
    store.take_in([sent("x")], [], bundle("b1"))
    taken = store.take_in(
        [sent("x", 9, unit=OTHER_UNIT), sent("w", unit=OTHER_UNIT)],
        [],
        bundle("c1", unit=OTHER_UNIT, epoch="e2"),
    )
    assert taken.foreign == ("x",)
    assert present(store) == [("w", "A1"), ("x", "A1")]


def test_take_in__our_own_record__left_alone(store):
    own = store.save(record(record_id="x"), at=NOW, actor=ACTOR)
    assert store.take_in([sent("x", 9)], [], bundle("b1")).foreign == ("x",)
    assert store.get("x") == own


def test_take_in__tombstone_of_another_unit__does_nothing(store):
    store.take_in([sent("x")], [], bundle("b1"))
    stone = Tombstone("x", "activity", 9, NOW)
    store.take_in([], [stone], bundle("c1", unit=OTHER_UNIT, epoch="e2"))
    assert present(store) == [("x", "A1")]


def test_take_in__same_period_of_two_units__both_stand(store):
    store.take_in([sent("x")], [], bundle("b1"))
    store.take_in([sent("w", unit=OTHER_UNIT)], [], bundle("c1", unit=OTHER_UNIT, epoch="e2"))
    assert [intake.superseded_by for intake in store.journal.intakes("2026-10")] == [None, None]


def test_take_in__new_epoch_after_a_restore__stands_over_higher_numbers(store):
    store.take_in([sent("x", 5)], [], bundle("b7", 7, minutes=10))
    store.take_in([sent("x", 6)], [], bundle("n1", 1, epoch="e2", minutes=20))
    assert store.journal.intake_of("b7").superseded_by == "n1"
    assert present(store) == [("x", "A6")]


def test_take_in__clock_set_back__sequence_decides(store):
    store.take_in([sent("x", 1)], [], bundle("b1", 1, minutes=50))
    store.take_in([sent("x", 2)], [], bundle("b2", 2, minutes=10))
    assert store.journal.intake_of("b1").superseded_by == "b2"


def test_take_in__unknown_question__kept_with_the_record(store):
    newer = replace(sent("x"), answers={"title": "A", "asked_later": "1", "people": "sáu"})
    store.take_in([newer], [], bundle("b1"))
    assert store.get("x").answers == newer.answers


def test_take_in__a_record_cannot_be_kept__nothing_is_taken_in(store):
    with pytest.raises(Exception, match="REC_105"):
        store.take_in([sent("x"), sent("y", title="\0")], [], bundle("b1"))
    assert store.journal.intake_of("b1") is None
    assert store.get("x") is None


def test_take_in__attachments__those_of_the_bundle_that_decides(store, tmp_path):
    def incoming(text):
        source = tmp_path / text
        source.write_text(text)
        attached = store._folder.keep(source)
        return IncomingAttachment(Attachment(*_file(attached, text)), source)

    def _file(attached, text):
        sha256, size_bytes = attached
        return sha256, f"{text}.txt", "text/plain", size_bytes, "x", "photo"

    store.take_in([sent("x", 1)], [], bundle("b1", 1), [incoming("one"), incoming("two")])
    assert [a.name for a in store.files.of_record("x")] == ["one.txt", "two.txt"]
    store.take_in([sent("x", 2)], [], bundle("b2", 2), [incoming("two")])
    assert [a.name for a in store.files.of_record("x")] == ["two.txt"]
    assert store.rows(store.ids(RecordQuery()))[0].attachment_count == 1
    assert store.files.sound(store.files.of_record("x")[0]).read_text() == "two"


def test_record_intake__refused_then_accepted__what_was_accepted_stays(store):
    store.journal.record_intake(replace(bundle("b1"), result="refused", verdict="refused"))
    assert store.journal.intake_of("b1").result == "refused"
    store.take_in([sent("x")], [], bundle("b1"))
    assert store.journal.intake_of("b1").result == "accepted"
    store.journal.record_intake(replace(bundle("b1"), result="refused"))
    assert store.journal.intake_of("b1").result == "accepted"
    assert present(store) == [("x", "A1")]


def test_save__received_record__refused(store):
    store.take_in([sent("x")], [], bundle("b1"))
    for act in (
        lambda: store.save(store.get("x"), at=NOW, actor=ACTOR),
        lambda: store.delete("x", NOW, ACTOR),
    ):
        with pytest.raises(Exception, match="REC_051"):
            act()


# --- whatever the order


def dump(store):
    """All that a reader can see of what was taken in, without what only tells the order."""
    connection = store._connections.reading()
    records = connection.execute(
        "SELECT record_id, revision, origin, present, withdrawn_by, title, attachment_count"
        " FROM record ORDER BY record_id"
    ).fetchall()
    intakes = connection.execute(
        "SELECT bundle_id, result, superseded_by FROM intake ORDER BY bundle_id"
    ).fetchall()
    answers = sorted((i, a.get("title")) for i, _, _, a in store.select("activity", ["title"]))
    words = connection.execute(
        "SELECT r.record_id, s.words FROM search s JOIN record r ON r.row_id = s.rowid ORDER BY 1"
    ).fetchall()
    return records, intakes, answers, words


@st.composite
def arrivals(draw):
    """Submissions of one unit: epochs, sequences, periods, and what each holds or buries."""
    made = []
    for epoch in ("e1", "e2"):
        for sequence in range(1, draw(st.integers(1, 3)) + 1):
            held = draw(st.dictionaries(st.sampled_from("wxyz"), st.integers(1, 3), max_size=3))
            buried = draw(st.dictionaries(st.sampled_from("wxyz"), st.integers(1, 4), max_size=1))
            intake = bundle(
                f"{epoch}-{sequence}",
                sequence,
                epoch=epoch,
                period=draw(st.sampled_from(["2026-10", "2026-11"])),
                minutes=draw(st.integers(0, 5)),
            )
            title = draw(st.sampled_from("AB"))
            made.append(
                (
                    [sent(name, revision, title) for name, revision in sorted(held.items())],
                    [
                        Tombstone(name, "activity", revision, NOW)
                        for name, revision in buried.items()
                    ],
                    intake,
                )
            )
    return made, draw(st.permutations(made)), draw(st.permutations(made))


@pytest.mark.long
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given_arrivals=arrivals())
def test_take_in__any_order_any_number_of_times__same_state(tmp_path_factory, given_arrivals):
    straight, mixed, again = given_arrivals
    states = []
    for order in (straight, [*mixed, *again]):
        kept = fresh_store(tmp_path_factory.mktemp("order"))
        for records, stones, intake in order:
            kept.take_in(records, stones, intake)
        states.append(dump(kept))
        kept.close()
    assert states[0] == states[1]
