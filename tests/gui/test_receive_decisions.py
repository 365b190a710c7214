"""At the province: what waits is shown with its reason, opened with the key, decided with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.indicators.period import parse_period
from hrdesk.services import exchange, province
from hrdesk.services.deciding import held
from hrdesk.services.province import intakes
from hrdesk.services.recipients import make_recipient
from hrdesk.trust.material import keep_recipients
from tests.gui.test_period_pages import (  # noqa: F401 - fixtures
    PERIOD,
    enrol,
    province_desk,
    province_prototype,
    province_window,
)
from tests.support.desk import NOW, PASSPHRASE
from tests.support.gui import press, settle, type_text

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.province.receive_page import ReceivePage
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace


def handed(unit: Workspace, folder: Path) -> Path:
    return exchange.submit(unit, parse_period(PERIOD), folder, passphrase=PASSPHRASE, now=NOW).path


def receive_page(window: MainWindow, workers: Workers) -> ReceivePage:
    window.go("receive")
    settle(workers)
    made: ReceivePage = window.page("receive")
    return made


def test_before_the_enrolment__shown_with_what_it_waits_for(
    province_window: MainWindow,  # noqa: F811
    province_desk: Workspace,  # noqa: F811
    workspace: Workspace,
    workers: Workers,
    tmp_path: Path,
) -> None:
    path = handed(workspace, tmp_path / "stick")
    page = receive_page(province_window, workers)
    page.receive([path])
    settle(workers)
    assert page.decision.isVisible()
    assert "đăng ký" in page.decision.state.text.text()
    assert not page.decision.accept_button.isVisible()
    request = exchange.write_request(workspace, tmp_path, now=NOW)
    province.enrol(province_desk, request, tmp_path / "a.asice", passphrase=PASSPHRASE, now=NOW)
    assert len(intakes(province_desk)) == 1
    page.refresh()
    assert held(province_desk) == ()


def test_encrypted__passphrase_asked_in_the_dialog__taken_in(
    province_window: MainWindow,  # noqa: F811
    province_desk: Workspace,  # noqa: F811
    workspace: Workspace,
    workers: Workers,
    tmp_path: Path,
) -> None:
    enrol(workspace, province_desk, tmp_path)
    key = make_recipient(province_desk, passphrase=PASSPHRASE, now=NOW)
    keep_recipients(workspace.paths.trust, {"province": key})
    path = handed(workspace, tmp_path / "stick")
    page = receive_page(province_window, workers)
    page.receive([path])
    assert page.key_dialog is not None
    page.key_dialog.later_button.click()
    settle(workers)
    assert [one.outcome.cause for one in held(province_desk)] == ["locked"]
    assert page.decision.open_button.isVisible()
    type_text(page.decision.passphrase, PASSPHRASE)
    press(page.decision.passphrase, "Return")
    settle(workers)
    assert len(intakes(province_desk)) == 1
    assert held(province_desk) == ()


def test_fork__officer_refuses_with_a_reason__the_log_keeps_it(
    province_window: MainWindow,  # noqa: F811
    province_desk: Workspace,  # noqa: F811
    workspace: Workspace,
    workers: Workers,
    tmp_path: Path,
) -> None:
    enrol(workspace, province_desk, tmp_path)
    first = handed(workspace, tmp_path / "one")
    province.receive(province_desk, [first], now=NOW)
    connection = workspace.store._connections
    with connection.writing() as database:
        database.execute("DELETE FROM submission_record")
        database.execute("DELETE FROM submission")
    second = handed(workspace, tmp_path / "two")
    page = receive_page(province_window, workers)
    page.receive([second])
    settle(workers)
    (waiting,) = held(province_desk)
    assert waiting.outcome.cause == "fork"
    assert page.decision.accept_button.isVisible()
    page.decision.refuse_button.click()
    assert "lý do" in page.decision.reason_field.line.text()
    type_text(page.decision.reason, "Bản sao của máy cũ")
    page.decision.refuse_button.click()
    settle(workers)
    assert held(province_desk) == ()
    (logged,) = province_desk.store.exchange_log.lines("bundle_refused")
    assert logged.why == "Bản sao của máy cũ"
