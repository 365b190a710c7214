"""At 200 % and at 150 %: no word is cut on a page or in a dialog, nothing stands outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCREENS = {  # logical sizes: what is left of the screen once everything is drawn so much larger
    "1280x720 at 200 %": (2.0, 640, 360),
    "1366x768 at 200 %": (2.0, 683, 384),
    "1920x1080 at 200 %": (2.0, 960, 540),
    "1920x1080 at 150 %": (1.5, 1280, 720),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_pages_and_dialogs__drawn_larger__no_word_is_cut(
    screen: str, office_folder: Path, tmp_path: Path
) -> None:
    factor, width, height = SCREENS[screen]
    wide, tall = map(int, screen.split(" ", maxsplit=1)[0].split("x"))
    drawn = {
        "name": "one",
        "x": 0,
        "y": 0,
        "width": wide,
        "height": tall,
        "logicalDpi": 96,
        "dpr": 1,
    }
    (tmp_path / "screen.json").write_text(json.dumps({"screens": [drawn]}), encoding="utf-8")
    platform = f"offscreen:configfile={tmp_path / 'screen.json'}"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.support.scaled_window",
            office_folder,
            str(width),
            str(height),
        ],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": str(factor)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["factor"] == factor
    assert len(told["pages"]) >= 10
    for page, seen in told["pages"].items():
        assert (seen["width"], seen["height"]) == (width, height), page
        assert seen["cut"] == [], page
    assert len(told["dialogs"]) >= 20
    for dialog, seen in told["dialogs"].items():
        assert seen["fits"], (dialog, seen)
        assert seen["cut"] == [], dialog
