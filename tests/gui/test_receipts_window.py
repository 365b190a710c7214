"""The province answers in its window; the desk takes the answer in and corrects what is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.indicators.period import parse_period
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering, receiving, submitting
from hrdesk.services.remarks import add_remark, remarks
from tests.support.desk import NOW, PASSPHRASE, fill
from tests.support.gui import press, rest, settle, type_text
from tests.support.kits import enrolled_pair

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QLineEdit
    from pytestqt.qtbot import QtBot

    from hrdesk.gui.exchange.exchange_page import ExchangePage
    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.province.receive_page import ReceivePage
    from hrdesk.services.home import HomeTask
    from hrdesk.services.workspace import Workspace

LATER = NOW + timedelta(days=2)


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Workspace, Workspace, str]:
    """The province, a desk that handed in, and a record that the province remarks upon."""
    office, desk = enrolled_pair(tmp_path)
    fill(desk)
    sent = submitting.submit(
        desk, parse_period("2026-11"), tmp_path / "out", passphrase=PASSPHRASE, now=NOW
    )
    receiving.receive(office, [sent.path], now=LATER)
    row = office.store.rows(office.store.ids(entering.RecordQuery(form_id="activity")))[0]
    add_remark(office, row.record_id, "Xem lại số người", question="people", now=LATER)
    return office, desk, row.record_id


def window_of(workspace: Workspace, workers: Workers, qtbot: QtBot) -> MainWindow:
    made = MainWindow(workspace, workers, lambda: LATER)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    settle(workers)
    return made


def test_receipt__written_and_taken_in__journal_home_and_field_say_it(
    offices: tuple[Workspace, Workspace, str], workers: Workers, qtbot: QtBot, tmp_path: Path
) -> None:
    office, desk, record_id = offices
    window = window_of(office, workers, qtbot)
    window.go("receive")
    settle(workers)
    page = cast("ReceivePage", window.page("receive"))
    page.receipts_button.setFocus()
    dialog = page.receipts.write()
    dialog.fields["folder"].setText(str(tmp_path / "answers"))
    type_text(dialog.fields["passphrase"], PASSPHRASE)
    press(dialog.fields["passphrase"], "Return")
    settle(workers)
    assert "1 biên nhận" in page.summary.text.text()
    (receipt,) = (tmp_path / "answers").glob("*.asice")
    window.hide()
    window.deleteLater()

    window = window_of(desk, workers, qtbot)
    window.go("exchange")
    settle(workers)
    exchange = cast("ExchangePage", window.page("exchange"))
    assert exchange.journal_card.receipt_button.isVisible()
    exchange.receipts.take([receipt])
    settle(workers)
    assert "đã nhận 1" in exchange.result.text.text()
    assert exchange.journal_card.lines[0].state == "received"
    assert "Lê Thị Mẫu" in exchange.journal_card.about.text()

    window.go("home")
    settle(workers)
    said = [task.sentence for task in _tasks(window)]
    assert "Ý kiến của tỉnh: Xem lại số người" in said
    window.open_record("activity", record_id)
    settle(workers)
    records = cast("RecordsPage", window.page("records"))
    view = records._entry.view
    field = view.fields[NodeRef("people")]
    assert "Xem lại số người" in field.warning
    line = cast("QLineEdit", field.editor.focus_target())
    line.setFocus()
    line.selectAll()
    type_text(line, "61")
    press(line, "Ctrl+Return")
    settle(workers)
    assert remarks(desk, open_only=True) == []
    window.go("home")
    settle(workers)
    assert not [task for task in _tasks(window) if task.kind == "remark"]
    window.hide()
    settle(workers)
    window.deleteLater()


def _tasks(window: MainWindow) -> tuple[HomeTask, ...]:
    from hrdesk.services.home import home_summary

    return home_summary(window.session.workspace, window.session.today()).tasks


def test_remark__written_in_the_provinces_window__waits_for_the_next_receipt(
    offices: tuple[Workspace, Workspace, str], workers: Workers, qtbot: QtBot
) -> None:
    office, _, record_id = offices
    window = window_of(office, workers, qtbot)
    window.go("records", form_id="activity", chip="all")
    settle(workers)
    page = cast("RecordsPage", window.page("records"))
    rest(200)
    settle(workers)
    inspector = page.inspector
    assert inspector is not None
    assert inspector.shown is not None
    assert inspector.remark_button.isVisible()
    dialog = inspector.remark()
    assert dialog is not None
    combo = dialog.questions  # type: ignore[attr-defined]
    combo.setCurrentIndex(combo.findData("place"))
    type_text(dialog.fields["text"], "Ghi rõ địa điểm")
    press(dialog.fields["text"], "Return")
    settle(workers)
    made = [one for one in remarks(office) if one.remark.text == "Ghi rõ địa điểm"]
    assert [(one.remark.question, one.state) for one in made] == [("place", "open")]
    assert record_id
    window.hide()
    settle(workers)
    window.deleteLater()


def test_receipt__of_another_desk__is_refused_in_words(
    offices: tuple[Workspace, Workspace, str],
    workers: Workers,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from hrdesk.gui.look import messages

    _, desk, _ = offices
    said: list[BaseException] = []
    monkeypatch.setattr(messages, "show_error", lambda _parent, error: said.append(error))
    window = window_of(desk, workers, qtbot)
    window.go("exchange")
    settle(workers)
    page = cast("ExchangePage", window.page("exchange"))
    nonsense = tmp_path / "nonsense.asice"
    nonsense.write_bytes(b"x" * 100)
    page.receipts.take([nonsense])
    settle(workers)
    assert [type(one).__name__ for one in said] == ["ReceiptRefusedError"]
    window.hide()
    settle(workers)
    window.deleteLater()
