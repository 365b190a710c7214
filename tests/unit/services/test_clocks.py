"""Clocks that are a year off, at the desk and at the province: work stops with a sentence, or is judged."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from hrdesk.errors import ClockWrongError
from hrdesk.indicators.period import parse_period
from hrdesk.services.intake.outcome import IntakeOutcome
from hrdesk.services.province import intakes, receive
from hrdesk.services.submitting import Handing, submit
from hrdesk.services.workspace import today_of
from tests.support.desk import NOW, PASSPHRASE, fill
from tests.support.kits import enrolled_pair

PERIOD = parse_period("2026-11")
DAY, YEAR = timedelta(days=1), timedelta(days=365)


def ids(outcome: IntakeOutcome) -> list[str]:
    return [one.finding_id for one in outcome.outcome.findings]


def test_clock__a_year_off__stopped_or_said(tmp_path: Path) -> None:
    office, desk = enrolled_pair(tmp_path)
    fill(desk)

    def sent(name: str, now, **how):
        return submit(
            desk, PERIOD, tmp_path / name, passphrase=PASSPHRASE, now=now, handing=Handing(**how)
        ).path

    right = sent("right", NOW + DAY)
    (late,) = receive(office, [right], now=NOW + YEAR + 90 * DAY)  # the province's clock is ahead
    assert (late.result, ids(late)) == ("refused", ["SIGN_304"])
    (early,) = receive(office, [right], now=NOW - YEAR)  # and behind
    assert (early.result, ids(early)) == ("refused", ["SIGN_205"])
    assert intakes(office) == ()
    (taken,) = receive(office, [right], now=NOW + DAY)  # set right, the same file is taken in
    assert taken.result == "accepted"
    with pytest.raises(ClockWrongError):
        sent("behind", NOW - YEAR)
    ahead = sent("ahead", NOW + YEAR)
    (refused,) = receive(office, [ahead], now=NOW + 2 * DAY)
    assert (refused.result, ids(refused)) == ("refused", ["SIGN_205"])
    with pytest.raises(ClockWrongError):  # the desk remembers the later day …
        sent("back", NOW + 2 * DAY)
    again = sent(
        "paper", NOW + 2 * DAY, paper_date=today_of(NOW + DAY)
    )  # … until paper bears it out
    (taken,) = receive(office, [again], now=NOW + 2 * DAY)
    assert taken.result == "accepted"
