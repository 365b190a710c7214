"""Open the window; on a machine without a screen play the sample journey and say where it lies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "demo-output"


def has_screen() -> bool:
    """Whether a window could be seen by anybody."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def play_sample() -> int:
    """The whole road without a screen: sample offices, bundles, reports, pictures of the pages."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    for command in (
        [sys.executable, "-m", "hrdesk", "demo", str(OUTPUT)],
        [
            sys.executable,
            str(ROOT / "build" / "screenshots.py"),
            "--sample",
            str(OUTPUT),
            str(OUTPUT / "screenshots"),
        ],
    ):
        code = subprocess.run(command, cwd=ROOT, env=offscreen, check=False).returncode  # noqa: S603 - our own commands
        if code:
            return code
    print(
        "\nNo screen here, so the sample journey was played instead. Look at:\n"
        f"  {OUTPUT / 'screenshots'}   pictures of the pages\n"
        f"  {OUTPUT / 'reports'}       reports as PDF, of each office and of the province\n"
        f"  {OUTPUT / 'bundles'}       signed bundles; docs/verify-without-hrdesk.sh checks one\n"
        f"  {OUTPUT / 'province'}      the province's workspace: hrdesk --data {OUTPUT / 'province'}\n"
        "On a machine with a screen the same command opens the window."
    )
    return 0


if __name__ == "__main__":
    if has_screen():
        sys.exit(subprocess.run([sys.executable, "-m", "hrdesk"], cwd=ROOT, check=False).returncode)
    sys.exit(play_sample())
