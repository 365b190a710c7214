"""Killed at every step of putting a kit in use: afterwards all of it counts, or nothing does."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hrdesk.services import kit_next
from hrdesk.services.kits import take_kit
from hrdesk.services.workspace import open_workspace
from hrdesk.trust.kit_mark import read_mark
from hrdesk.trust.material import load_trust
from tests.support.kits import LATER, enrolled_pair, made

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
EVERY = 3  # of the steps; each costs a program's start


def test_kit__killed_at_any_step__counts_whole_or_not_at_all(tmp_path):
    office, desk = enrolled_pair(tmp_path)
    desk.close()
    kit_next.set_period(office, "2026-11", due_on=date(2026, 11, 20))
    kit_next.set_recipient(office, "province", "age1" + "q" * 58)
    kit = made(office, tmp_path / "kits")
    office.close()
    seen = set()
    for calls in range(1, 200, EVERY):
        folder = tmp_path / f"desk-{calls}"
        shutil.copytree(tmp_path / "desk", folder)
        ended = subprocess.run(
            [sys.executable, "-m", "tests.support.killed_taker", folder, kit, str(calls)],
            cwd=ROOT,
            check=False,
            capture_output=True,
        )
        ws = open_workspace(folder, now=LATER)
        try:
            decided = read_mark(ws.paths.trust).seq
            assert ws.kit.seq == decided
            due = ws.kit.calendar.single.get("2026-11")
            assert (due is not None) == bool(decided)
            trust = load_trust(ws.paths.trust)
            assert bool(trust.recipients) == bool(decided)
            if not decided:
                take_kit(ws, kit, now=LATER)
            assert ws.kit.seq == 1
            assert ws.store.quick_check() == []
        finally:
            ws.close()
        seen.add(bool(decided))
        shutil.rmtree(folder)
        if ended.returncode == 0:
            break
    assert ended.returncode == 0, ended.stderr.decode()[-500:]
    assert seen == {False, True}
