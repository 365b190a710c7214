"""Every test has its own home, speaks Vietnamese, and is offscreen."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hrdesk import i18n

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

collect_ignore = [] if importlib.util.find_spec("PySide6") else ["gui"]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the message catalogues when one is older than its sources."""
    if hasattr(session.config, "workerinput"):
        return
    for folder in (ROOT / "resources" / "translations").iterdir():
        compiled = folder / "hrdesk.mo"
        newest = max((po.stat().st_mtime for po in folder.glob("*.po")), default=0.0)
        if not compiled.exists() or compiled.stat().st_mtime < newest:
            script = ROOT / "build" / "compile_translations.py"
            subprocess.run([sys.executable, str(script)], check=True, stdout=subprocess.DEVNULL)
            return


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written outside the test's folder; the language is Vietnamese."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "data"))
    for name in ("HRDESK_NOW", "HRDESK_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    i18n.set_language("vi")
