"""What was typed survives: a killed process, a closed window, a draft given up on purpose."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hrdesk.errors import StoreFullError
from hrdesk.gui.lists.records_page import RecordsPage
from hrdesk.gui.look import messages
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import RecordStatus
from hrdesk.services import entering
from hrdesk.services.workspace import open_workspace
from tests.support.desk import NOW
from tests.support.gui import settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    import pytest

    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent.parent
TYPIST = """
import sys
import threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from hrdesk.gui.shell import app as program
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.gui.look.theme import apply_theme
from hrdesk.gui.look.workers import Workers
from hrdesk.services.workspace import open_workspace
from tests.support.desk import NOW
from tests.support.hands import Hands

app = program.make_application()
apply_theme(app, "light")
workspace = open_workspace(Path(sys.argv[1]), now=NOW)
window = MainWindow(workspace, Workers(), lambda: NOW)
window.show()
window.activateWindow()
QTest.qWaitForWindowActive(window)
window.open_record("activity", None)
page = window.page("records")._entry
page.focus_first()
hands = Hands()
hands.answer("Phát thanh tiếng Khmer ở Ô Lâm")
hands.answer("1111")
page._keeper.kept.connect(lambda at: print("KEPT", page.filled.record_id, flush=True))
hands.press("Enter")
hands.type("5")  # broadcast
hands.press("Enter")

def go_on():
    hands.type("x")  # in the middle of the next answer for ever

