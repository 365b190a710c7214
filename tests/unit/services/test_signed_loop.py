"""From desk to province: before the enrolment, encrypted, with nothing to report, decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hrdesk.errors import ClockWrongError, HeldUndecidableError, ZeroReportError
from hrdesk.indicators.period import parse_period
from hrdesk.services.deciding import decide, held
from hrdesk.services.delivery.delivering import deliver
from hrdesk.services.enrolment import write_request
from hrdesk.services.importing import import_table
from hrdesk.services.province import enrol, intakes, receive
from hrdesk.services.recipients import make_recipient, open_keys
from hrdesk.services.submitting import Handing, submit
from hrdesk.services.workspace import open_workspace
from hrdesk.trust.material import keep_recipients
from tests.support.desk import NOW as MADE
from tests.support.desk import PASSPHRASE, make_desk
from tests.support.office import WORDS, activities_file, offices

NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)
PERIOD = parse_period("2026-11")
EMPTY = parse_period("2026-09")


@pytest.fixture
def desks(tmp_path: Path):
    province, unit = offices(tmp_path)
    with open_workspace(province, now=NOW) as receiving, open_workspace(unit, now=NOW) as sending:
        import_table(sending, "activity", activities_file(tmp_path), now=NOW)
        yield receiving, sending


def test_submit__before_the_enrolment__held_then_taken_in_without_sending_again(
    tmp_path: Path,
) -> None:
    with make_desk(tmp_path / "p", province=True) as province, make_desk(tmp_path / "u") as desk:
        sent = submit(desk, EMPTY, tmp_path / "stick", passphrase=PASSPHRASE, now=MADE)
        (outcome,) = receive(province, [sent.path], now=MADE)
        assert (outcome.result, outcome.cause, outcome.unit_code) == ("held", "unenrolled", "")
        assert intakes(province) == ()
        with pytest.raises(HeldUndecidableError):
            decide(province, held(province)[0].key, "accept", "Known by voice", now=MADE)
        request = write_request(desk, tmp_path, now=MADE)
        enrol(province, request, tmp_path / "a.asice", passphrase=PASSPHRASE, now=MADE)
        assert [one.bundle_id for one in intakes(province)] == [sent.bundle_id]
        assert held(province) == ()


def test_submit__with_the_provinces_key__encrypted_and_waits_for_the_key(
    desks, tmp_path: Path
) -> None:
    province, desk = desks
    key = make_recipient(province, passphrase=WORDS, now=NOW)
    keep_recipients(desk.paths.trust, {"province": key})
    sent = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
    assert sent.encrypted
    assert sent.path.name.endswith(".asice.age")
    (outcome,) = receive(province, [sent.path], now=NOW)
    assert (outcome.result, outcome.cause) == ("held", "locked")
    results = receive(province, [sent.path], now=NOW, opened=open_keys(province, WORDS))
    assert results[0].result == "accepted"
    assert held(province) == ()


def test_submit__nothing_logged__zero_report_and_refused_where_there_is(
    desks, tmp_path: Path
) -> None:
    province, desk = desks
    with pytest.raises(ZeroReportError):
        submit(desk, PERIOD, tmp_path / "s", passphrase=WORDS, now=NOW, handing=Handing(zero=True))
    sent = submit(desk, EMPTY, tmp_path / "s", passphrase=WORDS, now=NOW)
    (outcome,) = receive(province, [sent.path], now=NOW)
    assert (sent.zero, outcome.result, outcome.zero) == (True, "accepted", True)


def test_clock__two_days_back__signing_stops_until_a_paper_bears_it_out(
    desks, tmp_path: Path
) -> None:
    _, desk = desks
    submit(desk, PERIOD, tmp_path / "s", passphrase=WORDS, now=NOW)
    back = NOW - timedelta(days=2)
    with pytest.raises(ClockWrongError):
        submit(desk, PERIOD, tmp_path / "s", passphrase=WORDS, now=back)
    paper = Handing(paper_date=back.date())
    assert submit(desk, PERIOD, tmp_path / "s", passphrase=WORDS, now=back, handing=paper)


def test_deliver__once_more__the_very_same_bundle(desks, tmp_path: Path) -> None:
    _, desk = desks
    sent = submit(desk, PERIOD, tmp_path / "s", passphrase=WORDS, now=NOW)
    (again,) = deliver(desk, sent.bundle_id[:12], tmp_path / "t", now=NOW).files
    assert again.path.read_bytes() == sent.path.read_bytes()
