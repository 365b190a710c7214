"""Report, handing over, receiving, consolidating, enrolling: the end of a period in the window."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.services import exchange, province
from hrdesk.services.workspace import open_workspace
from hrdesk.verification.outcome import Verdict
from tests.support.desk import NOW, PASSPHRASE, make_desk
from tests.support.gui import press, rest, settle, type_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from hrdesk.gui.exchange.exchange_page import ExchangePage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.period.report_page import ReportPage
    from hrdesk.gui.province.consolidated_page import ConsolidatedPage
    from hrdesk.gui.province.receive_page import ReceivePage
    from hrdesk.services.workspace import Workspace

PERIOD = "2026-11"


@pytest.fixture(scope="session")
def province_prototype(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province") / "desk"
    make_desk(folder, province=True).close()
    return folder


@pytest.fixture
def province_desk(province_prototype: Path, tmp_path: Path) -> Iterator[Workspace]:
    folder = tmp_path / "province"
    shutil.copytree(province_prototype, folder)
    with open_workspace(folder, now=NOW) as opened:
        yield opened


@pytest.fixture
def province_window(
    qtbot: QtBot, province_desk: Workspace, workers: Workers
) -> Iterator[MainWindow]:
    made = MainWindow(province_desk, workers, lambda: NOW)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    settle(workers)
    yield made
    made.hide()
    settle(workers)
    made.deleteLater()


def enrol(unit: Workspace, desk: Workspace, folder: Path) -> None:
    request = exchange.write_request(unit, folder, now=NOW)
    answer = folder / "answer.asice"
    province.enrol(desk, request, answer, passphrase=PASSPHRASE, now=NOW)
    exchange.take_trust(unit, answer, now=NOW)


@pytest.fixture
def bundle(workspace: Workspace, province_desk: Workspace, tmp_path: Path) -> Path:
    """One real bundle of November of an enrolled desk."""
    from hrdesk.indicators.period import parse_period

    enrol(workspace, province_desk, tmp_path)
    made = exchange.submit(
        workspace, parse_period(PERIOD), tmp_path / "stick", passphrase=PASSPHRASE, now=NOW
    )
    return made.path


def drop(target: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    target.dropEvent(event)


def test_report__arrived__shows_pages_figures_and_what_is_missing(
    window: MainWindow, workers: Workers
) -> None:
    window.go("report", period_id=PERIOD)
    settle(workers)
    page: ReportPage = window.page("report")
    assert page.preview.pages() >= 3
    assert page.save_button.isEnabled()
    assert page.figures_grid.rowCount() >= 6
    assert page.checks_body.count() >= 1


def test_report__saved__is_the_file_that_was_shown(
    window: MainWindow, workers: Workers, tmp_path: Path
) -> None:
    window.go("report", period_id=PERIOD)
    settle(workers)
    page: ReportPage = window.page("report")
    target = tmp_path / "report.pdf"
    page.acts.save_to(target)
    assert target.read_bytes().startswith(b"%PDF-")
    assert page._shown_pdf is not None
    assert target.read_bytes() == page._shown_pdf.read_bytes()


def test_report__another_period__is_made_anew(window: MainWindow, workers: Workers) -> None:
    window.go("report", period_id=PERIOD)
    settle(workers)
    page: ReportPage = window.page("report")
    page.periods.earlier.click()
    settle(workers)
    period = page.periods.period()
    assert period is not None
    assert period.period_id == "2026-10"
    assert "10" in page.header.title.whole_text()
    assert page.preview.pages() >= 1


def test_report__printed__puts_every_page_on_paper(
    window: MainWindow, workers: Workers, tmp_path: Path
) -> None:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

    window.go("report", period_id=PERIOD)
    settle(workers)
    page: ReportPage = window.page("report")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    page.preview.print_to(printer)
    printed = QPdfDocument()
    printed.load(str(tmp_path / "paper.pdf"))
    assert printed.pageCount() == page.preview.pages()


def test_exchange__not_enrolled__offers_the_request_and_says_what_becomes_of_a_bundle(
    window: MainWindow, workers: Workers, tmp_path: Path
) -> None:
    window.go("exchange")
    settle(workers)
    page: ExchangePage = window.page("exchange")
    assert page.send_button.isEnabled()
    assert "Không phải gửi lại" in page.passphrase_field.line.text()
    assert len(page.fingerprint.text().replace(" ", "")) == 16
    page.write_request(tmp_path)
    settle(workers)
    assert list(tmp_path.glob("enrol_30577_*.json"))


def test_exchange__enrolled__signs_and_saves_by_keys(
    window: MainWindow,
    workers: Workers,
    workspace: Workspace,
    province_desk: Workspace,
    tmp_path: Path,
) -> None:
    enrol(workspace, province_desk, tmp_path)
    window.go("exchange", period_id=PERIOD)
    settle(workers)
    page: ExchangePage = window.page("exchange")
    page.folder.setText(str(tmp_path / "stick"))
    page.passphrase.setFocus()
    type_text(page.passphrase, PASSPHRASE)
    press(page.passphrase, "Return")
    settle(workers)
    written = list((tmp_path / "stick").glob("*.asice"))
    assert len(written) == 1
    assert page.history.rowCount() == 1
    assert page.passphrase.text() == ""
    (outcome,) = exchange.verify_files(written, ca=province_desk.paths.trust / "ca.crt", now=NOW)
    assert outcome.verdict is Verdict.VALID


def test_exchange__wrong_passphrase__is_said_at_the_field(
    window: MainWindow,
    workers: Workers,
    workspace: Workspace,
    province_desk: Workspace,
    tmp_path: Path,
) -> None:
    enrol(workspace, province_desk, tmp_path)
    window.go("exchange", period_id=PERIOD)
    settle(workers)
    page: ExchangePage = window.page("exchange")
    page.folder.setText(str(tmp_path / "stick"))
    type_text(page.passphrase, "không phải câu ấy")
    page.send()
    settle(workers)
    assert page.passphrase_field.line.text()
    assert not list((tmp_path / "stick").glob("*.asice"))
    assert page.history.rowCount() == 0


def test_receive__dropped_folder_with_a_bad_file__says_what_became_of_each(
    province_window: MainWindow, workers: Workers, bundle: Path, tmp_path: Path
) -> None:
    broken = bundle.with_name("30577_submission_2026-11_000002.asice")
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    broken.write_bytes(content)
    province_window.go("receive")
    settle(workers)
    page: ReceivePage = province_window.page("receive")
    drop(page.zone, bundle.parent)
    settle(workers)
    assert [outcome.result for outcome in page.outcomes] == ["refused", "accepted"]
    assert page.list.count() == 2
    assert page.view.verdict.text() == "Từ chối"
    drop(page.zone, bundle)
    settle(workers)
    assert [outcome.result for outcome in page.outcomes] == ["already"]


def test_receive__opened_again__lists_what_came_before(
    province_window: MainWindow, workers: Workers, province_desk: Workspace, bundle: Path
) -> None:
    province.receive(province_desk, [bundle], now=NOW)
    province_window.go("receive")
    settle(workers)
    page: ReceivePage = province_window.page("receive")
    assert page.list.count() == 1
    assert page.view.verdict.text() == "Hợp lệ"


def test_consolidated__after_intake__sums_the_units_and_names_the_missing(
    province_window: MainWindow,
    workers: Workers,
    province_desk: Workspace,
    bundle: Path,
    tmp_path: Path,
) -> None:
    province.receive(province_desk, [bundle], now=NOW)
    province_window.go("consolidated", period_id=PERIOD)
    settle(workers)
    page: ConsolidatedPage = province_window.page("consolidated")
    names = [page.model.index(row, 0).data() for row in range(page.model.rowCount())]
    assert names[0] == "Toàn tỉnh"
    assert "Xã Ô Lâm" in names
    assert page.missing.isVisible()
    target = tmp_path / "consolidated.pdf"
    page.acts.save_to(target)
    settle(workers)
    assert target.read_bytes().startswith(b"%PDF-")


def test_consolidated__printed_and_signed_from_its_page__is_made_first(
    province_window: MainWindow, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    province_window.go("consolidated", period_id=PERIOD)
    settle(workers)
    page: ConsolidatedPage = province_window.page("consolidated")
    printed = []
    monkeypatch.setattr(page.preview, "ask_and_print", lambda: printed.append(page.preview.pages()))
    page.print_report()
    settle(workers)
    assert printed[0] > 3
    menu = page.papers_button.menu()
    menu.aboutToShow.emit()
    words = [action.text().replace("&", "") for action in menu.actions()]
    assert words == [
        "Giấy tờ đã lập",
        "Ký số báo cáo…",
        "Nhận lại báo cáo đã ký…",
        "Bản lưu trữ (PDF/A-2b)…",
    ]
    menu.actions()[1].trigger()
    settle(workers)
    assert page.acts.sign_dialog.isVisible()
    page.acts.sign_dialog.reject()


@pytest.mark.parametrize("page_id", ["report", "exchange"])
def test_page__controls__all_have_a_name(
    window: MainWindow, workers: Workers, page_id: str
) -> None:
    window.go(page_id)
    settle(workers)
    nameless = [
        type(control).__name__
        for control in window.page(page_id).findChildren(QWidget)
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus
        and control.isVisible()
        and not control.accessibleName()
    ]
    assert nameless == []


def test_consolidated__low_and_narrow__header_whole_and_units_have_lines(
    province_window: MainWindow, workers: Workers
) -> None:
    province_window.resize(683, 384)
    province_window.go("consolidated", period_id=PERIOD)
    settle(workers)
    rest(30)
    page: ConsolidatedPage = province_window.page("consolidated")
    assert page.area.verticalScrollBar().value() == 0  # it opens at its head
    assert page.save_button.geometry().bottom() <= page.header.height()
    assert page.totals.height() >= page.totals.sizeHint().height()
    line = page.table.verticalHeader().defaultSectionSize()
    assert page.table.viewport().height() >= 2 * line
