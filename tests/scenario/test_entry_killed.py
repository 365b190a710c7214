"""Typing, killed 70 times at random moments: nothing acknowledged is lost, the file stays whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Figure
from tests.support.desk import make_desk

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
KILLS = 70


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks one process a kill")
def test_entry__killed_again_and_again__loses_nothing_that_was_said_to_be_kept(
    tmp_path: Path, figure: Figure
) -> None:
    make_desk(tmp_path / "w").close()
    command = [sys.executable, "-m", "tests.support.killed_typist"]
    done = subprocess.run(
        [*command, str(tmp_path / "w"), str(KILLS), "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["kills"] == KILLS
    assert told["lost"] == []
    assert told["faults"] == []
    assert told["half_series"] == []
    assert told["said"] > KILLS  # it did type
    assert told["records"] > 0
    figure("kills during entry: {}, drafts and saves acknowledged {}, lost 0", KILLS, told["said"])
