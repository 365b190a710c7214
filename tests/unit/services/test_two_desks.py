"""Two desks of one unit: each its own key and stream; the province holds the records of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from hrdesk.errors import ReceiptRefusedError
from hrdesk.indicators.period import parse_period
from hrdesk.services import enrolment, province, receipts
from hrdesk.services.province import receive
from hrdesk.services.submitting import submit
from hrdesk.services.workspace import Workspace
from hrdesk.store.records import RecordQuery
from tests.support.desk import NOW, PASSPHRASE, activity, make_desk
from tests.support.kits import enrolled_pair

PERIOD = parse_period("2026-11")
DAY = timedelta(days=1)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Workspace, Workspace, Workspace]]:
    office, first = enrolled_pair(tmp_path)
    second = make_desk(tmp_path / "second")
    request = enrolment.write_request(second, tmp_path / "asks", now=NOW)
    answer = tmp_path / "second.asice"
    province.enrol(office, request, answer, passphrase=PASSPHRASE, now=NOW)
    enrolment.take_trust(second, answer, now=NOW)
    yield office, first, second
    for ws in (office, first, second):
        ws.close()


def keep(ws: Workspace, title: str, record_id: str = "", *, times: int = 1) -> str:
    """A record kept at a desk, that many times."""
    record = activity(ws, title, date(2026, 11, 3), people=30)
    record = replace(record, record_id=record_id or record.record_id)
    for _ in range(times):
        record = ws.store.save(record, at=NOW, actor=ws.name)
    return record.record_id


def sent(ws: Workspace, folder: Path, hours: int) -> Path:
    return submit(ws, PERIOD, folder, passphrase=PASSPHRASE, now=NOW + timedelta(hours=hours)).path


def test_two_desks__of_one_unit__neither_replaces_the_other(
    desks: tuple[Workspace, Workspace, Workspace], tmp_path: Path
) -> None:
    office, first, second = desks
    own = {keep(first, "Tọa đàm tại ấp"), keep(first, "Phát thanh")}
    other = {keep(second, "Hội thi tìm hiểu pháp luật")}
    files = [sent(first, tmp_path / "a", 1), sent(second, tmp_path / "b", 2)]
    files.append(sent(first, tmp_path / "c", 3))  # supersedes its own, not that of the other desk
    outcomes = receive(office, files, now=NOW + DAY)
    assert [one.result for one in outcomes] == ["accepted"] * 3
    assert [one.sequence for one in outcomes] == [1, 1, 2]
    rows = office.store.rows(office.store.ids(RecordQuery(form_id="activity")))
    assert {row.record_id for row in rows} == own | other
    made = receipts.write_receipts(office, tmp_path / "r", passphrase=PASSPHRASE, now=NOW + DAY)
    assert len({one.path for one in made}) == 2
    for ws in (first, second):  # each desk takes the one of the two that is for it
        fits = []
        for one in made:
            try:
                fits.append(receipts.take_receipt(ws, one.path, now=NOW + DAY))
            except ReceiptRefusedError:
                continue
        assert len(fits) == 1


def test_two_desks__the_same_record_changed_at_both__named_and_the_higher_revision_stands(
    desks: tuple[Workspace, Workspace, Workspace], tmp_path: Path
) -> None:
    office, first, second = desks
    shared = keep(first, "Như máy thứ nhất ghi")
    keep(second, "Như máy thứ hai ghi", shared, times=3)
    (one,) = receive(office, [sent(first, tmp_path / "a", 1)], now=NOW + DAY)
    (two,) = receive(office, [sent(second, tmp_path / "b", 2)], now=NOW + DAY)
    assert (one.result, two.result) == ("accepted", "accepted")
    assert "PKG_201" in {found.finding_id for found in two.outcome.findings}
    assert two.reason
    assert office.store.get(shared).answers["title"] == "Như máy thứ hai ghi"
    (again,) = receive(office, [sent(first, tmp_path / "c", 3)], now=NOW + DAY)
    assert again.result == "accepted"
    assert office.store.get(shared).answers["title"] == "Như máy thứ hai ghi"
