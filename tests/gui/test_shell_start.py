"""First run, one window a workspace, mishaps, what a start may load."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from hrdesk.gui.look import messages
from hrdesk.gui.look.passphrase import strength
from hrdesk.gui.shell.app import Desk
from hrdesk.gui.shell.first_run import FirstRun
from hrdesk.paths import WorkspacePaths
from hrdesk.services.workspace import open_workspace
from tests.support.desk import NOW, PASSPHRASE
from tests.support.gui import compose, press, settle, type_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from hrdesk.gui.look.workers import Workers

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "sqlite_utils",
    "reportlab",
    "openpyxl",
    "lxml",
    "pyhanko",
    "cryptography",
    "pyxform",
    "uharfbuzz",
    "PIL",
    "numpy",
    "asyncio",
    "click",
    "PySide6.QtSvg",
    "PySide6.QtPdf",
    "PySide6.QtCharts",
    "PySide6.QtPrintSupport",
)


@pytest.fixture
def first_run(qtbot: QtBot, workers: Workers, tmp_path: Path) -> FirstRun:
    page = FirstRun(tmp_path / "new" / "hrdesk", workers, lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.activateWindow()
    return page


def fill_in(page: FirstRun) -> None:
    type_text(page.units.field, "o la")
    press(page.units.field, "Return")
    compose(page.name, "Chau Thị Mẫu")
    compose(page.position, "Công chức Văn hóa - Xã hội")
    type_text(page.passphrase, PASSPHRASE)
    type_text(page.again, PASSPHRASE)


def test_first_run__typed_without_accents__finds_the_unit(first_run: FirstRun) -> None:
    type_text(first_run.units.field, "o la")
    assert first_run.units.unit is not None
    assert first_run.units.unit.name == "Xã Ô Lâm"


def test_first_run__several_units__down_and_enter_choose(first_run: FirstRun) -> None:
    type_text(first_run.units.field, "an")
    assert first_run.units.unit is None
    press(first_run.units.field, "Down")
    press(first_run.units.rows, "Down")
    assert first_run.units.unit == first_run.units._found[1]


def test_first_run__nothing_typed__says_what_is_missing(first_run: FirstRun) -> None:
    assert not first_run.begin.isEnabled()
    assert "đơn vị" in first_run.missing.text()


def test_first_run__two_passphrases__are_told_apart(first_run: FirstRun) -> None:
    fill_in(first_run)
    type_text(first_run.again, "x")
    assert not first_run.begin.isEnabled()
    assert "giống nhau" in first_run.again.accessibleDescription()


def test_first_run__filled_in__makes_the_workspace(
    first_run: FirstRun, workers: Workers, qtbot: QtBot
) -> None:
    fill_in(first_run)
    assert first_run.begin.isEnabled()
    with qtbot.waitSignal(first_run.made, timeout=30_000) as made:
        press(first_run.begin, "Space")
    settle(workers)
    with open_workspace(made.args[0], now=NOW) as workspace:
        assert workspace.unit.name == "Xã Ô Lâm"
        assert workspace.name == "Chau Thị Mẫu"
        assert not workspace.province


def test_first_run__province__offers_only_the_province(first_run: FirstRun) -> None:
    press(first_run.province, "Space")
    assert first_run.units.unit is not None
    assert first_run.units.unit.name == "Tỉnh An Giang"
    assert first_run.setup().province


def test_first_run__folder_with_an_office__is_refused(
    first_run: FirstRun, office_folder: Path
) -> None:
    fill_in(first_run)
    first_run.folder.setText(str(office_folder))
    assert not first_run.begin.isEnabled()
    assert first_run.folder.property("fault") == "true"


@pytest.mark.parametrize(
    ("passphrase", "enough"),
    [
        ("", False),
        ("123456789", False),
        ("aaaaaaaaaaa", False),
        ("aaaaaaaaaaaa", True),
        (PASSPHRASE, True),
    ],
)
def test_strength__of_a_passphrase(passphrase: str, enough: bool) -> None:
    assert strength(passphrase)[2] is enough


def test_strength__repeated_letters__is_weak() -> None:
    assert strength("aaaaaaaaaaaaaaa")[1] == "warn"
    assert strength(PASSPHRASE)[1] == "good"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What dialogs would have said."""
    said: list[str] = []
    monkeypatch.setattr(
        messages, "tell", lambda _parent, title, detail: said.append(f"{title} {detail}")
    )
    monkeypatch.setattr(
        messages, "show_error", lambda _parent, error: said.append(messages.message_of(error).title)
    )
    return said