clock = QTimer()
clock.timeout.connect(go_on)
clock.start(20)
sys.exit(app.exec())
"""


def entry_page(window: MainWindow, workers: Workers) -> EntryPage:
    settle(workers)
    return cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)


def test_draft__of_a_process_killed_while_typing__is_found_again(
    office_folder: Path, qtbot: object, workers: Workers
) -> None:
    from hrdesk.gui.shell.main_window import MainWindow

    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(office_folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert typist.stdout is not None
    word, record_id = typist.stdout.readline().split()
    typist.stdout.readline()  # and another draft, while the typing goes on
    typist.kill()
    typist.wait()
    assert word == "KEPT"
    with open_workspace(office_folder, now=NOW) as workspace:
        assert [draft.record_id for draft in entering.drafts(workspace)] == [record_id]
        window = MainWindow(workspace, workers, lambda: NOW)
        window.show()
        window.open_record("activity", record_id)
        page = entry_page(window, workers)
        assert page.view is not None
        entry = page.view.entry
        assert entry.value(NodeRef("title")) == "Phát thanh tiếng Khmer ở Ô Lâm"
        assert entry.value(NodeRef("event_on")) == "2026-11-11"
        assert entry.value(NodeRef("activity_kind")) == "broadcast"
        assert set(entry.value(NodeRef("place"))) == {"x"}
        assert page.header.banner_text().startswith("Đang ghi tiếp bản nháp lúc 12/11/2026")
        assert page.filled is not None
        assert page.filled.record_id == record_id
        window.hide()
        settle(workers)
        window.deleteLater()


def test_draft__of_a_record_left_for_another__is_kept_without_asking(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    hands = Hands()
    window.open_record("activity", None)
    page = entry_page(window, workers)
    page.focus_first()
    hands.type("Hội thi kể chuyện")
    window.go("home")
    kept = entering.drafts(workspace, "activity")
    assert [draft.title for draft in kept] == ["Hội thi kể chuyện"]


def test_keep_as_draft__of_an_unfinished_record__is_kept_as_incomplete(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    hands = Hands()
    window.open_record("activity", None)
    page = entry_page(window, workers)
    page.focus_first()
    hands.type("Hội thi kể chuyện")
    hands.press("Ctrl+S")
    settle(workers)
    assert page.filled is not None
    record = page.filled.record
    assert record is not None
    assert record.status is RecordStatus.INCOMPLETE
    assert entering.drafts(workspace, "activity") == ()


def test_keep_as_draft__of_a_completed_record__leaves_it_counted(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    hands = Hands()
    query = entering.RecordQuery(form_id="activity", limit=1)
    row = entering.list_rows(workspace, entering.list_ids(workspace, query))[0]
    window.open_record("activity", row.record_id)
    page = entry_page(window, workers)
    page.focus_first()
    hands.press("End")
    hands.type(" 2")
    hands.press("Ctrl+S")
    settle(workers)
    kept = workspace.store.get(row.record_id)
    assert kept is not None
    assert (kept.status, kept.answers["title"]) == (RecordStatus.COMPLETE, row.title)
    assert entering.drafts(workspace)[0].title == f"{row.title} 2"


def test_discard__of_a_draft__brings_the_kept_record_back(
    window: MainWindow, workers: Workers, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands()
    query = entering.RecordQuery(form_id="activity", limit=1)
    row = entering.list_rows(workspace, entering.list_ids(workspace, query))[0]
    window.open_record("activity", row.record_id)
    page = entry_page(window, workers)
    page.focus_first()
    hands.type("khác hẳn")
    page.close_record()
    window.open_record("activity", row.record_id)
    page = entry_page(window, workers)
    assert page.filled is not None
    assert page.filled.resumed_at is not None
    monkeypatch.setattr(messages, "ask", lambda *_args, **_more: True)
    page.discard()
    settle(workers)
    assert page.view is not None
    assert page.view.entry.value(NodeRef("title")) == row.title
    assert entering.drafts(workspace) == ()


def test_nothing_typed__in_a_new_record__leaves_no_draft(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    window.open_record("training", None)
    entry_page(window, workers)
    window.go("home")
    assert entering.drafts(workspace) == ()


def test_answers_no_longer_asked__on_completing__are_named_first(
    window: MainWindow, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def ask(_parent: object, title: str, detail: str, *_words: str, **_more: object) -> bool:
        asked.append((title, detail))
        return False

    monkeypatch.setattr(messages, "ask", ask)
    hands = Hands()
    window.open_record("activity", None)
    page = entry_page(window, workers)
    view = page.view
    assert view is not None
    page.focus_first()
    hands.answer("Ngày hội")
    hands.answer("1111")
    hands.press("Enter")
    hands.type("14")
    hands.press("Enter")
    hands.answer("đi bộ")
    view.focus_ref(NodeRef("people"))
    hands.answer("20")
    view.focus_ref(NodeRef("activity_kind"))
    hands.press("1", "Enter")
    hands.press("Ctrl+Enter")
    settle(workers)
    assert asked == [("1 câu trả lời không còn được hỏi và sẽ bị bỏ", "Hình thức khác (ghi rõ)")]
    assert page.filled is not None
    assert page.filled.record is None


def test_draft__the_disk_is_full_and_has_room_again__said_as_long_as_it_is_so(
    window: MainWindow,
    workers: Workers,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.open_record("activity", None)
    page = entry_page(window, workers)
    page.focus_first()
    assert page._keeper is not None

    def no_room(*_arguments: object) -> None:
        raise StoreFullError(path=workspace.paths.database)

    with monkeypatch.context() as full:
        full.setattr(entering, "keep_draft", no_room)
        Hands().type("Hội nghị")
        page._keeper.flush()
        settle(workers)
        assert window.status.saved.text() == "Chưa lưu được"
        assert "hết chỗ" in page.header.banner_text()
        assert page._keeper._timer.isActive()  # it is tried again
    page._keeper.flush()
    settle(workers)
    assert "Đã lưu" in window.status.saved.text()
    assert page.header.banner_text() == ""
    assert [draft.title for draft in workspace.store.drafts()] == ["Hội nghị"]


def test_banner__of_a_record_that_could_not_be_completed__goes_with_it(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    hands = Hands()
    window.open_record("activity", None)
    page = entry_page(window, workers)
    page.focus_first()
    hands.type("Hội thi kể chuyện")
    settle(workers)
    assert page.filled is not None
    begun = page.filled.record_id
    window.open_record("activity", None)
    page = entry_page(window, workers)
    page.focus_first()
    hands.press("Ctrl+Return")
    assert page.header.banner_text().startswith("Chưa hoàn thành")
    window.open_record("activity", begun)
    settle(workers)
    assert page.header.banner_text().startswith("Đang ghi tiếp bản nháp")


def test_save__that_fails_after_the_record_was_left__leaves_a_draft_of_all_that_was_typed(
    window: MainWindow, workers: Workers, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands()
    may_fail = threading.Event()
    told: list[BaseException] = []
    monkeypatch.setattr(messages, "show_error", lambda _page, error: told.append(error))

    def full(*_: object, **__: object) -> None:
        assert may_fail.wait(20)
        raise StoreFullError

    monkeypatch.setattr(entering, "save_record", full)
    window.open_record("activity", None)
    page = entry_page(window, workers)
    page.focus_first()
    hands.type("Vừa gõ xong")
    hands.press("Ctrl+S")  # before the draft's clock has run out
    assert page.filled is not None
    left = page.filled.record_id
    page.load_new("activity")
    may_fail.set()
    settle(workers)
    assert [type(error) for error in told] == [StoreFullError]
    draft = workspace.store.draft(left)
    assert draft is not None
    assert draft.title == "Vừa gõ xong"
