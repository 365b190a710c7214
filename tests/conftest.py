"""Every test has its own home, speaks Vietnamese, and is offscreen."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from hrdesk import i18n
from hrdesk.trust import sealing
from tests.support.made_once import remove_made
from tests.support.seals import CHEAP

Figure = Callable[..., None]

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("hrdesk", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("hrdesk")

collect_ignore = [] if importlib.util.find_spec("PySide6") else ["gui"]


def pytest_sessionfinish() -> None:
    """Leave nothing in the folder of the system; those who run beside others end without an exit."""
    remove_made()


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


@pytest.fixture(scope="session", autouse=True)
def cheap_seals() -> Iterator[None]:
    """See `tests.support.seals`; a test that asks for the full cost starts a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "WORK_FACTOR", CHEAP)
        yield


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


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Says a figure that is wanted: a sentence and what stands in it, printed when all tests are done."""

    def say(sentence: str, *values: object) -> None:
        record_property("figure", sentence.format(*values))

    return say


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """All figures below each other, whichever process the tests ran in."""
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
    ]
    said = [
        str(value)
        for report in reports
        for name, value in report.user_properties
        if name == "figure" and report.when == "call"
    ]
    if said:
        terminalreporter.section("figures")
        for sentence in sorted(said):
            terminalreporter.write_line(sentence)
