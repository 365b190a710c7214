"""The one worker thread, and components that only show."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit

from hrdesk.errors import FileMissingError
from hrdesk.gui.entry.question_widgets.text import TextEditor
from hrdesk.gui.look import messages
from hrdesk.gui.look.components import Banner, Chip, ElidedLabel, FormField, Pill, QuietButton
from hrdesk.services.progress import CancelledError
from tests.support.gui import press, settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from hrdesk.gui.look.workers import TaskProgress, Workers


def test_run__result__arrives_on_the_windows_thread(qtbot: QtBot, workers: Workers) -> None:
    seen: list[tuple[int, int]] = []
    here = threading.get_ident()
    workers.run(
        threading.get_ident, on_done=lambda there: seen.append((there, threading.get_ident()))
    )
    settle(workers)
    assert len(seen) == 1
    assert seen[0][0] != here
    assert seen[0][1] == here


def test_soon__alone__handed_over_once(qtbot: QtBot, workers: Workers) -> None:
    seen: list[str] = []
    job = workers.run(lambda: "hàng", on_done=seen.append)
    assert workers.soon(job, 20)
    assert seen == ["hàng"]
    settle(workers)
    assert seen == ["hàng"]


def test_soon__behind_other_work__not_waited_for(qtbot: QtBot, workers: Workers) -> None:
    gate = threading.Event()
    seen: list[str] = []
    workers.run(lambda: gate.wait(20))
    job = workers.run(lambda: "hàng", on_done=seen.append, urgent=True)
    assert not workers.soon(job, 20)
    gate.set()
    settle(workers)
    assert seen == ["hàng"]


def test_run__error__goes_to_its_handler(qtbot: QtBot, workers: Workers) -> None:
    caught: list[BaseException] = []

    def fail() -> None:
        raise FileMissingError(path="x")

    workers.run(fail, on_error=caught.append)
    settle(workers)
    assert isinstance(caught[0], FileMissingError)


def test_run__owner_gone__result_is_dropped(qtbot: QtBot, workers: Workers) -> None:
    gate = threading.Event()
    seen: list[object] = []
    owner = QObject()
    workers.run(lambda: gate.wait(5), on_done=seen.append, owner=owner)
    owner.deleteLater()
    qtbot.wait(20)
    gate.set()
    settle(workers)
    assert seen == []


def test_run__the_widget_that_asked_gone__result_is_dropped(qtbot: QtBot, workers: Workers) -> None:
    gate = threading.Event()

    def answer() -> str:
        gate.wait(5)
        return "late"

    line = QLineEdit()
    workers.run(answer, on_done=line.setText)
    asked = TextEditor()
    workers.run(lambda: ["late"], on_done=asked._offer)
    for one in (line, asked):
        one.deleteLater()
    qtbot.wait(20)
    gate.set()
    settle(workers)
    assert not shiboken6.isValid(asked)


def test_run__cancelled_before_its_turn__is_not_done(qtbot: QtBot, workers: Workers) -> None:
    gate = threading.Event()
    done: list[str] = []
    workers.run(lambda: gate.wait(5))
    job = workers.run(lambda: done.append("called"), on_done=lambda _: done.append("told"))
    job.cancel()
    gate.set()
    settle(workers)
    assert done == []


def test_progress__cancel__stops_the_work_and_closes_the_dialog(
    qtbot: QtBot, workers: Workers
) -> None:
    parent = QLineEdit()
    qtbot.addWidget(parent)
    ended: list[BaseException] = []
    began = threading.Event()

    def work(progress: TaskProgress) -> None:
        progress.total(1000)
        began.set()
        for _ in range(1000):
            if progress.cancelled():
                raise CancelledError
            progress.step("…")
            threading.Event().wait(0.01)

    messages.run_with_progress(
        workers, parent, "Đang làm", work, on_done=ended.append, on_error=ended.append
    )
    qtbot.waitUntil(lambda: bool(parent.findChildren(messages.ProgressDialog)))
    dialog = parent.findChildren(messages.ProgressDialog)[0]
    qtbot.waitUntil(lambda: began.is_set() and dialog.isVisible())
    press(dialog, "Esc")
    settle(workers)
    assert isinstance(ended[0], CancelledError)
    assert parent.findChildren(messages.ProgressDialog) == []


def test_message__of_a_known_error__has_sentence_remedy_and_id() -> None:
    said = messages.message_of(FileMissingError(path="C:/x"))
    assert "C:/x" in said.title
    assert said.remedy
    assert said.error_id == "FILE_001"


def test_message__of_a_bug__is_calm_and_tells_nothing_typed() -> None:
    said = messages.message_of(ValueError("Nguyễn Văn A, 0912345678"))
    assert "0912345678" not in said.title + said.remedy
    assert "nháp" in said.remedy


def test_elided_label__too_long__ends_in_dots_and_tells_all(qtbot: QtBot) -> None:
    label = ElidedLabel("Ủy ban nhân dân phường Rạch Giá, tỉnh An Giang", "heading")
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.whole_text()
    label.resize(900, 24)
    assert label.text() == label.whole_text()
    assert label.toolTip() == ""


def test_form_field__fault__is_shown_and_spoken(qtbot: QtBot) -> None:
    control = QLineEdit()
    field = FormField("Trong đó nữ", control, hint="Chỉ ghi số lượng", required=True)
    qtbot.addWidget(field)
    assert control.accessibleName() == "Trong đó nữ"
    field.show_fault("71 lớn hơn số lượt người (64)")
    assert control.property("fault") == "true"
    assert control.accessibleDescription() == "71 lớn hơn số lượt người (64)"
    field.show_fault("")
    assert field.line.text() == "Chỉ ghi số lượng"


def test_pieces__say_their_names(qtbot: QtBot) -> None:
    chip = Chip("Tất cả", 1842)
    pill = Pill("còn thiếu", "bad")
    banner = Banner("Có bản nháp gõ lúc 09:12", "warn", "Ghi tiếp")
    button = QuietButton("Ghi mới", key="Ctrl+N")
    for piece in (chip, pill, banner, button):
        qtbot.addWidget(piece)
    assert chip.accessibleName() == "Tất cả  1.842"
    assert pill.accessibleName() == "còn thiếu"
    assert banner.accessibleName() == "Có bản nháp gõ lúc 09:12"
    assert button.accessibleName() == "Ghi mới"
    assert pill.sizeHint().height() == 20
    assert banner.button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_beside__long_work__does_not_hold_up_what_somebody_waits_for(
    qtbot: QtBot, workers: Workers
) -> None:
    go_on, told = threading.Event(), []
    beside = workers.beside()
    beside.run(lambda: go_on.wait(20), on_done=lambda _came: told.append("long"))
    workers.run(lambda: "short", on_done=told.append)
    qtbot.waitUntil(lambda: told == ["short"], timeout=5000)
    assert not workers.idle
    go_on.set()
    settle(workers)
    assert told == ["short", "long"]
