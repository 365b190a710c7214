"""Imports and bulk acts, killed 130 times at random moments; with the typing it makes 200."""

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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks one process a kill")
@pytest.mark.parametrize(("kind", "kills"), [("import", 70), ("bulk", 60)])
def test_act__killed_again_and_again__whole_or_not_at_all(
    kind: str, kills: int, tmp_path: Path, figure: Figure
) -> None:
    make_desk(tmp_path / "w").close()
    command = [sys.executable, "-m", "tests.support.killed_acts", kind, str(tmp_path / "w")]
    done = subprocess.run(
        [*command, str(kills), "11"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["kills"] == kills
    assert told["lost"] == []
    assert told["faults"] == []
    assert told["said"] > kills  # it did work
    figure("kills during {}: {}, acts acknowledged {}, lost 0", kind, kills, told["said"])
