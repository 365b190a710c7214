"""New versions of a form over many records, killed at random moments: the old one or the new one, whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks one process a kill")
def test_new_versions__killed_again_and_again__whole_with_triggers_and_search(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "tests.support.killed_migration", str(tmp_path)]
    done = subprocess.run(
        [*command, "1500", "20", "7"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["kills"] == 20
    assert told["broken"] == []
    assert told["cut_off"] > 0  # some were killed before their first version was whole
    assert told["versions"] > 0
