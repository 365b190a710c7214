"""A report signed in the window, and one that comes back signed from elsewhere."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from hrdesk.gui.papers import sign_paper_dialog
from hrdesk.gui.papers.sign_paper_dialog import SignedPaperDialog, SignPaperDialog
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.services.signed_papers import signed_papers
from hrdesk.services.workspace import open_workspace
from tests.support.gui import press, settle, type_text
from tests.support.office import WORDS, offices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from hrdesk.gui.look.workers import Workers

AT = datetime(2026, 11, 16, 2, tzinfo=UTC)


@pytest.fixture
def enrolled(qtbot: QtBot, tmp_path: Path, workers: Workers) -> Iterator[MainWindow]:
    """A window on a desk that the province has enrolled."""
    with open_workspace(offices(tmp_path)[1], now=AT) as workspace:
        made = MainWindow(workspace, workers, lambda: AT)
        made.resize(1366, 768)
        made.show()
        qtbot.waitExposed(made)
        made.go("report", period_id="2026-11")
        settle(workers)
        yield made
        made.close()


def shown(kind: type) -> SignPaperDialog | SignedPaperDialog:
    return next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()
    )


def test_report__signed_in_the_window_and_taken_back__is_valid_for_pdfsig(
    enrolled: MainWindow, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = enrolled.page("report")
    target = tmp_path / "signed.pdf"
    monkeypatch.setattr(sign_paper_dialog, "ask_path", lambda *_: target)
    page.acts.sign()
    dialog = shown(SignPaperDialog)
    press(dialog.secret, "Return")  # nothing typed: said at the field
    assert dialog.secret_field.line.text() == "Hãy gõ cụm mật khẩu."
    type_text(dialog.secret, "không phải mật khẩu này")
    press(dialog.secret, "Return")
    settle(workers)
    assert dialog.isVisible()
    assert dialog.secret.text() == ""
    assert dialog.secret_field.line.text()
    type_text(dialog.secret, WORDS)
    press(dialog.secret, "Return")
    settle(workers)
    said = subprocess.run(
        ["pdfsig", "-nocert", str(target)], capture_output=True, encoding="utf-8", check=False
    ).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    sign_paper_dialog.take_back(page.session, page, target)
    settle(workers)
    back = shown(SignedPaperDialog)
    assert back.view.verdict.text()
    assert len(signed_papers(page.session.workspace, "2026-11")) == 1
    press(back, "Return")


def test_paper__that_is_none_of_ours__is_shown_with_its_reason_and_not_kept(
    enrolled: MainWindow, workers: Workers, tmp_path: Path
) -> None:
    page = enrolled.page("report")
    strange = tmp_path / "strange.pdf"
    strange.write_bytes(page._shown_pdf.read_bytes().replace(b"hrdesk", b"others"))
    sign_paper_dialog.take_back(page.session, page, strange)
    settle(workers)
    back = shown(SignedPaperDialog)
    assert not signed_papers(page.session.workspace, "2026-11")
    press(back, "Return")