def test_desk__second_window_on_the_same_data__is_refused_by_name(
    qapp: QApplication, qtbot: QtBot, office_folder: Path, told: list[str]
) -> None:
    first = Desk(qapp, office_folder)
    assert first.begin()
    second = Desk(qapp, office_folder)
    assert not second.begin()
    assert "đang mở" in told[0]
    assert str(os.getpid()) in told[0]
    assert second.exit_code != 0
    second.close()
    settle(first.workers)
    assert first.window is not None
    first.window.hide()
    first.close()
    third = Desk(qapp, office_folder)
    assert third._take_lock(office_folder)
    third.close()


def test_desk__opened__clears_away_what_a_killed_program_left(
    qapp: QApplication, qtbot: QtBot, office_folder: Path, told: list[str]
) -> None:
    left = WorkspacePaths(office_folder).scratch / "verify-a"
    left.mkdir(parents=True)
    (left / "opened.asice").write_bytes(b"names")
    os.utime(left, (0, 0))
    desk = Desk(qapp, office_folder)
    assert desk.begin()
    qtbot.waitUntil(lambda: not left.exists())
    settle(desk.workers)
    assert desk.window is not None
    desk.window.hide()
    desk.close()
    assert told == []


def test_desk__mishap__is_logged_without_what_was_typed_and_told_once(
    qapp: QApplication,
    qtbot: QtBot,
    office_folder: Path,
    told: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk(qapp, office_folder)
    typed = "Nguyễn Văn A"
    with pytest.raises(ValueError, match=typed) as caught:
        int(typed)
    desk.mishap(ValueError, caught.value, caught.tb)
    assert told == ["Chương trình gặp lỗi."]
    assert "ValueError" in caplog.text
    assert "Nguyễn Văn A" not in caplog.text
    desk.close()


def test_desk__language_changed__builds_the_window_anew(
    qapp: QApplication, qtbot: QtBot, office_folder: Path, told: list[str]
) -> None:
    desk = Desk(qapp, office_folder)
    assert desk.begin()
    settle(desk.workers)
    assert desk.workspace is not None
    before = desk.window
    assert before is not None
    desk.workspace.set_setting("language", "en")
    before.rebuild()
    qtbot.waitUntil(lambda: desk.window is not before)
    settle(desk.workers)
    assert desk.window is not None
    assert desk.window.navigation.items["home"].text() == "Home"
    desk.window.hide()
    desk.close()
    assert told == []


def run_python(script: str, *arguments: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


START = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from hrdesk.gui.shell import app as program
application = program.make_application()
desk = program.Desk(application, Path(sys.argv[1]))
assert desk.begin()
def look():
    if not desk.workers.idle:
        QTimer.singleShot(20, look)
        return
    print(json.dumps([sorted(sys.modules), desk.window.isVisible()]))
    desk.end()
QTimer.singleShot(50, look)
application.exec()
"""


def test_start__window_up__nothing_heavy_is_loaded(office_folder: Path) -> None:
    modules, visible = json.loads(run_python(START, str(office_folder)))
    assert visible
    loaded = [name for name in HEAVY if name in modules]
    assert loaded == []


FIRST_ROWS = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from hrdesk.gui.shell import app as program
program._LOG_AFTER_MS = 60_000  # by the clock: on a busy machine it would come before the rows
application = program.make_application()
desk = program.Desk(application, Path(sys.argv[1]))
assert desk.begin()
desk.window.go("records", form_id="activity")
page = desk.window.page("records")
page.list.filled.connect(lambda _some: seen())
told = []
def seen():
    if not told and page.isVisible():
        told.append(sorted(sys.modules))
        QTimer.singleShot(0, end)
def end():
    print(json.dumps(told[0]))
    desk.end()
application.exec()
"""
NOT_FOR_THE_FIRST_ROWS = (  # what is loaded when it is asked for, never before the first rows
    "hrdesk.bundles",
    "hrdesk.cli",
    "hrdesk.consolidation",
    "hrdesk.forms.expression",
    "hrdesk.forms.xform",
    "hrdesk.gui.entry.entry_page",
    "hrdesk.gui.exchange.exchange_page",
    "hrdesk.gui.entry.form_view",
    "hrdesk.gui.period.report_page",
    "hrdesk.gui.shell.settings_page",
    "hrdesk.indicators.facts",
    "hrdesk.indicators.indicator",
    "hrdesk.services.importing",
    "hrdesk.services.paper",
    "hrdesk.verification",
    "logging.handlers",
    "PySide6.QtPdf",
    "PySide6.QtPrintSupport",
    "PySide6.QtSvg",
)
MOST_OWN_MODULES = 120


def test_start__first_rows__only_what_they_need_is_loaded(office_folder: Path) -> None:
    """Each module is a quarter of a millisecond of the start (docs/adr/0011)."""
    modules = json.loads(run_python(FIRST_ROWS, str(office_folder)))
    assert [name for name in (*HEAVY, *NOT_FOR_THE_FIRST_ROWS) if name in modules] == []
    catalogue = "hrdesk.errors."  # a dozen small tables, read whole wherever one of them is
    own = [one for one in modules if one.split(".")[0] == "hrdesk" and catalogue not in one]
    assert len(own) <= MOST_OWN_MODULES, own


AT_REST = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from hrdesk.gui.shell import app as program
application = program.make_application()
desk = program.Desk(application, Path(sys.argv[1]))
assert desk.begin()
desk.window.go("records", form_id="activity")
def look():
    if "hrdesk.gui.entry.form_view" not in sys.modules or not desk.workers.idle:
        QTimer.singleShot(20, look)
        return
    print(json.dumps(sorted(sys.modules)))
    desk.end()
QTimer.singleShot(50, look)
application.exec()
"""
NOT_AT_REST = (  # megabytes each, and nobody has asked for a file, a network, a new key
    "_hashlib",
    "difflib",
    "email",
    "html.entities",
    "http.client",
    "secrets",
    "ssl",
    "subprocess",
    "urllib.request",
)


def test_at_rest__a_form_made_ready__the_web_of_the_library_is_not_loaded(
    office_folder: Path,
) -> None:
    """docs/adr/0022."""
    modules = json.loads(run_python(AT_REST, str(office_folder)))
    assert [name for name in NOT_AT_REST if name in modules] == []


def test_import__in_the_window__is_that_of_python() -> None:
    """PySide6 reads the source of every module it sees imported; ours are not seen."""
    script = "import builtins, hrdesk.gui; print(builtins.__import__ is builtins.__orig_import__)"
    assert run_python(script).strip() == "True"


REFERENCES = """
import sys
from PySide6.QtCore import QObject, Signal, Slot
class Sender(QObject):
    sent = Signal()
class Receiver(QObject):
    @Slot()
    def take(self):
        return None
sender, receiver = Sender(), Receiver()
sender.sent.connect(receiver.take)
before = sys.getrefcount(None)
for _ in range(20_000):
    sender.sent.emit()
lost = before - sys.getrefcount(None)
print(lost)
"""


def test_qt__twenty_thousand_signals_to_a_slot_without_result__lose_no_reference() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to None a call (docs/adr/0002)."""
    assert int(run_python(REFERENCES)) < 1000


def test_first_run__tab_order__is_the_order_read(first_run: FirstRun) -> None:
    order = []
    widget = first_run.units.field
    for _ in range(40):
        following = widget.nextInFocusChain()
        if following is first_run.units.field:
            break
        widget = following
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            order.append(widget)
    wanted = [first_run.name, first_run.position, first_run.passphrase, first_run.again]
    assert [widget for widget in order if widget in wanted] == wanted
