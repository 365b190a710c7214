"""Kits in any order, again and again: trust follows the highest one that was accepted."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrdesk.errors import KitRefusedError
from hrdesk.services import authority, kit_next
from hrdesk.services.kits import take_kit
from hrdesk.services.workspace import open_workspace
from hrdesk.trust.kit_mark import read_mark
from hrdesk.trust.material import load_trust
from tests.support.desk import NOW, PASSPHRASE
from tests.support.kits import enrolled_pair, made

COUNT = 4
LATE = NOW + timedelta(days=10)


@pytest.fixture(scope="module")
def made_kits(tmp_path_factory):
    """An enrolled desk and four kits; the list of the second withdraws somebody."""
    folder = tmp_path_factory.mktemp("kits")
    office, desk = enrolled_pair(folder)
    desk.close()
    paths = []
    for number in range(1, COUNT + 1):
        kit_next.set_period(office, "2026-12", due_on=date(2026, 12, 15 + number))
        if number == 2:
            serial = authority.register(office, now=NOW, search="30577")[0].line.serial
            authority.revoke(office, serial, "superseded", passphrase=PASSPHRASE, now=NOW)
        paths.append(made(office, folder / "made", days=number))
    office.close()
    return folder / "desk", paths


@pytest.mark.long
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=6))
def test_kits__in_any_order__leave_the_highest_accepted(made_kits, order):
    source, paths = made_kits
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "desk"
        shutil.copytree(source, folder)
        highest, numbers = 0, [1]
        for place in order:
            desk = open_workspace(folder, now=LATE)
            try:
                if place + 1 > highest:
                    take_kit(desk, paths[place], now=LATE)
                    highest = place + 1
                else:
                    with pytest.raises(KitRefusedError):
                        take_kit(desk, paths[place], now=LATE)
                assert desk.kit.seq == highest == read_mark(desk.paths.trust).seq
                due = desk.kit.calendar["2026-12"].due_on
                assert due == date(2026, 12, 15 + highest)
                numbers.append(load_trust(desk.paths.trust).newest_list.number)
            finally:
                desk.close()
        assert numbers == sorted(numbers)
        assert (numbers[-1] > 1) == (highest >= 2)
