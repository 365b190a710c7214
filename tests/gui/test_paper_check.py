"""The code on paper typed at the desk and at the province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.indicators.period import parse_period
from hrdesk.reports.proof import short_code
from hrdesk.services import province
from hrdesk.services.reporting import report_content
from tests.gui.test_period_pages import (  # noqa: F401 - fixtures
    PERIOD,
    bundle,
    province_desk,
    province_prototype,
    province_window,
)
from tests.support.desk import NOW
from tests.support.gui import press, settle, type_text

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace


def test_code__typed_at_the_province__said_to_match_only_once_taken_in(
    province_window: MainWindow,  # noqa: F811
    province_desk: Workspace,  # noqa: F811
    workspace: Workspace,
    bundle: Path,  # noqa: F811
    workers: Workers,
) -> None:
    proof = report_content(workspace, parse_period(PERIOD), now=NOW).proof
    assert proof is not None
    province_window.go("receive")
    settle(workers)
    check = province_window.page("receive").paper
    for taken, word in ((False, "Không có."), (True, "Khớp.")):
        if taken:
            province.receive(province_desk, [bundle], now=NOW, accept_remarks=True)
        check.field.clear()
        type_text(check.field, short_code(proof.digest).replace("-", " ").lower())
        press(check.field, "Return")
        settle(workers)
        assert check.answer.isVisible()
        assert check.answer.text.text().startswith(word)
    type_text(check.field, "x")
    assert not check.answer.isVisible()
    press(check.field, "Return")
    settle(workers)
    assert "không phải mã" in check.answer.text.text()


def test_code__typed_at_the_desk__compares_with_what_was_handed_over(
    window: MainWindow,
    workspace: Workspace,
    bundle: Path,  # noqa: F811
    workers: Workers,
) -> None:
    proof = report_content(workspace, parse_period(PERIOD), now=NOW).proof
    assert proof is not None
    window.go("report", period_id=PERIOD)
    settle(workers)
    check = window.page("report").paper
    type_text(check.field, short_code(proof.digest))
    press(check.field, "Return")
    settle(workers)
    assert check.answer.text.text().startswith("Khớp.")
