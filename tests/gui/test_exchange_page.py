"""Handing over in the window: the stick that was plugged in, mail drafts, zero reports, the leader."""

from __future__ import annotations

import email
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hrdesk.gui.exchange import exchange_page
from hrdesk.gui.exchange.deliver_dialog import DeliverDialog
from hrdesk.services.delivery.journal import DeliveryState, journal
from tests.support.desk import PASSPHRASE
from tests.support.gui import press, rest, settle, type_text
from tests.support.volumes import FolderVolumes

if TYPE_CHECKING:
    from hrdesk.gui.exchange.exchange_page import ExchangePage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace

PERIOD, EMPTY = "2026-11", "2026-08"


@pytest.fixture
def sticks() -> FolderVolumes:
    return FolderVolumes()


@pytest.fixture
def page(window: MainWindow, workers: Workers, sticks: FolderVolumes) -> ExchangePage:
    window.go("exchange", period_id=PERIOD)
    settle(workers)
    made: ExchangePage = window.page("exchange")
    made.volumes = sticks
    return made


def look(page: ExchangePage, workers: Workers) -> None:
    page.look_for_sticks()
    settle(workers)


def send(page: ExchangePage, workers: Workers) -> None:
    page.passphrase.setFocus()
    type_text(page.passphrase, PASSPHRASE)
    press(page.passphrase, "Return")
    settle(workers)


def test_stick__plugged_in__appears_chosen_and_goes_away(
    page: ExchangePage, workers: Workers, sticks: FolderVolumes, tmp_path: Path
) -> None:
    assert page.places.stick_buttons == []
    assert page.places.no_stick.isVisible()
    stick = sticks.plug(tmp_path / "media" / "usb", name="KINGSTON")
    look(page, workers)
    (button,) = page.places.stick_buttons
    assert button.isChecked()
    assert "KINGSTON" in button.text()
    sticks.pull(stick.folder)
    look(page, workers)
    assert page.places.stick_buttons == []
    assert page.places.by_folder.isChecked()


def test_send__to_the_stick__says_that_it_may_be_taken_out(
    page: ExchangePage,
    workers: Workers,
    workspace: Workspace,
    sticks: FolderVolumes,
    tmp_path: Path,
) -> None:
    stick = sticks.plug(tmp_path / "usb", name="KINGSTON")
    look(page, workers)
    send(page, workers)
    assert "Đã ghi và đọc lại 1 tệp trên KINGSTON; có thể rút USB." in page.result.text.text()
    assert len(list(stick.folder.glob("*.asice"))) == 1
    (line,) = journal(workspace)
    assert (line.state, line.place) == (DeliveryState.WRITTEN, "KINGSTON")
    assert page.history.item(0, 3).text() == "Đã ghi và đọc lại"
    assert "biên nhận" in page.journal_card.about.text()


