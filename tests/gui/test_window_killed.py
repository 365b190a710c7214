"""The window killed in the middle of a word: at most the last second of typing is lost."""

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
KILLS = 15


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks one process a kill")
def test_window__killed_while_typing__less_than_a_second_lost(
    tmp_path: Path, figure: Figure
) -> None:
    make_desk(tmp_path / "w").close()
    command = [sys.executable, "-m", "tests.support.killed_window", str(tmp_path / "w")]
    done = subprocess.run(
        [*command, str(KILLS), "3"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["faults"] == []
    assert told["kills"] == KILLS
    assert told["letters"] > 20 * KILLS
    assert told["lost_seconds"] <= 1.0
    figure(
        "kills of the window while typing: {}, letters {}, at most {} s lost",
        KILLS,
        told["letters"],
        told["lost_seconds"],
    )
