"""The lock, another passphrase, a lost key, a token: driven by keys with real keys."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QLabel

from hrdesk.errors import IdentityLockedError
from hrdesk.gui.exchange.identity_dialog import IdentityDialog
from hrdesk.gui.exchange.token_dialog import TokenDialog
from hrdesk.gui.look.idle_time import IDLE_SETTING
from hrdesk.services import signing
from hrdesk.services.strength import passphrase_strength
from hrdesk.trust.identity import read_identity, unlock
from tests.support.desk import PASSPHRASE
from tests.support.gui import press, rest, settle, type_text
from tests.support.tokens import PIN, softhsm_in

NEW = "một câu mới dễ nhớ hơn"


def visible_words(window):
    return " ".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())


def test_lock__by_key__hides_everything_and_only_the_passphrase_opens(window, workers):
    window.go("records", form_id="activity", new=True)
    settle(workers)
    assert window.centralWidget().isVisible()
    press(window, "Ctrl+Shift+L")
    locking = window._locking
    assert locking.locked
    assert not window.centralWidget().isVisible()
    assert window.session.workspace.unit.name not in visible_words(window) + window.windowTitle()
    screen = locking.screen
    press(screen, "Escape")
    screen.close()
    assert locking.locked
    type_text(screen.secret, "không phải câu này")
    press(screen.secret, "Return")
    settle(workers)
    assert locking.locked
    assert not screen.secret.isEnabled()  # it waits before the next try
    assert screen.frame.line.text()
    rest(1300)
    assert screen.secret.isEnabled()
    type_text(screen.secret, PASSPHRASE)
    press(screen.secret, "Return")
    settle(workers)
    assert not locking.locked
    assert window.centralWidget().isVisible()
    assert window.session.workspace.unit.name in window.windowTitle()


def test_lock__while_typing__draft_is_on_the_disk(window, workers, workspace):
    window.go("records", form_id="activity", new=True)
    settle(workers)
    field = window.focusWidget()
    type_text(field, "Đang gõ dở thì khóa")
    window.lock()
    settle(workers)
    with workspace.store._connections.known_faults():
        kept = workspace.store._connections.reading().execute("SELECT * FROM draft").fetchall()
    assert any(
        "Đang gõ dở thì khóa" in json.dumps([str(v) for v in row], ensure_ascii=False)
        for row in kept
    )


def test_lock__after_idle__as_the_settings_say(window, workers, workspace):
    window._begin_locking()
    locking = window._locking
    workspace.set_setting(IDLE_SETTING, "5")
    locking.begin_waiting()
    assert locking.timer.interval() == 5 * 60_000
    workspace.set_setting(IDLE_SETTING, "0")
    locking.begin_waiting()
    assert not locking.timer.isActive()
    locking.timer.timeout.emit()
    assert locking.locked


def test_lock__passphrases_typed_before__are_emptied(window, workers):
    dialog = IdentityDialog(window.session, window)
    asked = dialog.ask_passphrase()
    type_text(asked.fields["old"], PASSPHRASE)
    window.lock()
    assert asked.fields["old"].text() == ""
    assert window._locking.locked


def test_passphrase__changed_in_the_window__old_one_opens_nothing(window, workers, workspace):
    dialog = IdentityDialog(window.session, window)
    settle(workers)
    asked = dialog.ask_passphrase()
    for name, words in (("old", PASSPHRASE), ("new", NEW), ("again", NEW)):
        type_text(asked.fields[name], words)
    rest(200)
    settle(workers)
    assert asked.strength.level in {"fair", "good", "strong"}
    press(asked.fields["again"], "Return")
    settle(workers)
    unlock(workspace.paths.identity, NEW)
    with pytest.raises(IdentityLockedError):
        unlock(workspace.paths.identity, PASSPHRASE)
    assert dialog.told.isVisibleTo(dialog)


def test_lost_key__new_one_made_in_the_window__no_record_is_lost(
    window, workers, workspace, tmp_path
):
    before = workspace.store.counts_by_form()
    old = read_identity(workspace.paths.identity).fingerprint
    dialog = IdentityDialog(window.session, window)
    asked = dialog.ask_lost()
    type_text(asked.fields["new"], NEW)
    type_text(asked.fields["again"], NEW)
    asked.fields["folder"].setText(str(tmp_path / "usb"))
    asked.act()
    settle(workers)
    request = json.loads(next((tmp_path / "usb").glob("enrol_*.json")).read_text())
    assert request["fingerprint"] == read_identity(workspace.paths.identity).fingerprint != old
    assert workspace.store.counts_by_form() == before
    unlock(workspace.paths.identity, NEW)


def test_token__chosen_in_the_window__wrong_pin_once_then_right(
    window, workers, workspace, tmp_path, monkeypatch
):
    tokens = softhsm_in(tmp_path / "softhsm", monkeypatch)
    tokens.add()
    dialog = TokenDialog(window.session, window)
    type_text(dialog.library, tokens.library)
    dialog.look()
    settle(workers)
    assert dialog.keys.count() == 1
    assert not dialog.use_button.isEnabled()
    type_text(dialog.pin, "không đúng")
    dialog.use()
    settle(workers)
    assert dialog.fault.isVisibleTo(dialog)
    assert signing.pin_warning(workspace)
    assert dialog.pin.text() == ""  # never tried again by the program
    type_text(dialog.pin, PIN)
    dialog.use()
    settle(workers)
    assert signing.signing_key(workspace).on_token
    assert list(workspace.paths.enrolment.glob("enrol_*.json"))


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("ngắn", "short"),
        ("matkhau123456", "weak"),
        ("Mật khẩu 2026", "weak"),
        ("Ủy ban nhân dân", "weak"),
        ("aaaaaaaaaaaaaaaa", "weak"),
    ],
)
def test_strength__words_people_take_here__are_weak(words, level):
    assert passphrase_strength(words).level == level


def test_strength__a_sentence__is_good_also_decomposed():
    import unicodedata

    said = "con mèo vàng ngủ trên mái bếp"
    assert passphrase_strength(said).level in {"good", "strong"}
    assert passphrase_strength(unicodedata.normalize("NFD", said)) == passphrase_strength(said)
