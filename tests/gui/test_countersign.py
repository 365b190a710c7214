"""The leader's signature in the window: with the leader's key, or made elsewhere and taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hrdesk.gui.exchange.countersign_dialog import CountersignDialog
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.services.delivery.journal import DeliveryState, journal
from hrdesk.services.importing import import_table
from hrdesk.services.submitting import submit
from hrdesk.services.workspace import open_workspace
from tests.corpus.hand import Seal, Signer, signature
from tests.support.gui import press, rest, settle, type_text
from tests.support.hostile_zip import HostileEntry, build, taken_apart
from tests.support.office import WORDS, activities_file, offices
from tests.unit.services.delivery.test_leader import leaders_key
from tests.unit.services.test_signed_loop import NOW, PERIOD


@pytest.fixture
def waiting(qtbot, workers, tmp_path):
    """A window whose journal has a bundle that waits for the leader, and the leader's key."""
    province, unit = offices(tmp_path)
    identity = leaders_key(province, tmp_path)
    with open_workspace(unit, now=NOW) as desk:
        import_table(desk, "activity", activities_file(tmp_path), now=NOW)
        desk.kit._policy = replace(desk.kit.policy, second_signature=True)
        submit(desk, PERIOD, desk.paths.outbox, passphrase=WORDS, now=NOW)
        window = MainWindow(desk, workers, lambda: NOW)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        window.go("exchange")
        settle(workers)
        yield window, desk, identity
        window.hide()
        settle(workers)
        window.deleteLater()
        rest(10)


def dialog_of(window: MainWindow, desk) -> CountersignDialog:
    (line,) = journal(desk)
    assert line.state is DeliveryState.AWAITS_LEADER
    dialog = CountersignDialog(window.page("exchange").session, line, window)
    dialog.open()
    return dialog


def test_leader__signs_in_the_window__faults_at_the_field_then_it_may_leave(waiting, workers):
    window, desk, identity = waiting
    dialog = dialog_of(window, desk)
    press(dialog.passphrase, "Return")
    assert dialog.focusWidget() is dialog.folder
    assert dialog.folder_field.line.text()
    dialog.folder.setText(str(identity))
    type_text(dialog.passphrase, "not these words")
    press(dialog.passphrase, "Return")
    settle(workers)
    assert dialog.passphrase_field.line.text()
    assert journal(desk)[0].state is DeliveryState.AWAITS_LEADER
    dialog.passphrase.clear()
    type_text(dialog.passphrase, WORDS)
    press(dialog.passphrase, "Return")
    settle(workers)
    assert journal(desk)[0].state is DeliveryState.MADE


def test_leader__signed_elsewhere__taken_back_in_the_window(waiting, workers, tmp_path: Path):
    from hrdesk.trust.identity import unlock

    window, desk, identity = waiting
    (sent,) = desk.paths.outbox.glob("*.asice")
    dialog = dialog_of(window, desk)
    dialog.take_back(sent)  # as it is: the leader has not signed
    settle(workers)
    assert dialog.folder_field.line.text()
    assert dialog.sign_button.isEnabled()
    leader = unlock(identity, WORDS)
    entries = taken_apart(sent)
    listed = entries[-2].content.replace(b"signature001", b"signature002")
    value = signature(listed, Signer(leader.private_key, leader.certificate), Seal(at=NOW))
    back = tmp_path / "back.asice"
    more = [
        HostileEntry("META-INF/ASiCManifest002.xml", listed),
        HostileEntry("META-INF/signature002.p7s", value),
    ]
    back.write_bytes(build([*entries, *more]))
    dialog.take_back(back)
    settle(workers)
    assert journal(desk)[0].state is DeliveryState.MADE