def test_send__stick_without_room__hands_nothing_over(
    page: ExchangePage,
    workers: Workers,
    workspace: Workspace,
    sticks: FolderVolumes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr(exchange_page, "show_error", lambda _, error: shown.append(error))
    stick = sticks.plug(tmp_path / "usb", free_bytes=1000)
    look(page, workers)
    send(page, workers)
    assert [one.error_id for one in shown] == ["FILE_009"]
    assert list(stick.folder.iterdir()) == []
    assert journal(workspace) == ()


def test_send__by_mail__a_draft_opens_and_the_journal_says_so(
    page: ExchangePage,
    workers: Workers,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(exchange_page, "open_file", opened.append)
    page.places.by_mail.click()
    type_text(page.places.address, "tinh@angiang.gov.vn")
    send(page, workers)
    (draft,) = opened
    letter = email.message_from_bytes(draft.read_bytes(), policy=default)
    assert letter["To"] == "tinh@angiang.gov.vn"
    assert journal(workspace)[0].state is DeliveryState.DRAFTED
    assert page.history.item(0, 3).text() == "Đã soạn thư nháp"
    assert "chưa có gì được gửi đi" in page.result.text.text()


def test_send__period_without_records__asks_for_the_zero_report_first(
    page: ExchangePage, workers: Workers, workspace: Workspace
) -> None:
    page.periods.show_period(EMPTY)
    settle(workers)
    assert page.card.zero.isVisible()
    send(page, workers)
    assert journal(workspace) == ()
    assert "không phát sinh" in page.result.text.text()
    rest(50)
    box = page.card.zero
    assert box.hasFocus()
    assert box.visibleRegion().boundingRect() == box.rect()  # it is asked for, so it is in sight
    page.card.zero.click()
    press(page.passphrase, "Return")
    settle(workers)
    (line,) = journal(workspace)
    assert line.submission.facts["zero"] == "yes"


def test_readiness__period_still_runs__is_said(page: ExchangePage, workers: Workers) -> None:
    said = [
        child.text() for child in page.card.findChildren(type(page.card.facts)) if child.isVisible()
    ]
    assert any("14/11/2026" in text and "nộp lại" in text for text in said)


def test_readiness__handed_over_in_time_and_the_due_day_gone__says_nothing_of_late(
    page: ExchangePage, workers: Workers, workspace: Workspace
) -> None:
    workspace.set_setting("begun_on", "2026-01-05")
    page.periods.show_period(EMPTY)
    settle(workers)
    assert any("Trễ hạn" in text for text in card_words(page))
    page.card.zero.click()
    send(page, workers)
    page.periods.show_period(EMPTY)
    settle(workers)
    said = card_words(page)
    assert any("Đã nộp lúc" in text for text in said)
    assert not any("Trễ hạn" in text for text in said)


def test_readiness__due_before_the_office_began__is_not_called_late(
    page: ExchangePage, workers: Workers, workspace: Workspace
) -> None:
    workspace.set_setting("begun_on", "2026-11-02")
    page.periods.show_period(EMPTY)
    settle(workers)
    assert not any("Trễ hạn" in text for text in card_words(page))


def card_words(page: ExchangePage) -> list[str]:
    """What stands on the card of the period."""
    return [
        child.text() for child in page.card.findChildren(type(page.card.facts)) if child.isVisible()
    ]


def test_deliver__from_the_journal__to_a_stick_plugged_in_later(
    page: ExchangePage,
    workers: Workers,
    workspace: Workspace,
    sticks: FolderVolumes,
    tmp_path: Path,
) -> None:
    send(page, workers)
    assert journal(workspace)[0].state is DeliveryState.MADE
    page.deliver()
    (dialog,) = page.findChildren(DeliverDialog)
    stick = sticks.plug(tmp_path / "usb", name="SANDISK")
    dialog.look_for_sticks()
    settle(workers)
    dialog.write_button.click()
    settle(workers)
    assert "có thể rút USB" in dialog.end.text.text()
    assert journal(workspace)[0].place == "SANDISK"
    assert page.history.item(0, 3).text() == "Đã ghi và đọc lại"
    sticks.pull(stick.folder)
    dialog.write_button.click()
    settle(workers)
    assert "USB" in dialog.end.text.text()
    dialog.reject()


def test_deliver__other_stick_meanwhile__is_refused_in_words(
    page: ExchangePage,
    workers: Workers,
    workspace: Workspace,
    sticks: FolderVolumes,
    tmp_path: Path,
) -> None:
    send(page, workers)
    page.deliver()
    (dialog,) = page.findChildren(DeliverDialog)
    sticks.plug(tmp_path / "usb", "uuid:A", name="SANDISK")
    dialog.look_for_sticks()
    settle(workers)
    sticks.plug(tmp_path / "usb", "uuid:B", name="OTHER")
    dialog.write_button.click()
    settle(workers)
    assert "OTHER" in dialog.end.text.text()
    assert list((tmp_path / "usb").iterdir()) == []
    assert journal(workspace)[0].state is DeliveryState.MADE
    dialog.reject()
