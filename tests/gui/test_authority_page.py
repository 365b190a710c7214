"""The province's page of units and desks, driven by keys, with real keys and files."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtWidgets import QWidget

from hrdesk.gui.look.act_dialog import ActDialog
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.services import authority, exchange, kit_making, province
from hrdesk.services.renewing import renew
from hrdesk.services.workspace import open_workspace
from hrdesk.trust.material import load_trust
from tests.support.desk import NOW, PASSPHRASE, make_desk
from tests.support.gui import press, rest, settle, type_text

OWN = "hai người cùng biết câu này"


@pytest.fixture(scope="session")
def province_made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("authority-page") / "desk"
    make_desk(folder, province=True).close()
    return folder


@pytest.fixture
def office(province_made, tmp_path):
    shutil.copytree(province_made, tmp_path / "province")
    with open_workspace(tmp_path / "province", now=NOW) as opened:
        yield opened


@pytest.fixture
def page(qtbot, office, workers):
    window = MainWindow(office, workers, lambda: NOW)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    window.go("enrol")
    settle(workers)
    yield window.page("enrol")
    window.hide()
    settle(workers)
    window.deleteLater()
    rest(10)  # its timers go with it


def put_apart(page, workers, folder):
    dialog = page.authority.ask_set_up()
    type_text(dialog.fields["folder"], str(folder))
    type_text(dialog.fields["new"], OWN)
    type_text(dialog.fields["again"], OWN)
    type_text(dialog.fields["old"], PASSPHRASE)
    press(dialog.fields["old"], "Return")
    settle(workers)


def test_request__fingerprint_typed_as_read_out__only_then_issued(
    page, workers, workspace, tmp_path
):
    request = exchange.write_request(workspace, tmp_path, now=NOW)
    page.read_request(request)
    settle(workers)
    card, told = page.card, exchange.enrolment_status(workspace).fingerprint
    assert page.waiting.count() == 1
    assert card.said.hasFocus()
    assert not card.issue_button.isEnabled()
    assert told not in card.unit.text() + card.person.text()
    wrong = ("0" if told[0] != "0" else "1") + told[1:]
    type_text(card.said, wrong)
    assert not card.issue_button.isEnabled()
    assert "không" in card.said_field.line.text()
    card.issue(tmp_path / "never.asice")
    settle(workers)
    assert not (tmp_path / "never.asice").exists()
    card.said.clear()
    type_text(card.said, told.lower().replace("-", " ").replace("0", "o"))
    assert card.issue_button.isEnabled()
    type_text(card.passphrase, PASSPHRASE)
    card.issue(tmp_path / "answer.asice")
    settle(workers)
    assert page.waiting.count() == 0
    exchange.take_trust(workspace, tmp_path / "answer.asice", now=NOW)
    assert exchange.enrolment_status(workspace).state == "enrolled"


def test_authority__put_apart_in_the_window__issues_from_there(
    page, workers, office, workspace, tmp_path
):
    put_apart(page, workers, tmp_path / "stick")
    state = authority.authority_state(office)
    assert state.apart
    assert state.reachable
    assert (tmp_path / "stick" / "ca.sealed").is_file()
    assert not (office.paths.authority / "ca.sealed").exists()
    assert not page.authority.apart_button.isVisible()
    page.read_request(exchange.write_request(workspace, tmp_path, now=NOW))
    settle(workers)
    card = page.card
    type_text(card.said, exchange.enrolment_status(workspace).fingerprint)
    type_text(card.passphrase, PASSPHRASE)
    type_text(card.authority_passphrase, PASSPHRASE)  # not its own
    card.issue(tmp_path / "a.asice")
    settle(workers)
    assert card.authority_field.line.isVisible()
    card.authority_passphrase.clear()
    type_text(card.authority_passphrase, OWN)
    card.issue(tmp_path / "a.asice")
    settle(workers)
    assert (tmp_path / "a.asice").is_file()


def test_set_up__two_passphrases_differ__said_and_nothing_moved(page, workers, office, tmp_path):
    dialog = page.authority.ask_set_up()
    type_text(dialog.fields["folder"], str(tmp_path / "stick"))
    type_text(dialog.fields["new"], OWN)
    type_text(dialog.fields["again"], OWN + "x")
    type_text(dialog.fields["old"], PASSPHRASE)
    dialog.act()
    settle(workers)
    assert dialog.frames["again"].line.text()
    assert not authority.authority_state(office).apart
    dialog.reject()


def test_register__withdraw_with_a_reason__list_names_it_and_next_kit_says_so(
    page, workers, office, workspace, tmp_path
):
    page.read_request(exchange.write_request(workspace, tmp_path, now=NOW))
    settle(workers)
    type_text(page.card.said, exchange.enrolment_status(workspace).fingerprint)
    type_text(page.card.passphrase, PASSPHRASE)
    page.card.issue(tmp_path / "a.asice")
    settle(workers)
    type_text(page.register.search, "o lam")
    settle(workers)
    assert page.register.table.rowCount() == 1
    page.register.table.setFocus()
    page.register.table.selectRow(0)
    dialog = page.register.ask_revoke()
    dialog.reasons.setFocus()
    press(dialog.reasons, "Down")
    type_text(dialog.fields["authority"], PASSPHRASE)
    press(dialog.fields["authority"], "Return")
    settle(workers)
    desk = page.register.desks[0]
    assert (desk.state, desk.line.reason) == ("revoked", "affiliationChanged")
    assert int(desk.line.serial, 16) in load_trust(office.paths.trust).newest_list.revoked
    assert not page.register.revoke_button.isEnabled()
    page.register.export(tmp_path / "register.xlsx")
    settle(workers)
    assert (tmp_path / "register.xlsx").is_file()


def test_list_and_successor__by_the_window__made(page, workers, office, tmp_path):
    dialog = page.authority.ask_list()
    dialog.fields["out"].setText(str(tmp_path / "ca.crl"))
    type_text(dialog.fields["authority"], PASSPHRASE)
    dialog.act()
    settle(workers)
    assert (tmp_path / "ca.crl").read_bytes().startswith(b"-----BEGIN X509 CRL")
    dialog = page.authority.ask_successor()
    type_text(dialog.fields["folder"], str(tmp_path / "next"))
    type_text(dialog.fields["new"], OWN)
    type_text(dialog.fields["again"], OWN)
    dialog.act()
    settle(workers)
    assert kit_making.next_kit(office, now=NOW).needs_second_officer


def test_renewals__that_came_with_bundles__issued_in_one_go_in_the_register(
    page, workers, office, workspace, tmp_path
):
    request = exchange.write_request(workspace, tmp_path, now=NOW)
    answer = tmp_path / "answer.asice"
    province.enrol(office, request, answer, passphrase=PASSPHRASE, now=NOW)
    exchange.take_trust(workspace, answer, now=NOW)
    register = page.register
    register.refresh()
    settle(workers)
    assert not register.waiting_button.isVisible()
    asked = renew(workspace, tmp_path / "out", passphrase=PASSPHRASE, now=NOW)
    (taken,) = province.receive(office, [asked], now=NOW)
    assert taken.result == "accepted"
    register.refresh()
    settle(workers)
    assert register.waiting_button.isVisible()
    assert "1" in register.waiting_button.text()
    before = len(register.desks)
    register.waiting_button.setFocus()
    press(register.waiting_button, "Space")
    dialog = page.findChild(ActDialog)
    type_text(dialog.fields["authority"], PASSPHRASE)
    press(dialog.fields["authority"], "Return")
    settle(workers)
    register.refresh()
    settle(workers)
    assert len(register.desks) == before + 1
    assert not register.waiting_button.isVisible()


def test_page__controls__all_have_a_name(page):
    nameless = [
        type(control).__name__
        for control in page.findChildren(QWidget)
        if control.focusPolicy().value and control.isVisible() and not control.accessibleName()
    ]
    assert nameless == []


def test_page__low_and_narrow__nothing_overlaps_and_a_request_opened_is_in_sight(
    page, workers, workspace, tmp_path
):
    window = page.window()
    window.resize(683, 384)
    rest(30)
    left, right = page.authority, page.register
    assert right.mapTo(page, right.rect().topLeft()).y() >= (
        left.mapTo(page, left.rect().bottomLeft()).y()
    )
    assert left.width() == right.width()
    page.read_request(exchange.write_request(workspace, tmp_path, now=NOW))
    settle(workers)
    rest(30)
    assert page.card.visibleRegion().boundingRect().height() > 60
    window.resize(1366, 768)
    rest(30)
    assert right.mapTo(page, right.rect().topLeft()).x() > left.width()
