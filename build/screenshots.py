"""Play a sample office and save a picture of every page.

Usage: python build/screenshots.py [--sample FOLDER] [--size WIDTHxHEIGHT] FOLDER [NAME...]
Each row of SHOTS is a picture: its name, what is done first, the size, the theme. The rows of STATES
(a long list, a hundred people, a conflict, an error …) are taken when `--states` is given;
QT_SCALE_FACTOR=1.5 with `--size 1280x720` is a screen of 1920×1080 at 150 %.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import Qt, QTimer  # noqa: E402, TID251 - the platform is chosen first
from PySide6.QtGui import QPainter, QPixmap  # noqa: E402, TID251 - as above
from PySide6.QtTest import QTest  # noqa: E402, TID251 - as above
from PySide6.QtWidgets import QApplication, QLabel, QWidget  # noqa: E402, TID251 - as above

from hrdesk import i18n  # noqa: E402
from hrdesk.errors import DiskFullError  # noqa: E402
from hrdesk.gui.look import messages  # noqa: E402
from hrdesk.gui.look.theme import apply_theme  # noqa: E402
from hrdesk.gui.look.workers import Workers  # noqa: E402
from hrdesk.gui.shell import app as program  # noqa: E402
from hrdesk.gui.shell.first_run import FirstRun  # noqa: E402
from hrdesk.gui.shell.main_window import MainWindow  # noqa: E402
from hrdesk.records.entry import NodeRef  # noqa: E402
from hrdesk.services import entering  # noqa: E402
from hrdesk.services.demo import create_sample_office, play_demo  # noqa: E402
from hrdesk.services.workspace import open_workspace  # noqa: E402

if TYPE_CHECKING:
    from hrdesk.services.workspace import Workspace

NOW = datetime(2026, 11, 12, 2, 41, tzinfo=UTC)
IN_PERIOD = datetime(2026, 10, 13, 2, 41, tzinfo=UTC)  # two days before the figures close
WIDE, NARROW = (1366, 768), (1093, 614)  # the second is 1366×768 at 125 %


@dataclass
class Stage:
    """What a shot plays on."""

    app: QApplication
    workers: Workers
    workspace: Workspace
    window: MainWindow

    def settle(self) -> None:
        """Wait until the worker is idle and everything is painted."""
        QTest.qWait(60)
        while not self.workers.idle:
            QTest.qWait(10)
        QTest.qWait(60)

    def page(self, page_id: str, **arguments: object) -> QWidget:
        """Go to a page and wait for it."""
        self.window.go(page_id, **arguments)
        self.settle()
        return self.window


def home(stage: Stage) -> QWidget:
    """The first page."""
    return stage.page("home")


def records(stage: Stage) -> QWidget:
    """The list of activities."""
    return stage.page("records", form_id="activity")


def search(stage: Stage) -> QWidget:
    """Typed without accents, found with."""
    records(stage)
    stage.window.focus_search()
    page = stage.window.page("records")
    page.list.search.setText("dan toc")
    return stage.window


def empty(stage: Stage) -> QWidget:
    """A kind of which nothing was logged."""
    return stage.page("records", form_id="training")


def entry(stage: Stage) -> QWidget:
    """The second record, opened."""
    records(stage)
    stage.window.page("records").list.step(1)
    stage.settle()
    return stage.window


def new_entry(stage: Stage) -> QWidget:
    """A record just begun."""
    return stage.page("records", form_id="activity", new=True)


def form_of(form_id: str) -> Callable[[Stage], QWidget]:
    """A record of another kind, just begun."""
    return lambda stage: stage.page("records", form_id=form_id, new=True)


def refused(stage: Stage) -> QWidget:
    """Bundles received, one of them altered on the way."""
    stage.page("receive")
    with tempfile.TemporaryDirectory() as place:
        kept = sorted(stage.workspace.paths.intake.glob("*.asice"))
        for bundle in kept[:3]:
            shutil.copy(bundle, place)
        altered = Path(place) / kept[0].name
        content = bytearray(altered.read_bytes())
        content[len(content) // 2] ^= 1
        altered.write_bytes(content)
        stage.window.page("receive").receive([Path(place)])
        stage.settle()
    return stage.window


def other_page(page_id: str) -> Callable[[Stage], QWidget]:
    """Any other page by its id."""
    return lambda stage: stage.page(page_id)


def first_run(stage: Stage) -> QWidget:
    """First run, half filled in."""
    page = FirstRun(Path("/home/office/hrdesk"), stage.workers, lambda: IN_PERIOD)
    page.units.field.setText("o la")
    page.name.setText("Chau Thị Mẫu")
    page.position.setText("Công chức Văn hóa - Xã hội")
    page.passphrase.setText("bốn chữ dễ nhớ")
    page.show()
    return page


def many(stage: Stage) -> QWidget:
    """A list of two hundred rows, some of them chosen."""
    stage.page("records", form_id="activity", chip="all")
    view = stage.window.page("records").list.view
    view.setFocus()
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    return stage.window


def people(stage: Stage) -> QWidget:
    """The training with a hundred participants, at its table."""
    store = stage.workspace.store
    records = store.rows(store.ids(entering.RecordQuery(form_id="training")))
    kept = [one.record_id for one in records]
    longest = max(kept, key=lambda one: len(store.get(one).repeats.get("participants", ())))
    stage.page("records", form_id="training", record_id=longest)
    view = stage.window.page("records")._entry.view
    view.ensure_built()
    (table,) = view.tables.values()
    table.take_focus()
    return stage.window


def import_preview(stage: Stage) -> QWidget:
    """A table on its way in: what becomes of each row."""
    path = stage.workspace.paths.folder / "so_theo_doi.csv"
    rows = [
        f"Nói chuyện chuyên đề số {number};{number % 28 + 1:02d}/10/2026;Hội nghị;"
        f"{'nhiều' if number % 9 == 0 else number * 7}"
        for number in range(1, 60)
    ]
    head = "Tên hoạt động;Ngày;Hình thức;Số người"
    path.write_text("\n".join([head, *rows]), encoding="utf-8-sig")
    return stage.page("import", form_id="activity", path=str(path))


def conflict(stage: Stage) -> QWidget:
    """Finished here after it was changed elsewhere."""
    store = stage.workspace.store
    row = store.rows(store.ids(entering.RecordQuery(form_id="activity", limit=1)))[0]
    stage.page("records", form_id="activity", record_id=row.record_id)
    page, record = stage.window.page("records"), store.get(row.record_id)
    changed = replace(record, answers={**record.answers, "place": "Nhà văn hóa ấp"})
    store.save(changed, at=IN_PERIOD, actor="Lê Thị Thử")
    page._entry._filling.answer(NodeRef("people"), "77")
    return _with_dialog(stage, page._entry.complete)


def fault(stage: Stage) -> QWidget:
    """A known fault of the world: no room on the stick."""
    stage.page("report")
    error = DiskFullError(path="E:/bao_cao/bao_cao_2026-10.pdf")
    return _with_dialog(stage, lambda: messages.show_error(stage.window, error))


def _with_dialog(stage: Stage, act: Callable[[], object]) -> QWidget:
    """The dialog that `act` brings up, over the window as a person sees them."""
    pictures: list[QPixmap] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        timer.stop()
        whole = stage.window.grab()
        painter = QPainter(whole)
        place = stage.window.rect().center() - dialog.rect().center()
        painter.drawPixmap(place, dialog.grab())
        painter.end()
        pictures.append(whole)
        dialog.close()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(200)
    act()
    stage.settle()
    QTest.qWait(600)
    timer.stop()
    shown = QLabel()
    shown.setPixmap(pictures[0] if pictures else stage.window.grab())
    return shown


Shot = tuple[str, Callable[[Stage], QWidget], tuple[int, int], str]
SHOTS: tuple[Shot, ...] = (
    ("first-run", first_run, WIDE, "light"),
    ("home", home, WIDE, "light"),
    ("home-dark", home, WIDE, "dark"),
    ("records", records, WIDE, "light"),
    ("search", search, WIDE, "light"),
    ("search-dark", search, WIDE, "dark"),
    ("records-empty", empty, WIDE, "light"),
    ("entry", entry, WIDE, "light"),
    ("entry-dark", entry, WIDE, "dark"),
    ("entry-narrow", entry, NARROW, "light"),
    ("entry-new", new_entry, WIDE, "light"),
    ("entry-product", form_of("product"), WIDE, "light"),
    ("entry-false-news", form_of("false_news"), WIDE, "light"),
    ("import", lambda stage: stage.page("import", form_id="activity"), WIDE, "light"),
    ("report", other_page("report"), WIDE, "light"),
    ("report-dark", other_page("report"), WIDE, "dark"),
    ("exchange", other_page("exchange"), WIDE, "light"),
    ("settings", other_page("settings"), WIDE, "light"),
    ("settings-dark", other_page("settings"), WIDE, "dark"),
)
STATES: tuple[Shot, ...] = tuple(
    (f"state-{name}{ending}", play, WIDE, theme)
    for name, play in (
        ("many", many),
        ("people", people),
        ("import", import_preview),
        ("conflict", conflict),
        ("error", fault),
    )
    for ending, theme in (("", "light"), ("-dark", "dark"))
)
PROVINCE_SHOTS: tuple[Shot, ...] = (
    ("province-home", home, WIDE, "light"),
    ("province-receive", other_page("receive"), WIDE, "light"),
    ("province-receive-refused", refused, WIDE, "light"),
    ("province-consolidated", other_page("consolidated"), WIDE, "light"),
    ("province-enrol", other_page("enrol"), WIDE, "light"),
    ("province-kit", other_page("kit"), WIDE, "light"),
)


def take(
    stage_of: Callable[[], Stage], shots: tuple[Shot, ...], folder: Path, wanted: set[str]
) -> None:
    """Save the pictures of one office."""
    for name, play, size, theme in shots:
        if wanted and name not in wanted:
            continue
        stage = stage_of()
        apply_theme(stage.app, theme)
        stage.window.resize(*size)
        stage.window.show()
        stage.settle()
        shown = play(stage)
        shown.resize(*size)
        stage.settle()
        shown.grab().save(str(folder / f"{name}.png"))
        sys.stdout.write(f"{name}\n")
        if shown is not stage.window:
            shown.hide()
            shown.deleteLater()
        stage.window.hide()
        stage.window.deleteLater()


def make_office(folder: Path) -> Workspace:
    """A commune near the end of a busy period, with a record to complete and a draft."""
    office = create_sample_office(folder, now=NOW)
    office.set_setting("send_folder", "/media/usb")
    for title, complete in (("Họp mặt người có uy tín trong đồng bào dân tộc", True), ("", False)):
        session = entering.new_entry(office, "activity", now=IN_PERIOD)
        session.entry.set_value(
            NodeRef("title"), title or "Tọa đàm quyền của phụ nữ dân tộc thiểu số"
        )
        session.entry.set_value(NodeRef("event_on"), "2026-10-12")
        if complete:
            entering.save_record(office, session, now=IN_PERIOD, complete=False)
        else:
            entering.save_draft(office, session, now=IN_PERIOD)
    return office


def make_busy_office(folder: Path) -> Path:
    """A commune with two hundred activities and a training of a hundred people."""
    made = play_demo(folder, now=NOW, units=1, records=200)
    return next(iter((folder / "units").iterdir())) if made else folder


def main(arguments: list[str]) -> int:
    """Take all pictures, or those named; `--sample FOLDER` is a sample journey played before."""
    parser = argparse.ArgumentParser(description="Save a picture of every page.")
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--states", action="store_true")
    parser.add_argument("--size", type=lambda text: tuple(map(int, text.split("x"))))
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/pictures"))
    parser.add_argument("names", nargs="*")
    told = parser.parse_args(arguments)
    wanted = set(told.names)
    told.folder.mkdir(parents=True, exist_ok=True)
    i18n.set_language("vi")
    app = program.make_application()
    words = program.qt_words.install(app)
    workers = Workers()

    def play(folder: Path, shots: tuple[Shot, ...], now: datetime) -> None:
        if wanted and not wanted & {shot[0] for shot in shots}:
            return
        if told.size:
            shots = tuple((name, act, told.size, theme) for name, act, _, theme in shots)
        with open_workspace(folder, now=now) as workspace:
            clock = lambda: now  # noqa: E731 - the clock of this office
            take(
                lambda: Stage(app, workers, workspace, MainWindow(workspace, workers, clock)),
                shots,
                told.folder,
                wanted,
            )

    with tempfile.TemporaryDirectory() as place:
        if told.states:
            play(make_busy_office(Path(place) / "busy"), STATES, NOW)
            workers.stop()
            return 0
        make_office(Path(place) / "office").close()
        play(Path(place) / "office", SHOTS, IN_PERIOD)
        if told.sample is not None:
            play(told.sample / "province", PROVINCE_SHOTS, program.read_clock())
        else:
            if not wanted or wanted & {shot[0] for shot in PROVINCE_SHOTS}:
                play_demo(Path(place) / "sample", now=NOW)
            play(Path(place) / "sample" / "province", PROVINCE_SHOTS, NOW)
        workers.stop()
    app.removeTranslator(words)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
