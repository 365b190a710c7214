"""Kits in the window: shaped, previewed, signed and written at the province; taken at a desk."""

from __future__ import annotations

import shutil

import pytest

from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.services import kits
from hrdesk.services.workspace import open_workspace
from tests.support.desk import NOW, PASSPHRASE
from tests.support.gui import press, rest, settle, type_text
from tests.support.kits import enrolled_pair


@pytest.fixture(scope="session")
def pair_made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit-pages")
    for ws in enrolled_pair(folder):
        ws.close()
    return folder


@pytest.fixture
def windows(qtbot, pair_made, tmp_path, workers):
    shutil.copytree(pair_made, tmp_path / "pair")
    opened = []
    for name in ("province", "desk"):
        ws = open_workspace(tmp_path / "pair" / name, now=NOW)
        window = MainWindow(ws, workers, lambda: NOW)
        window.resize(1366, 768)
        window.show()
        qtbot.waitExposed(window)
        opened.append((ws, window))
    settle(workers)
    yield tuple(window for _, window in opened)
    for ws, window in opened:
        window.hide()
        settle(workers)
        window.deleteLater()
        rest(10)  # its timers go with it
        ws.close()


def make(page, workers, folder):
    dialog = page.ask_make()
    dialog.fields["folder"].setText(str(folder))
    type_text(dialog.fields["passphrase"], PASSPHRASE)
    press(dialog.fields["passphrase"], "Return")
    settle(workers)
    return max(folder.glob("*.asice"), key=lambda path: path.name)


def test_kit__shaped_in_the_window__previewed_signed_and_taken_by_a_desk(
    windows, workers, tmp_path
):
    province, desk = windows
    province.go("kit")
    settle(workers)
    page = province.page("kit")
    dialog = page.acts.ask_period()
    type_text(dialog.fields["period"], "2026-11")
    type_text(dialog.fields["due_on"], "20/11/2026")
    press(dialog.fields["due_on"], "Return")
    settle(workers)
    press(page.policy.second, "Space")
    settle(workers)
    assert any("20/11/2026" in said for said in page.changes.sentences)
    assert len(page.changes.sentences) >= 2
    kit = make(page, workers, tmp_path / "out")
    assert province.session.workspace.kit.seq == 1
    assert "2" in page.preview.heading.text()
    desk.go("desk_kit")
    settle(workers)
    wanted = desk.page("desk_kit")
    wanted.show_kit(kit)
    settle(workers)
    assert desk.session.workspace.kit.seq == 0  # only shown
    press(wanted.dialog.take_button, "Space")
    settle(workers)
    assert desk.session.workspace.kit.seq == 1
    assert desk.session.workspace.kit.policy.second_signature
    assert wanted.table.rowCount() == 1


def test_kit__older_than_the_one_in_use__shown_as_refused(windows, workers, tmp_path):
    province, desk = windows
    province.go("kit")
    settle(workers)
    page = province.page("kit")
    first = make(page, workers, tmp_path / "one")
    second = make(page, workers, tmp_path / "two")
    kits.take_kit(desk.session.workspace, second, now=NOW, accept_remarks=True)
    desk.go("desk_kit")
    settle(workers)
    wanted = desk.page("desk_kit")
    wanted.show_kit(first)
    settle(workers)
    assert not wanted.dialog.take_button.isVisible()
    assert desk.session.workspace.kit.seq == 2
    wanted.dialog.reject()


def test_kit__date_that_is_none__said_in_the_dialog_and_nothing_kept(windows, workers):
    province, _ = windows
    province.go("kit")
    settle(workers)
    page = province.page("kit")
    before = page.changes.sentences
    dialog = page.acts.ask_period()
    type_text(dialog.fields["period"], "2026-11")
    type_text(dialog.fields["due_on"], "31/02/2026")
    dialog.act()
    settle(workers)
    assert "31/02/2026" in dialog.fault.text.text()
    assert page.changes.sentences == before
    dialog.reject()


def test_keys_to_encrypt_to__made_in_the_window__go_into_the_kit(windows, workers, tmp_path):
    province, _ = windows
    province.go("kit")
    settle(workers)
    page = province.page("kit")
    dialog = page.acts.ask_recipient()
    type_text(dialog.fields["passphrase"], PASSPHRASE)
    dialog.act()
    settle(workers)
    dialog = page.acts.ask_escrow()
    dialog.fields["out"].setText(str(tmp_path / "safe.txt"))
    dialog.act()
    settle(workers)
    assert "AGE-SECRET-KEY-" in (tmp_path / "safe.txt").read_text()
    assert any("mã hóa" in said for said in page.changes.sentences)
