"""Every dialog of the program: a name on each control, no word cut, the keyboard where work begins."""

from __future__ import annotations

import ast
import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from hrdesk import i18n
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.resources import resource
from hrdesk.services.demo import play_demo
from hrdesk.services.workspace import open_workspace
from tests.gui.test_accessibility import nameless
from tests.support import gallery
from tests.support.desk import NOW
from tests.support.gui import press, settle
from tests.support.scaled_window import cut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from hrdesk.gui.look.workers import Workers

BASES = {"FittingDialog", "RoomyDialog", "QDialog"}
UNSHOWN = {"FittingDialog", "RoomyDialog"}


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One commune and the province, two periods handed over."""
    i18n.set_language("vi")
    folder = tmp_path_factory.mktemp("journey") / "sample"
    play_demo(folder, now=NOW, units=1, records=6)
    return folder


def opened(qtbot: QtBot, workers: Workers, sample: Path, desk: str) -> Iterator[gallery.Place]:
    with open_workspace(sample / desk, now=NOW) as workspace:
        window = MainWindow(workspace, workers, lambda: NOW)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        settle(workers)
        yield gallery.Place(window, workers, sample)
        window.hide()
        settle(workers)
        window.deleteLater()


@pytest.fixture
def sample(journey: Path, tmp_path: Path) -> Path:
    """The test's own copy."""
    folder = tmp_path / "sample"
    shutil.copytree(journey, folder)
    return folder


@pytest.fixture
def clerk(qtbot: QtBot, workers: Workers, sample: Path) -> Iterator[gallery.Place]:
    unit = next(iter((sample / "units").iterdir())).name
    yield from opened(qtbot, workers, sample, f"units/{unit}")


@pytest.fixture
def province(qtbot: QtBot, workers: Workers, sample: Path) -> Iterator[gallery.Place]:
    yield from opened(qtbot, workers, sample, "province")


def faults(dialog: QWidget) -> list[str]:
    """What a demanding eye and a screen reader would find in a dialog."""
    found = [f"no name: {one}" for one in nameless(dialog)] + cut(dialog)
    here = QApplication.focusWidget()
    if here is None or here.window() is not dialog:
        found.append("the keyboard is nowhere")
    blank = [one for one in stops(dialog) if not isinstance(one, QPushButton)]
    if here is not None and blank and not seen_in(here, dialog):
        found.append("the keyboard is out of sight")
    found += unreached(dialog)
    return found


def stops(dialog: QWidget) -> list[QWidget]:
    """What Tab should come to."""
    return [
        one
        for one in dialog.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def seen_in(widget: QWidget, dialog: QWidget) -> bool:
    return widget is dialog or not widget.visibleRegion().isEmpty()


def unreached(dialog: QWidget) -> list[str]:
    """Buttons that no number of Tabs comes to."""
    wanted = {one for one in stops(dialog) if isinstance(one, QPushButton)}
    seen: set[QWidget] = set()
    for _ in range(120):
        here = QApplication.focusWidget()
        if here is None or wanted <= seen:
            break
        seen.add(here)
        press(here, "Tab")
    return [f"Tab never comes to {one.text()}" for one in wanted - seen]


def found_in(place: gallery.Place, table: dict[str, object]) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    for name, opening in table.items():

        def look(dialog: QWidget, name: str = name) -> None:
            if told := faults(dialog):
                result[name] = told
            result.setdefault("kinds", []).append(type(dialog).__name__)

        count = gallery.visit(place, opening, look)  # type: ignore[arg-type]
        if not count:
            result[name] = ["it did not open"]
    return result


def dialogs_of_the_program() -> set[str]:
    """The names of all dialogs in the sources."""
    root = resource("..", "hrdesk", "gui")
    names = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(base, ast.Name) and base.id in BASES for base in node.bases
            ):
                names.add(node.name)
    return names - UNSHOWN


def test_dialogs__of_the_clerk__named_uncut_and_reached(clerk: gallery.Place) -> None:
    told = found_in(clerk, dict(gallery.CLERK))
    kinds = set(told.pop("kinds"))
    assert told == {}
    assert dialogs_of_the_program() - kinds == {"KeyDialog", "ActDialog"} - kinds


def test_dialogs__of_the_province__named_uncut_and_reached(province: gallery.Place) -> None:
    told = found_in(province, dict(gallery.PROVINCE))
    assert {"KeyDialog", "ActDialog"} <= set(told.pop("kinds"))
    assert told == {}
