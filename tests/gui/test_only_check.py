"""Checking bundles in the window without taking them in, at a desk and at the province."""

from __future__ import annotations

import pytest

from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.services.importing import import_table
from hrdesk.services.province import intakes
from hrdesk.services.submitting import submit
from hrdesk.services.workspace import open_workspace
from hrdesk.verification.outcome import Verdict
from tests.support.gui import press, rest, settle
from tests.support.office import WORDS, activities_file, offices
from tests.unit.services.test_signed_loop import NOW, PERIOD


@pytest.fixture
def sent(tmp_path):
    """The two offices, and a bundle of the commune beside one that was changed."""
    province, unit = offices(tmp_path)
    with open_workspace(unit, now=NOW) as desk:
        import_table(desk, "activity", activities_file(tmp_path), now=NOW)
        good = submit(desk, PERIOD, tmp_path / "out", passphrase=WORDS, now=NOW).path
    content = bytearray(good.read_bytes())
    content[len(content) // 2] ^= 1
    bad = tmp_path / "out" / "changed.asice"
    bad.write_bytes(bytes(content))
    return {"receive": province, "exchange": unit}, good, bad


@pytest.mark.parametrize("page", ["receive", "exchange"])
def test_only_check__a_sound_and_a_changed_bundle__shown_and_nothing_taken_in(
    page, sent, qtbot, workers
):
    folders, good, bad = sent
    with open_workspace(folders[page], now=NOW) as ws:
        window = MainWindow(ws, workers, lambda: NOW)
        window.resize(1366, 768)
        window.show()
        qtbot.waitExposed(window)
        window.go(page)
        settle(workers)
        check = window.page(page).only_check
        assert check.button.isVisible()
        before = {one for one in ws.paths.folder.rglob("*") if one.is_file()}
        check.check([good, bad])
        settle(workers)
        dialog = check.dialog
        assert [one.verdict for one in dialog.outcomes] == [Verdict.REFUSED, Verdict.VALID]
        assert dialog.list.count() == 2
        assert not dialog.who.isVisible()  # of a refused one nobody is said to have signed
        press(dialog.list, "Down")
        assert "Trần Thị Mẫu" in dialog.who.text()
        assert "16/11/2026" in dialog.who.text()
        assert intakes(ws) == ()
        assert {one for one in ws.paths.folder.rglob("*") if one.is_file()} <= before | {
            ws.paths.log
        }
        press(dialog.list, "Escape")
        check.check([good])
        settle(workers)
        assert not check.dialog.list.isVisible()
        check.dialog.accept()
        window.hide()
        settle(workers)
        window.deleteLater()
        rest(10)
