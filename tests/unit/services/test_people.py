"""People met before: known again by name and workplace, never from a list that has ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from hrdesk.records.entry import NodeRef
from hrdesk.services import people, retention
from hrdesk.services.entering import delete_record, new_entry, save_record
from hrdesk.services.people import Sighting, gathered, people_seen
from tests.support.desk import NOW, make_desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hrdesk.services.workspace import Workspace

TODAY = NOW.date()


@pytest.fixture(scope="module")
def prototype(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with make_desk(tmp_path_factory.mktemp("people") / "office") as made:
        yield made


@pytest.fixture
def ws(prototype: Workspace) -> Iterator[Workspace]:
    yield prototype
    for row in prototype.store.rows(prototype.store.ids(people_query())):
        delete_record(prototype, row.record_id, now=NOW)


def people_query():
    from hrdesk.store.records import RecordQuery

    return RecordQuery(form_id="training")


def training(
    ws: Workspace, on: date, rows: Sequence[Mapping[str, str]], until: date | None = None
) -> str:
    session = new_entry(ws, "training", now=NOW)
    entry = session.entry
    entry.set_value(NodeRef("title"), "Lớp tập huấn")
    entry.set_value(NodeRef("event_on"), on.isoformat())
    entry.add_rows("participants", [list(row.items()) for row in rows])
    entry.set_value(NodeRef("roster_until"), (until or TODAY + timedelta(days=700)).isoformat())
    kept = save_record(ws, session, now=NOW, complete=False).record
    assert kept is not None
    return kept.record_id


def test_person__met_thrice__is_known_by_what_was_told_last(ws: Workspace) -> None:
    for month, position in ((8, "Cán bộ"), (9, "Phó Trưởng trạm"), (10, "")):
        row = {"full_name": "Nguyễn Thị Mẫu", "workplace": "Trạm Y tế", "position": position}
        training(ws, date(2026, month, 12), [row, {"full_name": "Lê Văn Thử"}])
    seen = people_seen(ws, "training", today=TODAY)
    assert len(seen) == 2
    match = seen.match("nguyen thi mau", "TRẠM Y TẾ")
    assert match is not None
    assert match.person is not None
    assert (match.person.times, match.person.last_on) == (3, date(2026, 10, 12))
    assert match.person.facts["position"] == "Phó Trưởng trạm"


def test_person__who_did_not_come__is_known_and_not_counted(ws: Workspace) -> None:
    training(ws, date(2026, 10, 1), [{"full_name": "Lê Văn Thử", "sessions_attended": "0"}])
    match = people_seen(ws, "training", today=TODAY).match("Lê Văn Thử", "")
    assert match is not None
    assert match.person is not None
    assert (match.person.times, match.person.last_on) == (0, None)


def test_list__that_has_ended__tells_nobody(ws: Workspace) -> None:
    training(ws, date(2026, 1, 5), [{"full_name": "Lê Văn Thử"}], TODAY - timedelta(days=1))
    training(ws, date(2026, 1, 5), [{"full_name": "Trần Văn Mẫu"}], TODAY)
    seen = people_seen(ws, "training", today=TODAY)
    assert seen.match("Lê Văn Thử", "") is None
    assert seen.match("Trần Văn Mẫu", "") is not None


def test_list__deleted_or_forgotten__tells_nobody(ws: Workspace) -> None:
    deleted = training(ws, date(2026, 10, 1), [{"full_name": "Lê Văn Thử"}])
    delete_record(ws, deleted, now=NOW)
    forgotten = training(ws, date(2026, 10, 2), [{"full_name": "Trần Văn Mẫu"}])
    retention.forget(ws, [forgotten], now=NOW)
    assert len(people_seen(ws, "training", today=TODAY)) == 0


def test_record__being_filled__is_no_earlier_list(ws: Workspace) -> None:
    mine = training(ws, date(2026, 10, 1), [{"full_name": "Lê Văn Thử"}])
    assert len(people_seen(ws, "training", today=TODAY, besides=mine)) == 0


def test_form__without_a_list__knows_nobody(ws: Workspace) -> None:
    assert len(people_seen(ws, "activity", today=TODAY)) == 0


def met(name: str, workplace: str, on: date = TODAY) -> Sighting:
    return Sighting(f"{name}{workplace}{on}", on, name, workplace, {"workplace": workplace})


def test_namesakes__at_two_workplaces__are_two_persons() -> None:
    seen = gathered([met("Chau Sa", "Hội Phụ nữ"), met("Chau Sa", "Trạm Y tế")])
    told = seen.match("Chau Sa", "hoi phu nu")
    assert told is not None
    assert told.person is not None
    assert told.person.workplace == "Hội Phụ nữ"
    untold = seen.match("Chau Sa", "")
    assert untold is not None
    assert untold.person is None
    assert len(untold.namesakes) == 2
    elsewhere = seen.match("Chau Sa", "Đoàn Thanh niên")
    assert elsewhere is not None
    assert elsewhere.person is None


def test_workplace__told_shorter__is_the_same_when_only_one_fits() -> None:
    seen = gathered([met("Chau Sa", "Trạm Y tế xã Ô Lâm"), met("Chau Sa", "Hội Phụ nữ")])
    match = seen.match("Chau Sa", "Trạm Y tế")
    assert match is not None
    assert match.person is not None
    assert match.person.workplace == "Trạm Y tế xã Ô Lâm"


def test_beginning__of_any_words_of_the_name__offers_the_last_met_first() -> None:
    seen = gathered(
        [met("Nguyễn Thị Hường", "A", date(2026, 1, 1)), met("Trần Thị Huệ", "B", TODAY)]
    )
    assert [one.name for one in seen.beginning("thi hu")] == ["Trần Thị Huệ", "Nguyễn Thị Hường"]
    assert [one.name for one in seen.beginning("nguyen")] == ["Nguyễn Thị Hường"]
    assert seen.beginning("  ") == ()
    assert people.PeopleSeen().beginning("a") == ()
