"""Reasons of accepted warnings travel, are read back, and are refused where they cannot be true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hrdesk.bundles.accepted_warnings import accepted_rows, with_accepted
from hrdesk.bundles.faults import FaultFoundError
from hrdesk.records.record import AcceptedWarning
from hrdesk.store.database import Store
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Verdict
from tests.support.bundles import (
    NOW,
    form_source,
    small_bundle,
    training_form,
    training_record,
    world,
)
from tests.support.hostile_zip import taken_apart
from tests.unit.store.test_intake import bundle as intake_of
from tests.unit.store.test_intake import fresh_store, sent

EXPECTED = Expected("91", form_source, at_province=True)
MANY = AcceptedWarning("women", "past", "64", "Hội phụ nữ, cả xã", NOW)
IN_ROW = AcceptedWarning("sex", "form", "f", "Đúng thế", NOW, "people", 1)
PERSONAL = AcceptedWarning("contact", "form", "0900 000 000", "Số của cơ quan", NOW)
IN_PERSONAL = AcceptedWarning("phone", "form", "0900 000 001", "Đúng", NOW, "phones", 0)


def test_submission__accepted_warnings__come_back_and_personal_ones_stay(tmp_path: Path) -> None:
    given = (MANY, IN_ROW, PERSONAL, IN_PERSONAL)
    records = (replace(training_record(1), accepted=given), training_record(2))
    path = small_bundle(tmp_path / "a.asice", records=records)
    bundle = verify_bundle(path, world().trust, NOW, expected=EXPECTED)
    assert bundle.outcome.verdict is Verdict.VALID
    assert [record.accepted for record in bundle.records] == [(MANY, IN_ROW), ()]
    raw = b"".join(entry.content for entry in taken_apart(path)[:-1])
    assert "Số của cơ quan".encode() not in raw


def test_submission__nothing_accepted__has_no_such_table(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice")
    names = [entry.name for entry in taken_apart(path)]
    assert "data/accepted_warnings.csv" not in names


@pytest.mark.parametrize(
    "row",
    [
        ["another", "training", "women", "0", "64", "past", "x", "2026-11-03T01:02:03Z"],
        ["", "activity", "women", "0", "64", "past", "x", "2026-11-03T01:02:03Z"],
        ["", "training", "women", "3", "64", "past", "x", "2026-11-03T01:02:03Z"],
        ["", "training", "people/sex", "0", "f", "past", "x", "2026-11-03T01:02:03Z"],
        ["", "training", "people/sex", "-1", "f", "past", "x", "2026-11-03T01:02:03Z"],
        ["", "training", "women", "0", "64", "past", "x" * 1001, "2026-11-03T01:02:03Z"],
    ],
)
def test_table__row_that_cannot_be_true__is_refused(row: list[str]) -> None:
    record = training_record(1)
    row[0] = row[0] or record.record_id
    with pytest.raises(FaultFoundError):
        with_accepted([record], [row], {record.record_id: "training"})


def test_table__written_and_read__says_the_same() -> None:
    record = replace(training_record(1), accepted=(MANY, IN_ROW))
    rows = list(accepted_rows([training_form()], [record]))
    bare = replace(record, accepted=())
    assert with_accepted([bare], rows, {record.record_id: "training"}) == (record,)


def test_intake__reasons__are_kept_with_the_record_and_a_new_reason_is_a_new_state(
    tmp_path: Path,
) -> None:
    store: Store = fresh_store(tmp_path)
    told = AcceptedWarning("title", "form", "A1", "Đã kiểm tra", NOW)
    store.take_in([replace(sent("r1"), accepted=(told,))], [], intake=intake_of("b1"))
    kept = store.get("r1")
    assert kept is not None
    assert kept.accepted == (told,)
    other = replace(told, reason="Khác")
    store.take_in([replace(sent("r1"), accepted=(other,))], [], intake=intake_of("b2", 2))
    kept = store.get("r1")
    assert kept is not None
    assert kept.accepted == (other,)
    store.close()
