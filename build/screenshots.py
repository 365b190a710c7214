"""Play a sample office and save a picture of every page.

Usage: python build/screenshots.py [--sample FOLDER] [--size WIDTHxHEIGHT] FOLDER [NAME...]
       python build/screenshots.py --gallery FOLDER [NAME...]
Each row of SHOTS is a picture: its name, what is done first, the size, the theme. `--gallery` takes
the rows of STATES (the main window, a long list, a hundred people, a conflict, an error, an empty
office …) on every screen of SCREENS, light and dark: FOLDER/<screen>/<state>[-dark].png.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
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
from hrdesk.gui.look.theme import apply_theme, colour  # noqa: E402
from hrdesk.gui.look.tidying import Tidying  # noqa: E402
from hrdesk.gui.look.workers import Workers  # noqa: E402
from hrdesk.gui.shell import app as program  # noqa: E402
from hrdesk.gui.shell.first_run import FirstRun  # noqa: E402
from hrdesk.gui.shell.main_window import MainWindow  # noqa: E402
from hrdesk.records.entry import NodeRef  # noqa: E402
from hrdesk.services import entering  # noqa: E402
from hrdesk.services.delivery.journal import WRITTEN, Left, journal, note_left  # noqa: E402
from hrdesk.services.demo import SAMPLE_PASSPHRASE, play_demo  # noqa: E402
from hrdesk.services.sample_records import SampleWriter  # noqa: E402
from hrdesk.services.workspace import (  # noqa: E402
    WorkspaceSetup,
    create_workspace,
    open_workspace,
)

if TYPE_CHECKING:
    from hrdesk.services.sample_records import SampleRecord
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
    return stage.page("records", form_id="key_official")


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
    """A list of two hundred rows, and the record looked at."""
    stage.page("records", form_id="activity", chip="all")
    view = stage.window.page("records").list.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.qWait(200)
    return stage.window


def chosen(stage: Stage) -> QWidget:
    """The same list with some rows chosen."""
    many(stage)
    view = stage.window.page("records").list.view
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.qWait(200)
    return stage.window


def activity(stage: Stage) -> QWidget:
    """An activity that counts, opened."""
    many(stage)
    stage.window.page("records").list.step(0)
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


def import_columns(stage: Stage) -> QWidget:
    """A table on its way in: which column answers which question."""
    path = stage.workspace.paths.folder / "so_theo_doi.csv"
    rows = [
        f"{number};Tuyªn truyÒn quyÒn con ng\u00adêi sè {number};{number % 28 + 1:02d}/9/2026;Hội nghị;"
        f"{'nhiều' if number % 9 == 0 else number * 7}"
        for number in range(1, 60)
    ]
    head = "TT;Tên hoạt động;Ngày;Hình thức;Số người"
    path.write_text("\n".join([head, *rows]), encoding="utf-8-sig")
    stage.page("import", form_id="activity", path=str(path))
    stage.window.page("import").forth()
    return stage.window


def import_check(stage: Stage) -> QWidget:
    """What becomes of each row, before anything is taken in."""
    import_columns(stage)
    stage.settle()
    stage.window.page("import").forth()
    QTest.qWait(300)
    return stage.window


def conflict(stage: Stage) -> QWidget:
    """Finished here after it was changed elsewhere."""
    store = stage.workspace.store
    row = store.rows(store.ids(entering.RecordQuery(form_id="activity", limit=1)))[0]
    store.delete_draft(row.record_id)  # of the picture before this
    stage.page("records", form_id="activity", record_id=row.record_id)
    page, record = stage.window.page("records"), store.get(row.record_id)
    changed = {**record.answers, "place": "Nhà văn hóa ấp Phước Lộc", "people": "240"}
    store.save(replace(record, answers=changed), at=IN_PERIOD, actor="Lê Thị Thử")
    page._entry._filling.answer(NodeRef("people"), "250")
    page._entry._filling.answer(
        NodeRef("title"), "Hội nghị quán triệt Kế hoạch 355/KH-UBND tại 5 ấp"
    )
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
        QTest.qWait(100)
        whole = stage.window.grab()
        painter = QPainter(whole)
        place = stage.window.rect().center() - dialog.rect().center()
        painter.drawPixmap(place, dialog.grab())
        painter.setPen(colour("border"))  # the frame that a desktop draws
        painter.drawRect(dialog.rect().translated(place).adjusted(-1, -1, 0, 0))
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
BUSY: tuple[tuple[str, Callable[[Stage], QWidget]], ...] = (
    ("home", home),
    ("list", many),
    ("list-chosen", chosen),
    ("activity", activity),
    ("people", people),
    ("import-columns", import_columns),
    ("import-check", import_check),
    ("report", other_page("report")),
    ("exchange", other_page("exchange")),
    ("settings", other_page("settings")),
    ("error", fault),
    ("conflict", conflict),  # the last: it changes a record
)
EMPTY: tuple[tuple[str, Callable[[Stage], QWidget]], ...] = (
    ("empty-home", home),
    ("empty-list", records),
)
THEMES = (("", "light"), ("-dark", "dark"))
SCREENS: dict[str, tuple[int, int, float]] = {  # the screen, and how much larger all is drawn
    "1366x768": (1366, 768, 1.0),
    "1920x1080-150": (1920, 1080, 1.5),
    "1366x768-200": (1366, 768, 2.0),
    "1280x720-200": (1280, 720, 2.0),
}
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


def make_office(folder: Path) -> Path:
    """An enrolled commune near the end of a period, with a record to complete and a draft."""
    office = make_enrolled(folder, 26, 26)
    with open_workspace(office, now=IN_PERIOD) as workspace:
        workspace.set_setting("send_folder", "/media/usb")
        for title in ("Họp mặt người có uy tín trong đồng bào dân tộc", ""):
            session = entering.new_entry(workspace, "activity", now=IN_PERIOD)
            session.entry.set_value(
                NodeRef("title"), title or "Tọa đàm quyền của phụ nữ dân tộc thiểu số"
            )
            session.entry.set_value(NodeRef("event_on"), "2026-10-12")
            if title:
                entering.save_record(workspace, session, now=IN_PERIOD, complete=False)
            else:
                entering.save_draft(workspace, session, now=IN_PERIOD)
    return office


def make_busy_office(folder: Path) -> Path:
    """An enrolled commune with two hundred activities in the period, three of them incomplete."""
    return make_enrolled(folder, 430, 40, incomplete_each=67)


def make_enrolled(folder: Path, count: int, of_all: int, *, incomplete_each: int = 0) -> Path:
    """A commune with two periods sent and a third under way: `of_all` records of all kinds first."""
    play_demo(folder, now=IN_PERIOD, units=1)
    office = next(iter((folder / "units").iterdir()))
    with open_workspace(office, now=IN_PERIOD) as workspace:
        writer = SampleWriter(workspace.unit_key.code, workspace.unit.name, 1)
        wanted = writer.records(date(2026, 9, 15), date(2026, 10, 12), count, long_list=True)
        for number, sample in enumerate(wanted):
            if number < of_all or sample.form_id == "activity":
                fails = incomplete_each and number % incomplete_each == 40
                _enter(workspace, sample, complete=not fails)
        _carry_by_stick(workspace)
    return office


def _carry_by_stick(workspace: Workspace) -> None:
    """What was handed over went by a stick with a name, not into the folder of this run."""
    for line in journal(workspace):
        left = [
            Left(one.bundle_id, one.file_name, one.sha256, 1, "KINGSTON", "stick")
            for one in line.parts
        ]
        note_left(workspace, WRITTEN, left, now=line.at)


def _enter(workspace: Workspace, sample: SampleRecord, *, complete: bool) -> None:
    session = entering.new_entry(workspace, sample.form_id, now=IN_PERIOD)
    for key, value in sample.answers.items():
        if complete or key != "topics":
            session.entry.set_value(NodeRef(key), value)
    for repeat, rows in sample.rows.items():
        session.entry.add_rows(repeat, [tuple(row.items()) for row in rows])
    entering.save_record(workspace, session, now=IN_PERIOD, complete=complete)


def make_empty_office(folder: Path) -> Path:
    """A commune on its first day."""
    setup = WorkspaceSetup(
        unit_code="30544",
        name="Chau Thị Mẫu",
        position="Công chức Văn hóa - Xã hội",
        passphrase=SAMPLE_PASSPHRASE,
        province=False,
    )
    create_workspace(folder, setup, now=IN_PERIOD).close()
    return folder


def take_gallery(folder: Path, names: list[str], programs: tuple[Path, Path]) -> None:
    """Every state on every screen; a program of its own for each scale."""
    for screen, (width, height, factor) in SCREENS.items():
        with tempfile.TemporaryDirectory() as place:
            own = [shutil.copytree(one, Path(place) / one.name) for one in programs]
            drawn = {"name": screen, "x": 0, "y": 0, "width": width, "height": height}
            told = {"screens": [{**drawn, "logicalDpi": 96, "dpr": 1}]}
            (Path(place) / "screen.json").write_text(json.dumps(told), encoding="utf-8")
            subprocess.run(  # noqa: S603 - this program again
                [
                    *(sys.executable, __file__, "--size"),
                    f"{int(width / factor)}x{int(height / factor)}",
                    *("--busy", own[0], "--empty", own[1], folder / screen, *names),
                ],
                env={
                    **os.environ,
                    "QT_QPA_PLATFORM": f"offscreen:configfile={place}/screen.json",
                    "QT_SCALE_FACTOR": str(factor),
                },
                check=True,
            )


def of_states(
    states: tuple[tuple[str, Callable[[Stage], QWidget]], ...],
) -> tuple[Shot, ...]:
    """The same, light and dark."""
    return tuple(
        (name + ending, play, WIDE, theme) for name, play in states for ending, theme in THEMES
    )


def main(arguments: list[str]) -> int:
    """Take all pictures, or those named; `--sample FOLDER` is a sample journey played before."""
    parser = argparse.ArgumentParser(description="Save a picture of every page.")
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--gallery", action="store_true")
    parser.add_argument("--busy", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--empty", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--size", type=lambda text: tuple(map(int, text.split("x"))))
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/pictures"))
    parser.add_argument("names", nargs="*")
    told = parser.parse_args(arguments)
    told.folder.mkdir(parents=True, exist_ok=True)
    i18n.set_language("vi")
    if told.gallery:
        with tempfile.TemporaryDirectory() as place:
            busy = make_busy_office(Path(place) / "busy")
            empty_one = make_empty_office(Path(place) / "empty")
            take_gallery(told.folder, told.names, (busy, empty_one))
        return 0
    take_all(told)
    return 0


def take_all(told: argparse.Namespace) -> None:
    """The pictures of this run, of one office after the other."""
    wanted = set(told.names)
    app = program.make_application()
    tidying = Tidying(app)  # as the program does: nothing is collected while Qt is at work
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
        if told.busy is not None:
            play(told.busy, of_states(BUSY), IN_PERIOD)
            play(told.empty, of_states(EMPTY), IN_PERIOD)
            workers.stop()
            tidying.end()
            return
        if not wanted or wanted & {shot[0] for shot in SHOTS}:
            play(make_office(Path(place) / "office"), SHOTS, IN_PERIOD)
        if told.sample is not None:
            play(told.sample / "province", PROVINCE_SHOTS, program.read_clock())
        else:
            if not wanted or wanted & {shot[0] for shot in PROVINCE_SHOTS}:
                play_demo(Path(place) / "sample", now=NOW)
            play(Path(place) / "sample" / "province", PROVINCE_SHOTS, NOW)
        workers.stop()
    tidying.end()
    app.removeTranslator(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
