"""A bundle of 300 MB is written, verified and unpacked within 150 MB of memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
MOST = 150_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
def test_bundle__of_300_megabytes__stays_within_150_of_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.large_bundle", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["verdict"] == "valid"
    assert told["bytes"] > 300_000_000
    assert told["files"] == 6
    assert told["before"] < told["peak"] <= MOST, told
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()  # 900 MB that nobody needs any more
