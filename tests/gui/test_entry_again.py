"""One record after another in the same controls: nothing of the first is left in the second."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QLineEdit

from hrdesk.records.entry import NodeRef
from hrdesk.services.entering import new_entry, save_record
from tests.gui.test_shell_list import records
from tests.support.desk import NOW
from tests.support.gui import press, settle, type_text

if TYPE_CHECKING:
    from hrdesk.gui.entry.roster_table import RosterTable
    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace

TITLE = NodeRef("title")


def opened(page: RecordsPage, workers: Workers, row: int) -> str:
    """Open the record of a row; its id."""
    record_id = page.list.model.line(row).record_id  # type: ignore[union-attr]
    page.open_record("activity", record_id)
    settle(workers)
    return record_id


def line(page: RecordsPage) -> QLineEdit:
    return cast("QLineEdit", page._entry.view.fields[TITLE].editor.focus_target())


def test_second_record__same_controls__shows_its_own_answers(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = records(window, workers)
    opened(page, workers, 0)
    first_view = page._entry.view
    for row in (1, 5, 3):
        record_id = opened(page, workers, row)
        kept = workspace.store.get(record_id)
        assert kept is not None
        assert page._entry.view is first_view  # not built again
        for ref, field in first_view.fields.items():
            assert page._entry.filled.entry.value(ref) == kept.answers.get(ref.key, ""), ref
            target = field.editor.focus_target()
            if isinstance(target, QLineEdit) and ref.key == "title":
                assert target.text() == kept.answers["title"]


def test_second_record__undo__does_not_bring_the_first_ones_words(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = records(window, workers)
    first = opened(page, workers, 0)
    line(page).setFocus()
    line(page).end(False)
    type_text(line(page), " thêm")
    second = opened(page, workers, 1)
    kept = workspace.store.get(second)
    assert kept is not None
    line(page).setFocus()
    for _ in range(3):
        press(line(page), "Ctrl+Z")
    assert line(page).text() == kept.answers["title"]
    assert page._entry.filled.entry.value(TITLE) == kept.answers["title"]
    draft = workspace.store.draft(first)
    assert draft is not None
    assert draft.title.endswith(" thêm")
    assert workspace.store.draft(second) is None


def test_second_record__typed_and_saved__only_it_changes(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = records(window, workers)
    first = opened(page, workers, 2)
    before = workspace.store.get(first)
    second = opened(page, workers, 4)
    line(page).setFocus()
    line(page).selectAll()
    type_text(line(page), "Tên mới")
    press(line(page), "Ctrl+Return")
    settle(workers)
    assert workspace.store.get(first) == before
    kept = workspace.store.get(second)
    assert kept is not None
    assert kept.answers["title"] == "Tên mới"


def test_blank_record__after_one_that_was_judged__marks_no_fault(
    window: MainWindow, workers: Workers
) -> None:
    page = records(window, workers)
    opened(page, workers, 0)
    page.open_new("activity")
    settle(workers)
    assert page._entry.view.shown_faults() == 0
    assert line(page).text() == ""
    assert all(not field.fault for field in page._entry.view.fields.values())


def test_locked_record__then_an_own_one__can_be_typed_in(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    from hrdesk.services import entering
    from tests.support.desk import NOW

    page = records(window, workers)
    deleted = opened(page, workers, 0)
    entering.delete_record(workspace, deleted, now=NOW)
    page._entry.load_again()
    settle(workers)
    assert line(page).isReadOnly()
    press(window, "F5")
    settle(workers)
    opened(page, workers, 1)
    assert not line(page).isReadOnly()


def trainings(workspace: Workspace, *lists: tuple[str, ...]) -> list[str]:
    """Trainings with those people; their ids."""
    made = []
    for number, names in enumerate(lists):
        session = new_entry(workspace, "training", now=NOW)
        session.entry.set_value(TITLE, f"Lớp {number}")
        session.entry.set_value(NodeRef("event_on"), NOW.date().isoformat())
        rows = [[("full_name", name), ("workplace", "Trạm Y tế xã")] for name in names]
        if session.entry.rows("participants"):
            session.entry.remove_row("participants", 0)
        session.entry.add_rows("participants", rows)
        save_record(workspace, session, now=NOW, complete=False)
        made.append(session.record_id)
    return made


def shown_names(table: RosterTable) -> list[str]:
    column = table.model.column_of("full_name")
    rows = range(table.model.real_rows())
    return [str(table.model.index(row, column).data()) for row in rows]


def test_second_training__same_controls__shows_its_own_people(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    one, other = trainings(
        workspace, ("Trần Văn Đại", "Lý Thị An", "Chau Sóc"), ("Nguyễn Thị Hường",)
    )
    page = records(window, workers, "training")
    page.open_record("training", one)
    settle(workers)
    view = page._entry.view
    table = cast("RosterTable", view.tables["participants"])
    table.take_focus()
    press(table.grid, "F11")  # by given name
    press(table.grid, "Ctrl+F")
    type_text(table.search.line, "hường")
    settle(workers)
    assert shown_names(table) == ["Lý Thị An", "Trần Văn Đại", "Chau Sóc"]
    page.open_record("training", other)
    settle(workers)
    assert page._entry.view is view
    assert shown_names(table) == ["Nguyễn Thị Hường"]
    assert table.search.isHidden()
    assert table.model.sought == ""
    assert table.side.count is not None
    assert table.side.count.named == 1
    page.open_record("training", one)
    settle(workers)
    assert shown_names(table) == ["Trần Văn Đại", "Lý Thị An", "Chau Sóc"]
    table.take_focus()
    settle(workers)
    met = table.acts.people
    assert met.match("Nguyễn Thị Hường", "") is not None
    assert met.match("Chau Sóc", "") is None  # of this record alone


def test_cell_being_typed__ctrl_n__goes_into_the_draft_it_was_typed_in(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    (one,) = trainings(workspace, ("Trần Văn Đại",))
    page = records(window, workers, "training")
    page.open_record("training", one)
    settle(workers)
    table = cast("RosterTable", page._entry.view.tables["participants"])
    table.focus_cell(table.model.index(1, table.model.column_of("full_name")))
    type_text(table.grid, "L")
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor is not table.grid
    type_text(editor, "ý Thị An")
    page.new_record()
    settle(workers)
    draft = workspace.store.draft(one)
    assert draft is not None
    assert [row.answers["full_name"] for row in draft.repeats["participants"]] == [
        "Trần Văn Đại",
        "Lý Thị An",
    ]
    assert page._entry.filled.record_id != one
    assert page._entry.filled.entry.rows("participants") == 0


def test_form__of_the_kind_listed__is_ready_before_its_first_record(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    (one,) = trainings(workspace, ("Trần Văn Đại",))
    page = records(window, workers)
    opened(page, workers, 0)
    page = records(window, workers, "training")
    page._prepare.timeout.emit()
    settle(workers)
    ready = page._entry.view
    page.open_record("training", one)
    settle(workers)
    assert page._entry.view is ready
