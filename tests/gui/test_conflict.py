"""A record saved elsewhere while it is open: both sides are shown, chosen from by keys, put together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.conflict_dialog import ConflictDialog
from hrdesk.gui.lists.records_page import RecordsPage
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import RecordStatus
from hrdesk.services.lists import RecordQuery
from tests.support.desk import NOW
from tests.support.gui import press, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace


def opened(window: MainWindow, workers: Workers) -> Any:
    """The first activity, open for typing."""
    store = window.session.workspace.store
    row = store.rows(store.ids(RecordQuery(form_id="activity", limit=1)))[0]
    window.open_record("activity", row.record_id)
    settle(workers)
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    return page._entry


def save_elsewhere(workspace: Workspace, record_id: str, **answers: str) -> None:
    kept = workspace.store.get(record_id)
    assert kept is not None
    changed = replace(kept, answers={**kept.answers, **answers})
    workspace.store.save(changed, at=NOW, actor="Lê Thị Thử")


def in_dialog(
    look: Callable[[ConflictDialog], object], seen: list[ConflictDialog]
) -> list[ConflictDialog]:
    """Do something in the dialog once it is there; those that came are added to `seen`."""

    def wait() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ConflictDialog):
            seen.append(dialog)
            look(dialog)
        else:
            QTimer.singleShot(20, wait)

    QTimer.singleShot(20, wait)
    return seen


def value(entry: Any, key: str) -> str:
    return str(entry.filled.entry.value(NodeRef(key)))


def test_complete__saved_elsewhere_meanwhile__chosen_by_keys_and_completed(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    entry = opened(window, workers)
    record_id = entry.filled.record_id
    entry._filling.answer(NodeRef("people"), "250")
    save_elsewhere(workspace, record_id, people="240", place="Nhà văn hóa ấp Phước Lộc")

    def choose(dialog: ConflictDialog) -> None:
        keys = [part.key for part in dialog._conflict.parts]
        assert sorted(keys) == ["people", "place"]
        assert dialog.chosen == {"people": "mine", "place": "theirs"}
        dialog.table.setCurrentCell(keys.index("people"), 3)
        press(dialog.table, "Left")
        assert dialog.chosen["people"] == "theirs"
        press(dialog.table, "Space")
        assert dialog.chosen["people"] == "mine"
        press(dialog.table, "Return")

    seen = in_dialog(choose, [])
    entry.complete()
    settle(workers)
    assert len(seen) == 1
    assert value(entry, "people") == "250"
    assert value(entry, "place") == "Nhà văn hóa ấp Phước Lộc"
    entry.complete()
    settle(workers)
    record = workspace.store.get(record_id)
    assert record is not None
    assert record.status is RecordStatus.COMPLETE
    assert (record.answers["people"], record.answers["place"]) == (
        "250",
        "Nhà văn hóa ấp Phước Lộc",
    )


def test_open__a_draft_that_was_saved_over__is_asked_about_and_not_lost(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    entry = opened(window, workers)
    record_id = entry.filled.record_id
    entry._filling.answer(NodeRef("people"), "250")
    save_elsewhere(workspace, record_id, place="Nhà văn hóa ấp Phước Lộc")
    seen = in_dialog(lambda dialog: dialog.reject(), [])
    entry.complete()
    settle(workers)
    entry.close_record()
    settle(workers)
    in_dialog(lambda dialog: dialog.reject(), seen)
    window.open_record("activity", record_id)
    settle(workers)
    assert len(seen) == 2
    assert value(entry, "people") == "250"  # later: what was typed stays in sight
    entry.close_record()
    settle(workers)
    in_dialog(lambda dialog: dialog.accept(), seen)
    window.open_record("activity", record_id)
    settle(workers)
    assert len(seen) == 3
    assert value(entry, "people") == "250"
    assert value(entry, "place") == "Nhà văn hóa ấp Phước Lộc"


@pytest.fixture
def nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(_dialog: ConflictDialog) -> int:
        raise AssertionError("nothing was saved elsewhere, and it was asked about")

    monkeypatch.setattr(ConflictDialog, "exec", asked)


def test_complete__only_deleted_and_brought_back_meanwhile__saves_without_a_question(
    window: MainWindow, workers: Workers, workspace: Workspace, nobody_is_asked: None
) -> None:
    entry = opened(window, workers)
    record_id = entry.filled.record_id
    entry._filling.answer(NodeRef("people"), "250")
    workspace.store.delete(record_id, NOW, "Lê Thị Thử")
    workspace.store.restore(record_id, NOW, "Lê Thị Thử")
    entry.complete()
    settle(workers)
    settle(workers)
    kept = workspace.store.get(record_id)
    assert kept is not None
    assert kept.answers["people"] == "250"
    assert workspace.store.draft(record_id) is None


def test_bring_back__a_deleted_record_with_a_draft__opens_as_it_was_typed(
    window: MainWindow, workers: Workers, workspace: Workspace, nobody_is_asked: None
) -> None:
    entry = opened(window, workers)
    record_id = entry.filled.record_id
    entry._filling.answer(NodeRef("people"), "250")
    entry.close_record()
    settle(workers)
    workspace.store.delete(record_id, NOW, "Lê Thị Thử")
    window.open_record("activity", record_id)  # looked at while it is deleted: nothing changes
    settle(workers)
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    page.record_acts.restore(record_id)
    settle(workers)
    settle(workers)
    window.open_record("activity", record_id)
    settle(workers)
    assert value(entry, "people") == "250"
    assert workspace.store.draft(record_id) is not None
