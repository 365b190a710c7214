"""Every command that the README shows is run as it stands there, in a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def shell_of_the_readme() -> str:
    """All blocks of shell one after the other, as somebody reads them; `make` is the tests' own."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [
        line
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
        if not line.startswith("make ")
    ]
    return "\n".join(["set -e", *lines])


@pytest.mark.long
def test_commands__as_written__all_succeed(tmp_path: Path) -> None:
    commands = shell_of_the_readme()
    assert commands.count("hrdesk ") >= 15
    python = tmp_path / ".venv/bin"
    python.mkdir(parents=True)
    program = python / "hrdesk"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hrdesk "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    for folder in ("forms", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    done = subprocess.run(
        ["/bin/sh", "-c", commands],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    for made in ("report.pdf", "summary.pdf", "consolidated.pdf"):
        assert (tmp_path / made).read_bytes().startswith(b"%PDF")
