"""The periodic report as data and as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrdesk.indicators.period import parse_period
from hrdesk.services.period_figures import figures
from hrdesk.services.progress import CancelledError
from hrdesk.services.reporting import report_content, write_report
from hrdesk.services.workspace import Workspace
from tests.support.sample import NOW


def test_report__says_the_same_as_the_figures(sample: Workspace) -> None:
    period = parse_period("2026-11")
    content = report_content(sample, period, now=NOW)
    counted = figures(sample, period)
    text = repr(content)
    for figure in counted.targets:
        if figure.denominator:
            assert f"{figure.numerator}" in text
    assert content.letterhead.parent == ""
    assert content.place == "Châu Phong"


def test_report__stopped__leaves_no_file(sample: Workspace, tmp_path: Path) -> None:
    class Impatient:
        def total(self, steps: int) -> None: ...

        def step(self, sentence: str = "") -> None: ...

        def cancelled(self) -> bool:
            return True

    target = tmp_path / "r.pdf"
    with pytest.raises(CancelledError):
        write_report(sample, parse_period("2026-11"), target, now=NOW, progress=Impatient())
    assert not target.exists()
    assert not list(tmp_path.glob(".r.pdf*"))
