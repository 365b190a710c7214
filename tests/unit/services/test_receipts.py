"""Receipts and remarks: what the province says comes home to the bundle and to the record."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hrdesk.errors import (
    NotProvinceError,
    ReceiptRefusedError,
    RemarkMissingError,
    RemarkQuestionError,
)
from hrdesk.indicators.period import parse_period
from hrdesk.records.entry import NodeRef
from hrdesk.services import deciding, entering, province, receiving, submitting
from hrdesk.services.enrolment import take_trust, write_request
from hrdesk.services.receipts import take_receipt, write_receipts
from hrdesk.services.remarks import add_remark, end_remark, remarks
from tests.independent_reader import read
from tests.support.desk import NOW, PASSPHRASE, fill, make_desk
from tests.support.hostile_zip import build, taken_apart
from tests.support.kits import enrolled_pair

if TYPE_CHECKING:
    from hrdesk.services.receipts import WrittenReceipt
    from hrdesk.services.workspace import Workspace

PERIOD = parse_period("2026-11")
LATER = NOW + timedelta(days=3)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Workspace, Workspace]:
    """The province and one enrolled desk with records."""
    office, desk = enrolled_pair(tmp_path)
    fill(desk)
    return office, desk


def sent(desk: Workspace, folder: Path, *, day: int = 1) -> Path:
    now = NOW + timedelta(days=day)
    return submitting.submit(
        desk, PERIOD, folder / f"out{day}", passphrase=PASSPHRASE, now=now
    ).path


def written(office: Workspace, folder: Path, *, day: int = 4) -> tuple[WrittenReceipt, ...]:
    now = NOW + timedelta(days=day)
    return write_receipts(office, folder / f"receipts{day}", passphrase=PASSPHRASE, now=now)


def test_receipt__of_a_submission__marks_it_received(
    pair: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    office, desk = pair
    path = sent(desk, tmp_path)
    assert desk.store.receipts.lines() == {}  # nothing is received before the province says so
    receiving.receive(office, [path], now=LATER)
    (made,) = written(office, tmp_path)
    assert (made.accepted, made.held, made.refused, made.missing) == (1, 0, 0, ())
    taken = take_receipt(desk, made.path, now=LATER + timedelta(days=2))
    (line,) = taken.lines
    (submission,) = desk.store.journal.submissions()
    assert (line.bundle_id, line.result, line.new) == (submission.bundle_id, "accepted", 10)
    assert desk.store.receipts.lines()[submission.bundle_id].officer == "Lê Thị Mẫu"


def test_receipt__second_reader__believes_it(
    pair: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    office, desk = pair
    receiving.receive(office, [sent(desk, tmp_path)], now=LATER)
    (made,) = written(office, tmp_path)
    ca = (office.paths.trust / "ca.crt").read_bytes()
    facts, entries = read(made.path.read_bytes(), ca, LATER + timedelta(days=2))
    assert facts["type"] == "receipt"
    assert [one["result"] for one in facts["ack"]] == ["accepted"]
    assert "receipt.json" in entries


def test_receipts__same_state__same_words(
    pair: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    office, desk = pair
    receiving.receive(office, [sent(desk, tmp_path)], now=LATER)
    first, second = (written(office, tmp_path, day=day)[0].path for day in (4, 5))
    said = []
    for path in (first, second):
        entries = {one.name: one.content for one in taken_apart(path)}
        said.append(entries["receipt.json"])
        take_receipt(desk, path, now=NOW + timedelta(days=6))
    assert said[0] == said[1]
    assert len(desk.store.receipts.lines()) == 1


def test_receipt__number_that_never_came__is_named(
    pair: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    office, desk = pair
    paths = [sent(desk, tmp_path, day=day) for day in (1, 2, 3)]
    receiving.receive(office, [paths[2]], now=LATER)
    (made,) = written(office, tmp_path)
    assert made.missing == (1, 2)
    assert take_receipt(desk, made.path, now=LATER + timedelta(days=1)).missing == (1, 2)


def test_receipt__held_then_refused_by_an_officer__says_so(
    pair: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    office, desk = pair
    late = NOW + timedelta(days=410)  # the revocation list ended ten days ago: a remark
    (outcome,) = receiving.receive(office, [sent(desk, tmp_path)], now=late)
    assert outcome.result == "held"
    receipts = write_receipts(office, tmp_path / "r1", passphrase=PASSPHRASE, now=late)
    assert [(one.accepted, one.held) for one in receipts] == [(0, 1)]
    (line,) = take_receipt(desk, receipts[0].path, now=late).lines
    assert (line.result, line.code) == ("held", "SIGN_303")
    assert line.reason
    (waiting,) = deciding.held(office)
    deciding.decide(office, waiting.key, "refuse", reason="Gửi nhầm", now=late)
    receipts = write_receipts(office, tmp_path / "r2", passphrase=PASSPHRASE, now=late)
    (line,) = take_receipt(desk, receipts[0].path, now=late).lines
    assert (line.result, line.reason) == ("refused", "Gửi nhầm")


def test_receipt__of_another_desk_or_altered__refused_and_nothing_changes(
    pair: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    office, desk = pair
    other = make_desk(tmp_path / "other")
    request = write_request(other, tmp_path / "req", now=NOW)
    answer = tmp_path / "other.asice"
    province.enrol(office, request, answer, passphrase=PASSPHRASE, now=NOW)
    take_trust(other, answer, now=NOW)
    receiving.receive(office, [sent(desk, tmp_path)], now=LATER)
    (made,) = written(office, tmp_path)
    with pytest.raises(ReceiptRefusedError) as caught:
        take_receipt(other, made.path, now=LATER + timedelta(days=1))
    assert caught.value.values["ids"] == "SIGN_213"
    entries = taken_apart(made.path)
    at = [one.name for one in entries].index("receipt.json")
    changed = entries[at].content.replace(b'"missing": []', b'"missing": [7]')
    assert changed != entries[at].content
    entries[at] = type(entries[at])("receipt.json", changed)
    altered = tmp_path / "altered.asice"
    altered.write_bytes(build(entries))
    with pytest.raises(ReceiptRefusedError) as caught:
        take_receipt(desk, altered, now=LATER + timedelta(days=1))
    assert caught.value.values["ids"] == "BUN_203"
    with pytest.raises(ReceiptRefusedError):
        take_receipt(desk, sent(desk, tmp_path, day=2), now=LATER)  # a submission is no receipt
    assert desk.store.receipts.lines() == other.store.receipts.lines() == {}


def test_receipts__at_a_unit__refused(pair: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    with pytest.raises(NotProvinceError):
        write_receipts(pair[1], tmp_path, passphrase=PASSPHRASE, now=NOW)
    with pytest.raises(NotProvinceError):
        add_remark(pair[1], "x", "y", now=NOW)


def test_remark__at_a_question__comes_to_the_desk_and_the_correction_answers_it(
    pair: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    office, desk = pair
    receiving.receive(office, [sent(desk, tmp_path)], now=LATER)
    row = office.store.rows(office.store.ids(entering.RecordQuery(form_id="activity")))[0]
    made = add_remark(office, row.record_id, "Số người quá lớn?", question="people", now=LATER)
    whole = add_remark(office, row.record_id, "Thiếu ảnh", now=LATER + timedelta(seconds=1))
    assert (made.state, made.question_label) == ("open", "Số lượt người")
    with pytest.raises(RemarkQuestionError):
        add_remark(office, row.record_id, "x", question="no_such_question", now=LATER)
    (receipt,) = written(office, tmp_path)
    assert receipt.remarks == 2
    now = LATER + timedelta(days=2)
    assert take_receipt(desk, receipt.path, now=now).remarks == 2
    waiting = remarks(desk, open_only=True)
    assert [one.remark.text for one in waiting] == ["Số người quá lớn?", "Thiếu ảnh"]
    assert waiting[0].remark.made_by == "Lê Thị Mẫu"

    filled = entering.open_entry(desk, row.record_id, now=now)
    filled.entry.set_value(NodeRef("people"), "61")
    entering.save_record(desk, filled, now=now, complete=True)
    assert remarks(desk, open_only=True) == []  # the correction answers both
    assert {one.state for one in remarks(office)} == {"open"}  # the province does not know yet

    receiving.receive(office, [sent(desk, tmp_path, day=6)], now=NOW + timedelta(days=7))
    found = {one.key: one for one in remarks(office)}
    assert (found[made.key].state, found[made.key].answer) == ("corrected", "61")
    assert found[whole.key].state == "corrected"
    assert end_remark(office, made.key[:8], "closed", now=now).state == "closed"
    end_remark(office, whole.key, "withdrawn", now=now)
    with pytest.raises(RemarkMissingError):
        end_remark(office, "nowhere", "closed", now=now)
    (receipt,) = written(office, tmp_path, day=8)
    take_receipt(desk, receipt.path, now=NOW + timedelta(days=9))
    assert {one.state for one in remarks(desk)} == {"closed", "withdrawn"}


def test_remark__saved_without_touching_the_question__still_waits(
    pair: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    office, desk = pair
    receiving.receive(office, [sent(desk, tmp_path)], now=LATER)
    row = office.store.rows(office.store.ids(entering.RecordQuery(form_id="activity")))[0]
    add_remark(office, row.record_id, "Xem lại số người", question="people", now=LATER)
    (receipt,) = written(office, tmp_path)
    now = LATER + timedelta(days=2)
    take_receipt(desk, receipt.path, now=now)
    filled = entering.open_entry(desk, row.record_id, now=now)
    filled.entry.set_value(NodeRef("title"), "Tên đã sửa")
    entering.save_record(desk, filled, now=now, complete=True)
    assert len(remarks(desk, open_only=True)) == 1


def test_receipt__older_than_one_taken_in_before__opens_no_remark_again(
    pair: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    office, desk = pair
    receiving.receive(office, [sent(desk, tmp_path)], now=LATER)
    row = office.store.rows(office.store.ids(entering.RecordQuery(form_id="activity")))[0]
    made = add_remark(office, row.record_id, "Xem lại số người", question="people", now=LATER)
    (old,) = written(office, tmp_path, day=4)
    end_remark(office, made.key, "withdrawn", now=NOW + timedelta(days=5))
    (new,) = written(office, tmp_path, day=6)
    seen = NOW + timedelta(days=7)
    assert take_receipt(desk, old.path, now=seen).remarks == 1
    assert not take_receipt(desk, new.path, now=seen).older
    again = take_receipt(desk, old.path, now=seen)
    assert (again.older, again.remarks, again.missing) == (True, 0, ())
    assert [one.state for one in remarks(desk)] == ["withdrawn"]
    assert not take_receipt(desk, new.path, now=seen).older
